import * as fs from 'fs';
import * as path from 'path';
import { parameterProblem } from '../../lib/private/parameter-catalog';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import { requireProgram } from './requirements';

// The catalogue must say of every value what the server says. ALTER SYSTEM is the judge: it checks a value as postgresql.conf does, also
// for parameters that need a restart, and changes nothing in the running server.

type Pair = readonly [name: string, value: string];

/** The columns of pg_settings that values are made from; ranges come as text. */
interface Setting {
  readonly name: string;
  readonly context: string;
  readonly vartype: string;
  readonly unit: string | null;
  readonly min_val: string;
  readonly max_val: string;
  readonly enumvals: readonly string[];
  readonly reset_val: string | null;
}

/** A configuration file may set these and ALTER SYSTEM may not; a test of their own covers them. */
const FILE_ONLY = [
  'allow_alter_system',
  'config_file',
  'data_directory',
  'seed',
  'ssl_renegotiation_limit',
  'transaction_deferrable',
  'transaction_isolation',
  'transaction_read_only',
];

/** Where catalogue and test server differ, and rightly so. */
const EXCEPTIONS: readonly { readonly name: RegExp; readonly value: RegExp; readonly why: string }[] = [
  { name: /^bonjour$/, value: /^on$/, why: 'only servers for macOS have it' },
  { name: /^max_stack_depth$/, value: /^\d{7,}/, why: 'the stack that the kernel grants is smaller' },
  {
    name: /^(max_connections|max_wal_senders|max_worker_processes|autovacuum_max_workers)$/,
    value: /^262143$/,
    why: 'up to PostgreSQL 17 they share one pool, so that the maximum of each depends on the others',
  },
  {
    name: /^(default_toast|wal)_compression$/,
    value: /^(lz4|zstd)$/,
    why: 'container images have it compiled in, the test servers do not',
  },
  { name: /^ssl_ecdh_curve$/, value: /./, why: 'the name is looked for when the server prepares for TLS, and not before' },
  { name: /^io_method$/, value: /^io_uring$/, why: 'container images have it compiled in, the test servers do not' },
];

/** Texts that are read by themselves, right or wrong. Lists of names are not here: ALTER SYSTEM quotes them, so that it takes any. */
const TEXTS: readonly Pair[] = Object.entries({
  timezone: ['Europe/Berlin', 'europe/BERLIN', 'Europe/Berlinn', ' Europe/Berlin', 'CEST', '+2', '<+02>-02', 'EST5EDT', 'Etc/GMT+5', ''],
  log_timezone: ['Zulu', 'Mars', 'UTC', ''],
  datestyle: ['iso, dmy', 'ISO,European', 'german, us', 'postgresql', 'default', 'Foo', 'iso, sql', 'iso,', ''],
  log_destination: ['STDERR,csvlog', 'jsonlog', 'foo', 'stderr csvlog', 'eventlog'],
  timezone_abbreviations: ['Australia', 'India', 'default'],
  client_encoding: ['utf-8', 'ISO_8859-15', 'mskanji', 'tcvn5712', 'koi8', 'abc', 'win', 'utf8mb4', 'auto', ''],
  createrole_self_grant: ['SET, inherit', 'set,', 'admin', ''],
  restrict_nonsystem_relation_kind: ['View, foreign-table', 'table'],
  log_connections: ['', 'all', 'on', 'on, receipt', 'yes', 'ye', '0', 'Receipt', 'receipt,'],
}).flatMap(([name, values]) => values.map((value): Pair => [name, value]));

const BOOLEANS = [...'on off true false yes no 1 0 t fals Y nO ON of o 2 once'.split(' '), '', ' on', 'on '];
const ENUMS = [...BOOLEANS, ...'debug info panic archive hot_standby lz4 zstd io_uring nonsense'.split(' ')];
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'us', 'ms', 's', 'min', 'h', 'd'];

/** Every way to write a number and its unit, right or wrong; tried on one parameter of each type and unit. */
const NUMBERS = [
  ...['many', '', ' ', '-', '+1', '-1', '--1', '1.5', '2.5', '1.', '.5', ' .5', '+.5', '1..5', '1,5', '1_000', '1 000', '\uff11'],
  ...['1e2', '1E+2', '1e-2', '1e', '1e+', 'e2', '1 e2', '1e400', '2147483648', '9223372036854775808', '99999999999999999999'],
  ...['0x10', '0X1f', '-0x10', '0x', '0xg', '010', '0', '00', '08', '010.5', '08.5', '0b1', '0o7', 'nan', 'inf', 'infinity'],
  ...[' 1', '1 ', '\t1\t', '\v1\f', '\u00a01', '1\u00a0'],
  ...UNITS.flatMap((unit) =>
    ['1', '0', '-1', '2.5', '.5', '0.0001', '30.1', '1e3', '010', '0x10', '1234567'].map((number) => number + unit),
  ),
  ...['1 MB', ' 1  min ', '1\tkB', '1MBs', '1MB B', '1kb', '1KB', '1mb', '1M', '1Mi', '1S', '1Min', '1sec', '1m', '1%', '1PB'],
];

for (const major of MAJORS) {
  requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, programFolder(major) !== undefined)(`PostgreSQL ${major}`, () => {
    let server: PostgresServer;
    let settings: readonly Setting[];

    beforeAll(async () => {
      // Nobody reads thousands of refusals in a log.
      server = await start(major, { settings: { log_min_messages: 'panic', log_min_error_statement: 'panic' } });
      settings = (await server.query('SELECT * FROM pg_settings ORDER BY name')) as unknown as readonly Setting[];
    });

    afterAll(() => server?.stop());

    test('takes the values of every parameter that the catalogue takes', async () => {
      const pairs = settings.flatMap((setting) => pairsOf(setting.name, valuesOf(setting)));
      await expectAgreement(server, pairs, 2500);
    });

    test('reads booleans, numbers and units as the catalogue does', async () => {
      const settable = settings.filter(({ context, vartype }) => context !== 'internal' && ['bool', 'integer', 'real'].includes(vartype));
      const examples = new Map(settable.map(({ vartype, unit, name }) => [`${vartype} ${unit}`, name]));
      const pairs = [...examples.values()].flatMap((name) => pairsOf(name, [...BOOLEANS, ...NUMBERS]));
      await expectAgreement(server, pairs, 1500);
    });

    test('reads texts as the catalogue does', async () => {
      await expectAgreement(server, TEXTS, 25);
    });

    test('has the names that the catalogue has', async () => {
      const unlisted = namesOfCatalogue().filter((name) => !settings.some((setting) => setting.name === name));
      const pairs = [
        ...[...unlisted, 'shared_bufers', 'nonsense', 'role', 'is_superuser'].map((name) =>
          pairsOf(name, ['off', 'on', '64MB', '1', 'X25519']),
        ),
        ...['SHARED_BUFFERS', 'Shared_Buffers', 'Sort_Mem'].map((name) => pairsOf(name, ['5000', '64MB'])),
        ...['IntervalStyle', 'intervalstyle', 'INTERVALSTYLE'].map((name) => pairsOf(name, ['sql_standard', 'sql'])),
      ].flat();
      await expectAgreement(server, pairs, 50);
    });

    test('takes from a configuration file what the catalogue takes', async () => {
      const good = {
        config_file: 'other.conf',
        data_directory: '.',
        'pg_stat_statements.max': '5000',
        seed: '0.5',
        ssl_renegotiation_limit: '0',
        transaction_deferrable: 'yes',
        transaction_isolation: 'Serializable',
        transaction_read_only: 'off',
        ...(major >= 17 && { allow_alter_system: 'off' }),
      };
      const bad = {
        block_size: '8192',
        seed: '1.5',
        ssl_renegotiation_limit: '1',
        transaction_deferrable: 'maybe',
        transaction_isolation: 'none',
        transaction_read_only: '2',
        ...(major >= 17 && { allow_alter_system: 'never' }),
      };
      const [failure, log] = await Promise.all([failureToStart(major, good), failureToStart(major, bad)]);
      expect(failure).toBeUndefined();
      for (const [name, value] of Object.entries(good)) {
        expect(parameterProblem(major, name, value)).toBeUndefined();
      }
      for (const [name, value] of Object.entries(bad)) {
        expect(log).toContain(`"${name}"`);
        expect(parameterProblem(major, name, value)).toEqual(expect.any(String));
      }
    });
  });
}

/** Compares the verdicts on at least so many pairs. */
async function expectAgreement(server: PostgresServer, pairs: readonly Pair[], atLeast: number): Promise<void> {
  expect(pairs.length).toBeGreaterThan(atLeast);
  const disagreements = [];
  for (const [name, value] of pairs) {
    const catalogue = parameterProblem(server.major, name, value);
    const postgres = await refusal(server, name, value);
    if ((catalogue === undefined) !== (postgres === undefined)) {
      disagreements.push({ name, value, catalogue, postgres });
    }
  }
  await server.query('ALTER SYSTEM RESET ALL');
  expect(disagreements).toEqual([]);
}

/** Why the server refuses a value; undefined if it takes it. */
async function refusal(server: PostgresServer, name: string, value: string): Promise<string | undefined> {
  return server.query(`ALTER SYSTEM SET "${name}" = '${value.replace(/'/g, "''")}'`).then(
    () => undefined,
    (error: Error) => error.message,
  );
}

async function failureToStart(major: number, settings: Readonly<Record<string, string>>): Promise<string | undefined> {
  return start(major, { settings }).then(
    (server) => server.stop().then(() => undefined),
    (error: Error) => error.message,
  );
}

/** The pairs of one name, less those that the server cannot judge. */
function pairsOf(name: string, values: readonly string[]): Pair[] {
  const judged = values.filter((value) => !EXCEPTIONS.some((each) => each.name.test(name) && each.value.test(value)));
  return FILE_ONLY.includes(name) ? [] : [...new Set(judged)].map((value): Pair => [name, value]);
}

function valuesOf({ vartype, unit, min_val, max_val, enumvals, reset_val }: Setting): string[] {
  switch (vartype) {
    case 'bool':
      return ['on', 'off', 'maybe'];
    case 'enum':
      return [...enumvals, ...enumvals.map((value) => value.toUpperCase()), ...ENUMS];
    case 'integer':
    case 'real': {
      const [min, max] = [Number(min_val), Number(max_val)];
      const middle = vartype === 'integer' ? Math.trunc((min + max) / 2) : (min + max) / 2;
      const numbers = [min - 1, min - 0.01, min, min + 1, middle, max, max + 1].map(String);
      const withUnit = UNITS.includes(unit ?? '') ? [`${min - 1}${unit}`, `${min} ${unit}`, `${max}${unit}`, `${max + 1}${unit}`] : [];
      return [...numbers, ...withUnit, '1MB', '1h', 'many'];
    }
    default:
      return [reset_val ?? ''];
  }
}

function namesOfCatalogue(): string[] {
  const file = path.join(__dirname, '../../imports/postgresql/parameters.json');
  const { parameters } = JSON.parse(fs.readFileSync(file, 'utf8')) as { readonly parameters: Readonly<Record<string, unknown>> };
  return Object.keys(parameters);
}
