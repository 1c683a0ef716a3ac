import { BackupArchive } from '../../model/backup-archive';
import { SecretKeyRef } from '../../model/backup-target';
import { onlyMembers } from '../../model/members';

/**
 * How WAL is compressed where base backups are compressed otherwise.
 */
export enum CloudNativePgWalCompression {
  /** Not at all. */
  NONE = 'none',
  /** gzip. */
  GZIP = 'gzip',
  /** bzip2: small and slow. */
  BZIP2 = 'bzip2',
  /** LZ4: fast and larger. */
  LZ4 = 'lz4',
  /** Snappy: fast and larger. */
  SNAPPY = 'snappy',
  /** xz: smallest and slowest. */
  XZ = 'xz',
  /** Zstandard: small and fast. */
  ZSTD = 'zstd',
}
onlyMembers(CloudNativePgWalCompression, 'CloudNativePgWalCompression');

/**
 * How barman-cloud, which archives for CloudNativePG, is run.
 */
export interface CloudNativePgBarman {
  /**
   * Whether the operator archives and restores by itself (`barmanObjectStore` of the Cluster), and not by the Barman Cloud plugin: for a cluster
   * that ran so before (rule CNPG-198). It needs an image that holds barman-cloud, and leaves the operator with version 1.31. Taking this line out
   * later carries the archive over to the plugin, at the same place; the instances are made anew for it, one after the other.
   *
   * The region of a bucket, and what an S3-compatible store wants of checksums, are then what `pods.env` says.
   *
   * @default false
   * @see docs/how-to/take-over-a-running-cluster.md
   */
  readonly inTree?: boolean;

  /**
   * How WAL is compressed, where base backups are compressed otherwise.
   *
   * @default - as `transfer.compression` of the policy says for both
   */
  readonly walCompression?: CloudNativePgWalCompression;

  /**
   * How many files of WAL are sent at the same time, where base backups have another number; a whole number from 1 (rule CNPG-191).
   *
   * @default - as `transfer.parallelism` of the policy says for both
   */
  readonly walParallelism?: number;
}

/**
 * To whom the Backup objects of a schedule belong: they go when their owner goes.
 */
export enum CloudNativePgBackupOwner {
  /** Nobody. */
  NONE = 'none',
  /** The schedule. */
  SCHEDULE = 'self',
  /** The cluster. */
  CLUSTER = 'cluster',
}
onlyMembers(CloudNativePgBackupOwner, 'CloudNativePgBackupOwner');

/**
 * What ScheduledBackups have besides, those of a cluster that ran before.
 *
 * @see https://cloudnative-pg.io/documentation/current/backup/#scheduled-backups
 */
export interface CloudNativePgScheduledBackups {
  /**
   * Names of those that take full backups, in the order of the policy (rule CNPG-197). Another name is another object: the old one goes, and its
   * Backup objects with it where it owns them.
   *
   * @default - `<clusterName>-full`, `<clusterName>-full-2` and so on
   */
  readonly fullNames?: string[];

  /**
   * Names of those that take snapshots, in the order of the policy (rule CNPG-197).
   *
   * @default - `<clusterName>-snapshot`, `<clusterName>-snapshot-2` and so on
   */
  readonly snapshotNames?: string[];

  /**
   * To whom the Backup objects belong.
   *
   * @default - NONE; what the operator does by itself, which is the same, for a cluster that was taken over
   */
  readonly owner?: CloudNativePgBackupOwner;

  /**
   * Whether a backup is taken as soon as there is a schedule.
   *
   * @default - by the first one of full backups; by none for a cluster that was taken over
   */
  readonly immediate?: boolean;
}

/**
 * A plugin of the instances, as the Cluster names it.
 *
 * @see https://cloudnative-pg.io/documentation/current/cnpg_i/
 */
export interface CloudNativePgPlugin {
  /** Name of the plugin. */
  readonly name: string;

  /**
   * Whether it is used.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * Whether it archives WAL. One of a cluster does, and none beside a `BackupPolicy` (rule CNPG-192).
   *
   * @default false
   */
  readonly archivesWal?: boolean;

  /**
   * What it is told.
   *
   * @default - nothing
   */
  readonly parameters?: { [name: string]: string };
}

/**
 * How a cluster was made of another one.
 */
export enum CloudNativePgOrigin {
  /** Of its archive. */
  RECOVERY = 'recovery',
  /** Of a copy that was taken while it ran. */
  BASE_BACKUP = 'base-backup',
}
onlyMembers(CloudNativePgOrigin, 'CloudNativePgOrigin');

/**
 * A server or an archive that the Cluster knows by a name, and that nothing else of the program says: a `recovery` or a `ReplicaCluster` prints
 * its own.
 *
 * @see https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/#externalcluster
 */
export interface CloudNativePgExternalCluster {
  /** The name, unlike that of any other one (rule CNPG-193). */
  readonly name: string;

  /**
   * How a server is reached, in the words of libpq.
   *
   * @default - it is no server that is reached
   */
  readonly connectionParameters?: { [name: string]: string };

  /**
   * Password for it: a key of a Secret.
   *
   * @default - none
   */
  readonly password?: SecretKeyRef;

  /**
   * Client certificate for it: a key of a Secret.
   *
   * @default - none
   */
  readonly clientCertificate?: SecretKeyRef;

  /**
   * Key of that certificate: a key of a Secret.
   *
   * @default - none
   */
  readonly clientKey?: SecretKeyRef;

  /**
   * CA of the server: a key of a Secret.
   *
   * @default - none
   */
  readonly ca?: SecretKeyRef;

  /**
   * The plugin that reads its archive.
   *
   * @default - none
   */
  readonly plugin?: CloudNativePgPlugin;

  /**
   * Its archive, which the operator itself reads: with `barman.inTree` only (rule CNPG-193).
   *
   * @default - none
   */
  readonly archive?: BackupArchive;

  /**
   * That the cluster was made of it, and how. It was before this program: what is made anew says `recovery`, whose archive the rules know (rule
   * CNPG-194).
   *
   * @default - it was not
   */
  readonly origin?: CloudNativePgOrigin;
}
