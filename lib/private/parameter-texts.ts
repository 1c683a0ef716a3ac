import { hasTimeZone } from '../model/time-zone';

/** What PostgreSQL takes of a parameter whose value is a text. */
interface TextForm {
  /** What is allowed, as a message says it. */
  readonly allowed: string;
  readonly accepts: (value: string, major: number) => boolean;
}

/** What is in the folder of the zones beside those that the database of time zones names. */
const OTHER_ZONES = /^((posix|right)\/.+|localtime|posixrules|factory)$/i;

/**
 * Zones are names, offsets and rules of POSIX such as `EST5EDT` or `<+02>-02`. The last two have digits, and what they may hold is left to the
 * server; a name with digits, such as Etc/GMT+5, is too.
 */
const TIME_ZONE: TextForm = {
  allowed: `the name of a time zone such as 'Europe/Berlin'`,
  accepts: (value) => /\d/.test(value) || OTHER_ZONES.test(value) || (value === value.trim() && hasTimeZone(value)),
};

/** Names with commas between them, quoted where they hold one or white space. */
const NAMES = /^\s*("([^"]|"")*"|[^\s,"][^\s,]*)(\s*,\s*("([^"]|"")*"|[^\s,"][^\s,]*))*\s*$/;

const LIST: TextForm = {
  allowed: `names with commas between them, such as '"$user", public'`,
  accepts: (value) => value.trim() === '' || NAMES.test(value),
};

/** How dates look, and in which order day, month and year come. Of words that begin alike PostgreSQL reads the beginning only. */
const DATE_STYLES = /^(iso|sql|german|postgres.*)$/i;
const DATE_ORDERS = /^(ymd|dmy|euro.*|mdy|us|noneuro.*|default)$/i;

const DATE_STYLE: TextForm = {
  allowed: `one of ISO, SQL, Postgres and German, and one of YMD, DMY and MDY, with a comma between them`,
  accepts: (value) => {
    const words = wordsOf(value);
    return (
      words.every((word) => DATE_STYLES.test(word) || DATE_ORDERS.test(word)) &&
      new Set(words.filter((word) => DATE_STYLES.test(word)).map((word) => word.toLowerCase().slice(0, 3))).size <= 1
    );
  },
};

/** Where the log goes on Linux; JSON since PostgreSQL 15. */
const LOG_DESTINATION: TextForm = {
  allowed: `some of stderr, csvlog, jsonlog (from PostgreSQL 15 on) and syslog, with commas between them`,
  accepts: (value, major) =>
    wordsOf(value).every((word) => /^(stderr|csvlog|syslog)$/i.test(word) || (major >= 15 && /^jsonlog$/i.test(word))),
};

/** Files that come with PostgreSQL. */
const ZONE_ABBREVIATIONS: TextForm = {
  allowed: 'Default, Australia or India',
  accepts: (value) => ['Default', 'Australia', 'India'].includes(value),
};

const TEXTS: ReadonlyMap<string, TextForm> = new Map([
  ['timezone', TIME_ZONE],
  ['log_timezone', TIME_ZONE],
  ['datestyle', DATE_STYLE],
  ['search_path', LIST],
  ['temp_tablespaces', LIST],
  ['log_destination', LOG_DESTINATION],
  ['timezone_abbreviations', ZONE_ABBREVIATIONS],
]);

/**
 * What PostgreSQL takes instead of a text that it does not take; undefined where it takes it, or where only the server can tell.
 *
 * @param name name of the parameter, in lower case
 */
export function refusedText(major: number, name: string, value: string): string | undefined {
  const form = TEXTS.get(name);
  return form === undefined || form.accepts(value, major) ? undefined : form.allowed;
}

const wordsOf = (value: string): string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word, _, words) => word !== '' || words.length > 1);
