import { majorOfTag } from '../compare/image';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { keyOf, KubeObject } from '../object';
import { Archive, ClusterView, Lookup } from './view';

export const CNPG = 'postgresql.cnpg.io';
export const BARMAN = 'barmancloud.cnpg.io';

/** The place that a plugin's ObjectStore and server name lead to. */
function pluginPlace(plugin: Json | undefined, namespace: string, field: string, lookup: Lookup): Archive[] {
  const store = textOf(at(plugin, 'parameters', 'barmanObjectName'));
  if (store === undefined) {
    return [];
  }
  const server = textOf(at(plugin, 'parameters', 'serverName')) ?? '';
  const configuration = at(lookup(BARMAN, 'ObjectStore', namespace, store)?.value, 'spec', 'configuration');
  return [
    barmanPlace(configuration, server, field) ?? {
      place: `store ${namespace}/${store} ${server}`,
      field,
      shown: `${store}, server ${server}`,
    },
  ];
}

function barmanPlace(configuration: Json | undefined, server: string, field: string): Archive | undefined {
  const path = textOf(at(configuration, 'destinationPath'));
  if (path === undefined) {
    return undefined;
  }
  const place = `${path.replace(/\/+$/, '')}/${server}`;
  return { place: `${textOf(at(configuration, 'endpointURL')) ?? ''} ${place}`, field, shown: place };
}

/** The cluster that an object names, among others. */
export const itsCluster = ({ namespace, value }: KubeObject, byKey: ReadonlyMap<string, KubeObject>): KubeObject | undefined =>
  byKey.get(keyOf(CNPG, 'Cluster', namespace, textOf(at(value, 'spec', 'cluster', 'name')) ?? ''));

export const archiverOf = (spec: Json | undefined): Json | undefined =>
  listOf(at(spec, 'plugins')).find((plugin) => at(plugin, 'isWALArchiver') === true && at(plugin, 'enabled') !== false);

function archives(object: KubeObject, lookup: Lookup): Archive[] {
  const spec = object.value.spec;
  const archiver = archiverOf(spec);
  const inTree = at(spec, 'backup', 'barmanObjectStore');
  const place = barmanPlace(inTree, textOf(at(inTree, 'serverName')) ?? object.name, 'spec.backup.barmanObjectStore');
  return [
    ...(archiver ? pluginPlace(archiver, object.namespace, `spec.plugins[${textOf(at(archiver, 'name'))}]`, lookup) : []),
    ...(place ? [place] : []),
  ];
}

/** Places that the bootstrap and the replica source read; other external clusters are only known, not read. */
function sources(object: KubeObject, lookup: Lookup): Archive[] {
  const spec = object.value.spec;
  const self = textOf(at(spec, 'replica', 'self'));
  const names = new Set(
    [textOf(at(spec, 'bootstrap', 'recovery', 'source')), textOf(at(spec, 'replica', 'source'))].filter(
      (name) => name !== undefined && name !== self,
    ),
  );
  return listOf(at(spec, 'externalClusters')).flatMap((cluster) => {
    const name = textOf(at(cluster, 'name')) ?? '';
    if (!names.has(name)) {
      return [];
    }
    const field = `spec.externalClusters[${name}]`;
    const store = at(cluster, 'barmanObjectStore');
    const place = barmanPlace(store, textOf(at(store, 'serverName')) ?? name, field);
    return [...pluginPlace(at(cluster, 'plugin'), object.namespace, field, lookup), ...(place ? [place] : [])];
  });
}

/** Whether a cluster follows: one that names no primary does, and `self` is the name of the object where it is left out. */
export function cnpgFollower({ name, value: { spec } }: Pick<KubeObject, 'name' | 'value'>): boolean {
  const replica = at(spec, 'replica');
  if (!isMap(replica)) {
    return false;
  }
  return typeof replica.enabled === 'boolean' ? replica.enabled : (textOf(replica.self) ?? name) !== textOf(replica.primary);
}

function catalogMajor(object: KubeObject): number | undefined {
  const major = Number(textOf(at(object.value, 'spec', 'imageCatalogRef', 'major')));
  return Number.isInteger(major) && major > 0 ? major : undefined;
}

function catalogImage(object: KubeObject, lookup: Lookup): string | undefined {
  const ref = at(object.value, 'spec', 'imageCatalogRef');
  const kind = textOf(at(ref, 'kind')) ?? 'ImageCatalog';
  const catalog = lookup(CNPG, kind, kind === 'ImageCatalog' ? object.namespace : '', textOf(at(ref, 'name')) ?? '');
  return textOf(
    at(
      listOf(at(catalog?.value, 'spec', 'images')).find((image) => textOf(at(image, 'major')) === textOf(at(ref, 'major'))),
      'image',
    ),
  );
}

export function cnpgView(object: KubeObject, lookup: Lookup): ClusterView {
  const spec = object.value.spec;
  const image = textOf(at(spec, 'imageName'));
  const synchronous = at(spec, 'postgresql', 'synchronous');
  const annotations = mapOf(at(object.value, 'metadata', 'annotations'));
  return {
    operator: 'cnpg',
    object,
    instances: Number(textOf(at(spec, 'instances')) ?? 1),
    instancesField: 'spec.instances',
    stopped: annotations['cnpg.io/hibernation'] === 'on' ? "annotation 'cnpg.io/hibernation' is 'on'" : undefined,
    image: image ?? catalogImage(object, lookup),
    imageField: image === undefined ? 'spec.imageCatalogRef' : 'spec.imageName',
    major: image === undefined ? catalogMajor(object) : majorOfTag(image),
    majorField: image === undefined ? 'spec.imageCatalogRef.major' : 'spec.imageName',
    archives: archives(object, lookup),
    backedUp: archiverOf(spec) !== undefined || ['barmanObjectStore', 'volumeSnapshot'].some((way) => isMap(at(spec, 'backup', way))),
    backupField: 'spec.plugins',
    sources: sources(object, lookup),
    follower: cnpgFollower(object),
    roleField: 'spec.replica',
    podLabels: { 'cnpg.io/cluster': object.name, 'cnpg.io/podRole': 'instance', 'cnpg.io/instanceRole': 'primary' },
    innerPorts: [5432, 8000],
    synchronous: {
      on: isMap(synchronous) || Number(textOf(at(spec, 'minSyncReplicas')) ?? 0) > 0,
      strict: isMap(synchronous) ? textOf(at(synchronous, 'dataDurability')) !== 'preferred' : false,
      number: Number(textOf(at(synchronous, 'number')) ?? textOf(at(spec, 'maxSyncReplicas')) ?? 0),
      field: isMap(synchronous) ? 'spec.postgresql.synchronous' : 'spec.maxSyncReplicas',
      value: synchronous,
    },
  };
}
