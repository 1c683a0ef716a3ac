import { majorOfTag } from '../../guard/compare/image';
import { KubeObject } from '../../guard/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, Expression, list, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import {
  computeRows,
  needed,
  nonEmptyMap,
  number,
  plain,
  pullSecrets,
  row,
  size,
  spreadRows,
  texts,
  tolerations,
  TAKEN_OVER,
  version,
} from '../shared/values';
import { Surroundings } from '../draft';

/** What the operator takes for a cluster that names no image. */
const DEFAULT_MAJOR = 18;

type Spec = Json | undefined;

/** Each part of the spec and the props that say it. */
const TABLE: readonly ((spec: Spec, cluster: KubeObject, around: Surroundings) => Row[])[] = [
  (spec, { name }) => [needed('clusterName', value(name)), needed('version', version(majorOf(spec)))],
  (spec) => row('operator.updateStrategy', enumOf('CloudNativePgUpdateStrategy', at(spec, 'primaryUpdateStrategy'))),
  (spec) => row('operator.updateMethod', enumOf('CloudNativePgUpdateMethod', at(spec, 'primaryUpdateMethod'))),
  (spec) => plain('instances', number(at(spec, 'instances')) ?? 1),
  (spec) => row('image', imageOf(spec)),
  (spec) => [needed('storage.size', size(at(spec, 'storage', 'size')) ?? call('Size.gibibytes', [value(1)], 'cdk8s'))],
  (spec) => plain('storage.storageClass', at(spec, 'storage', 'storageClass')),
  (spec) => (size(at(spec, 'walStorage', 'size')) ? row('walStorage', volume(at(spec, 'walStorage'))) : []),
  (spec) => computeRows(at(spec, 'resources')),
  (spec) => row('replication', replication(at(spec, 'postgresql', 'synchronous'))),
  (spec) => row('parameters', textMap(at(spec, 'postgresql', 'parameters'))),
  (spec) =>
    plain(
      'preloadLibraries',
      listOf(at(spec, 'postgresql', 'shared_preload_libraries')).length > 0
        ? at(spec, 'postgresql', 'shared_preload_libraries')
        : undefined,
    ),
  (spec) => plain('hbaRules', listOf(at(spec, 'postgresql', 'pg_hba')).length > 0 ? at(spec, 'postgresql', 'pg_hba') : undefined),
  (spec, cluster, around) => row('databases', databases(spec, cluster, around)),
  (spec) => row('superuser', superuser(spec)),
  (spec) => (at(spec, 'affinity', 'enablePodAntiAffinity') === false ? row('placement.nodes', member('SpreadRule.NONE')) : []),
  (spec) => spreadRows(at(spec, 'topologySpreadConstraints')),
  (spec) => plain('placement.nodeSelector', nonEmptyMap(at(spec, 'affinity', 'nodeSelector'))),
  (spec) => row('placement.tolerations', tolerations(at(spec, 'affinity', 'tolerations'))),
  (spec) => plain('placement.priorityClassName', at(spec, 'priorityClassName')),
  (spec) => row('labels', textMap(at(spec, 'inheritedMetadata', 'labels'))),
  (spec) => row('annotations', textMap(at(spec, 'inheritedMetadata', 'annotations'))),
  (spec) => pullSecrets(at(spec, 'imagePullSecrets')),
  () => [TAKEN_OVER],
  (spec) => row('tls', certificates(at(spec, 'certificates'))),
];

/** The props of a Cluster. */
export const clusterPart = (cluster: KubeObject, around: Surroundings): Part => ({
  variable: 'cluster',
  construct: 'HaCluster',
  id: 'Cluster',
  rows: TABLE.flatMap((rows) => rows(cluster.raw.spec, cluster, around)),
});

const textMap = (json: Json | undefined): Expression | undefined => {
  const found = texts(json);
  return found && value(found);
};

/** The Secret of the superuser means nothing to the operator where it lets nobody in. */
function superuser(spec: Spec): Expression | undefined {
  const secret = textOf(at(spec, 'superuserSecret', 'name'));
  return at(spec, 'enableSuperuserAccess') === true
    ? map({ password: secret === undefined ? undefined : call('RolePassword.fromSecret', [value(secret)]) })
    : undefined;
}

function majorOf(spec: Spec): number {
  const image = textOf(at(spec, 'imageName'));
  return number(at(spec, 'imageCatalogRef', 'major')) ?? (image === undefined ? undefined : majorOfTag(image)) ?? DEFAULT_MAJOR;
}

function imageOf(spec: Spec): Expression | undefined {
  const image = textOf(at(spec, 'imageName'));
  const catalog = at(spec, 'imageCatalogRef');
  if (image !== undefined) {
    return call('PostgresImage.pinned', [value(image)]);
  }
  const name = textOf(at(catalog, 'name'));
  return name === undefined
    ? undefined
    : call('PostgresImage.fromCatalog', [
        map({ name: value(name), clusterWide: at(catalog, 'kind') === 'ClusterImageCatalog' ? value(true) : undefined }),
      ]);
}

const volume = (storage: Json | undefined): Expression =>
  map({
    size: size(at(storage, 'size')),
    storageClass: textOf(at(storage, 'storageClass')) === undefined ? undefined : value(at(storage, 'storageClass')!),
  });

const enumOf = (name: string, json: Json | undefined): Expression | undefined => {
  const text = textOf(json);
  return text === undefined ? undefined : member(`${name}.${text.toUpperCase().replace(/-/g, '_')}`);
};

function replication(synchronous: Json | undefined): Expression | undefined {
  const standbys = number(at(synchronous, 'number'));
  return !isMap(synchronous) || standbys === undefined
    ? undefined
    : call('Replication.synchronous', [
        map({
          standbys: value(standbys),
          writesWithoutStandby: at(synchronous, 'dataDurability') === 'preferred' ? value(true) : undefined,
        }),
      ]);
}

/** The first database stands in the bootstrap; the others are objects of their own. */
function databases(spec: Spec, cluster: KubeObject, around: Surroundings): Expression | undefined {
  const bootstrap = mapOf(at(spec, 'bootstrap'));
  const way = ['initdb', 'recovery', 'pg_basebackup'].find((one) => isMap(bootstrap[one]));
  const first = way === undefined ? undefined : bootstrap[way];
  const name = textOf(at(first, 'database'));
  const own = (json: Json | undefined): Expression | undefined => (textOf(json) === undefined ? undefined : value(json!));
  const found = [
    ...(name === undefined
      ? []
      : [
          map({
            name: value(name),
            owner: value(textOf(at(first, 'owner')) ?? name),
            encoding: own(at(first, 'encoding')),
            locale: at(first, 'localeCollate') === at(first, 'localeCType') ? own(at(first, 'localeCollate')) : undefined,
          }),
        ]),
    ...around.objects
      .filter(({ kind, raw }) => kind === 'Database' && textOf(at(raw, 'spec', 'cluster', 'name')) === cluster.name)
      .flatMap(({ raw }) => {
        const [database, owner] = [textOf(at(raw, 'spec', 'name')), textOf(at(raw, 'spec', 'owner'))];
        const extensions = listOf(at(raw, 'spec', 'extensions')).flatMap((one) =>
          textOf(at(one, 'name'))
            ? [map({ name: value(at(one, 'name')!), version: own(at(one, 'version')), schema: own(at(one, 'schema')) })]
            : [],
        );
        const schemas = listOf(at(raw, 'spec', 'schemas')).flatMap((one) => textOf(at(one, 'name')) ?? []);
        return database === undefined || owner === undefined || database === name
          ? []
          : [
              map({
                name: value(database),
                owner: value(owner),
                schemas: schemas.length > 0 ? value(schemas) : undefined,
                extensions: extensions.length > 0 ? list(extensions) : undefined,
                encoding: own(at(raw, 'spec', 'encoding')),
                locale: own(at(raw, 'spec', 'locale')),
                connectionLimit: own(at(raw, 'spec', 'connectionLimit')),
              }),
            ];
      }),
  ];
  return found.length > 0 ? list(found) : undefined;
}

function certificates(json: Json | undefined): Expression | undefined {
  const server = textOf(at(json, 'serverTLSSecret'));
  const own = (field: string): Expression | undefined => (textOf(at(json, field)) === undefined ? undefined : value(at(json, field)!));
  return server === undefined
    ? undefined
    : call('ClusterTls.fromSecrets', [
        map({ serverSecret: value(server), caSecret: own('serverCASecret'), replicationSecret: own('replicationTLSSecret') }),
      ]);
}
