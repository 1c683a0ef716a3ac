/**
 * When a cluster sleeps.
 */
export interface SleepModel {
  /** When it goes to sleep: five fields of cron, in the time zone. */
  readonly sleepsAt: string;
  /** When it wakes: five fields of cron, in the time zone. */
  readonly wakesAt: string;
  /** Name of the time zone, `Europe/Berlin`. */
  readonly timeZone: string;
}
