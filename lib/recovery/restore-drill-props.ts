import { Duration } from 'cdk8s';
import { BackupPolicy } from '../backup/backup-policy';
import { ComputeOptions } from '../model/compute';
import { DrillCheck, DrillImages, DrillNetworkOptions } from '../model/drill';
import { PlacementOptions } from '../model/placement';
import { RecoveryTarget } from '../model/recovery-target';
import { StorageOptions } from '../model/storage';

/**
 * Properties of `RestoreDrill`.
 */
export interface RestoreDrillProps {
  /** The policy whose backups are to be proven; its cluster is an object of this app and names its databases (rule DRILL-002). */
  readonly policy: BackupPolicy;

  /**
   * Name of the cluster that is restored, and beginning of the names of all objects of the drill. Another name than that of any cluster
   * (rule DRILL-001).
   */
  readonly drillName: string;

  /** When the drill runs: a cron value of five fields, UTC. */
  readonly schedule: string;

  /** What has to be true of the restored cluster (rule DRILL-003). */
  readonly checks: DrillCheck[];

  /** What the pods of the drill may reach. */
  readonly network: DrillNetworkOptions;

  /**
   * The database that is looked at; one of the cluster's (rule DRILL-002).
   *
   * @default - the first
   */
  readonly database?: string;

  /**
   * Whether all data of the database is read once, by which damaged pages are found; surely only where the source has data checksums. Its
   * owner has to be allowed to read all of it.
   *
   * @default true
   */
  readonly readAllData?: boolean;

  /**
   * Which moment is restored.
   *
   * @default RecoveryTarget.latest()
   */
  readonly target?: RecoveryTarget;

  /**
   * Which repository of the policy is restored from: 1 is the policy's own target, 2 the first of `additionalRepositories`.
   *
   * @default 1
   */
  readonly repository?: number;

  /**
   * How many days may pass without a drill that succeeded. Then a Job named `<drillName>-age-...` fails on every day (rule DRILL-004). No fewer than lie
   * between two times of `schedule` (rule DRILL-010).
   *
   * @default 35
   */
  readonly maxAgeDays?: number;

  /**
   * How long a restore may take.
   *
   * @default Duration.hours(6)
   */
  readonly deadline?: Duration;

  /**
   * Data volume of the restored cluster.
   *
   * @default - that of the cluster that is backed up
   */
  readonly storage?: StorageOptions;

  /**
   * CPU and memory of the restored cluster.
   *
   * @default - those of a cluster that says nothing
   */
  readonly compute?: ComputeOptions;

  /**
   * Where the restored cluster and the programs of the drill may run; what is not said here is as the cluster that is backed up has it.
   *
   * @default - as the cluster that is backed up
   */
  readonly placement?: PlacementOptions;

  /**
   * Images of the two programs of the drill.
   *
   * @default - kubectl and psql from well-known images
   */
  readonly images?: DrillImages;
}
