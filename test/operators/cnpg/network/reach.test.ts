import {
  AccessMethod,
  AccessRule,
  CertManagerOptions,
  ClusterTls,
  ConnectionPool,
  Exposure,
  HaCluster,
  HaClusterProps,
  NetworkOptions,
  PoolAccess,
  PostgresOperator,
  RecoverySource,
  ReplicaSource,
} from '../../../../lib';
import { Ask, program, smallestCluster } from '../../../support/programs';
import { at, Manifest, newChart, only, render } from '../../../support/render';

const operator = PostgresOperator.cloudNativePg();
const printed = (ask: Ask): Manifest[] => render(program(operator, ask));
const cluster = (ask: Ask): unknown => only(printed(ask), 'Cluster').spec;
const names = (service: string): string[] => ['', '.orders', '.orders.svc', '.orders.svc.cluster.local'].map((end) => `${service}${end}`);
const exposed = (hostname?: string): Exposure => Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'], hostname });
const issued = (more: Partial<CertManagerOptions> = {}): ClusterTls => ClusterTls.certManager({ issuerName: 'company-ca', ...more });
const TLS_ONLY = 'hostnossl all all all reject';

describe('certificates', () => {
  test.each<[string, Ask, unknown]>([
    ['of a plain cluster are the operator’s own', {}, undefined],
    ['with a service for the world outside that has no name', { cluster: { exposure: { primary: exposed() } } }, undefined],
    [
      'have the names of pools',
      { pools: [{}, { access: PoolAccess.READ_ONLY }] },
      { serverAltDNSNames: [...names('orders-pool-rw'), ...names('orders-pool-ro')] },
    ],
    [
      'have the names for the world outside, each once',
      {
        cluster: { exposure: { primary: exposed('db.acme.example'), replicas: exposed('read.acme.example') } },
        pools: [{ poolName: 'web', exposure: exposed('pool.acme.example') }],
      },
      { serverAltDNSNames: [...names('web'), 'db.acme.example', 'read.acme.example', 'pool.acme.example'] },
    ],
    [
      'of cert-manager are those of the server alone',
      { cluster: { tls: issued() }, pools: [{}] },
      { serverTLSSecret: 'orders-server-tls', serverCASecret: 'orders-server-tls' },
    ],
    [
      'of cert-manager are those of the replicas, too',
      { cluster: { tls: issued({ replicationCertificate: true }) } },
      {
        serverTLSSecret: 'orders-server-tls',
        serverCASecret: 'orders-server-tls',
        clientCASecret: 'orders-replication-tls',
        replicationTLSSecret: 'orders-replication-tls',
      },
    ],
    [
      'from one Secret',
      { cluster: { tls: ClusterTls.fromSecrets({ serverSecret: 'tls' }) }, pools: [{}] },
      { serverTLSSecret: 'tls', serverCASecret: 'tls' },
    ],
    [
      'from several Secrets',
      { cluster: { tls: ClusterTls.fromSecrets({ serverSecret: 'tls', caSecret: 'ca', replicationSecret: 'replicas' }) } },
      { serverTLSSecret: 'tls', serverCASecret: 'ca', clientCASecret: 'replicas', replicationTLSSecret: 'replicas' },
    ],
  ])('%s', (_, ask, value) => {
    expect(at(cluster(ask), '/certificates')).toEqual(value);
  });

  test('in no namespace have the names that are known', () => {
    const found = only(render(program(operator, { pools: [{}] }), null), 'Cluster');
    expect(at(found, '/spec/certificates')).toEqual({ serverAltDNSNames: ['orders-pool-rw'] });
  });

  test('that cert-manager makes', () => {
    const tls = issued({ replicationCertificate: true, additionalDnsNames: ['more.acme.example'] });
    const ask = { cluster: { tls, exposure: { replicas: exposed('db.acme.example') } } };
    const [server, replication] = printed(ask).filter(({ kind }) => kind === 'Certificate');
    expect([server!.metadata.name, replication!.metadata.name]).toEqual(['orders-server-tls', 'orders-replication-tls']);
    expect(server!.spec).toMatchObject({
      secretName: 'orders-server-tls',
      dnsNames: [...names('orders-rw'), ...names('orders-ro'), ...names('orders-r'), 'db.acme.example', 'more.acme.example'],
      usages: ['server auth'],
      secretTemplate: { labels: { 'cnpg.io/reload': 'true' } },
    });
    expect(server!.spec?.commonName).toBeUndefined();
    expect(replication!.spec).toMatchObject({
      secretName: 'orders-replication-tls',
      commonName: 'streaming_replica',
      usages: ['client auth'],
      secretTemplate: { labels: { 'cnpg.io/reload': 'true' } },
    });
    expect(replication!.spec?.dnsNames).toBeUndefined();
  });

  test('that cert-manager makes have the names of the pools', () => {
    const found = only(printed({ cluster: { tls: issued() }, pools: [{}] }), 'Certificate');
    expect(at(found, '/spec/dnsNames')).toEqual([
      ...names('orders-rw'),
      ...names('orders-ro'),
      ...names('orders-r'),
      ...names('orders-pool-rw'),
    ]);
  });
});

describe('endpoints', () => {
  const facts = ({ host, tls }: HaCluster['primary']) => [host, tls.serverName, tls.ca?.name, tls.ca?.key];
  const host = (ending: string): string => `orders-${ending}.orders.svc`;

  test.each<[string, ClusterTls | undefined, string]>([
    ['the operator', undefined, 'orders-ca'],
    ['cert-manager', issued(), 'orders-server-tls'],
    ['somebody with one Secret', ClusterTls.fromSecrets({ serverSecret: 'tls' }), 'tls'],
    ['somebody with two Secrets', ClusterTls.fromSecrets({ serverSecret: 'tls', caSecret: 'company' }), 'company'],
  ])('with certificates of %s', (_, tls, ca) => {
    const chart = newChart();
    const owned = new HaCluster(chart, 'db', { ...smallestCluster(operator), tls });
    const pool = new ConnectionPool(chart, 'pool', { cluster: owned });
    const imported = HaCluster.fromHaClusterAttributes(chart, 'same', { clusterName: 'orders', namespace: 'orders', operator, tls });
    const theirs = new ConnectionPool(newChart(), 'pool', {
      cluster: HaCluster.fromHaClusterAttributes(newChart(), 'db', { clusterName: 'orders', operator, tls }),
    });
    for (const db of [owned, imported]) {
      expect([db.primary, db.replicas, db.anyInstance].map(facts)).toEqual(
        ['rw', 'ro', 'r'].map((ending) => [host(ending), host(ending), ca, 'ca.crt']),
      );
    }
    expect(facts(pool.endpoint)).toEqual([host('pool-rw'), host('pool-rw'), ca, 'ca.crt']);
    // Nobody has put the name of this pool into the certificate of that cluster.
    expect(facts(theirs.endpoint)).toEqual([host('pool-rw'), undefined, ca, 'ca.crt']);
  });
});

describe('lines of pg_hba.conf', () => {
  const HBA = 'hostssl all all 10.0.0.0/8 scram-sha-256';
  const OWNED = { databases: [{ name: 'orders', owner: 'orders-app' }], roles: [{ name: 'readers', login: false }] };

  test.each<[string, Partial<HaClusterProps>, string[]]>([
    ['without rules', {}, [TLS_ONLY]],
    ['with lines alone', { hbaRules: [HBA] }, [HBA, TLS_ONLY]],
    [
      'with rules behind the lines',
      {
        ...OWNED,
        hbaRules: [HBA],
        accessRules: [
          AccessRule.allow({ roles: ['orders-app'], databases: ['orders'], addresses: ['10.20.0.0/16', '10.21.0.0/16'] }),
          AccessRule.reject({ roles: ['readers'] }),
          AccessRule.allow({ method: AccessMethod.CERTIFICATE }),
        ],
      },
      [
        HBA,
        'hostssl "orders" "orders-app" 10.20.0.0/16 scram-sha-256',
        'hostssl "orders" "orders-app" 10.21.0.0/16 scram-sha-256',
        'hostssl all +"readers" all reject',
        'hostssl all all all cert',
        'host all all all reject',
      ],
    ],
  ])('%s', (_, props, lines) => {
    expect(at(cluster({ cluster: props }), '/postgresql/pg_hba')).toEqual(lines);
  });
});

describe('network policies', () => {
  const INSTANCES = (name: string) => ({ 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' });
  const policy = (manifests: readonly Manifest[], name: string): unknown =>
    manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)?.spec;
  const ports = (...list: number[]) => list.map((port) => ({ port, protocol: 'TCP' }));
  const inNamespace = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
  const network: NetworkOptions = {
    operatorNamespace: 'databases',
    monitoringNamespace: 'metrics',
    egress: { apiServerCidrs: ['10.96.0.1/32'] },
  };

  test('name the namespaces that they are told', () => {
    const found = policy(printed({ cluster: { network } }), 'orders-instances');
    expect(at(found, '/ingress/0')).toEqual({
      from: [inNamespace('databases')],
      ports: ports(5432, 8000),
    });
    expect(at(found, '/ingress/4')).toEqual({ from: [inNamespace('metrics')], ports: ports(9187) });
  });

  test.each([
    ['orders-instances', [5432, 8000]],
    ['orders-jobs', [5432]],
    ['orders-pool-rw', [5432]],
  ])('%s lets out to the instances', (name, list) => {
    const found = policy(printed({ cluster: { network }, pools: [{}] }), name);
    expect(at(found, '/egress')).toContainEqual({ to: [{ podSelector: { matchLabels: INSTANCES('orders') } }], ports: ports(...list) });
  });

  test('of pools have names of their own', () => {
    const found = printed({
      cluster: { network },
      pools: [{ poolSize: 5 }, { access: PoolAccess.READ_ONLY, poolSize: 5 }, { poolName: 'rw', poolSize: 5 }],
    });
    const policies = found.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name);
    expect(policies).toEqual(['orders-instances', 'orders-jobs', 'orders-pool-rw', 'orders-pool-ro', 'orders-pooler-rw']);
    expect(at(policy(found, 'orders-pooler-rw'), '/podSelector')).toEqual({ matchLabels: { 'cnpg.io/poolerName': 'rw' } });
    expect(at(policy(found, 'orders-pooler-rw'), '/ingress')).toEqual([{ from: [inNamespace('metrics')], ports: ports(9127) }]);
  });

  test('let a clone in, with the jobs that make it, and let it out', () => {
    const found = render((chart) => {
      const source = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
      new HaCluster(chart, 'db', { ...smallestCluster(operator), network, recovery: RecoverySource.clone(source) });
    });
    expect(at(policy(found, 'orders-live-instances'), '/ingress/4')).toEqual({
      from: [
        { podSelector: { matchLabels: INSTANCES('orders') } },
        {
          podSelector: {
            matchLabels: { 'cnpg.io/cluster': 'orders' },
            matchExpressions: [{ key: 'cnpg.io/jobRole', operator: 'Exists' }],
          },
        },
      ],
      ports: ports(5432),
    });
    for (const name of ['orders-instances', 'orders-jobs']) {
      expect(at(policy(found, name), '/egress')).toContainEqual({
        to: [{ podSelector: { matchLabels: INSTANCES('orders-live') } }],
        ports: ports(5432),
      });
    }
  });

  test.each<[string, object | undefined]>([
    ['orders-rw', {}],
    ['orders-ro.orders', {}],
    ['orders-r.shop.svc.cluster.local', inNamespace('shop')],
    ['orders-rw.eu.acme.example', undefined],
    ['orders-web.shop.svc', undefined],
  ])('let a replica out to %s where that is in the same Kubernetes cluster', (host, peer) => {
    const source = ReplicaSource.streaming({ clusterName: 'orders', host });
    const open = { egress: { ...network.egress!, databaseCidrs: ['203.0.113.7/32'] } };
    const found = policy(printed({ replica: { source, network: { ...network, ...open } } }), 'orders-dr-instances');
    const to = peer && { to: [{ ...peer, podSelector: { matchLabels: INSTANCES('orders') } }], ports: ports(5432) };
    const egress = JSON.stringify(at(found, '/egress'));
    expect(egress.includes(JSON.stringify(INSTANCES('orders')))).toBe(peer !== undefined);
    if (to) {
      expect(at(found, '/egress')).toContainEqual(to);
    }
  });

  test('are found by Services', () => {
    expect(operator.podSelectors({ name: 'orders' })).toEqual({
      instances: INSTANCES('orders'),
      primary: { 'cnpg.io/cluster': 'orders', 'cnpg.io/instanceRole': 'primary' },
      replicas: { 'cnpg.io/cluster': 'orders', 'cnpg.io/instanceRole': 'replica' },
    });
  });
});

describe('a clone', () => {
  const clone = (tls?: ClusterTls): unknown => {
    const found = render((chart) => {
      const source = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live', tls });
      new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery: RecoverySource.clone(source) });
    });
    return at(found.find(({ kind, metadata }) => kind === 'Cluster' && metadata.name === 'orders')?.spec, '/externalClusters/0');
  };

  test.each<[string, ClusterTls | undefined, string, string]>([
    ['the operator', undefined, 'orders-live-replication', 'orders-live-ca'],
    ['cert-manager, the server alone', issued(), 'orders-live-replication', 'orders-live-server-tls'],
    ['cert-manager', issued({ replicationCertificate: true }), 'orders-live-replication-tls', 'orders-live-server-tls'],
    [
      'somebody else',
      ClusterTls.fromSecrets({ serverSecret: 'tls', caSecret: 'company', replicationSecret: 'replicas' }),
      'replicas',
      'company',
    ],
  ])('uses the certificates of its source, made by %s', (_, tls, certificate, ca) => {
    expect(clone(tls)).toMatchObject({
      connectionParameters: { sslmode: 'verify-full' },
      sslCert: { name: certificate, key: 'tls.crt' },
      sslKey: { name: certificate, key: 'tls.key' },
      sslRootCert: { name: ca, key: 'ca.crt' },
    });
  });
});

describe('kubectl cnpg status', () => {
  const STATUS = { port: 8000, protocol: 'TCP' };
  const block = (cidr: string) => ({ ipBlock: { cidr } });
  const letIn = (network: NetworkOptions): object[] =>
    (
      at(
        printed({ cluster: { network } }).find(({ metadata }) => metadata.name === 'orders-instances'),
        '/spec/ingress',
      ) as { from: object[]; ports: object[] }[]
    )
      .filter(({ ports }) => JSON.stringify(ports) === JSON.stringify([STATUS]))
      .flatMap(({ from }) => from);

  test('asks the instances through the API server', () => {
    expect(letIn({ egress: { apiServerCidrs: ['10.96.0.1/32', 'fd00::1/128'] } })).toEqual(
      expect.arrayContaining([block('10.96.0.1/32'), block('fd00::1/128')]),
    );
    expect(letIn({ apiServerCidrs: ['10.96.0.1/32'] })).toContainEqual(block('10.96.0.1/32'));
  });

  test('is let in from nowhere where nobody says where the API server is', () => {
    expect(JSON.stringify(letIn({}))).not.toContain('ipBlock');
  });
});
