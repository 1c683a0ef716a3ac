import type { HaClusterProps, IPostgresOperator } from 'cdk8s-postgres';
import { AccessMethod, AccessRule, ClusterTls, PostgresImage, PostgresOperator, PostgresVersion, RolePassword } from 'cdk8s-postgres';
import { roleModels } from '../../lib/access/role-models';
import { ClusterModel } from '../../lib/model/cluster-model';
import { accessLines } from '../../lib/operators/shared/hba-lines';
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
  /** What rules that ask for certificates need. */
  readonly certified?: Partial<HaClusterProps>;
}

const OPERATORS: readonly Surrounded[] = [
  {
    // The template of pg_hba.conf in pkg/postgres/configuration.go; the maps are in IDENT.
    name: 'CloudNativePG',
    operator: PostgresOperator.cloudNativePg(),
    before: [
      'local all cnpg_metrics_exporter peer map=cnpg_metrics_exporter',
      'local all all peer map=local',
      'hostssl postgres streaming_replica all cert map=cnpg_streaming_replica',
      'hostssl replication streaming_replica all cert map=cnpg_streaming_replica',
      'hostssl all cnpg_pooler_pgbouncer all cert map=cnpg_pooler_pgbouncer',
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
    certified: { tls: ClusterTls.certManager({ issuerName: 'company-ca' }) },
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

/** pg_ident.conf of CloudNativePG. */
const IDENT = `local postgres postgres
cnpg_streaming_replica streaming_replica streaming_replica
cnpg_pooler_pgbouncer cnpg_pooler_pgbouncer cnpg_pooler_pgbouncer
cnpg_metrics_exporter postgres cnpg_metrics_exporter
`;

const PASSWORD = 'the-right-one';

/** Who may log in, in the types of the library. Clients come from 127.0.0.2 unless it says something else. */
const TYPED: Partial<HaClusterProps> = {
  databases: [
    { name: 'orders', owner: 'app' },
    { name: 'audit', owner: 'auditor' },
  ],
  roles: [
    { name: 'team', login: false },
    ...['auditor', 'member', 'leaver', 'robot', 'other'].map((name) => ({ name, password: RolePassword.fromSecret() })),
  ],
  accessRules: [
    AccessRule.reject({ roles: ['leaver'] }),
    AccessRule.allow({ roles: ['app', 'auditor'], databases: ['orders'] }),
    AccessRule.allow({ roles: ['team'], databases: ['orders', 'audit'], addresses: ['127.0.0.2/32', '127.0.1.0/24'] }),
    AccessRule.allow({ roles: ['robot'], databases: ['orders'], method: AccessMethod.CERTIFICATE }),
  ],
};

const LETS_IN = undefined;
const WRONG_PASSWORD = /^password authentication failed for user/;
const WRONG_CERTIFICATE = /^(certificate authentication failed|connection requires a valid client certificate)/;

const withOpenssl = requireOnPath('openssl');

// Only Linux has all of 127.0.0.0/8 on its loopback interface.
const onLinux = process.platform === 'linux' ? withOpenssl : requireProgram('the address 127.0.0.2 (of Linux)', false);

for (const major of MAJORS) {
  const suite = programFolder(major) === undefined ? requireProgram(`PostgreSQL ${major} ('npm ci' in test/real)`, false) : onLinux;

  suite(`pg_hba.conf on PostgreSQL ${major}`, () => {
    let authority: CertificateAuthority;

    beforeAll(async () => {
      authority = await certificateAuthority();
    });

    describe.each(OPERATORS)('of $name', (surrounded) => {
      const { own } = surrounded;

      async function withServer(asked: Partial<HaClusterProps>, work: (server: PostgresServer, login: Login) => Promise<void>) {
        const server = await startWith(major, lines(major, surrounded, asked), authority);
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

      test('with typed rules: the first that fits decides, and nobody else gets in', async () => {
        await withServer({ ...TYPED, ...surrounded.certified }, async (server, login) => {
          expect(await errors(server)).toEqual([]);
          const robot = { ca: authority.ca, ...(await authority.issue('robot')) };
          const app = { ca: authority.ca, ...(await authority.issue('app')) };
          const attempts: readonly (readonly [what: string, change: Partial<Login>, outcome: RegExp | undefined])[] = [
            ['an owner', { user: 'app' }, LETS_IN],
            ['an owner, from anywhere', { user: 'app', from: '127.9.9.9' }, LETS_IN],
            ['the second of two roles', { user: 'auditor' }, LETS_IN],
            ['without the password', { user: 'app', password: 'a-wrong-one' }, WRONG_PASSWORD],
            ['without TLS', { user: 'app', tls: undefined }, NO_ENTRY],
            ['to a database that no rule names', { user: 'auditor', database: 'audit' }, NO_ENTRY],
            ['a role that no rule names', { user: 'other' }, NO_ENTRY],
            ['a member of a group', { user: 'member' }, LETS_IN],
            ['a member, to the second of two databases', { user: 'member', database: 'audit' }, LETS_IN],
            ['a member, from the second of two networks', { user: 'member', from: '127.0.1.77' }, LETS_IN],
            ['a member, from elsewhere', { user: 'member', from: '127.0.2.1' }, NO_ENTRY],
            ['a member, to another database', { user: 'member', database: 'postgres' }, NO_ENTRY],
            ['a member that is rejected', { user: 'leaver' }, NO_ENTRY],
            ['with a certificate', { user: 'robot', password: undefined, tls: robot }, LETS_IN],
            ['with a password instead of one', { user: 'robot' }, WRONG_CERTIFICATE],
            ['with the certificate of another instead of a password', { user: 'app', password: 'a-wrong-one', tls: robot }, WRONG_PASSWORD],
            ['with the certificate of another', { user: 'robot', tls: app }, WRONG_CERTIFICATE],
            ['with a certificate, to another database', { user: 'robot', database: 'audit', tls: robot }, NO_ENTRY],
            ['the operator', await ownLogin(login), LETS_IN],
          ];
          const outcomes = [];
          for (const [what, change] of attempts) {
            outcomes.push([what, await refusal({ ...login, ...change })]);
          }
          expect(outcomes).toEqual(attempts.map(([what, , outcome]) => [what, outcome && expect.stringMatching(outcome)]));
        });
      });

      // The grammar of the file has not changed for years: the oldest and the newest version stand for all.
      if (![Math.min(...MAJORS), Math.max(...MAJORS)].includes(major)) {
        return;
      }

      test('without rules: lets in whoever has a password, with TLS only', async () => {
        await withServer({}, async (server, login) => {
          expect(await errors(server)).toEqual([]);
          expect(await refusal(login)).toBeUndefined();
          expect(await refusal({ ...login, user: 'other', database: 'postgres', from: '127.0.0.3' })).toBeUndefined();
          expect(await refusal({ ...login, password: 'a-wrong-one' })).toBe('password authentication failed for user "app"');
          expect(await refusal({ ...login, tls: undefined })).toMatch(NO_ENTRY);
          expect(await refusal(await ownLogin(login))).toBeUndefined();
        });
      });

      test('with rules that restrict: lets in whom they name, and the operator', async () => {
        await withServer({ hbaRules: RESTRICTION }, async (server, login) => {
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
        await withServer({ hbaRules: ['hostssl orders other 127.0.0.2/32 reject'] }, async (server, login) => {
          expect(await errors(server)).toEqual([]);
          expect(await refusal(login)).toBeUndefined();
          expect(await refusal({ ...login, user: 'other' })).toMatch(NO_ENTRY);
          expect(await refusal({ ...login, user: 'other', from: '127.0.0.3' })).toBeUndefined();
          expect(await refusal({ ...login, tls: undefined })).toMatch(NO_ENTRY);
        });
      });

      if (own.certificate) {
        test(`keeps ${own.user} out without its certificate`, async () => {
          await withServer({}, async (_server, login) => {
            expect(await refusal({ ...(await ownLogin(login)), password: PASSWORD, tls: { ca: authority.ca } })).toMatch(
              /^connection requires a valid client certificate$/,
            );
          });
        });
      }
    });

    test('a rule for a role of the Zalando operator lets in its rotated logins, and it restricts', async () => {
      const { printed } = OPERATORS.find(({ name }) => name === 'Zalando')!;
      const rotating = PostgresOperator.zalando({ teamId: 'acme', rotatedRoles: ['reports'] });
      const cluster = {
        version: PostgresVersion.of(String(major)),
        databases: [{ name: 'orders', owner: 'app' }],
        roles: [{ name: 'reports' }],
        accessRules: [AccessRule.allow({ roles: ['reports'], databases: ['orders'] })],
      };
      const server = await startWith(major, printed(render(program(rotating, { cluster })))!, authority);
      try {
        await createRoles(server, server.user);
        await server.query(`CREATE ROLE reports LOGIN PASSWORD '${PASSWORD}'`);
        await server.query(`CREATE ROLE reports261122 LOGIN PASSWORD '${PASSWORD}' IN ROLE reports`);
        const login = { port: server.port, database: 'orders', password: PASSWORD, tls: { ca: authority.ca }, from: '127.0.0.2' };
        for (const user of ['reports', 'reports261122', server.user]) {
          expect([user, await refusal({ ...login, user })]).toEqual([user, LETS_IN]);
        }
        expect(await refusal({ ...login, user: 'app' })).toMatch(NO_ENTRY);
      } finally {
        await server.stop();
      }
    });

    test('names in typed rules are names, whatever they mean in the file', async () => {
      const databases = NAMES.map((name) => ({ name, owner: name }));
      const roles = [...roleModels(databases, []), ...roleModels([], [{ name: 'a group', login: false }])];
      const accessRules = [
        ...NAMES.map((name) => AccessRule.allow({ roles: [name], databases: [name] })),
        AccessRule.allow({ roles: ['a group'], databases: [NAMES[0]!] }),
      ];
      const server = await startWith(major, accessLines({ accessRules, roles } as unknown as ClusterModel, 'scram-sha-256'), authority);
      try {
        for (const role of [...NAMES, 'app', 'member']) {
          await server.query(`CREATE ROLE ${identifier(role)} LOGIN PASSWORD '${PASSWORD}'`);
        }
        await server.query('CREATE ROLE "a group" ROLE member');
        for (const name of [...NAMES, 'orders']) {
          await server.query(`CREATE DATABASE ${identifier(name)}`);
        }
        expect(await errors(server)).toEqual([]);

        const login = { port: server.port, password: PASSWORD, tls: { ca: authority.ca } };
        for (const name of NAMES) {
          expect([name, await refusal({ ...login, user: name, database: name })]).toEqual([name, LETS_IN]);
          expect([name, await refusal({ ...login, user: name, database: 'orders' })]).toEqual([name, expect.stringMatching(NO_LINE)]);
          expect([name, await refusal({ ...login, user: 'app', database: name })]).toEqual([name, expect.stringMatching(NO_LINE)]);
        }
        expect(await refusal({ ...login, user: 'member', database: NAMES[0]! })).toBeUndefined();
      } finally {
        await server.stop();
      }
    });
  });
}

/** What pg_hba.conf reads as a sign of its own; rule HBA-004 has refused quotes and leading slashes. */
const NAMES: readonly string[] = [
  'all',
  'replication',
  'sameuser',
  'samerole',
  'include',
  'local',
  'Capital',
  'two words',
  'a,b',
  '#comment',
  'back\\slash\\',
  "l'été à 東京",
  '@file',
  '+app',
  '^.*$',
];

/** What PostgreSQL says where a line rejects, or where no line fits. */
const NO_ENTRY = /^(pg_hba.conf rejects connection|no pg_hba.conf entry) for host "127\.0\.\d\.\d", user "\w+", database "\w+", /;

const NO_LINE = /^(pg_hba.conf rejects connection|no pg_hba.conf entry) for host /;

/** The file as the operator writes it. */
function lines(
  major: number,
  { operator, before, printed, after, instead }: Surrounded,
  asked: Partial<HaClusterProps>,
): readonly string[] {
  const version = PostgresVersion.of(String(major));
  const image = PostgresImage.pinned(`registry.example.com/postgres:${major}`); // PGO has none of its own for every version.
  const own = printed(render(program(operator, { cluster: { version, image, monitoring: { enabled: false }, ...asked } })));
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
    files: { 'server.crt': cert, 'server.key': key, 'ca.crt': authority.ca, 'pg_ident.conf': IDENT },
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
  for (const role of ['app', 'auditor', 'member', 'leaver', 'robot', 'other', own]) {
    const verb = role === server.user ? 'ALTER' : 'CREATE';
    await server.query(`${verb} ROLE ${role} LOGIN PASSWORD '${PASSWORD}'`);
  }
  await server.query('CREATE ROLE team ROLE member, leaver');
  await server.query('CREATE DATABASE orders');
  await server.query('CREATE DATABASE audit');
}

function identifier(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

/** The lines that the server cannot read. */
async function errors(server: PostgresServer): Promise<unknown[]> {
  return server.query('SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL');
}
