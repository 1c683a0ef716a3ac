import { IHaCluster } from '../refs/ha-cluster-ref';
import { KubectlJobOptions } from './kubectl-job-props';

/**
 * Properties of `SleepSchedule`.
 */
export interface SleepScheduleProps extends KubectlJobOptions {
  /** The cluster. */
  readonly cluster: IHaCluster;

  /** When it goes to sleep: five fields of cron in the time zone, `0 20 * * 1-5`, the same each week (rule STATE-021). */
  readonly sleepsAt: string;

  /** When it wakes: five fields of cron in the time zone, `0 6 * * 1-5`, the same each week (rule STATE-021). */
  readonly wakesAt: string;

  /**
   * Name of the time zone as the database of time zones has it, `Europe/Berlin`. Schedules of backups stay in UTC.
   *
   * @default Etc/UTC
   */
  readonly timeZone?: string;
}
