import { hasTimeZone } from './time-zone';
import { parseCron, values } from './cron';

const MINUTES_OF_A_DAY = 24 * 60;
const MINUTES_OF_A_WEEK = 7 * MINUTES_OF_A_DAY;

/** Minutes of a week, from Sunday at midnight, at which a cron value may fire; of one that asks for days of a month, on any day. */
function minutesOfWeek(text: string): number[] {
  const cron = parseCron(text);
  if (typeof cron === 'string') {
    return [];
  }
  const [minute, hour, , , dayOfWeek] = cron.text.split(' ') as [string, string, string, string, string];
  return values(dayOfWeek, 0, 6).flatMap((day) =>
    values(hour, 0, 23).flatMap((h) => values(minute, 0, 59).map((m) => day * MINUTES_OF_A_DAY + h * 60 + m)),
  );
}

/** Whether a cron value fires in the same way each week. */
export function isWeekly(text: string): boolean {
  const cron = parseCron(text);
  return typeof cron !== 'string' && cron.text.split(' ').slice(2, 4).join(' ') === '* *';
}

/** The minutes of a week at which a cluster begins to sleep, and those at which it wakes. */
export class SleepWeek {
  private readonly sleeps: readonly number[];
  private readonly wakes: readonly number[];

  public constructor(sleepsAt: string, wakesAt: string) {
    this.sleeps = minutesOfWeek(sleepsAt);
    this.wakes = minutesOfWeek(wakesAt);
  }

  /** The shortest time that it sleeps, in minutes. */
  public get shortestSleep(): number {
    return Math.min(...this.sleeps.map((from) => Math.min(...this.wakes.map((to) => after(from, to)))));
  }

  /** The shortest time that it is awake, in minutes. */
  public get shortestDay(): number {
    return Math.min(...this.wakes.map((from) => Math.min(...this.sleeps.map((to) => after(from, to)))));
  }

  /**
   * Whether a cron value in UTC fires while the cluster sleeps, or shortly before.
   *
   * @param text five fields, UTC
   * @param offsets minutes by which the time zone is ahead of UTC, in the course of a year
   * @param before minutes before it goes to sleep that count too
   */
  public meets(text: string, offsets: readonly number[], before: number): boolean {
    return minutesOfWeek(text).some((utc) => offsets.some((offset) => this.isAsleep(utc + offset) || this.isAsleep(utc + offset + before)));
  }

  /** What came last decides. */
  private isAsleep(minute: number): boolean {
    const since = (times: readonly number[]): number =>
      Math.min(...times.map((time) => (minute - time + 2 * MINUTES_OF_A_WEEK) % MINUTES_OF_A_WEEK));
    return since(this.sleeps) < since(this.wakes);
  }
}

/** Minutes from one moment of a week to the next one of the other; none where they are the same, for nobody knows which of two Jobs comes last. */
const after = (from: number, to: number): number => (to - from + MINUTES_OF_A_WEEK) % MINUTES_OF_A_WEEK;

/** Names of the database of time zones; abbreviations and offsets are none of them. */
const TIME_ZONE = /^(UTC|[A-Z][A-Za-z_]*(\/[A-Za-z0-9_+-]+){1,2})$/;

/** Whether there is a time zone of this name. */
export function isTimeZone(name: string): boolean {
  return TIME_ZONE.test(name) && hasTimeZone(name);
}

/** A year that has begun and ended everywhere; which one does not matter. */
const YEAR = 2025;

/** Minutes by which a time zone is ahead of UTC, in the course of a year. */
export function offsetsOf(timeZone: string): number[] {
  const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  const offsets = Array.from({ length: 12 }, (_, month) => {
    const name = format.formatToParts(new Date(Date.UTC(YEAR, month, 15))).find(({ type }) => type === 'timeZoneName')!.value;
    const [, sign, hours, minutes] = /^GMT(?:([+-])(\d{2}):(\d{2}))?$/.exec(name) ?? [];
    return sign === undefined ? 0 : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
  });
  return [...new Set(offsets)];
}
