import { DatabaseOptions, PostgresImage, PostgresOperator, PostgresVersion } from 'cdk8s-postgres';
import { program } from '../support/programs';
import { at, Manifest, only, render } from '../support/render';
import { withSession } from './clients';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { run, waitUntil } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The script in the ConfigMap of a PGO cluster, run as PGO runs it: by psql, from its standard input, as the superuser, in the database
// `postgres`, when roles and databases exist. See generatePostgresUserSecret, reconcilePostgresDatabases and reconcileDatabaseInitSQL in
// internal/controller/postgrescluster/postgres.go of PGO.

/** Names with everything that SQL or psql reads as a sign of its own. PGO wants the names of roles plain, so only keywords are left. */
const DATABASES: readonly DatabaseOptions[] = [
  { name: 'orders', owner: 'orders-app' },
  { name: 'Order-History', owner: 'orders-app' },
  { name: 'a "quoted" name', owner: 'reporting' },
  { name: "l'été à 東京", owner: 'reporting' },
  { name: 'select', owner: 'user' },
  { name: '"; DROP DATABASE orders; --', owner: '1st' },
  { name: ':owner :"owner" \\q $tag$ %I', owner: '1st' },
  { name: 'two\nlines', owner: '1st' },
];

const withPsql = requireOnPath('psql');

for (const major of MAJORS) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : withPsql;

  suite(`init.sql on PostgreSQL ${major}`, () => {
    const manifests = printed(major, DATABASES);
    const script = initSql(manifests);
    let server: PostgresServer;

    beforeAll(async () => {
      server = await start(major);
      await createUsers(server, manifests);
    });

    afterAll(() => server?.stop());

    test('gives each database to its owner, and to nobody else', async () => {
      if (major >= 15) {
        // Otherwise there would be no need for the script: until then everybody may create tables in the schema `public`.
        await expect(createTable(server, 'orders', 'orders-app')).rejects.toThrow('permission denied for schema public');
      }

      expect(await psql(server, script)).toMatchObject({ code: 0, stderr: '' });

      expect(await owners(server)).toEqual(Object.fromEntries(DATABASES.map(({ name, owner }) => [name, owner])));
      for (const { name, owner } of DATABASES) {
        await createTable(server, name, owner);
      }
      if (major >= 15) {
        await expect(createTable(server, 'orders', 'reporting')).rejects.toThrow('permission denied for schema public');
      }
    });

    test('can be run again', async () => {
      const before = await owners(server);
      expect(await psql(server, script)).toMatchObject({ code: 0, stderr: '' });
      expect(await owners(server)).toEqual(before);
    });

    test('goes into each database, whatever its name is', async () => {
      const extended = DATABASES.map((database) => ({ ...database, extensions: [{ name: 'pg_trgm' }] }));

      for (let i = 0; i < 2; i += 1) {
        expect(await psql(server, initSql(printed(major, extended)))).toMatchObject({ code: 0, stderr: '' });
      }

      for (const { name: database } of DATABASES) {
        const { rows } = await withSession({ port: server.port, user: server.user, database }, (client) =>
          client.query(`SELECT current_database() AS database FROM pg_extension WHERE extname = 'pg_trgm'`),
        );
        expect(rows).toEqual([{ database }]);
      }
    });

    test('fails where a database is missing, so that PGO tries again', async () => {
      const incomplete = initSql(printed(major, [...DATABASES, { name: 'missing', owner: 'user' }]));

      const { code, stderr } = await psql(server, incomplete);

      expect(code).toBe(3); // psql's code for a script that ON_ERROR_STOP has ended
      expect(stderr).toContain('database "missing" does not exist');
      // The change of databases, of which there are some up to PostgreSQL 14, ends a script in any case.
      const withoutStop = await psql(server, without(incomplete, '\\set ON_ERROR_STOP on'));
      expect(withoutStop.code).toBe(major === 14 ? 2 : 0);
    });

    test('does not wait for a standby that does not exist yet', async () => {
      // Only a change has something to wait for, so each of the two runs gets one.
      const takeBack = 'ALTER DATABASE orders OWNER TO postgres';
      await server.query(takeBack);
      await setStandbys(server, '*');
      try {
        expect(await psql(server, script)).toMatchObject({ code: 0, stderr: '' });

        await setStandbys(server, '');
        await server.query(takeBack);
        await setStandbys(server, '*');
        const waiting = psql(server, without(script, 'SET synchronous_commit = LOCAL;'));
        await waitUntil(async () => (await server.query(`SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'`)).length === 1);
        await server.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'`);
        expect((await waiting).code).not.toBe(0);
      } finally {
        await setStandbys(server, '');
      }
    });
  });
}

function printed(major: number, databases: readonly DatabaseOptions[]): Manifest[] {
  const version = PostgresVersion.of(String(major));
  const image = PostgresImage.pinned(`registry.example.com/postgres:${major}`); // PGO has none of its own for every version.
  return render(
    program(PostgresOperator.crunchy(), { cluster: { version, image, monitoring: { enabled: false }, databases: [...databases] } }),
  );
}

function initSql(manifests: readonly Manifest[]): string {
  const { name, key } = at(only(manifests, 'PostgresCluster'), '/spec/databaseInitSQL') as { readonly name: string; readonly key: string };
  const { metadata, data } = only(manifests, 'ConfigMap');
  expect(metadata.name).toBe(name);
  return data![key]!;
}

/** The script without one of its lines, to show what the line is for. */
function without(script: string, line: string): string {
  expect(script.split('\n')).toContain(line);
  return script.replace(`${line}\n`, '');
}

/** Creates users and databases, and grants what PGO grants (internal/postgres/users.go). */
async function createUsers(server: PostgresServer, manifests: readonly Manifest[]): Promise<void> {
  interface User {
    readonly name: string;
    readonly databases: readonly string[];
  }
  for (const { name, databases } of at(only(manifests, 'PostgresCluster'), '/spec/users') as readonly User[]) {
    await server.query(`CREATE USER ${identifier(name)}`);
    for (const database of databases) {
      await server.query(`CREATE DATABASE ${identifier(database)}`);
      await server.query(`GRANT ALL PRIVILEGES ON DATABASE ${identifier(database)} TO ${identifier(name)}`);
    }
  }
}

/** The arguments are those of internal/postgres/exec.go; PGO's shell stands in the pod, next to the socket. */
function psql(server: PostgresServer, script: string): Promise<Finished> {
  const env = { PGHOST: server.dataDirectory, PGPORT: String(server.port), PGUSER: server.user, PGDATABASE: 'postgres' };
  return run('psql', ['-Xw', '--file=-'], { folder: server.dataDirectory, env }, script);
}

function createTable(server: PostgresServer, database: string, user: string): Promise<unknown> {
  return withSession({ port: server.port, user, database }, (client) => client.query('CREATE TABLE public.items (id integer)'));
}

async function owners(server: PostgresServer): Promise<Record<string, string>> {
  const rows = await server.query(`SELECT datname, pg_get_userbyid(datdba) AS owner FROM pg_database WHERE datdba <> 10`);
  return Object.fromEntries(rows.map(({ datname, owner }) => [datname, owner])) as Record<string, string>;
}

async function setStandbys(server: PostgresServer, names: string): Promise<void> {
  await server.query(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
  await server.query('SELECT pg_reload_conf()');
  await waitUntil(async () => (await server.query('SHOW synchronous_standby_names'))[0]!.synchronous_standby_names === names);
}

function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
