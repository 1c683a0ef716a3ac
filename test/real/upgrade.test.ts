import { PostgresImage, PostgresOperator, PostgresVersion, UpgradeStep } from 'cdk8s-postgres';
import { program } from '../support/programs';
import { Manifest, at, render } from '../support/render';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { run } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The script of the Job that follows a major upgrade, run as that Job runs it: by psql, as the owner of the database. What it finds after
// pg_upgrade has been there is in pg-upgrade.test.ts.

const withPsql = requireOnPath('psql');
const OWNER = 'orders-app';

/** The script that is printed for a version. */
function script(major: number): string {
  const version = PostgresVersion.of(String(major));
  const manifests = render(
    program(PostgresOperator.cloudNativePg(), {
      cluster: { version: PostgresVersion.V14, databases: [{ name: 'orders', owner: OWNER }] },
      upgrade: { to: version, step: UpgradeStep.finish(), image: PostgresImage.pinned(`registry.example.com/pg:${major}`) },
    }),
  );
  const isScript = ({ kind, metadata }: Manifest): boolean => kind === 'ConfigMap' && /-finish-/.test(metadata.name);
  return at(manifests.find(isScript), '/data/finish.sql') as string;
}

for (const major of MAJORS.filter((one) => one >= 16)) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : withPsql;

  suite(`what follows an upgrade, on PostgreSQL ${major}`, () => {
    let server: PostgresServer;
    let finished: Finished;

    const psql = (user: string, sql: string): Promise<Finished> =>
      run(
        'psql',
        ['-X', '-v', 'ON_ERROR_STOP=1', '-A', '-t', '-f', '-'],
        {
          folder: server.dataDirectory,
          env: { PGHOST: server.host, PGPORT: String(server.port), PGUSER: user, PGDATABASE: 'orders' },
        },
        sql,
      );
    const rows = async (sql: string): Promise<string> => (await psql(server.user, sql)).stdout.trim();

    beforeAll(async () => {
      server = await start(major);
      await server.query(`CREATE ROLE "${OWNER}" LOGIN`);
      await server.query(`CREATE DATABASE orders OWNER "${OWNER}"`);
      const made = await psql(
        OWNER,
        `CREATE EXTENSION hstore VERSION '1.4';
         CREATE TABLE bought (id int, item text);
         INSERT INTO bought SELECT n, 'item ' || n % 7 FROM generate_series(1, 5000) n;`,
      );
      expect(made).toMatchObject({ code: 0 });
      await psql(server.user, `CREATE EXTENSION pg_stat_statements VERSION '1.4';`);
      finished = await psql(OWNER, script(major));
    });

    afterAll(() => server?.stop());

    test('ends well', () => {
      expect(finished).toMatchObject({ code: 0 });
    });

    test('updates what the owner owns, and warns of the rest', async () => {
      const behind = await rows(
        `SELECT e.extname FROM pg_extension e JOIN pg_available_extensions a ON a.name = e.extname WHERE a.default_version <> e.extversion`,
      );
      expect(behind).toBe('pg_stat_statements');
      expect(finished.stderr).toMatch(/NOTICE: {2}extension hstore is at version 1\.\d/);
      expect(finished.stderr).toMatch(/WARNING: {2}extension pg_stat_statements is not at version 1\.\d+: must be owner/);
    });

    test('makes statistics of every table of the database', async () => {
      expect(await rows(`SELECT count(*) FROM pg_stats WHERE tablename = 'bought'`)).toBe('2');
      expect(await rows(`SELECT reltuples FROM pg_class WHERE relname = 'bought'`)).toBe('5000');
    });

    test('can be run once more', async () => {
      expect(await psql(OWNER, script(major))).toMatchObject({ code: 0 });
    });
  });
}
