import * as fs from 'fs';
import * as path from 'path';
import { MEMORY_UNITS } from '../model/memory-size';
import { closest } from './closest';
import { didYouMean } from './did-you-mean';
import { refusedText } from './parameter-texts';

/** What the majors `from` to `to` say about one parameter. */
interface Row {
  readonly from: number;
  readonly to: number;
  /** The present name of a renamed parameter; such a row says nothing else. */
  readonly alias?: string;
  readonly context?: string;
  readonly type?: 'bool' | 'enum' | 'integer' | 'real' | 'string';
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** The smallest integer above the minimum, where PostgreSQL refuses those between. */
  readonly next?: number;
  /** PostgreSQL takes only multiples of this. */
  readonly step?: number;
  readonly values?: readonly string[];
  /** Further spellings of an enum, which PostgreSQL takes but does not name in its messages. */
  readonly hidden?: readonly string[];
}

/** Lies beside the generated imports, in the sources as in the build. */
const FILE = path.join(__dirname, '../../imports/postgresql/parameters.json');

/** Units and their sizes, largest first: memory in bytes, time in microseconds. */
const MEMORY: ReadonlyMap<string, number> = new Map(Object.entries(MEMORY_UNITS).reverse());
const TIME: ReadonlyMap<string, number> = new Map(Object.entries({ d: 86_400e6, h: 3_600e6, min: 60e6, s: 1e6, ms: 1e3, us: 1 }));
const NO_UNITS: ReadonlyMap<string, number> = new Map();

// PostgreSQL reads numbers with C's strtol and strtod: white space, a sign, then 0x for hexadecimal or, in whole numbers, 0 for octal.
// Left out is what nobody writes: hexadecimal fractions, and 'inf', which is out of every range.
const INTEGER = /^[ \t-\r]*([+-]?)(0x[\da-f]+|0[0-7]*|[1-9]\d*)/i;
const REAL = /^[ \t-\r]*([+-]?)(0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)/i;

let catalog: { readonly majors: readonly number[]; readonly rows: ReadonlyMap<string, readonly Row[]> } | undefined;

/** The majors and, by name in lower case, the parameters; read on first use, for many programs set no parameter. */
function load(): NonNullable<typeof catalog> {
  if (!catalog) {
    const { servers, parameters } = JSON.parse(fs.readFileSync(FILE, 'utf8')) as {
      readonly servers: Readonly<Record<string, string>>;
      readonly parameters: Readonly<Record<string, readonly Row[]>>;
    };
    const majors = Object.keys(servers).map(Number);
    const ends = { from: Math.min(...majors), to: Math.max(...majors) }; // An end that the file leaves out.
    const rows = Object.entries(parameters).map(([name, each]) => [name.toLowerCase(), each.map((row) => ({ ...ends, ...row }))] as const);
    catalog = { majors, rows: new Map(rows) };
  }
  return catalog;
}

/**
 * Why PostgreSQL would refuse `name = 'value'` in postgresql.conf; undefined if it would not.
 *
 * Checked are name, type, range and unit, and of texts those that need nothing but themselves to be read. No verdict is given on parameters of
 * extensions (with a dot in the name), on other texts, and on majors outside the catalogue.
 *
 * @param name name of the parameter; PostgreSQL ignores its case
 * @param value the value without quotes
 */
export function parameterProblem(major: number, name: string, value: string): string | undefined {
  const { majors, rows } = load();
  if (name.includes('.') || !majors.includes(major)) {
    return undefined;
  }
  const row = rows.get(name.toLowerCase())?.find(({ from, to }) => from <= major && major <= to);
  if (!row) {
    return unknownName(major, name);
  }
  if (row.alias) {
    return parameterProblem(major, row.alias, value);
  }
  if (row.context === 'internal') {
    return `'${name}' is read-only in PostgreSQL ${major}, remove it, got '${value}'`;
  }
  const text = refusedText(major, name.toLowerCase(), value);
  if (text !== undefined) {
    return `'${name}' must be ${text}, got '${value}'`;
  }
  return accepts(row, value) ? undefined : `'${name}' must be ${allowed(row)}, got '${value}'${didYouMean(betterValue(row, value))}`;
}

/** Whether a version has a parameter, by whatever spelling PostgreSQL takes; what it does not know of, it cannot say. */
export function isParameter(major: number, name: string): boolean {
  const { majors, rows } = load();
  return (
    name.includes('.') || !majors.includes(major) || !!rows.get(name.toLowerCase())?.some(({ from, to }) => from <= major && major <= to)
  );
}

function unknownName(major: number, name: string): string {
  const { rows } = load();
  const known = rows.get(name.toLowerCase());
  if (known) {
    const first = Math.min(...known.map(({ from }) => from));
    const last = Math.max(...known.map(({ to }) => to));
    return `'${name}' ${major < first ? `needs PostgreSQL ${first} or later` : `was removed in PostgreSQL ${last + 1}`}, got ${major}`;
  }
  const names = [...rows].filter(([, each]) => each.some(({ from, to }) => from <= major && major <= to)).map(([each]) => each);
  return `'${name}' is not a parameter of PostgreSQL ${major}${didYouMean(closest(name, names))}`;
}

function accepts(row: Row, value: string): boolean {
  switch (row.type) {
    case 'bool':
      return isBoolean(value.toLowerCase());
    case 'enum':
      return [...(row.values ?? []), ...(row.hidden ?? [])].some((each) => each.toLowerCase() === value.toLowerCase());
    case 'integer':
    case 'real': {
      const { min = -Infinity, max = Infinity, next = min, step } = row;
      const number = numberOf(row, value) ?? NaN;
      return (number === min || number >= next) && number <= max && (step === undefined || number % step === 0);
    }
    default:
      return true;
  }
}

/** Any unambiguous beginning of a word counts. */
function isBoolean(word: string): boolean {
  const isPrefix = ['true', 'false', 'yes', 'no', 'on', 'off'].some((each) => each.startsWith(word));
  return word === '1' || word === '0' || (isPrefix && word !== '' && word !== 'o');
}

/** The value in the parameter's own unit; undefined if it is no number or has a wrong unit. */
function numberOf({ type, unit }: Row, value: string): number | undefined {
  const whole = INTEGER.exec(value);
  // An integer parameter may be written as a fraction or with an exponent too; it is rounded then.
  const isWhole = type === 'integer' && !/^[.e]/i.test(value.slice(whole?.[0].length ?? 0));
  const match = isWhole ? whole : REAL.exec(value);
  if (!match) {
    return undefined;
  }
  const [text, sign, digits = ''] = match;
  const magnitude = isWhole && /^0\d/.test(digits) ? parseInt(digits, 8) : Number(digits);
  const given = value.slice(text.length).replace(/^[ \t-\r]+|[ \t-\r]+$/g, '');
  const number = convert(sign === '-' ? -magnitude : magnitude, given, unit);
  return number !== undefined && type === 'integer' ? roundHalfToEven(number) : number;
}

/** Converts from a given unit ('' for none) to the own unit of a parameter; undefined if it does not take the given one. */
function convert(number: number, given: string, own = ''): number | undefined {
  const units = unitsOf(own);
  const size = units.get(given);
  if (given === '' || size === undefined) {
    return given === '' ? number : undefined;
  }
  const ownSize = (units.get(own.replace(/^\d+/, '')) ?? 1) * (parseInt(own, 10) || 1); // The own unit may be a multiple: '8kB'.
  const converted = number * (size / ownSize);
  // PostgreSQL rounds a fraction such as 30.1GB to the next smaller unit.
  const smaller = [...units.values()].find((each) => each < size);
  return smaller === undefined ? converted : roundHalfToEven(converted / (smaller / ownSize)) * (smaller / ownSize);
}

function unitsOf(unit = ''): ReadonlyMap<string, number> {
  return unit === '' ? NO_UNITS : unit.endsWith('B') ? MEMORY : TIME;
}

/** The rounding of C's rint: halves go to the even neighbour. */
function roundHalfToEven(number: number): number {
  const rounded = Math.round(number);
  return rounded - number === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

function allowed({ type, unit, min, max, next, step, values }: Row): string {
  if (type === 'bool') {
    return 'on or off';
  }
  if (type === 'enum') {
    return `one of ${values?.map((each) => each || "''").join(', ')}`;
  }
  const noun = type === 'real' ? 'a number' : step === undefined ? 'an integer' : `a multiple of ${step}`;
  const range = max === Number.MAX_VALUE ? `of at least ${min}` : `from ${next ?? min} to ${max}`;
  const units = unit === undefined ? '' : ` in units of ${unit}, or with a unit (${[...unitsOf(unit).keys()].reverse().join(', ')})`;
  return `${next === undefined ? '' : `${min} or `}${noun} ${range}${units}`;
}

/** A value that PostgreSQL takes and that was perhaps meant. */
function betterValue(row: Row, value: string): string | undefined {
  if (row.type === 'enum') {
    return closest(value, row.values ?? []);
  }
  // A unit in the wrong case ('4mb'), or as in Kubernetes quantities ('4Mi').
  const [, number, given] = /^([\d.]+)\s*([a-z]+)$/i.exec(value) ?? [];
  const meant = given?.toLowerCase().replace(/^([kmgt])i?$/, '$1b');
  const unit = [...unitsOf(row.unit).keys()].find((each) => each.toLowerCase() === meant);
  return unit !== undefined && accepts(row, number + unit) ? number + unit : undefined;
}
