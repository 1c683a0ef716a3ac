import type { ConnectionPoolProps } from 'cdk8s-postgres';
import { PoolAccess, PoolMode, PostgresOperator } from 'cdk8s-postgres';
import { program } from '../support/programs';
import { at, only, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { openSession, refusal, withSession } from './clients';
import { withPooler } from './pooler';
import type { PostgresServer } from './postgres-server';
import { programFolder, start } from './postgres-server';
import { requireOnPath, requireProgram } from './requirements';

// The printed settings of a pool in a real pgbouncer, before a real PostgreSQL. What the operators write themselves (addresses, files,
// the lookup of passwords) is cut down to what pgbouncer needs to start on loopback.

const MAJOR = 17;

/** The printed settings of pgbouncer, the pool mode included, and the line `*` of its databases. */
interface Printed {
  readonly settings: Readonly<Record<string, string>>;
  readonly everything?: string;
}

interface Printer {
  readonly name: string;
  /** What the operator writes before the printed settings, which therefore win. */
  readonly operators: Readonly<Record<string, string>>;
  readonly print: (pool: Partial<ConnectionPoolProps>) => Printed;
}

const PRINTERS: readonly Printer[] = [
  {
    // defaultPgBouncerParameters in pkg/management/pgbouncer/config/config.go, but for auth_type.
    name: 'CloudNativePG',
    operators: { log_stats: '0', client_tls_sslmode: 'prefer', server_tls_sslmode: 'verify-ca' },
    print: (pool) => {
      const pooler = only(render(program(PostgresOperator.cloudNativePg(), { pools: [pool] })), 'Pooler');
      const { poolMode, parameters } = at(pooler, '/spec/pgbouncer') as { poolMode: string; parameters: Record<string, string> };
      return { settings: { pool_mode: poolMode, ...parameters } };
    },
  },
  {
    // clusterINI in internal/pgbouncer/config.go.
    name: 'Crunchy PGO',
    operators: { ignore_startup_parameters: 'extra_float_digits', client_tls_sslmode: 'require', server_tls_sslmode: 'verify-full' },
    print: (pool) => {
      const cluster = only(render(program(PostgresOperator.crunchy(), { pools: [pool] })), 'PostgresCluster');
      interface Config {
        readonly global: Record<string, string>;
        readonly databases?: Record<string, string>;
      }
      const { global, databases } = at(cluster, '/spec/proxy/pgBouncer/config') as Config;
      return { settings: global, everything: databases?.['*'] };
    },
  },
];

/** Settings without a prop, all of which both operators take. */
const PARAMETERS = {
  application_name_add_host: '1',
  client_idle_timeout: '600',
  idle_transaction_timeout: '60',
  ignore_startup_parameters: 'extra_float_digits,options',
  min_pool_size: '0',
  query_wait_timeout: '30',
  reserve_pool_size: '0',
  server_idle_timeout: '60',
  server_lifetime: '1800',
  server_reset_query: 'DISCARD ALL',
  tcp_keepalive: '1',
  // Not max_prepared_statements, which Debian's pgbouncer 1.18 does not know; the operators have 1.21 or later.
};

const installed = requireOnPath('pgbouncer', 'openssl');
const suite = programFolder(MAJOR) === undefined ? requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, false) : installed;

suite('pgbouncer', () => {
  let authority: CertificateAuthority;
  let server: PostgresServer;

  beforeAll(async () => {
    authority = await certificateAuthority();
    const { cert, key } = await authority.issue();
    server = await start(MAJOR, {
      hba: 'hostssl all all 127.0.0.1/32 scram-sha-256',
      files: { 'server.crt': cert, 'server.key': key },
      settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key' },
    });
    await server.query(`CREATE ROLE app LOGIN PASSWORD 'secret'`);
    await server.query('CREATE DATABASE orders OWNER app');
  });

  afterAll(() => server?.stop());

  describe.each(PRINTERS)('with the settings of $name', ({ operators, print }) => {
    const pooled = (pool: Partial<ConnectionPoolProps>, work: (login: Login) => Promise<void>): Promise<void> =>
      withPooler({ ...operators, ...print(pool).settings }, { authority, server }, work);

    test('session pooling keeps a server connection until the client leaves', async () => {
      await pooled({ mode: PoolMode.SESSION, poolSize: 1, parameters: PARAMETERS }, async (login) => {
        const first = await openSession(login);
        await first.query(`SET application_name = 'kept'`);
        expect((await first.query('SHOW application_name')).rows).toEqual([{ application_name: 'kept' }]);

        // The pool has one connection, so the second client waits for it.
        let isServed = false;
        const second = withSession(login, (client) => client.query('SELECT 1')).then(() => (isServed = true));
        await first.query('SELECT pg_sleep(0.3)');
        expect(isServed).toBe(false);
        await first.end();
        await second;
      });
    });

    test('transaction pooling shares a server connection between clients', async () => {
      await pooled({ mode: PoolMode.TRANSACTION, poolSize: 1, parameters: PARAMETERS }, async (login) => {
        await withSession(login, (first) =>
          withSession(login, async (second) => {
            const processes = [await backend(first), await backend(second), await backend(first)];
            expect(new Set(processes).size).toBe(1);
          }),
        );
      });
    });

    test('clients beyond the limit are sent away', async () => {
      await pooled({ mode: PoolMode.TRANSACTION, maxClientConnections: 1, maxDatabaseConnections: 5 }, async (login) => {
        await withSession(login, async () => {
          expect(await refusal(login)).toBe('no more connections allowed (max_client_conn)');
        });
      });
    });

    test('nobody gets in without TLS, nor with a wrong password', async () => {
      await pooled({}, async (login) => {
        expect(await refusal({ ...login, tls: undefined })).toBe('SSL required');
        expect(await refusal({ ...login, password: 'wrong' })).toBe('SASL authentication failed');
      });
    });

    test('a value that pgbouncer does not know keeps it from starting', async () => {
      const settings = { ...operators, ...print({}).settings, pool_mode: 'x' };
      await expect(withPooler(settings, { authority, server }, () => Promise.resolve())).rejects.toThrow('pool_mode');
    });
  });

  test('a read-only pool of Crunchy PGO leads to the replicas', async () => {
    const { settings, everything } = PRINTERS[1]!.print({ access: PoolAccess.READ_ONLY });
    // The service has no address here; all else of the line stays as it is.
    const line = everything!.replace('host=orders-replicas port=5432', `host=localhost port=${server.port}`);
    expect(line).not.toBe(everything);
    await withPooler({ ...PRINTERS[1]!.operators, ...settings }, { authority, server, everything: line }, async (login) => {
      await withSession(login, async (client) => expect(await backend(client)).toEqual(expect.any(Number)));
    });
  });
});

/** The server process that answers. */
async function backend(client: { query(sql: string): Promise<{ rows: { pid: number }[] }> }): Promise<number> {
  return (await client.query('SELECT pg_backend_pid() AS pid')).rows[0]!.pid;
}
