import { CLUSTER_DEFAULTS } from '../../../../lib/operators/cnpg/cluster/left-off';
import { Size } from 'cdk8s';
import {
  BackupTarget,
  CloudNativePgImageType,
  CloudNativePgOptions,
  CloudNativePgUpdateMethod,
  CloudNativePgUpdateStrategy,
  CloudNativePgVersion,
  ConnectionPool,
  HaCluster,
  HaClusterProps,
  ObjectStoreCredentials,
  PoolAccess,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
} from '../../../../lib';
import { Ask, BUCKET, program } from '../../../support/programs';
import { at, newChart, only, render } from '../../../support/render';

const cluster = (props: Partial<HaClusterProps>): unknown =>
  only(render(program(PostgresOperator.cloudNativePg(), { cluster: props })), 'Cluster').spec;
const SINGLE = { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } };

test.each<[string, Partial<HaClusterProps>, string, unknown]>([
  ['instances', { instances: 5 }, '/instances', 5],
  ['version', { version: PostgresVersion.V14 }, '/imageName', 'ghcr.io/cloudnative-pg/postgresql:14-standard-trixie'],
  [
    'a catalog of the namespace',
    { image: PostgresImage.fromCatalog({ name: 'approved' }) },
    '/imageCatalogRef',
    { apiGroup: 'postgresql.cnpg.io', kind: 'ImageCatalog', name: 'approved', major: 17 },
  ],
  [
    'a catalog of the cluster',
    { image: PostgresImage.fromCatalog({ name: 'approved', clusterWide: true }) },
    '/imageCatalogRef',
    { apiGroup: 'postgresql.cnpg.io', kind: 'ClusterImageCatalog', name: 'approved', major: 17 },
  ],
  ['a catalog instead of an image', { image: PostgresImage.fromCatalog({ name: 'approved' }) }, '/imageName', undefined],
  ['a canonical size', { storage: { size: Size.mebibytes(2048) } }, '/storage', { size: '2Gi', resizeInUseVolumes: true }],
  ['no WAL volume', {}, '/walStorage', undefined],
  ['asynchronous replication', { replication: Replication.asynchronous() }, '/postgresql/synchronous', undefined],
  [
    'writes without standby',
    { replication: Replication.synchronous({ writesWithoutStandby: true }) },
    '/postgresql/synchronous',
    { method: 'any', number: 1, dataDurability: 'preferred' },
  ],
  [
    'no spread over nodes',
    { placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE } },
    '/affinity',
    { enablePodAntiAffinity: false },
  ],
  ['no spread at all', { placement: { nodes: SpreadRule.NONE, zones: SpreadRule.NONE } }, '/topologySpreadConstraints', undefined],
  ['no parameters', { parameters: {} }, '/postgresql', { pg_hba: ['hostnossl all all all reject'] }],
  ['no labels', { labels: {}, annotations: {} }, '/inheritedMetadata', undefined],
  ['labels alone', { labels: { team: 'a' } }, '/inheritedMetadata', { labels: { team: 'a' } }],
  ['no databases', {}, '/bootstrap/initdb', { database: 'app', owner: 'app', dataChecksums: true }],
  ['no policy', {}, '/plugins', undefined],
  ['the budget of a single instance', SINGLE, '/enablePDB', false],
  ['updates of a single instance', SINGLE, '/primaryUpdateMethod', 'restart'],
])('%s', (_, props, pointer, value) => {
  expect(at(cluster(props), pointer)).toEqual(value);
});

test.each<[CloudNativePgOptions, string, unknown]>([
  [{}, '/primaryUpdateMethod', 'switchover'],
  [{}, '/primaryUpdateStrategy', 'unsupervised'],
  [{}, '/enableSuperuserAccess', false],
  [{ updateMethod: CloudNativePgUpdateMethod.RESTART }, '/primaryUpdateMethod', 'restart'],
  [{ updateStrategy: CloudNativePgUpdateStrategy.SUPERVISED }, '/primaryUpdateStrategy', 'supervised'],
  [{ imageType: CloudNativePgImageType.MINIMAL }, '/imageName', 'ghcr.io/cloudnative-pg/postgresql:17-minimal-trixie'],
  [{ imageDistribution: 'bookworm' }, '/imageName', 'ghcr.io/cloudnative-pg/postgresql:17-standard-bookworm'],
])('the option %j at %s', (options, pointer, value) => {
  expect(at(only(render(program(PostgresOperator.cloudNativePg(options))), 'Cluster').spec, pointer)).toEqual(value);
});

test.each(Object.values(CloudNativePgVersion))('version %s has its facts and prints the same', (operatorVersion) => {
  const operator = PostgresOperator.cloudNativePg({ operatorVersion });
  expect(operator.facts).toEqual({
    displayName: 'CloudNativePG',
    operatorVersion,
    postgresMajors: [14, 15, 16, 17, 18],
    defaultMaxConnections: 100,
    defaultParameters: { max_worker_processes: '32', max_replication_slots: '32', ssl_min_protocol_version: 'TLSv1.3' },
    defaultImages: Object.fromEntries(
      [14, 15, 16, 17, 18].map((major) => [major, `ghcr.io/cloudnative-pg/postgresql:${major}-standard-trixie`]),
    ),
    createsSchemas: true,
    clusterDefaults: CLUSTER_DEFAULTS,
  });
  expect(render(program(operator, { backup: {}, pools: [{}] }))).toEqual(
    render(program(PostgresOperator.cloudNativePg(), { backup: {}, pools: [{}] })),
  );
});

test('without options it is for the newest version', () => {
  expect(PostgresOperator.cloudNativePg().facts.operatorVersion).toBe('1.30');
});

const ROLE = 'arn:aws:iam::123456789012:role/orders-backup';

test.each<[string, Ask, string, string, unknown]>([
  [
    'a prefix',
    { backup: { target: BackupTarget.s3({ ...BUCKET, prefix: 'prod' }) } },
    'ObjectStore',
    '/configuration/destinationPath',
    's3://acme-pg/prod/orders',
  ],
  ['a generation', { backup: { archiveGeneration: 2 } }, 'Cluster', '/plugins/0/parameters/serverName', 'orders-v2'],
  [
    'workload identity',
    { backup: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() }) } },
    'ObjectStore',
    '/configuration/s3Credentials',
    { inheritFromIAMRole: true },
  ],
  [
    'workload identity without role',
    { backup: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() }) } },
    'Cluster',
    '/serviceAccountTemplate',
    undefined,
  ],
  [
    'a role',
    { backup: { target: BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn: ROLE }) }) } },
    'Cluster',
    '/serviceAccountTemplate',
    { metadata: { annotations: { 'eks.amazonaws.com/role-arn': ROLE } } },
  ],
  ['Amazon S3', { backup: {} }, 'ObjectStore', '/configuration/endpointURL', undefined],
  ['TLS of a pool', { pools: [{}] }, 'Pooler', '/pgbouncer/parameters', { client_tls_sslmode: 'require' }],
])('%s', (_, ask, kind, pointer, value) => {
  expect(at(only(render(program(PostgresOperator.cloudNativePg(), ask)), kind).spec, pointer)).toEqual(value);
});

describe('endpoints', () => {
  const operator = PostgresOperator.cloudNativePg();
  const props: HaClusterProps = { clusterName: 'orders', operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(1) } };

  test('of a single instance: everybody is the primary', () => {
    const { primary, replicas } = new HaCluster(newChart(), 'db', { ...props, ...SINGLE });
    expect([primary.host, replicas.host]).toEqual(['orders-rw.orders.svc', 'orders-r.orders.svc']);
  });

  test('without namespace', () => {
    const { primary, replicas } = new HaCluster(newChart(null), 'db', props);
    expect([primary.host, replicas.host]).toEqual(['orders-rw', 'orders-ro']);
  });

  test('of a cluster of another app, and of a pool for it', () => {
    const chart = newChart();
    const db = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator });
    const pool = new ConnectionPool(chart, 'pool', { cluster: db, access: PoolAccess.READ_ONLY, instances: 1 });
    expect([db.primary.host, db.replicas.host, pool.endpoint.host]).toEqual([
      'orders-rw.orders.svc',
      'orders-ro.orders.svc',
      'orders-pool-ro.orders.svc',
    ]);
    expect(chart.toJson().map(({ kind }: { kind: string }) => kind)).toEqual(['Pooler', 'NetworkPolicy', 'PodMonitor']);
  });
});

test('a policy that is attached later reaches the cluster, and a second synth prints the same', () => {
  const chart = newChart();
  program(PostgresOperator.cloudNativePg(), { backup: {}, pools: [{}] })(chart);
  expect(chart.toJson()).toEqual(chart.toJson());
  expect(at(chart.toJson()[0], '/spec/plugins/0/isWALArchiver')).toBe(true);
});
