/**
 * What may be kept for another time than full backups.
 */
export interface BackupRetentionOptions {
  /**
   * How many differential backups are kept; a whole number from 1 (rule BAK-005). pgBackRest counts a full backup as one of them, so with 1
   * all differential backups go when a newer full one is there.
   *
   * @default - as long as the full backup that they belong to
   */
  readonly differentialCount?: number;

  /**
   * Archived WAL is kept for so many of the newest full backups; a whole number from 1 (rule BAK-005). An older backup can then be
   * restored as it was taken, and to no later moment.
   *
   * @default - WAL is kept for every full backup
   */
  readonly walCount?: number;
}

/**
 * How long backups are kept.
 */
export class BackupRetention {
  /**
   * Every point in time of the last `days` days can be restored; what is older is deleted by the operator.
   *
   * @param days a whole number from 1 to 3650 (rule BAK-005)
   * @param options what is kept for another time
   */
  public static days(days: number, options: BackupRetentionOptions = {}): BackupRetention {
    return new BackupRetention(days, undefined, options);
  }

  /**
   * The newest `count` full backups are kept, with what is needed to restore from them.
   *
   * @param count a whole number from 1 to 3650 (rule BAK-005)
   * @param options what is kept for another time
   */
  public static count(count: number, options: BackupRetentionOptions = {}): BackupRetention {
    return new BackupRetention(undefined, count, options);
  }

  /**
   * A full backup is deleted when it is older than `days` days and when, besides, there are `count` newer ones.
   *
   * @param days a whole number from 1 to 3650 (rule BAK-005)
   * @param count a whole number from 1 to 3650 (rule BAK-005)
   * @param options what is kept for another time
   */
  public static daysAndCount(days: number, count: number, options: BackupRetentionOptions = {}): BackupRetention {
    return new BackupRetention(days, count, options);
  }

  /**
   * The operator deletes nothing: the life cycle of the bucket does, or nobody. It asks for a reason (rule BAK-068), for a store that fills up
   * stops the archiving of WAL, and a rule of the bucket that knows nothing of backups deletes what newer ones need.
   */
  public static unlimited(): BackupRetention {
    return new BackupRetention(undefined, undefined, {}, true);
  }

  /** Length of the recovery window in days; undefined where backups are only counted. */
  public readonly windowDays?: number;

  /** Full backups that are kept; undefined where only the time counts. */
  public readonly fullCount?: number;

  /** What is kept for another time, as given. */
  public readonly options: BackupRetentionOptions;

  /** Whether nothing is deleted. */
  public readonly isUnlimited: boolean;

  private constructor(windowDays: number | undefined, fullCount: number | undefined, options: BackupRetentionOptions, isUnlimited = false) {
    this.windowDays = windowDays;
    this.fullCount = fullCount;
    this.options = options;
    this.isUnlimited = isUnlimited;
  }
}
