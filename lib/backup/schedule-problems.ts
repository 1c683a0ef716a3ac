import { BackupRepositoryModel } from '../model/backup-model';
import { BackupType } from '../model/backup-schedule';
import { canonicalCron, parseCron } from '../model/cron';

/** What is wrong with the schedules of a repository; `prop` is what stands before its props, with a dot behind. */

/** How far apart backups of a kind have to be, in minutes: each copies something, and the next one must not find it running. */
const APART: { readonly [type in BackupType]?: number } = {
  [BackupType.DIFFERENTIAL]: 10,
  [BackupType.INCREMENTAL]: 10,
  [BackupType.SNAPSHOT]: 10,
};

export const cronProblems = ({ schedules }: BackupRepositoryModel, prop: string): string[] =>
  schedules.flatMap(({ cron }, i) => {
    const parsed = parseCron(cron);
    return typeof parsed === 'string' ? [`'${prop}schedules[${i}]': ${parsed}`] : [];
  });

export const fullBackupProblems = ({ schedules }: BackupRepositoryModel, prop: string): string[] =>
  schedules.some(({ type }) => type === BackupType.FULL)
    ? []
    : [`'${prop}schedules' has no BackupSchedule.full(...), got ${schedules.length} other schedules`];

export function repeatedProblems({ schedules }: BackupRepositoryModel, prop: string): string[] {
  const times = schedules.map(({ cron }) => canonicalCron(cron));
  return times.filter((time, i) => times.indexOf(time) < i).map((time) => `'${prop}schedules' has '${time}' twice; move one of them`);
}

export const frequentFullProblems = ({ schedules }: BackupRepositoryModel, prop: string): string[] =>
  schedules
    .filter(({ type, cron }) => type === BackupType.FULL && typeof parseCron(cron) !== 'string' && !/^\d+ /.test(canonicalCron(cron)))
    .map(({ cron }) => `'${prop}schedules' must have one minute in full backups, got '${cron}'; write for example '0 2 * * *'`);

export const frequentProblems = ({ schedules }: BackupRepositoryModel, prop: string): string[] =>
  schedules.flatMap(({ type, cron }, i) => {
    const apart = APART[type];
    const parsed = parseCron(cron);
    return apart === undefined || typeof parsed === 'string' || parsed.closest >= apart
      ? []
      : [
          `'${prop}schedules[${i}]' must leave ${apart} minutes between two ${type} backups, got '${cron}', which leaves ${parsed.closest}; write for example '0 * * * *'`,
        ];
  });

/** @param hasClass whether the policy says which class snapshots are of */
export function snapshotProblems({ index, schedules }: BackupRepositoryModel, prop: string, hasClass: boolean): string[] {
  if (!schedules.some(({ type }) => type === BackupType.SNAPSHOT)) {
    return [];
  }
  return [
    ...(hasClass
      ? []
      : [`'${prop}schedules' has BackupSchedule.snapshot(...) and the policy no 'snapshots'; write snapshots: { className: '...' }`]),
    ...(index > 1 ? [`'${prop}schedules' must not have BackupSchedule.snapshot(...); write it in 'schedules'`] : []),
  ];
}
