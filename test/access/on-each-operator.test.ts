import { Size, Testing } from 'cdk8s';
import {
  AccessLevel,
  BackupArchive,
  BackupPolicy,
  CloudNativePgVersion,
  CreationSql,
  HaCluster,
  HaClusterProps,
  LocaleProvider,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RestoreDrill,
  RoleOptions,
  Rules,
  RolePassword,
  ZalandoPreparedDatabase,
} from '../../lib';
import { at, newChart, only, refusal, render } from '../support/render';
import { Ask, SMALLEST_BACKUP, SMALLEST_DRILL, program, smallestCluster } from '../support/programs';
import { message } from '../support/rule-case';

const ORDERS = { name: 'orders', owner: 'orders-app' };
const cnpg = PostgresOperator.cloudNativePg();
const crunchy = PostgresOperator.crunchy();
const zalando = PostgresOperator.zalando({ teamId: 'shop' });

const tool = (attributes: RoleOptions['attributes']): Ask => ({
  cluster: { databases: [ORDERS], roles: [{ name: 'tool', attributes, password: RolePassword.fromSecret() }] },
  suppressed: ['ROLE-020', 'ROLE-021', 'ROLE-022', 'ROLE-023'],
});

describe('attributes of a role', () => {
  const ALL = tool({
    superuser: true,
    createDatabases: true,
    createRoles: false,
    replication: true,
    bypassRowSecurity: true,
    inherit: false,
  });

  test('CloudNativePG', () => {
    const expected = { superuser: true, createdb: true, createrole: false, replication: true, bypassrls: true, inherit: false };
    expect(only(render(program(cnpg, ALL)), 'DatabaseRole').spec).toMatchObject(expected);
    const old = PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_29 });
    expect(at(only(render(program(old, ALL)), 'Cluster'), '/spec/managed/roles/0')).toMatchObject(expected);
  });

  test('CloudNativePG describes the owner of the first database where it has any', () => {
    const cluster = { databases: [ORDERS], roles: [{ name: 'orders-app', attributes: { createDatabases: true } }] };
    expect(only(render(program(cnpg, { cluster })), 'DatabaseRole').spec).toMatchObject({
      name: 'orders-app',
      login: true,
      createdb: true,
    });
  });

  test('Crunchy PGO', () => {
    expect(at(only(render(program(crunchy, ALL)), 'PostgresCluster'), '/spec/users/1/options')).toBe(
      `LOGIN SUPERUSER CREATEDB NOCREATEROLE REPLICATION BYPASSRLS NOINHERIT CONNECTION LIMIT -1 VALID UNTIL 'infinity'`,
    );
  });

  test('Zalando', () => {
    expect(at(only(render(program(zalando, ALL)), 'postgresql'), '/spec/users/tool')).toEqual([
      'superuser',
      'createdb',
      'nocreaterole',
      'replication',
      'bypassrls',
      'noinherit',
    ]);
  });

  test('Zalando says of a group that nobody logs in as it', () => {
    const cluster = { databases: [ORDERS], roles: [{ name: 'tool', login: false, attributes: { createDatabases: true } }] };
    expect(at(only(render(program(zalando, { cluster })), 'postgresql'), '/spec/users/tool')).toEqual(['nologin', 'createdb']);
  });
});

describe('the superuser', () => {
  const superuser = (password?: RolePassword): Ask => ({
    cluster: { databases: [ORDERS], superuser: { password } },
    suppressed: ['ROLE-024'],
  });

  test.each([
    ['made by the operator', undefined, undefined],
    ['of the conventional Secret', RolePassword.fromSecret(), { name: 'orders-superuser' }],
    ['of another Secret', RolePassword.fromSecret('root'), { name: 'root' }],
  ])('CloudNativePG: a password %s', (_, password, superuserSecret) => {
    const { spec } = only(render(program(cnpg, superuser(password))), 'Cluster');
    expect(spec).toMatchObject({ enableSuperuserAccess: true, ...(superuserSecret && { superuserSecret }) });
    expect(at({ spec } as never, '/spec/superuserSecret')).toEqual(superuserSecret);
  });

  test('CloudNativePG: its Secret is not one that the operator makes for somebody else', () => {
    expect(refusal(program(cnpg, superuser(RolePassword.fromSecret('orders-app'))))).toBe(
      message(
        'test/db',
        `[CNPG-072] the Secret of the role 'postgres' must not be 'orders-app'; write RolePassword.fromSecret(...) with another name, or another name of the role (both would write into it, and one of them would never find what it needs there)`,
      ),
    );
  });

  test('Crunchy PGO lists it, with options of its own', () => {
    expect(at(only(render(program(crunchy, superuser())), 'PostgresCluster'), '/spec/users/1')).toEqual({
      name: 'postgres',
      password: { type: 'AlphaNumeric' },
    });
    expect(refusal(program(crunchy, superuser(RolePassword.fromSecret('root'))))).toBe(
      message(
        'test/db',
        `[PGO-070] the password of 'postgres' must be in the Secret 'orders-pguser-postgres', got 'root'; write RolePassword.fromSecret() for that name (PGO looks for no other, and would make up a password)`,
      ),
    );
  });

  test('Zalando has it always, and does not rotate a password that is supplied', () => {
    expect(at(only(render(program(zalando, superuser())), 'postgresql'), '/spec/usersIgnoringSecretRotation')).not.toContain('postgres');
    expect(
      at(only(render(program(zalando, superuser(RolePassword.fromSecret()))), 'postgresql'), '/spec/usersIgnoringSecretRotation'),
    ).toContain('postgres');
  });

  test('its password is a name, and no Secret of another role', () => {
    const cluster: Partial<HaClusterProps> = {
      databases: [ORDERS],
      roles: [{ name: 'reports', password: RolePassword.fromSecret('root') }],
      superuser: { password: RolePassword.fromSecret('root') },
    };
    expect(refusal(program(cnpg, { cluster, suppressed: ['ROLE-024'] }))).toBe(
      message(
        'test/db',
        `[ROLE-009] 'postgres' has the Secret 'root' of 'reports'; write another one (a Secret holds one user name, so one of the two could never log in)`,
      ),
    );
  });
});

describe('changes', () => {
  const captured = (slots: readonly string[], version = PostgresVersion.V17): Ask => ({
    cluster: {
      version,
      databases: [ORDERS],
      roles: [{ name: 'cdc', password: RolePassword.fromSecret(), attributes: { replication: true } }],
      changeCapture: { walLimit: Size.gibibytes(5), slots: slots.map((name) => ({ name, database: 'orders' })) },
    },
  });
  const SLOT = { cdc: { type: 'logical', database: 'orders', plugin: 'pgoutput' } };

  test('CloudNativePG carries the slots of readers over to replicas', () => {
    const { spec } = only(render(program(cnpg, captured([]))), 'Cluster');
    expect(spec).toMatchObject({
      replicationSlots: { highAvailability: { enabled: true, synchronizeLogicalDecoding: true } },
      postgresql: {
        parameters: {
          wal_level: 'logical',
          max_slot_wal_keep_size: '5120MB',
          hot_standby_feedback: 'on',
          sync_replication_slots: 'on',
        },
      },
    });
  });

  test('CloudNativePG cannot before PostgreSQL 17, and a reason is enough', () => {
    const old = captured([], PostgresVersion.V16);
    expect(refusal(program(cnpg, old))).toBe(
      message(
        'test/db',
        `[CNPG-101] 'changeCapture' needs PostgresVersion.V17 or later, got 16; upgrade, or Rules.of(cluster).suppress('CNPG-101', '<the reason>') (before, no logical slot survives a failover: its reader loses its place, and has to begin with a new copy of the tables)`,
      ),
    );
    const { spec } = only(render(program(cnpg, { ...old, suppressed: ['CNPG-101'] })), 'Cluster');
    expect(at({ spec } as never, '/spec/replicationSlots')).toBeUndefined();
    expect(at({ spec } as never, '/spec/postgresql/parameters')).toEqual({ wal_level: 'logical', max_slot_wal_keep_size: '5120MB' });
  });

  test('CloudNativePG needs what carries them', () => {
    const ask = captured([]);
    const off = { ...ask, cluster: { ...ask.cluster, parameters: { sync_replication_slots: 'off' } } };
    expect(refusal(program(cnpg, off))).toBe(
      message(
        'test/db',
        `[CNPG-102] 'sync_replication_slots' must be 'on' beside 'changeCapture', got 'off'; leave it out of 'parameters' (the webhook refuses the cluster object)`,
      ),
    );
  });

  test('CloudNativePG looks after publications', () => {
    const ask = captured([]);
    const publications = [
      { name: 'all', database: 'orders' },
      { name: 'Some Tables', database: 'orders', tables: ['items', 'sales.orders'], schemas: ['audit'] },
    ];
    const changeCapture = { ...ask.cluster!.changeCapture, publications };
    const found = render(program(cnpg, { cluster: { ...ask.cluster, changeCapture } })).filter(({ kind }) => kind === 'Publication');
    const common = { cluster: { name: 'orders' }, dbname: 'orders', publicationReclaimPolicy: 'retain' };
    expect(found.map(({ metadata, spec }) => [metadata.name, spec])).toEqual([
      ['orders-orders-all', { ...common, name: 'all', target: { allTables: true } }],
      [
        'orders-orders-some-tables',
        {
          ...common,
          name: 'Some Tables',
          target: {
            objects: [{ table: { name: 'items' } }, { table: { schema: 'sales', name: 'orders' } }, { tablesInSchema: 'audit' }],
          },
        },
      ],
    ]);
  });

  test('Crunchy PGO makes slots, and has Patroni use them', () => {
    expect(at(only(render(program(crunchy, captured(['cdc']))), 'PostgresCluster'), '/spec/patroni/dynamicConfiguration')).toEqual({
      synchronous_mode: false,
      postgresql: { use_slots: true },
      slots: SLOT,
    });
  });

  test('Zalando makes slots', () => {
    expect(at(only(render(program(zalando, captured(['cdc']))), 'postgresql'), '/spec')).toMatchObject({
      patroni: { slots: SLOT },
      postgresql: { parameters: { wal_level: 'logical', max_slot_wal_keep_size: '5120MB' } },
    });
  });
});

describe('the data of an older major version', () => {
  const from = (version: PostgresVersion): Ask => ({
    cluster: {
      version: PostgresVersion.V17,
      recovery: RecoverySource.fromArchive(
        BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: SMALLEST_BACKUP.target, version }),
      ),
    },
  });
  const said = (version: number): string =>
    message(
      'test/db',
      `[REC-004] 'version' must be PostgresVersion.V${version}, that of the source, got 17; restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on CloudNativePG write RecoverySource.logicalImport(...) (PostgreSQL does not start on the data files of another major version)`,
    );

  test('is upgraded by the image of Zalando, and by no other', () => {
    expect(JSON.stringify(only(render(program(zalando, from(PostgresVersion.V15))), 'postgresql').spec)).toContain(
      '"name":"CLONE_WALG_S3_PREFIX","value":"s3://acme-pg/spilo/orders-old/orders/v1/wal"',
    );
    expect(refusal(program(cnpg, from(PostgresVersion.V15)))).toBe(said(15));
    expect(refusal(program(crunchy, from(PostgresVersion.V15)))).toBe(said(15));
  });

  test('is not that of a later one', () => {
    expect(refusal(program(zalando, from(PostgresVersion.V18)))).toBe(said(18));
  });
});

describe('an import of a whole server', () => {
  const imports = (password: RolePassword): Ask => ({
    cluster: {
      databases: [ORDERS],
      roles: [{ name: 'orders-app', password }],
      recovery: RecoverySource.logicalImport({
        host: 'old.acme.example',
        user: 'postgres',
        password: { name: 'old-db', key: 'password' },
        databases: ['*'],
      }),
    },
  });
  const SPEC = {
    bootstrap: {
      initdb: {
        import: { type: 'monolith', databases: ['*'], roles: ['*'], source: { externalCluster: 'orders-import' } },
        dataChecksums: true,
      },
    },
    externalClusters: [
      {
        name: 'orders-import',
        connectionParameters: { host: 'old.acme.example', port: '5432', user: 'postgres', dbname: 'postgres', sslmode: 'require' },
        password: { name: 'old-db', key: 'password' },
      },
    ],
  };

  test('makes no database, and looks after the owners', () => {
    const manifests = render(program(cnpg, imports(RolePassword.fromSecret())));
    const { spec } = only(manifests, 'Cluster');
    expect(spec).toMatchObject(SPEC);
    expect(at(spec, '/bootstrap')).toEqual(SPEC.bootstrap);
    expect(only(manifests, 'Database').spec).toMatchObject({ name: 'orders', owner: 'orders-app' });
    expect(only(manifests, 'DatabaseRole').spec).toMatchObject({ name: 'orders-app', passwordSecret: { name: 'orders-orders-app' } });
  });

  test('keeps its way when it is over, so that the operator makes no Secret of an application', () => {
    const { cluster } = imports(RolePassword.fromSecret());
    expect(only(render(program(cnpg, { cluster: { ...cluster, recovery: cluster!.recovery!.done() } })), 'Cluster').spec).toMatchObject(
      SPEC,
    );
  });

  test('some of its databases, with the roles that are named', () => {
    const recovery = RecoverySource.logicalImport({
      host: 'old.acme.example',
      user: 'postgres',
      password: { name: 'old-db', key: 'password' },
      databases: ['orders', 'audit'],
      roles: ['orders-app'],
    });
    expect(at(only(render(program(cnpg, { cluster: { recovery } })), 'Cluster'), '/spec/bootstrap/initdb')).toEqual({
      dataChecksums: true,
      import: { type: 'monolith', databases: ['orders', 'audit'], roles: ['orders-app'], source: { externalCluster: 'orders-import' } },
    });
  });

  test('leaves no password to the operator', () => {
    expect(refusal(program(cnpg, imports(RolePassword.generated())))).toBe(
      message(
        'test/db',
        `[CNPG-104] the password of 'orders-app' must come from a Secret; write { name: 'orders-app', password: RolePassword.fromSecret() } in 'roles' (the operator makes no Secret then, and applications would wait for it for ever)`,
      ),
    );
  });
});

describe('the creation of a cluster', () => {
  const sql = [
    CreationSql.fromText('CREATE EXTENSION vchord CASCADE;', { database: 'orders' }),
    CreationSql.fromText('CREATE ROLE readers;'),
    CreationSql.fromText('CREATE ROLE writers;'),
    CreationSql.fromText('DROP SCHEMA public;', { database: 'template1' }),
  ];
  const created = (creation: HaClusterProps['creation'], more: Partial<HaClusterProps> = {}): Ask => ({
    cluster: { databases: [ORDERS], creation, ...more },
    suppressed: ['DB-020'],
  });
  const ICU = { localeProvider: LocaleProvider.ICU, icuLocale: 'de-DE', icuRules: '& V << w' };

  test('CloudNativePG runs SQL where it belongs, and the texts of the library first', () => {
    const roles = [
      { name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] },
    ];
    const ask = created(
      { sql: [...sql, CreationSql.fromConfigMap('own-sql', 'a.sql')], walSegmentSize: Size.mebibytes(64), dataChecksums: false },
      { roles, version: PostgresVersion.V14 },
    );
    expect(at(only(render(program(cnpg, ask)), 'Cluster'), '/spec/bootstrap/initdb')).toEqual({
      database: 'orders',
      owner: 'orders-app',
      dataChecksums: false,
      walSegmentSize: 64,
      postInitSQL: ['CREATE ROLE readers;', 'CREATE ROLE writers;'],
      postInitSQLRefs: { configMapRefs: [{ name: 'own-sql', key: 'a.sql' }] },
      postInitTemplateSQL: [
        'ALTER SCHEMA public OWNER TO pg_database_owner',
        'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
        'DROP SCHEMA public;',
      ],
      postInitApplicationSQL: ['CREATE EXTENSION vchord CASCADE;'],
    });
  });

  test('CloudNativePG runs none in further databases', () => {
    const ask = created(
      { sql: [CreationSql.fromText('SELECT 1;', { database: 'audit' })] },
      { databases: [ORDERS, { name: 'audit', owner: 'orders-app' }] },
    );
    expect(refusal(program(cnpg, ask))).toBe(
      message(
        'test/db',
        `[CNPG-103] 'creation.sql[0].database' must be postgres, template1, orders, got 'audit'; put that database first, or run the SQL by a Job of its owner (the operator runs it nowhere else, and says nothing)`,
      ),
    );
  });

  test('CloudNativePG sorts each database by its provider', () => {
    const databases = [
      { ...ORDERS, ...ICU },
      { name: 'audit', owner: 'orders-app' },
      { name: 'plain', owner: 'orders-app', localeProvider: LocaleProvider.LIBC },
    ];
    const manifests = render(program(cnpg, created({}, { databases })));
    expect(at(only(manifests, 'Cluster'), '/spec/bootstrap/initdb')).toMatchObject(ICU);
    const [first, audit, plain] = manifests.filter(({ kind }) => kind === 'Database').map(({ spec }) => spec);
    expect(first).toMatchObject({ ...ICU, template: 'template0' });
    expect(audit).not.toHaveProperty('localeProvider');
    expect(audit).not.toHaveProperty('template');
    expect(plain).toMatchObject({ localeProvider: 'libc', localeCollate: 'C', template: 'template0' });
  });

  test('Crunchy PGO runs the texts behind those of the library', () => {
    const manifests = render(program(crunchy, created({ sql })));
    const script = at(
      manifests.find(({ metadata }) => metadata.name === 'orders-init-sql'),
      '/data/init.sql',
    ) as string;
    expect(script).toContain('ALTER DATABASE "orders" OWNER TO "orders-app";');
    const session = ['SET synchronous_commit = LOCAL;', 'SET client_min_messages = WARNING;'];
    const own = (database: string, text: string) => [
      '-- Of the program.',
      `\\connect -reuse-previous=on '"dbname=\\'${database}\\'"'`,
      ...session,
      text,
    ];
    expect(script.slice(script.indexOf('-- Of the program.'))).toBe(
      [
        ...own('orders', 'CREATE EXTENSION vchord CASCADE;'),
        ...own('postgres', 'CREATE ROLE readers;'),
        ...own('postgres', 'CREATE ROLE writers;'),
        ...own('template1', 'DROP SCHEMA public;'),
        '',
      ].join('\n'),
    );
  });

  test('Crunchy PGO runs a ConfigMap where the library has nothing to say, or for a reason', () => {
    const named = CreationSql.fromConfigMap('own-sql', 'a.sql');
    const reference = (ask: Ask) => at(only(render(program(crunchy, ask)), 'PostgresCluster'), '/spec/databaseInitSQL');
    expect(reference({ cluster: { creation: { sql: [named] } } })).toEqual({ name: 'own-sql', key: 'a.sql' });
    const ask = created({ sql: [named] });
    expect(refusal(program(crunchy, { cluster: ask.cluster }))).toBe(
      message(
        'test/db',
        `[PGO-118] 'creation.sql' must not name the ConfigMap 'own-sql' beside 'databases', 'memberOf' or other SQL; write CreationSql.fromText(...) with what is in there, or, where it has all that 'orders-init-sql' has, Rules.of(cluster).suppress('PGO-118', '<the reason>') (PGO runs one ConfigMap, and that of the library gives the databases to their owners)`,
      ),
    );
    expect(reference({ ...ask, suppressed: ['PGO-118'] })).toEqual({ name: 'own-sql', key: 'a.sql' });
  });

  test('Zalando tells initdb', () => {
    const ask = created(
      { dataChecksums: false, walSegmentSize: Size.mebibytes(64) },
      { databases: [{ ...ORDERS, ...ICU }], version: PostgresVersion.V16 },
    );
    expect(at(only(render(program(zalando, ask)), 'postgresql'), '/spec/patroni/initdb')).toEqual({
      encoding: 'UTF8',
      locale: 'en_US.UTF-8',
      'locale-provider': 'icu',
      'icu-locale': 'de-DE',
      'icu-rules': '& V << w',
      'wal-segsize': '64',
    });
  });

  test('Zalando cannot leave checksums off on PostgreSQL 18', () => {
    expect(refusal(program(zalando, created({ dataChecksums: false }, { version: PostgresVersion.V18 })))).toBe(
      message(
        'test/db',
        `[ZAL-201] 'creation.dataChecksums' must not be false on PostgreSQL 18; leave it out (later initdb turns them on by itself, and the operator cannot tell it not to)`,
      ),
    );
  });

  test('Zalando has one provider for all databases', () => {
    const databases = [
      { ...ORDERS, localeProvider: LocaleProvider.ICU, icuLocale: 'de-DE' },
      { name: 'audit', owner: 'orders-app' },
    ];
    expect(refusal(program(zalando, created({}, { databases })))).toBe(
      message(
        'test/db',
        `[ZAL-202] 'localeProvider' and what goes with it must be the same for all databases, got {"locale-provider":"icu","icu-locale":"de-DE"} of 'orders' and {} of 'audit'; write the same for each (the operator creates databases as copies of the template of the cluster, and says nothing of another provider)`,
      ),
    );
  });
});

describe('a cluster that is lost', () => {
  test.each([
    ['CloudNativePG', cnpg],
    ['Crunchy PGO', PostgresOperator.crunchy({ userDatabases: { cdc: ['orders'], postgres: ['orders'] } })],
  ])('has a runbook and a drill on %s, whatever it was created with', (_, operator) => {
    const chart = newChart();
    const cluster = new HaCluster(chart, 'db', {
      ...smallestCluster(operator),
      databases: [ORDERS],
      roles: [{ name: 'cdc', password: RolePassword.fromSecret(), attributes: { replication: true } }],
      superuser: {},
      changeCapture: { walLimit: Size.gibibytes(5) },
      creation: { sql: [CreationSql.fromText('SELECT 1;')] },
    });
    const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
    new RestoreDrill(chart, 'drill', { ...SMALLEST_DRILL, policy });
    Rules.of(cluster).suppress('ROLE-024', 'as it has always been');
    expect(Testing.synth(chart).length).toBeGreaterThan(3);
    const runbook = cluster.recoveryRunbook();
    expect(runbook).not.toContain('SELECT 1;');
    expect(runbook).not.toMatch(/is refused/);
  });
});

describe('databases of users on Crunchy PGO', () => {
  const given = (userDatabases: { [role: string]: string[] }): string[] | unknown => {
    const operator = PostgresOperator.crunchy({ userDatabases });
    const cluster = {
      databases: [ORDERS, { name: 'audit', owner: 'orders-app' }],
      roles: [{ name: 'reports' }],
      superuser: {},
    };
    return program(operator, { cluster, suppressed: ['ROLE-024'] });
  };

  test('stand behind those that a role owns', () => {
    const manifests = render(given({ reports: ['audit', 'orders'], 'orders-app': ['audit'], postgres: ['orders'] }) as never);
    const users = at(only(manifests, 'PostgresCluster'), '/spec/users') as { name: string; databases: string[] }[];
    expect(Object.fromEntries(users.map(({ name, databases }) => [name, databases]))).toEqual({
      'orders-app': ['orders', 'audit'],
      postgres: ['orders'],
      reports: ['audit', 'orders'],
    });
  });

  test('are those of the cluster, and so are the users', () => {
    expect(refusal(given({ web: ['orders'], reports: ['shop'] }) as never)).toBe(
      message(
        'test/db',
        `[PGO-119] 'userDatabases' has 'web', which is no role of 'orders'; it has 'orders-app', 'postgres', 'reports'; leave it out, or write another PostgresOperator.crunchy(...) for this cluster (PGO would make an empty database, and passes over a role that is not there)`,
        `[PGO-119] 'userDatabases' gives 'shop' to 'reports', which the cluster does not have; it has 'orders', 'audit' (PGO would make an empty database, and passes over a role that is not there)`,
      ),
    );
  });

  test('are lists', () => {
    expect(refusal(program(PostgresOperator.crunchy({ userDatabases: { reports: 'orders' as never } })))).toBe(
      message(
        'test/db',
        `[PROP-003] 'operator.userDatabases['reports']' must be a list, got 'orders'; write ['orders'] (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)`,
      ),
    );
  });
});

describe('prepared databases on Zalando', () => {
  const prepares = (preparedDatabases: { [name: string]: ZalandoPreparedDatabase }, cluster: Partial<HaClusterProps> = {}) =>
    program(PostgresOperator.zalando({ teamId: 'shop', preparedDatabases }), { cluster });

  test('are printed as they are, beside those of extensions', () => {
    const prepared = { legacy: { defaultUsers: true, schemas: { data: {}, history: { defaultUsers: true } } }, plain: {} };
    const cluster = { databases: [{ ...ORDERS, extensions: [{ name: 'pg_trgm' }] }] };
    expect(at(only(render(prepares(prepared, cluster)), 'postgresql'), '/spec/preparedDatabases')).toEqual({
      ...prepared,
      orders: { defaultUsers: false, extensions: { pg_trgm: 'public' }, schemas: { public: { defaultRoles: false, defaultUsers: false } } },
    });
  });

  test.each<[string, { [name: string]: ZalandoPreparedDatabase }, Partial<HaClusterProps>, string]>([
    [
      'has one owner',
      { orders: {} },
      { databases: [ORDERS] },
      `[ZAL-204] 'preparedDatabases' must not have 'orders', which is one of 'databases'; write it in one of them (it would have two owners, and the operator may make no schema in the database of another one)`,
    ],
    [
      'has a name that the operator takes',
      { 'old-orders': { schemas: { Data: { defaultRoles: false } } } },
      {},
      `[ZAL-205] 'preparedDatabases' must have names of lower-case letters, digits and '_', with no digit first, got 'old-orders' (the operator skips them with a line in its log, or makes roles whose names PostgreSQL cuts)\n  [test/db] [ZAL-205] 'preparedDatabases' must have names of lower-case letters, digits and '_', with no digit first, got 'Data' (the operator skips them with a line in its log, or makes roles whose names PostgreSQL cuts)`,
    ],
    [
      'has roles of no longer names than PostgreSQL keeps',
      { ['x'.repeat(57)]: { schemas: { a: { defaultRoles: false } } } },
      {},
      ['reader', 'writer']
        .map(
          (role) =>
            `[ZAL-205] 'preparedDatabases' makes the role '${'x'.repeat(57)}_${role}' with 64 characters; write a shorter name (the operator skips them with a line in its log, or makes roles whose names PostgreSQL cuts)`,
        )
        .join('\n  [test/db] '),
    ],
    [
      'has the roles of its users',
      { legacy: { schemas: { data: { defaultRoles: false, defaultUsers: true } } } },
      {},
      `[ZAL-206] the schema 'data' of 'legacy' must not have defaultUsers: true with defaultRoles: false; leave out one (each user is a member of a role that would not be there)`,
    ],
    [
      'shares no role with the program',
      { legacy: { defaultUsers: true } },
      { roles: [{ name: 'legacy_data_reader' }] },
      `[ZAL-207] the name of a role must not be that of one of 'preparedDatabases', got 'legacy_data_reader'; write another one (the two would be one role, with the password and the privileges of either)`,
    ],
  ])('%s', (_, prepared, cluster, says) => {
    expect(refusal(prepares(prepared, cluster))).toBe(message('test/db', says));
  });
});
