import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AccessLevel,
  ConnectionPool,
  ConnectionPoolProps,
  DatabaseOptions,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PoolAccess,
  PoolClientTls,
  PostgresOperator,
  RoleOptions,
} from '../../lib';
import { POOL_RULES } from '../../lib/pool/pool-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program, smallestCluster } from '../support/programs';
import { findings, render, unwatched } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();

const POD_METADATA_WHY = '(the API server refuses such pods, or Argo CD takes them for its own and deletes them)';

const CASES: readonly RuleCase<Partial<ConnectionPoolProps>>[] = [
  {
    rule: 'POOL-001',
    broken: { instances: 0 },
    says: `'instances' must be a whole number from 1, got 0; write 2, so that one may restart (nothing would answer at the address of the pool)`,
    kept: { instances: 1 },
  },
  {
    rule: 'POOL-003',
    broken: { poolName: 'Web Pool' },
    says: `'poolName' must be at most 63 lower-case letters, digits and '-', with a letter first and no '-' at the end, got 'Web Pool' (the service of the pool has this name)`,
    kept: { poolName: 'orders-web' },
  },
  {
    rule: 'POOL-005',
    broken: { maxClientConnections: 0 },
    says: `'maxClientConnections' must be a whole number from 1, got 0 (pgbouncer reads 0 as no limit or does not start)`,
    kept: { maxClientConnections: 500 },
  },
  {
    rule: 'POOL-006',
    broken: { compute: { cpu: Cpu.units(2), cpuLimit: Cpu.units(1), memory: Size.mebibytes(128) } },
    says: `'compute.cpuLimit' must not be below the request 2, got 1 (the API server refuses such pods, and the operator would retry for ever)`,
    kept: { compute: { cpu: Cpu.units(1), cpuLimit: Cpu.units(1) } },
  },
  {
    rule: 'POOL-006',
    broken: { compute: { cpuLimit: Cpu.units(1), withoutCpuLimit: true } },
    says: `'compute.cpuLimit' must be left out with 'withoutCpuLimit: true', got 1; write one of them (the API server refuses such pods, and the operator would retry for ever)`,
    kept: { compute: { withoutCpuLimit: true } },
  },
  {
    rule: 'POOL-020',
    broken: { placement: { nodeSelector: { 'a b': 'c' }, tolerations: [{ key: '' }], priorityClassName: 'Very High' } },
    says: [
      `'placement.nodeSelector': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses such pods, and nothing would answer at the address of the pool)`,
      `'placement.tolerations[0]': the key is empty (the API server refuses such pods, and nothing would answer at the address of the pool)`,
      `'placement.priorityClassName' must be lower-case letters, digits, '-' and '.', got 'Very High' (the API server refuses such pods, and nothing would answer at the address of the pool)`,
    ],
    kept: { placement: { nodeSelector: { pool: 'pools' }, tolerations: [{ key: 'pools' }], priorityClassName: 'high' } },
  },
  {
    rule: 'POOL-040',
    broken: { placement: { podAntiAffinity: { required: [{ topologyKey: 'kubernetes.io/hostname' }] } } },
    says: `'placement.podAntiAffinity.required[0]' must say which pods; write 'labels' or 'requirements' (the API server refuses such pods, or none is ever scheduled, and nothing would answer at the address of the pool)`,
    kept: { placement: { podAntiAffinity: { required: [{ topologyKey: 'kubernetes.io/hostname', labels: { app: 'batch' } }] } } },
  },
  {
    rule: 'POOL-041',
    broken: { labels: { 'a b': 'x', 'argocd.argoproj.io/instance': 'shop' }, annotations: { '-': 'x' } },
    says: [
      `'labels': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${POD_METADATA_WHY}`,
      `'annotations': the key '-' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end ${POD_METADATA_WHY}`,
      `'labels' and 'annotations' must not have 'argocd.argoproj.io/instance', by which GitOps controllers find what is theirs; leave it out ${POD_METADATA_WHY}`,
    ],
    kept: { labels: { 'acme.example/tier': 'pool' }, annotations: { 'acme.example/note': 'any text' } },
  },
  {
    rule: 'POOL-042',
    broken: { clientTls: PoolClientTls.PREFER },
    says: `'clientTls' is 'prefer', so that a client that does not ask for TLS sends its password in the clear; leave it out, or suppress this rule with the reason why clients cannot use TLS (passwords and data are readable on the way to the pool)`,
    kept: { clientTls: PoolClientTls.REQUIRE },
  },
  {
    rule: 'POOL-042',
    broken: { clientTls: PoolClientTls.DISABLE },
    says: `'clientTls' is 'disable', so that everybody sends passwords in the clear, and what 'connect' gives to applications, which asks for TLS, does not get in; leave it out, or suppress this rule with the reason why nobody can use TLS (passwords and data are readable on the way to the pool)`,
    kept: {},
  },
  {
    rule: 'POOL-043',
    broken: { image: 'pgbouncer:latest' },
    says: `the image must have a tag that is not 'latest', with or without a digest behind it, got 'pgbouncer:latest' (another pgbouncer would run after a restart, without a change of the program)`,
    kept: { image: 'registry.example.com/pgbouncer:1.25.1' },
  },
  {
    rule: 'POOL-044',
    broken: { port: 80 },
    says: `'port' must be a whole number from 1024 to 65535, got 80; leave it out (pgbouncer is no root, which lower ports are for, and the API server refuses what is no port)`,
    kept: { port: 6432 },
  },
  {
    rule: 'POOL-008',
    broken: { clientTls: PoolClientTls.REQUIRE, parameters: { client_tls_sslmode: 'verify-ca' } },
    says: `'parameters' has 'client_tls_sslmode' beside the prop 'clientTls'; leave it out (pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins)`,
    kept: { parameters: { client_tls_sslmode: 'verify-ca' } },
  },
  {
    rule: 'POOL-007',
    broken: { instances: 4, poolSize: 25 },
    says: `the pods of the pools of 'orders' may hold 100 server connections (100 of 4 pods), and max_connections is 100, of which 97 are for clients; lower 'maxDatabaseConnections', 'poolSize' or 'instances', or raise the parameter (the last clients would get "too many clients", and so would the operator)`,
    kept: { instances: 3, poolSize: 25 },
  },
  {
    rule: 'POOL-008',
    broken: { parameters: { pool_mode: 'session' } },
    says: `'parameters' has 'pool_mode'; write the prop 'mode' (pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins)`,
    kept: { parameters: { server_idle_timeout: '300' } },
  },
  {
    rule: 'POOL-008',
    broken: { parameters: { server_idle_timeout: 'soon' } },
    says: `'parameters' must have a number as 'server_idle_timeout', got 'soon'`,
    kept: { parameters: { server_idle_timeout: '0.5' } },
  },
  {
    rule: 'POOL-008',
    of: 'what is on or off',
    broken: { parameters: { log_connections: 'true', tcp_keepalive: 'on', tcp_keepidle: 'long' } },
    says: [
      `'parameters' must have 0 or 1 as 'log_connections', got 'true' (pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins)`,
      `'parameters' must have 0 or 1 as 'tcp_keepalive', got 'on' (pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins)`,
      `'parameters' must have a number as 'tcp_keepidle', got 'long' (pgbouncer does not start on a line that it cannot read, and the last of two equal lines wins)`,
    ],
    kept: { parameters: { log_connections: '0', tcp_keepalive: '1', tcp_keepidle: '60' } },
  },
  {
    rule: 'POOL-008',
    broken: { parameters: { 'Query Timeout': '1\n2' } },
    says: `'parameters' must have lower-case names and values of one line, got 'Query Timeout' = '1\n2'`,
    kept: { parameters: { query_timeout: '30' } },
  },
  {
    rule: 'POOL-030',
    broken: { compute: { hugePages2Mi: Size.mebibytes(64) } },
    says: `'compute.hugePages2Mi' is for instances, got 64Mi for the pool; leave it out (pgbouncer has no use for them, and nobody else on the node can take them)`,
    kept: { compute: { memory: Size.mebibytes(64) } },
  },
];

describeRules(CASES, {
  rules: POOL_RULES,
  place: 'test/pool-0',
  program: (pool) => program(operator, { pools: [pool] }),
  prints: (manifests) => expect(manifests).toHaveLength(3),
});

test('POOL-009: the name of the console of pgbouncer', () => {
  const named = (name: string, suppressed?: string[]) =>
    program(operator, { cluster: { databases: [{ name, owner: 'orders-app' }] }, pools: [{}], suppressed });
  expect(findings(named('pgbouncer'))).toEqual([
    `[test/pool-0] [POOL-009] 'databases' of 'orders' has 'pgbouncer', which nobody reaches through a pool; give it another name, or, where it is reached without the pool, Rules.of(pool).suppress('POOL-009', '<by whom>') (pgbouncer takes the name for its console, and lets nobody through to a database of that name)`,
  ]);
  expect(() => render(named('pgbouncer_stats'))).not.toThrow();
  expect(() => render(named('pgbouncer', ['POOL-009']))).not.toThrow();
});

test('POOL-002: a pool in another namespace', () => {
  const elsewhere = (namespace: string) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
    new ConnectionPool(new Chart(chart.node.scope!, 'far', { namespace }), 'pool', { cluster });
  };
  expect(findings(elsewhere('billing'))).toEqual([
    `[far/pool] [POOL-002] the pool is in namespace 'billing' and its cluster 'orders' in 'orders'; put it in a chart of that namespace (the pooler reads secrets and services of the cluster, which it only sees in its own namespace)`,
  ]);
  expect(render(elsewhere('orders'))).toHaveLength(2);
});

test('POOL-004: two pools with one address', () => {
  expect(findings(program(operator, { pools: [{}, {}] }))).toEqual([
    `[test/pool-1] [POOL-004] the address orders.orders.svc:6432 is also that of test/pool-0; give the pool another 'poolName' (two services of one name cannot be, so one of them would lead to the pods of the other)`,
  ]);
  expect(render(program(operator, { pools: [{}] }))).toHaveLength(3);
});

test('POOL-007 counts against the parameter of the cluster', () => {
  const ask = { cluster: { parameters: { max_connections: '103' } }, pools: [{ instances: 4, poolSize: 25 }] };
  expect(render(program(operator, ask))).toHaveLength(3);
});

test('POOL-007 counts all pools of a cluster', () => {
  const pools = [
    { poolName: 'orders-a', poolSize: 30 },
    { poolName: 'orders-b', poolSize: 30 },
  ];
  const cnpg = PostgresOperator.cloudNativePg();
  expect(findings(program(cnpg, { pools }))).toEqual([
    `[test/pool-1] [POOL-007] the pods of the pools of 'orders' may hold 120 server connections (60 of 2 pods and 60 of 2 pods), and max_connections is 100, of which 97 are for clients; lower 'maxDatabaseConnections', 'poolSize' or 'instances', or raise the parameter (the last clients would get "too many clients", and so would the operator)`,
  ]);
  expect(
    unwatched(render(program(cnpg, { pools: pools.map((pool) => ({ ...pool, poolSize: 24 })) }))).filter(
      ({ kind }) => kind !== 'NetworkPolicy',
    ),
  ).toHaveLength(3);
});

test('POOL-007 says nothing where the limit is only known in the cluster', () => {
  const unknowing = new PermissiveOperator();
  Object.assign(unknowing, { facts: { ...unknowing.facts, defaultMaxConnections: undefined } });
  expect(render(program(unknowing, { pools: [{ instances: 4, poolSize: 25 }] }))).toHaveLength(3);
});

/** What a program may hold and may not: the parameter that is just enough, and one less. */
describe('POOL-007 counts what is not written', () => {
  const CNPG = PostgresOperator.cloudNativePg();
  const PGO = PostgresOperator.crunchy();
  const ZALANDO = PostgresOperator.zalando({ teamId: 'acme' });
  const database = (name: string, more: Partial<DatabaseOptions> = {}) => ({ name, owner: 'shop-owner', ...more });
  const reader = (name: string, databases: readonly string[], more: Partial<RoleOptions> = {}) => ({
    name,
    access: databases.map((one) => ({ database: one, level: AccessLevel.READ_ONLY })),
    ...more,
  });
  const ONE = { databases: [database('shop')] };
  const TWO = { databases: [database('shop'), database('audit')] };
  const READ_ONLY = { access: PoolAccess.READ_ONLY };

  test.each<[string, IPostgresOperator, Partial<HaClusterProps>, Partial<ConnectionPoolProps>[], number]>([
    ['20 for each pod', CNPG, ONE, [{ instances: 3 }], 60],
    ['20 for each pod', PGO, ONE, [{ instances: 3 }], 60],
    ['a database that is not named', CNPG, {}, [{ instances: 3 }], 60],
    // 60 for all pods: 20 for each, of which 10 are the size of a pool and 5 its reserve.
    ['pool and reserve of each pod', ZALANDO, ONE, [{ instances: 3 }], 45],
    ['all that a pod may have, with two roles', ZALANDO, { ...ONE, roles: [reader('web', ['shop'])] }, [{ instances: 3 }], 60],
    [
      'what is given for each pod, with two roles',
      ZALANDO,
      { ...ONE, roles: [reader('web', ['shop'])] },
      [{ maxDatabaseConnections: 16 }],
      32,
    ],
    ['each database', CNPG, TWO, [{}], 80],
    ['each database', ZALANDO, TWO, [{}], 88],
    ['each role of a database', PGO, { ...TWO, roles: [reader('web', ['shop'])] }, [{}], 120],
    ['a limit of each pod to a database', PGO, { ...TWO, roles: [reader('web', ['shop'])] }, [{ maxDatabaseConnections: 25 }], 90],
    ['a limit of a role', PGO, { ...ONE, roles: [reader('web', ['shop'], { connectionLimit: 7 })] }, [{}], 47],
    ['a limit of a database', CNPG, { databases: [database('shop', { connectionLimit: 30 })] }, [{}], 30],
    ['no role that cannot log in', PGO, { ...ONE, roles: [reader('readers', ['shop'], { login: false })] }, [{}], 40],
    [
      'the members of a group',
      PGO,
      { ...ONE, roles: [reader('readers', ['shop'], { login: false }), { name: 'web', memberOf: ['readers'] }] },
      [{}],
      80,
    ],
    ['a reserve', CNPG, ONE, [{ parameters: { reserve_pool_size: '5' } }], 50],
    ['a limit of pgbouncer for each user', PGO, ONE, [{ parameters: { max_user_connections: '12' } }], 24],
    ['all pools', CNPG, ONE, [{}, { ...READ_ONLY, poolSize: 10 }], 60],
    ['all pools', ZALANDO, ONE, [{}, READ_ONLY], 88],
  ])('%s (%#)', (_, operator_, cluster, pools, connections) => {
    const ask = (max: number) => program(operator_, { cluster: { ...cluster, parameters: { max_connections: `${max}` } }, pools });
    // Three slots are for superusers.
    expect(() => render(ask(connections + 3))).not.toThrow();
    const [line] = findings(ask(connections + 2));
    expect(line).toContain(`[POOL-007] the pods of the pools of 'orders' may hold ${connections} server connections (`);
    expect(line).toContain(`and max_connections is ${connections + 2}, of which ${connections - 1} are for clients;`);
  });

  test('slots that are reserved are not for clients', () => {
    const parameters = { max_connections: '70', superuser_reserved_connections: '5', reserved_connections: '6' };
    expect(findings(program(CNPG, { cluster: { ...ONE, parameters }, pools: [{ instances: 3 }] }))[0]).toContain(
      'of which 59 are for clients',
    );
  });

  test('what the server has by default', () => {
    expect(findings(program(CNPG, { cluster: ONE, pools: [{ instances: 5 }] }))[0]).toContain('max_connections is 100, of which 97');
    expect(findings(program(PGO, { cluster: ONE, pools: [{ instances: 5 }] }))[0]).toContain('max_connections is 100, of which 97');
    const many = { pools: [{ maxDatabaseConnections: 80 }] };
    expect(findings(program(ZALANDO, { cluster: ONE, ...many }))[0]).toContain('max_connections is 100, of which 97');
    // A connection for each 30 MB of memory: 4Gi are enough for 136.
    const large = { ...ONE, compute: { memory: Size.gibibytes(4) } };
    expect(() => render(program(ZALANDO, { cluster: large, ...many }))).not.toThrow();
    expect(findings(program(ZALANDO, { cluster: large, pools: [{ maxDatabaseConnections: 92 }] }))[0]).toContain('max_connections is 136');
  });
});

everyRuleHasACase(POOL_RULES, CASES, ['POOL-002', 'POOL-004', 'POOL-009']);
