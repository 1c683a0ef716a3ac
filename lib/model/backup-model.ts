import { ArchivePlace } from './archive-place';
import { BackupEncryption } from './backup-encryption';
import { BackupRetention } from './backup-retention';
import { BackupSchedule, BackupType } from './backup-schedule';
import { BackupTarget } from './backup-target';
import { BackupTransferOptions } from './backup-transfer';
import { ComputeModel, ComputeOptions } from './compute';
import { ClusterIdentity } from './identity';
import { ClusterDefault } from './take-over';
import { VolumeSnapshotOptions } from './volume-snapshots';

/**
 * One place that an archive lies in.
 */
export interface ArchiveRepositoryModel {
  /** Position in the policy, from 1. */
  readonly index: number;
  /** Where the backups are. */
  readonly target: BackupTarget;
  /**
   * How they are encrypted.
   *
   * @default - as the store does it
   */
  readonly encryption?: BackupEncryption;
  /**
   * The place in the store that somebody else chose.
   *
   * @default - that of this life of the cluster
   */
  readonly place?: ArchivePlace;
}

/**
 * What makes the place of an archive: who wrote it, in which of its lives, and where to.
 */
export interface ArchiveModel {
  /** The cluster that writes or wrote it. */
  readonly cluster: ClusterIdentity;
  /** Its repositories. */
  readonly repositories: ArchiveRepositoryModel[];
  /** Generation of the archive: it makes the place of this life of the cluster differ from that of an earlier one. */
  readonly generation: number;
}

/**
 * One place that backups go to, with every default filled in.
 */
export interface BackupRepositoryModel extends ArchiveRepositoryModel {
  /** When they are taken. */
  readonly schedules: BackupSchedule[];
  /** How long they are kept. */
  readonly retention: BackupRetention;
}

/**
 * A backup policy, with every default filled in. It is an `ArchiveModel` with what its repositories say besides.
 */
export interface BackupModel {
  /** Defaults of the library that it is left without, since its cluster ran before. */
  readonly leftOff: ClusterDefault[];
  /** The cluster that is backed up. */
  readonly cluster: ClusterIdentity;
  /** Repositories, the first being the one that WAL and first backups rely on. */
  readonly repositories: BackupRepositoryModel[];
  /** Generation of the archive: it makes the place of this life of the cluster differ from that of an earlier one. */
  readonly generation: number;
  /** Whether no backup is taken by schedule for now; WAL is archived all the same. */
  readonly suspended: boolean;
  /**
   * Whether no backup is taken by schedule because the cluster is stopped.
   *
   * @default false
   */
  readonly asleep?: boolean;
  /** How backups and WAL are sent. */
  readonly transfer: BackupTransferOptions;
  /** CPU and memory of each container that sends, keeps or fetches backups. */
  readonly compute: ComputeModel;
  /**
   * What the program says of that.
   *
   * @default - nothing
   */
  readonly computeOptions?: ComputeOptions;
  /**
   * Snapshots of the volumes.
   *
   * @default - none
   */
  readonly snapshots?: VolumeSnapshotOptions;
}

/**
 * One backup that is taken once.
 */
export interface OnDemandBackupModel {
  /** Stable id: another one is another backup. */
  readonly id: string;
  /** The cluster that is backed up. */
  readonly cluster: ClusterIdentity;
  /** What the backup holds. */
  readonly type: BackupType;
  /** Which repository of the policy it goes to, from 1. */
  readonly repository: number;
}
