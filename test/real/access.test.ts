import {
  AccessLevel,
  ClusterConfig,
  ClusterIdentity,
  DatabaseAccess,
  DatabaseOptions,
  Endpoint,
  HaClusterProps,
  PostgresVersion,
  RoleOptions,
} from 'cdk8s-postgres';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { at, Manifest, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { withSession } from './clients';
import { accessJobs, once, runJob } from './jobs';
import type { Entries, Namespace } from './pod';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { waitUntil } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// The Jobs that give roles their access, run as their pods run them: the printed command with the printed variables and files, by a real
// psql, over TLS, as the owner of the database. Then each role logs in and tries what it may and may not do.

const HOST = 'orders-primary.orders.svc';
const PASSWORD = 'the-right-one';

/** An operator whose certificates can be checked. */
class CheckedOperator extends PermissiveOperator {
  public override importCluster(identity: ClusterIdentity): ClusterConfig {
    const primary = new Endpoint(HOST, 5432, { ca: { name: 'orders-tls', key: 'ca.crt' }, serverName: HOST });
    return { ...super.importCluster(identity), primary };
  }
}

const access = (level: AccessLevel, schemas?: string[]): DatabaseAccess[] => [{ database: 'orders', level, schemas }];

const DATABASE: DatabaseOptions = { name: 'orders', owner: 'owner', schemas: ['audit', 'reports'] };

const ROLES: readonly RoleOptions[] = [
  { name: 'reader', access: access(AccessLevel.READ_ONLY) },
  { name: 'writer', access: access(AccessLevel.READ_WRITE) },
  { name: 'partial', access: access(AccessLevel.READ_WRITE, ['reports']) },
  { name: 'deputy', access: access(AccessLevel.OWNER) },
  { name: 'nobody' },
];

/** What is there before any role has access, made by the owner. */
const EARLIER = `
  CREATE TABLE public.items (id serial PRIMARY KEY, name text);
  INSERT INTO public.items (name) VALUES ('first');
  CREATE VIEW public.names AS SELECT name FROM public.items;
  CREATE MATERIALIZED VIEW public.counts AS SELECT count(*) FROM public.items;
  CREATE TABLE public.parts (id integer) PARTITION BY RANGE (id);
  CREATE TABLE public.part_1 PARTITION OF public.parts FOR VALUES FROM (1) TO (9);
  CREATE SEQUENCE public."Number of ""orders""";
  CREATE TABLE public."Tab ""le"" $do$" (id integer)`;

/** What the owner makes when the roles have their access. */
const LATER = `
  CREATE TABLE public.later (id serial);
  CREATE VIEW public.later_view AS SELECT id FROM public.later;
  CREATE TABLE reports.daily (id serial);
  CREATE TABLE audit.log (id serial);
  CREATE SCHEMA undeclared;
  CREATE TABLE undeclared.secret (id serial)`;

/** What is tried, and who succeeds; the owner always does. */
const TRIALS: readonly (readonly [statement: string, ...allowed: string[]])[] = [
  ['SELECT FROM public.items', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public.names', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public.counts', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public.part_1', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public."Tab ""le"" $do$"', 'reader', 'writer', 'deputy'],
  ['SELECT last_value FROM public.items_id_seq', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public.later', 'reader', 'writer', 'deputy'],
  ['SELECT FROM public.later_view', 'reader', 'writer', 'deputy'],
  ['SELECT FROM audit.log', 'reader', 'writer', 'deputy'],
  ['SELECT FROM reports.daily', 'reader', 'writer', 'deputy', 'partial'],
  ['SELECT FROM undeclared.secret', 'deputy'],
  ['SELECT FROM public.belongs_to_an_extension'],

  [`INSERT INTO public.items (name) VALUES ('second')`, 'writer', 'deputy'],
  ['INSERT INTO public.parts VALUES (2)', 'writer', 'deputy'],
  ['INSERT INTO public.later DEFAULT VALUES', 'writer', 'deputy'],
  ['INSERT INTO audit.log DEFAULT VALUES', 'writer', 'deputy'],
  ['INSERT INTO reports.daily DEFAULT VALUES', 'writer', 'deputy', 'partial'],
  ['INSERT INTO undeclared.secret DEFAULT VALUES', 'deputy'],
  [`UPDATE public.items SET name = 'other'`, 'writer', 'deputy'],
  ['DELETE FROM public.items', 'writer', 'deputy'],
  [`SELECT nextval('public.items_id_seq')`, 'writer', 'deputy'],
  [`SELECT setval('public."Number of ""orders"""', 7)`, 'writer', 'deputy'],
  [`SELECT nextval('public.later_id_seq')`, 'writer', 'deputy'],
  [`SELECT nextval('reports.daily_id_seq')`, 'writer', 'deputy', 'partial'],

  ['TRUNCATE public.items', 'deputy'],
  ['TRUNCATE public.later', 'deputy'],
  ['ALTER TABLE public.items ADD COLUMN more text', 'deputy'],
  ['CREATE INDEX ON public.items (name)', 'deputy'],
  ['CREATE TRIGGER t BEFORE UPDATE ON public.items EXECUTE FUNCTION suppress_redundant_updates_trigger()', 'deputy'],
  ['REFRESH MATERIALIZED VIEW public.counts', 'deputy'],
  ['DROP TABLE public.items CASCADE', 'deputy'],
  ['CREATE TABLE public.mine (id integer)', 'deputy'],
  ['CREATE TABLE reports.mine (id integer)', 'deputy'],
  ['CREATE VIEW reports.mine AS SELECT 1', 'deputy'],
  ['CREATE SCHEMA mine', 'deputy'],
  ['DROP SCHEMA reports CASCADE', 'deputy'],
];

/** Names with everything that SQL, psql, the shell or Kubernetes reads as a sign of its own. */
const NAMES: readonly string[] = [
  'select',
  'Two Words',
  'a "quoted" name',
  `l'été à 東京`,
  'back\\slash\\',
  `\\' OR 'a'='a`,
  '$do$ $1 %I %s $$ $do_$',
  ':owner :"owner" :\'owner\' \\q',
  'x"; DROP TABLE kept; --',
  `x'; DROP TABLE kept; --`,
  '*/ DROP TABLE kept; /*',
  'two\nlines\r\n\\! touch kept',
  '$(PGHOST) $HOME `id`',
  'host=elsewhere sslmode=disable',
  'postgresql://elsewhere/kept',
];

const withPsql = requireOnPath('psql', 'openssl');

for (const major of MAJORS) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : withPsql;

  suite(`access on PostgreSQL ${major}`, () => {
    let server: PostgresServer;
    let authority: CertificateAuthority;

    beforeAll(async () => {
      authority = await certificateAuthority();
      const { cert, key } = await authority.issue(HOST, [HOST]);
      server = await start(major, {
        hba: 'hostssl all all 127.0.0.1/32 scram-sha-256',
        files: { 'server.crt': cert, 'server.key': key },
        settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key', password_encryption: 'scram-sha-256' },
      });
    });

    afterAll(() => server?.stop());

    const login = (user: string, database = 'orders'): Login => ({
      port: server.port,
      user,
      database,
      password: PASSWORD,
      tls: { ca: authority.ca, servername: HOST },
    });
    const as = (user: string, sql: string, database?: string) => withSession(login(user, database), (client) => client.query(sql));
    const asSuperuser = (database: string, sql: string) => withSession({ ...login(server.user, database) }, (client) => client.query(sql));

    /** Runs all Jobs of a program at once, as the cluster would. */
    async function runJobs(cluster: Partial<HaClusterProps>, change = (text: string): string => text): Promise<Finished[]> {
      const manifests = render(program(new CheckedOperator(), { cluster: { version: PostgresVersion.of(String(major)), ...cluster } }));
      return Promise.all(
        accessJobs(manifests).map((job) => runJob(job, manifests, { server, secrets: secretsOf(job, authority.ca), change })),
      );
    }

    const giveAccess = (roles: readonly RoleOptions[], change?: (text: string) => string) =>
      runJobs({ databases: [DATABASE], roles: [...roles] }, change);

    /** Who succeeds with each statement. */
    async function successes(): Promise<string[][]> {
      const allowed: string[][] = TRIALS.map(([statement]) => [statement]);
      for (const { name } of ROLES) {
        await withSession(login(name), async (client) => {
          for (const [i, [statement]] of TRIALS.entries()) {
            await client.query('BEGIN');
            const error = await client.query(statement).then(
              () => undefined,
              ({ code, message }: { code?: string; message: string }) => ({ code, message }),
            );
            await client.query('ROLLBACK');
            if (error === undefined) {
              allowed[i]!.push(name);
            } else if (error.code !== '42501') {
              throw new Error(`${name} was refused '${statement}' for another reason: ${error.message}`);
            }
          }
        });
      }
      return allowed;
    }

    const sorted = (lists: readonly (readonly string[])[]): string[][] => lists.map(([first, ...rest]) => [first!, ...[...rest].sort()]);

    describe('of each level', () => {
      beforeAll(async () => {
        await createRole(server, 'owner');
        await server.query('CREATE DATABASE orders OWNER owner');
        for (const { name } of ROLES) {
          await createRole(server, name);
        }
        await server.query('GRANT owner TO deputy');
        await server.query(`ALTER ROLE ${server.user} PASSWORD '${PASSWORD}'`);
        await as('owner', EARLIER);
        // As an extension has it: an object in the midst of the owner's that the owner may not give away.
        await asSuperuser('orders', 'CREATE TABLE public.belongs_to_an_extension (id serial)');
        await asSuperuser('orders', 'CREATE EXTENSION pg_stat_statements');
      });

      if (major === 14) {
        test('the Job fails while everybody may create tables', async () => {
          const [job] = await giveAccess(ROLES, once);

          expect(job).toMatchObject({ code: 3, stderr: expect.stringContaining('everybody may create objects in the schema public') });
        });
      }

      test('the Job succeeds', async () => {
        if (major === 14) {
          await asSuperuser('orders', CLOSE_PUBLIC);
        }
        expect(await giveAccess(ROLES)).toEqual([
          { code: 0, stdout: expect.any(String), stderr: expect.not.stringMatching(/ERROR|WARNING/) },
        ]);
      });

      test('each role may do what its level says, and nothing else', async () => {
        await as('owner', LATER);
        expect(sorted(await successes())).toEqual(sorted(TRIALS));
      });

      test('running it twice is running it once', async () => {
        const before = await acls(server);
        expect(before.length).toBeGreaterThan(20);
        expect(await giveAccess(ROLES)).toEqual([expect.objectContaining({ code: 0, stderr: expect.not.stringMatching(/ERROR|WARNING/) })]);
        expect(await acls(server)).toEqual(before);
      });

      test('a lower level takes rights away, of objects that come later too', async () => {
        const lower = ROLES.map((role) => (role.name === 'writer' ? { ...role, access: access(AccessLevel.READ_ONLY) } : role));
        expect(await giveAccess(lower)).toEqual([expect.objectContaining({ code: 0 })]);
        await as('owner', 'CREATE TABLE public.latest (id serial)');

        await as('writer', 'SELECT FROM public.items, public.latest');
        for (const table of ['items', 'later', 'latest']) {
          await expect(as('writer', `DELETE FROM public.${table}`)).rejects.toThrow(`permission denied for table ${table}`);
          await expect(as('writer', `SELECT nextval('public.${table}_id_seq')`)).rejects.toThrow('permission denied for sequence');
        }
      });

      test('a schema that is left out is taken away', async () => {
        const narrower = ROLES.map((role) =>
          role.name === 'reader' ? { ...role, access: access(AccessLevel.READ_ONLY, ['audit', 'reports']) } : role,
        );
        expect(await giveAccess(narrower)).toEqual([expect.objectContaining({ code: 0 })]);

        await as('reader', 'SELECT FROM audit.log');
        await expect(as('reader', 'SELECT FROM public.items')).rejects.toThrow('permission denied for table items');
      });

      test('a change that was made by hand is gone with the next run', async () => {
        await as('owner', 'GRANT TRUNCATE ON public.items TO reader; GRANT CREATE ON SCHEMA reports TO reader');
        await giveAccess(ROLES);
        expect(sorted(await successes())).toEqual(sorted(TRIALS));
      });

      test('does not wait for a standby that does not exist yet', async () => {
        await server.query(`ALTER SYSTEM SET synchronous_standby_names = '*'`);
        await server.query('SELECT pg_reload_conf()');
        try {
          await waitUntil(async () => (await server.query('SHOW synchronous_standby_names'))[0]!.synchronous_standby_names === '*');
          expect(await giveAccess(ROLES)).toEqual([expect.objectContaining({ code: 0 })]);
        } finally {
          await server.query(`ALTER SYSTEM RESET synchronous_standby_names`);
          await server.query('SELECT pg_reload_conf()');
        }
      });
    });

    test('names are names, whatever stands in them', async () => {
      const databases = NAMES.map((name) => ({ name, owner: name, schemas: [name] }));
      const roles = NAMES.map((name) => ({ name: `${name}!`, access: [{ database: name, level: AccessLevel.READ_WRITE }] }));
      for (const { name } of databases) {
        await createRole(server, name);
        await createRole(server, `${name}!`);
        await server.query(`CREATE DATABASE ${identifier(name)} OWNER ${identifier(name)}`);
        await closePublic(server, login, name);
        await as(name, 'CREATE TABLE public.kept (id serial)', name);
      }

      const jobs = await runJobs({ databases, roles }, once);

      expect(jobs).toEqual(NAMES.map(() => ({ code: 0, stdout: expect.anything(), stderr: '' })));
      for (const name of NAMES) {
        await as(name, `CREATE TABLE ${identifier(name)}.${identifier(name)} (id serial)`, name);
        await as(`${name}!`, `INSERT INTO ${identifier(name)}.${identifier(name)} DEFAULT VALUES`, name);
        await as(`${name}!`, 'INSERT INTO public.kept DEFAULT VALUES', name);
        await expect(as(`${name}!`, 'TRUNCATE public.kept', name)).rejects.toThrow('permission denied for table kept');
      }
    });

    test('the Job waits for roles and databases that appear later', async () => {
      const database = { name: 'late', owner: 'late-owner', schemas: ['ops'] };
      const reader = { name: 'late-reader', access: [{ database: 'late', level: AccessLevel.READ_ONLY }] };
      const waiting = runJobs({ databases: [database], roles: [reader] });

      await pause();
      await createRole(server, 'late-owner');
      await pause();
      await server.query('CREATE DATABASE late OWNER "late-owner"');
      await closePublic(server, login, 'late');
      await pause();
      await createRole(server, 'late-reader');

      const [job] = await waiting;
      expect(job!.code).toBe(0);
      for (const reason of ['password authentication failed', 'database "late" does not exist', 'role "late-reader" does not exist']) {
        expect(job!.stderr).toContain(reason);
      }
      await as('late-owner', 'CREATE TABLE ops.events (id integer)', 'late');
      await as('late-reader', 'SELECT FROM ops.events', 'late');
    });

    test('the Job does not hand the password to a server that the CA does not know', async () => {
      const other = await certificateAuthority();
      const manifests = render(program(new CheckedOperator(), { cluster: { databases: [DATABASE] } }));
      const [job] = accessJobs(manifests);

      const { code, stderr } = await runJob(job!, manifests, { server, secrets: secretsOf(job!, other.ca), change: once });

      expect(code).toBe(2); // psql's code for no connection
      expect(stderr).toContain('certificate verify failed');
    });
  });
}

/** What is each operator's part of the work on PostgreSQL 14; later versions come like this. */
const CLOSE_PUBLIC = 'ALTER SCHEMA public OWNER TO pg_database_owner; REVOKE CREATE ON SCHEMA public FROM PUBLIC';

async function closePublic({ major, user }: PostgresServer, login: (user: string, database: string) => Login, database: string) {
  if (major === 14) {
    await withSession(login(user, database), (client) => client.query(CLOSE_PUBLIC));
  }
}

/** The Secrets of a pod: that of the owner, whose name is the end of the Secret's name, and that of the CA. */
function secretsOf(job: Manifest, ca: string): Namespace['secrets'] {
  const owner = at(job, '/spec/template/spec/volumes/0/secret/secretName') as string;
  const credentials: Entries = { username: owner.replace(/^orders-/, ''), password: PASSWORD };
  return { 'orders-tls': { 'ca.crt': ca }, [owner]: credentials };
}

/** Longer than a round of the loop, in which `sleep 15` is `sleep 0.1`. */
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 700));

async function createRole(server: PostgresServer, name: string): Promise<void> {
  await server.query(`CREATE ROLE ${identifier(name)} LOGIN PASSWORD '${PASSWORD}'`);
}

/** All that anybody was granted in the database `orders`. */
async function acls({ port, user, dataDirectory }: PostgresServer): Promise<unknown[]> {
  const { Client } = await import('pg');
  const client = new Client({ host: dataDirectory, port, user, database: 'orders' });
  await client.connect();
  try {
    const { rows } = await client.query(`
      SELECT 'object' AS kind, oid::regclass::text AS name, relacl::text AS acl FROM pg_class WHERE relacl IS NOT NULL
      UNION ALL SELECT 'schema', nspname, nspacl::text FROM pg_namespace
      UNION ALL SELECT 'default', concat(defaclrole::regrole, ' ', defaclnamespace::regnamespace, ' ', defaclobjtype), defaclacl::text FROM pg_default_acl
      ORDER BY 1, 2`);
    return rows;
  } finally {
    await client.end();
  }
}

function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
