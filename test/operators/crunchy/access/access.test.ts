import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  DatabaseOptions,
  HaCluster,
  HaClusterProps,
  IPostgresOperator,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
  TakeOver,
} from 'cdk8s-postgres';
import { Ask, program, smallestCluster } from '../../../support/programs';
import { Manifest, at, newChart, only, render } from '../../../support/render';

const operator = PostgresOperator.crunchy();
const ORDERS = { name: 'orders', owner: 'orders-app' };
const DEFAULTS = `LOGIN CONNECTION LIMIT -1 VALID UNTIL 'infinity'`;
const PASSWORD = { type: 'AlphaNumeric' };

const printed = (props: Partial<HaClusterProps>): Manifest[] => render(program(operator, { cluster: { databases: [ORDERS], ...props } }));
const spec = (props: Partial<HaClusterProps>, pointer: string): unknown => at(only(printed(props), 'PostgresCluster').spec, pointer);
const script = (props: Partial<HaClusterProps>): string[] =>
  printed(props)
    .find(({ metadata }) => metadata.name === 'orders-init-sql')!
    .data!['init.sql']!.split('\n')
    .filter((line) => !line.startsWith('--'));

describe('roles', () => {
  test('are users with the databases that they own, by name', () => {
    const databases = [ORDERS, { name: 'audit', owner: 'auditor' }, { name: 'archive', owner: 'orders-app' }];
    const roles = [
      { name: 'reports', access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] },
      { name: 'batch', access: [{ database: 'orders', level: AccessLevel.OWNER }] },
    ];
    expect(spec({ databases, roles }, '/users')).toEqual([
      { name: 'auditor', databases: ['audit'], options: DEFAULTS, password: PASSWORD },
      // Of a database that is listed PGO grants all privileges, and none of these shall create a schema.
      { name: 'batch', options: DEFAULTS, password: PASSWORD },
      { name: 'orders-app', databases: ['orders', 'archive'], options: DEFAULTS, password: PASSWORD },
      { name: 'reports', options: DEFAULTS, password: PASSWORD },
    ]);
  });

  test.each<[string, Partial<RoleOptions>, string | undefined]>([
    ['nothing is said of', {}, undefined],
    ['has an attribute', { attributes: { createDatabases: true } }, 'CREATEDB'],
    ['cannot log in', { login: false }, 'NOLOGIN'],
    ['has few connections', { connectionLimit: 5 }, 'CONNECTION LIMIT 5'],
    ['expires', { validUntil: '2027-01-01T00:00:00Z' }, `VALID UNTIL '2027-01-01 00:00:00+00:00'`],
  ])('one of a cluster that ran before, that %s, keeps what somebody set by hand', (_, options, expected) => {
    const users = spec({ roles: [{ name: 'reports', ...options }], takenOver: TakeOver.asItRuns() }, '/users/1');
    expect(users).toEqual({ name: 'reports', ...(expected !== undefined && { options: expected }), password: PASSWORD });
  });

  test.each<[string, Partial<RoleOptions>, string]>([
    ['nothing is said of', {}, DEFAULTS],
    ['cannot log in', { login: false }, `NOLOGIN CONNECTION LIMIT -1 VALID UNTIL 'infinity'`],
    ['has few connections', { connectionLimit: 5 }, `LOGIN CONNECTION LIMIT 5 VALID UNTIL 'infinity'`],
    ['has no connections', { connectionLimit: 0 }, `LOGIN CONNECTION LIMIT 0 VALID UNTIL 'infinity'`],
    ['expires', { validUntil: '2027-01-01T00:00:00Z' }, `LOGIN CONNECTION LIMIT -1 VALID UNTIL '2027-01-01 00:00:00+00:00'`],
    [
      'expires elsewhere',
      { validUntil: '2027-01-01T00:00:00.25-05:30' },
      `LOGIN CONNECTION LIMIT -1 VALID UNTIL '2027-01-01 00:00:00.25-05:30'`,
    ],
  ])('one that %s', (_, options, expected) => {
    expect(spec({ roles: [{ name: 'reports', ...options }] }, '/users/1')).toEqual({
      name: 'reports',
      options: expected,
      password: PASSWORD,
    });
  });

  test('an owner may be limited, too', () => {
    expect(spec({ roles: [{ name: 'orders-app', connectionLimit: 20 }] }, '/users')).toEqual([
      { name: 'orders-app', databases: ['orders'], options: `LOGIN CONNECTION LIMIT 20 VALID UNTIL 'infinity'`, password: PASSWORD },
    ]);
  });

  test('without databases there is no empty one, and no script', () => {
    const manifests = printed({ databases: [], roles: [{ name: 'reports' }] });
    const cluster = only(manifests, 'PostgresCluster');
    expect(cluster.spec).toMatchObject({ users: [{ name: 'reports' }] });
    expect(cluster.spec!.databaseInitSQL).toBeUndefined();
    expect(manifests.map(({ kind }) => kind)).not.toContain('ConfigMap');
  });
});

describe('the Secret of a role', () => {
  const labels = { 'postgres-operator.crunchydata.com/cluster': 'orders', 'postgres-operator.crunchydata.com/pguser': 'reports' };

  test('is the one that PGO makes', () => {
    const cluster = new HaCluster(newChart(), 'db', { ...smallestCluster(operator), databases: [ORDERS], roles: [{ name: 'reports' }] });
    expect(cluster.credentialsFor('reports')).toEqual({
      role: 'reports',
      secretName: 'orders-pguser-reports',
      usernameKey: 'user',
      passwordKey: 'password',
    });
    expect(operator.roleSecret(cluster.identity, cluster.roles[1]!)).toEqual({
      role: 'reports',
      secretName: 'orders-pguser-reports',
      usernameKey: 'user',
      passwordKey: 'password',
      secretType: 'Opaque',
      labels,
      emptyKeys: ['verifier'],
      madeByOperator: false,
    });
  });

  test('is made by External Secrets with what PGO looks for', () => {
    const password = RolePassword.delivered(
      SecretSource.externalSecrets({ storeName: 'vault' }),
      SecretValue.fromVault('orders', 'reports'),
    );
    const secret = only(printed({ roles: [{ name: 'reports', password }] }), 'ExternalSecret');
    expect(secret.metadata.name).toBe('orders-pguser-reports');
    expect(secret.spec).toMatchObject({
      target: {
        name: 'orders-pguser-reports',
        creationPolicy: 'Orphan',
        template: { metadata: { labels }, data: { user: 'reports', verifier: '' } },
      },
      data: [{ secretKey: 'password', remoteRef: { key: 'orders', property: 'reports' } }],
    });
  });

  test('is written only when the object changes, where a pool would go on with the hash of before', () => {
    const password = RolePassword.delivered(
      SecretSource.externalSecrets({ storeName: 'vault' }),
      SecretValue.fromVault('orders', 'reports'),
    );
    const cluster = { databases: [ORDERS], roles: [{ name: 'reports', password }] };
    const policy = (ask: Ask, of: IPostgresOperator = operator): unknown =>
      only(render(program(of, { cluster, ...ask })), 'ExternalSecret').spec!.refreshPolicy;
    expect(policy({ pools: [{}] })).toBe('OnChange');
    expect(policy({})).toBeUndefined();
    // The others keep no hash in the Secret.
    expect(policy({ pools: [{}] }, PostgresOperator.cloudNativePg())).toBeUndefined();
    expect(policy({ pools: [{}] }, PostgresOperator.zalando({ teamId: 'acme' }))).toBeUndefined();
  });

  test('is made by Sealed Secrets with what PGO looks for', () => {
    const sealed = `AgA${'x'.repeat(701)}`;
    const password = RolePassword.delivered(SecretSource.sealedSecrets(), SecretValue.encrypted(sealed));
    expect(only(printed({ roles: [{ name: 'reports', password }] }), 'SealedSecret').spec).toMatchObject({
      encryptedData: { password: sealed },
      template: { metadata: { name: 'orders-pguser-reports', labels }, data: { user: 'reports', verifier: '' } },
    });
  });
});

describe('the script that PGO runs once', () => {
  const HEAD = ['\\set ON_ERROR_STOP on', 'SET synchronous_commit = LOCAL;', 'SET client_min_messages = WARNING;'];
  const SESSION = HEAD.slice(1);
  const database = (options: Partial<DatabaseOptions>): Partial<HaClusterProps> => ({ databases: [{ ...ORDERS, ...options }] });

  test('says what it is, and how it is run again', () => {
    const text = printed({}).find(({ kind }) => kind === 'ConfigMap')!.data!['init.sql']!;
    expect(text.split('\n').slice(0, 4)).toEqual([
      '-- Run once by PGO, as the superuser, when it has created the roles and databases of the PostgresCluster.',
      '-- What is added here later (a database, an extension, a membership, a limit) is not done until the script is run again: by hand, or by',
      `-- PGO when 'databaseInitSQL' is taken out of the PostgresCluster, applied, put back, and applied. Each statement may be repeated.`,
      '-- What is taken out of here is not undone.',
    ]);
  });

  test.each<[string, Partial<HaClusterProps>, readonly string[]]>([
    ['owners', {}, ['ALTER DATABASE "orders" OWNER TO "orders-app";']],
    [
      'limits',
      database({ connectionLimit: 0 }),
      ['ALTER DATABASE "orders" OWNER TO "orders-app";', 'ALTER DATABASE "orders" CONNECTION LIMIT 0;'],
    ],
    [
      'memberships, behind owners',
      {
        roles: [
          { name: 'readers', login: false, memberOf: ['pg_monitor'] },
          { name: 'reports', memberOf: ['readers'] },
          { name: 'batch', access: [{ database: 'orders', level: AccessLevel.OWNER }] },
        ],
      },
      [
        'ALTER DATABASE "orders" OWNER TO "orders-app";',
        'GRANT "pg_monitor" TO "readers";',
        'GRANT "readers" TO "reports";',
        'GRANT "orders-app" TO "batch";',
      ],
    ],
    [
      'memberships without databases',
      { databases: [], roles: [{ name: 'watcher', memberOf: ['pg_monitor'] }] },
      ['GRANT "pg_monitor" TO "watcher";'],
    ],
    [
      'extensions, in their database',
      {
        databases: [
          { ...ORDERS, extensions: [{ name: 'pg_trgm' }, { name: 'hstore', schema: 'public', version: '1.8' }] },
          { name: 'audit', owner: 'orders-app' },
        ],
      },
      [
        'ALTER DATABASE "orders" OWNER TO "orders-app";',
        'ALTER DATABASE "audit" OWNER TO "orders-app";',
        `\\connect -reuse-previous=on '"dbname=\\'orders\\'"'`,
        ...SESSION,
        'CREATE EXTENSION IF NOT EXISTS "pg_trgm";',
        `CREATE EXTENSION IF NOT EXISTS "hstore" SCHEMA "public" VERSION '1.8';`,
      ],
    ],
    [
      'the schema of an extension, which belongs to the owner',
      database({ schemas: ['Extensions'], extensions: [{ name: 'pg_trgm', schema: 'Extensions' }] }),
      [
        'ALTER DATABASE "orders" OWNER TO "orders-app";',
        `\\connect -reuse-previous=on '"dbname=\\'orders\\'"'`,
        ...SESSION,
        'CREATE SCHEMA IF NOT EXISTS "Extensions" AUTHORIZATION "orders-app";',
        'CREATE EXTENSION IF NOT EXISTS "pg_trgm" SCHEMA "Extensions";',
      ],
    ],
    [
      'the schema public, which is open to everybody up to PostgreSQL 14',
      { version: PostgresVersion.V14, image: PostgresImage.pinned('registry.example.com/postgresql:14.19') },
      [
        'ALTER DATABASE "orders" OWNER TO "orders-app";',
        `\\connect -reuse-previous=on '"dbname=\\'orders\\'"'`,
        ...SESSION,
        'ALTER SCHEMA public OWNER TO pg_database_owner;',
        'REVOKE CREATE ON SCHEMA public FROM PUBLIC;',
      ],
    ],
  ])('has %s', (_, props, expected) => {
    expect(script(props)).toEqual([...HEAD, ...expected, '']);
  });

  // Each is read by psql as the name that it is; proved with a real psql.
  test.each([
    ['Order-History', `'"dbname=\\'Order-History\\'"'`],
    [`l'été à 東京`, `'"dbname=\\'l\\\\\\'été à 東京\\'"'`],
    ['a "quoted" name', `'"dbname=\\'a ""quoted"" name\\'"'`],
    ['back\\slash', `'"dbname=\\'back\\\\\\\\slash\\'"'`],
    ['host=evil', `'"dbname=\\'host=evil\\'"'`],
    ['two\nlines\r\tand a blank', `'"dbname=\\'two\\nlines\\r\\tand a blank\\'"'`],
  ])('goes into the database %j', (name, argument) => {
    expect(script(database({ name, extensions: [{ name: 'pg_trgm' }] }))).toContain(`\\connect -reuse-previous=on ${argument}`);
  });
});

describe('access rules', () => {
  const REFUSE = 'host all all all reject';
  const lines = (accessRules: AccessRule[], props: Partial<HaClusterProps> = {}): unknown =>
    (spec({ accessRules, ...props }, '/authentication/rules') as { hba: string }[]).map(({ hba }) => hba);

  test('stand behind lines of the program, and refuse everybody else', () => {
    const rules = [
      AccessRule.allow({ roles: ['orders-app'], databases: ['orders'], addresses: ['10.20.0.0/16', '10.30.0.0/16'] }),
      AccessRule.allow({ roles: ['readers'], method: AccessMethod.CERTIFICATE }),
      AccessRule.reject({ databases: ['postgres'] }),
    ];
    expect(
      lines(rules, { hbaRules: ['hostssl all backup 10.0.0.5/32 scram-sha-256'], roles: [{ name: 'readers', login: false }] }),
    ).toEqual([
      'hostssl all backup 10.0.0.5/32 scram-sha-256',
      'hostssl "orders" "orders-app" 10.20.0.0/16 scram-sha-256',
      'hostssl "orders" "orders-app" 10.30.0.0/16 scram-sha-256',
      'hostssl all +"readers" all cert',
      'hostssl "postgres" all all reject',
      REFUSE,
    ]);
  });

  test('are split where a line would be too long', () => {
    const roles = ['a', 'b', 'c', 'd'].map((letter) => ({ name: letter.repeat(30) }));
    const [a, b, c, d] = roles.map(({ name }) => `"${name}"`);
    expect(lines([AccessRule.allow({ roles: roles.map(({ name }) => name) })], { roles })).toEqual([
      `hostssl all ${a},${b} all scram-sha-256`,
      `hostssl all ${c},${d} all scram-sha-256`,
      REFUSE,
    ]);
  });

  test('are split no further than they have to be', () => {
    const names = Array.from({ length: 9 }, (_, i) => `application-${i}`);
    const roles = names.map((name) => ({ name }));
    expect(lines([AccessRule.reject({ roles: names, addresses: ['10.20.0.0/16'] })], { roles })).toEqual([
      `hostssl all ${names
        .slice(0, 4)
        .map((name) => `"${name}"`)
        .join()} 10.20.0.0/16 reject`,
      `hostssl all ${names
        .slice(4, 8)
        .map((name) => `"${name}"`)
        .join()} 10.20.0.0/16 reject`,
      'hostssl all "application-8" 10.20.0.0/16 reject',
      REFUSE,
    ]);
  });

  test('are split by both lists where one is not enough', () => {
    const roles = ['a', 'b'].map((letter) => ({ name: letter.repeat(31) }));
    const databases = ['x', 'y'].map((letter) => ({ name: letter.repeat(30), owner: 'orders-app' }));
    const rule = AccessRule.allow({ roles: roles.map(({ name }) => name), databases: databases.map(({ name }) => name) });
    expect(lines([rule], { roles, databases })).toEqual([
      ...roles.flatMap((role) => databases.map(({ name }) => `hostssl "${name}" "${role.name}" all scram-sha-256`)),
      REFUSE,
    ]);
  });

  test('are split by the longer list, and in their order', () => {
    const databases = ['x', 'y', 'z'].map((letter) => ({ name: letter.repeat(40), owner: 'orders-app' }));
    const rule = AccessRule.allow({ roles: ['orders-app'], databases: databases.map(({ name }) => name) });
    expect(lines([rule], { databases })).toEqual([
      ...databases.map(({ name }) => `hostssl "${name}" "orders-app" all scram-sha-256`),
      REFUSE,
    ]);
  });
});
