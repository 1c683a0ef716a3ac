import { Chart, Testing } from 'cdk8s';
import {
  BackupPolicy,
  BackupTarget,
  ClusterTls,
  ConnectionPool,
  Exposure,
  HaCluster,
  ObjectStoreCredentials,
  PostgresOperator,
  RecoverySource,
  ReplicaCluster,
  ReplicaSource,
} from 'cdk8s-postgres';
import { BUCKET, SMALLEST_BACKUP, program, smallestCluster } from '../../../support/programs';
import { Manifest, newChart, render } from '../../../support/render';

const operator = PostgresOperator.crunchy();
const P = 'postgres-operator.crunchydata.com/';
const pods = (labels: Record<string, string>, namespace?: string) => ({
  ...(namespace !== undefined && { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } }),
  podSelector: { matchLabels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`${P}${key}`, value])) },
});
const instances = (cluster = 'orders', namespace?: string) => pods({ cluster, data: 'postgres' }, namespace);
const pgBackRest = (cluster = 'orders', namespace?: string) => pods({ cluster, pgbackrest: '' }, namespace);
const pgBouncer = pods({ cluster: 'orders', role: 'pgbouncer' });
const ports = (...numbers: number[]) => numbers.map((port) => ({ port, protocol: 'TCP' }));
const metrics = { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitoring' } } }], ports: ports(9187) };
const access = { podSelector: { matchLabels: { 'cdk8s-postgres/access': 'orders' } } };

const policy = (manifests: readonly Manifest[], name: string): Record<string, unknown> =>
  manifests.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name)!.spec!;
const withoutAccess = (spec: Record<string, unknown>): unknown =>
  (spec.ingress as { from: object[] }[]).filter(({ from }) => JSON.stringify(from) !== JSON.stringify([access]));

test('each cluster has a policy for its instances and one for what is of pgBackRest', () => {
  const manifests = render(program(operator));
  expect(manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ metadata }) => metadata.name)).toEqual([
    'orders-instances',
    'orders-repository',
  ]);
  expect(policy(manifests, 'orders-instances')).toMatchObject({ podSelector: instances().podSelector, policyTypes: ['Ingress'] });
  expect(withoutAccess(policy(manifests, 'orders-instances'))).toEqual([
    { from: [instances()], ports: ports(5432, 8008) },
    { from: [pgBackRest()], ports: ports(8432) },
    metrics,
  ]);
  expect(policy(manifests, 'orders-repository')).toEqual({
    podSelector: pgBackRest().podSelector,
    policyTypes: ['Ingress'],
    ingress: [{ from: [instances(), pgBackRest()], ports: ports(8432) }],
  });
});

test('a pool reaches the instances, and applications reach the pool', () => {
  const manifests = render(program(operator, { connect: {}, pools: [{}] }));
  expect(withoutAccess(policy(manifests, 'orders-instances'))).toContainEqual({ from: [pgBouncer], ports: ports(5432) });
  const { podSelector, ingress } = policy(manifests, 'orders-pgbouncer') as { podSelector: unknown; ingress: { ports: unknown }[] };
  expect(podSelector).toEqual(pgBouncer.podSelector);
  expect(ingress.map((rule) => rule.ports)).toEqual([ports(5432)]);
});

test('what the pods reach is each other, where it is restricted', () => {
  const network = { egress: { apiServerCidrs: ['10.96.0.1/32'] } };
  const manifests = render(program(operator, { cluster: { network }, pools: [{}] }));
  const egress = (name: string): unknown[] => policy(manifests, name).egress as unknown[];
  expect(egress('orders-instances')).toEqual(
    expect.arrayContaining([
      { to: [instances()], ports: ports(5432, 8008) },
      { to: [pgBackRest()], ports: ports(8432) },
    ]),
  );
  expect(egress('orders-repository')).toContainEqual({ to: [instances(), pgBackRest()], ports: ports(8432) });
  expect(egress('orders-pgbouncer')).toContainEqual({ to: [instances()], ports: ports(5432) });
});

test('Services find the pods by their role', () => {
  const exposure = {
    primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }),
    replicas: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }),
  };
  const selectors = render(program(operator, { cluster: { exposure }, pools: [{ exposure: exposure.primary }] }))
    .filter(({ kind }) => kind === 'Service')
    .map(({ metadata, spec }) => [metadata.name, spec!.selector]);
  expect(selectors).toEqual([
    ['orders-external', pods({ cluster: 'orders', data: 'postgres', role: 'master' }).podSelector.matchLabels],
    ['orders-external-ro', pods({ cluster: 'orders', data: 'postgres', role: 'replica' }).podSelector.matchLabels],
    ['orders-pgbouncer-external', pgBouncer.podSelector.matchLabels],
  ]);
  expect(operator.podSelectors({ name: 'orders' }).instances).toEqual(instances().podSelector.matchLabels);
});

describe.each([
  ['of the same namespace', 'orders', undefined, undefined],
  ['of another namespace', 'staging', 'orders', 'staging'],
])('a clone %s', (_, namespace, seenByClone, seenBySource) => {
  const build = (): Manifest[] => {
    const app = Testing.app();
    const charts = [...new Set(['orders', namespace])].map((name) => new Chart(app, name, { namespace: name }));
    const [first, last] = [charts[0]!, charts[charts.length - 1]!];
    const source = new HaCluster(first, 'db', smallestCluster(operator));
    const target = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
    new BackupPolicy(first, 'backups', { ...SMALLEST_BACKUP, cluster: source, target });
    const network = { egress: { apiServerCidrs: ['10.96.0.1/32'] } };
    new HaCluster(last, 'clone', {
      ...smallestCluster(operator),
      clusterName: 'orders-copy',
      recovery: RecoverySource.clone(source),
      network,
    });
    return charts.flatMap((chart) => Testing.synth(chart) as Manifest[]);
  };

  test('reads from the repository host of its source', () => {
    const manifests = build();
    expect(policy(manifests, 'orders-repository').ingress).toEqual([
      { from: [instances(), pgBackRest(), pgBackRest('orders-copy', seenBySource)], ports: ports(8432) },
    ]);
    expect(policy(manifests, 'orders-copy-repository').egress).toContainEqual({
      to: [instances('orders-copy'), pgBackRest('orders-copy'), pgBackRest('orders', seenByClone)],
      ports: ports(8432),
    });
  });
});

test.each<[string, string, object | undefined]>([
  ['a service of the same namespace', 'orders-primary', instances()],
  ['a service of another namespace', 'orders-primary.live.svc', instances('orders', 'live')],
  ['the other service of the primary', 'orders-ha.orders.svc.cluster.local', instances()],
  ['a name outside', 'orders.eu.acme.example', undefined],
  ['a name outside that looks alike', 'orders-primary.eu.acme.example', undefined],
])('a replica cluster reaches %s', (_, host, expected) => {
  const chart = newChart();
  new ReplicaCluster(chart, 'db', {
    ...smallestCluster(operator),
    clusterName: 'orders-dr',
    tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
    source: ReplicaSource.streaming({ clusterName: 'orders', host }),
    network: { egress: { apiServerCidrs: ['10.96.0.1/32'], databaseCidrs: ['203.0.113.7/32'] } },
  });
  const egress = policy(Testing.synth(chart) as Manifest[], 'orders-dr-instances').egress as { to?: object[]; ports: object[] }[];
  const toDatabases = egress.filter((rule) => JSON.stringify(rule.ports) === JSON.stringify(ports(5432))).map(({ to }) => to);
  const outside = [{ ipBlock: { cidr: '203.0.113.7/32' } }];
  expect(toDatabases).toEqual(expected === undefined ? [outside] : [[expected], outside]);
});

test('pools may come later, and the groups are the same', () => {
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
  Testing.synth(chart);
  new ConnectionPool(chart, 'pool', { cluster });
  expect(withoutAccess(policy(Testing.synth(chart) as Manifest[], 'orders-instances'))).toContainEqual({
    from: [pgBouncer],
    ports: ports(5432),
  });
});
