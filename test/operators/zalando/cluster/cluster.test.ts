import { CLUSTER_DEFAULTS } from '../../../../lib/operators/zalando/cluster/left-off';
import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  ClusterTls,
  HaCluster,
  PoolAccess,
  PoolMode,
  PostgresImage,
  PostgresVersion,
  Replication,
  SpreadRule,
  TolerationEffect,
  ZalandoVersion,
} from '../../../../lib';
import { Ask, program, smallestCluster } from '../../../support/programs';
import { at, newChart, render } from '../../../support/render';
import { printed, zalando } from '../support';

const SMALLEST_SPEC = {
  teamId: 'acme',
  numberOfInstances: 3,
  postgresql: { version: '17' },
  dockerImage: 'ghcr.io/zalando/spilo-18:4.1-p2',
  volume: { size: '50Gi' },
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2', memory: '1Gi' } },
  patroni: {
    initdb: { encoding: 'UTF8', locale: 'en_US.UTF-8', 'data-checksums': 'true' },
    synchronous_mode: false,
    synchronous_mode_strict: false,
    synchronous_node_count: 1,
  },
  enableMasterLoadBalancer: false,
  enableReplicaLoadBalancer: false,
  enableMasterPoolerLoadBalancer: false,
  enableReplicaPoolerLoadBalancer: false,
  enableConnectionPooler: false,
  enableReplicaConnectionPooler: false,
  spiloRunAsUser: 101,
  spiloRunAsGroup: 103,
  spiloFSGroup: 103,
};

/** What version 2.0 needs besides. */
const WITHOUT_NODE_PORTS = {
  enableMasterNodePort: false,
  enableReplicaNodePort: false,
  enableMasterPoolerNodePort: false,
  enableReplicaPoolerNodePort: false,
};

const ANNOTATIONS = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false', 'cdk8s-postgres/non-production': 'a test' };

const spread = (whenUnsatisfiable: string, topologyKey: string) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable,
  nodeTaintsPolicy: 'Honor',
  labelSelector: { matchLabels: { application: 'spilo', 'cluster-name': 'orders' } },
});

test('the smallest cluster', () => {
  expect(printed({})).toEqual({
    apiVersion: 'acid.zalan.do/v1',
    kind: 'postgresql',
    metadata: { name: 'orders', namespace: 'orders', annotations: ANNOTATIONS },
    spec: { ...SMALLEST_SPEC, ...WITHOUT_NODE_PORTS },
  });
});

test('a cluster with everything', () => {
  const ask: Ask = {
    cluster: {
      instances: 5,
      storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
      compute: { cpu: Cpu.units(1), cpuLimit: Cpu.units(4), memory: Size.gibibytes(4), memoryLimit: Size.gibibytes(8) },
      replication: Replication.synchronous(),
      placement: {
        nodes: SpreadRule.REQUIRED,
        zones: SpreadRule.PREFERRED,
        nodeSelector: { pool: 'databases' },
        tolerations: [{ key: 'databases', value: 'only', effect: TolerationEffect.NO_SCHEDULE }],
        priorityClassName: 'databases',
      },
      parameters: { max_connections: '200', log_statement: 'ddl' },
      preloadLibraries: ['pgaudit', 'pg_cron'],
      hbaRules: ['hostssl all reporting 10.0.0.0/8 scram-sha-256'],
      databases: [
        { name: 'orders', owner: 'orders-app' },
        { name: 'audit', owner: 'orders-app' },
        { name: 'billing', owner: 'billing_app' },
      ],
      labels: { 'acme.example/cost-center': 'shop' },
      annotations: { 'acme.example/owner': 'team-orders' },
      image: PostgresImage.pinned('registry.example.com/acme/spilo-17:4.0-p3'),
    },
    pools: [{ mode: PoolMode.TRANSACTION, maxDatabaseConnections: 30 }],
  };
  expect(printed(ask, { inheritedLabels: ['acme.example/cost-center'] })).toEqual({
    apiVersion: 'acid.zalan.do/v1',
    kind: 'postgresql',
    metadata: {
      name: 'orders',
      namespace: 'orders',
      labels: { 'acme.example/cost-center': 'shop' },
      annotations: ANNOTATIONS,
    },
    spec: {
      ...SMALLEST_SPEC,
      ...WITHOUT_NODE_PORTS,
      numberOfInstances: 5,
      postgresql: {
        version: '17',
        parameters: {
          max_connections: '200',
          log_statement: 'ddl',
          shared_preload_libraries: 'bg_mon,pg_stat_statements,pgextwlist,pg_auth_mon,set_user,timescaledb,pg_cron,pg_stat_kcache,pgaudit',
        },
      },
      dockerImage: 'registry.example.com/acme/spilo-17:4.0-p3',
      volume: { size: '50Gi', storageClass: 'fast-ssd' },
      resources: { requests: { cpu: '1', memory: '4Gi' }, limits: { cpu: '4', memory: '8Gi' } },
      patroni: {
        ...SMALLEST_SPEC.patroni,
        synchronous_mode: true,
        synchronous_mode_strict: true,
        synchronous_node_count: 1,
        pg_hba: [
          'local all all trust',
          'host all all 127.0.0.1/32 md5',
          'host all all ::1/128 md5',
          'local replication standby trust',
          'hostssl replication standby all md5',
          'hostssl all postgres all md5',
          'hostssl all pooler all md5',
          'hostssl all reporting 10.0.0.0/8 scram-sha-256',
          'hostnossl all all all reject',
          'hostssl all all all md5',
        ],
      },
      users: { 'orders-app': [], billing_app: [] },
      databases: { orders: 'orders-app', audit: 'orders-app', billing: 'billing_app' },
      topologySpreadConstraints: [
        spread('DoNotSchedule', 'kubernetes.io/hostname'),
        spread('ScheduleAnyway', 'topology.kubernetes.io/zone'),
      ],
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['databases'] }] }],
        },
      },
      tolerations: [{ key: 'databases', operator: 'Equal', value: 'only', effect: 'NoSchedule' }],
      podPriorityClassName: 'databases',
      podAnnotations: { 'acme.example/owner': 'team-orders' },
      enableConnectionPooler: true,
      connectionPooler: {
        numberOfInstances: 2,
        mode: 'transaction',
        maxDBConnections: 60,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '128Mi' } },
        schema: 'pooler',
        user: 'pooler',
      },
    },
  });
});

test('version 1.15 has its own image, no spread and no node ports', () => {
  const options = { operatorVersion: ZalandoVersion.V1_15, podAntiAffinityConfigured: true };
  const { spec } = printed({ cluster: { placement: { zones: SpreadRule.NONE } } }, options);
  expect(spec).toEqual({ ...SMALLEST_SPEC, dockerImage: 'ghcr.io/zalando/spilo-17:4.0-p3' });
});

test.each<[string, Ask, string, unknown]>([
  ['strict', { cluster: { replication: Replication.synchronous() } }, '/synchronous_mode_strict', true],
  [
    'preferred',
    { cluster: { replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) } },
    '/synchronous_mode',
    true,
  ],
  [
    'preferred, not strict',
    { cluster: { replication: Replication.synchronous({ writesWithoutStandby: true }) } },
    '/synchronous_mode_strict',
    false,
  ],
  [
    'preferred, count',
    { cluster: { replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) } },
    '/synchronous_node_count',
    2,
  ],
  ['no hbaRules', {}, '/pg_hba', undefined],
])('patroni: %s', (_, ask, pointer, value) => {
  expect(at(printed(ask).spec, `/patroni${pointer}`)).toEqual(value);
});

test('pg_hba.conf has a line for the pooler only where there is one', () => {
  const { spec } = printed({ cluster: { hbaRules: ['host all all all reject'] } });
  expect(at(spec, '/patroni/pg_hba')).toEqual([
    'local all all trust',
    'host all all 127.0.0.1/32 md5',
    'host all all ::1/128 md5',
    'local replication standby trust',
    'hostssl replication standby all md5',
    'hostssl all postgres all md5',
    'host all all all reject',
    'hostnossl all all all reject',
    'hostssl all all all md5',
  ]);
});

test.each([
  ['14', 'bg_mon,pg_stat_statements,pgextwlist,pg_auth_mon,set_user,timescaledb,pg_cron,pg_stat_kcache,pgaudit'],
  ['17', 'bg_mon,pg_stat_statements,pgextwlist,pg_auth_mon,set_user,timescaledb,pg_cron,pg_stat_kcache,pgaudit'],
  ['18', 'bg_mon,pg_stat_statements,pgextwlist,pg_auth_mon,set_user,pg_cron,pg_stat_kcache,pgaudit'],
])('libraries of PostgreSQL %s', (major, expected) => {
  const { spec } = printed({ cluster: { version: PostgresVersion.of(major), preloadLibraries: ['pgaudit', 'set_user'] } });
  expect(at(spec, '/postgresql')).toEqual({ version: major, parameters: { shared_preload_libraries: expected } });
});

describe('facts', () => {
  test.each([
    [ZalandoVersion.V1_15, [14, 15, 16, 17], 'ghcr.io/zalando/spilo-17:4.0-p3'],
    [ZalandoVersion.V2_0, [14, 15, 16, 17, 18], 'ghcr.io/zalando/spilo-18:4.1-p2'],
  ])('of %s', (operatorVersion, postgresMajors, image) => {
    expect(zalando({ operatorVersion }).facts).toEqual({
      displayName: 'Zalando Postgres Operator',
      operatorVersion,
      postgresMajors,
      defaultImages: Object.fromEntries(postgresMajors.map((major) => [major, image])),
      createsSchemas: false,
      clusterDefaults: CLUSTER_DEFAULTS,
      upgradesCopies: true,
    });
  });

  test('2.0 is the default', () => {
    expect(zalando().facts.operatorVersion).toBe('2.0');
  });
});

describe('endpoints', () => {
  const hosts = (instances: number, namespace: string | null = 'orders') => {
    const chart = newChart(namespace);
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(zalando()), instances });
    return [cluster.primary.hostAndPort, cluster.replicas.hostAndPort];
  };

  test.each([
    ['three instances', hosts(3), ['orders.orders.svc:5432', 'orders-repl.orders.svc:5432']],
    ['one instance, which has no replica to lead to', hosts(1), ['orders.orders.svc:5432', 'orders.orders.svc:5432']],
    ['no namespace', hosts(3, null), ['orders:5432', 'orders-repl:5432']],
  ])('%s', (_, got, expected) => {
    expect(got).toEqual(expected);
  });

  test('of a cluster that another app owns', () => {
    const cluster = HaCluster.fromHaClusterAttributes(newChart(), 'db', { clusterName: 'billing', namespace: 'shop', operator: zalando() });
    expect([cluster.primary.hostAndPort, cluster.replicas.hostAndPort]).toEqual(['billing.shop.svc:5432', 'billing-repl.shop.svc:5432']);
  });

  test('of pools', () => {
    const { endpoint } = zalando().bindConnectionPool(newChart(), {
      cluster: { name: 'orders', namespace: 'shop' },
      access: PoolAccess.READ_ONLY,
      tls: ClusterTls.operatorGenerated(),
    } as never);
    expect(endpoint.hostAndPort).toBe('orders-pooler-repl.shop.svc:5432');
  });
});

test('without deletion protection and without reason there are no annotations to print', () => {
  const ask: Ask = { cluster: { nonProduction: { reason: 'a test', withoutBackups: true, withoutDeletionProtection: true } } };
  expect(printed(ask).metadata.annotations).toEqual({ 'cdk8s-postgres/non-production': 'a test' });
});

test('rendering changes neither the options nor itself', () => {
  const options = Object.freeze({ inheritedLabels: Object.freeze(['team-label']) as string[] });
  const ask: Ask = { cluster: { labels: { 'team-label': 'a' }, databases: [{ name: 'orders', owner: 'orders' }] }, pools: [{}] };
  expect(JSON.stringify(render(program(zalando(options), ask)))).toBe(JSON.stringify(render(program(zalando(options), ask))));
});
