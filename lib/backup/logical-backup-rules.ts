import { parseCron } from '../model/cron';
import { LogicalBackupModel } from '../model/logical-backup-model';
import { Rule } from '../private/rules';
import { isCount, placeProblem } from '../private/value-problems';

/** Dumps of a cluster, and what the rules need to know around them. */
export interface LogicalBackupContext {
  readonly model: LogicalBackupModel;
  /** Namespace that the construct stands in. */
  readonly namespace?: string;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
  /** Whether another one was attached to the cluster before. */
  readonly second: boolean;
}

const MAX_DAYS = 3650;

const HOUR = 60;

/** What holds for dumps of a cluster on every operator. */
export const LOGICAL_BACKUP_RULES: readonly Rule<LogicalBackupContext>[] = [
  {
    id: 'BAK-064',
    summary: 'a cluster has one LogicalBackup',
    why: 'the cluster object has one schedule for it, so one of the two would do nothing',
    check: ({ model, second }) =>
      second
        ? `the cluster '${model.cluster.name}' already has a LogicalBackup; write one schedule that fires at all these times`
        : undefined,
  },
  {
    id: 'BAK-065',
    summary: 'dumps are taken by a cron value of five fields, at least an hour apart',
    why: 'each reads every row of every database, and the next one would begin before it is done',
    check: ({ model: { schedule } }) => {
      const cron = parseCron(schedule);
      if (typeof cron === 'string') {
        return `'schedule': ${cron}`;
      }
      return cron.closest < HOUR
        ? `'schedule' must leave an hour between two dumps, got '${schedule}', which leaves ${cron.closest} minutes; write for example '30 1 * * *'`
        : undefined;
    },
  },
  {
    id: 'BAK-066',
    summary: `dumps are kept for a whole number of days from 1 to ${MAX_DAYS}`,
    why: 'a wrong number keeps everything for ever or deletes what is needed',
    check: ({ model: { retentionDays: days } }) =>
      days === undefined || (isCount(days, 1) && days <= MAX_DAYS)
        ? undefined
        : `'retentionDays' must be a whole number from 1 to ${MAX_DAYS}, got ${days}`,
  },
  {
    id: 'BAK-067',
    summary: 'a LogicalBackup stands in the app and in the namespace of its cluster',
    why: 'it is a field of the cluster object, which another app prints, or is looked for beside it',
    check: ({ model: { cluster }, namespace, ownsCluster }) =>
      placeProblem('LogicalBackup', 'backup', { ours: ownsCluster, namespace, cluster }),
  },
];
