/**
 * How long backups are kept.
 */
export class BackupRetention {
  /**
   * Every point in time of the last `days` days can be restored; what is older is deleted by the operator.
   *
   * @param days a whole number from 1 to 3650 (rule BAK-005)
   */
  public static days(days: number): BackupRetention {
    return new BackupRetention(days);
  }

  /** Length of the recovery window in days. */
  public readonly windowDays: number;

  private constructor(windowDays: number) {
    this.windowDays = windowDays;
  }
}
