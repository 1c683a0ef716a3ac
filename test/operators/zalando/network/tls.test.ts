import { ClusterTls, Endpoint, Exposure, HaCluster, PoolAccess, ZalandoVersion } from '../../../../lib';
import { Ask, smallestCluster } from '../../../support/programs';
import { at, newChart, only } from '../../../support/render';
import { all, cluster, printed, zalando } from '../support';

const ISSUED = ClusterTls.certManager({ issuerName: 'company-ca' });
const GIVEN = ClusterTls.fromSecrets({ serverSecret: 'orders-tls' });
const GIVEN_CA = ClusterTls.fromSecrets({ serverSecret: 'orders-tls', caSecret: 'company-ca' });
const OWN = ClusterTls.operatorGenerated();

const FILES = { certificateFile: 'tls.crt', privateKeyFile: 'tls.key', caFile: 'ca.crt' };

test.each<[string, ClusterTls, object | undefined]>([
  ['of the image', OWN, undefined],
  ['of cert-manager', ISSUED, { ...FILES, secretName: 'orders-server-tls' }],
  ['of somebody else', GIVEN, { ...FILES, secretName: 'orders-tls' }],
  ['of somebody else, with the CA elsewhere', GIVEN_CA, { ...FILES, secretName: 'orders-tls', caSecretName: 'company-ca' }],
])('certificates %s', (_, tls, expected) => {
  expect(cluster('orders', { cluster: { tls } }).spec?.tls).toEqual(expected);
});

test.each(Object.values(ZalandoVersion))(
  'the pods of version %s run as the user of the image, who reads certificates by its group',
  (version) => {
    const { spec } = printed({}, { operatorVersion: version });
    expect([spec?.spiloRunAsUser, spec?.spiloRunAsGroup, spec?.spiloFSGroup]).toEqual([101, 103, 103]);
  },
);

const names = (service: string) => [service, `${service}.orders`, `${service}.orders.svc`, `${service}.orders.svc.cluster.local`];
const INSTANCES = [...names('orders'), ...names('orders-repl')];

test.each<[string, Ask, string[]]>([
  ['instances', {}, INSTANCES],
  ['pools', { pools: [{}, { access: PoolAccess.READ_ONLY }] }, [...INSTANCES, ...names('orders-pooler'), ...names('orders-pooler-repl')]],
  [
    'what is exposed',
    {
      cluster: {
        exposure: {
          primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], hostname: 'orders.acme.example' }),
          replicas: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'], hostname: 'orders-ro.acme.example' }),
        },
      },
      pools: [
        { exposure: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], hostname: 'orders-pool.acme.example' }) },
        { access: PoolAccess.READ_ONLY, exposure: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) },
      ],
    },
    [
      ...INSTANCES,
      ...names('orders-pooler'),
      ...names('orders-pooler-repl'),
      'orders.acme.example',
      'orders-ro.acme.example',
      'orders-pool.acme.example',
    ],
  ],
  [
    'names of the user',
    { cluster: { tls: ClusterTls.certManager({ issuerName: 'company-ca', additionalDnsNames: ['db.acme.example'] }) } },
    [...INSTANCES, 'db.acme.example'],
  ],
])('the one certificate has the names of %s', (_, ask, dnsNames) => {
  const { metadata, spec } = only(all({ ...ask, cluster: { tls: ISSUED, ...ask.cluster } }), 'Certificate');
  expect(metadata.name).toBe('orders-server-tls');
  expect(spec).toEqual({
    secretName: 'orders-server-tls',
    dnsNames,
    usages: ['digital signature', 'key encipherment', 'server auth'],
    duration: '2160h0m0s',
    renewBefore: '720h0m0s',
    privateKey: { algorithm: 'ECDSA', encoding: 'PKCS8', size: 256, rotationPolicy: 'Always' },
    revisionHistoryLimit: 1,
    issuerRef: { name: 'company-ca', kind: 'Issuer', group: 'cert-manager.io' },
  });
});

test('without a namespace, services are known by their short names', () => {
  const [certificate] = zalando().certificates({ identity: { name: 'orders' }, tls: ISSUED, pools: [], exposure: {} } as never);
  expect(certificate).toEqual({
    id: 'Server',
    secretName: 'orders-server-tls',
    dnsNames: ['orders', 'orders-repl'],
    usages: ['digital signature', 'key encipherment', 'server auth'],
    labels: {},
  });
});

test('the longest name of a cluster leaves room for the volume of the certificate', () => {
  const name = 'a'.repeat(52);
  expect(`${String(at(cluster(name, { cluster: { clusterName: name, tls: ISSUED } }).spec, '/tls/secretName'))}`).toHaveLength(63);
});

describe('what clients can check', () => {
  const endpoints = (tls: ClusterTls, namespace: string | null = 'orders'): Endpoint[] => {
    const { primary, replicas } = zalando().importCluster({ name: 'orders', namespace: namespace ?? undefined }, tls);
    return [primary, replicas];
  };
  const pool = (tls: ClusterTls, ownsCluster: boolean): Endpoint =>
    zalando().bindConnectionPool(newChart(), {
      cluster: { name: 'orders', namespace: 'orders' },
      access: PoolAccess.READ_WRITE,
      tls,
      ownsCluster,
    } as never).endpoint;

  test.each([
    ['nothing of the image', endpoints(OWN)[0]!, {}, 'require'],
    ['nothing of a pool either', pool(OWN, true), {}, 'require'],
    [
      'the primary',
      endpoints(ISSUED)[0]!,
      { ca: { name: 'orders-server-tls', key: 'ca.crt' }, serverName: 'orders.orders.svc' },
      'verify-full',
    ],
    [
      'the replicas',
      endpoints(ISSUED)[1]!,
      { ca: { name: 'orders-server-tls', key: 'ca.crt' }, serverName: 'orders-repl.orders.svc' },
      'verify-full',
    ],
    [
      'a cluster without a namespace',
      endpoints(ISSUED, null)[0]!,
      { ca: { name: 'orders-server-tls', key: 'ca.crt' }, serverName: 'orders' },
      'verify-full',
    ],
    [
      'a given certificate',
      endpoints(GIVEN)[0]!,
      { ca: { name: 'orders-tls', key: 'ca.crt' }, serverName: 'orders.orders.svc' },
      'verify-full',
    ],
    ['a given CA', endpoints(GIVEN_CA)[0]!, { ca: { name: 'company-ca', key: 'ca.crt' }, serverName: 'orders.orders.svc' }, 'verify-full'],
    [
      'a pool',
      pool(ISSUED, true),
      { ca: { name: 'orders-server-tls', key: 'ca.crt' }, serverName: 'orders-pooler.orders.svc' },
      'verify-full',
    ],
    ['a pool of another app', pool(ISSUED, false), { ca: { name: 'orders-server-tls', key: 'ca.crt' } }, 'verify-ca'],
  ])('%s', (_, endpoint, tls, sslMode) => {
    expect(endpoint.tls).toEqual(tls);
    expect(endpoint.sslMode).toBe(sslMode);
  });

  test('a single instance is its own replica', () => {
    const { primary, replicas, tls } = new HaCluster(newChart(), 'db', { ...smallestCluster(zalando()), tls: ISSUED, instances: 1 });
    expect(tls.kind).toBe('cert-manager');
    expect(replicas).toBe(primary);
  });
});
