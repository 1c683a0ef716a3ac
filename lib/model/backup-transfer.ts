import { Size } from 'cdk8s';
import { onlyMembers } from './members';

/**
 * How backups and archived WAL are compressed.
 */
export enum BackupCompression {
  /** Not at all: for volumes or stores that compress by themselves. */
  NONE = 'none',
  /** gzip: read by every version of every tool. */
  GZIP = 'gzip',
  /** bzip2: small and slow. */
  BZIP2 = 'bzip2',
  /** LZ4: fast and larger. */
  LZ4 = 'lz4',
  /** Zstandard: small and fast. */
  ZSTD = 'zstd',
}
onlyMembers(BackupCompression, 'BackupCompression');

/**
 * How backups and WAL are sent to their repositories.
 */
export interface BackupTransferOptions {
  /**
   * How they are compressed.
   *
   * @default - gzip on CloudNativePG and Crunchy PGO, LZ4 on the Zalando operator
   */
  readonly compression?: BackupCompression;

  /**
   * How many files are sent at the same time; a whole number from 1 to 64 (rule BAK-020).
   *
   * @default - the tool's own: 2 on CloudNativePG, the CPUs of the node and at most 10 on the Zalando operator, 1 on Crunchy PGO
   */
  readonly parallelism?: number;

  /**
   * How much a base backup may send in each second, so that it leaves bandwidth to the applications; at least 1 MiB (rule BAK-020).
   *
   * @default - as much as possible
   */
  readonly bandwidthPerSecond?: Size;

  /**
   * Whether a backup begins with a checkpoint at once, instead of waiting for the next one, which is spread over minutes: more disk writes
   * for a moment, and a backup that begins earlier.
   *
   * @default - as the tool does it: barman-cloud and pgBackRest wait, WAL-G does not
   */
  readonly immediateCheckpoint?: boolean;
}
