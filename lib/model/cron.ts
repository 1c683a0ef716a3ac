/**
 * A cron value of five fields, taken apart. Names are replaced by numbers, so every dialect can print it as it stands.
 */
export interface Cron {
  /** The five fields, single blanks between them: `0 2 * * 0`. */
  readonly text: string;
  /** Whether it fires at least once on every day. */
  readonly daily: boolean;
  /** Shortest time between two times that it fires, in minutes; a day where it fires once on a day. */
  readonly closest: number;
}

interface Field {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: string[];
}

const FIELDS: readonly Field[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  {
    name: 'month',
    min: 1,
    max: 12,
    names: ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
  },
  // Sunday is 0 only: the operators' cron libraries refuse 7.
  { name: 'day of week', min: 0, max: 6, names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] },
];

/** Days that a month can have at the most; 29 in February, for a schedule may wait for a leap year. */
const LONGEST_MONTH = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Values that were read: many rules and every rendering ask for the few that a program has. */
const READ = new Map<string, Cron | string>();

/**
 * Reads a cron value. Returns what is wrong with it, in one sentence fragment, where it cannot be read or never fires.
 */
export function parseCron(text: string): Cron | string {
  const known = READ.get(text) ?? read(text);
  READ.set(text, known);
  return known;
}

function read(text: string): Cron | string {
  const words = text.trim().split(/\s+/);
  if (text.trim().startsWith('@')) {
    return `'${text}' is a descriptor; write five fields, for example '0 2 * * *' for every day at 02:00 UTC`;
  }
  if (words.length !== FIELDS.length) {
    return `'${text}' has ${words.length} fields; write five: minute, hour, day of month, month, day of week`;
  }
  const parts: string[] = [];
  for (const [i, field] of FIELDS.entries()) {
    const part = parseField(words[i]!, field);
    if (part === undefined) {
      return `'${words[i]}' is no ${field.name}; ${allowed(field)}`;
    }
    parts.push(part);
  }
  const [, , dayOfMonth, month, dayOfWeek] = parts as [string, string, string, string, string];
  if (dayOfMonth !== '*' && dayOfWeek !== '*') {
    // Where both are restricted the cron libraries disagree on whether a step over `*` counts as a restriction.
    return `'${text}' restricts both day of month and day of week, which the operators read differently; leave one of them '*'`;
  }
  if (neverFires(dayOfMonth, month)) {
    return `'${text}' never fires: no such day in such a month`;
  }
  const always = (i: number): boolean => parts[i] === '*' || parts[i] === `${FIELDS[i]!.min}-${FIELDS[i]!.max}`;
  return { text: parts.join(' '), daily: always(2) && always(3) && always(4), closest: closest(parts[0]!, parts[1]!) };
}

/** One field with its names as numbers; undefined where it cannot be read. */
function parseField(word: string, field: Field): string | undefined {
  const items = word.split(',').map((item) => parseItem(item, field));
  return items.every((item) => item !== undefined) ? items.join(',') : undefined;
}

function parseItem(item: string, field: Field): string | undefined {
  const match = /^(\*|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(item);
  if (!match) {
    return undefined;
  }
  const [, range, fromWord, toWord, step] = match;
  // A step without a range (`5/15`) means "from 5 on" to some libraries and nothing to others.
  if (step !== undefined && (Number(step) < 1 || Number(step) > field.max || (range !== '*' && toWord === undefined))) {
    return undefined;
  }
  const suffix = step === undefined || step === '1' ? '' : `/${Number(step)}`;
  if (range === '*') {
    return `*${suffix}`;
  }
  const from = parseNumber(fromWord!, field);
  const to = toWord === undefined ? from : parseNumber(toWord, field);
  if (from === undefined || to === undefined || to < from) {
    return undefined;
  }
  return toWord === undefined ? `${from}` : `${from}-${to}${suffix}`;
}

function parseNumber(word: string, field: Field): number | undefined {
  const named = field.names?.indexOf(word.toUpperCase()) ?? -1;
  const value = named >= 0 ? named : /^\d{1,2}$/.test(word) ? Number(word) : NaN;
  return value >= field.min && value <= field.max ? value : undefined;
}

function allowed(field: Field): string {
  const names = field.names?.filter((name) => name !== '') ?? [];
  const range = `${field.min} to ${field.max}`;
  return `write ${range}${names.length > 0 ? ` or ${names[0]} to ${names[names.length - 1]}` : ''}, '*', lists, ranges and steps such as '*/2'`;
}

/** What a field allows, as numbers. */
export function values(part: string, min: number, max: number): number[] {
  const numbers = part.split(',').flatMap((item) => {
    const [range, step] = item.split('/') as [string, string | undefined];
    const [from, to] = range === '*' ? [min, max] : (range.split('-').map(Number) as [number, number | undefined]);
    return Array.from({ length: max + 1 }, (_, i) => i).filter(
      (i) => i >= from && i <= (to ?? from) && (i - from) % Number(step ?? 1) === 0,
    );
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}

const MINUTES_OF_A_DAY = 24 * 60;

/** The shortest time between two firings, midnight included: the next day may be one of its days too. */
function closest(minute: string, hour: string): number {
  const times = values(hour, 0, 23).flatMap((h) => values(minute, 0, 59).map((m) => h * 60 + m));
  return Math.min(...times.map((time, i) => (times[i + 1] ?? times[0]! + MINUTES_OF_A_DAY) - time));
}

function neverFires(dayOfMonth: string, month: string): boolean {
  if (dayOfMonth.includes('*') || month.includes('*')) {
    return false;
  }
  const firstDay = Math.min(...dayOfMonth.split(',').map((item) => parseInt(item, 10)));
  return values(month, 1, 12).every((i) => LONGEST_MONTH[i]! < firstDay);
}

/** The value as every dialect of five fields prints it; rules have refused what cannot be read before anything is printed. */
export function canonicalCron(text: string): string {
  const cron = parseCron(text);
  return typeof cron === 'string' ? text : cron.text;
}
