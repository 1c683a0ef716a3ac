/** A moment as RFC 3339 writes it, taken apart so that every dialect can print it without moving it to another zone. */
export interface Instant {
  /** `2026-08-01`. */
  readonly date: string;
  /** `10:30:00`, with up to six digits of a second behind it. */
  readonly time: string;
  /** `+00:00`; never `Z`. */
  readonly offset: string;
}

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2}(?:\.\d{1,6})?)([Zz]|[+-]\d{2}:\d{2})?$/;

/**
 * Reads a moment. Returns what is wrong with it, in one sentence fragment, where it cannot be read.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339
 */
export function parseInstant(text: string): Instant | string {
  const match = RFC_3339.exec(text);
  if (!match) {
    return `'${text}' is no time of RFC 3339: date, T, hours, minutes, seconds with up to six digits behind them, zone; write for example '2026-08-01T10:30:00Z'`;
  }
  const [, date, time, zone] = match as unknown as [string, string, string, string | undefined];
  if (zone === undefined) {
    return `'${text}' has no zone, which each operator would guess differently; write '${text}Z' or an offset such as '+02:00'`;
  }
  return exists(date, time, zone)
    ? { date, time, offset: /z/i.test(zone) ? '+00:00' : zone }
    : `'${text}' does not exist; write a day of the calendar, a time from 00:00:00 to 23:59:59 and an offset of at most 14 hours`;
}

/** Whether there is such a day and time. A date that does not exist would move into the next month, and the year 0 is none. */
function exists(date: string, time: string, zone: string): boolean {
  if (date.startsWith('0000')) {
    return false;
  }
  const moment = new Date(`${date}T${time.slice(0, 8)}Z`);
  const [hours = 0, minutes = 0] = /z/i.test(zone) ? [] : zone.slice(1).split(':').map(Number);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date) && hours * 60 + minutes <= 14 * 60 && minutes < 60;
}

/** A moment that rules have accepted. */
export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  return typeof parsed === 'string' ? { date: text, time: '', offset: '' } : parsed;
}
