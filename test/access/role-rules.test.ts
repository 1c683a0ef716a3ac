import { Duration } from 'cdk8s';
import {
  AccessLevel,
  DatabaseOptions,
  HaClusterProps,
  PostgresVersion,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
} from '../../lib';
import { DATABASE_RULES } from '../../lib/access/database-rules';
import { ROLE_RULES } from '../../lib/access/role-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program } from '../support/programs';
import { only, refusal, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase, message } from '../support/rule-case';

const operator = new PermissiveOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };

const roles = (...given: RoleOptions[]): Partial<HaClusterProps> => ({ databases: [ORDERS], roles: given });
const role = (options: Partial<RoleOptions>): Partial<HaClusterProps> => roles({ name: 'reports', ...options });
const database = (options: Partial<DatabaseOptions>): Partial<HaClusterProps> => ({ databases: [{ ...ORDERS, ...options }] });
const reads = (name: string, schemas?: string[]) => ({ database: name, level: AccessLevel.READ_ONLY, schemas });

const owns = (name: string, schemas?: string[]) => ({ database: name, level: AccessLevel.OWNER, schemas });

/** As long as what kubeseal prints, and of its alphabet. */
const CIPHERTEXT = `AgB${'x'.repeat(701)}`;
const VAULT = SecretSource.externalSecrets({ storeName: 'vault' });
const SEALED = SecretSource.sealedSecrets();
const IN_VAULT = SecretValue.fromVault('orders/reports', 'password');
const from = (source: SecretSource, value: SecretValue) => role({ password: RolePassword.delivered(source, value) });
const vaulted = (storeName: string, refreshInterval?: Duration) =>
  from(SecretSource.externalSecrets({ storeName, refreshInterval }), IN_VAULT);

/** What no name of a Secret is. */
const awsSecret = `${'x'.repeat(20)}/${'Y'.repeat(19)}`;
const IN_PROGRAM = 'a credential in the program is a credential in the repository, for ever';

const hiddenName = (length: number): string =>
  `must be the name of a Secret, lower-case letters, digits, '-' and '.', got ${length} characters of another form; if they are the secret itself, consider it as leaked`;

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  ...['', 'postgres', 'public', 'none', 'pg_reports', 'x'.repeat(64), 'é'.repeat(32), 'a\0b'].map((name) => ({
    rule: 'ROLE-001',
    broken: roles({ name }),
    says: `'roles[0].name' must be 1 to 63 bytes, not postgres, public, none nor 'pg_...', got '${name}' (PostgreSQL cuts longer names, and no application is the superuser)`,
    kept: roles({ name: 'é'.repeat(31) }, { name: 'x'.repeat(63) }, { name: 'Postgres' }),
  })),
  {
    rule: 'ROLE-002',
    broken: roles({ name: 'reports' }, { name: 'orders-app' }, { name: 'reports', connectionLimit: 5 }),
    says: `'roles' has 'reports' twice; write all of it in one place (nobody could say which of two passwords or levels counts)`,
    kept: roles({ name: 'reports' }, { name: 'Reports' }, { name: 'orders-app' }),
  },
  {
    rule: 'ROLE-003',
    broken: roles({ name: 'reports', memberOf: ['readers', 'pg_monitor', 'writers'] }),
    says: `'reports' is a member of 'readers', 'writers', which is neither in 'roles' nor one of PostgreSQL's; add it, or correct it (PostgreSQL refuses the membership, and the operator tries for ever)`,
    kept: roles({ name: 'reports', memberOf: ['readers', 'pg_monitor', 'orders-app'] }, { name: 'readers', login: false }),
  },
  {
    rule: 'ROLE-003',
    broken: roles({ name: 'a', memberOf: ['b'] }, { name: 'b', memberOf: ['c'] }, { name: 'c', memberOf: ['a'] }),
    says: ['a', 'b', 'c'].map((name) => `'${name}' is a member of itself; break the circle of 'memberOf'`),
    kept: roles({ name: 'a', memberOf: ['b', 'c'] }, { name: 'b', memberOf: ['c'] }, { name: 'c' }),
  },
  {
    rule: 'ROLE-003',
    broken: roles({ name: 'reports', memberOf: ['reports'] }),
    says: `'reports' is a member of itself; break the circle of 'memberOf'`,
    kept: role({ memberOf: [] }),
  },
  ...['pg_reed_all_data', 'pg_database_owner'].map((group) => ({
    rule: 'ROLE-003',
    broken: role({ memberOf: [group] }),
    says: `'reports' is a member of '${group}', which is neither in 'roles' nor one of PostgreSQL's; add it, or correct it`,
    kept: role({ memberOf: ['pg_read_all_data', 'pg_maintain', 'pg_use_reserved_connections'] }),
  })),
  {
    rule: 'ROLE-003',
    of: 'roles of later versions',
    broken: { version: PostgresVersion.V15, ...role({ memberOf: ['pg_checkpoint', 'pg_maintain', 'pg_create_subscription'] }) },
    says: [
      ['pg_maintain', 17],
      ['pg_create_subscription', 16],
    ].map(([group, since]) => `'reports' is a member of '${group}', which begins with PostgreSQL ${since}, got 15; leave it out`),
    kept: { version: PostgresVersion.V18, ...role({ memberOf: ['pg_maintain', 'pg_signal_autovacuum_worker'] }) },
  },
  {
    rule: 'ROLE-004',
    broken: role({ login: false, password: RolePassword.fromSecret('reports-password') }),
    says: `'roles[0].password' does not go with 'login: false' of 'reports'; leave out one (the password would let nobody in, and look as if it did)`,
    kept: role({ login: true, password: RolePassword.fromSecret('reports-password') }),
  },
  {
    rule: 'ROLE-005',
    broken: role({ access: [reads('billing')] }),
    says: `access of 'reports' to 'billing': the cluster has no such database; it has 'orders' (the Job that gives it would fail, or take away what the owner has)`,
    kept: role({ access: [reads('orders')] }),
  },
  {
    rule: 'ROLE-005',
    broken: { roles: [{ name: 'reports', access: [reads('billing')] }] },
    says: `access of 'reports' to 'billing': the cluster has no such database; it has none`,
    kept: { roles: [{ name: 'reports', access: [] }] },
  },
  {
    rule: 'ROLE-005',
    broken: role({ access: [reads('orders'), { database: 'orders', level: AccessLevel.READ_WRITE }] }),
    says: `access of 'reports' to 'orders' is given twice; write one level`,
    kept: {
      databases: [ORDERS, { name: 'audit', owner: 'orders-app' }],
      roles: [{ name: 'reports', access: [reads('orders'), reads('audit')] }],
    },
  },
  {
    rule: 'ROLE-005',
    broken: roles({ name: 'orders-app', access: [reads('orders')] }),
    says: `access of 'orders-app' to 'orders': the role owns it; leave the access out`,
    kept: roles({ name: 'orders-app', connectionLimit: 20 }),
  },
  {
    rule: 'ROLE-005',
    broken: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [reads('orders', [])] }] },
    says: `access of 'reports' to 'orders' names no schema; leave 'schemas' out for all of them`,
    kept: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [reads('orders', ['shop'])] }] },
  },
  {
    rule: 'ROLE-005',
    broken: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [reads('orders', ['shop', 'a', 'b'])] }] },
    says: `access of 'reports' to 'orders': the database declares no schema 'a', 'b'; add it to 'schemas' of the database`,
    kept: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [reads('orders', ['public', 'shop'])] }] },
  },
  {
    rule: 'ROLE-005',
    broken: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [owns('orders', ['shop'])] }] },
    says: `access of 'reports' to 'orders': the owner's level has all schemas; leave 'schemas' out, or write AccessLevel.READ_WRITE`,
    kept: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [owns('orders')] }] },
  },
  {
    rule: 'ROLE-005',
    broken: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [owns('orders', ['public'])] }] },
    says: `access of 'reports' to 'orders': the owner's level has all schemas; leave 'schemas' out, or write AccessLevel.READ_WRITE`,
    kept: { databases: [{ ...ORDERS, schemas: ['shop'] }], roles: [{ name: 'reports', access: [owns('orders', ['shop', 'public'])] }] },
  },
  ...[-1, 1.5, NaN, 2 ** 31].map((connectionLimit) => ({
    rule: 'ROLE-006',
    broken: role({ connectionLimit }),
    says: `'connectionLimit' of 'reports' must be a whole number from 0, got ${connectionLimit} (the API server or PostgreSQL refuses it)`,
    kept: role({ connectionLimit: 0 }),
  })),
  {
    rule: 'ROLE-007',
    broken: role({ validUntil: '2027-01-01T00:00:00' }),
    says: `'validUntil' of 'reports': '2027-01-01T00:00:00' has no zone, which each operator would guess differently; write '2027-01-01T00:00:00Z' or an offset such as '+02:00' (each operator would take another moment for it, or none)`,
    kept: role({ validUntil: '2027-01-01T00:00:00+02:00' }),
  },
  {
    rule: 'ROLE-008',
    broken: role({ password: RolePassword.fromSecret('Reports Password') }),
    says: `'roles[reports].password' ${hiddenName(16)} (${IN_PROGRAM})`,
    kept: role({ password: RolePassword.fromSecret('reports.password') }),
  },
  {
    rule: 'ROLE-008',
    broken: role({ password: RolePassword.fromSecret(awsSecret) }),
    says: `'roles[reports].password' ${hiddenName(40)}`,
    kept: role({ password: RolePassword.fromSecret() }),
  },
  {
    rule: 'ROLE-009',
    broken: roles(
      { name: 'reports', password: RolePassword.fromSecret('passwords') },
      { name: 'imports', password: RolePassword.fromSecret('passwords') },
    ),
    says: `'imports' has the Secret 'passwords' of 'reports'; write another one (a Secret holds one user name, so one of the two could never log in)`,
    kept: roles({ name: 'reports', password: RolePassword.fromSecret() }, { name: 'imports', password: RolePassword.fromSecret() }),
  },
  {
    rule: 'SEC-003',
    broken: from(SEALED, IN_VAULT),
    says: `'roles[reports].password' must be encrypted for Sealed Secrets, got a value in a vault; write SecretValue.encrypted(...) (External Secrets reads vaults only, and Sealed Secrets encrypted values only)`,
    kept: from(SEALED, SecretValue.encrypted(CIPHERTEXT)),
  },
  {
    rule: 'SEC-003',
    broken: from(VAULT, SecretValue.encrypted(CIPHERTEXT)),
    says: `'roles[reports].password' must be a value in a vault for External Secrets, got an encrypted one; write SecretValue.fromVault(...)`,
    kept: from(VAULT, IN_VAULT),
  },
  {
    rule: 'SEC-004',
    broken: from(VAULT, SecretValue.fromVault('orders/reports', awsSecret)),
    says: `'roles[reports].password' looks like a credential; write the name under which the vault holds it, and consider the credential as leaked (${IN_PROGRAM})`,
    kept: from(VAULT, SecretValue.fromVault('orders/reports')),
  },
  {
    rule: 'SEC-004',
    broken: from(VAULT, SecretValue.fromVault('')),
    says: `'roles[reports].password' must have the name of an entry in the vault, in one line without space at either end, got ''`,
    kept: from(VAULT, SecretValue.fromVault('p')),
  },
  {
    rule: 'SEC-005',
    broken: from(SEALED, SecretValue.encrypted('hunter2')),
    says: `'roles[reports].password' must be what 'kubeseal --raw' prints, in one line that begins with 'Ag', got 7 characters of another form; if they are the credential itself, consider it as leaked (Sealed Secrets could not decrypt it, and a value that is not encrypted would be open to every reader of the repository)`,
    kept: from(SEALED, SecretValue.encrypted(CIPHERTEXT)),
  },
  {
    rule: 'SEC-007',
    broken: vaulted('Vault'),
    says: `'source.storeName' must be lower-case letters, digits, '-' and '.', got 'Vault' (the API server refuses the object)`,
    kept: vaulted('vault.acme'),
  },
  {
    rule: 'SEC-008',
    broken: vaulted('vault', Duration.seconds(59)),
    says: `'source.refreshInterval' must be a minute or more in whole seconds, got 59 seconds; write Duration.hours(1) (vaults limit or bill every read, and with zero a changed key would never arrive)`,
    kept: vaulted('vault', Duration.minutes(1)),
  },
  ...['', 'pg_shop', 'information_schema', 'public', 'x'.repeat(64)].map((schema) => ({
    rule: 'DB-001',
    broken: database({ schemas: ['shop', schema] }),
    says: `'schemas' of 'orders' must be names of 1 to 63 bytes, not public, information_schema nor 'pg_...', got '${schema}' (PostgreSQL refuses or cuts other names, and public is there already)`,
    kept: database({ schemas: ['shop', 'Shop', 'pg', 'x'.repeat(63)] }),
  })),
  {
    rule: 'DB-001',
    broken: database({ schemas: ['shop', 'shop'] }),
    says: `'schemas' of 'orders' has 'shop' twice`,
    kept: database({ schemas: [] }),
  },
  ...['', 'Pg_trgm', '1st', 'pg_trgm;', `x${'y'.repeat(63)}`].map((name) => ({
    rule: 'DB-002',
    broken: database({ extensions: [{ name }] }),
    says: `'extensions' of 'orders' must be lower-case letters, digits, '_' and '-', got '${name}' (the image has no other, and the operator would try for ever)`,
    kept: database({ extensions: [{ name: 'pg_trgm' }, { name: 'uuid-ossp' }] }),
  })),
  {
    rule: 'DB-002',
    broken: database({ extensions: [{ name: 'pg_trgm' }, { name: 'pg_trgm', version: '1.6' }] }),
    says: `'extensions' of 'orders' has 'pg_trgm' twice`,
    kept: database({ extensions: [] }),
  },
  ...['', "1.6'; DROP TABLE x; --", '-1'].map((version) => ({
    rule: 'DB-003',
    broken: database({ extensions: [{ name: 'pg_trgm', version }] }),
    says: `the version of 'pg_trgm' in 'orders' must be letters, digits, '.', '_', '+' and '-', got '${version}' (PostgreSQL refuses the extension)`,
    kept: database({ extensions: [{ name: 'pg_trgm', version: '1.6' }] }),
  })),
  {
    rule: 'DB-004',
    broken: database({ extensions: [{ name: 'pg_trgm', schema: 'extensions' }] }),
    says: `the schema of 'pg_trgm' must be one of 'orders', got 'extensions'; add it to 'schemas' (PostgreSQL refuses an extension for a schema that is not there)`,
    kept: database({
      schemas: ['extensions'],
      extensions: [
        { name: 'pg_trgm', schema: 'extensions' },
        { name: 'citext', schema: 'public' },
      ],
    }),
  },
  {
    rule: 'DB-005',
    broken: database({ connectionLimit: -1 }),
    says: `'connectionLimit' of 'orders' must be a whole number from 0, got -1 (the API server or PostgreSQL refuses it)`,
    kept: database({ connectionLimit: 0 }),
  },
  {
    rule: 'DB-006',
    broken: database({ encoding: 'utf8' }),
    says: `'encoding' of 'orders' must be EUC_CN, EUC_JP, EUC_JIS_2004, EUC_KR, EUC_TW, ISO_8859_5, ISO_8859_6, ISO_8859_7, ISO_8859_8, KOI8R, KOI8U, LATIN1, LATIN2, LATIN3, LATIN4, LATIN5, LATIN6, LATIN7, LATIN8, LATIN9, LATIN10, MULE_INTERNAL, SQL_ASCII, UTF8, WIN866, WIN874, WIN1250, WIN1251, WIN1252, WIN1253, WIN1254, WIN1255, WIN1256, WIN1257, WIN1258, got 'utf8' (the database, or the cluster, would not be created)`,
    kept: database({ encoding: 'LATIN9' }),
  },
  ...['', 'de DE', "C'", `a${'b'.repeat(63)}`].map((locale) => ({
    rule: 'DB-007',
    broken: database({ locale }),
    says: `'locale' of 'orders' must be a name such as 'de_DE.UTF-8' or 'C', got '${locale}' (the database, or the cluster, would not be created)`,
    kept: database({ locale: 'de_DE.UTF-8@euro' }),
  })),
  ...['pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'].map((group) => ({
    rule: 'ROLE-011',
    broken: role({ memberOf: ['pg_monitor', group] }),
    says: `'reports' must not be a member of '${group}'; take it out of 'memberOf' (that is as much as being the superuser)`,
    kept: role({ memberOf: ['pg_monitor', 'pg_write_all_data'] }),
  })),
  {
    rule: 'ROLE-010',
    broken: { ...database({ schemas: ['reporting'] }), roles: [{ name: 'orders-app', login: false }] },
    says: `'orders-app' owns 'orders', in which a Job makes schemas or gives access; leave out 'login: false' (the Job that makes schemas and gives access logs in as the owner, and would try for ever)`,
    kept: { ...database({}), roles: [{ name: 'orders-app', login: false }] },
  },
];

const RULES = [...ROLE_RULES, ...DATABASE_RULES];

describeRules(CASES, {
  rules: RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(only(manifests, 'ToyPostgres')).toBeDefined(),
});

everyRuleHasACase(RULES, CASES);

test('ROLE-002: what is said thrice is named twice', () => {
  const twice = `[ROLE-002] 'roles' has 'a' twice; write all of it in one place (nobody could say which of two passwords or levels counts)`;
  expect(refusal(program(operator, { cluster: roles({ name: 'a' }, { name: 'a' }, { name: 'a' }) }))).toBe(
    message('test/db', twice, twice),
  );
});

test('ROLE-003: two owners who own the databases of each other', () => {
  const owner = (database_: string) => [{ database: database_, level: AccessLevel.OWNER }];
  const cluster = {
    databases: [
      { name: 'x', owner: 'a' },
      { name: 'y', owner: 'b' },
    ],
    roles: [
      { name: 'a', access: owner('y') },
      { name: 'b', access: owner('x') },
    ],
  };
  expect(refusal(program(operator, { cluster }))).toBe(
    message(
      'test/db',
      ...['a', 'b'].map(
        (name) =>
          `[ROLE-003] '${name}' is a member of itself; break the circle of 'memberOf' (PostgreSQL refuses the membership, and the operator tries for ever)`,
      ),
    ),
  );
});

test('SEC-008: a fraction of a second is refused like any other interval', () => {
  expect(refusal(program(operator, { cluster: vaulted('vault', Duration.millis(60_500)) }))).toBe(
    message(
      'test/db',
      `[SEC-008] 'source.refreshInterval' must be a minute or more in whole seconds, got 60.5 seconds; write Duration.hours(1) (vaults limit or bill every read, and with zero a changed key would never arrive)`,
    ),
  );
});

test('ROLE-008: a secret in the place of its name is not repeated', () => {
  const says = refusal(program(operator, { cluster: role({ password: RolePassword.fromSecret('Tr0ub4dor&3') }) }));
  expect(says).toBe(message('test/db', `[ROLE-008] 'roles[reports].password' ${hiddenName(11)} (${IN_PROGRAM})`));
  expect(says).not.toContain('Tr0ub4dor');
});

test('HA-012 and HA-013: a character that no name can hold, in the name of a database or of its owner', () => {
  const name = 'a\0b';
  expect(refusal(program(operator, { cluster: database({ name }) }))).toBe(
    message(
      'test/db',
      `[HA-012] 'databases[0].name' must be 1 to 63 bytes, got '${name}' (PostgreSQL cuts longer names, and its own databases cannot be owned by an application)`,
    ),
  );
  expect(refusal(program(operator, { cluster: database({ owner: name }) }))).toBe(
    message(
      'test/db',
      `[HA-013] 'databases[0].owner' must be an application role of 1 to 63 bytes, not postgres, public, none nor 'pg_...', got '${name}' for 'orders' (a database without a role of its own is skipped by one operator and owned by the superuser on another)`,
    ),
  );
});

describe('the owner as whom a Job gives access', () => {
  // Its connections are those of an owner: without a login it waits for ever, and the role has no access until somebody looks.
  test('can log in', () => {
    const cluster = roles({ name: 'orders-app', login: false }, { name: 'reports', access: [reads('orders')] });
    expect(() => render(program(operator, { cluster }))).toThrow('Validation failed');
  });
});

describe('shapes', () => {
  const TYPE = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  const VALUE = `a SecretValue such as SecretValue.fromVault('orders/pg-s3', 'accessKeyId')`;
  const PASSWORD = 'a RolePassword such as RolePassword.fromSecret(...)';
  const password = (value: unknown) => role({ password: value as RolePassword });

  test.each<[string, unknown, string]>([
    ['a password', password('hunter2'), `[PROP-003] 'roles[0].password' must be ${PASSWORD}, got an object of type String (${TYPE})`],
    ['a password in a list', password(['hunter2']), `[PROP-003] 'roles[0].password' must be ${PASSWORD}, got a list (${TYPE})`],
    [
      'a password in an object',
      password({ password: 'hunter2' }),
      `[PROP-003] 'roles[0].password' must be ${PASSWORD}, got an object of type Object (${TYPE})`,
    ],
    [
      'a method that is not called',
      password(RolePassword.generated),
      `[PROP-003] 'roles[0].password' must be ${PASSWORD}, got the function or class 'generated', which is not called (${TYPE})`,
    ],
    [
      'a password that is delivered',
      password(RolePassword.delivered(VAULT, 'hunter2' as never)),
      `[PROP-003] 'roles[0].password.password' must be ${VALUE}, got an object of type String (${TYPE})`,
    ],
    [
      'a password in the place of its source',
      password(RolePassword.delivered('hunter2' as never, IN_VAULT)),
      `[PROP-003] 'roles[0].password.source' must be a SecretSource such as SecretSource.externalSecrets(...), got an object of type String (${TYPE})`,
    ],
    [
      'a number as the name of a Secret',
      password(RolePassword.fromSecret(7 as never)),
      `[PROP-003] what 'roles[0].password' is made of must be a string, got 7 (${TYPE})`,
    ],
    [
      'a role that is a name',
      { roles: ['reports'] },
      `[PROP-003] 'roles[0]' must be an object with name, got 'reports'; write { name: ... } (${TYPE})`,
    ],
    [
      'roles that are one role',
      { roles: { name: 'reports' } },
      `[PROP-003] 'roles' must be a list, got an object of type Object (${TYPE})`,
    ],
    ['a role without name', { roles: [{}] }, `[PROP-002] 'roles[0].name' is missing (there is no safe default for it)`],
    [
      'a misspelt prop of a role',
      role({ validTill: '2027-01-01T00:00:00Z' } as never),
      `[PROP-001] 'roles[0].validTill' is not a prop; known props: access, attributes, connectionLimit, login, memberOf, name, password, validUntil (a misspelt prop would be ignored)`,
    ],
    [
      'a level that is none',
      role({ access: [{ database: 'orders', level: 'all' as AccessLevel }] }),
      `[PROP-003] 'roles[0].access[0].level' must be AccessLevel.NONE or AccessLevel.READ_ONLY or AccessLevel.READ_WRITE or AccessLevel.OWNER, got 'all' (${TYPE})`,
    ],
    [
      'one schema',
      database({ schemas: 'shop' as never }),
      `[PROP-003] 'databases[0].schemas' must be a list, got 'shop'; write ['shop'] (${TYPE})`,
    ],
    [
      'an extension that is a name',
      database({ extensions: ['pg_trgm' as never] }),
      `[PROP-003] 'databases[0].extensions[0]' must be an object with name, got 'pg_trgm'; write { name: ... } (${TYPE})`,
    ],
    [
      'a limit that is a text',
      database({ connectionLimit: '5' as never }),
      `[PROP-003] 'databases[0].connectionLimit' must be a number, got '5'; write 5 (${TYPE})`,
    ],
  ])('%s is refused', (_, cluster, finding) => {
    const says = refusal(program(operator, { cluster: cluster as Partial<HaClusterProps> }));
    expect(says).toBe(message('test/db', finding));
    expect(says).not.toContain('hunter2');
  });
});
