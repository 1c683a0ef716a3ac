import type { ConnectOptions, HaClusterProps, IPostgresOperator, RoleOptions } from 'cdk8s-postgres';
import {
  AccessLevel,
  ClusterConfig,
  ClusterIdentity,
  ClusterTls,
  ConnectionTarget,
  Endpoint,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
  RolePassword,
} from 'cdk8s-postgres';
import * as fs from 'fs';
import * as path from 'path';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, program } from '../support/programs';
import { at, Manifest, only, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { openSession, withSession } from './clients';
import type { Container, Entries, Namespace, PodSpec } from './pod';
import { containerOf, namespaceOf, onLoopback } from './pod';
import { withPooler } from './pooler';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import type { Finished } from './processes';
import { run, temporaryFolder, waitUntil, writePrivate } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// What `connect` prints into a Deployment, read by a real psql in the place of the application: the variables as Kubernetes fills them in,
// the mounted files, Secrets with the names and keys that each operator gives them, and a server whose certificate has the names that each
// operator puts into it. Only the address and the number of the port are those of loopback.

const PASSWORD = 'secret';
const NEWEST = Math.max(...MAJORS);

/** The names of a service inside of the Kubernetes cluster. */
const serviceNames = (service: string): string[] =>
  ['', '.orders', '.orders.svc', '.orders.svc.cluster.local'].map((end) => `${service}${end}`);

/** The Certificate for the server, as cert-manager reads it. */
const issued = (manifests: readonly Manifest[]) => {
  const found = manifests.find(({ kind, spec }) => kind === 'Certificate' && (spec!.usages as string[]).includes('server auth'));
  return found!.spec as { readonly secretName: string; readonly dnsNames: readonly string[] };
};

interface Way {
  readonly name: string;
  readonly operator: IPostgresOperator;
  readonly tls?: ClusterTls;
  /** How an application asks for it, and which service answers. */
  readonly hosts: readonly (readonly [host: string, ask: Ask])[];
  /** The names in the certificate that the service shows. */
  readonly names: (manifests: readonly Manifest[]) => readonly string[];
  /** The Secrets of the role and of the CA, as the operator or cert-manager makes them. */
  readonly secrets: (manifests: readonly Manifest[], ca: string) => Namespace['secrets'];
  /** How much the client checks. */
  readonly checks: 'verify-full' | 'require';
}

const CERT_MANAGER = ClusterTls.certManager({ issuerName: 'company-ca' });
const REPLICAS: Ask = { connect: { target: ConnectionTarget.REPLICAS }, cluster: { instances: 3 } };
const POOL: Ask = { connect: {}, pools: [{}] };

const cnpgSecrets = { 'orders-app': { username: 'orders-app', password: PASSWORD } };
const zalandoSecrets = {
  'orders-app.orders.credentials.postgresql.acid.zalan.do': { username: 'orders-app', password: PASSWORD },
};
const pgoSecrets = { 'orders-pguser-orders-app': { user: 'orders-app', password: PASSWORD } };

const certified = (manifests: readonly Manifest[], ca: string) => ({ [issued(manifests).secretName]: { 'ca.crt': ca } });

const WAYS: readonly Way[] = [
  {
    // GetClusterAltDNSNames in api/v1/cluster_funcs.go; poolers show the same certificate.
    name: 'CloudNativePG',
    operator: PostgresOperator.cloudNativePg(),
    hosts: [
      ['orders-rw.orders.svc', { connect: {} }],
      ['orders-ro.orders.svc', REPLICAS],
      ['orders-r.orders.svc', { connect: { target: ConnectionTarget.ANY } }],
      ['orders-pool-rw.orders.svc', POOL],
    ],
    names: (manifests) => [
      ...['orders-rw', 'orders-r', 'orders-ro'].flatMap(serviceNames),
      ...((at(only(manifests, 'Cluster'), '/spec/certificates/serverAltDNSNames') as string[] | undefined) ?? []),
    ],
    secrets: (_manifests, ca) => ({ ...cnpgSecrets, 'orders-ca': { 'ca.crt': ca } }),
    checks: 'verify-full',
  },
  {
    name: 'CloudNativePG with cert-manager',
    operator: PostgresOperator.cloudNativePg(),
    tls: CERT_MANAGER,
    hosts: [
      ['orders-rw.orders.svc', { connect: {} }],
      ['orders-ro.orders.svc', REPLICAS],
      ['orders-r.orders.svc', { connect: { target: ConnectionTarget.ANY } }],
      ['orders-pool-rw.orders.svc', POOL],
    ],
    names: (manifests) => issued(manifests).dnsNames,
    secrets: (manifests, ca) => ({ ...cnpgSecrets, ...certified(manifests, ca) }),
    checks: 'verify-full',
  },
  {
    // Each pod signs a certificate of its own, for this name.
    name: 'Zalando',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    hosts: [
      ['orders.orders.svc', { connect: {} }],
      ['orders-repl.orders.svc', REPLICAS],
      ['orders-pooler.orders.svc', POOL],
    ],
    names: () => ['spilo.dummy.org'],
    secrets: () => zalandoSecrets,
    checks: 'require',
  },
  {
    name: 'Zalando with cert-manager',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    tls: CERT_MANAGER,
    hosts: [
      ['orders.orders.svc', { connect: {} }],
      ['orders-repl.orders.svc', REPLICAS],
      ['orders-pooler.orders.svc', POOL],
    ],
    names: (manifests) => issued(manifests).dnsNames,
    secrets: (manifests, ca) => ({ ...zalandoSecrets, ...certified(manifests, ca) }),
    checks: 'verify-full',
  },
  {
    // ServiceDNSNames in internal/naming/dns.go: the longest name ends with a dot.
    name: 'Crunchy PGO',
    operator: PostgresOperator.crunchy(),
    hosts: [
      ['orders-primary.orders.svc', { connect: {} }],
      ['orders-replicas.orders.svc', REPLICAS],
    ],
    names: () => ['orders-primary', 'orders-replicas'].flatMap(serviceNames).map((name) => name.replace(/local$/, 'local.')),
    secrets: (_manifests, ca) => ({ ...pgoSecrets, 'orders-cluster-cert': { 'ca.crt': ca } }),
    checks: 'verify-full',
  },
  {
    // The certificate of pgbouncer is another one, of the same CA: internal/pgbouncer/reconcile.go.
    name: 'pgbouncer of Crunchy PGO',
    operator: PostgresOperator.crunchy(),
    hosts: [['orders-pgbouncer.orders.svc', POOL]],
    names: () => serviceNames('orders-pgbouncer').map((name) => name.replace(/local$/, 'local.')),
    secrets: (_manifests, ca) => ({
      ...pgoSecrets,
      'orders-cluster-cert': { 'ca.crt': ca },
      'orders-pgbouncer': { 'pgbouncer-frontend.ca-roots': ca },
    }),
    checks: 'verify-full',
  },
  {
    name: 'Crunchy PGO with cert-manager',
    operator: PostgresOperator.crunchy(),
    tls: ClusterTls.certManager({ issuerName: 'company-ca', replicationCertificate: true }),
    hosts: [
      ['orders-primary.orders.svc', { connect: {} }],
      ['orders-replicas.orders.svc', REPLICAS],
      ['orders-pgbouncer.orders.svc', POOL],
    ],
    names: (manifests) => issued(manifests).dnsNames,
    secrets: (manifests, ca) => ({ ...pgoSecrets, ...certified(manifests, ca) }),
    checks: 'verify-full',
  },
];

const HOST = 'orders-primary.orders.svc';
const POOL_HOST = 'orders-pool.orders.svc';

/** An operator whose certificates can be checked, without limits for names. */
class CheckedOperator extends PermissiveOperator {
  public override importCluster(identity: ClusterIdentity): ClusterConfig {
    const tls = { ca: { name: 'orders-tls', key: 'ca.crt' }, serverName: HOST };
    return { ...super.importCluster(identity), primary: new Endpoint(HOST, 5432, tls), replicas: new Endpoint(HOST, 5432, tls) };
  }

  public override bindConnectionPool() {
    return { endpoint: new Endpoint(POOL_HOST, 6432, { ca: { name: 'orders-tls', key: 'ca.crt' }, serverName: POOL_HOST }) };
  }
}

const installed = requireOnPath('psql', 'openssl');
const on = (major: number, present = installed): jest.Describe =>
  programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : present;

/** A server that speaks TLS only and shows a certificate with these names. */
async function startWith(major: number, authority: CertificateAuthority, names: readonly string[]): Promise<PostgresServer> {
  const { cert, key } = await authority.issue('server', names);
  const server = await start(major, {
    hba: 'hostssl all all 127.0.0.1/32 scram-sha-256',
    files: { 'server.crt': cert, 'server.key': key },
    settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key', password_encryption: 'scram-sha-256' },
  });
  await server.query(`CREATE ROLE "orders-app" LOGIN PASSWORD '${PASSWORD}'`);
  await server.query('CREATE DATABASE orders OWNER "orders-app"');
  return server;
}

/** Gives the server another certificate. */
async function recertify(server: PostgresServer, authority: CertificateAuthority, names: readonly string[]): Promise<void> {
  const { cert, key } = await authority.issue('server', names);
  writePrivate(path.join(server.dataDirectory, 'server.crt'), cert);
  writePrivate(path.join(server.dataDirectory, 'server.key'), key);
  const before = await loaded(server);
  await server.query('SELECT pg_reload_conf()');
  await waitUntil(async () => (await loaded(server)) !== before);
}

const loaded = async (server: PostgresServer): Promise<string> =>
  String((await server.query('SELECT pg_conf_load_time()::text AS time'))[0]!.time);

/** The container of the application. */
async function inContainer<T>(
  manifests: readonly Manifest[],
  secrets: Namespace['secrets'],
  work: (container: Container, root: string) => Promise<T>,
): Promise<T> {
  const root = temporaryFolder();
  try {
    const pod = at(only(manifests, 'Deployment'), '/spec/template/spec') as PodSpec;
    return await work(containerOf(pod, namespaceOf(manifests, secrets), root), root);
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** psql as a program of libpq: everything comes from the variables. */
const byVariables = (env: Entries, port: number, sql: string): Promise<Finished> =>
  run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', sql], { folder: '/', env: onLoopback(env, port) });

/** psql as a program that is given a URL and knows no variables of libpq. */
function byUrl(env: Entries, port: number, sql: string, prefix = ''): Promise<Finished> {
  const { PGHOSTADDR, [`${prefix}DATABASE_URL`]: DATABASE_URL } = onLoopback(env, port, prefix);
  const command = 'exec psql -XAtq -v ON_ERROR_STOP=1 -c "$0" "$DATABASE_URL"';
  return run('sh', ['-c', command, sql], { folder: '/', env: { PGHOSTADDR: PGHOSTADDR!, DATABASE_URL: DATABASE_URL! } });
}

const WHO = `SELECT current_user, current_database(), ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`;
const ok = (stdout: string) => ({ code: 0, stdout: `${stdout}\n`, stderr: '' });

// Each connection through a pool is warned about.
let warned: jest.SpyInstance;
beforeEach(() => (warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => {})));
afterEach(() => warned.mockRestore());

on(NEWEST)('connect', () => {
  let authority: CertificateAuthority;
  let strangers: CertificateAuthority;

  beforeAll(async () => {
    [authority, strangers] = await Promise.all([certificateAuthority(), certificateAuthority()]);
  });

  describe.each(WAYS)('to $name', ({ operator, tls, hosts, names, secrets, checks }) => {
    let server: PostgresServer;

    beforeAll(async () => {
      server = await startWith(NEWEST, authority, ['to-be-replaced']);
    });

    afterAll(() => server?.stop());

    test.each(hosts)('at %s', async (host, ask) => {
      const manifests = render(program(operator, { ...ask, cluster: { ...(tls && { tls }), ...ask.cluster } }));
      await inContainer(manifests, secrets(manifests, authority.ca), async ({ env }) => {
        expect(env).toMatchObject({ PGHOST: host, PGPORT: '5432', PGSSLMODE: checks });
        for (const psql of [byVariables, byUrl]) {
          const query = (): Promise<Finished> => psql(env, server.port, WHO);

          await recertify(server, authority, names(manifests));
          expect(await query()).toEqual(ok('orders-app|orders|t'));

          await recertify(server, strangers, names(manifests));
          expect(await query()).toEqual(checks === 'require' ? ok('orders-app|orders|t') : refused('certificate verify failed'));

          await recertify(server, authority, ['somebody-else.orders.svc']);
          expect(await query()).toEqual(checks === 'require' ? ok('orders-app|orders|t') : refused(`does not match host name "${host}"`));
        }
      });
    });

    test('by the files of a service binding', async () => {
      const manifests = render(program(operator, { ...hosts[0]![1], binding: true, cluster: { ...(tls && { tls }) } }));
      await inContainer(manifests, secrets(manifests, authority.ca), async ({ env }, root) => {
        await recertify(server, authority, names(manifests));
        // As the libraries for Java do it: the file with the CA stands in the folder of the binding.
        const folder = path.join(root, env.SERVICE_BINDING_ROOT!, 'orders');
        const entry = (name: string): string => fs.readFileSync(path.join(folder, name), 'utf8');
        expect(entry('type')).toBe('postgresql');
        const connection = {
          PGHOST: entry('host'),
          PGPORT: entry('port'),
          PGDATABASE: entry('database'),
          PGUSER: entry('username'),
          PGPASSWORD: entry('password'),
          PGSSLMODE: entry('sslmode'),
          ...(checks === 'verify-full' && { PGSSLROOTCERT: path.join(folder, entry('sslrootcert')) }),
        };
        expect(await byVariables(connection, server.port, WHO)).toEqual(ok('orders-app|orders|t'));
      });
    });
  });
});

const refused = (reason: string) => ({ code: 2, stdout: '', stderr: expect.stringContaining(reason) });

const DEPUTY: RoleOptions = {
  name: 'deputy',
  password: RolePassword.fromSecret(),
  access: [{ database: 'orders', level: AccessLevel.OWNER }],
};

/** Names with everything that a URL, an option, libpq or Kubernetes reads as a sign of its own. */
const NAMES: readonly string[] = [
  'two words',
  "l'été à 東京",
  'a:b@c/d?e#f&g=h',
  '100%20 + more',
  '$(PGHOST)',
  '$$ $$(PGHOST) $',
  'back\\slash \\ "quotes"',
  'host=elsewhere',
];

for (const major of MAJORS) {
  on(major)(`a connection to PostgreSQL ${major}`, () => {
    let authority: CertificateAuthority;
    let server: PostgresServer;

    beforeAll(async () => {
      authority = await certificateAuthority();
      server = await startWith(major, authority, [HOST]);
      await server.query(`CREATE ROLE deputy LOGIN PASSWORD '${PASSWORD}' IN ROLE "orders-app"`);
    });

    afterAll(() => server?.stop());

    /** The environment of an application. */
    function environment<T>(
      connect: Partial<ConnectOptions>,
      cluster: Partial<HaClusterProps>,
      work: (env: Entries) => Promise<T>,
    ): Promise<T> {
      const manifests = render(
        program(new CheckedOperator(), { connect, cluster: { version: PostgresVersion.of(String(major)), ...cluster } }),
      );
      const role = connect.role ?? 'orders-app';
      const secrets = { 'orders-tls': { 'ca.crt': authority.ca }, [`orders-${role}`]: { username: role, password: PASSWORD } };
      return inContainer(manifests, secrets as unknown as Namespace['secrets'], ({ env }) => work(env));
    }

    test('a role with the level of the owner creates what belongs to the owner', async () => {
      await environment({ role: 'deputy' }, { roles: [DEPUTY] }, async (env) => {
        const create = 'CREATE TABLE public.made (id integer); SELECT session_user, current_user';
        expect(await byVariables(env, server.port, create)).toEqual(ok('deputy|orders-app'));
      });
      await environment({}, {}, async (env) => {
        expect(await byVariables(env, server.port, 'DROP TABLE public.made')).toEqual({ code: 0, stdout: '', stderr: '' });
      });
    });

    test('names are names, whatever stands in them', async () => {
      const outcomes: unknown[] = [];
      for (const name of NAMES) {
        const owner = `owner ${name}`;
        await server.query(`CREATE ROLE ${identifier(owner)} LOGIN PASSWORD '${PASSWORD}'`);
        await server.query(`CREATE ROLE ${identifier(name)} LOGIN PASSWORD '${PASSWORD}' IN ROLE ${identifier(owner)}`);
        await server.query(`CREATE DATABASE ${identifier(name)} OWNER ${identifier(owner)}`);
        const access = [{ database: name, level: AccessLevel.OWNER }];
        await environment({ role: name }, { databases: [{ name, owner }], roles: [{ name, access }] }, async (env) => {
          for (const psql of [byVariables, byUrl]) {
            outcomes.push(await psql(env, server.port, 'SELECT session_user, current_user, current_database()'));
          }
        });
      }
      expect(outcomes).toEqual(NAMES.flatMap((name) => Array(2).fill(ok(`${name}|owner ${name}|${name}`))));
    });

    test('with a prefix, each connection has variables of its own', async () => {
      await environment({ prefix: 'ORDERS_' }, {}, async (env) => {
        expect(Object.keys(env).filter((name) => !name.startsWith('ORDERS_'))).toEqual([]);
        expect(await byUrl(env, server.port, WHO, 'ORDERS_')).toEqual(ok('orders-app|orders|t'));
      });
    });

    test('an application that writes does not stay with a server that takes no writes', async () => {
      const select = 'SELECT 1';
      const [primary, replicas] = await Promise.all(
        [{}, { target: ConnectionTarget.REPLICAS }].map((connect) => environment(connect, {}, (env) => Promise.resolve(env))),
      );
      // The files of the CA are gone by now; what is asked of TLS is proven above.
      const to = (env: Entries | undefined): Promise<Finished> => {
        const used = ['PGHOST', 'PGPORT', 'PGDATABASE', 'PGUSER', 'PGPASSWORD', 'PGTARGETSESSIONATTRS'];
        const rest = Object.fromEntries(Object.entries(env!).filter(([name]) => used.includes(name)));
        return byVariables({ ...rest, PGSSLMODE: 'require' }, server.port, select);
      };
      expect(await to(primary)).toEqual(ok('1'));

      await server.query('ALTER SYSTEM SET default_transaction_read_only = on');
      await server.query('SELECT pg_reload_conf()');
      await waitUntil(async () => (await server.query('SHOW default_transaction_read_only'))[0]!.default_transaction_read_only === 'on');
      expect(await to(primary)).toEqual(refused('session is read-only'));
      await server.query('ALTER SYSTEM RESET default_transaction_read_only');

      // A standby whose primary is gone: it has recovered all that there was, and waits for more.
      const signal = path.join(server.dataDirectory, 'standby.signal');
      await server.pause(() => Promise.resolve(writePrivate(signal, '')));
      expect(await server.query('SELECT pg_is_in_recovery() AS recovers')).toEqual([{ recovers: true }]);
      expect(await to(primary)).toEqual(refused('session is read-only'));
      expect(await to(replicas)).toEqual(ok('1'));
    });
  });
}

on(NEWEST, requireOnPath('psql', 'openssl', 'pgbouncer'))('connect through a pool in transaction mode', () => {
  let authority: CertificateAuthority;
  let server: PostgresServer;

  beforeAll(async () => {
    authority = await certificateAuthority();
    server = await startWith(NEWEST, authority, ['localhost']);
  });

  afterAll(() => server?.stop());

  const settings = { pool_mode: 'transaction', client_tls_sslmode: 'require', server_tls_sslmode: 'verify-full' };
  const pooled = (work: (login: Login) => Promise<void>): Promise<void> =>
    withPooler(settings, { authority, server, names: [POOL_HOST], user: 'orders-app' }, (login) =>
      work({ ...login, tls: { ca: authority.ca, servername: POOL_HOST } }),
    );

  test('the printed variables lead through it', async () => {
    const manifests = render(program(new CheckedOperator(), { connect: {}, pools: [{ mode: PoolMode.TRANSACTION }] }));
    const secrets = { 'orders-tls': { 'ca.crt': authority.ca }, 'orders-orders-app': { username: 'orders-app', password: PASSWORD } };
    await pooled(({ port }) =>
      inContainer(manifests, secrets as Namespace['secrets'], async ({ env }) => {
        expect(env.PGPORT).toBe('6432');
        const who = 'SELECT current_user, current_database()';
        expect(await byVariables(env, port, who)).toEqual(ok('orders-app|orders'));
        expect(await byUrl(env, port, who)).toEqual(ok('orders-app|orders'));
      }),
    );
  });

  test('the role of the owner would be refused, and is not printed', async () => {
    const manifests = render(program(new CheckedOperator(), { connect: { role: 'deputy' }, pools: [{}], cluster: { roles: [DEPUTY] } }));
    const secrets = { 'orders-tls': { 'ca.crt': authority.ca }, 'orders-deputy': { username: 'orders-app', password: PASSWORD } };
    await pooled(({ port }) =>
      inContainer(manifests, secrets as Namespace['secrets'], async ({ env }) => {
        expect(env).not.toHaveProperty('PGOPTIONS');
        expect(await byVariables(env, port, 'SELECT 1')).toEqual(ok('1'));
        expect(await byVariables({ ...env, PGOPTIONS: '-c role=orders-app' }, port, 'SELECT 1')).toEqual(
          refused('unsupported startup parameter: options'),
        );
      }),
    );
  });

  /** What the warning speaks of: done by one client, while another one takes its server connection. */
  const BROKEN: readonly (readonly [word: string, work: (first: Session, second: Session) => Promise<void>])[] = [
    [
      'PREPARE',
      async (first, second) => {
        await first.query('PREPARE answer AS SELECT 42');
        await second.query('BEGIN');
        await expect(first.query('EXECUTE answer')).rejects.toThrow('prepared statement "answer" does not exist');
      },
    ],
    [
      'advisory locks',
      async (first, second) => {
        await first.query('SELECT pg_advisory_lock(7)');
        expect((await second.query('SELECT pg_try_advisory_lock(7) AS both')).rows).toEqual([{ both: true }]);
      },
    ],
    [
      'LISTEN',
      async (first, second) => {
        let heard = 0;
        first.on('notification', () => (heard += 1));
        await first.query('LISTEN news');
        await second.query('BEGIN');
        await withSession(direct(), (client) => client.query('NOTIFY news'));
        await second.query('COMMIT');
        await first.query('SELECT pg_sleep(0.2)');
        expect(heard).toBe(0);
      },
    ],
    [
      'SET',
      async (first, second) => {
        await first.query(`SET statement_timeout = '7s'`);
        await second.query('BEGIN');
        expect((await second.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '7s' }]);
        expect((await first.query('SHOW statement_timeout')).rows).toEqual([{ statement_timeout: '0' }]);
      },
    ],
    [
      'temporary tables',
      async (first, second) => {
        await first.query('CREATE TEMPORARY TABLE mine (id integer)');
        await second.query('BEGIN');
        await expect(first.query('SELECT FROM mine')).rejects.toThrow('relation "mine" does not exist');
      },
    ],
  ];

  const direct = (): Login => ({
    port: server.port,
    user: 'orders-app',
    database: 'orders',
    password: PASSWORD,
    tls: { ca: authority.ca, servername: 'localhost' },
  });

  test.each(BROKEN)('%s: not there, as the warning says', async (word, work) => {
    render(program(new CheckedOperator(), { connect: {}, pools: [{ mode: PoolMode.TRANSACTION }] }));
    expect(warned).toHaveBeenCalledWith(expect.stringContaining(word), expect.anything());

    await pooled(async (login) => {
      const [first, second] = [await openSession(login), await openSession(login)];
      await work(first, second).finally(() => Promise.all([first.end(), second.end()]));
    });
  });
});

type Session = Awaited<ReturnType<typeof openSession>>;

function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
