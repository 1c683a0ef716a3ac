import { Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupTarget,
  ClusterPair,
  HaCluster,
  HaClusterProps,
  IHaCluster,
  IPostgresOperator,
  PairStep,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
} from '../../lib';
import { PAIR_RULES } from '../../lib/recovery/pair-rules';
import { Attachments } from '../../lib/private/attachments';
import { PermissiveOperator } from '../support/permissive-operator';
import { BUCKET, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { findings, newChart, render } from '../support/render';

const operator = new PermissiveOperator();

/** The same operator under another name. */
class OtherOperator extends PermissiveOperator {
  public override readonly facts = { ...new PermissiveOperator().facts, displayName: 'Other' };
}

const WHY = {
  members: '(who is the primary is written into both cluster objects, and operators replicate by means of their own)',
  replica: '(two clusters that both began as primaries have nothing in common, and both would take writes)',
  backups: '(the one that becomes the primary archives from that day on, and the other follows that archive)',
  promoted: '(the pair says who is the primary; a second word on it could make two of them)',
  once: '(a cluster has one primary to follow)',
  token: '(the operator refuses the cluster object with another text)',
};

const FOLLOWING = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });

const primary = (chart: Chart, props: Partial<HaClusterProps> = {}): HaCluster =>
  new HaCluster(chart, 'db', { ...smallestCluster(operator), ...props });
const replica = (chart: Chart, props: Partial<ReplicaClusterProps> = {}, id = 'replica'): ReplicaCluster =>
  new ReplicaCluster(chart, id, { ...smallestCluster(operator), clusterName: 'orders-dr', source: FOLLOWING, ...props });
const backedUp = <C extends IHaCluster>(cluster: C, props = {}): C => {
  new BackupPolicy(cluster.node.scope!, `${cluster.node.id}-backups`, { ...SMALLEST_BACKUP, cluster, ...props });
  return cluster;
};
const pair = (chart: Chart, first: IHaCluster, second: IHaCluster, step?: PairStep): ClusterPair =>
  new ClusterPair(chart, 'pair', { primary: first, replica: second, step });
const VOLUME = { target: BackupTarget.volume({ size: Size.gibibytes(100) }), retention: BackupRetention.days(7) };

test.each([
  ['steady', PairStep.steady()],
  ['demote', PairStep.demote()],
  ['promote', PairStep.promote()],
  ['promote with a token', PairStep.promote(Buffer.from('{"latestCheckpoint":"0/3000060"}').toString('base64'))],
])('a pair at the step %s is kept, and after it has changed places', (_, step) => {
  expect(render(program(operator, { replica: {}, pair: step }))).toHaveLength(4);
  expect(render(program(operator, { replica: {}, pair: step, swapped: true }))).toHaveLength(4);
});

test('PAIR-001: one cluster twice', () => {
  expect(
    findings((chart) => {
      const cluster = backedUp(primary(chart));
      pair(chart, cluster, cluster);
    }),
  ).toEqual([`[test/pair] [PAIR-001] 'replica' must be another cluster than 'primary', got 'orders' twice ${WHY.members}`]);
});

test('PAIR-001: a cluster of another app', () => {
  const build = (chart: Chart) => {
    const live = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator });
    pair(chart, live, backedUp(replica(chart)));
  };
  expect(findings(build)).toEqual([
    `[test/pair] [PAIR-001] the cluster 'orders' belongs to another app; write the ClusterPair where both are, or leave it out ${WHY.members}`,
  ]);
});

test('PAIR-001: a construct of another app', () => {
  const build = (chart: Chart) => pair(chart, backedUp(primary(newChart())), backedUp(replica(chart)));
  expect(findings(build)).toEqual([
    `[test/pair] [PAIR-001] the cluster 'orders' belongs to another app; write the ClusterPair where both are, or leave it out ${WHY.members}`,
  ]);
});

test('PAIR-001: two operators', () => {
  const run = (by: IPostgresOperator) => (chart: Chart) =>
    pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { operator: by })));
  expect(findings(run(new OtherOperator()))).toEqual([
    `[test/pair] [PAIR-001] both clusters must have the same operator, got Permissive and Other ${WHY.members}`,
  ]);
  expect(render(run(new PermissiveOperator()))).toHaveLength(4);
});

test('PAIR-002: two clusters that both began as primaries', () => {
  const build = (chart: Chart) => {
    const second = new HaCluster(chart, 'second', { ...smallestCluster(operator), clusterName: 'orders-dr' });
    pair(chart, backedUp(primary(chart)), backedUp(second));
  };
  expect(findings(build)).toEqual([
    `[test/pair] [PAIR-002] one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got none: both are primaries; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) }) ${WHY.replica}`,
  ]);
});

test('PAIR-002: a replica of a third cluster', () => {
  const source = ReplicaSource.streaming({ clusterName: 'billing', host: 'billing.eu.acme.example' });
  expect(findings((chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { source }))))).toEqual([
    `[test/pair] [PAIR-002] one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got none: both are primaries; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) }) ${WHY.replica}`,
  ]);
});

test('PAIR-002: two replicas of each other', () => {
  const back = ReplicaSource.streaming({ clusterName: 'orders-dr', host: 'orders-dr.us.acme.example' });
  const build = (chart: Chart) =>
    pair(chart, backedUp(replica(chart, { clusterName: 'orders', source: back }, 'db')), backedUp(replica(chart)));
  expect(findings(build)).toEqual([
    `[test/pair] [PAIR-002] one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got both: neither is a primary; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) }) ${WHY.replica}`,
  ]);
});

test('PAIR-003: members without an archive', () => {
  const says = (name: string) =>
    `[test/pair] [PAIR-003] the cluster '${name}' must have a BackupPolicy with an object store; write new BackupPolicy(..., { cluster, target: BackupTarget.s3(...) }) ${WHY.backups}`;
  expect(findings((chart) => pair(chart, primary(chart), replica(chart)))).toEqual([says('orders'), says('orders-dr')]);
  expect(findings((chart) => pair(chart, backedUp(primary(chart)), replica(chart)))).toEqual([says('orders-dr')]);
});

test('PAIR-003: volumes are no archive of a pair', () => {
  const build = (chart: Chart) => pair(chart, backedUp(primary(chart), VOLUME), backedUp(replica(chart)));
  expect(findings(build)).toEqual([
    `[test/db-backups] [BAK-014] the policy has volumes only; add an object store with 'additionalRepositories' (backup volumes are deleted together with the cluster object)`,
    `[test/pair] [PAIR-003] the cluster 'orders' must have a BackupPolicy with an object store; write new BackupPolicy(..., { cluster, target: BackupTarget.s3(...) }) ${WHY.backups}`,
  ]);
  const both = { ...VOLUME, additionalRepositories: [{ ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) }] };
  expect(render((chart) => pair(chart, backedUp(primary(chart), both), backedUp(replica(chart))))).toHaveLength(4);
});

test('PAIR-003: a policy that is written after the pair counts', () => {
  const build = (chart: Chart) => {
    const [first, second] = [primary(chart), replica(chart)];
    pair(chart, first, second);
    backedUp(first);
    backedUp(second);
  };
  expect(render(build)).toHaveLength(4);
});

test('PAIR-004: a replica that says that it is promoted', () => {
  const build = (chart: Chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { promoted: true })));
  expect(findings(build)).toEqual([
    `[test/pair] [PAIR-004] the cluster 'orders-dr' must not have 'promoted' in a pair, where both clusters would be primaries; write step: PairStep.promote(...) or let 'primary' and 'replica' change places ${WHY.promoted}`,
  ]);
  expect(render((chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { promoted: false }))))).toHaveLength(4);
});

test('PAIR-005: a cluster in two pairs', () => {
  const build = (chart: Chart) => {
    const first = backedUp(primary(chart));
    pair(chart, first, backedUp(replica(chart)));
    new ClusterPair(chart, 'more', { primary: first, replica: backedUp(replica(chart, { clusterName: 'orders-us' }, 'us')) });
  };
  expect(findings(build)).toEqual([
    `[test/more] [PAIR-005] the cluster 'orders' is already in a ClusterPair; take it out of one of them ${WHY.once}`,
  ]);
});

test.each(['', 'paste the token here', 'c2hvcnQ=', 'eyJsYXRlc3RDaGVja3BvaW50IjoiMC8z=MDAwMDYwIn0'])('PAIR-006: %j is no token', (token) => {
  expect(findings(program(operator, { replica: {}, pair: PairStep.promote(token) }))).toEqual([
    `[test/pair] [PAIR-006] 'step' must have the token as the demoted cluster shows it, in base64, got ${JSON.stringify(token.slice(0, 20))}, ${token.length} characters long; write PairStep.promote('...') with the whole of it, and no line break ${WHY.token}`,
  ]);
});

describe('who writes', () => {
  const TOKEN = Buffer.from('{"latestCheckpoint":"0/3000060"}').toString('base64');
  /** The pair and what its members see of it: the primary first. */
  const members = (step?: PairStep) => {
    const chart = newChart();
    const [first, second] = [backedUp(primary(chart)), backedUp(replica(chart))];
    const { writer } = pair(chart, first, second, step);
    const [one, two] = [first, second].map((cluster) => Attachments.within(chart, cluster)!.model().pair!);
    return { writer: writer?.clusterName, one: one!, two: two! };
  };

  test.each<[string, PairStep | undefined, string | undefined, object, object]>([
    ['by default', undefined, 'orders', { primary: 'orders', demoted: false }, { primary: 'orders', demoted: false }],
    ['steady', PairStep.steady(), 'orders', { primary: 'orders', demoted: false }, { primary: 'orders', demoted: false }],
    // Nobody writes: the one is demoted, the other still follows it.
    ['demote', PairStep.demote(), undefined, { primary: 'orders-dr', demoted: true }, { primary: 'orders', demoted: false }],
    ['promote', PairStep.promote(), 'orders-dr', { primary: 'orders-dr', demoted: true }, { primary: 'orders-dr', demoted: false }],
    [
      'promote with a token',
      PairStep.promote(TOKEN),
      'orders-dr',
      { primary: 'orders-dr', demoted: true },
      { primary: 'orders-dr', demoted: false, promotionToken: TOKEN },
    ],
  ])('%s', (_, step, writer, one, two) => {
    const seen = members(step);
    expect(seen.writer).toBe(writer);
    expect({ ...seen.one, otherArchive: undefined }).toEqual({ other: 'orders-dr', ...one });
    expect({ ...seen.two, otherArchive: undefined }).toEqual({ other: 'orders', ...two });
    expect([seen.one.otherArchive?.cluster.name, seen.two.otherArchive?.cluster.name]).toEqual(['orders-dr', 'orders']);
  });

  test('no step has two primaries', () => {
    const steps = [PairStep.steady(), PairStep.demote(), PairStep.promote()].map(members);
    const primaries = steps.map(({ one, two }) => [one.primary === 'orders' && !one.demoted, two.primary === 'orders-dr']);
    expect(primaries).toEqual([
      [true, false],
      [false, false],
      [false, true],
    ]);
  });
});

test('every rule has a case', () => {
  expect(PAIR_RULES.map(({ id }) => id)).toEqual(['PAIR-001', 'PAIR-002', 'PAIR-003', 'PAIR-004', 'PAIR-005', 'PAIR-006']);
});
