import { ClusterPair, HaCluster, IHaCluster, PairStep, PostgresOperator, RecoverySource, ReplicaSource } from '../../lib';
import { Standing, follows, isDemoted, standing, writes } from '../../lib/model/standing';
import { Attachments } from '../../lib/private/attachments';
import { Ask, OLD_ARCHIVE, program } from '../support/programs';
import { newChart } from '../support/render';

const { WRITER, FOLLOWER, DEMOTED } = Standing;

const OPERATORS = [
  ['CloudNativePG', PostgresOperator.cloudNativePg()],
  ['Zalando', PostgresOperator.zalando({ teamId: 'acme' })],
  ['Crunchy PGO', PostgresOperator.crunchy()],
] as const;

/** What is asked for, and the standing of the cluster and of its replica. */
const TABLE: readonly (readonly [string, Ask, Standing, Standing | undefined])[] = [
  ['a cluster', {}, WRITER, undefined],
  ['a cluster that was recovered from an archive', { cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) } }, WRITER, undefined],
  ['a clone', { clone: true }, WRITER, undefined],
  ['a cluster that is restored in place', { inPlace: {} }, WRITER, undefined],
  ['a cluster with a replica, without a pair', { replica: {} }, WRITER, FOLLOWER],
  [
    'a replica that streams',
    { replica: { source: ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu' }) } },
    WRITER,
    FOLLOWER,
  ],
  ['a replica that was promoted', { replica: { source: ReplicaSource.archive(OLD_ARCHIVE), promoted: true } }, WRITER, WRITER],
  ['a steady pair', { replica: {}, pair: PairStep.steady() }, WRITER, FOLLOWER],
  ['a pair whose primary is demoted', { replica: {}, pair: PairStep.demote() }, DEMOTED, FOLLOWER],
  ['a pair whose replica is promoted', { replica: {}, pair: PairStep.promote() }, DEMOTED, WRITER],
  ['a pair whose replica is promoted with a token', { replica: {}, pair: PairStep.promote('bm8gdG9rZW4gYXQgYWxs') }, DEMOTED, WRITER],
  ['a swapped pair', { replica: {}, pair: PairStep.steady(), swapped: true }, FOLLOWER, WRITER],
  ['a swapped pair whose primary is demoted', { replica: {}, pair: PairStep.demote(), swapped: true }, FOLLOWER, DEMOTED],
  ['a swapped pair whose old primary is promoted', { replica: {}, pair: PairStep.promote(), swapped: true }, WRITER, DEMOTED],
  // Rule PAIR-004 refuses it, for the pair alone says who writes.
  ['a pair whose replica says that it was promoted', { replica: { promoted: true }, pair: PairStep.steady() }, WRITER, FOLLOWER],
  [
    'a recovered cluster that was demoted',
    { cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, replica: {}, pair: PairStep.demote() },
    DEMOTED,
    FOLLOWER,
  ],
  [
    'a recovered cluster in a swapped pair',
    { cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }, replica: {}, pair: PairStep.steady(), swapped: true },
    FOLLOWER,
    WRITER,
  ],
  // Rule REC-014 refuses it.
  ['a demoted cluster that is restored in place', { inPlace: {}, replica: {}, pair: PairStep.demote() }, DEMOTED, FOLLOWER],
];

describe.each(OPERATORS)('on %s', (_, operator) => {
  test.each(TABLE)('%s', (__, ask, first, second) => {
    const chart = newChart();
    program(operator, ask)(chart);
    const clusters = ['db', 'replica'].map((id) => chart.node.tryFindChild(id) as HaCluster | undefined);
    const models = clusters.map((cluster) => cluster && Attachments.within(cluster, cluster)!.model());
    expect(models.map((model) => model && standing(model))).toEqual([first, second]);
    for (const model of models.filter((one) => one !== undefined)) {
      expect([writes(model), follows(model), isDemoted(model)]).toEqual([WRITER, FOLLOWER, DEMOTED].map((one) => one === standing(model)));
    }

    const pair = chart.node.tryFindChild('pair') as ClusterPair | undefined;
    if (pair) {
      const writers = clusters.filter((cluster, i) => cluster && writes(models[i]!)) as IHaCluster[];
      expect(writers).toEqual(pair.writer ? [pair.writer] : []);
    }
  });
});

test('it depends on nothing but the name, the pair and the replica', () => {
  const identity = { name: 'orders' };
  const replica = { source: ReplicaSource.archive(OLD_ARCHIVE), promoted: false };
  const asPrimary = { primary: 'orders', other: 'orders-dr', demoted: false };
  const asReplica = { primary: 'orders-dr', other: 'orders-dr', demoted: false };
  expect(standing({ identity })).toBe(WRITER);
  expect(standing({ identity, replica })).toBe(FOLLOWER);
  expect(standing({ identity, replica: { ...replica, promoted: true } })).toBe(WRITER);
  for (const origin of [undefined, replica, { ...replica, promoted: true }]) {
    expect(standing({ identity, replica: origin, pair: asPrimary })).toBe(WRITER);
    expect(standing({ identity, replica: origin, pair: asReplica })).toBe(FOLLOWER);
    expect(standing({ identity, replica: origin, pair: { ...asReplica, demoted: true } })).toBe(DEMOTED);
  }
});
