import { Cron } from 'croner';
import { BackupPolicy, BackupRetention, BackupSchedule, IPostgresOperator, PostgresOperator, Rules } from '../../lib';
import { program, SMALLEST_BACKUP } from '../support/programs';
import { at, Manifest, only, render } from '../support/render';

// What each operator's dialect makes of a schedule, read by a cron library that shares nothing with ours: the same times everywhere.

const VALUES = [
  '0 2 * * *',
  '59 23 * * *',
  '00 02 * * *',
  '30 */6 * * *',
  '15 0-23/5 * * *',
  '0 1,13,22 * * *',
  '0 8-18/3,23 * * *',
  '*/20 * * * *',
  '5,35 */4 * * *',
  '1-59/29 3 * * *',
  '0 2 * * SUN',
  '0 2 * * 0',
  '0 3 * * mon-fri',
  '0 3 * * TUE,Thu,6',
  '0 3 * * 1-6/2',
  '0 3 * * */3',
  '0 4 1 * *',
  '0 4 1,15 * *',
  '0 4 31 * *',
  '0 4 30,31 * *',
  '0 4 28-31 * *',
  '0 4 */10 * *',
  '0 5 1 JAN *',
  '0 5 1 jan,APR,Jul,oct *',
  '0 5 31 mar-DEC/3 *',
  '0 5 1-7/3 */4 *',
  '0 6 * FEB MON',
  '0 6 29 2 *',
  '0 6 29 FEB-MAR *',
  '0 2 1-31 1-12 *',
];

/** Half a minute before a new year: a value that is read with a second too much or too little fires at another time. */
const START = new Date('2026-12-31T23:59:30Z');
const RUNS = 20;

/** What the rules want of cheaper kinds of backups only. */
const isOftenInTheHour = (value: string): boolean => !/^\d+ /.test(value);

/** Where backups are not as many as days, Zalando's operator takes only the one or the other kind of retention (ZAL-020, ZAL-022). */
const retentionFor = (value: string): BackupRetention => (/^\d+ \d+ /.test(value) ? BackupRetention.count(30) : BackupRetention.days(30));

interface Dialect {
  readonly name: string;
  readonly create: () => IPostgresOperator;
  readonly mode: '5-part' | '6-part';
  readonly printed: (manifests: readonly Manifest[]) => string;
  readonly retention?: (value: string) => BackupRetention;
}

const DIALECTS: readonly Dialect[] = [
  {
    name: 'CloudNativePG',
    create: () => PostgresOperator.cloudNativePg(),
    mode: '6-part',
    printed: (manifests) => at(only(manifests, 'ScheduledBackup'), '/spec/schedule') as string,
  },
  {
    name: 'Zalando',
    create: () => PostgresOperator.zalando({ teamId: 'acme' }),
    mode: '5-part',
    printed: (manifests) => variable(only(manifests, 'postgresql'), 'BACKUP_SCHEDULE'),
    retention: retentionFor,
  },
  {
    name: 'PGO',
    create: () => PostgresOperator.crunchy(),
    mode: '5-part',
    printed: (manifests) => at(only(manifests, 'PostgresCluster'), '/spec/backups/pgbackrest/repos/0/schedules/full') as string,
  },
];

describe.each(VALUES)('%s', (value) => {
  const meant = runs(value, '5-part');

  test('means many times', () => {
    expect(meant).toHaveLength(RUNS);
    expect(new Set(meant).size).toBe(RUNS);
  });

  test.each(DIALECTS)('is the same times in the dialect of $name', ({ create, mode, printed, retention }) => {
    expect(runs(printed(scheduled(create(), value, retention?.(value))), mode)).toEqual(meant);
  });
});

test('the times are those of the calendar', () => {
  expect(runs('0 6 29 2 *', '5-part').slice(0, 3)).toEqual([
    '2028-02-29T06:00:00.000Z',
    '2032-02-29T06:00:00.000Z',
    '2036-02-29T06:00:00.000Z',
  ]);
  expect(runs('0 4 31 * *', '5-part').slice(0, 3)).toEqual([
    '2027-01-31T04:00:00.000Z',
    '2027-03-31T04:00:00.000Z',
    '2027-05-31T04:00:00.000Z',
  ]);
  expect(runs('0 2 * * SUN', '5-part')[0]).toBe('2027-01-03T02:00:00.000Z');
});

/** The objects of a cluster with one full backup at these times. */
function scheduled(operator: IPostgresOperator, value: string, retention = SMALLEST_BACKUP.retention): Manifest[] {
  return render((chart) => {
    program(operator, { backup: { schedules: [BackupSchedule.full(value)], retention } })(chart);
    if (isOftenInTheHour(value)) {
      const policy = chart.node.findAll().find((construct) => construct instanceof BackupPolicy)!;
      Rules.of(policy).suppress('BAK-016', 'the test wants every kind of value');
    }
  });
}

function variable(cluster: Manifest, wanted: string): string {
  const variables = at(cluster, '/spec/env') as readonly { readonly name: string; readonly value?: string }[];
  return variables.find(({ name }) => name === wanted)!.value!;
}

/** The next times that a value stands for. */
function runs(value: string, mode: '5-part' | '6-part'): string[] {
  return new Cron(value, { timezone: 'UTC', mode }).nextRuns(RUNS, START).map((time) => time.toISOString());
}
