import { KubeObject } from '../../manifests/object';
import { at, Json, listOf, mapOf, textOf } from '../../values/json';
import { Draft, Surroundings } from '../draft';
import { call, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { containers } from '../shared/containers';
import { patroniRows } from '../shared/patroni';
import { serviceRows } from '../shared/services';
import { objectMetadataRows } from '../shared/metadata';
import { AffinityFields, placementRows } from '../shared/placement';
import { roleOf, SaidOfRole, saidByOptions, saysSomething } from '../shared/roles';
import { streamingSource } from '../shared/followed';
import { captureRows, captures, SAID_BY_CAPTURE } from '../shared/slots';
import { clientTlsRow, modeRow, parameterRows } from '../shared/pools';
import { computeRows, libraries, needed, nonEmptyMap, number, plain, pullSecrets, row, texts, TAKEN_OVER, version } from '../shared/values';
import { originRow, policyParts } from './backups';
import { hbaRows } from './hba';
import { pgAdminParts } from './pg-admin';
import { pgBackRestRows } from './pgbackrest';
import { exporterRows, patroniFields } from './running';
import { replicaSetRows } from './replica-sets';
import { autoGrow, claim, claimRows, claimSize, volumes } from './volumes';
import { files, pullPolicy } from '../shared/containers';

type Spec = Json | undefined;

/** What a set without a name is called after its place. */
const UNNAMED_SET = '00';

const firstSet = (spec: Spec): Json | undefined => listOf(at(spec, 'instances'))[0];
const patroni = (spec: Spec): Json | undefined => at(spec, 'patroni', 'dynamicConfiguration');

/** What only PGO has. It takes the other times of Patroni from fields of its own. */
const OPTIONS: readonly ((spec: Spec) => Row[])[] = [
  (spec) => patroniRows(patroni(spec), ['retryTimeout']),
  (spec) => serviceRows('operator.services.primary', at(spec, 'service')),
  (spec) => serviceRows('operator.services.replicas', at(spec, 'replicaService')),
  (spec) => serviceRows('operator.services.pool', at(spec, 'proxy', 'pgBouncer', 'service')),
  (spec) => plain('operator.instanceMetadata.labels', at(firstSet(spec), 'metadata', 'labels')),
  (spec) => plain('operator.instanceMetadata.annotations', at(firstSet(spec), 'metadata', 'annotations')),
  (spec) => plain('operator.backupMetadata.labels', at(spec, 'backups', 'pgbackrest', 'metadata', 'labels')),
  (spec) => plain('operator.backupMetadata.annotations', at(spec, 'backups', 'pgbackrest', 'metadata', 'annotations')),
  (spec) => row('operator.sidecars', containers(at(firstSet(spec), 'containers'))),
  (spec) => sharedRows(spec),
  (spec) => plain('operator.supplementalGroups', at(spec, 'supplementalGroups')),
  (spec) => row('operator.imagePullPolicy', pullPolicy(at(spec, 'imagePullPolicy'))),
  (spec) => exporterRows(at(spec, 'monitoring', 'pgmonitor', 'exporter')),
  (spec) => computeRows(at(firstSet(spec), 'sidecars', 'replicaCertCopy', 'resources'), 'operator.certificateSidecarCompute'),
  (spec) => claimRows('operator.dataVolume', at(firstSet(spec), 'dataVolumeClaimSpec')),
  (spec) => claimRows('operator.walVolume', at(firstSet(spec), 'walVolumeClaimSpec')),
  (spec) => patroniFields(at(spec, 'patroni')),
  (spec) => row('operator.volumes', volumes(at(firstSet(spec), 'volumes', 'additional'))),
  (spec) => row('operator.configFiles', files(at(spec, 'config', 'files'))),
];

/** Each part of the spec and the props that say it. */
const TABLE: readonly ((spec: Spec, cluster: KubeObject) => Row[])[] = [
  (_, { name }) => [needed('clusterName', value(name))],
  (_, { version: api }) => (api === 'v1beta1' ? [needed('operator.operatorVersion', member('CrunchyVersion.V5_8'))] : []),
  (spec) => [needed('operator.instanceSetName', value(textOf(at(firstSet(spec), 'name')) ?? UNNAMED_SET))],
  (spec) => plain('operator.postGisVersion', textOf(at(spec, 'postGISVersion'))),
  (spec) => [needed('version', version(textOf(at(spec, 'postgresVersion')) ?? ''))],
  (spec) => plain('instances', number(at(firstSet(spec), 'replicas')) ?? 1),
  (spec) => row('image', textOf(at(spec, 'image')) === undefined ? undefined : call('PostgresImage.pinned', [value(at(spec, 'image')!)])),
  (spec) => [needed('storage.size', claimSize(at(firstSet(spec), 'dataVolumeClaimSpec')) ?? call('Size.gibibytes', [value(1)], 'cdk8s'))],
  (spec) => row('storage.autoGrow', autoGrow(at(firstSet(spec), 'dataVolumeClaimSpec'))),
  (spec) => plain('storage.storageClass', at(firstSet(spec), 'dataVolumeClaimSpec', 'storageClassName')),
  (spec) => (claimSize(at(firstSet(spec), 'walVolumeClaimSpec')) ? row('walStorage', claim(at(firstSet(spec), 'walVolumeClaimSpec'))) : []),
  (spec) => computeRows(at(firstSet(spec), 'resources')),
  (spec) => replicaSetRows(spec),
  (spec) => row('replication', replication(patroni(spec))),
  (spec) => plain('parameters', nonEmptyMap(parameters(spec))),
  (spec) => plain('preloadLibraries', libraries(textOf(at(spec, 'config', 'parameters', 'shared_preload_libraries')))),
  (spec) => hbaRows(at(spec, 'authentication', 'rules')),
  (spec) => captureRows(at(patroni(spec), 'slots'), at(spec, 'config', 'parameters')),
  (spec) => row('databases', databases(spec)),
  (spec) => row('roles', roles(spec)),
  (spec) => superuser(spec),
  (spec) => initSql(at(spec, 'databaseInitSQL')),
  (spec) => placementRows(fieldsOf(firstSet(spec))),
  (spec) => plain('labels', texts(at(spec, 'metadata', 'labels'))),
  (spec) => plain('annotations', texts(at(spec, 'metadata', 'annotations'))),
  (spec) => pullSecrets(at(spec, 'imagePullSecrets')),
  (_, cluster) => objectMetadataRows(cluster),
  ...OPTIONS,
  () => [TAKEN_OVER],
  (spec) => pgBackRestRows(spec),
  (_, cluster) => originRow(cluster),
  (_, cluster) => cloneRow(cluster),
  (spec) => row('tls', tls(spec)),
  (spec) => {
    const source = followed(spec);
    return source === undefined ? [] : [needed('source', source)];
  },
  (spec) => (at(spec, 'openshift') === true ? [{ path: 'platform.openShift', value: value(true) }] : []),
];

function parameters(spec: Spec): Json | undefined {
  const isSaid = (name: string): boolean =>
    name === 'shared_preload_libraries' || (captures(at(patroni(spec), 'slots')) && SAID_BY_CAPTURE.includes(name));
  return Object.fromEntries(Object.entries(texts(at(spec, 'config', 'parameters')) ?? {}).filter(([name]) => !isSaid(name)));
}

function replication(configuration: Json | undefined): Expression | undefined {
  if (at(configuration, 'synchronous_mode') !== true) {
    return undefined;
  }
  const standbys = number(at(configuration, 'synchronous_node_count'));
  return call('Replication.synchronous', [
    map({
      standbys: standbys === undefined || standbys === 1 ? undefined : value(standbys),
      writesWithoutStandby: at(configuration, 'synchronous_mode_strict') === true ? undefined : value(true),
    }),
  ]);
}

/** Where pods of a group run. */
const fieldsOf = (group: Json | undefined): AffinityFields => ({
  nodeAffinity: at(group, 'affinity', 'nodeAffinity'),
  podAffinity: at(group, 'affinity', 'podAffinity'),
  podAntiAffinity: at(group, 'affinity', 'podAntiAffinity'),
  tolerations: at(group, 'tolerations'),
  spread: at(group, 'topologySpreadConstraints'),
  priorityClassName: at(group, 'priorityClassName'),
});

/** Users in the order of their names, as the library prints them. The superuser has a prop of its own. */
const users = (spec: Spec): readonly { readonly name: string; readonly owned: readonly string[]; readonly said: SaidOfRole }[] =>
  listOf(at(spec, 'users'))
    .filter((user) => at(user, 'name') !== SUPERUSER)
    .map((user) => ({
      name: textOf(at(user, 'name')) ?? '',
      owned: listOf(at(user, 'databases')).flatMap((one) => textOf(one) ?? []),
      said: saidByOptions(textOf(at(user, 'options'))),
    }));

const SUPERUSER = 'postgres';

const superuser = (spec: Spec): Row[] =>
  listOf(at(spec, 'users')).some((user) => at(user, 'name') === SUPERUSER) ? [{ path: 'superuser', value: map({}) }] : [];

/** Owner of each database: the first user that lists it. PGO makes its own database where a cluster lists no user. */
const owners = (spec: Spec): ReadonlyMap<string, string> =>
  users(spec).reduce(
    (left, { name, owned }) => owned.reduce((all, database) => (all.has(database) ? all : all.set(database, name)), left),
    new Map<string, string>(),
  );

function databases(spec: Spec): Expression | undefined {
  const items = [...owners(spec)].map(([name, owner]) => map({ name: value(name), owner: value(owner) }));
  return items.length > 0 ? list(items) : undefined;
}

/** Roles that own nothing, and owners of whom more is to be said. */
function roles(spec: Spec): Expression | undefined {
  const owning = new Set(owners(spec).values());
  const items = users(spec).flatMap(({ name, said }) => (owning.has(name) && !saysSomething(said) ? [] : [roleOf(name, said)]));
  return items.length > 0 ? list(items) : undefined;
}

/** Databases that users other than their owners are let into. The superuser owns none. */
function sharedRows(spec: Spec): Row[] {
  const owner = owners(spec);
  const listed = listOf(at(spec, 'users')).flatMap((user) => {
    const name = textOf(at(user, 'name')) ?? '';
    const shared = listOf(at(user, 'databases')).flatMap((one) => textOf(one) ?? []);
    const foreign = name === SUPERUSER ? shared : shared.filter((database) => owner.get(database) !== name);
    return foreign.length > 0 ? [[name, foreign] as const] : [];
  });
  return plain('operator.userDatabases', nonEmptyMap(Object.fromEntries(listed.map(([name, shared]) => [name, [...shared]]))));
}

/** What ran when the cluster was made, out of a ConfigMap of somebody else. */
function initSql(json: Json | undefined): Row[] {
  const [name, key] = [textOf(at(json, 'name')), textOf(at(json, 'key'))];
  return name === undefined || key === undefined
    ? []
    : row('creation.sql', list([call('CreationSql.fromConfigMap', [value(name), value(key)])]));
}

/** The primary that a cluster follows over the network, and over the network alone. */
const followed = (spec: Spec): Expression | undefined =>
  at(spec, 'standby', 'enabled') === true && at(spec, 'standby', 'repoName') === undefined
    ? streamingSource(at(spec, 'standby', 'host'), at(spec, 'standby', 'port'))
    : undefined;

/** A cluster of which this one is a copy. It is looked at once, when the cluster is made. */
function cloneRow({ version: api, namespace, raw: { spec } }: KubeObject): Row[] {
  const source = at(spec, 'dataSource', 'postgresCluster');
  const name = textOf(at(source, 'clusterName'));
  const repository = number(textOf(at(source, 'repoName'))?.replace('repo', ''));
  if (name === undefined) {
    return [];
  }
  const options = api === 'v1beta1' ? [map({ operatorVersion: member('CrunchyVersion.V5_8') })] : [];
  const own = textOf(at(source, 'clusterNamespace'));
  const cluster = call('HaCluster.fromHaClusterAttributes', [
    local('chart'),
    value('Origin'),
    map({
      clusterName: value(name),
      namespace: own === undefined || own === namespace ? undefined : value(own),
      operator: call('PostgresOperator.crunchy', options),
    }),
  ]);
  const which = repository === undefined || repository === 1 ? [] : [map({ repository: value(repository) })];
  return row('recovery', call('RecoverySource.clone', [cluster, ...which]));
}

function tls(spec: Spec): Expression | undefined {
  const server = textOf(at(spec, 'customTLSSecret', 'name'));
  const replica = textOf(at(spec, 'customReplicationTLSSecret', 'name'));
  return server === undefined || replica === undefined
    ? undefined
    : call('ClusterTls.fromSecrets', [map({ serverSecret: value(server), replicationSecret: value(replica) })]);
}

function poolParts({ raw: { spec } }: KubeObject): Part[] {
  const block = at(spec, 'proxy', 'pgBouncer');
  if (block === undefined) {
    return [];
  }
  const settings = at(block, 'config', 'global');
  return [
    {
      variable: 'pool',
      construct: 'ConnectionPool',
      id: 'Pool',
      rows: [
        needed('cluster', local('cluster')),
        ...modeRow(at(settings, 'pool_mode')),
        ...plain('instances', number(at(block, 'replicas')) ?? 1),
        ...parameterRows(mapOf(settings), ['pool_mode', 'client_tls_sslmode']),
        ...computeRows(at(block, 'resources')),
        ...placementRows(fieldsOf(block)),
        ...clientTlsRow(at(settings, 'client_tls_sslmode')),
        ...plain('image', at(block, 'image')),
        ...plain('port', number(at(block, 'port'))),
        ...plain('labels', texts(at(block, 'metadata', 'labels'))),
        ...plain('annotations', texts(at(block, 'metadata', 'annotations'))),
      ],
    },
  ];
}

export const crunchyDraft = (cluster: KubeObject, around: Surroundings): Draft => ({
  operator: 'crunchy',
  factory: 'PostgresOperator.crunchy',
  cluster,
  parts: [
    {
      variable: 'cluster',
      construct: followed(cluster.raw.spec) === undefined ? 'HaCluster' : 'ReplicaCluster',
      id: 'Cluster',
      rows: TABLE.flatMap((rows) => rows(cluster.raw.spec, cluster)),
    },
    ...policyParts(cluster),
    ...poolParts(cluster),
    ...pgAdminParts(cluster, around),
  ],
});
