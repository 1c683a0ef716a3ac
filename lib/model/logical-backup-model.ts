import { ClusterIdentity } from './identity';

/**
 * Dumps of all databases of a cluster on a schedule.
 */
export interface LogicalBackupModel {
  /** The cluster that is dumped. */
  readonly cluster: ClusterIdentity;
  /** When, as a cron value of five fields in UTC. */
  readonly schedule: string;
  /**
   * How many days a dump is kept.
   *
   * @default - for ever
   */
  readonly retentionDays?: number;
}
