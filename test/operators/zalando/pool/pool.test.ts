import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { ConnectionPool, ConnectionPoolProps, HaCluster, PoolAccess, PoolMode } from '../../../../lib';
import { program, smallestCluster } from '../../../support/programs';
import { findings, newChart, render } from '../../../support/render';
import { printed, zalando } from '../support';

type Pools = readonly Partial<ConnectionPoolProps>[];

const fields = (pools: Pools) => {
  const { enableConnectionPooler, enableReplicaConnectionPooler, connectionPooler } = printed({ pools }).spec!;
  return { enableConnectionPooler, enableReplicaConnectionPooler, connectionPooler };
};

const BLOCK = {
  numberOfInstances: 2,
  mode: 'session',
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '128Mi' } },
  schema: 'pooler',
  user: 'pooler',
};

test.each<[string, Pools, boolean, boolean, object | undefined]>([
  ['none', [], false, false, undefined],
  ['to the primary', [{}], true, false, BLOCK],
  ['to the replicas', [{ access: PoolAccess.READ_ONLY }], false, true, BLOCK],
  ['to both', [{ access: PoolAccess.READ_ONLY }, {}], true, true, BLOCK],
  ['of transactions', [{ mode: PoolMode.TRANSACTION }], true, false, { ...BLOCK, mode: 'transaction' }],
  [
    'with a limit, which the operator divides by the pods',
    [{ instances: 3, maxDatabaseConnections: 25 }],
    true,
    false,
    { ...BLOCK, numberOfInstances: 3, maxDBConnections: 75 },
  ],
  [
    'with compute',
    [{ compute: { cpu: Cpu.millis(250), cpuLimit: Cpu.units(2), memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(512) } }],
    true,
    false,
    { ...BLOCK, resources: { requests: { cpu: '250m', memory: '256Mi' }, limits: { cpu: '2', memory: '512Mi' } } },
  ],
])('pool %s', (_, pools, enableConnectionPooler, enableReplicaConnectionPooler, connectionPooler) => {
  expect(fields(pools)).toEqual({ enableConnectionPooler, enableReplicaConnectionPooler, connectionPooler });
});

test.each([
  [PoolAccess.READ_WRITE, 'orders-pooler.orders.svc:5432'],
  [PoolAccess.READ_ONLY, 'orders-pooler-repl.orders.svc:5432'],
])('a %s pool answers at %s and creates a policy only', (access, expected) => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', smallestCluster(zalando()));
  const pool = new ConnectionPool(chart, 'pool', { cluster, access });
  expect(pool.endpoint.hostAndPort).toBe(expected);
  expect(pool.node.children.map(({ node }) => node.id)).toEqual(['Policy']);
});

test('ZAL-188: a pool on OpenShift needs a security context constraint', () => {
  const openShift = { cluster: { platform: { openShift: true } } };
  expect(findings(program(zalando(), { ...openShift, pools: [{}] }))).toEqual([
    `[test/pool-0] [ZAL-188] a pool on OpenShift needs 'nonroot-v2' for the service account of the pods; run oc adm policy add-scc-to-user nonroot-v2 -z postgres-pod, and suppress this rule (the operator gives pooler pods the user 100 and the group 101, no field changes that, and restricted-v2 creates no such pod)`,
  ]);
  expect(() => render(program(zalando(), openShift))).not.toThrow();
  expect(() => render(program(zalando(), { pools: [{}] }))).not.toThrow();
});
