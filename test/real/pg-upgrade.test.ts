import { IPostgresOperator, PostgresImage, PostgresOperator, PostgresVersion, UpgradeStep } from 'cdk8s-postgres';
import { Ask, program } from '../support/programs';
import { Manifest, at, only, render } from '../support/render';
import { NEW_PROGRAMS, isInstalled, pgUpgrade } from './pg-upgrade';
import type { PostgresServer } from './postgres-server';
import { programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { run } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// A data directory with the settings and extensions that the library prints, upgraded as each operator does it, and what follows by the script
// of our own Job. How they do it: pkg/management and internal/cmd/manager/instance/upgrade of CloudNativePG, major_upgrade of Spilo,
// internal/controller/pgupgrade of PGO.

const TO = 18;
const OWNER = 'orders-app';
const image = (major: number): PostgresImage => PostgresImage.pinned(`registry.example.com/postgres:${major}`);

/** What an operator creates as the superuser, and what the owner creates himself. */
const THEIRS = ['pg_stat_statements', 'btree_gist', 'hstore'];
const OWN = ['citext', 'pg_trgm'];

/** Libraries of Spilo that only its image has. */
const OF_SPILO = ['bg_mon', 'pgextwlist', 'pg_auth_mon', 'set_user', 'timescaledb', 'pg_cron', 'pg_stat_kcache'];

interface Way {
  readonly name: string;
  readonly operator: IPostgresOperator;
  readonly from: number;
  readonly args: readonly string[];
  /** Further arguments for the servers that pg_upgrade starts. */
  readonly options?: readonly string[];
  /** What the operator does in the database before. */
  readonly before?: string;
  /** The settings as they are printed. */
  readonly settings: (manifests: readonly Manifest[]) => Readonly<Record<string, string>>;
}

const cnpgSettings: Way['settings'] = (manifests) => {
  const { parameters, shared_preload_libraries: libraries } = at(only(manifests, 'Cluster'), '/spec/postgresql') as {
    readonly parameters: Readonly<Record<string, string>>;
    readonly shared_preload_libraries: readonly string[];
  };
  return { ...parameters, shared_preload_libraries: libraries.join() };
};

const WAYS: readonly Way[] = [
  ...[14, 17].map((from): Way => {
    const keep = [
      '--old-options=-c max_slot_wal_keep_size=-1',
      '--new-options=-c max_slot_wal_keep_size=-1 -c idle_replication_slot_timeout=0',
    ];
    return { name: 'CloudNativePG', operator: PostgresOperator.cloudNativePg(), from, args: ['--link', ...keep], settings: cnpgSettings };
  }),
  {
    name: 'Zalando',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    from: 14,
    args: ['--link', '--jobs=2'],
    before: 'DROP EXTENSION pg_stat_statements',
    settings: (manifests) => {
      const all = at(only(manifests, 'postgresql'), '/spec/postgresql/parameters') as Readonly<Record<string, string>>;
      const libraries = all.shared_preload_libraries!.split(',').filter((library) => !OF_SPILO.includes(library));
      return { ...all, shared_preload_libraries: libraries.join() };
    },
  },
  {
    name: 'PGO',
    operator: PostgresOperator.crunchy(),
    from: 14,
    args: ['--copy', '--jobs=1'],
    settings: (manifests) => at(only(manifests, 'PostgresCluster'), '/spec/config/parameters') as Readonly<Record<string, string>>,
  },
];

/** A program that ended well. */
const WELL = { code: 0 };

const asking = (from: number, more: Ask = {}): Ask => ({
  ...more,
  cluster: {
    version: PostgresVersion.of(String(from)),
    image: image(from),
    monitoring: { enabled: false },
    databases: [{ name: 'orders', owner: OWNER, extensions: THEIRS.map((name) => ({ name })) }],
    preloadLibraries: ['pg_stat_statements'],
    parameters: { max_connections: '40', shared_buffers: '64MB', work_mem: '8MB', 'pg_stat_statements.max': '500', wal_compression: 'on' },
  },
});

/** The script of the Job that follows, the same on every operator. Zalando has none: there the image does as much, as the superuser. */
function finishSql(from: number): string {
  const upgrade = { to: PostgresVersion.of(String(TO)), step: UpgradeStep.finish(), image: image(TO) };
  const manifests = render(program(PostgresOperator.cloudNativePg(), asking(from, { upgrade })));
  return at(
    manifests.find(({ data }) => data?.['finish.sql'] !== undefined)!,
    '/data/finish.sql',
  ) as string;
}

const BEHIND = `SELECT string_agg(extname, ',' ORDER BY extname) FROM pg_extension JOIN pg_available_extensions ON name = extname
  WHERE default_version <> extversion`;

const withPsql = requireOnPath('psql');

for (const way of WAYS) {
  const { name, operator, from } = way;
  const old = programFolder(from) !== undefined;
  const suite = old && isInstalled() ? withPsql : requireProgram(`pg_upgrade ('npm ci' and 'bash test/real/install')`, false);

  suite(`pg_upgrade from ${from} to ${TO} as by ${name}`, () => {
    const settings = way.settings(render(program(operator, asking(from))));
    // 18 makes checksums unless told otherwise, and both sides must be alike: operators pass on what the old side has.
    const initdb = ['--data-checksums'];
    /** What 18 has a newer version of. Spilo drops one of them before. */
    const left = ['btree_gist', 'citext', ...(way.before === undefined ? ['pg_stat_statements'] : [])];
    let before: PostgresServer;
    let after: PostgresServer;
    let upgraded: Finished;
    let finished: Finished;
    let statisticsBefore: string;

    const psql = (server: PostgresServer, user: string, sql: string): Promise<Finished> => {
      const env = { PGHOST: server.host, PGPORT: String(server.port), PGUSER: user, PGDATABASE: 'orders' };
      const args = ['-X', '-v', 'ON_ERROR_STOP=1', '-A', '-t', '-f', '-'];
      return run('psql', args, { folder: server.dataDirectory, env, deadline: 120_000 }, sql);
    };
    const rows = async (sql: string): Promise<string> => {
      const answer = await psql(after, after.user, sql);
      expect(answer).toMatchObject(WELL);
      return answer.stdout.trim();
    };
    const analyzed = `SELECT count(*) FROM pg_stats WHERE tablename = 'bought'`;

    beforeAll(async () => {
      before = await start(from, { settings, initdb });
      await before.query(`CREATE ROLE "${OWNER}" LOGIN`);
      await before.query(`CREATE DATABASE orders OWNER "${OWNER}"`);
      const statements = [
        ...OWN.map((extension) => `CREATE EXTENSION ${extension};`),
        'CREATE TABLE bought (id int PRIMARY KEY, item citext, tags hstore);',
        `INSERT INTO bought SELECT n, 'Item ' || n % 7, hstore('n', n::text) FROM generate_series(1, 5000) n;`,
        'CREATE INDEX ON bought USING gist (id);',
        'CREATE INDEX ON bought USING gin (item gin_trgm_ops);',
        'CREATE STATISTICS pairs (ndistinct) ON id, item FROM bought;',
        'ANALYZE;',
      ];
      const made = await psql(before, before.user, THEIRS.map((extension) => `CREATE EXTENSION ${extension};`).join('\n'));
      expect(made).toMatchObject(WELL);
      expect(await psql(before, OWNER, statements.join('\n'))).toMatchObject(WELL);
      expect(await psql(before, before.user, way.before ?? '')).toMatchObject(WELL);
      await before.halt();
      after = await start(TO, {
        settings,
        initdb,
        programs: NEW_PROGRAMS,
        before: async (newData) => {
          const sides = { major: from, oldData: before.dataDirectory, newData };
          expect(await pgUpgrade({ ...sides, args: ['--check', ...way.args] })).toMatchObject(WELL);
          upgraded = await pgUpgrade({ ...sides, args: way.args });
          expect(upgraded).toMatchObject(WELL);
        },
      });
      statisticsBefore = (await psql(after, after.user, analyzed)).stdout.trim();
      finished = await psql(after, OWNER, finishSql(from));
    }, 600_000);

    afterAll(async () => {
      await before?.stop();
      await after?.stop();
    });

    test('takes the settings and the rows along', async () => {
      expect(upgraded.stdout).toContain('Upgrade Complete');
      expect(await rows('SHOW server_version')).toMatch(new RegExp(`^${TO}\\.`));
      expect(await rows('SHOW shared_preload_libraries')).toBe('pg_stat_statements');
      expect(await rows('SHOW max_connections')).toBe('40');
      expect(await rows(`SELECT count(*), count(*) FILTER (WHERE item = 'ITEM 3') FROM bought`)).toBe('5000|714');
    });

    test('has extensions that belong to the superuser, whoever created them, and are as old as before', async () => {
      expect(await rows('SELECT DISTINCT extowner::regrole FROM pg_extension')).toBe('postgres');
      expect(finished).toMatchObject(WELL);
      expect(await rows(BEHIND)).toBe(left.join());
      for (const extension of left) {
        const warning = `WARNING: {2}extension ${extension} is not at version [\\d.]+: must be owner of extension ${extension}\n`;
        expect(finished.stderr).toMatch(new RegExp(`${warning}HINT: {2}run as the superuser: ALTER EXTENSION ${extension} UPDATE;`));
      }
    });

    test('has them at the version of the server when the Job is the superuser', async () => {
      const asSuperuser = await psql(after, after.user, finishSql(from));
      expect(asSuperuser).toMatchObject(WELL);
      expect(asSuperuser.stderr).not.toContain('WARNING');
      for (const extension of left) {
        expect(asSuperuser.stderr).toContain(`NOTICE:  extension ${extension} is at version`);
      }
      expect(await rows(BEHIND)).toBe('');
    });

    test('has statistics, of which pg_upgrade itself left none or, from 18, those of plain columns', async () => {
      expect(statisticsBefore).toBe('3');
      expect(await rows(analyzed)).toBe('3');
      expect(await rows(`SELECT count(*) FROM pg_stats_ext WHERE statistics_name = 'pairs' AND n_distinct IS NOT NULL`)).toBe('1');
      expect(await rows(`SELECT reltuples FROM pg_class WHERE relname = 'bought'`)).toBe('5000');
    });
  });
}
