import { Chart, Testing } from 'cdk8s';
import {
  BackupPolicy,
  BackupTarget,
  ClusterPair,
  ConnectionPool,
  EgressOptions,
  Exposure,
  GcsCredentials,
  HaCluster,
  HaClusterProps,
  ObjectStoreCredentials,
  PairStep,
  PoolModel,
  PostgresVersion,
  RecoverySource,
  ReplicaCluster,
  ReplicaSource,
} from '../../lib';
import { bindPolicy, egressRules, poolEgress } from '../../lib/network/policies';
import { networkModel } from '../../lib/network/network-model';
import { PodGroup } from '../../lib/operators/network-contract';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, OLD_ARCHIVE, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { Manifest, at, newChart, only, render } from '../support/render';

const operator = new PermissiveOperator();
const EGRESS: EgressOptions = { apiServerCidrs: ['10.96.0.1/32', '192.168.1.10/32'] };
const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'TCP' }));
const OWN = [
  { from: [{ podSelector: { matchLabels: { 'toy.example/cluster': 'orders' } } }], ports: tcp(5432) },
  { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'toys' } } }], ports: tcp(5432) },
];
const CIDR = (cidr: string) => ({ ipBlock: { cidr } });
const DNS = { ports: [{ port: 53, protocol: 'UDP' }, ...tcp(53)] };
const API = { to: EGRESS.apiServerCidrs.map(CIDR), ports: tcp(6443, 443) };
const NEIGHBOURS = { to: [{ podSelector: { matchLabels: { 'toy.example/cluster': 'orders' } } }], ports: tcp(5432) };
const PUBLIC = {
  ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'] },
};
const METADATA = { to: [CIDR('169.254.0.0/16')], ports: tcp(80, 988) };

const policies = (ask: Ask): Manifest[] => render(program(operator, ask)).filter(({ kind }) => kind === 'NetworkPolicy');
const egress = (ask: Ask, name = 'orders-instances'): unknown =>
  at(
    policies(ask).find(({ metadata }) => metadata.name === name),
    '/spec/egress',
  );

test('a cluster lets in whom it needs, and nobody else', () => {
  expect(policies({})).toEqual([
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'orders-instances', namespace: 'orders' },
      spec: { podSelector: { matchLabels: { 'toy.example/cluster': 'orders' } }, policyTypes: ['Ingress'], ingress: OWN },
    },
  ]);
});

test('where nobody is let in there is no rule: one without peers would let in everybody', () => {
  const pool = policies({ pools: [{}] }).find(({ metadata }) => metadata.name === 'orders-pool')!;
  expect(pool.spec).toEqual({ podSelector: { matchLabels: { 'toy.example/pool': 'orders' } }, policyTypes: ['Ingress'] });
});

test('the namespaces are those of the program', () => {
  const ingress = at(only(policies({ cluster: { network: { operatorNamespace: 'databases' } } }), 'NetworkPolicy'), '/spec/ingress');
  expect(ingress).toEqual([
    OWN[0],
    { from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'databases' } } }], ports: tcp(5432) },
  ]);
});

test('none where somebody else manages the network', () => {
  expect(policies({ cluster: { network: { managedElsewhere: true } }, pools: [{}] })).toEqual([]);
});

test.each<[string, Exposure, readonly string[]]>([
  ['a load balancer', Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24', '2001:db8::/32'] }), ['203.0.113.0/24', '2001:db8::/32']],
  ['a node port', Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'] }), ['203.0.113.0/24']],
  ['a load balancer for everybody', Exposure.loadBalancer({}), ['0.0.0.0/0', '::/0']],
])('the addresses of %s are let in', (_, exposure, cidrs) => {
  const nonProduction = { reason: 'a test', withoutBackups: true, openToAnyAddress: true };
  const rule = (port: number) => ({ from: cidrs.map(CIDR), ports: tcp(port) });
  const [cluster] = policies({ cluster: { nonProduction, exposure: { primary: exposure, replicas: exposure } } });
  expect(cluster!.spec!.ingress).toEqual([...OWN, rule(5432)]);
  const [own, pool] = policies({ cluster: { nonProduction }, pools: [{ exposure }] });
  expect(own!.spec!.ingress).toEqual(OWN);
  expect(pool!.spec!.ingress).toEqual([rule(6432)]);
});

test('clusters that copy another one, or stream from it, are let in there', () => {
  const build = (namespace: string) => (chart: Chart) => {
    const source = new HaCluster(chart, 'db', smallestCluster(operator));
    const other = new Chart(chart.node.scope!, 'other', { namespace });
    new HaCluster(other, 'copy', { ...smallestCluster(operator), clusterName: 'copy', recovery: RecoverySource.clone(source) });
  };
  const pods = { podSelector: { matchLabels: { 'toy.example/cluster': 'copy' } } };
  const clients = (namespace: string): unknown => {
    const chart = newChart();
    build(namespace)(chart);
    return (at(chart.toJson()[1], '/spec/ingress') as { from: unknown[] }[])[2]?.from;
  };
  expect(clients('orders')).toEqual([pods]);
  expect(clients('shop')).toEqual([{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } }, ...pods }]);
});

test('a replica cluster is let in at the address that it streams from', () => {
  const manifests = policies({ replica: { source: ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.orders.svc' }) } });
  const rules = at(manifests[0], '/spec/ingress') as { from: unknown[] }[];
  expect(rules[2]?.from).toEqual([{ podSelector: { matchLabels: { 'toy.example/cluster': 'orders-dr' } } }]);
});

describe('egress', () => {
  const network = (options: Partial<EgressOptions> = {}): Partial<HaClusterProps> => ({ network: { egress: { ...EGRESS, ...options } } });
  const target = (to: BackupTarget): Ask => ({ cluster: network(), backup: { target: to } });

  test('is to names, the API server and the other instances', () => {
    expect(egress({ cluster: network() })).toEqual([DNS, API, NEIGHBOURS]);
    expect(at(policies({ cluster: network() })[0], '/spec/policyTypes')).toEqual(['Ingress', 'Egress']);
  });

  test.each<[number | undefined, number[]]>([
    [undefined, [6443, 443]],
    [443, [443]],
    [8443, [8443, 443]],
  ])('is to the API server at the port %p', (apiServerPort, ports) => {
    expect(egress({ cluster: network({ apiServerPort }) })).toContainEqual({ ...API, ports: tcp(...ports) });
  });

  test('is to other databases', () => {
    expect(egress({ cluster: network({ databaseCidrs: ['10.9.0.0/16'] }) })).toContainEqual({
      to: [CIDR('10.9.0.0/16')],
      ports: tcp(5432),
    });
    expect(egress({ cluster: network({ databaseCidrs: [] }) })).toEqual([DNS, API, NEIGHBOURS]);
  });

  test.each<[string, BackupTarget, readonly unknown[]]>([
    ['S3', BackupTarget.s3(BUCKET), [{ to: [PUBLIC], ports: tcp(443) }]],
    [
      'S3 with an identity',
      BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() }),
      [{ to: [PUBLIC], ports: tcp(443) }, METADATA],
    ],
    [
      'a store with a port',
      BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.acme.example:9000', credentials: BUCKET.credentials }),
      [{ to: [PUBLIC], ports: tcp(9000) }],
    ],
    [
      'Google Cloud Storage with an identity',
      BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() }),
      [{ to: [PUBLIC], ports: tcp(443) }, METADATA],
    ],
  ])('is to %s', (_, to, rules) => {
    expect(egress(target(to))).toEqual([DNS, API, NEIGHBOURS, ...rules]);
  });

  test('is to the addresses of the archive that the program names', () => {
    expect(egress({ ...target(BackupTarget.s3(BUCKET)), cluster: network({ archiveCidrs: ['10.1.0.0/16', 'fd00::/8'] }) })).toContainEqual({
      to: ['10.1.0.0/16', 'fd00::/8'].map(CIDR),
      ports: tcp(443),
    });
  });

  test('is to an archive that is restored or followed', () => {
    const recovery = RecoverySource.fromArchive(OLD_ARCHIVE);
    expect(egress({ cluster: { ...network(), recovery } })).toContainEqual({ to: [PUBLIC], ports: tcp(443) });
    expect(egress({ replica: { ...network(), source: ReplicaSource.archive(OLD_ARCHIVE) } }, 'orders-dr-instances')).toContainEqual({
      to: [PUBLIC],
      ports: tcp(443),
    });
  });

  test('of an old primary is to the archive that it follows in its pair', () => {
    const other = BackupTarget.s3Compatible({
      bucket: 'acme-dr',
      endpoint: 'https://minio.acme.example:9000',
      credentials: BUCKET.credentials,
    });
    const rules = (step: PairStep, swapped: boolean) => {
      const chart = newChart();
      const primary = new HaCluster(chart, 'db', { ...smallestCluster(operator), ...network() });
      const source = ReplicaSource.archive(new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary }).archive);
      const replica = new ReplicaCluster(chart, 'dr', { ...smallestCluster(operator), clusterName: 'orders-dr', source });
      new BackupPolicy(chart, 'backups-dr', { ...SMALLEST_BACKUP, cluster: replica, target: other });
      new ClusterPair(chart, 'pair', swapped ? { primary: replica, replica: primary, step } : { primary, replica, step });
      const printed = Testing.synth(chart) as Manifest[];
      const policy = printed.find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === 'orders-instances');
      return (at(policy, '/spec/egress') as { ports: { port: number }[] }[]).filter(({ ports }) => ports.some(({ port }) => port > 6443));
    };
    expect(rules(PairStep.steady(), false)).toEqual([]);
    const both = { to: [PUBLIC], ports: tcp(443, 9000) };
    expect(rules(PairStep.demote(), false)).toEqual([both]);
    expect(rules(PairStep.steady(), true)).toEqual([both]);
    expect(rules(PairStep.promote(), true)).toEqual([]);
  });

  test('of a pool is to the instances, and to no archive', () => {
    expect(egress({ cluster: network(), backup: {}, pools: [{}] }, 'orders-pool')).toEqual([
      DNS,
      API,
      { to: [{ podSelector: { matchLabels: { 'toy.example/cluster': 'orders' } } }], ports: [{ port: 5432, protocol: 'TCP' }] },
    ]);
  });

  test('without addresses of the archive has no rule that is open to everybody, or is refused', () => {
    const ask = { ...target(BackupTarget.s3(BUCKET)), cluster: network({ archiveCidrs: [] }) };
    const printed = (): { to?: unknown[] }[] => {
      try {
        return egress(ask) as { to?: unknown[] }[];
      } catch (error) {
        expect((error as Error).message).toContain('[NET-002]');
        return [];
      }
    };
    // An empty list is every address, the metadata service and the whole company included.
    expect(
      printed()
        .slice(1)
        .filter(({ to }) => to === undefined || to.length === 0),
    ).toEqual([]);
  });

  test('is not restricted where nothing is said', () => {
    expect(egressRules({ network: networkModel(), migrations: [] } as never)).toBeUndefined();
    expect(poolEgress(networkModel())).toBeUndefined();
    expect(poolEgress(undefined)).toBeUndefined();
  });
});

test('labels that pods have with whatever value', () => {
  const chart = newChart();
  const group: PodGroup = { name: 'jobs', podLabels: { a: 'b' }, podLabelKeys: ['x', 'y'], ingress: [], egress: [] };
  bindPolicy(chart, 'policy', {
    name: 'orders-jobs',
    cluster: { name: 'orders', namespace: 'orders' },
    group: () => group,
    clients: () => [{ podSelector: {} }],
    egress: () => undefined,
  });
  // Nobody connects to them, so the clients are not let in.
  expect((Testing.synth(chart) as Manifest[])[0]!.spec).toEqual({
    podSelector: {
      matchLabels: { a: 'b' },
      matchExpressions: [
        { key: 'x', operator: 'Exists' },
        { key: 'y', operator: 'Exists' },
      ],
    },
    policyTypes: ['Ingress'],
  });
});

test('a rule of an operator without peers is left out: it would let in everybody', () => {
  const chart = newChart();
  const nobody = [{ peers: [], ports: [5432] }];
  bindPolicy(chart, 'policy', {
    name: 'orders-instances',
    cluster: { name: 'orders', namespace: 'orders' },
    group: () => ({ name: 'instances', podLabels: { a: 'b' }, ingress: nobody, egress: nobody }),
    clients: () => [],
    egress: () => ({ ...EGRESS, archivePorts: [], databasePorts: [5432], takesIdentity: false, dnsPorts: [53], ipv4: true, ipv6: false }),
  });
  expect((Testing.synth(chart) as Manifest[])[0]!.spec).toEqual({
    podSelector: { matchLabels: { a: 'b' } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [DNS, API],
  });
});

test('what is attached later changes the rules, and not which policies there are', () => {
  class PoolNeighbours extends PermissiveOperator {
    public override podGroups(model: Parameters<PermissiveOperator['podGroups']>[0]): PodGroup[] {
      const [group] = super.podGroups(model);
      const peers = model.pools.map((pool: PoolModel) => ({ podLabels: { pool: pool.cluster.name } }));
      return [{ ...group!, ingress: [...group!.ingress, ...(peers.length > 0 ? [{ peers, ports: [5432] }] : [])] }];
    }
  }
  const chart = newChart();
  const cluster = new HaCluster(chart, 'db', smallestCluster(new PoolNeighbours()));
  const before = Testing.synth(chart) as Manifest[];
  new ConnectionPool(chart, 'pool', { cluster });
  const after = Testing.synth(chart) as Manifest[];
  const names = (manifests: Manifest[]) => manifests.map(({ metadata }) => metadata.name);
  expect(names(after)).toEqual([...names(before), 'orders-pool']);
  expect(at(after[1], '/spec/ingress')).toEqual([
    ...OWN,
    { from: [{ podSelector: { matchLabels: { pool: 'orders' } } }], ports: tcp(5432) },
  ]);
});

test('what is given cannot be changed from outside', () => {
  const chart = newChart();
  const apiServerCidrs = ['10.96.0.1/32'];
  new HaCluster(chart, 'db', { ...smallestCluster(operator), version: PostgresVersion.V17, network: { egress: { apiServerCidrs } } });
  apiServerCidrs.push('0.0.0.0/0');
  expect(JSON.stringify(chart.toJson())).not.toContain('0.0.0.0/0');
});

describe('networkModel', () => {
  test('fills in the defaults', () => {
    expect(networkModel()).toEqual({
      operatorNamespace: undefined,
      monitoringNamespace: 'monitoring',
      apiServerCidrs: [],
      egress: undefined,
      managedElsewhere: false,
      dnsPorts: [53],
      ipv4: true,
      ipv6: false,
    });
  });

  test('keeps what is given', () => {
    const given = { operatorNamespace: 'a', monitoringNamespace: 'b', egress: EGRESS, managedElsewhere: true };
    expect(networkModel(given)).toEqual({ ...given, apiServerCidrs: EGRESS.apiServerCidrs, dnsPorts: [53], ipv4: true, ipv6: false });
  });
});
