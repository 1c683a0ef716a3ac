import { Chart, Testing } from 'cdk8s';
import { ConnectionPool, Exposure, HaCluster, IPostgresOperator, PoolClientTls, PostgresOperator } from '../../lib';
import { Ask, program, smallestCluster } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';

const IMAGE = 'registry.example.com/pgbouncer:1.25.1';
const POOL = { image: IMAGE, clientTls: PoolClientTls.PREFER, labels: { tier: 'pool' }, annotations: { note: 'ours' } };

const printed = (operator: IPostgresOperator, ask: Ask, kind: string) =>
  only(render(program(operator, { ...ask, suppressed: ['POOL-042'] })), kind);

test('CloudNativePG', () => {
  const cluster = { labels: { team: 'orders' } };
  const { spec } = printed(PostgresOperator.cloudNativePg(), { cluster, pools: [POOL] }, 'Pooler');
  expect(spec).toMatchObject({
    pgbouncer: { parameters: { client_tls_sslmode: 'prefer' } },
    template: {
      metadata: { labels: { team: 'orders', tier: 'pool' }, annotations: { note: 'ours' } },
      spec: { containers: [{ name: 'pgbouncer', image: IMAGE }] },
    },
  });
});

test('Crunchy PGO', () => {
  const cluster = { labels: { team: 'orders' } };
  const manifest = printed(PostgresOperator.crunchy(), { cluster, pools: [{ ...POOL, port: 6432 }] }, 'PostgresCluster');
  expect(at(manifest, '/spec/proxy/pgBouncer')).toMatchObject({
    // What the cluster says for all pods, PGO gives to these too.
    metadata: { labels: { tier: 'pool' }, annotations: { note: 'ours' } },
    image: IMAGE,
    port: 6432,
    config: { global: { client_tls_sslmode: 'prefer' } },
  });
  expect(
    at(printed(PostgresOperator.crunchy(), { pools: [{ port: 5432 }] }, 'PostgresCluster'), '/spec/proxy/pgBouncer/port'),
  ).toBeUndefined();
});

test('Zalando has one image for both pools', () => {
  const manifest = printed(PostgresOperator.zalando({ teamId: 'acme' }), { pools: [{ image: IMAGE }] }, 'postgresql');
  expect(at(manifest, '/spec/connectionPooler/dockerImage')).toBe(IMAGE);
});

test('whoever asks for the port finds it, also those who know the pool from outside', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'orders' });
  const operator = PostgresOperator.crunchy();
  const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
  const pool = new ConnectionPool(chart, 'pool', { cluster, port: 6432 });
  expect(pool.endpoint.hostAndPort).toBe('orders-pgbouncer.orders.svc:6432');
  const known = HaCluster.fromHaClusterAttributes(chart, 'known', { clusterName: 'orders', namespace: 'orders', operator });
  expect(ConnectionPool.fromConnectionPoolAttributes(chart, 'same', { cluster: known, port: 6432 }).endpoint.hostAndPort).toBe(
    pool.endpoint.hostAndPort,
  );
});

test('the policy of a pool opens its port', () => {
  const manifests: Manifest[] = render((chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.crunchy()));
    new ConnectionPool(chart, 'pool', { cluster, port: 6432, exposure: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) });
  });
  const policy = manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.endsWith('pgbouncer'))!;
  expect(at(policy, '/spec/ingress/0/ports')).toEqual([{ port: 6432, protocol: 'TCP' }]);
  expect(at(only(manifests, 'Service'), '/spec/ports/0')).toMatchObject({ port: 5432, targetPort: 6432 });
});
