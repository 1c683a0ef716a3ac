import type { IPostgresOperator } from 'cdk8s-postgres';
import { PostgresOperator } from 'cdk8s-postgres';
import { program } from '../support/programs';
import { at, Manifest, only, render } from '../support/render';
import type { CertificateAuthority } from './certificates';
import { certificateAuthority } from './certificates';
import type { Login } from './clients';
import { refusal } from './clients';
import type { PostgresServer } from './postgres-server';
import { MAJORS, programFolder, start } from './postgres-server';
import { requireOnPath, requireProgram } from './requirements';

// The printed lines of pg_hba.conf between those that each operator writes around them, in a real server. Clients come from 127.0.0.2,
// because some operators have lines for 127.0.0.1 that would decide before the lines under test.

interface Surrounded {
  readonly name: string;
  readonly operator: IPostgresOperator;
  /** What the operator writes before the printed lines. */
  readonly before: readonly string[];
  readonly printed: (manifests: readonly Manifest[]) => readonly string[] | undefined;
  /** What the operator writes behind them. */
  readonly after: readonly string[];
  /** What the operator writes instead of everything where no line is printed. */
  readonly instead?: readonly string[];
  /** The role that the operator itself comes with over the network, and whether it shows a certificate or a password. */
  readonly own: { readonly user: string; readonly certificate: boolean };
}

const OPERATORS: readonly Surrounded[] = [
  {
    // The template of pg_hba.conf in pkg/postgres/configuration.go.
    name: 'CloudNativePG',
    operator: PostgresOperator.cloudNativePg(),
    before: [
      'local all all peer map=local',
      'hostssl postgres streaming_replica all cert',
      'hostssl replication streaming_replica all cert',
      'hostssl all cnpg_pooler_pgbouncer all cert',
    ],
    printed: (manifests) => at(only(manifests, 'Cluster'), '/spec/postgresql/pg_hba') as string[],
    after: ['host all all all scram-sha-256'],
    own: { user: 'streaming_replica', certificate: true },
  },
  {
    // A printed list replaces the template in postgres-appliance/scripts/configure_spilo.py of Spilo as a whole. The lines for PAM are left
    // out: the test servers cannot read them.
    name: 'Zalando',
    operator: PostgresOperator.zalando({ teamId: 'acme' }),
    before: [],
    printed: (manifests) => at(only(manifests, 'postgresql'), '/spec/patroni/pg_hba') as string[] | undefined,
    after: [],
    instead: [
      'local all all trust',
      'host all all 127.0.0.1/32 md5',
      'host all all ::1/128 md5',
      'hostssl replication standby all md5',
      'hostnossl all all all reject',
      'hostssl all all all md5',
    ],
    own: { user: 'postgres', certificate: false },
  },
  {
    // NewHBAs in internal/postgres/hba.go and postgresqlHBAs in internal/pgbouncer/postgres.go; the default stands in for missing rules.
    name: 'Crunchy PGO',
    operator: PostgresOperator.crunchy(),
    before: [
      'local all "postgres" peer',
      'hostssl replication "_crunchyrepl" all cert',
      'hostssl "postgres" "_crunchyrepl" all cert',
      'host all "_crunchyrepl" all reject',
      'hostssl all "_crunchypgbouncer" all scram-sha-256',
      'host all "_crunchypgbouncer" all reject',
    ],
    printed: (manifests) =>
      (at(only(manifests, 'PostgresCluster'), '/spec/authentication/rules') as { readonly hba: string }[] | undefined)?.map(
        ({ hba }) => hba,
      ) ?? ['hostssl all all all scram-sha-256'],
    after: [],
    own: { user: '_crunchyrepl', certificate: true },
  },
];

/** Lets one role into one database from one address, and keeps all others out. */
const RESTRICTION = ['hostssl orders app 127.0.0.2/32 scram-sha-256', 'host all all all reject'];

const PASSWORD = 'the-right-one';

const withOpenssl = requireOnPath('openssl');

// Only Linux has all of 127.0.0.0/8 on its loopback interface.
const onLinux = process.platform === 'linux' ? withOpenssl : requireProgram('the address 127.0.0.2 (of Linux)', false);

// The grammar of the file has not changed for years: the oldest and the newest version stand for all.
for (const major of [Math.min(...MAJORS), Math.max(...MAJORS)]) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : onLinux;

  suite(`pg_hba.conf on PostgreSQL ${major}`, () => {
    let authority: CertificateAuthority;

    beforeAll(async () => {
      authority = await certificateAuthority();
    });

    describe.each(OPERATORS)('of $name', (surrounded) => {
      const { own } = surrounded;

      async function withServer(hbaRules: string[] | undefined, work: (server: PostgresServer, login: Login) => Promise<void>) {
        const server = await startWith(major, lines(surrounded, hbaRules), authority);
        try {
          await createRoles(server, own.user);
          const tls = { ca: authority.ca };
          await work(server, { port: server.port, user: 'app', database: 'orders', password: PASSWORD, from: '127.0.0.2', tls });
        } finally {
          await server.stop();
        }
      }

      async function ownLogin(login: Login): Promise<Login> {
        const { user, certificate } = own;
        const pair = certificate ? await authority.issue(user) : {};
        return { ...login, user, database: 'postgres', password: certificate ? undefined : PASSWORD, tls: { ca: authority.ca, ...pair } };
      }

      test('without rules: lets in whoever has a password, with TLS only', async () => {
        await withServer(undefined, async (server, login) => {
          expect(await errors(server)).toEqual([]);
          expect(await refusal(login)).toBeUndefined();
          expect(await refusal({ ...login, user: 'other', database: 'postgres', from: '127.0.0.3' })).toBeUndefined();
          expect(await refusal({ ...login, password: 'a-wrong-one' })).toBe('password authentication failed for user "app"');
          expect(await refusal({ ...login, tls: undefined })).toMatch(NO_ENTRY);
          expect(await refusal(await ownLogin(login))).toBeUndefined();
        });
      });

      test('with rules that restrict: lets in whom they name, and the operator', async () => {
        await withServer(RESTRICTION, async (server, login) => {
          expect(await errors(server)).toEqual([]);
          expect(await refusal(login)).toBeUndefined();
          expect(await refusal({ ...login, password: 'a-wrong-one' })).toBe('password authentication failed for user "app"');
          expect(await refusal({ ...login, tls: undefined })).toMatch(NO_ENTRY);
          expect(await refusal({ ...login, user: 'other' })).toMatch(NO_ENTRY);
          expect(await refusal({ ...login, database: 'postgres' })).toMatch(NO_ENTRY);
          expect(await refusal({ ...login, from: '127.0.0.3' })).toMatch(NO_ENTRY);
          expect(await refusal(await ownLogin(login))).toBeUndefined();
        });
      });

      test('with a rule that adds something: still lets in whoever has a password, with TLS only', async () => {
        await withServer(['hostssl orders other 127.0.0.2/32 reject'], async (server, login) => {
          expect(await errors(server)).toEqual([]);
          expect(await refusal(login)).toBeUndefined();
          expect(await refusal({ ...login, user: 'other' })).toMatch(NO_ENTRY);
          expect(await refusal({ ...login, user: 'other', from: '127.0.0.3' })).toBeUndefined();
          expect(await refusal({ ...login, tls: undefined })).toMatch(NO_ENTRY);
        });
      });

      if (own.certificate) {
        test(`keeps ${own.user} out without its certificate`, async () => {
          await withServer(undefined, async (_server, login) => {
            expect(await refusal({ ...(await ownLogin(login)), password: PASSWORD, tls: { ca: authority.ca } })).toMatch(
              /^connection requires a valid client certificate$/,
            );
          });
        });
      }
    });
  });
}

/** What PostgreSQL says where a line rejects, or where no line fits. */
const NO_ENTRY = /^(pg_hba.conf rejects connection|no pg_hba.conf entry) for host "127\.0\.0\.\d", user "\w+", database "\w+", /;

/** The file as the operator writes it. */
function lines({ operator, before, printed, after, instead }: Surrounded, hbaRules?: string[]): readonly string[] {
  const own = printed(render(program(operator, { cluster: { hbaRules } })));
  if (own === undefined) {
    expect(instead).toBeDefined();
    return instead!;
  }
  return [...before, ...own, ...after];
}

async function startWith(major: number, hba: readonly string[], authority: CertificateAuthority): Promise<PostgresServer> {
  const { cert, key } = await authority.issue();
  return start(major, {
    hba: hba.join('\n'),
    files: { 'server.crt': cert, 'server.key': key, 'ca.crt': authority.ca },
    settings: {
      ssl: 'on',
      ssl_cert_file: 'server.crt',
      ssl_key_file: 'server.key',
      ssl_ca_file: 'ca.crt',
      password_encryption: 'scram-sha-256',
    },
  });
}

async function createRoles(server: PostgresServer, own: string): Promise<void> {
  for (const role of ['app', 'other', own]) {
    const verb = role === server.user ? 'ALTER' : 'CREATE';
    await server.query(`${verb} ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  }
  await server.query('CREATE DATABASE orders');
}

/** The lines that the server cannot read. */
async function errors(server: PostgresServer): Promise<unknown[]> {
  return server.query('SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL');
}
