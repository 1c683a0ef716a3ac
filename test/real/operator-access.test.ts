import {
  AccessLevel,
  CrunchyVersion,
  DatabaseOptions,
  HaClusterProps,
  IPostgresOperator,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RolePassword,
} from 'cdk8s-postgres';
import { program } from '../support/programs';
import { at, Manifest, only, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { refusal, withSession } from './clients';
import { accessJobs, once, runJob } from './jobs';
import type { Namespace } from './pod';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { run } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// Roles, databases and what is in them, from what is printed to what a role may do: a real server gets the statements that each operator
// makes of its objects, then the Jobs run, then the roles log in.

const PASSWORD = 'the-right-one';

interface Printed {
  readonly name: string;
  readonly operator: IPostgresOperator;
  readonly majors: readonly number[];
  /** Asked for on top of what all of them can do. */
  readonly cluster: Partial<HaClusterProps>;
  /** Host of the primary, and whether its certificate is checked. */
  readonly host: string;
  readonly secrets: (owner: string, ca: string) => Readonly<Record<string, unknown>>;
  /** What the operator does with what is printed. */
  readonly operate: (server: Server, manifests: readonly Manifest[]) => Promise<void>;
}

interface Server {
  readonly postgres: PostgresServer;
  /** Runs one text as the superuser, as one message of the simple protocol. */
  readonly run: (database: string, sql: string) => Promise<void>;
}

const supplied = (name: string) => ({ name, password: RolePassword.fromSecret() });

/** What each operator has: two databases of two owners, with schemas, an extension, and roles of the levels that all of them have. */
const DATABASES: readonly DatabaseOptions[] = [
  { name: 'orders', owner: 'orders-app', schemas: ['reports'], extensions: [{ name: 'pg_trgm' }, { name: 'pg_stat_statements' }] },
  { name: 'audit', owner: 'auditor', schemas: ['archive'] },
];
const READERS = [
  { ...supplied('reader'), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] },
  { ...supplied('writer'), access: [{ database: 'orders', level: AccessLevel.READ_WRITE }] },
  { ...supplied('clerk'), access: [{ database: 'audit', level: AccessLevel.READ_ONLY, schemas: ['archive'] }] },
];
const COMMON = { databases: [...DATABASES], roles: [supplied('auditor'), ...READERS] };

/** What two of them have besides. */
const FULL: Partial<HaClusterProps> = {
  databases: [
    {
      ...DATABASES[0]!,
      extensions: [...DATABASES[0]!.extensions!, { name: 'citext', schema: 'reports' }, { name: 'hstore', version: '1.6' }],
    },
    { ...DATABASES[1]!, connectionLimit: 7 },
  ],
  roles: [
    supplied('auditor'),
    ...READERS,
    { name: 'staff', login: false, memberOf: ['pg_monitor'] },
    { ...supplied('deputy'), access: [{ database: 'orders', level: AccessLevel.OWNER }], memberOf: ['staff'], connectionLimit: 3 },
    { ...supplied('temp'), validUntil: '2001-02-03T04:05:06Z' },
  ],
};

const OPERATORS: readonly Printed[] = [
  {
    // InitDB in pkg/management/postgres/initdb.go, then the controllers of DatabaseRole and Database; see database_controller_sql.go.
    name: 'CloudNativePG',
    operator: PostgresOperator.cloudNativePg(),
    majors: MAJORS,
    cluster: FULL,
    host: 'orders-rw.orders.svc',
    secrets: (owner, ca) => ({
      [owner === 'orders-app' ? 'orders-app' : `orders-${owner}`]: { username: owner, password: PASSWORD },
      'orders-ca': { 'ca.crt': ca },
    }),
    operate: async (server, manifests) => {
      interface InitDb {
        readonly database: string;
        readonly owner: string;
        readonly postInitTemplateSQL?: readonly string[];
      }
      interface Described {
        readonly name: string;
        readonly owner: string;
        readonly connectionLimit?: number;
        readonly schemas?: readonly { readonly name: string; readonly owner: string }[];
        readonly extensions?: readonly { readonly name: string; readonly version?: string; readonly schema?: string }[];
      }
      interface Role {
        readonly name: string;
        readonly login: boolean;
        readonly connectionLimit: number;
        readonly validUntil?: string;
        readonly inRoles?: readonly string[];
      }
      const { database, owner, postInitTemplateSQL = [] } = at(only(manifests, 'Cluster'), '/spec/bootstrap/initdb') as InitDb;
      await server.run('postgres', `CREATE ROLE ${quoted(owner)} LOGIN PASSWORD '${PASSWORD}'`);
      for (const sql of postInitTemplateSQL) {
        await server.run('template1', sql);
      }
      await server.run('postgres', `CREATE DATABASE ${quoted(database)} OWNER ${quoted(owner)}`);
      const roles = specs<Role>(manifests, 'DatabaseRole');
      expect(roles.length).toBeGreaterThan(0);
      for (const role of roles) {
        const login = role.login ? `LOGIN PASSWORD '${PASSWORD}'` : 'NOLOGIN';
        const until = role.validUntil ? ` VALID UNTIL '${role.validUntil}'` : '';
        await server.run('postgres', `CREATE ROLE ${quoted(role.name)} ${login} CONNECTION LIMIT ${role.connectionLimit}${until}`);
      }
      for (const { name, inRoles = [] } of roles) {
        for (const group of inRoles) {
          await server.run('postgres', `GRANT ${quoted(group)} TO ${quoted(name)}`);
        }
      }
      for (const described of specs<Described>(manifests, 'Database')) {
        if (described.name !== database) {
          await server.run('postgres', `CREATE DATABASE ${quoted(described.name)} OWNER ${quoted(described.owner)}`);
        }
        if (described.connectionLimit !== undefined) {
          await server.run('postgres', `ALTER DATABASE ${quoted(described.name)} CONNECTION LIMIT ${described.connectionLimit}`);
        }
        for (const schema of described.schemas ?? []) {
          await server.run(described.name, `CREATE SCHEMA ${quoted(schema.name)} AUTHORIZATION ${quoted(schema.owner)}`);
        }
        for (const { name, version, schema } of described.extensions ?? []) {
          const options = `${version ? ` VERSION ${quoted(version)}` : ''}${schema ? ` SCHEMA ${quoted(schema)}` : ''}`;
          await server.run(described.name, `CREATE EXTENSION ${quoted(name)}${options}`);
        }
      }
    },
  },
  {
    // createRoles, syncDatabases and syncPreparedDatabases of pkg/cluster; the roles that come with prepared databases are left out.
    name: 'Zalando',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    majors: MAJORS.filter((major) => major > 14), // Rule ZAL-157: nobody closes the schema public there.
    cluster: COMMON,
    host: 'orders.orders.svc',
    secrets: (owner) => ({ [`${owner}.orders.credentials.postgresql.acid.zalan.do`]: { username: owner, password: PASSWORD } }),
    operate: async (server, manifests) => {
      interface Spec {
        readonly users: Readonly<Record<string, readonly string[]>>;
        readonly databases: Readonly<Record<string, string>>;
        readonly preparedDatabases?: Readonly<Record<string, { readonly extensions: Readonly<Record<string, string>> }>>;
      }
      const { users, databases, preparedDatabases = {} } = only(manifests, 'postgresql').spec as unknown as Spec;
      for (const [name, flags] of Object.entries(users)) {
        const login = flags.includes('nologin') ? 'NOLOGIN' : 'LOGIN';
        await server.run('postgres', `CREATE ROLE ${quoted(name)} ${login} PASSWORD '${PASSWORD}'`);
      }
      for (const [name, owner] of Object.entries(databases)) {
        await server.run('postgres', `CREATE DATABASE ${quoted(name)} OWNER ${quoted(owner)}`);
      }
      for (const [name, { extensions }] of Object.entries(preparedDatabases)) {
        for (const [extension, schema] of Object.entries(extensions)) {
          await server.run(name, `CREATE EXTENSION IF NOT EXISTS ${quoted(extension)} SCHEMA ${quoted(schema)}`);
        }
      }
    },
  },
  {
    // internal/postgres/databases.go and users.go, then the script as reconcileDatabaseInitSQL runs it.
    name: 'Crunchy PGO',
    operator: PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V6_0 }),
    majors: MAJORS,
    cluster: FULL,
    host: 'orders-primary.orders.svc',
    secrets: (owner, ca) => ({
      [`orders-pguser-${owner}`]: { user: owner, password: PASSWORD },
      'orders-cluster-cert': { 'ca.crt': ca },
    }),
    operate: async (server, manifests) => {
      interface User {
        readonly name: string;
        readonly options?: string;
        readonly databases?: readonly string[];
      }
      const users = at(only(manifests, 'PostgresCluster'), '/spec/users') as readonly User[];
      for (const database of new Set(users.flatMap(({ databases = [] }) => databases))) {
        await server.run('postgres', `CREATE DATABASE ${quoted(database)}`);
      }
      for (const { name, options = '', databases = [] } of users) {
        await server.run('postgres', `CREATE USER ${quoted(name)}`);
        await server.run('postgres', `ALTER ROLE ${quoted(name)} WITH ${options} PASSWORD '${PASSWORD}'`);
        for (const database of databases) {
          await server.run('postgres', `GRANT ALL PRIVILEGES ON DATABASE ${quoted(database)} TO ${quoted(name)}`);
        }
      }
      const reference = at(only(manifests, 'PostgresCluster'), '/spec/databaseInitSQL') as { readonly name: string; readonly key: string };
      const script = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === reference.name)!.data![
        reference.key
      ]!;
      const { dataDirectory, port, user } = server.postgres;
      const env = { PGHOST: dataDirectory, PGPORT: `${port}`, PGUSER: user, PGDATABASE: 'postgres' };
      const psql = (): Promise<Finished> => run('psql', ['-Xw', '--file=-'], { folder: dataDirectory, env }, script);
      expect(await psql()).toMatchObject({ code: 0, stderr: '' });
      const before = await contents(server.postgres);
      expect(await psql()).toMatchObject({ code: 0, stderr: '' });
      expect(await contents(server.postgres)).toEqual(before);
    },
  },
];

const withPsql = requireOnPath('psql', 'openssl');

for (const major of MAJORS) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : withPsql;

  suite(`roles and databases on PostgreSQL ${major}`, () => {
    const operators = OPERATORS.filter(({ majors }) => majors.includes(major));

    describe.each(operators)('as $name makes them', ({ operator, cluster, host, secrets, operate }) => {
      const version = PostgresVersion.of(String(major));
      const image = PostgresImage.pinned(`registry.example.com/postgres:${major}`); // PGO has none of its own for every version.
      let manifests: readonly Manifest[];
      let authority: CertificateAuthority;
      let server: PostgresServer;

      beforeAll(async () => {
        manifests = render(
          program(operator, {
            cluster: {
              version,
              image,
              preloadLibraries: ['pg_stat_statements'],
              parameters: { 'pg_stat_statements.track': 'top' },
              monitoring: { enabled: false },
              ...cluster,
            },
          }),
        );
        authority = await certificateAuthority();
        const { cert, key } = await authority.issue(host, [host]);
        server = await start(major, {
          hba: 'hostssl all all 127.0.0.1/32 scram-sha-256',
          files: { 'server.crt': cert, 'server.key': key },
          settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key', password_encryption: 'scram-sha-256' },
        });
        await server.query(`ALTER ROLE ${server.user} PASSWORD '${PASSWORD}'`);
        await operate({ postgres: server, run: (database, sql) => as(server.user, database, sql).then(() => {}) }, manifests);
      });

      afterAll(() => server?.stop());

      const login = (user: string, database: string): Login => ({
        port: server.port,
        user,
        database,
        password: PASSWORD,
        tls: { ca: authority.ca, servername: host },
      });
      const as = (user: string, database: string, sql: string) => withSession(login(user, database), (client) => client.query(sql));

      test('the Jobs give the roles their access', async () => {
        await as('orders-app', 'orders', 'CREATE TABLE public.items (id serial)');
        const jobs = accessJobs(manifests);
        expect(jobs).toHaveLength(2);
        const owners = { orders: 'orders-app', audit: 'auditor' };
        for (const job of jobs) {
          const owner = owners[job.metadata.annotations!['cdk8s-postgres/database'] as keyof typeof owners];
          const finished = await runJob(job, manifests, {
            server,
            secrets: secrets(owner, authority.ca) as Namespace['secrets'],
            change: once,
          });
          expect(finished).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/ERROR|WARNING/) });
        }
        await as('orders-app', 'orders', 'CREATE TABLE reports.daily (id serial)');
        await as('auditor', 'audit', 'CREATE TABLE archive.log (id serial); CREATE TABLE public.notes (id serial)');

        await as('reader', 'orders', 'SELECT FROM public.items, reports.daily');
        await as('writer', 'orders', 'INSERT INTO public.items DEFAULT VALUES; INSERT INTO reports.daily DEFAULT VALUES');
        await as('clerk', 'audit', 'SELECT FROM archive.log');
        const denials: readonly (readonly [user: string, database: string, sql: string])[] = [
          ['reader', 'orders', 'INSERT INTO public.items DEFAULT VALUES'],
          ['reader', 'orders', 'CREATE TABLE public.mine (id integer)'],
          ['reader', 'orders', 'CREATE SCHEMA mine'],
          ['writer', 'orders', 'TRUNCATE public.items'],
          ['writer', 'orders', 'CREATE TABLE reports.mine (id integer)'],
          ['clerk', 'orders', 'SELECT FROM public.items'],
          ['clerk', 'audit', 'SELECT FROM public.notes'],
          ['orders-app', 'audit', 'SELECT FROM archive.log'],
          ['orders-app', 'audit', 'CREATE TABLE public.mine (id integer)'],
        ];
        for (const [user, database, sql] of denials) {
          await expect(as(user, database, sql)).rejects.toThrow(/^permission denied for /);
        }
      });

      test('owners own their databases and schemas, and extensions are there', async () => {
        expect(await contents(server)).toEqual([
          { name: 'audit', owner: 'auditor', connections: cluster === FULL ? 7 : -1 },
          { name: 'orders', owner: 'orders-app', connections: -1 },
        ]);
        const schemas = `SELECT nspname AS name, nspowner::regrole::text AS owner FROM pg_namespace WHERE nspname IN ('reports', 'archive')`;
        expect((await as('orders-app', 'orders', schemas)).rows).toEqual([{ name: 'reports', owner: '"orders-app"' }]);
        expect((await as('auditor', 'audit', schemas)).rows).toEqual([{ name: 'archive', owner: 'auditor' }]);
        const extensions = `SELECT extname AS name, extnamespace::regnamespace::text AS schema FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1`;
        expect((await as('orders-app', 'orders', extensions)).rows).toEqual([
          ...(cluster === FULL
            ? [
                { name: 'citext', schema: 'reports' },
                { name: 'hstore', schema: 'public' },
              ]
            : []),
          { name: 'pg_stat_statements', schema: 'public' },
          { name: 'pg_trgm', schema: 'public' },
        ]);
        if (cluster === FULL) {
          const versions = `SELECT extversion FROM pg_extension WHERE extname = 'hstore'`;
          expect((await as('orders-app', 'orders', versions)).rows).toEqual([{ extversion: '1.6' }]);
        }
      });

      if (cluster === FULL) {
        test('memberships, limits and the end of passwords are what was asked for', async () => {
          await as('deputy', 'orders', 'ALTER TABLE public.items ADD COLUMN more text');
          const roles = await server.query(
            `SELECT rolname, rolcanlogin, rolconnlimit, rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication AS may,
               ARRAY(SELECT roleid::regrole::text FROM pg_auth_members WHERE member = r.oid ORDER BY 1) AS groups
             FROM pg_roles r WHERE oid >= 16384 ORDER BY 1`,
          );
          const plain = { rolcanlogin: true, rolconnlimit: -1, may: false, groups: [] };
          expect(roles).toEqual([
            { ...plain, rolname: 'auditor' },
            { ...plain, rolname: 'clerk' },
            { ...plain, rolname: 'deputy', rolconnlimit: 3, groups: ['"orders-app"', 'staff'] },
            { ...plain, rolname: 'orders-app' },
            { ...plain, rolname: 'reader' },
            { ...plain, rolname: 'staff', rolcanlogin: false, groups: ['pg_monitor'] },
            { ...plain, rolname: 'temp' },
            { ...plain, rolname: 'writer' },
          ]);
          expect(await refusal(login('temp', 'orders'))).toBe('password authentication failed for user "temp"');
          expect(await refusal(login('staff', 'orders'))).toMatch(
            /^(password authentication failed|role "staff" is not permitted to log in)/,
          );
        });
      }
    });
  });
}

const specs = <S>(manifests: readonly Manifest[], kind: string): S[] =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ spec }) => spec as unknown as S);

const contents = (server: PostgresServer): Promise<Record<string, unknown>[]> =>
  server.query(
    `SELECT datname AS name, pg_get_userbyid(datdba) AS owner, datconnlimit AS connections FROM pg_database WHERE datname IN ('orders', 'audit') ORDER BY 1`,
  );

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
