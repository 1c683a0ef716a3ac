import { withDefaults } from '../../manifests/compare/defaults';
import { keyOf, KubeObject } from '../../manifests/object';
import { BARMAN } from '../../manifests/operators/cnpg';
import { at, isMap, Json, JsonMap, listOf, mapOf, textOf, without } from '../../values/json';
import { Deliberate } from '../draft';

const PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** Objects in their new form, and what is otherwise. */
export interface CarriedOver {
  readonly objects: readonly KubeObject[];
  readonly deliberate: readonly Deliberate[];
}

const WHY =
  'carried over to the Barman Cloud plugin, which has to be installed, at the same place; the instances are made anew one after the other';

const WHY_ORIGIN = 'carried over to the Barman Cloud plugin at the same place; it was read once, when the cluster was made';

const changed = (object: KubeObject, spec: JsonMap): KubeObject => ({ ...object, raw: { ...object.raw, spec } });

/**
 * A cluster of CloudNativePG that archives without the plugin, with the plugin at the same place; its schedules with it, for the old method
 * has nothing to write to any more. Anything else is as it was.
 */
export function toPlugin(objects: readonly KubeObject[]): CarriedOver {
  const archived = ownArchive(objects);
  const origin = originArchive(archived.objects);
  return { objects: origin.objects, deliberate: [...archived.deliberate, ...origin.deliberate] };
}

/** The archive that the cluster writes. */
function ownArchive(objects: readonly KubeObject[]): CarriedOver {
  const [cluster, ...others] = objects as readonly [KubeObject, ...KubeObject[]];
  const spec = mapOf(cluster.raw.spec);
  const store = at(spec, 'backup', 'barmanObjectStore');
  if (cluster.kind !== 'Cluster' || !isMap(store)) {
    return { objects, deliberate: [] };
  }
  const name = `${cluster.name}-backup`;
  const backup = without(mapOf(spec.backup), ['barmanObjectStore', 'retentionPolicy']);
  const retention = at(spec, 'backup', 'retentionPolicy');
  const plugin: JsonMap = {
    name: PLUGIN,
    isWALArchiver: true,
    parameters: { barmanObjectName: name, serverName: textOf(store.serverName) ?? cluster.name },
  };
  const schedules = others.filter(isOld);
  return {
    objects: [
      changed(cluster, {
        ...without(spec, ['backup']),
        ...(Object.keys(backup).length > 0 && { backup }),
        plugins: [...(Array.isArray(spec.plugins) ? spec.plugins : []), plugin],
      }),
      ...others.map((one) =>
        schedules.includes(one) ? changed(one, { ...mapOf(one.raw.spec), method: 'plugin', pluginConfiguration: { name: PLUGIN } }) : one,
      ),
      storeObject(cluster, name, {
        configuration: without(store, ['serverName']),
        ...(retention !== undefined && { retentionPolicy: retention }),
      }),
    ],
    deliberate: [
      { key: cluster.key, field: 'spec.backup.barmanObjectStore', why: WHY },
      { key: cluster.key, field: 'spec.backup.retentionPolicy', why: WHY },
      ...schedules.map(({ key }) => ({ key, field: 'spec.method', why: WHY })),
    ],
  };
}

/** The archive that the cluster was made of. Its store is another object: nothing that runs reads it. */
function originArchive(objects: readonly KubeObject[]): CarriedOver {
  const [cluster, ...others] = objects as readonly [KubeObject, ...KubeObject[]];
  const spec = mapOf(cluster.raw.spec);
  const source = textOf(at(spec, 'bootstrap', 'recovery', 'source'));
  const servers = listOf(spec.externalClusters);
  const server = servers.find((one) => at(one, 'name') === source);
  const store = at(server, 'barmanObjectStore');
  if (cluster.kind !== 'Cluster' || source === undefined || !isMap(server) || !isMap(store)) {
    return { objects, deliberate: [] };
  }
  const name = `${cluster.name}-recovery`;
  const plugin = { name: PLUGIN, parameters: { barmanObjectName: name, serverName: textOf(store.serverName) ?? source } };
  return {
    objects: [
      changed(cluster, {
        ...spec,
        externalClusters: servers.map((one) => (one === server ? { ...without(server, ['barmanObjectStore']), plugin } : one)),
      }),
      ...others,
      storeObject(cluster, name, { configuration: without(store, ['serverName']) }),
    ],
    deliberate: [{ key: cluster.key, field: `spec.externalClusters[${source}].barmanObjectStore`, why: WHY_ORIGIN }],
  };
}

const isOld = ({ kind, raw }: KubeObject): boolean =>
  (kind === 'ScheduledBackup' || kind === 'Backup') && ['barmanObjectStore', undefined].includes(textOf(at(raw, 'spec', 'method')));

function storeObject({ file, line, namespace, live }: KubeObject, name: string, spec: JsonMap): KubeObject {
  const raw: JsonMap = {
    apiVersion: `${BARMAN}/v1`,
    kind: 'ObjectStore',
    metadata: { name, ...(namespace !== '' && { namespace }) },
    spec: spec as Json,
  };
  const kind = 'ObjectStore';
  return {
    file,
    line,
    text: '',
    live,
    group: BARMAN,
    version: 'v1',
    kind,
    type: `${BARMAN}/${kind}`,
    namespace,
    name,
    key: keyOf(BARMAN, kind, namespace, name),
    raw,
    value: withDefaults(BARMAN, kind, raw),
  };
}
