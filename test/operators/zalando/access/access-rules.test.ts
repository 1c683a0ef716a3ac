import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  ClusterTls,
  DatabaseOptions,
  PostgresImage,
  PostgresVersion,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
  ZalandoOptions,
} from '../../../../lib';
import { ZALANDO_RULES } from '../../../../lib/operators/zalando/rules';
import { Ask, program } from '../../../support/programs';
import { render } from '../../../support/render';
import { refused, zalando } from '../support';

type Options = Partial<ZalandoOptions>;

const ORDERS = { name: 'orders', owner: 'orders_app' };

const databases = (...some: Partial<DatabaseOptions>[]): Ask => ({
  cluster: { databases: some.map((one, i) => ({ ...ORDERS, name: `db${i}`, ...one })) },
});
const roles = (...some: RoleOptions[]): Ask => ({ cluster: { databases: [ORDERS], roles: some } });
const extension = (name: string, schema?: string): Ask => databases({ extensions: [{ name, schema }] });
const tls = (serverSecret: string, caSecret?: string): Ask => ({
  cluster: { tls: ClusterTls.fromSecrets({ serverSecret, caSecret }) },
});
const certificate = (issuerName?: string): Ask => ({
  cluster: {
    databases: [ORDERS],
    hbaRules: ['hostssl all all 10.1.0.0/16 md5 clientcert=verify-full', 'hostssl all orders_app 10.2.0.0/16 scram-sha-256'],
    accessRules: [AccessRule.allow({ addresses: ['10.3.0.0/16'] }), AccessRule.allow({ method: AccessMethod.CERTIFICATE })],
    ...(issuerName !== undefined && { tls: ClusterTls.certManager({ issuerName }) }),
  },
});
const access = (version: PostgresVersion): Ask => ({
  cluster: {
    version,
    databases: [ORDERS],
    roles: [
      { name: 'reports', access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] },
      { name: 'batch', access: [{ database: 'orders', level: AccessLevel.READ_WRITE }] },
    ],
  },
});

const SPILO = PostgresImage.pinned('registry.example.com/spilo-17:4.0');
const SUPPLIED = RolePassword.fromSecret();
const DELIVERED = RolePassword.delivered(SecretSource.externalSecrets({ storeName: 'vault' }), SecretValue.fromVault('orders', 'password'));
const SECRET = 'reports.orders.credentials.postgresql.acid.zalan.do';
const A56 = 'a'.repeat(56);
const A57 = 'a'.repeat(57);
const A58 = 'a'.repeat(58);
const A63 = 'a'.repeat(63);

const SAME_WHY = '(the operator creates databases without either, so that each is like the template of the cluster)';
const SCHEMA_WHY = '(the operator names the schema when it creates an extension, PostgreSQL refuses it, and the cluster is never complete)';
const NAME_WHY = '(the operator makes roles with that name in front, which it does not quote and which PostgreSQL cuts, and gives up)';
const OPEN_WHY =
  '(up to 14 everybody may create tables in the schema public, which only the superuser can change, and the operator does not)';
const ROTATED_WHY =
  '(the operator passes over other names, cannot log in itself any more where one is postgres, and takes one of two ways without a word)';
const SUPPLIED_WHY = '(the operator would write over it, and the other one would write it back)';
const VOLUME_WHY = '(the operator names volumes after them, and the API server refuses the pods)';
const CERTIFICATE_WHY = '(a server without a CA refuses every connection that such a rule fits)';

const preparedProblem = (name: string) =>
  `[test/db] [ZAL-155] the name of a role must not be db0_owner, db0_reader, db0_writer, which the operator makes for the extensions of 'db0', got '${name}'; write for example 'db0_app' (the two would be one role, which nobody could log in as, or which the others are members of)`;
const rotatedProblem = (prop: string, name: string, has: string) =>
  `[test/db] [ZAL-158] '${prop}' has '${name}', which is no role of 'orders' that logs in; ${has}; leave it out, or write another PostgresOperator.zalando(...) for this cluster ${ROTATED_WHY}`;

/** What breaks a rule, and every line that is printed for it. */
const BROKEN: readonly [string, Ask, string[], Options?][] = [
  [
    'a name that the operator does not look for',
    roles({ name: 'reports', password: RolePassword.fromSecret('reports-password') }),
    [
      `[test/db] [ZAL-150] the password of 'reports' must be in the Secret '${SECRET}', got 'reports-password'; give the Secret that name and write RolePassword.fromSecret() (the operator looks for this name only, and makes a Secret with another password where there is none)`,
    ],
  ],
  [
    'two locales',
    databases({ locale: 'C' }, { locale: 'C' }, {}),
    [
      `[test/db] [ZAL-151] 'encoding' and 'locale' must be the same for all databases, got UTF8 and C of 'db0', UTF8 and en_US.UTF-8 of 'db2'; write the same for each ${SAME_WHY}`,
    ],
  ],
  [
    'two encodings',
    databases({ locale: 'C' }, { locale: 'C', encoding: 'LATIN1' }),
    [
      `[test/db] [ZAL-151] 'encoding' and 'locale' must be the same for all databases, got UTF8 and C of 'db0', LATIN1 and C of 'db1'; write the same for each ${SAME_WHY}`,
    ],
  ],
  [
    'an encoding that is not that of the locale',
    databases({ encoding: 'LATIN1' }),
    [
      `[test/db] [ZAL-152] 'encoding' of 'db0' must be UTF8 with the locale 'en_US.UTF-8', got 'LATIN1'; write locale: 'C', or a locale of that encoding (initdb refuses other pairs, so that no instance ever starts)`,
    ],
  ],
  [
    'an extension with a schema of its own',
    databases({ extensions: [{ name: 'postgis' }, { name: 'postgis_topology' }] }),
    [
      `[test/db] [ZAL-153] the extension 'postgis_topology' of 'db0' can be in the schema 'topology' only, which is not there before it; leave it out, and create it as the superuser: CREATE EXTENSION postgis_topology ${SCHEMA_WHY}`,
    ],
  ],
  [
    'an extension of the system in public',
    extension('plpython3u', 'public'),
    [
      `[test/db] [ZAL-153] the extension 'plpython3u' of 'db0' can be in the schema 'pg_catalog' only, got 'public'; leave 'schema' out ${SCHEMA_WHY}`,
    ],
  ],
  ...['Orders', A57].map((name): [string, Ask, string[]] => [
    `extensions in ${name}`,
    databases({ name, extensions: [{ name: 'pg_trgm' }] }),
    [
      `[test/db] [ZAL-154] the name of a database with extensions must be in lower case with at most 56 characters, got '${name}'; write another name, or leave 'extensions' out ${NAME_WHY}`,
    ],
  ]),
  ...['db0_owner', 'db0_reader', 'db0_writer'].map((owner): [string, Ask, string[]] => [
    `the owner ${owner} beside extensions`,
    databases({ owner, extensions: [{ name: 'pg_trgm' }] }),
    [preparedProblem(owner)],
  ]),
  [
    'a group with the name of a role of the operator',
    {
      cluster: {
        databases: [{ ...ORDERS, name: 'db0', extensions: [{ name: 'pg_trgm' }] }],
        roles: [{ name: 'db0_reader', login: false }],
      },
    },
    [preparedProblem('db0_reader')],
  ],
  [
    'an owner that is a group',
    roles({ name: 'orders_app', login: false }),
    [
      `[test/db] [ZAL-156] the owner 'orders_app' must be able to log in, got 'login: false'; leave that out (no role can be made a member of it here, so nobody could create a table in the database, or give access to one)`,
    ],
  ],
  [
    'access on PostgreSQL 14',
    access(PostgresVersion.V14),
    [
      `[test/db] [ZAL-157] read-only access of 'reports' to 'orders' needs PostgreSQL 15 or later, got 14; write PostgresVersion.V17, or leave the access out ${OPEN_WHY}`,
      `[test/db] [ZAL-157] read-write access of 'batch' to 'orders' needs PostgreSQL 15 or later, got 14; write PostgresVersion.V17, or leave the access out ${OPEN_WHY}`,
    ],
  ],
  [
    'rotation of what is no role, and of a group',
    roles({ name: 'readers', login: false }),
    [
      rotatedProblem('rotatedRoles', 'postgres', `it has 'orders_app'`),
      rotatedProblem('rotatedRoles', 'readers', `it has 'orders_app'`),
      rotatedProblem('rotatedInPlaceRoles', 'pooler', `it has 'orders_app'`),
    ],
    { rotatedRoles: ['postgres', 'readers'], rotatedInPlaceRoles: ['pooler', 'orders_app'] },
  ],
  ['rotation without roles', {}, [rotatedProblem('rotatedRoles', 'reports', 'it has none')], { rotatedRoles: ['reports'] }],
  [
    'rotation in both ways',
    roles({ name: 'reports' }),
    [`[test/db] [ZAL-158] 'rotatedRoles' and 'rotatedInPlaceRoles' both have 'reports'; leave it out of one of them ${ROTATED_WHY}`],
    { rotatedRoles: ['reports'], rotatedInPlaceRoles: ['reports'] },
  ],
  [
    'rotation of supplied passwords',
    roles({ name: 'reports', password: SUPPLIED }, { name: 'batch', password: DELIVERED }),
    [
      `[test/db] [ZAL-159] 'rotatedRoles' has 'reports', whose password is supplied; leave it out, or write RolePassword.generated() ${SUPPLIED_WHY}`,
      `[test/db] [ZAL-159] 'rotatedInPlaceRoles' has 'batch', whose password is supplied; leave it out, or write RolePassword.generated() ${SUPPLIED_WHY}`,
    ],
    { rotatedRoles: ['reports'], rotatedInPlaceRoles: ['batch'] },
  ],
  [
    'rotation of an owner by new names',
    roles(),
    [
      `[test/db] [ZAL-161] 'rotatedRoles' has 'orders_app', which owns 'orders'; write it in 'rotatedInPlaceRoles' (what the owner creates would belong to a role with a date in its name, which is to be dropped one day, and nobody else would have access)`,
    ],
    { rotatedRoles: ['orders_app'] },
  ],
  ...['pgdata', 'source-ca'].map((name): [string, Ask, string[]] => [
    `the Secret ${name}`,
    tls(name),
    [
      `[test/db] [ZAL-162] 'tls.serverSecret' must not be pgdata, dshm, backup-ca, backup-gcs, recovery-ca, recovery-gcs, source-ca, source-gcs, got '${name}'; write another name ${VOLUME_WHY}`,
    ],
  ]),
  [
    'Secrets whose names no volume can have',
    tls('orders.tls', A63 + 'a'),
    [
      `[test/db] [ZAL-162] 'tls.serverSecret' must be at most 63 lower-case letters, digits and '-', got 'orders.tls'; write another name ${VOLUME_WHY}`,
      `[test/db] [ZAL-162] 'tls.caSecret' must be at most 63 lower-case letters, digits and '-', got '${A63}a'; write another name ${VOLUME_WHY}`,
    ],
  ],
  [
    'one Secret for both',
    tls('orders-tls', 'orders-tls'),
    [
      `[test/db] [ZAL-163] 'tls.caSecret' must be another Secret than 'tls.serverSecret', got 'orders-tls' for both; leave 'caSecret' out (the operator would make two volumes of one name, and the API server refuses the pods)`,
    ],
  ],
  [
    'certificates that nothing can check',
    certificate(),
    [
      `[test/db] [ZAL-164] 'hbaRules[0]' asks for a certificate of the client; write tls: ClusterTls.certManager(...) ${CERTIFICATE_WHY}`,
      `[test/db] [ZAL-164] 'accessRules[1]' asks for a certificate of the client; write tls: ClusterTls.certManager(...) ${CERTIFICATE_WHY}`,
    ],
  ],
  [
    'a line with the method cert',
    { cluster: { hbaRules: ['hostssl all all all cert map=people'] } },
    [`[test/db] [ZAL-164] 'hbaRules[0]' asks for a certificate of the client; write tls: ClusterTls.certManager(...) ${CERTIFICATE_WHY}`],
  ],
  [
    'rotation of a long name',
    roles({ name: A58 }),
    [
      `[test/db] [ZAL-176] 'rotatedRoles' must have names of at most 57 characters, got 58 in '${A58}'; write a shorter one, or write it in 'rotatedInPlaceRoles' (PostgreSQL cuts the date off that the operator puts behind the name, so that the new user would be the old one)`,
    ],
    { rotatedRoles: [A58] },
  ],
  [
    'locales that Spilo is not built with',
    { cluster: { databases: [{ ...ORDERS, locale: 'de_DE.UTF-8' }], parameters: { lc_time: 'fr_FR.UTF-8', lc_messages: 'C' } } },
    [
      ['orders', 'de_DE.UTF-8'],
      ['lc_time', 'fr_FR.UTF-8'],
    ].map(
      ([of, locale]) =>
        `[test/db] [ZAL-294] the locale of '${of}' must be en_US.UTF-8, C.UTF-8, C or POSIX with the image that the operator takes, got '${locale}'; write PostgresImage.pinned(...) of a Spilo image that was built with it, or a database with the locale provider ICU (initdb fails, or the server does not start: Spilo is built with one locale beside those of every system)`,
    ),
  ],
];

test.each(BROKEN)('%s is refused', (_, ask, lines, options = {}) => {
  expect(refused(ask, options)).toEqual(lines);
});

/** What stands on the edge of a rule. */
const KEPT: readonly [string, Ask, Options?][] = [
  ['ZAL-150', roles({ name: 'reports', password: SUPPLIED })],
  ['ZAL-150', roles({ name: 'reports', password: RolePassword.fromSecret(SECRET) })],
  ['ZAL-151', databases({ locale: 'C' }, { locale: 'C', encoding: 'UTF8' })],
  ['ZAL-151', databases({}, { locale: 'en_US.UTF-8' })],
  ['ZAL-152', databases({ encoding: 'LATIN1', locale: 'C' })],
  ['ZAL-152', { cluster: { ...databases({ encoding: 'LATIN9', locale: 'de_DE@euro' }).cluster, image: SPILO } }],
  ['ZAL-152', databases({ encoding: 'SQL_ASCII' })],
  ['ZAL-153', extension('plpython3u')],
  ['ZAL-153', extension('pg_trgm', 'public')],
  ['ZAL-154', databases({ name: 'Orders' }, { name: A56, extensions: [{ name: 'pg_trgm' }] })],
  ['ZAL-155', databases({ owner: 'db0_owner' }, { owner: 'db0_owner', extensions: [{ name: 'pg_trgm' }] })],
  ['ZAL-156', roles({ name: 'readers', login: false })],
  ['ZAL-157', access(PostgresVersion.V15)],
  ['ZAL-157', { cluster: { version: PostgresVersion.V14, databases: [ORDERS], roles: [{ name: 'monitor' }] } }],
  ['ZAL-158', roles({ name: 'reports' }), { rotatedRoles: ['reports'], rotatedInPlaceRoles: ['orders_app'] }],
  ['ZAL-159', roles({ name: 'reports' }, { name: 'batch', password: SUPPLIED }), { rotatedRoles: ['reports'] }],
  ['ZAL-161', roles({ name: 'reports' }), { rotatedInPlaceRoles: ['orders_app'] }],
  ['ZAL-162', tls(A63, 'orders-ca')],
  ['ZAL-163', tls('orders-tls', 'orders-ca')],
  ['ZAL-164', certificate('company-ca')],
  ['ZAL-164', { cluster: { hbaRules: ['hostssl cert certs 10.0.0.0/8 scram-sha-256', 'hostssl all all all pam pamservice=cert'] } }],
  ['ZAL-176', roles({ name: A57 }), { rotatedRoles: [A57] }],
  ['ZAL-176', roles({ name: A58 }), { rotatedInPlaceRoles: [A58] }],
  ['ZAL-294', databases({ locale: 'C.utf8' })],
  ['ZAL-294', databases({ locale: 'de_DE.UTF-8' }), { defaultImage: SPILO.reference }],
  ['ZAL-294', { cluster: { parameters: { lc_time: 'de_DE.UTF-8' }, image: SPILO } }],
];

test.each(KEPT)('%s is kept by %j', (_, ask, options = {}) => {
  expect(() => render(program(zalando(options), ask))).not.toThrow();
});

test('every rule is broken and kept above, and ids are in order', () => {
  const ids = ZALANDO_RULES.map(({ id }) => id).filter((id) => (id >= 'ZAL-150' && id < 'ZAL-185') || id === 'ZAL-294');
  expect([...new Set(KEPT.map(([id]) => id))]).toEqual(ids);
  expect([...new Set(BROKEN.flatMap(([, , lines]) => lines.flatMap((line) => /\[(ZAL-\d+)\]/.exec(line)?.[1] ?? [])))]).toEqual(ids);
});

test.each<[string, Ask, string]>([
  [
    'a name with upper case',
    roles({ name: 'Reports' }),
    `[test/db] [ZAL-005] the name of a role must be lower-case letters, digits, '-' and '_', with a letter or digit at either end, got 'Reports'; write for example 'orders_app' (the operator fails to create the cluster, or takes what stands before a dot for a namespace)`,
  ],
  [
    'a role of the operator',
    roles({ name: 'pooler', login: false }),
    `[test/db] [ZAL-006] the name of a role must not be admin, cron_admin, standby, pooler, robot_zmon, zalandos, got 'pooler' (the operator skips it); write for example 'pooler_app' (the application could not log in, and only a log of the operator says why)`,
  ],
  [
    'the Secret of the owner',
    roles({ name: 'orders-app' }),
    `[test/db] [ZAL-007] the roles 'orders_app' and 'orders-app' must not differ in '-' and '_' only, since both have the secret 'orders-app.orders.credentials.postgresql.acid.zalan.do'; rename one of them (the operator stops there before it makes the pods, or the password of one role overwrites that of the other)`,
  ],
])('the rules of owners hold for every role: %s', (_, ask, line) => {
  expect(refused(ask)).toEqual([line]);
});

test('a group has no Secret that another role could have too', () => {
  expect(() => render(program(zalando(), roles({ name: 'orders-app', login: false })))).not.toThrow();
});

test.each<[string, unknown, string]>([
  ['a word', 'reports', `'operator.rotatedRoles' must be a list, got 'reports'; write ['reports']`],
  ['numbers', [7], `'operator.rotatedRoles[0]' must be a string, got 7`],
])('the list of rotated roles as %s is refused', (_, rotatedRoles, problem) => {
  expect(refused(roles(), { rotatedRoles: rotatedRoles as string[] })).toEqual([
    `[test/db] [PROP-003] ${problem} (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)`,
  ]);
});
