import { Chart } from 'cdk8s';
import { HaCluster, LogicalBackup, LogicalBackupProps, PostgresOperator } from '../../lib';
import { LOGICAL_BACKUP_RULES } from '../../lib/backup/logical-backup-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program, smallestCluster } from '../support/programs';
import { at, findings, only, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();

const CASES: readonly RuleCase<Partial<LogicalBackupProps>>[] = [
  {
    rule: 'BAK-065',
    broken: { schedule: '* 1 * * *' },
    says: `'schedule' must leave an hour between two dumps, got '* 1 * * *', which leaves 1 minutes; write for example '30 1 * * *' (each reads every row of every database, and the next one would begin before it is done)`,
    kept: { schedule: '0 * * * *' },
  },
  {
    rule: 'BAK-065',
    broken: { schedule: '@daily' },
    says: `'schedule': '@daily' is a descriptor; write five fields, for example '0 2 * * *' for every day at 02:00 UTC`,
    kept: { schedule: '0 0 * * *' },
  },
  {
    rule: 'BAK-066',
    broken: { retentionDays: 0 },
    says: `'retentionDays' must be a whole number from 1 to 3650, got 0 (a wrong number keeps everything for ever or deletes what is needed)`,
    kept: { retentionDays: 3650 },
  },
];

describeRules(CASES, {
  rules: LOGICAL_BACKUP_RULES,
  place: 'test/dumps',
  program: (logical) => program(operator, { logical }),
  prints: (manifests) => expect(manifests).toHaveLength(2),
});

everyRuleHasACase(LOGICAL_BACKUP_RULES, CASES, ['BAK-064', 'BAK-067']);

const dumps = (scope: Chart, id: string, cluster: LogicalBackupProps['cluster']) =>
  new LogicalBackup(scope, id, { cluster, schedule: '30 1 * * *' });

test('BAK-064: a second one', () => {
  const build = (ids: readonly string[]) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
    ids.forEach((id) => dumps(chart, id, cluster));
  };
  expect(findings(build(['dumps', 'more']))).toEqual([
    `[test/more] [BAK-064] the cluster 'orders' already has a LogicalBackup; write one schedule that fires at all these times (the cluster object has one schedule for it, so one of the two would do nothing)`,
  ]);
  expect(render(build(['dumps']))).toHaveLength(2);
});

test('BAK-067: elsewhere than its cluster', () => {
  const why = '(it is a field of the cluster object, which another app prints, or is looked for beside it)';
  expect(findings(program(operator, { imported: true, logical: {} }))).toEqual([
    `[test/dumps] [BAK-067] the cluster 'orders' belongs to another app; write the LogicalBackup there ${why}`,
  ]);
  const far = (namespace: string) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
    dumps(new Chart(chart.node.scope!, 'far', { namespace }), 'dumps', cluster);
  };
  expect(findings(far('billing'))).toEqual([
    `[far/dumps] [BAK-067] the backup is in namespace 'billing' and its cluster 'orders' in 'orders'; put it in a chart of that namespace ${why}`,
  ]);
  expect(render(far('orders'))).toHaveLength(2);
});

describe('Zalando', () => {
  const zalando = PostgresOperator.zalando({ teamId: 'acme' });
  const spec = (logical: Partial<LogicalBackupProps> | undefined) => at(only(render(program(zalando, { logical })), 'postgresql'), '/spec');

  test('dumps by fields of the cluster', () => {
    expect(spec({})).toMatchObject({ enableLogicalBackup: true, logicalBackupSchedule: '30 1 * * *' });
    expect(spec({})).not.toHaveProperty('logicalBackupRetention');
    expect(spec({ retentionDays: 14 })).toHaveProperty('logicalBackupRetention', '14 days');
    expect(spec(undefined)).not.toHaveProperty('enableLogicalBackup');
  });

  test('ZAL-213: by a simple schedule', () => {
    expect(findings(program(zalando, { logical: { schedule: '0 2,14 * * MON' } }))).toEqual([
      `[test/db] [ZAL-213] 'schedule' of the LogicalBackup must have no list, range or name, got '0 2,14 * * MON'; write for example '30 1 * * *' (the API server refuses the cluster object)`,
    ]);
    expect(spec({ schedule: '0 */6 * * 1' })).toHaveProperty('logicalBackupSchedule', '0 */6 * * 1');
  });
});
