import { cnpg, crunchy, edited, object, pooler, zalando } from '../support/objects';
import { deployment, ofObjects, only, policy } from './reported';

const CNPG_PODS = { 'cnpg.io/cluster': 'orders', 'cnpg.io/podRole': 'instance' };
const INGRESS = { policyTypes: ['Ingress'] };

const from = (...peers: object[]) => ({ ...INGRESS, ingress: [{ from: peers, ports: [{ port: 5432, protocol: 'TCP' }] }] });

describe('network', () => {
  test('peers have the names of the output', () => {
    const { network, flags } = only(
      cnpg(),
      pooler(),
      deployment('web', []),
      policy(
        'orders',
        CNPG_PODS,
        from(
          { podSelector: { matchLabels: { 'cnpg.io/cluster': 'orders' } } },
          { podSelector: { matchLabels: { app: 'web' } } },
          { podSelector: { matchLabels: { app: 'unknown' } } },
          { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } },
          { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
        ) as never,
      ),
    );
    expect(network).toEqual([
      {
        part: 'instances',
        direction: 'in',
        peers: [
          'its instances',
          'its pool orders-rw',
          'its jobs of the operator',
          'Deployment web',
          'pods app=unknown',
          'namespace monitoring',
          '10.0.0.0/8 but 10.1.0.0/16',
        ],
        ports: '5432',
        policy: 'orders',
        open: false,
      },
    ]);
    expect(flags).not.toContain('no network policy');
  });

  test.each([
    ['every address', { ipBlock: { cidr: '0.0.0.0/0' } }, '0.0.0.0/0'],
    ['every namespace', { namespaceSelector: {} }, 'all namespaces'],
  ])('open to %s', (_, peer, shown) => {
    const { network, flags } = only(cnpg(), policy('orders', CNPG_PODS, from(peer) as never));
    expect(network.map(({ peers, open }) => ({ peers, open }))).toEqual([{ peers: [shown], open: true }]);
    expect(flags).toContain('open to anybody');
  });

  test('a rule without peers lets everybody in, and one of egress is no door', () => {
    const { network, flags } = only(
      cnpg(),
      policy('orders', CNPG_PODS, {
        policyTypes: ['Ingress', 'Egress'],
        egress: [{}, { ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] }],
      }),
    );
    expect(network.map(({ direction, peers, open }) => ({ direction, peers, open }))).toEqual([
      { direction: 'out', peers: ['anybody'], open: false },
      { direction: 'out', peers: ['resolving names'], open: false },
    ]);
    expect(flags).not.toContain('open to anybody');
    expect(only(cnpg(), policy('orders', CNPG_PODS, { ...INGRESS, ingress: [{}] })).flags).toContain('open to anybody');
  });

  test.each([
    ['CloudNativePG', cnpg(), { 'cnpg.io/cluster': 'orders' }],
    ['Zalando', zalando(), { application: 'spilo', 'cluster-name': 'orders' }],
    [
      'Crunchy PGO',
      crunchy(),
      { 'postgres-operator.crunchydata.com/cluster': 'orders', 'postgres-operator.crunchydata.com/data': 'postgres' },
    ],
  ])('a policy for the pods of %s, and one for all pods of the namespace', (_, cluster, labels) => {
    for (const selected of [labels, {}]) {
      expect(only(cluster, policy('orders', selected, INGRESS)).flags).not.toContain('no network policy');
    }
    expect(only(cluster, policy('other', { app: 'web' }, INGRESS)).flags).toContain('no network policy');
  });

  test('ways in from outside', () => {
    const service = object('v1', 'Service', 'orders-lb', { spec: { type: 'LoadBalancer', selector: CNPG_PODS } });
    expect(only(cnpg(), service).exposure).toEqual(['LoadBalancer orders-lb, instances: any address']);
    expect(only(edited(zalando(), ['spec.enableMasterLoadBalancer', true], ['spec.allowedSourceRanges', ['10.0.0.0/8']]))).toMatchObject({
      exposure: ['LoadBalancer, writes: 10.0.0.0/8'],
      flags: expect.arrayContaining(['exposed']) as unknown,
    });
    expect(only(edited(crunchy(), ['spec.service', { type: 'NodePort' }])).exposure).toEqual(['NodePort, writes: any address']);
  });
});

describe('applications', () => {
  const secretEnv = (name: string) => ({ name: 'PGPASSWORD', valueFrom: { secretKeyRef: { name, key: 'password' } } });

  test.each([
    ['CloudNativePG', cnpg(), 'orders-ro.shop.svc', 'reads', 'orders-app', 'app'],
    [
      'Zalando',
      zalando(),
      'orders-pooler.shop.svc.cluster.local',
      'pool orders-pooler',
      'web.orders.credentials.postgresql.acid.zalan.do',
      'web',
    ],
    ['Crunchy PGO', crunchy(), 'orders-primary.shop.svc', 'writes', 'orders-pguser-web', 'web'],
  ])('of %s by address and by Secret', (_, cluster, host, via, secret, role) => {
    const { applications } = only(
      cluster,
      deployment('web', [{ name: 'PGHOST', value: host }, { name: 'PGDATABASE', value: 'app' }, secretEnv(secret)]),
      deployment('other', [{ name: 'PGHOST', value: 'elsewhere.shop.svc' }]),
    );
    expect(applications).toEqual([
      { kind: 'Deployment', namespace: 'shop', name: 'web', via: [via], secrets: [`${secret} (${role})`], databases: ['app'], own: false },
    ]);
  });

  test.each([
    ['a URL', { name: 'DATABASE_URL', value: 'postgresql://app@orders-rw:5432/app' }, true],
    ['a list of hosts', { name: 'PGHOST', value: 'orders-rw:5432,orders-ro:5432' }, true],
    ['a connection string', { name: 'ANYTHING', value: 'host=orders-rw dbname=app' }, true],
    ['a word that is no address', { name: 'TOPIC', value: 'orders-rw' }, false],
    ['the path of a URL', { name: 'DATABASE_URL', value: 'postgresql://elsewhere:5432/orders-rw' }, false],
  ])('by %s', (_, variable, isBound) => {
    expect(only(cnpg(), deployment('web', [variable])).applications.length).toBe(isBound ? 1 : 0);
  });

  test('of other kinds that carry a pod, and by a binding', () => {
    const rollout = { ...deployment('web', []), apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout' };
    const container = { envFrom: [{ secretRef: { name: 'orders-app' } }] };
    const binding = object('servicebinding.io/v1', 'ServiceBinding', 'web', {
      spec: {
        service: { apiVersion: 'v1', kind: 'Secret', name: 'orders-app' },
        workload: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
      },
    });
    const withEnv = { ...rollout, spec: (deployment('web', [], container) as { spec: never }).spec };
    expect(only(cnpg(), withEnv, binding).applications.map(({ kind, name, via }) => [kind, name, via])).toEqual([
      ['Rollout', 'web', []],
      ['Deployment', 'api', ['ServiceBinding web']],
    ]);
  });

  test('of another namespace', () => {
    const web = edited(deployment('web', [{ name: 'PGHOST', value: 'orders-rw.shop.svc' }]), ['metadata.namespace', 'front']);
    expect(only(cnpg(), web).applications.map(({ namespace, via }) => [namespace, via])).toEqual([['front', ['writes']]]);
  });
});

describe('alerts', () => {
  const rules = (name: string, ...alerts: object[]) =>
    object('monitoring.coreos.com/v1', 'PrometheusRule', name, { spec: { groups: [{ name: 'g', rules: alerts as never }] } });
  const alert = (name: string, more: object = {}) => ({
    alert: name,
    expr: 'up == 0',
    for: '5m',
    labels: { severity: 'critical' },
    ...more,
  });

  test('are those of the rules that name the cluster, or whose object is about it', () => {
    const { clusters, alerts } = ofObjects(
      cnpg(),
      cnpg('other'),
      rules('orders-alerts', alert('Down', { annotations: { description: 'It is down.', runbook_url: 'https://wiki.example.com/down' } })),
      rules('all', alert('Lag', { expr: 'lag{cluster="other"} > 1' }), alert('Slots', { labels: { pg_cluster: 'orders' } })),
    );
    expect(alerts).toEqual([
      { name: 'Down', severity: 'critical', for: '5m', what: 'It is down.', page: 'https://wiki.example.com/down' },
      { name: 'Lag', severity: 'critical', for: '5m', what: '' },
      { name: 'Slots', severity: 'none', for: '5m', what: '' },
    ]);
    expect(clusters.map(({ name, alerts: raised }) => [name, raised])).toEqual([
      ['orders', [0, 2]],
      ['other', [1]],
    ]);
  });

  test('an address of a page that is none of the web is dropped', () => {
    const { alerts } = ofObjects(cnpg(), rules('orders', alert('Down', { annotations: { runbook_url: 'javascript:alert(1)' } })));
    expect(alerts.map(({ page }) => page)).toEqual([undefined]);
  });

  test.each([
    ['PodMonitor', { 'cnpg.io/cluster': 'orders' }, true],
    ['PodMonitor', { 'cnpg.io/cluster': 'other' }, false],
  ])('scraped by a %s of %j: %s', (kind, matchLabels, is) => {
    const monitor = object('monitoring.coreos.com/v1', kind, 'm', { spec: { selector: { matchLabels } } });
    expect(only(edited(cnpg(), ['spec.monitoring']), monitor).scraped).toBe(is);
  });
});

test('why something is less than it should be', () => {
  const reason = { 'cdk8s-postgres/non-production': 'a demo' };
  const { exemptions, flags } = only(
    edited(cnpg(), ['metadata.annotations', { ...reason, 'suppressed.cdk8s-postgres/HA-002': 'may be down' }]),
    object('v1', 'ConfigMap', 'orders-files', {}, reason),
    object('monitoring.coreos.com/v1', 'PrometheusRule', 'orders-alerts', {}, { 'excluded.cdk8s-postgres/PostgresDeadlocks': 'retried' }),
    object('monitoring.coreos.com/v1', 'PodMonitor', 'orders', {}, { 'cdk8s-postgres/silence': 'being built' }),
    object('v1', 'ConfigMap', 'unrelated', {}, { 'suppressed.cdk8s-postgres/HA-009': 'of nobody' }),
  );
  expect(exemptions.map(({ kind, rule, reason: why, object: on }) => [kind, rule, why, on])).toEqual([
    ['non-production', '', 'a demo', 'Cluster shop/orders'],
    ['suppressed', 'HA-002', 'may be down', 'Cluster shop/orders'],
    ['alert excluded', 'PostgresDeadlocks', 'retried', 'PrometheusRule shop/orders-alerts'],
    ['alert excluded', 'all alerts', 'being built', 'PodMonitor shop/orders'],
  ]);
  expect(flags.slice(0, 2)).toEqual(['non-production', 'suppressed']);
});
