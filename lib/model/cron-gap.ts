import { parseCron, values } from './cron';

const MINUTES_OF_A_DAY = 24 * 60;
const MILLISECONDS_OF_A_DAY = MINUTES_OF_A_DAY * 60_000;

/** Years that have every kind of month and leap year, 1900 not being one; which ones they are does not matter. */
const FIRST_YEAR = 1895;
const LAST_YEAR = 1909;

/** Days of a cron value, of those that there are in these years. */
function days(dayOfMonth: string, month: string, dayOfWeek: string): number[] {
  const allowed = { date: values(dayOfMonth, 1, 31), month: values(month, 1, 12), weekday: values(dayOfWeek, 0, 6) };
  const found: number[] = [];
  const end = Date.UTC(LAST_YEAR + 1, 0, 1) / MILLISECONDS_OF_A_DAY;
  for (let day = Date.UTC(FIRST_YEAR, 0, 1) / MILLISECONDS_OF_A_DAY; day < end; day += 1) {
    const date = new Date(day * MILLISECONDS_OF_A_DAY);
    if (
      allowed.date.includes(date.getUTCDate()) &&
      allowed.month.includes(date.getUTCMonth() + 1) &&
      allowed.weekday.includes(date.getUTCDay())
    ) {
      found.push(day);
    }
  }
  return found;
}

const KNOWN = new Map<string, number | undefined>();

/**
 * Minutes between two times that a cron value fires, at the most; undefined where it cannot be read, which a rule has said.
 *
 * @param text five fields, UTC
 */
export function longestGap(text: string): number | undefined {
  if (!KNOWN.has(text)) {
    KNOWN.set(text, gap(text));
  }
  return KNOWN.get(text);
}

function gap(text: string): number | undefined {
  const cron = parseCron(text);
  if (typeof cron === 'string') {
    return undefined;
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = cron.text.split(' ') as [string, string, string, string, string];
  const times = values(hour, 0, 23).flatMap((h) => values(minute, 0, 59).map((m) => h * 60 + m));
  const within = Math.max(0, ...times.slice(1).map((time, i) => time - times[i]!));
  const between = cron.daily ? 1 : Math.max(...distances(days(dayOfMonth, month, dayOfWeek)));
  return Math.max(within, between * MINUTES_OF_A_DAY - times[times.length - 1]! + times[0]!);
}

const distances = (found: readonly number[]): number[] => found.slice(1).map((day, i) => day - found[i]!);
