import { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * Properties of `LogicalBackup`.
 */
export interface LogicalBackupProps {
  /** The cluster that is dumped; an object of this app, in the same namespace. */
  readonly cluster: IHaCluster;

  /**
   * When it is dumped: a cron value of five fields, in UTC, at least an hour apart (rule BAK-065). The Zalando operator reads numbers, `*` and
   * `/` in it, and no lists and ranges (rule ZAL-213).
   */
  readonly schedule: string;

  /**
   * How many days a dump is kept. The Zalando operator deletes from S3 only; in other stores a rule of the bucket has to.
   *
   * @default - for ever
   */
  readonly retentionDays?: number;
}
