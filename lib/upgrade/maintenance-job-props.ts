import { MaintenanceTask } from '../model/maintenance-task';
import { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * Properties of `MaintenanceJob`.
 */
export interface MaintenanceJobProps {
  /** The cluster. */
  readonly cluster: IHaCluster;

  /** Name of the database, one of the cluster's (rule VERB-003). */
  readonly database: string;

  /** What is done. */
  readonly task: MaintenanceTask;

  /**
   * What makes this time another one than the last: lower-case letters, digits and `-`, at most 30 characters, and no date (rule VERB-004). It is
   * done once for each token, also when the Job is made anew.
   */
  readonly token: string;

  /**
   * Image with `sh` and `psql`.
   *
   * @default - `postgres` in the version of the cluster, from the registry of the platform
   */
  readonly image?: string;
}
