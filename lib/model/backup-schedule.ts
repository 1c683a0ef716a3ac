import { onlyMembers } from './members';

/**
 * What a scheduled backup holds.
 */
export enum BackupType {
  /** Everything. */
  FULL = 'full',
  /** What changed since the last full backup. */
  DIFFERENTIAL = 'differential',
  /** What changed since the last backup of any type. */
  INCREMENTAL = 'incremental',
  /** A snapshot of the data volumes, taken by the storage system. */
  SNAPSHOT = 'snapshot',
}
onlyMembers(BackupType, 'BackupType');

/**
 * When a backup is taken.
 *
 * The time is one cron value of five fields, `minute hour day-of-month month day-of-week`, in UTC. Days of the week are 0 to 6 or SUN to
 * SAT, Sunday being 0. It is checked at synth (rule BAK-003) and printed in the operator's own dialect, which is not the same
 * everywhere: CloudNativePG wants seconds first.
 */
export class BackupSchedule {
  /**
   * A full backup.
   *
   * @param cron five fields, UTC
   */
  public static full(cron: string): BackupSchedule {
    return new BackupSchedule(BackupType.FULL, cron);
  }

  /**
   * What changed since the last full backup.
   *
   * @param cron five fields, UTC
   */
  public static differential(cron: string): BackupSchedule {
    return new BackupSchedule(BackupType.DIFFERENTIAL, cron);
  }

  /**
   * What changed since the last backup of any type.
   *
   * @param cron five fields, UTC
   */
  public static incremental(cron: string): BackupSchedule {
    return new BackupSchedule(BackupType.INCREMENTAL, cron);
  }

  /**
   * A snapshot of the data volumes; the policy names the class of the snapshots (`snapshots`, rule BAK-018).
   *
   * @param cron five fields, UTC
   */
  public static snapshot(cron: string): BackupSchedule {
    return new BackupSchedule(BackupType.SNAPSHOT, cron);
  }

  /** What the backup holds. */
  public readonly type: BackupType;

  /** The cron value as given. */
  public readonly cron: string;

  private constructor(type: BackupType, cron: string) {
    this.type = type;
    this.cron = cron;
  }
}
