import { Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupTarget,
  ClusterPair,
  HaCluster,
  HaClusterProps,
  IHaCluster,
  PairStep,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
} from '../../lib';
import { PAIR_RULES } from '../../lib/recovery/pair-rules';
import { Attachments } from '../../lib/private/attachments';
import { PermissiveOperator } from '../support/permissive-operator';
import { BUCKET, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { newChart, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

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

type Build = (chart: Chart) => void;

const TOKEN = Buffer.from('{"latestCheckpoint":"0/3000060"}').toString('base64');
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
  ['promote with a token', PairStep.promote(TOKEN)],
])('a pair at the step %s is kept, and after it has changed places', (_, step) => {
  expect(render(program(operator, { replica: {}, pair: step }))).toHaveLength(4);
  expect(render(program(operator, { replica: {}, pair: step, swapped: true }))).toHaveLength(4);
});

/** The pair that everything is right with. */
const whole: Build = (chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart)));

const NO_ARCHIVE = (name: string) =>
  `the cluster '${name}' must have a BackupPolicy with an object store; write new BackupPolicy(..., { cluster, target: BackupTarget.s3(...) }) ${WHY.backups}`;

const CASES: readonly RuleCase<Build>[] = [
  {
    rule: 'PAIR-001',
    of: 'one cluster twice',
    broken: (chart) => {
      const cluster = backedUp(primary(chart));
      pair(chart, cluster, cluster);
    },
    says: `'replica' must be another cluster than 'primary', got 'orders' twice ${WHY.members}`,
    kept: whole,
  },
  {
    rule: 'PAIR-001',
    of: 'a cluster of another app',
    broken: (chart) => {
      const live = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator });
      pair(chart, live, backedUp(replica(chart)));
    },
    says: `the cluster 'orders' belongs to another app; write the ClusterPair where both are, or leave it out`,
    kept: whole,
  },
  {
    rule: 'PAIR-001',
    of: 'a construct of another app',
    broken: (chart) => pair(chart, backedUp(primary(newChart())), backedUp(replica(chart))),
    says: `the cluster 'orders' belongs to another app; write the ClusterPair where both are, or leave it out`,
    kept: whole,
  },
  {
    rule: 'PAIR-001',
    of: 'two operators',
    broken: (chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { operator: new OtherOperator() }))),
    says: `both clusters must have the same operator, got Permissive and Other`,
    kept: (chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { operator: new PermissiveOperator() }))),
  },
  {
    rule: 'PAIR-002',
    of: 'two clusters that both began as primaries',
    broken: (chart) => {
      const second = new HaCluster(chart, 'second', { ...smallestCluster(operator), clusterName: 'orders-dr' });
      pair(chart, backedUp(primary(chart)), backedUp(second));
    },
    says: `one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got none: both are primaries; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) }) ${WHY.replica}`,
    kept: whole,
  },
  {
    rule: 'PAIR-002',
    of: 'a replica of a third cluster',
    broken: (chart) => {
      const source = ReplicaSource.streaming({ clusterName: 'billing', host: 'billing.eu.acme.example' });
      pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { source })));
    },
    says: `one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got none: both are primaries; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) })`,
    kept: whole,
  },
  {
    rule: 'PAIR-002',
    of: 'two replicas of each other',
    broken: (chart) => {
      const back = ReplicaSource.streaming({ clusterName: 'orders-dr', host: 'orders-dr.us.acme.example' });
      pair(chart, backedUp(replica(chart, { clusterName: 'orders', source: back }, 'db')), backedUp(replica(chart)));
    },
    says: `one of 'orders' and 'orders-dr' must be a ReplicaCluster of the other, got both: neither is a primary; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) })`,
    kept: whole,
  },
  {
    rule: 'PAIR-003',
    of: 'two members without an archive',
    broken: (chart) => pair(chart, primary(chart), replica(chart)),
    says: [NO_ARCHIVE('orders'), NO_ARCHIVE('orders-dr')],
    // A policy that is written after the pair counts.
    kept: (chart) => {
      const [first, second] = [primary(chart), replica(chart)];
      pair(chart, first, second);
      backedUp(first);
      backedUp(second);
    },
  },
  {
    rule: 'PAIR-003',
    of: 'one member without an archive',
    broken: (chart) => pair(chart, backedUp(primary(chart)), replica(chart)),
    says: NO_ARCHIVE('orders-dr'),
    kept: whole,
  },
  {
    rule: 'PAIR-003',
    of: 'volumes alone',
    broken: (chart) => pair(chart, backedUp(primary(chart), VOLUME), backedUp(replica(chart))),
    says: [
      `[test/db-backups] [BAK-014] the policy has volumes only; add an object store with 'additionalRepositories', or name a PersistentVolume that stays: BackupTarget.volume({ volumeName: '...' }) (volumes that are made for a backup repository are deleted together with the cluster object)`,
      NO_ARCHIVE('orders'),
    ],
    kept: (chart) => {
      const both = {
        ...VOLUME,
        additionalRepositories: [{ ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) }],
      };
      pair(chart, backedUp(primary(chart), both), backedUp(replica(chart)));
    },
  },
  {
    rule: 'PAIR-004',
    broken: (chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { promoted: true }))),
    says: `the cluster 'orders-dr' must not have 'promoted' in a pair, where both clusters would be primaries; write step: PairStep.promote(...) or let 'primary' and 'replica' change places ${WHY.promoted}`,
    kept: (chart) => pair(chart, backedUp(primary(chart)), backedUp(replica(chart, { promoted: false }))),
  },
  {
    rule: 'PAIR-005',
    broken: (chart) => {
      const first = backedUp(primary(chart));
      pair(chart, first, backedUp(replica(chart)));
      new ClusterPair(chart, 'more', { primary: first, replica: backedUp(replica(chart, { clusterName: 'orders-us' }, 'us')) });
    },
    says: `[test/more] [PAIR-005] the cluster 'orders' is already in a ClusterPair; take it out of one of them ${WHY.once}`,
    kept: whole,
  },
  ...['', 'paste the token here', 'c2hvcnQ=', 'eyJsYXRlc3RDaGVja3BvaW50IjoiMC8z=MDAwMDYwIn0'].map((token) => ({
    rule: 'PAIR-006',
    of: JSON.stringify(token),
    broken: program(operator, { replica: {}, pair: PairStep.promote(token) }),
    says: `'step' must have the token as the demoted cluster shows it, in base64, got ${JSON.stringify(token.slice(0, 20))}, ${token.length} characters long; write PairStep.promote('...') with the whole of it, and no line break ${WHY.token}`,
    kept: program(operator, { replica: {}, pair: PairStep.promote(TOKEN) }),
  })),
];

describeRules(CASES, {
  rules: PAIR_RULES,
  place: 'test/pair',
  program: (build) => build,
  prints: (manifests) => expect(manifests).toHaveLength(4),
});

describe('who writes', () => {
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

everyRuleHasACase(PAIR_RULES, CASES, ['PAIR-010']);
