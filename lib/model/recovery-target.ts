import { onlyMembers } from './members';

/**
 * What decides where a recovery ends.
 */
export enum RecoveryTargetKind {
  /** The end of the archive. */
  LATEST = 'latest',
  /** A moment. */
  TIME = 'time',
  /** A transaction. */
  TRANSACTION = 'transaction',
  /** A position in WAL. */
  LSN = 'lsn',
  /** A restore point with a name. */
  RESTORE_POINT = 'restore-point',
  /** The end of one backup. */
  BACKUP = 'backup',
}
onlyMembers(RecoveryTargetKind, 'RecoveryTargetKind');

/**
 * What a recovery may say besides its end.
 */
export interface RecoveryTargetOptions {
  /**
   * Label of the backup to begin with, as the backup tool writes it: `20260801T020000` on CloudNativePG, `20260801-020000F` on Crunchy PGO.
   *
   * @default - the newest backup that ends before the target
   */
  readonly backup?: string;

  /**
   * Whether the recovery stops just before the target and leaves it out; for moments, transactions and positions only (rule REC-002).
   *
   * @default false
   */
  readonly exclusive?: boolean;

  /**
   * Timeline to follow: its number, or `latest`.
   *
   * @default latest
   * @see https://www.postgresql.org/docs/current/continuous-archiving.html#BACKUP-TIMELINES
   */
  readonly timeline?: string;
}

/**
 * Where a recovery ends. Transactions are replayed up to there, and the server opens for writes on a new timeline.
 *
 * @see https://www.postgresql.org/docs/current/runtime-config-wal.html#RUNTIME-CONFIG-WAL-RECOVERY-TARGET
 */
export class RecoveryTarget {
  /** The end of the archive: everything that was archived. */
  public static latest(): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.LATEST);
  }

  /**
   * A moment. A backup has to have ended before it, and WAL has to be archived up to it: the operator retries for ever where it is not.
   *
   * @param rfc3339 date, time and zone: `2026-08-01T10:30:00Z` or `2026-08-01T12:30:00.5+02:00` (rule REC-001)
   * @param options where to begin, and whether to stop before it
   */
  public static time(rfc3339: string, options: RecoveryTargetOptions = {}): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.TIME, rfc3339, options);
  }

  /**
   * The end of a transaction.
   *
   * @param id its number, as `pg_current_xact_id()` gives it (rule REC-002)
   * @param options where to begin, and whether to stop before it
   */
  public static transaction(id: string, options: RecoveryTargetOptions = {}): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.TRANSACTION, id, options);
  }

  /**
   * A position in WAL.
   *
   * @param lsn two hexadecimal numbers, `0/3000060` (rule REC-002)
   * @param options where to begin, and whether to stop before it
   */
  public static lsn(lsn: string, options: RecoveryTargetOptions = {}): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.LSN, lsn, options);
  }

  /**
   * A restore point that `pg_create_restore_point()` has made.
   *
   * @param name its name, at most 63 characters (rule REC-002)
   * @param options where to begin
   */
  public static restorePoint(name: string, options: RecoveryTargetOptions = {}): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.RESTORE_POINT, name, options);
  }

  /**
   * The moment at which a backup ended: the earliest that it can be restored to.
   *
   * @param label label of the backup, as the backup tool writes it
   */
  public static backup(label: string): RecoveryTarget {
    return new RecoveryTarget(RecoveryTargetKind.BACKUP, label, { backup: label });
  }

  /** What decides where the recovery ends. */
  public readonly kind: RecoveryTargetKind;

  /** The time, transaction, position, name or label; undefined for the end of the archive. */
  public readonly value?: string;

  /** What was said besides. */
  public readonly options: RecoveryTargetOptions;

  private constructor(kind: RecoveryTargetKind, value?: string, options: RecoveryTargetOptions = {}) {
    this.kind = kind;
    this.value = value;
    this.options = options;
  }
}
