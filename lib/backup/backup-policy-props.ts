import { IHaCluster } from '../refs/ha-cluster-ref';
import { ArchivePlace } from '../model/archive-place';
import { BackupEncryption } from '../model/backup-encryption';
import { BackupRetention } from '../model/backup-retention';
import { BackupSchedule } from '../model/backup-schedule';
import { BackupTarget } from '../model/backup-target';
import { BackupTransferOptions } from '../model/backup-transfer';
import { ComputeOptions } from '../model/compute';
import { VolumeSnapshotOptions } from '../model/volume-snapshots';

/**
 * One place that backups go to.
 */
export interface BackupRepositoryOptions {
  /** Where backups and archived WAL go. */
  readonly target: BackupTarget;

  /** When backups are taken; one of them a full backup (rule BAK-004). WAL is archived continuously besides. */
  readonly schedules: BackupSchedule[];

  /** How long backups are kept. */
  readonly retention: BackupRetention;

  /**
   * How backups and WAL are encrypted at rest. It cannot be changed in the life of an archive: give a new cluster another one.
   *
   * @default - as the store does it by itself
   */
  readonly encryption?: BackupEncryption;

  /**
   * Where in the store the archive is, for a cluster that was taken over and goes on to archive where it did: `ArchivePlace.barman(...)`,
   * `walG(...)` or `pgBackRest(...)`. It takes the place of what this library makes of `prefix`, namespace, name and `archiveGeneration`, so
   * those are not given beside it (rules BAK-060 and BAK-061).
   *
   * Not to be changed on a cluster that runs: it is the same as another `archiveGeneration` of the policy.
   *
   * @default - a folder for this life of the cluster, and for no other
   */
  readonly place?: ArchivePlace;
}

/**
 * Properties of `BackupPolicy`.
 */
export interface BackupPolicyProps extends BackupRepositoryOptions {
  /** The cluster that is backed up; an object of this app, in the same namespace. */
  readonly cluster: IHaCluster;

  /**
   * Further places that backups go to, each with its own schedules and retention.
   *
   * @default - none
   */
  readonly additionalRepositories?: BackupRepositoryOptions[];

  /**
   * Which life of the cluster the archive belongs to; a part of the archive's path. Raise it when the cluster is created anew under the
   * same name, so that it does not write into its ancestor's archive, and on CloudNativePG in the same commit as the major `version`, since
   * the upgraded cluster would write over the WAL of the old one (rule G053 of guard).
   *
   * Otherwise not on a cluster that runs: CloudNativePG and Zalando have no full backup in the new place until the next schedule, and PGO archives
   * nothing there until somebody has run `pgbackrest stanza-create` by hand.
   *
   * @default 1
   * @see docs/how-to/make-a-cluster-anew.md
   */
  readonly archiveGeneration?: number;

  /**
   * How backups and WAL are compressed and sent.
   *
   * @default - as the operator's tool does it by itself
   */
  readonly transfer?: BackupTransferOptions;

  /**
   * Volume snapshots besides the backups; `BackupSchedule.snapshot(...)` says when.
   *
   * @default - none
   */
  readonly snapshots?: VolumeSnapshotOptions;

  /**
   * CPU and memory of each container that sends, keeps or fetches backups, where the operator has such containers: the sidecar of
   * CloudNativePG, the repository host, the Jobs and the sidecars of Crunchy PGO, those of restores included.
   *
   * @default - 100m CPU with a limit of one for each process of `transfer.parallelism`, 256Mi memory with a limit of 1Gi, or of 256Mi for each
   * process where that is more
   */
  readonly compute?: ComputeOptions;

  /**
   * Whether no backup is taken by schedule for now. WAL is archived all the same, and what has been backed up can be restored.
   *
   * @default false
   */
  readonly suspended?: boolean;
}
