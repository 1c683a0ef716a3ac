import { Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ConnectionPool, ConnectionPoolProps, HaCluster, PostgresOperator } from '../../lib';
import { POOL_RULES } from '../../lib/pool/pool-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program, smallestCluster } from '../support/programs';
import { findings, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();

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
    rule: 'POOL-007',
    broken: { instances: 4, poolSize: 25 },
    says: `the pods of the pools of 'orders' may hold 100 server connections to one database, and max_connections is 100; lower the pools or raise the parameter (the last clients would get "too many clients", and so would the operator)`,
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
    broken: { parameters: { 'Query Timeout': '1\n2' } },
    says: `'parameters' must have lower-case names and values of one line, got 'Query Timeout' = '1\n2'`,
    kept: { parameters: { query_timeout: '30' } },
  },
];

describeRules(CASES, {
  rules: POOL_RULES,
  place: 'test/pool-0',
  program: (pool) => program(operator, { pools: [pool] }),
  prints: (manifests) => expect(manifests).toHaveLength(3),
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
  const ask = { cluster: { parameters: { max_connections: '101' } }, pools: [{ instances: 4, poolSize: 25 }] };
  expect(render(program(operator, ask))).toHaveLength(3);
});

test('POOL-007 counts all pools of a cluster', () => {
  const pools = [
    { poolName: 'orders-a', poolSize: 30 },
    { poolName: 'orders-b', poolSize: 30 },
  ];
  const cnpg = PostgresOperator.cloudNativePg();
  expect(findings(program(cnpg, { pools }))).toEqual([
    `[test/pool-1] [POOL-007] the pods of the pools of 'orders' may hold 120 server connections to one database, and max_connections is 100; lower the pools or raise the parameter (the last clients would get "too many clients", and so would the operator)`,
  ]);
  expect(
    render(program(cnpg, { pools: pools.map((pool) => ({ ...pool, poolSize: 24 })) })).filter(({ kind }) => kind !== 'NetworkPolicy'),
  ).toHaveLength(3);
});

test('POOL-007 says nothing where the limit is only known in the cluster', () => {
  const unknowing = new PermissiveOperator();
  Object.assign(unknowing, { facts: { ...unknowing.facts, defaultMaxConnections: undefined } });
  expect(render(program(unknowing, { pools: [{ instances: 4, poolSize: 25 }] }))).toHaveLength(3);
});

everyRuleHasACase(POOL_RULES, CASES, ['POOL-002', 'POOL-004']);
