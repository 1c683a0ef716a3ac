// Asks real PostgreSQL servers for their parameters and writes imports/postgresql/parameters.json.
// See imports/postgresql/README.md for the recipe and for what a row means.

import { mkdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import type { PostgresServer } from '../test/real/postgres-server';
import { MAJORS, start } from '../test/real/postgres-server';

const OUTPUT = path.join(__dirname, '..', 'imports', 'postgresql', 'parameters.json');

/** What one major version says about one parameter. */
type Row = { readonly alias: string } | Parameter;

interface Parameter {
  readonly context: string;
  readonly type: string;
  readonly unit?: string;
  readonly min?: number;
  readonly max?: number;
  /** The smallest value above the minimum, where those between are refused. */
  readonly next?: number;
  /** Only multiples of this are taken. */
  readonly step?: number;
  readonly values?: readonly string[];
  /** Spellings of an enum that the server takes but does not list. */
  readonly hidden?: readonly string[];
}

/** A row and the majors that it holds for; a missing end means the oldest or the newest major of the catalogue. */
type Range = Row & { readonly from?: number; readonly to?: number };

/** Names that no server lists since PostgreSQL 8.0, but all of them still take. */
const ANCIENT_ALIASES = ['sort_mem', 'vacuum_mem'];

/** Parameters without effect that all servers take and none lists, so that old configuration files keep working. */
const UNLISTED: Readonly<Record<string, Parameter>> = {
  default_with_oids: { context: 'user', type: 'enum', values: ['off'], hidden: ['false', 'no', '0'] },
  seed: { context: 'user', type: 'real', min: -1, max: 1 },
  ssl_renegotiation_limit: { context: 'user', type: 'integer', unit: 'kB', min: 0, max: 0 },
};

/** Enum values that exist only in servers compiled with a library that the test servers lack and the usual container images have. */
const COMPILED_IN: readonly { readonly name: string; readonly since: number; readonly values: readonly string[] }[] = [
  { name: 'default_toast_compression', since: 14, values: ['lz4'] },
  { name: 'wal_compression', since: 15, values: ['lz4', 'zstd'] },
  { name: 'io_method', since: 18, values: ['io_uring'] },
];

/** Spellings to try on every enum; a search with all the words inside the server programs found no others. */
const HIDDEN_CANDIDATES = ['true', 'false', 'yes', 'no', '1', '0', 'on', 'off', 'debug', 'info', 'archive', 'hot_standby', ''];

async function main(): Promise<void> {
  const servers: PostgresServer[] = [];
  try {
    for (const major of MAJORS) {
      servers.push(await start(major));
    }
    const versions = await Promise.all(servers.map(async (server) => [server.major, await versionOf(server)]));
    const listed = await Promise.all(servers.map(listedParameters));
    const names = new Set([...listed.flatMap((rows) => [...rows.keys()]), ...ANCIENT_ALIASES, ...Object.keys(UNLISTED)]);
    const parameters = new Map<string, Range[]>();
    for (const name of [...names].sort()) {
      const rows = await Promise.all(servers.map((server, index) => listed[index]?.get(name) ?? unlistedParameter(server, name)));
      parameters.set(name, ranges(rows));
    }
    await mkdir(path.dirname(OUTPUT), { recursive: true });
    await writeFile(OUTPUT, print(Object.fromEntries(versions) as Record<string, string>, parameters));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function versionOf(server: PostgresServer): Promise<string> {
  const [row] = await server.query('SHOW server_version');
  return String(row?.server_version);
}

async function listedParameters(server: PostgresServer): Promise<Map<string, Row>> {
  const rows = await server.query('SELECT name, context, vartype, unit, min_val, max_val, enumvals FROM pg_settings');
  const parameters = new Map<string, Row>();
  for (const row of rows as unknown as PgSetting[]) {
    parameters.set(row.name, await parameterOf(server, row));
  }
  return parameters;
}

/** The columns of pg_settings; ranges come as text. */
interface PgSetting {
  readonly name: string;
  readonly context: string;
  readonly vartype: string;
  readonly unit: string | null;
  readonly min_val: string | null;
  readonly max_val: string | null;
  readonly enumvals: readonly string[] | null;
}

async function parameterOf(server: PostgresServer, row: PgSetting): Promise<Parameter> {
  const { context, vartype: type } = row;
  if (context === 'internal') {
    return { context, type }; // Never set, so its range (which may hold the server's own version) is no use.
  }
  if (row.enumvals) {
    const values = [...new Set([...row.enumvals, ...compiledIn(server.major, row.name)])];
    return { context, type, values, ...(await hiddenValues(server, row.name, values)) };
  }
  if (row.min_val === null || row.max_val === null) {
    return { context, type };
  }
  const min = Number(row.min_val);
  // pg_settings rounds the largest double to six digits.
  const max = row.max_val === '1.79769e+308' ? Number.MAX_VALUE : Number(row.max_val);
  const unit = row.unit === null ? {} : { unit: row.unit };
  return { context, type, ...unit, min, max, ...(type === 'integer' && (await innerRule(server, row.name, min, max))) };
}

/** Some integers have a rule inside their range. It shows right above the minimum, where the server refuses all up to the next good value. */
async function innerRule(server: PostgresServer, name: string, min: number, max: number): Promise<{ next?: number; step?: number }> {
  if (!(await accepts(server, name, min)) || min === max || (await accepts(server, name, min + 1))) {
    return {};
  }
  let next = min + 2;
  while (next < max && !(await accepts(server, name, next))) {
    next++;
  }
  // After a gap all values are good; with steps the neighbour is not.
  return (await accepts(server, name, next + 1)) ? { next } : { step: next - min };
}

function compiledIn(major: number, name: string): readonly string[] {
  return COMPILED_IN.find((each) => each.name === name && each.since <= major)?.values ?? [];
}

async function hiddenValues(server: PostgresServer, name: string, values: readonly string[]): Promise<{ hidden?: string[] }> {
  const hidden: string[] = [];
  for (const value of HIDDEN_CANDIDATES.filter((each) => !values.includes(each))) {
    if (await accepts(server, name, value)) {
      hidden.push(value);
    }
  }
  return hidden.length > 0 ? { hidden } : {};
}

/** ALTER SYSTEM checks a value as postgresql.conf does, also for parameters that need a restart, and changes nothing that runs. */
function accepts(server: PostgresServer, name: string, value: string | number): Promise<boolean> {
  return server.query(`ALTER SYSTEM SET "${name}" = '${value}'`).then(
    () => true,
    () => false,
  );
}

/** A parameter that the server knows but pg_settings leaves out: SHOW heads its column with the present name. */
async function unlistedParameter(server: PostgresServer, name: string): Promise<Row | undefined> {
  const [row] = await server.query(`SHOW "${name}"`).catch(() => [undefined]);
  if (!row) {
    return undefined;
  }
  const present = Object.keys(row)[0] ?? name;
  return present === name ? UNLISTED[name] : { alias: present };
}

/** Joins the equal rows of neighbouring majors. */
function ranges(rows: readonly (Row | undefined)[]): Range[] {
  const starts = [...rows.keys()].filter((index) => index === 0 || !same(rows[index], rows[index - 1]));
  return starts.flatMap((first, index) => {
    const row = rows[first];
    const next = starts[index + 1];
    const from = first === 0 ? undefined : MAJORS[first];
    const to = next === undefined ? undefined : MAJORS[next - 1];
    return row ? [{ from, to, ...row }] : [];
  });
}

function same(a: Row | undefined, b: Row | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** One parameter per line, so that a new release makes a readable diff. */
function print(servers: Readonly<Record<string, string>>, parameters: ReadonlyMap<string, readonly Range[]>): string {
  const lines = [...parameters].map(([name, rows]) => `${JSON.stringify(name)}:${JSON.stringify(rows)}`);
  return `{"servers":${JSON.stringify(servers)},"parameters":{\n${lines.join(',\n')}\n}}\n`;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
