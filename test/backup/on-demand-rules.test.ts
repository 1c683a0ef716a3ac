import { Chart } from 'cdk8s';
import { BackupPolicy, BackupSchedule, BackupTarget, BackupType, HaCluster, OnDemandBackup, OnDemandBackupProps } from '../../lib';
import { ON_DEMAND_RULES } from '../../lib/backup/on-demand-rules';
import { Attachments } from '../../lib/private/attachments';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { findings, newChart, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const FAR = { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) };
const WHY_ELSEWHERE = '(it is an object beside the cluster object or a field of it, so elsewhere it would never be taken)';

interface Case extends RuleCase<Partial<OnDemandBackupProps>> {
  readonly backup?: Ask['backup'];
}

const CASES: readonly Case[] = [
  ...['', 'Before v3', 'before_v3', 'before-', '-v3', 'a'.repeat(31)].map((backupId) => ({
    rule: 'BAK-023',
    broken: { backupId },
    says: `'backupId' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got '${backupId}'; write what it is for and when, 'before-v3-2026-08-01' (it is a part of the name of an object or the value of an annotation, and tells one backup from the next)`,
    kept: { backupId: 'a'.repeat(30) },
  })),
  ...[0, -1, 1.5, 3, NaN].map((repository) => ({
    rule: 'BAK-025',
    broken: { repository },
    says: `'repository' must be a whole number from 1 to 2, the repositories of the policy, got ${repository} (the operator would refuse the backup, or never begin it)`,
    kept: { repository: 2 },
    backup: { additionalRepositories: [FAR] },
  })),
  {
    rule: 'BAK-025',
    broken: { type: BackupType.SNAPSHOT },
    says: `'type' must not be BackupType.SNAPSHOT without 'snapshots' in the policy; write snapshots: { className: '...' } there`,
    kept: { type: BackupType.DIFFERENTIAL },
  },
];

describeRules<Partial<OnDemandBackupProps>, Case>(CASES, {
  rules: ON_DEMAND_RULES,
  place: 'test/once-0',
  program: (backup, { backup: policy }) => program(operator, { onDemand: [backup], backup: policy }),
  prints: (manifests) => expect(manifests).toHaveLength(2),
});

test('BAK-025: a snapshot of a policy with a class is kept', () => {
  const backup = { snapshots: { className: 'csi-snapshots' }, schedules: [BackupSchedule.full('0 2 * * *')] };
  expect(render(program(operator, { onDemand: [{ type: BackupType.SNAPSHOT }], backup }))).toHaveLength(2);
});

test('BAK-024: two backups of one id', () => {
  const says = (path: string, other: string) =>
    `[${path}] [BAK-024] the backup 'before-v3' is also that of ${other}; write another 'backupId' (the operator takes one backup for an id, so one of the two would never be taken)`;
  expect(findings(program(operator, { onDemand: [{}, {}] }))).toEqual([
    says('test/once-0', 'test/once-1'),
    says('test/once-1', 'test/once-0'),
  ]);
  expect(render(program(operator, { onDemand: [{}, { backupId: 'before-v4' }] }))).toHaveLength(2);
});

test('BAK-024: the same id for two clusters is kept', () => {
  const build = (chart: Chart) => {
    ['orders', 'billing'].forEach((clusterName) => {
      const cluster = new HaCluster(chart, clusterName, { ...smallestCluster(operator), clusterName });
      const policy = new BackupPolicy(chart, `${clusterName}-backups`, { ...SMALLEST_BACKUP, cluster });
      new OnDemandBackup(chart, `${clusterName}-once`, { policy, backupId: 'before-v3' });
    });
  };
  expect(render(build)).toHaveLength(4);
});

test('BAK-026: a backup in another namespace', () => {
  const elsewhere = (namespace: string) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
    const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    new OnDemandBackup(new Chart(chart.node.scope!, 'far', { namespace }), 'once', { policy, backupId: 'before-v3' });
  };
  expect(findings(elsewhere('billing'))).toEqual([
    `[far/once] [BAK-026] the backup is in namespace 'billing' and its cluster 'orders' in 'orders'; put it in a chart of that namespace ${WHY_ELSEWHERE}`,
  ]);
  expect(render(elsewhere('orders'))).toHaveLength(2);
});

test('BAK-026: a backup for a policy of another app', () => {
  const build = (chart: Chart) => {
    const other = newChart();
    const cluster = new HaCluster(other, 'db', smallestCluster(operator));
    const policy = new BackupPolicy(other, 'backups', { ...SMALLEST_BACKUP, cluster });
    new OnDemandBackup(chart, 'once', { policy, backupId: 'before-v3' });
  };
  expect(findings(build)).toEqual([
    `[test/once] [BAK-026] the cluster 'orders' belongs to another app; write the OnDemandBackup there ${WHY_ELSEWHERE}`,
  ]);
});

test('the cluster sees its backups with every default', () => {
  const chart = newChart();
  program(operator, {
    onDemand: [{}, { backupId: 'v4', type: BackupType.INCREMENTAL, repository: 2 }],
    backup: { additionalRepositories: [FAR] },
  })(chart);
  const cluster = { name: 'orders', namespace: 'orders' };
  expect(Attachments.within(chart, chart.node.findChild('db'))!.model().onDemandBackups).toEqual([
    { id: 'before-v3', cluster, type: BackupType.FULL, repository: 1 },
    { id: 'v4', cluster, type: BackupType.INCREMENTAL, repository: 2 },
  ]);
});

everyRuleHasACase(ON_DEMAND_RULES, CASES, ['BAK-024', 'BAK-026']);
