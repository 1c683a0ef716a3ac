import { hasTimeZone } from '../model/time-zone';
import { namesCiphers, namesCurves, namesTls13Ciphers } from './tls-texts';

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

/** Encodings that clients may have, as PostgreSQL compares names: without case, and without what is neither letter nor digit. */
const ENCODINGS: ReadonlySet<string> = new Set(
  `
  abc alt big5 euccn eucjis2004 eucjp euckr euctw gb18030 gbk iso88591 iso885910 iso885913 iso885914 iso885915 iso885916 iso88592 iso88593
  iso88594 iso88595 iso88596 iso88597 iso88598 iso88599 johab koi8 koi8r koi8u latin1 latin10 latin2 latin3 latin4 latin5 latin6 latin7 latin8
  latin9 mskanji muleinternal shiftjis shiftjis2004 sjis sqlascii tcvn tcvn5712 uhc unicode utf8 vscii win win1250 win1251 win1252 win1253
  win1254 win1255 win1256 win1257 win1258 win866 win874 win932 win936 win949 win950 windows1250 windows1251 windows1252 windows1253 windows1254
  windows1255 windows1256 windows1257 windows1258 windows866 windows874 windows932 windows936 windows949 windows950
`
    .trim()
    .split(/\s+/),
);

const CLIENT_ENCODING: TextForm = {
  allowed: `an encoding that PostgreSQL knows, such as 'UTF8' or 'LATIN9'`,
  accepts: (value) => ENCODINGS.has(value.toLowerCase().replace(/[^a-z0-9]/g, '')),
};

/** Words of a list, whatever their case. */
const listOf = (...words: readonly string[]): TextForm => ({
  allowed: `${words.join(', ')}, with commas between them, or empty`,
  accepts: (value) => value.trim() === '' || value.split(',').every((word) => words.includes(word.trim().toLowerCase())),
});

/** What is logged of connections, a list since PostgreSQL 18. */
const LOGGED_OF_CONNECTIONS = ['receipt', 'authentication', 'authorization', 'setup_durations', 'all'];
const LOG_CONNECTIONS: TextForm = {
  allowed: `on, off, or ${LOGGED_OF_CONNECTIONS.join(', ')}, with commas between them`,
  accepts: (value, major) =>
    major < 18 || /^(on|off|true|false|yes|no|1|0)$/i.test(value) || listOf(...LOGGED_OF_CONNECTIONS).accepts(value, major),
};

const CIPHERS: TextForm = {
  allowed: `ciphers of TLS 1.2 as OpenSSL writes them, such as 'HIGH:!aNULL' (those of TLS 1.3 are 'ssl_tls13_ciphers', from PostgreSQL 18 on)`,
  accepts: (value) => namesCiphers(value),
};

const TLS13_CIPHERS: TextForm = {
  allowed: `suites of TLS 1.3 with colons between them, such as 'TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256'`,
  accepts: (value) => namesTls13Ciphers(value),
};

const CURVE: TextForm = {
  allowed: `one curve as OpenSSL names it, such as 'prime256v1' or 'secp384r1'`,
  accepts: namesCurves,
};

const GROUPS: TextForm = {
  allowed: `groups that OpenSSL knows, with colons between them, such as 'X25519:prime256v1'`,
  accepts: namesCurves,
};

const TEXTS: ReadonlyMap<string, TextForm> = new Map([
  ['timezone', TIME_ZONE],
  ['log_timezone', TIME_ZONE],
  ['datestyle', DATE_STYLE],
  ['search_path', LIST],
  ['temp_tablespaces', LIST],
  ['log_destination', LOG_DESTINATION],
  ['timezone_abbreviations', ZONE_ABBREVIATIONS],
  ['client_encoding', CLIENT_ENCODING],
  ['createrole_self_grant', listOf('set', 'inherit')],
  ['restrict_nonsystem_relation_kind', listOf('view', 'foreign-table')],
  ['log_connections', LOG_CONNECTIONS],
  ['ssl_ciphers', CIPHERS],
  ['ssl_tls13_ciphers', TLS13_CIPHERS],
  ['ssl_ecdh_curve', CURVE],
  ['ssl_groups', GROUPS],
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
