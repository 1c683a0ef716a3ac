import { Chart, Size, Testing } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  CrunchyVersion,
  HaCluster,
  ObjectStoreCredentials,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
  TolerationEffect,
} from 'cdk8s-postgres';
import { Ask, program } from '../../../support/programs';
import { withoutHelpers } from '../../../support/helper-containers';
import { Manifest, at, newChart, only, render, unwatched } from '../../../support/render';

const spec = (ask: Ask, options = {}): Record<string, unknown> =>
  only(render(program(PostgresOperator.crunchy(options), ask)), 'PostgresCluster').spec!;

const UNLIMITED = `LOGIN CONNECTION LIMIT -1 VALID UNTIL 'infinity'`;
const SELECTOR = {
  matchLabels: { 'postgres-operator.crunchydata.com/cluster': 'orders', 'postgres-operator.crunchydata.com/data': 'postgres' },
};
const POOL_SELECTOR = {
  matchLabels: { 'postgres-operator.crunchydata.com/cluster': 'orders', 'postgres-operator.crunchydata.com/role': 'pgbouncer' },
};
const spread = (topologyKey: string, whenUnsatisfiable: string, labelSelector: object) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable,
  nodeTaintsPolicy: 'Honor',
  labelSelector,
});

/** Who reaches the pods is a matter of its own. */
const withoutPolicies = (manifests: readonly Manifest[]): Manifest[] =>
  withoutHelpers(manifests.filter(({ kind }) => kind !== 'NetworkPolicy'));

/** A cluster that uses all that there is, with two repositories and a pool. */
function everything(chart: Chart): void {
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator: PostgresOperator.crunchy({ instanceSetName: 'main', postGisVersion: '3.5' }),
    version: PostgresVersion.V17,
    instances: 4,
    storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
    walStorage: { size: Size.gibibytes(10), storageClass: 'fast-ssd' },
    compute: { cpu: Cpu.units(2), cpuLimit: Cpu.units(4), memory: Size.mebibytes(8192) },
    replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }),
    placement: {
      nodes: SpreadRule.REQUIRED,
      zones: SpreadRule.PREFERRED,
      nodeSelector: { pool: 'databases' },
      tolerations: [{ key: 'dedicated', value: 'databases', effect: TolerationEffect.NO_SCHEDULE }],
      priorityClassName: 'databases',
    },
    parameters: { max_connections: '200', shared_buffers: '2GB' },
    preloadLibraries: ['pg_stat_statements', 'auto_explain'],
    hbaRules: ['hostssl orders orders-app 10.0.0.0/8 scram-sha-256'],
    databases: [
      { name: 'orders', owner: 'orders-app' },
      { name: 'audit "log"', owner: 'auditor' },
      { name: 'archive', owner: 'orders-app' },
    ],
    labels: { 'acme.example/cost-center': 'shop' },
    annotations: { 'acme.example/owner': 'team-orders' },
    image: PostgresImage.pinned('registry.example.com/postgresql:17.6'),
  });
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: BackupTarget.s3Compatible({
      bucket: 'acme-pg',
      endpoint: 'https://minio.storage.svc:9000',
      credentials: ObjectStoreCredentials.fromSecret('pg-minio'),
      ca: { name: 'minio-ca', key: 'ca.crt' },
      prefix: 'team/a',
    }),
    schedules: [
      BackupSchedule.full('0 2 * * SUN'),
      BackupSchedule.differential('0 2 * * MON-SAT'),
      BackupSchedule.incremental('30 */4 * * *'),
    ],
    retention: BackupRetention.days(30),
    additionalRepositories: [
      {
        target: BackupTarget.volume({ size: Size.gibibytes(100), storageClass: 'slow-hdd' }),
        schedules: [BackupSchedule.full('0 4 * * *')],
        retention: BackupRetention.days(3),
      },
    ],
  });
  new ConnectionPool(chart, 'pool', {
    cluster,
    mode: PoolMode.TRANSACTION,
    instances: 3,
    poolSize: 20,
    maxClientConnections: 1000,
    maxDatabaseConnections: 40,
    parameters: { server_idle_timeout: '300' },
    compute: { cpu: Cpu.millis(250), cpuLimit: Cpu.millis(500), memory: Size.mebibytes(256) },
  });
}

test('a cluster with everything is printed as a whole', () => {
  const chart = newChart();
  everything(chart);
  const annotations = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };
  expect(unwatched(withoutPolicies(Testing.synth(chart) as Manifest[]))).toEqual([
    {
      apiVersion: 'postgres-operator.crunchydata.com/v1',
      kind: 'PostgresCluster',
      metadata: { name: 'orders', namespace: 'orders', annotations },
      spec: {
        postgresVersion: 17,
        postGISVersion: '3.5',
        image: 'registry.example.com/postgresql:17.6',
        instances: [
          {
            name: 'main',
            replicas: 4,
            minAvailable: 3,
            dataVolumeClaimSpec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '50Gi' } },
              storageClassName: 'fast-ssd',
            },
            walVolumeClaimSpec: {
              accessModes: ['ReadWriteOnce'],
              resources: { requests: { storage: '10Gi' } },
              storageClassName: 'fast-ssd',
            },
            resources: { requests: { cpu: '2', memory: '8Gi' }, limits: { cpu: '4', memory: '8Gi' } },
            affinity: {
              nodeAffinity: {
                requiredDuringSchedulingIgnoredDuringExecution: {
                  nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['databases'] }] }],
                },
              },
            },
            tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'databases', effect: 'NoSchedule' }],
            priorityClassName: 'databases',
            topologySpreadConstraints: [
              spread('kubernetes.io/hostname', 'DoNotSchedule', SELECTOR),
              spread('topology.kubernetes.io/zone', 'ScheduleAnyway', SELECTOR),
            ],
          },
        ],
        disableDefaultPodScheduling: true,
        config: {
          parameters: {
            max_connections: '200',
            shared_buffers: '2GB',
            shared_preload_libraries: 'pg_stat_statements,auto_explain',
          },
        },
        monitoring: {
          pgmonitor: {
            exporter: { resources: { requests: { cpu: '25m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } } },
          },
        },
        patroni: {
          dynamicConfiguration: { synchronous_mode: true, synchronous_mode_strict: false, synchronous_node_count: 2 },
        },
        authentication: {
          rules: [{ hba: 'hostssl orders orders-app 10.0.0.0/8 scram-sha-256' }, { hba: 'hostssl all all all scram-sha-256' }],
        },
        users: [
          { name: 'auditor', databases: ['audit "log"'], options: UNLIMITED, password: { type: 'AlphaNumeric' } },
          { name: 'orders-app', databases: ['orders', 'archive'], options: UNLIMITED, password: { type: 'AlphaNumeric' } },
        ],
        databaseInitSQL: { name: 'orders-init-sql', key: 'init.sql' },
        metadata: { labels: { 'acme.example/cost-center': 'shop' }, annotations: { 'acme.example/owner': 'team-orders' } },
        backups: {
          pgbackrest: {
            configuration: [{ secret: { name: 'pg-minio' } }, { secret: { name: 'minio-ca' } }],
            global: {
              'repo1-path': '/pgbackrest/team/a/orders/orders/v1/repo1',
              'repo1-retention-full': '30',
              'repo1-retention-full-type': 'time',
              'repo1-s3-uri-style': 'path',
              'repo1-storage-ca-file': '/etc/pgbackrest/conf.d/ca.crt',
              'repo2-retention-full': '3',
              'repo2-retention-full-type': 'time',
            },
            repos: [
              {
                name: 'repo1',
                s3: { bucket: 'acme-pg', endpoint: 'minio.storage.svc:9000', region: 'us-east-1' },
                schedules: { full: '0 2 * * 0', differential: '0 2 * * 1-6', incremental: '30 */4 * * *' },
              },
              {
                name: 'repo2',
                volume: {
                  volumeClaimSpec: {
                    accessModes: ['ReadWriteOnce'],
                    resources: { requests: { storage: '100Gi' } },
                    storageClassName: 'slow-hdd',
                  },
                },
                schedules: { full: '0 4 * * *' },
              },
            ],
          },
        },
        proxy: {
          pgBouncer: {
            replicas: 3,
            minAvailable: 2,
            config: {
              global: {
                pool_mode: 'transaction',
                default_pool_size: '20',
                max_client_conn: '1000',
                max_db_connections: '40',
                server_idle_timeout: '300',
              },
            },
            resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
            // Where the instances may run, the pool may.
            affinity: expect.objectContaining({ nodeAffinity: expect.any(Object) as object }) as object,
            tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'databases', effect: 'NoSchedule' }],
            priorityClassName: 'databases',
            topologySpreadConstraints: [
              spread('kubernetes.io/hostname', 'ScheduleAnyway', POOL_SELECTOR),
              spread('topology.kubernetes.io/zone', 'ScheduleAnyway', POOL_SELECTOR),
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'orders-init-sql', namespace: 'orders', annotations },
      data: {
        'init.sql': [
          '-- Run once by PGO, as the superuser, when it has created the roles and databases of the PostgresCluster.',
          '-- What is added here later (a database, an extension, a membership, a limit) is not done until the script is run again: by hand, or by',
          `-- PGO when 'databaseInitSQL' is taken out of the PostgresCluster, applied, put back, and applied. Each statement may be repeated.`,
          '-- What is taken out of here is not undone.',
          '\\set ON_ERROR_STOP on',
          'SET synchronous_commit = LOCAL;',
          'SET client_min_messages = WARNING;',
          'ALTER DATABASE "orders" OWNER TO "orders-app";',
          'ALTER DATABASE "audit ""log""" OWNER TO "auditor";',
          'ALTER DATABASE "archive" OWNER TO "orders-app";',
          '',
        ].join('\n'),
      },
    },
  ]);
});

test('the smallest cluster has nothing that was not asked for', () => {
  const manifests = render(program(PostgresOperator.crunchy(), { cluster: { monitoring: { enabled: false } } }));
  expect(withoutPolicies(manifests)).toEqual([
    {
      apiVersion: 'postgres-operator.crunchydata.com/v1',
      kind: 'PostgresCluster',
      metadata: {
        name: 'orders',
        namespace: 'orders',
        annotations: {
          'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false',
          'cdk8s-postgres/non-production': 'a test',
          'postgres-operator.crunchydata.com/authorizeBackupRemoval': 'true',
        },
      },
      spec: {
        postgresVersion: 17,
        instances: [
          {
            name: 'instance1',
            replicas: 3,
            minAvailable: 2,
            dataVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } },
            resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
          },
        ],
        disableDefaultPodScheduling: true,
        patroni: { dynamicConfiguration: { synchronous_mode: false } },
      },
    },
  ]);
});

test.each([
  [CrunchyVersion.V5_8, 'postgres-operator.crunchydata.com/v1beta1'],
  [CrunchyVersion.V6_0, 'postgres-operator.crunchydata.com/v1'],
])('PGO %s gets %s, with the same fields', (operatorVersion, apiVersion) => {
  const cluster = only(render(program(PostgresOperator.crunchy({ operatorVersion }))), 'PostgresCluster');
  expect(cluster.apiVersion).toBe(apiVersion);
  expect(cluster.spec).toEqual(spec({}));
});

test.each<[string, Ask, string, unknown]>([
  ['asynchronous replication', {}, '/patroni/dynamicConfiguration', { synchronous_mode: false }],
  [
    'strict synchronous replication',
    { cluster: { replication: Replication.synchronous() } },
    '/patroni/dynamicConfiguration',
    { synchronous_mode: true, synchronous_mode_strict: true, synchronous_node_count: 1 },
  ],
  [
    'preferred synchronous replication',
    { cluster: { replication: Replication.synchronous({ writesWithoutStandby: true }) } },
    '/patroni/dynamicConfiguration',
    { synchronous_mode: true, synchronous_mode_strict: false, synchronous_node_count: 1 },
  ],
  [
    'a single instance without a budget for disruptions',
    { cluster: { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } } },
    '/instances/0/minAvailable',
    undefined,
  ],
  ['version 18', { cluster: { version: PostgresVersion.V18, monitoring: { enabled: false } } }, '/postgresVersion', 18],
  [
    'zones that are required',
    { cluster: { placement: { nodes: SpreadRule.NONE, zones: SpreadRule.REQUIRED } } },
    '/instances/0/topologySpreadConstraints',
    [spread('topology.kubernetes.io/zone', 'DoNotSchedule', SELECTOR)],
  ],
  [
    'libraries without parameters',
    { cluster: { preloadLibraries: ['auto_explain'] } },
    '/config',
    { parameters: { shared_preload_libraries: 'auto_explain' } },
  ],
  ['no users where no databases are asked for', {}, '/users', undefined],
  ['labels alone', { cluster: { labels: { tier: 'db' } } }, '/metadata', { labels: { tier: 'db' } }],
])('%s', (_, ask, pointer, expected) => {
  expect(at(spec(ask), pointer)).toEqual(expected);
});

test('endpoints are those services that the certificate is valid for', () => {
  const operator = PostgresOperator.crunchy();
  const chart = newChart();
  const base = { operator, version: PostgresVersion.V17, storage: { size: Size.gibibytes(50) } };
  const cluster = new HaCluster(chart, 'db', { ...base, clusterName: 'orders' });
  const single = new HaCluster(chart, 'single', { ...base, clusterName: 'single', instances: 1 });
  const elsewhere = new HaCluster(newChart(null), 'db', { ...base, clusterName: 'orders' });
  expect(cluster.primary.hostAndPort).toBe('orders-primary.orders.svc:5432');
  expect(cluster.replicas.hostAndPort).toBe('orders-replicas.orders.svc:5432');
  expect(single.replicas.hostAndPort).toBe('single-primary.orders.svc:5432');
  expect(elsewhere.primary.hostAndPort).toBe('orders-primary:5432');
});
