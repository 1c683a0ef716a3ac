import {
  ClusterTls,
  ConnectionPool,
  CrunchyOptions,
  Exposure,
  HaCluster,
  HaClusterProps,
  PostgresOperator,
  ReplicaSource,
  SslMode,
} from 'cdk8s-postgres';
import { Ask, program, smallestCluster } from '../../../support/programs';
import { Manifest, at, newChart, only, render } from '../../../support/render';

const ISSUED = ClusterTls.certManager({ issuerName: 'company-ca' });
const GIVEN = ClusterTls.fromSecrets({ serverSecret: 'company-tls', replicationSecret: 'company-repl' });
const OPTIONS: CrunchyOptions = { tlsSecretName: 'old-tls', replicationTlsSecretName: 'old-repl' };

const printed = (tls: ClusterTls | undefined, ask: Ask = {}, options: CrunchyOptions = {}): Manifest[] =>
  render(program(PostgresOperator.crunchy(options), { ...ask, cluster: { tls, ...ask.cluster } }));
const spec = (...args: Parameters<typeof printed>): Record<string, unknown> => only(printed(...args), 'PostgresCluster').spec!;

test.each<[string, ClusterTls | undefined, CrunchyOptions, unknown, unknown, unknown]>([
  ['PGO', undefined, {}, undefined, undefined, undefined],
  ['cert-manager', ISSUED, {}, { name: 'orders-server-tls' }, { name: 'orders-replication-tls' }, { name: 'orders-server-tls' }],
  ['somebody else', GIVEN, {}, { name: 'company-tls' }, { name: 'company-repl' }, { name: 'company-tls' }],
  ['the options of the operator', undefined, OPTIONS, { name: 'old-tls' }, { name: 'old-repl' }, undefined],
])('certificates of %s', (_, tls, options, server, replication, pool) => {
  const printedSpec = spec(tls, { pools: [{}] }, options);
  expect(printedSpec.customTLSSecret).toEqual(server);
  expect(printedSpec.customReplicationTLSSecret).toEqual(replication);
  expect(at(printedSpec, '/proxy/pgBouncer/customTLSSecret')).toEqual(pool);
});

const PGO_CA = { name: 'orders-cluster-cert', key: 'ca.crt' };
const PGO_POOL_CA = { name: 'orders-pgbouncer', key: 'pgbouncer-frontend.ca-roots' };

test.each<[string, ClusterTls | undefined, CrunchyOptions, object, object]>([
  ['PGO', undefined, {}, PGO_CA, PGO_POOL_CA],
  ['cert-manager', ISSUED, {}, { name: 'orders-server-tls', key: 'ca.crt' }, { name: 'orders-server-tls', key: 'ca.crt' }],
  ['somebody else', GIVEN, {}, { name: 'company-tls', key: 'ca.crt' }, { name: 'company-tls', key: 'ca.crt' }],
  ['the options of the operator', undefined, OPTIONS, { name: 'old-tls', key: 'ca.crt' }, PGO_POOL_CA],
])('clients check certificates of %s in full', (_, tls, options, ca, poolCa) => {
  const operator = PostgresOperator.crunchy(options);
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), tls });
  const pool = new ConnectionPool(chart, 'pool', { cluster });
  const imported = HaCluster.fromHaClusterAttributes(chart, 'same', { clusterName: 'orders', operator, tls });
  expect(cluster.primary.tls).toEqual({ ca, serverName: 'orders-primary.orders.svc' });
  expect(cluster.replicas.tls).toEqual({ ca, serverName: 'orders-replicas.orders.svc' });
  expect(pool.endpoint.tls).toEqual({ ca: poolCa, serverName: 'orders-pgbouncer.orders.svc' });
  expect(cluster.primary.sslMode).toBe(SslMode.VERIFY_FULL);
  expect([imported.primary.tls, imported.replicas.tls]).toEqual([cluster.primary.tls, cluster.replicas.tls]);
});

test('without a namespace the short names are checked, which are in the certificate, too', () => {
  const cluster = new HaCluster(newChart(null), 'db', smallestCluster(PostgresOperator.crunchy()));
  expect(cluster.primary.tls.serverName).toBe('orders-primary');
});

test('there is no service for every instance', () => {
  const cluster = new HaCluster(newChart(), 'db', smallestCluster(PostgresOperator.crunchy()));
  expect(() => cluster.anyInstance).toThrow(`Crunchy PGO has no service for it; write 'replicas' or 'primary'`);
});

describe('cert-manager', () => {
  const names = (service: string): string[] =>
    ['', '.orders', '.orders.svc', '.orders.svc.cluster.local'].map((ending) => `orders-${service}${ending}`);
  const certificates = (ask: Ask = {}, namespace?: string | null): Record<string, unknown>[] =>
    render(program(PostgresOperator.crunchy(), { ...ask, cluster: { tls: ISSUED, ...ask.cluster } }), namespace)
      .filter(({ kind }) => kind === 'Certificate')
      .map((manifest) => manifest.spec!);

  test('makes a certificate for the server and one for the replicas', () => {
    const [server, replication, ...others] = certificates();
    expect(others).toEqual([]);
    expect(server).toMatchObject({
      secretName: 'orders-server-tls',
      dnsNames: [...names('primary'), ...names('replicas'), ...names('ha')],
      usages: ['digital signature', 'key encipherment', 'server auth'],
    });
    expect(server).not.toHaveProperty('commonName', expect.anything());
    expect(replication).toMatchObject({
      secretName: 'orders-replication-tls',
      commonName: '_crunchyrepl',
      usages: ['digital signature', 'key encipherment', 'client auth'],
    });
    expect(replication!.dnsNames).toBeUndefined();
  });

  test.each<[string, Partial<HaClusterProps>, Ask, string[]]>([
    ['of a pool', {}, { pools: [{}] }, names('pgbouncer')],
    [
      'of what is exposed',
      {
        exposure: {
          primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], hostname: 'orders.acme.example' }),
          replicas: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], hostname: 'orders-ro.acme.example' }),
        },
      },
      {},
      ['orders.acme.example', 'orders-ro.acme.example'],
    ],
    [
      'of an exposed pool',
      {},
      { pools: [{ exposure: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'], hostname: 'pool.acme.example' }) }] },
      [...names('pgbouncer'), 'pool.acme.example'],
    ],
    [
      'of the program',
      { tls: ClusterTls.certManager({ issuerName: 'company-ca', additionalDnsNames: ['db.acme.example'] }) },
      {},
      ['db.acme.example'],
    ],
  ])('puts in the names %s', (_, cluster, ask, expected) => {
    const [server] = certificates({ ...ask, cluster });
    expect(server!.dnsNames).toEqual([...names('primary'), ...names('replicas'), ...names('ha'), ...expected]);
  });

  test('puts in short names where the namespace is not known', () => {
    expect(certificates({}, null)[0]!.dnsNames).toEqual(['orders-primary', 'orders-replicas', 'orders-ha']);
  });

  test('is not asked where the operator makes them', () => {
    expect(printed(undefined).map(({ kind }) => kind)).not.toContain('Certificate');
  });
});

test('a replica cluster that streams takes the certificates of its issuer', () => {
  const source = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
  const manifests = printed(ISSUED, { replica: { source, tls: ISSUED } });
  const replica = manifests.find(({ kind, metadata }) => kind === 'PostgresCluster' && metadata.name === 'orders-dr')!;
  expect(replica.spec).toMatchObject({
    standby: { enabled: true, host: 'orders.eu.acme.example' },
    customTLSSecret: { name: 'orders-dr-server-tls' },
    customReplicationTLSSecret: { name: 'orders-dr-replication-tls' },
  });
  expect(manifests.filter(({ kind }) => kind === 'Certificate').map(({ metadata }) => metadata.name)).toEqual([
    'orders-server-tls',
    'orders-replication-tls',
    'orders-dr-server-tls',
    'orders-dr-replication-tls',
  ]);
});
