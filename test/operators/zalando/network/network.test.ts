import { Exposure, PoolAccess, ReplicaSource } from '../../../../lib';
import { Ask } from '../../../support/programs';
import { Manifest, at, only } from '../../../support/render';
import { all, zalando } from '../support';

const OPERATOR = (name = 'postgres-operator') => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });
const INSTANCES = { application: 'spilo', 'cluster-name': 'orders' };
const POOLS = { application: 'db-connection-pooler', 'cluster-name': 'orders' };
const DUMPS = { application: 'spilo-logical-backup', 'cluster-name': 'orders' };

/** What gives the role of the exporter what it may see. */
const METRICS_JOB = { 'cdk8s-postgres/metrics-role': 'orders' };

const pods = (matchLabels: object) => ({ podSelector: { matchLabels } });
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));

const policies = (ask: Ask): Manifest[] =>
  all({ ...ask, cluster: { monitoring: {}, ...ask.cluster } }).filter(({ kind }) => kind === 'NetworkPolicy');
const policy = (name: string, ask: Ask): Manifest =>
  only(
    policies(ask).filter(({ metadata }) => metadata.name === name),
    'NetworkPolicy',
  );

/** Who has to reach the instances. */
const needed = (operator = 'postgres-operator', monitoring = 'monitoring', ...pools: object[]) => [
  { from: [OPERATOR(operator)], ports: tcp(5432, 8008) },
  { from: [pods(INSTANCES)], ports: tcp(5432, 8008) },
  { from: [...pools.map(pods), pods(METRICS_JOB), pods(DUMPS)], ports: tcp(5432) },
  { from: [OPERATOR(monitoring)], ports: tcp(9187) },
];

test.each<[string, Ask, string[]]>([
  ['a cluster', {}, ['orders-instances']],
  ['a pool', { pools: [{}] }, ['orders-instances', 'orders-pool-rw']],
  ['two pools', { pools: [{ access: PoolAccess.READ_ONLY }, {}] }, ['orders-instances', 'orders-pool-ro', 'orders-pool-rw']],
  ['somebody else', { cluster: { network: { managedElsewhere: true } } }, []],
])('policies of %s', (_, ask, names) => {
  expect(policies(ask).map(({ metadata }) => metadata.name)).toEqual(names);
});

test.each<[string, Ask, unknown[]]>([
  ['nobody else', {}, needed()],
  [
    'other namespaces',
    { cluster: { network: { operatorNamespace: 'zalando', monitoringNamespace: 'metrics' } } },
    needed('zalando', 'metrics'),
  ],
  ['its pools', { pools: [{}, { access: PoolAccess.READ_ONLY }] }, needed('postgres-operator', 'monitoring', POOLS)],
  [
    'those outside',
    { cluster: { exposure: { primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) } } },
    [...needed(), { from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: tcp(5432) }],
  ],
])('the instances are reached by the operator, each other, dumps, metrics and %s', (_, ask, ingress) => {
  expect(policy('orders-instances', ask).spec).toEqual({ podSelector: { matchLabels: INSTANCES }, policyTypes: ['Ingress'], ingress });
});

test.each([
  [PoolAccess.READ_WRITE, 'orders-pool-rw', 'orders-pooler'],
  [PoolAccess.READ_ONLY, 'orders-pool-ro', 'orders-pooler-repl'],
])('a %s pool is reached by nobody but those who are let in', (access, name, pooler) => {
  const exposure = Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] });
  const podSelector = { matchLabels: { ...POOLS, 'connection-pooler': pooler } };
  expect(policy(name, { pools: [{ access }] }).spec).toEqual({ podSelector, policyTypes: ['Ingress'] });
  expect(policy(name, { pools: [{ access, exposure }] }).spec).toEqual({
    podSelector,
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: tcp(5432) }],
  });
});

describe('what pods reach', () => {
  const cluster = { network: { egress: { apiServerCidrs: ['10.96.0.1/32'] } } };
  const neighbours = (name: string, ask: Ask) =>
    (policy(name, { ...ask, cluster }).spec?.egress as { to?: { podSelector?: unknown }[] }[]).filter(({ to }) => to?.[0]?.podSelector);

  test.each<[string, string, Ask, unknown[]]>([
    ['instances', 'orders-instances', {}, [{ to: [pods(INSTANCES)], ports: tcp(5432, 8008) }]],
    ['pools', 'orders-pool-rw', { pools: [{}] }, [{ to: [pods(INSTANCES)], ports: tcp(5432) }]],
    [
      'clones, while they are copied',
      'orders-instances',
      { clone: true },
      [
        { to: [pods(INSTANCES)], ports: tcp(5432, 8008) },
        { to: [pods({ application: 'spilo', 'cluster-name': 'orders-live' })], ports: tcp(5432) },
      ],
    ],
  ])('%s', (_, name, ask, expected) => {
    expect(neighbours(name, ask)).toEqual(expected);
  });
});

test('a clone of another namespace is named with it, though it is refused', () => {
  const [group] = zalando().podGroups({
    identity: { name: 'orders', namespace: 'orders' },
    network: { monitoringNamespace: 'monitoring', managedElsewhere: false },
    monitoring: { enabled: false },
    pools: [],
    recovery: { cluster: { identity: { name: 'orders-live', namespace: 'live' } } },
  } as never);
  expect(group?.egress[1]?.peers).toEqual([{ podLabels: { application: 'spilo', 'cluster-name': 'orders-live' }, namespace: 'live' }]);
});

test('how a Service finds the pods, and not those of pools', () => {
  expect(zalando().podSelectors({ name: 'orders' })).toEqual({
    instances: INSTANCES,
    primary: { ...INSTANCES, 'spilo-role': 'master' },
    replicas: { ...INSTANCES, 'spilo-role': 'replica' },
  });
});

test.each<[string, Ask, string, object]>([
  [
    'the primary',
    { cluster: { exposure: { primary: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'] }) } } },
    'orders-external',
    { ...INSTANCES, 'spilo-role': 'master' },
  ],
  [
    'the replicas',
    { cluster: { exposure: { replicas: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'] }) } } },
    'orders-external-ro',
    { ...INSTANCES, 'spilo-role': 'replica' },
  ],
  [
    'a pool',
    { pools: [{ exposure: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'] }) }] },
    'orders-pooler-external',
    { ...POOLS, 'connection-pooler': 'orders-pooler' },
  ],
])('%s from outside has a Service of its own, and the operator makes none', (_, ask, name, selector) => {
  const { metadata, spec } = only(all(ask), 'Service');
  expect(metadata.name).toBe(name);
  expect(spec?.selector).toEqual(selector);
  const { spec: own } = only(all(ask), 'postgresql');
  expect(Object.entries(own!).filter(([field, value]) => /LoadBalancer$|NodePort$/.test(field) && value !== false)).toEqual([]);
});

test.each<[string, string, object | undefined]>([
  ['a service of another namespace', 'orders-live.live.svc', { 'kubernetes.io/metadata.name': 'live' }],
  ['a name outside', 'orders.eu.acme.example', undefined],
])('a standby reaches %s', (_, host, namespace) => {
  const network = { egress: { apiServerCidrs: ['10.96.0.1/32'], databaseCidrs: ['203.0.113.7/32'] } };
  const source = ReplicaSource.streaming({ clusterName: 'orders-live', host, port: 6432 });
  const found = all({ replica: { source, network } }).find(({ metadata }) => metadata.name === 'orders-dr-instances')!;
  const egress = at(found, '/spec/egress') as { to?: object[]; ports: object[] }[];
  const live = { podSelector: { matchLabels: { application: 'spilo', 'cluster-name': 'orders-live' } } };
  expect(egress.filter(({ to }) => JSON.stringify(to ?? []).includes('orders-live'))).toEqual(
    namespace ? [{ to: [{ namespaceSelector: { matchLabels: namespace }, ...live }], ports: [{ port: 5432, protocol: 'TCP' }] }] : [],
  );
  // The port of the source, wherever it is.
  expect(egress).toContainEqual({
    to: [{ ipBlock: { cidr: '203.0.113.7/32' } }],
    ports: [5432, 6432].map((port) => ({ port, protocol: 'TCP' })),
  });
});
