import { majorOfTag } from '../../manifests/compare/image';
import { KubeObject } from '../../manifests/object';
import { at, hasOwn, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { Draft } from '../draft';
import { call, CDK8S, Expression, list, local, map, member, value } from '../program/expression';
import { Part, Row } from '../program/program';
import { containers, variables, variableSources } from '../shared/containers';
import { patroniRows } from '../shared/patroni';
import { rangesRow } from '../shared/services';
import { objectMetadataRows } from '../shared/metadata';
import { placementRows } from '../shared/placement';
import { roleOf, saidByWords, saysSomething } from '../shared/roles';
import { streamingSource } from '../shared/followed';
import { captureRows, captures, SAID_BY_CAPTURE } from '../shared/slots';
import { modeRow, parameterRows } from '../shared/pools';
import { computeRows, libraries, needed, nonEmptyMap, number, plain, row, size, texts, TAKEN_OVER, version } from '../shared/values';

/** What an image of Spilo without a version of PostgreSQL in the manifest runs. */
const DEFAULT_MAJOR = 17;

type Spec = Json | undefined;

/** What only the Zalando operator has. */
const OPTIONS: readonly ((spec: Spec, cluster: KubeObject) => Row[])[] = [
  (spec) => patroniRows(at(spec, 'patroni')),
  (spec) => row('operator.env', variables(at(spec, 'env'))),
  (spec) => row('operator.envFrom', variableSources(at(spec, 'envFrom'))),
  (spec) => probeRows(at(spec, 'livenessProbe')),
  (spec) => originRows(at(spec, 'clone')),
  (spec) => row('operator.sidecars', containers(at(spec, 'sidecars'))),
  (spec) => row('operator.initContainers', containers(at(spec, 'initContainers'))),
  (spec) => plain('operator.sharedMemoryVolume', at(spec, 'enableShmVolume')),
  (spec) => plain('operator.schedulerName', at(spec, 'schedulerName')),
  (spec) => plain('operator.podUser.user', at(spec, 'spiloRunAsUser')),
  (spec) => plain('operator.podUser.group', at(spec, 'spiloRunAsGroup')),
  (spec) => plain('operator.podUser.fsGroup', at(spec, 'spiloFSGroup')),
  (spec) =>
    Object.entries(SERVICES).flatMap(([service, field]) =>
      at(spec, `enable${field}LoadBalancer`) === true
        ? row(`operator.services.${service}`, member('ServiceKind.LOAD_BALANCER'))
        : at(spec, `enable${field}NodePort`) === true
          ? row(`operator.services.${service}`, member('ServiceKind.NODE_PORT'))
          : at(spec, `enable${field}LoadBalancer`) === false
            ? row(`operator.services.${service}`, member('ServiceKind.CLUSTER_IP'))
            : [],
    ),
  (spec) => rangesRow('operator.services.sourceRanges', at(spec, 'allowedSourceRanges')),
  (spec) => plain('operator.services.annotations', at(spec, 'serviceAnnotations')),
  (spec) => plain('operator.services.primaryAnnotations', at(spec, 'masterServiceAnnotations')),
  (spec) => plain('operator.services.replicaAnnotations', at(spec, 'replicaServiceAnnotations')),
  (spec) => plain('operator.poolSchema', at(spec, 'connectionPooler', 'schema')),
  (spec, { name }) => preparedRows(spec, name),
  (spec) => row('operator.volumes', volumes(at(spec, 'additionalVolumes'))),
  (spec) => plain('operator.poolUser', at(spec, 'connectionPooler', 'user')),
];

const SERVICES: { readonly [service: string]: string } = {
  primary: 'Master',
  replicas: 'Replica',
  primaryPool: 'MasterPooler',
  replicaPool: 'ReplicaPooler',
};

/** Each part of the spec and the props that say it. */
const TABLE: readonly ((spec: Spec, cluster: KubeObject) => Row[])[] = [
  (spec, { name }) => [needed('clusterName', value(name)), needed('operator.teamId', value(textOf(at(spec, 'teamId')) ?? name))],
  (spec) => [needed('version', version(textOf(at(spec, 'postgresql', 'version')) ?? majorOf(spec)))],
  (spec) => rotated('operator.rotatedRoles', at(spec, 'usersWithSecretRotation')),
  (spec) => rotated('operator.rotatedInPlaceRoles', at(spec, 'usersWithInPlaceSecretRotation')),
  (spec) => plain('instances', number(at(spec, 'numberOfInstances'))),
  (spec) =>
    row(
      'image',
      textOf(at(spec, 'dockerImage')) === undefined ? undefined : call('PostgresImage.pinned', [value(at(spec, 'dockerImage')!)]),
    ),
  (spec) => [needed('storage.size', size(at(spec, 'volume', 'size')) ?? call('Size.gibibytes', [value(1)], 'cdk8s'))],
  (spec) => plain('storage.storageClass', at(spec, 'volume', 'storageClass')),
  (spec) => computeRows(at(spec, 'resources')),
  (spec) => row('replication', replication(at(spec, 'patroni'))),
  (spec) => plain('parameters', nonEmptyMap(parameters(spec))),
  (spec) => plain('preloadLibraries', libraries(textOf(at(spec, 'postgresql', 'parameters', 'shared_preload_libraries')))),
  (spec) => plain('hbaRules', listOf(at(spec, 'patroni', 'pg_hba')).length > 0 ? at(spec, 'patroni', 'pg_hba') : undefined),
  (spec) => captureRows(at(spec, 'patroni', 'slots'), at(spec, 'postgresql', 'parameters')),
  (spec) => row('databases', databases(spec)),
  (spec) => row('roles', roles(spec)),
  (spec) =>
    placementRows({
      nodeAffinity: at(spec, 'nodeAffinity'),
      tolerations: at(spec, 'tolerations'),
      spread: at(spec, 'topologySpreadConstraints'),
      priorityClassName: at(spec, 'podPriorityClassName'),
    }),
  (spec) => plain('annotations', texts(at(spec, 'podAnnotations'))),
  (_, cluster) => objectMetadataRows(cluster),
  ...OPTIONS,
  (spec) => creationRows(at(spec, 'patroni', 'initdb')),
  () => [TAKEN_OVER],
  (spec) => row('tls', tls(at(spec, 'tls'))),
  (spec) => {
    const source = followed(spec);
    return source === undefined ? [] : [needed('source', source)];
  },
];

function majorOf(spec: Spec): number {
  const image = textOf(at(spec, 'dockerImage'));
  return (image === undefined ? undefined : majorOfTag(image)) ?? DEFAULT_MAJOR;
}

const rotated = (path: string, json: Json | undefined): Row[] => (listOf(json).length > 0 ? plain(path, json) : []);

function parameters(spec: Spec): Json | undefined {
  return Object.fromEntries(
    Object.entries(texts(at(spec, 'postgresql', 'parameters')) ?? {}).filter(
      ([name]) => name !== 'shared_preload_libraries' && !(captures(at(spec, 'patroni', 'slots')) && SAID_BY_CAPTURE.includes(name)),
    ),
  );
}

function replication(patroni: Json | undefined): Expression | undefined {
  if (at(patroni, 'synchronous_mode') !== true) {
    return undefined;
  }
  const standbys = number(at(patroni, 'synchronous_node_count'));
  return call('Replication.synchronous', [
    map({
      standbys: standbys === undefined || standbys === 1 ? undefined : value(standbys),
      writesWithoutStandby: at(patroni, 'synchronous_mode_strict') === true ? undefined : value(true),
    }),
  ]);
}

/** Databases with their owners, and the extensions of those that are prepared. */
function databases(spec: Spec): Expression | undefined {
  const owners = mapOf(at(spec, 'databases'));
  const initdb = at(spec, 'patroni', 'initdb');
  const items = Object.entries(owners).flatMap(([name, owner], i) => {
    const prepared = at(spec, 'preparedDatabases', name);
    const extensions = isForExtensions(prepared) ? Object.entries(mapOf(at(prepared, 'extensions'))) : [];
    const own = (key: string): Expression | undefined =>
      i > 0 || textOf(at(initdb, key)) === undefined ? undefined : value(at(initdb, key)!);
    return textOf(owner) === undefined
      ? []
      : [
          map({
            name: value(name),
            owner: value(owner),
            extensions:
              extensions.length > 0
                ? list(extensions.map(([extension, schema]) => map({ name: value(extension), schema: value(schema) })))
                : undefined,
            encoding: own('encoding'),
            locale: own('locale'),
          }),
        ];
  });
  return items.length > 0 ? list(items) : undefined;
}

/** Whether a database is prepared for nothing but its extensions, as the library does it. */
const isForExtensions = (prepared: Json | undefined): boolean => {
  const schemas = Object.entries(mapOf(at(prepared, 'schemas')));
  return (
    at(prepared, 'defaultUsers') !== true &&
    schemas.length === 1 &&
    schemas.every(([name, schema]) => name === 'public' && at(schema, 'defaultRoles') === false && at(schema, 'defaultUsers') !== true)
  );
};

/** Databases with the roles and schemas that the operator makes for them. */
function preparedRows(spec: Spec, cluster: string): Row[] {
  const said = at(spec, 'preparedDatabases');
  if (isMap(said) && Object.keys(said).length === 0) {
    // An empty map is a database of the name of the cluster.
    return [{ path: 'operator.preparedDatabases', value: map({ [cluster.replace(/-/g, '_')]: map({}) }) }];
  }
  const owned = mapOf(at(spec, 'databases'));
  const found = Object.entries(mapOf(at(spec, 'preparedDatabases'))).filter(([name, one]) => !(name in owned && isForExtensions(one)));
  return plain('operator.preparedDatabases', nonEmptyMap(Object.fromEntries(found)));
}

/** What initdb was told. The operator reads it when a cluster is made. */
function creationRows(initdb: Json | undefined): Row[] {
  const segment = number(at(initdb, 'wal-segsize'));
  const checksums = textOf(at(initdb, 'data-checksums'));
  return [
    ...(checksums === 'true' || checksums === '' ? plain('creation.dataChecksums', true) : []),
    ...row('creation.walSegmentSize', segment === undefined ? undefined : call('Size.mebibytes', [value(segment)], CDK8S)),
  ];
}

/** Volumes beside that of the data; undefined where one is of a kind that no prop says. */
function volumes(json: Json | undefined): Expression | undefined {
  const own = (one: Json | undefined): Expression | undefined => (one === undefined || one === null ? undefined : value(one));
  const items = listOf(json).map((one) => {
    const source = at(one, 'volumeSource');
    const said = {
      secretName: own(at(source, 'secret', 'secretName')),
      configMapName: own(at(source, 'configMap', 'name')),
      claimName: own(at(source, 'persistentVolumeClaim', 'claimName')),
      emptyDir: size(at(source, 'emptyDir', 'sizeLimit')),
      unlimitedEmptyDir: isMap(at(source, 'emptyDir')) && at(source, 'emptyDir', 'sizeLimit') === undefined ? value(true) : undefined,
    };
    return Object.values(said).every((kind) => kind === undefined)
      ? undefined
      : map({
          name: own(at(one, 'name')),
          mountPath: own(at(one, 'mountPath')),
          subPath: own(at(one, 'subPath')),
          containers: own(at(one, 'targetContainers')),
          ...said,
        });
  });
  const known = items.filter((one) => one !== undefined);
  return items.length > 0 && known.length === items.length ? list(known) : undefined;
}

/** The primary that a cluster follows over the network. */
const followed = (spec: Spec): Expression | undefined =>
  streamingSource(at(spec, 'standby', 'standby_host'), at(spec, 'standby', 'standby_port'));

/** What the cluster was made of, in the operator's own words. */
const ORIGIN: { readonly [option: string]: string } = {
  cluster: 'cluster',
  uid: 'uid',
  timestamp: 'timestamp',
  walPath: 's3_wal_path',
  endpoint: 's3_endpoint',
  pathStyle: 's3_force_path_style',
};

const originRows = (clone: Json | undefined): Row[] =>
  textOf(at(clone, 'cluster')) === undefined
    ? []
    : row(
        'operator.origin',
        map(
          Object.fromEntries(
            Object.entries(ORIGIN).flatMap(([option, field]) => {
              const said = at(clone, field);
              return said === undefined || said === '' ? [] : [[option, value(said)] as const];
            }),
          ),
        ),
      );

const TIMES: { readonly [option: string]: string } = {
  initialDelay: 'initialDelaySeconds',
  period: 'periodSeconds',
  timeout: 'timeoutSeconds',
};

/** When a pod is taken for dead. */
const probeRows = (probe: Json | undefined): Row[] => [
  ...plain('operator.livenessProbe.command', at(probe, 'exec', 'command')),
  ...plain('operator.livenessProbe.httpPath', at(probe, 'httpGet', 'path')),
  ...plain('operator.livenessProbe.httpPort', number(at(probe, 'httpGet', 'port'))),
  ...Object.entries(TIMES).flatMap(([option, field]) => {
    const seconds = number(at(probe, field));
    return row(`operator.livenessProbe.${option}`, seconds === undefined ? undefined : call('Duration.seconds', [value(seconds)], CDK8S));
  }),
  ...plain('operator.livenessProbe.failureThreshold', number(at(probe, 'failureThreshold'))),
];

/** Dumps, where the manifest says when. */
function dumpParts({ raw: { spec } }: KubeObject): Part[] {
  const schedule = textOf(at(spec, 'logicalBackupSchedule'));
  const [, count, unit = ''] = /^(\d+) (day|week)s?$/.exec(textOf(at(spec, 'logicalBackupRetention')) ?? '') ?? [];
  return at(spec, 'enableLogicalBackup') !== true || schedule === undefined
    ? []
    : [
        {
          variable: 'dumps',
          construct: 'LogicalBackup',
          id: 'Dumps',
          rows: [
            needed('cluster', local('cluster')),
            needed('schedule', value(schedule)),
            ...plain('retentionDays', count === undefined ? undefined : Number(count) * (unit === 'week' ? 7 : 1)),
          ],
        },
      ];
}

/** Roles, and owners of whom more is to be said. */
function roles(spec: Spec): Expression | undefined {
  const owners = new Set(Object.values(mapOf(at(spec, 'databases'))).map((owner) => textOf(owner)));
  const items = Object.entries(mapOf(at(spec, 'users'))).flatMap(([name, flags]) => {
    const said = saidByWords(listOf(flags).flatMap((flag) => textOf(flag) ?? []));
    return owners.has(name) && !saysSomething(said) ? [] : [roleOf(name, said)];
  });
  return items.length > 0 ? list(items) : undefined;
}

function tls(json: Json | undefined): Expression | undefined {
  const secret = textOf(at(json, 'secretName'));
  const ca = textOf(at(json, 'caSecretName'));
  return secret === undefined
    ? undefined
    : call('ClusterTls.fromSecrets', [map({ serverSecret: value(secret), caSecret: ca === undefined ? undefined : value(ca) })]);
}

/** The pools of a cluster: fields of it, which share their sizing. */
function poolParts({ raw: { spec } }: KubeObject): Part[] {
  const block = at(spec, 'connectionPooler');
  const asked = {
    pool: at(spec, 'enableConnectionPooler') === true || (isMap(block) && !hasOwn(mapOf(spec), 'enableConnectionPooler')),
    readPool: at(spec, 'enableReplicaConnectionPooler') === true,
  };
  const instances = number(at(block, 'numberOfInstances')) ?? 2;
  const most = number(at(block, 'maxDBConnections'));
  return Object.entries(asked)
    .filter(([, is]) => is)
    .map(([variable]) => ({
      variable,
      construct: 'ConnectionPool',
      id: variable === 'pool' ? 'Pool' : 'ReadPool',
      rows: [
        needed('cluster', local('cluster')),
        ...(variable === 'pool' ? [] : [needed('access', member('PoolAccess.READ_ONLY'))]),
        ...modeRow(at(block, 'mode')),
        ...plain('instances', instances),
        ...plain('maxDatabaseConnections', most === undefined || most % instances !== 0 ? undefined : most / instances),
        ...parameterRows(undefined),
        ...computeRows(at(block, 'resources')),
        ...plain('image', at(block, 'dockerImage')),
      ],
    }));
}

export const zalandoDraft = (cluster: KubeObject): Draft => ({
  operator: 'zalando',
  factory: 'PostgresOperator.zalando',
  cluster,
  parts: [
    {
      variable: 'cluster',
      construct: followed(cluster.raw.spec) === undefined ? 'HaCluster' : 'ReplicaCluster',
      id: 'Cluster',
      rows: TABLE.flatMap((rows) => rows(cluster.raw.spec, cluster)),
    },
    ...poolParts(cluster),
    ...dumpParts(cluster),
  ],
});
