import { ConnectionPool, ConnectionPoolProps, HaCluster, PoolAccess, PoolMode, PostgresImage, PostgresOperator } from 'cdk8s-postgres';
import { Ask, program, smallestCluster } from '../../../support/programs';
import { at, findings, newChart, only, render } from '../../../support/render';

const pgBouncer = (pool: Partial<ConnectionPoolProps>): unknown =>
  at(only(render(program(PostgresOperator.crunchy(), { pools: [pool] })), 'PostgresCluster'), '/spec/proxy/pgBouncer');

const IGNORED = '/config/global/ignore_startup_parameters';

test.each<[string, Partial<ConnectionPoolProps>, string, unknown]>([
  ['session pooling is the default', {}, '/config', { global: { pool_mode: 'session' } }],
  ['statement pooling', { mode: PoolMode.STATEMENT }, '/config/global/pool_mode', 'statement'],
  ['a pool size', { poolSize: 25 }, '/config/global/default_pool_size', '25'],
  ['a limit of clients', { maxClientConnections: 500 }, '/config/global/max_client_conn', '500'],
  ['a limit for a database', { maxDatabaseConnections: 30 }, '/config/global/max_db_connections', '30'],
  ['further settings', { parameters: { query_wait_timeout: '60' } }, '/config/global/query_wait_timeout', '60'],
  [
    'ignored parameters beside the one of PGO',
    { parameters: { ignore_startup_parameters: 'search_path' } },
    IGNORED,
    'extra_float_digits,search_path',
  ],
  ['that one once', { parameters: { ignore_startup_parameters: 'options, extra_float_digits' } }, IGNORED, 'extra_float_digits,options'],
  ['nothing where nothing is said', {}, IGNORED, undefined],
  ['a read-only pool', { access: PoolAccess.READ_ONLY }, '/config/databases', { '*': 'host=orders-replicas port=5432' }],
  ['one pod may always be missing', { instances: 2 }, '/minAvailable', 1],
  ['and one only', { instances: 4 }, '/minAvailable', 3],
  ['a single pod has no budget for disruptions', { instances: 1 }, '/minAvailable', undefined],
])('%s', (_, pool, pointer, expected) => {
  expect(at(pgBouncer(pool), pointer)).toEqual(expected);
});

test('the address is fixed', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.crunchy()));
  expect(new ConnectionPool(chart, 'pool', { cluster }).endpoint.hostAndPort).toBe('orders-pgbouncer.orders.svc:5432');
});

test.each<[string, Ask, string[]]>([
  [
    'a second pool',
    { pools: [{}, {}] },
    [
      "[test/pool-1] [PGO-004] asked for a second read-write pool; PGO has one pgbouncer for a cluster; raise 'instances' of the first pool; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
    ],
  ],
  [
    'a pool for the replicas beside one for the primary',
    { pools: [{}, { access: PoolAccess.READ_ONLY }] },
    [
      "[test/pool-1] [PGO-003] asked for a read-only pool beside a read-write one; PGO has one pgbouncer for a cluster; keep one pool and use 'replicas' of the cluster for the other access; available on CloudNativePG and Zalando Postgres Operator (Crunchy PGO 6.0 does not have it)",
    ],
  ],
  [
    'pools of different size',
    { pools: [{}, { access: PoolAccess.READ_ONLY, instances: 5 }] },
    [
      "[test/pool-1] [PGO-003] asked for a read-only pool beside a read-write one; PGO has one pgbouncer for a cluster; keep one pool and use 'replicas' of the cluster for the other access; available on CloudNativePG and Zalando Postgres Operator (Crunchy PGO 6.0 does not have it)",
      '[test/pool-1] [PGO-005] asked for another mode or size than that of the read-write pool; PGO has one pgbouncer for a cluster; keep one pool; available on CloudNativePG (Crunchy PGO 6.0 does not have it)',
    ],
  ],
  [
    'a name',
    { pools: [{ poolName: 'orders-web' }] },
    [
      "[test/pool-0] [PGO-006] asked for 'poolName'; the service is always called '<clusterName>-pgbouncer'; leave 'poolName' out and use 'endpoint' of the pool; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
    ],
  ],
  [
    'a pool for a cluster of another app',
    { imported: true, pools: [{}] },
    [
      "[test/pool-0] [PGO-007] asked for a pool for the cluster 'orders' of another app; the pool is a field of the cluster object; write the ConnectionPool in the app that owns the cluster; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
    ],
  ],
  [
    'an image catalog',
    { cluster: { image: PostgresImage.fromCatalog({ name: 'approved' }) } },
    [
      "[test/db] [PGO-001] asked for the image catalog 'approved'; PGO takes the image for a version from its own deployment; write PostgresImage.pinned(...) for another one; available on CloudNativePG (Crunchy PGO 6.0 does not have it)",
    ],
  ],
])('%s is refused', (_, ask, expected) => {
  const lines = findings(program(PostgresOperator.crunchy(), ask));
  expect(lines.filter((line) => line.includes('[PGO-'))).toEqual(expected);
});
