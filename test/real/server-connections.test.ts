import type { ConnectionPoolProps, HaClusterProps, IPostgresOperator } from 'cdk8s-postgres';
import { PostgresOperator } from 'cdk8s-postgres';
import type { Client } from 'pg';
import { program } from '../support/programs';
import { at, only, refusal, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { openSession } from './clients';
import { withPooler } from './pooler';
import type { PostgresServer } from './postgres-server';
import { programFolder, start } from './postgres-server';
import { waitUntil } from './processes';
import { requireOnPath, requireProgram } from './requirements';

// Rule POOL-007 counts the server connections of all pods of the pools. Here as many clients as like to come through as many real poolers:
// with the least `max_connections` that the rule takes all connections of the pools are made, and with one less the last one is not.

const MAJOR = 17;

/** The session by which the test looks after its server, which is a superuser's. */
const OWN_SESSION = 1;

interface Row {
  readonly title: string;
  readonly operator: IPostgresOperator;
  readonly databases: readonly string[];
  readonly pool: Partial<ConnectionPoolProps>;
  /** What pgbouncer is told on top of the printed settings, or in place of what an operator makes of numbers. */
  readonly settings?: Readonly<Record<string, string>>;
}

const CNPG = PostgresOperator.cloudNativePg();
const PGO = PostgresOperator.crunchy();

const ROWS: readonly Row[] = [
  { title: 'the pods of a pool (CloudNativePG)', operator: CNPG, databases: ['orders'], pool: { instances: 2, poolSize: 4 } },
  { title: 'the default of pgbouncer (Crunchy PGO)', operator: PGO, databases: ['orders'], pool: { instances: 2 } },
  { title: 'each database', operator: CNPG, databases: ['orders', 'audit'], pool: { instances: 2, poolSize: 3 } },
  {
    title: 'a limit of each pod to a database',
    operator: PGO,
    databases: ['orders', 'audit'],
    pool: { instances: 2, poolSize: 10, maxDatabaseConnections: 6 },
  },
  {
    title: 'a reserve',
    operator: CNPG,
    databases: ['orders'],
    pool: { instances: 2, poolSize: 3, parameters: { reserve_pool_size: '2', reserve_pool_timeout: '0.1' } },
  },
  {
    title: 'what the Zalando operator makes of a limit',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    databases: ['orders'],
    pool: { instances: 2, maxDatabaseConnections: 12 },
    // getConnectionPoolerEnvVars in pkg/cluster/connection_pooler.go
    settings: { max_db_connections: '12', default_pool_size: '6', reserve_pool_size: '3', reserve_pool_timeout: '0.1' },
  },
];

const installed = requireOnPath('pgbouncer', 'openssl');
const suite = programFolder(MAJOR) === undefined ? requireProgram(`PostgreSQL ${MAJOR} ('npm ci' in test/real)`, false) : installed;

suite('max_connections and pools', () => {
  let authority: CertificateAuthority;

  beforeAll(async () => (authority = await certificateAuthority()));

  test.each(ROWS)('$title', async (row) => {
    const least = leastConnections(row);
    expect(least).toBeGreaterThan(10);
    const enough = await served(authority, row, least + OWN_SESSION);
    expect(enough).toBe(least - 3);
    expect(await served(authority, row, least + OWN_SESSION - 1)).toBe(enough - 1);
  });
});

/** The least `max_connections` that the rule says nothing about. */
function leastConnections(row: Row): number {
  for (let connections = 1; ; connections++) {
    const asked = program(row.operator, { cluster: clusterOf(row, connections), pools: [row.pool] });
    // Other rules speak of small numbers, too.
    const isRefused = attempt(() => refusal(asked))?.includes('[POOL-007]') ?? false;
    if (!isRefused) {
      return connections;
    }
  }
}

function attempt(work: () => string): string | undefined {
  try {
    return work();
  } catch {
    return undefined; // It was not refused.
  }
}

const clusterOf = ({ databases }: Row, connections: number): Partial<HaClusterProps> => ({
  databases: databases.map((name) => ({ name, owner: 'app' })),
  parameters: { max_connections: String(connections) },
});

/** Settings of pgbouncer in the printed objects. */
function printed(row: Row): Record<string, string> {
  const manifests = render(program(row.operator, { cluster: clusterOf(row, 500), pools: [row.pool] }));
  switch (row.operator.facts.displayName) {
    case 'CloudNativePG':
      return at(only(manifests, 'Pooler'), '/spec/pgbouncer/parameters') as Record<string, string>;
    case 'Crunchy PGO':
      return at(only(manifests, 'PostgresCluster'), '/spec/proxy/pgBouncer/config/global') as Record<string, string>;
    default:
      return {};
  }
}

/** How many connections a server of this size has from the poolers when more clients wait than they may serve. */
async function served(authority: CertificateAuthority, row: Row, connections: number): Promise<number> {
  const { cert, key } = await authority.issue();
  const server = await start(MAJOR, {
    hba: 'hostssl all all 127.0.0.1/32 scram-sha-256',
    files: { 'server.crt': cert, 'server.key': key },
    settings: { ssl: 'on', ssl_cert_file: 'server.crt', ssl_key_file: 'server.key', max_connections: String(connections) },
  });
  try {
    await server.query(`CREATE ROLE app LOGIN PASSWORD 'secret'`);
    for (const name of row.databases) {
      await server.query(`CREATE DATABASE ${name} OWNER app`);
    }
    const settings = {
      client_tls_sslmode: 'require',
      server_tls_sslmode: 'verify-ca',
      ...printed(row),
      ...row.settings,
      pool_mode: 'session',
    };
    return await throughPoolers(row, row.pool.instances!, [], (login, all) => crowd(server, row, [...all, login]), {
      authority,
      server,
      settings,
    });
  } finally {
    await server.stop();
  }
}

interface Stage {
  readonly authority: CertificateAuthority;
  readonly server: PostgresServer;
  readonly settings: Readonly<Record<string, string>>;
}

/** Starts one pooler inside of the other, then does the work. */
async function throughPoolers(
  row: Row,
  left: number,
  logins: readonly Login[],
  work: (login: Login, others: readonly Login[]) => Promise<number>,
  stage: Stage,
): Promise<number> {
  let result = 0;
  await withPooler(stage.settings, stage, async (login) => {
    result = left > 1 ? await throughPoolers(row, left - 1, [...logins, login], work, stage) : await work(login, logins);
  });
  return result;
}

/** As many clients for each pooler and database as none could serve, each of which wants a connection for itself. */
async function crowd(server: PostgresServer, { databases }: Row, logins: readonly Login[]): Promise<number> {
  const clients: Client[] = [];
  const count = async (): Promise<number> =>
    Number((await server.query(`SELECT count(*) FROM pg_stat_activity WHERE usename = 'app'`))[0]!.count);
  try {
    for (const login of logins) {
      for (const database of databases) {
        for (let i = 0; i < 24; i++) {
          const client = await openSession({ ...login, database });
          clients.push(client);
          client.query('SELECT 1').catch(() => {}); // Those who wait for ever are sent away at the end.
        }
      }
    }
    // It has settled when nothing has changed for a second.
    let [last, since] = [-1, Date.now()];
    await waitUntil(async () => {
      const now = await count();
      if (now !== last) {
        [last, since] = [now, Date.now()];
      }
      return Date.now() - since > 1000;
    });
    return last;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }
}
