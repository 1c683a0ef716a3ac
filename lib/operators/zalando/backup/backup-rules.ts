import { BackupModel } from '../../../model/backup-model';
import { Rule } from '../../../private/rules';
import { DAY, scheduleProblems } from './backup-schedules';

/** What this operator adds to the rules of a backup policy. */
export const BACKUP_RULES: readonly Rule<BackupModel>[] = [
  {
    id: 'ZAL-020',
    summary: 'with retention in days, full backups are taken every day',
    why: 'Spilo keeps as many backups as days, so that a weekly backup with 30 days would be kept for 30 weeks',
    check: ({ repositories: [repository] }) =>
      repository?.retention.fullCount === undefined
        ? scheduleProblems(
            repository,
            ({ daily }) => daily,
            (at, cron) => `${at} must fire every day, got '${cron}'; write for example BackupSchedule.full('0 2 * * *')`,
          )
        : undefined,
  },
  {
    id: 'ZAL-021',
    summary: 'retention is at least 2 days or backups',
    why: 'Spilo reads 1 as 2 and keeps more than was asked for',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      if (Math.max(windowDays ?? 0, fullCount ?? 0) !== 1) {
        return undefined;
      }
      if (windowDays === undefined) {
        return `'retention' must be at least 2 backups, got 1; write BackupRetention.count(2)`;
      }
      return fullCount === undefined
        ? `'retention' must be at least 2 days, got 1; write BackupRetention.days(2)`
        : `'retention' must be at least 2 days and backups, got 1; write BackupRetention.daysAndCount(2, 2)`;
    },
  },
  {
    id: 'ZAL-022',
    summary: 'with retention by number, there is at most one full backup on a day',
    why: 'Spilo deletes nothing that is younger in days than the number of backups, so that it would keep more than was asked for',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      return windowDays === undefined && fullCount !== undefined
        ? scheduleProblems(
            repository,
            ({ closest }) => closest >= DAY,
            (at, cron) =>
              `${at} must fire at most once on a day with BackupRetention.count(${fullCount}), got '${cron}'; write for example BackupSchedule.full('0 2 * * *'), or BackupRetention.days(...)`,
          )
        : undefined;
    },
  },
  {
    id: 'ZAL-023',
    summary: 'retention in days and by number has the same number for both',
    why: 'Spilo has one number, which is that of the backups and that of the days',
    check: ({ repositories: [repository] }) => {
      const { windowDays, fullCount } = repository?.retention ?? {};
      if (windowDays === undefined || fullCount === undefined || windowDays === fullCount) {
        return undefined;
      }
      const both = Math.max(windowDays, fullCount);
      return `'retention' must have the same number of days and backups, got ${windowDays} days and ${fullCount} backups; write BackupRetention.daysAndCount(${both}, ${both})`;
    },
  },
];
