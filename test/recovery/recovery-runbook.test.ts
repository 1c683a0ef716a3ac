import { Chart } from 'cdk8s';
import { BackupPolicy, BackupTarget, ClusterPair, ConnectionPool, HaCluster, PairStep, ReplicaCluster, ReplicaSource } from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { BUCKET, SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { newChart } from '../support/render';

const operator = new PermissiveOperator();
const FOLLOWS = '**`orders-us` follows `orders` and takes no writes.**';
const POOL = 'A ConnectionPool leads to the lost cluster only';

/** A cluster and a replica of it, both with a policy. */
function clusters(chart: Chart, promoted?: boolean) {
  const primary = new HaCluster(chart, 'db', smallestCluster(operator));
  const { archive } = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: primary });
  const source = ReplicaSource.archive(archive);
  const replica = new ReplicaCluster(chart, 'us', { ...smallestCluster(operator), clusterName: 'orders-us', source, promoted });
  const target = BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-us' });
  new BackupPolicy(chart, 'backups-us', { ...SMALLEST_BACKUP, target, cluster: replica });
  return { primary, replica };
}

test('the runbook of a cluster that takes no writes begins with that', () => {
  const { primary, replica } = clusters(newChart());
  expect(replica.recoveryRunbook()).toContain(`\n\n${FOLLOWS} Where its source is lost, promote it`);
  expect(primary.recoveryRunbook()).not.toContain('takes no writes.**');
});

test('the runbook of a cluster that was promoted is like any other', () => {
  expect(clusters(newChart(), true).replica.recoveryRunbook()).not.toContain(FOLLOWS);
  const chart = newChart();
  const pair = clusters(chart);
  new ClusterPair(chart, 'pair', { ...pair, step: PairStep.promote() });
  expect(pair.replica.recoveryRunbook()).not.toContain(FOLLOWS);
});

describe('the runbook of a member of a pair', () => {
  const DEMOTED = (name: string, other: string) =>
    `\n\n**\`${name}\` was demoted and takes no writes.** \`${other}\` takes its place, or has taken it: see to that one first. The archive of this page ` +
    'ends where the other one begins, and what was written since is not in it.\n\n';
  const FOLLOWER = (name: string, other: string) =>
    `\n\n**\`${name}\` follows \`${other}\` and takes no writes.** Where its source is lost`;

  test.each<[string, PairStep, boolean, string | undefined, string | undefined]>([
    ['a steady one', PairStep.steady(), false, undefined, FOLLOWER('orders-us', 'orders')],
    ['a demoted primary', PairStep.demote(), false, DEMOTED('orders', 'orders-us'), FOLLOWER('orders-us', 'orders')],
    ['a promoted replica', PairStep.promote(), false, DEMOTED('orders', 'orders-us'), undefined],
    ['a swapped one', PairStep.steady(), true, FOLLOWER('orders', 'orders-us'), undefined],
    ['a demoted replica', PairStep.demote(), true, FOLLOWER('orders', 'orders-us'), DEMOTED('orders-us', 'orders')],
  ])('%s says who writes', (_, step, swapped, ofPrimary, ofReplica) => {
    const chart = newChart();
    const { primary, replica } = clusters(chart);
    new ClusterPair(chart, 'pair', swapped ? { primary: replica, replica: primary, step } : { primary, replica, step });
    for (const [cluster, text] of [[primary, ofPrimary] as const, [replica, ofReplica] as const]) {
      const page = cluster.recoveryRunbook();
      expect(page.includes('takes no writes.**')).toBe(text !== undefined);
      expect(page).toContain(text ?? '# Recovery of');
    }
  });
});

test('a runbook tells of pools, which lead to the lost cluster', () => {
  const chart = newChart();
  const { primary, replica } = clusters(chart);
  new ConnectionPool(chart, 'pool', { cluster: primary });
  expect(primary.recoveryRunbook()).toContain(POOL);
  expect(replica.recoveryRunbook()).not.toContain(POOL);
});

test('a runbook says how to get one for another moment', () => {
  expect(clusters(newChart()).primary.recoveryRunbook()).toContain("print this page anew, with `recoveryRunbook({ targetTime: '...' })`.");
});
