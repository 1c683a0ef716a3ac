import { Testing } from 'cdk8s';
import {
  AccessLevel,
  BackupArchive,
  CloudNativePgVersion,
  DatabaseOptions,
  HaCluster,
  HaClusterProps,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  ReplicaSource,
  RoleOptions,
  RolePassword,
  Rules,
  SecretSource,
  SecretValue,
} from '../../../../lib';
import { Ask, program, S3, smallestCluster } from '../../../support/programs';
import { at, Manifest, newChart, only, render } from '../../../support/render';

const OLDER = [CloudNativePgVersion.V1_28, CloudNativePgVersion.V1_29];
const ORDERS: DatabaseOptions = { name: 'orders', owner: 'orders-app' };
const SUPPLIED = RolePassword.fromSecret();
const VAULT = RolePassword.delivered(
  SecretSource.externalSecrets({ storeName: 'vault' }),
  SecretValue.fromVault('orders/reports', 'password'),
);
const PROTECTED = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false', 'cdk8s-postgres/non-production': 'a test' };

const printed = (ask: Ask, operatorVersion?: CloudNativePgVersion): Manifest[] =>
  render(program(PostgresOperator.cloudNativePg({ operatorVersion }), ask));
const cluster = (props: Partial<HaClusterProps>): unknown => only(printed({ cluster: props }), 'Cluster').spec;
const specs = (manifests: readonly Manifest[], kind: string): unknown[] =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ spec }) => spec);
const fromArchive = (version: PostgresVersion): Partial<HaClusterProps> => ({
  version,
  recovery: RecoverySource.fromArchive(BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version })),
});

describe('databases', () => {
  const base = { cluster: { name: 'orders' }, ensure: 'present', databaseReclaimPolicy: 'retain' };
  const databases = (list: DatabaseOptions[], more: Partial<HaClusterProps> = {}): unknown[] =>
    specs(printed({ cluster: { databases: list, ...more }, ...(more.recovery && { backup: {} }) }), 'Database');

  const GERMAN = 'de_DE.UTF-8';
  const blank = (encoding: string, locale: string) => ({
    template: 'template0',
    encoding,
    localeCollate: locale,
    localeCType: locale,
  });

  test('the first has an object too, so that one that is put in front of it later is made', () => {
    expect(databases([ORDERS])).toEqual([{ ...base, ...ORDERS }]);
    const audit = { name: 'audit', owner: 'orders-app' };
    expect(databases([audit, ORDERS])).toEqual([
      { ...base, ...audit },
      { ...base, ...ORDERS },
    ]);
  });

  test('the first can be made in a living cluster with an encoding and a locale of its own', () => {
    expect(databases([{ ...ORDERS, schemas: [], extensions: [], encoding: 'UTF8', locale: GERMAN }])).toEqual([
      { ...base, ...ORDERS, ...blank('UTF8', GERMAN) },
    ]);
  });

  test.each([
    ['came with the data', [ORDERS], fromArchive(PostgresVersion.V17)],
    ['has no letter in its name', [{ name: '___', owner: 'orders-app' }], {}],
  ])('a first one that %s has no object while there is nothing to say of it', (_, list, more) => {
    expect(databases(list, more)).toEqual([]);
  });

  test('a first one with the object name of another leaves it to that', () => {
    const list = ['a_b', 'a-b'].map((name) => ({ name, owner: 'orders-app' }));
    expect(databases(list)).toEqual([{ ...base, ...list[1] }]);
  });

  test.each<[string, Partial<DatabaseOptions>, object]>([
    [
      'schemas',
      { schemas: ['reporting', 'Raw Data'] },
      {
        schemas: [
          { name: 'reporting', owner: 'orders-app', ensure: 'present' },
          { name: 'Raw Data', owner: 'orders-app', ensure: 'present' },
        ],
      },
    ],
    [
      'extensions',
      { extensions: [{ name: 'pg_trgm' }, { name: 'vector', version: '0.8.0', schema: 'public' }] },
      {
        extensions: [
          { name: 'pg_trgm', ensure: 'present' },
          { name: 'vector', version: '0.8.0', schema: 'public', ensure: 'present' },
        ],
      },
    ],
    ['a limit', { connectionLimit: 0 }, { connectionLimit: 0 }],
  ])('%s of the first make an object, and so do those of a further one', (_, options, spec) => {
    const audit = { name: 'audit', owner: 'orders-app' };
    expect(databases([{ ...ORDERS, ...options }])).toEqual([{ ...base, ...ORDERS, ...spec }]);
    expect(databases([ORDERS, { ...audit, ...options }])).toEqual([
      { ...base, ...ORDERS },
      { ...base, ...audit, ...spec },
    ]);
  });

  test('are kept when their objects go away', () => {
    const found = only(printed({ cluster: { databases: [{ ...ORDERS, schemas: ['reporting'] }] } }), 'Database');
    expect(found.metadata).toEqual({ name: 'orders-orders', namespace: 'orders', annotations: PROTECTED });
  });

  test.each<[string, Partial<DatabaseOptions>, Partial<DatabaseOptions>, object, object]>([
    ['nothing', {}, {}, {}, {}],
    ['the default', {}, { encoding: 'UTF8', locale: 'C' }, {}, { encoding: 'UTF8', localeCollate: 'C', localeCType: 'C' }],
    ['another locale', {}, { locale: GERMAN }, {}, blank('UTF8', GERMAN)],
    [
      'the locale of the first',
      { locale: GERMAN },
      { locale: GERMAN },
      { localeCollate: GERMAN, localeCType: GERMAN },
      { localeCollate: GERMAN, localeCType: GERMAN },
    ],
    ['no locale beside that of the first', { locale: GERMAN }, {}, { localeCollate: GERMAN, localeCType: GERMAN }, {}],
    ['no encoding beside another of the first', { encoding: 'LATIN1' }, {}, { encoding: 'LATIN1' }, blank('UTF8', 'C')],
    ['another encoding', {}, { encoding: 'LATIN9' }, {}, blank('LATIN9', 'C')],
  ])('a further one with %s', (_, first, further, initdb, spec) => {
    const list = [
      { ...ORDERS, ...first },
      { name: 'audit', owner: 'orders-app', ...further },
    ];
    expect(databases(list).slice(1)).toEqual([{ ...base, name: 'audit', owner: 'orders-app', ...spec }]);
    expect(at(cluster({ databases: list }), '/bootstrap/initdb')).toEqual({
      database: 'orders',
      owner: 'orders-app',
      dataChecksums: true,
      ...initdb,
    });
  });

  test('what is said of a database of a recovered cluster does not depend on a template that nobody knows', () => {
    const list = [ORDERS, { name: 'audit', owner: 'orders-app', locale: 'C' }, { name: 'plain', owner: 'orders-app' }];
    expect(databases(list, fromArchive(PostgresVersion.V17))).toEqual([
      { ...base, name: 'audit', owner: 'orders-app', ...blank('UTF8', 'C') },
      { ...base, name: 'plain', owner: 'orders-app' },
    ]);
  });
});

describe('roles', () => {
  const ROLES: readonly (readonly [string, RoleOptions, object])[] = [
    ['a role with a Secret', { name: 'reports', password: SUPPLIED }, { login: true, passwordSecret: { name: 'orders-reports' } }],
    [
      'a role with a Secret of another name',
      { name: 'reports', password: RolePassword.fromSecret('vaulted') },
      { login: true, passwordSecret: { name: 'vaulted' } },
    ],
    [
      'a role with a delivered password',
      { name: 'Reports_2', password: VAULT },
      { login: true, passwordSecret: { name: 'orders-reports-2' } },
    ],
    ['a group', { name: 'readers', login: false, memberOf: ['pg_monitor'] }, { login: false, inRoles: ['pg_monitor'] }],
    [
      'a member of an owner',
      { name: 'reports', password: SUPPLIED, access: [{ database: 'orders', level: AccessLevel.OWNER }] },
      { login: true, inRoles: ['orders-app'], passwordSecret: { name: 'orders-reports' } },
    ],
    ['a limit', { name: 'readers', login: false, connectionLimit: 0 }, { login: false, connectionLimit: 0 }],
    [
      'an end in another zone',
      { name: 'readers', login: false, validUntil: '2027-01-01t01:30:00.25+01:30' },
      { login: false, validUntil: '2027-01-01T00:00:00Z' },
    ],
    ['the owner, with a password of the operator', { name: 'orders-app', connectionLimit: 20 }, { login: true, connectionLimit: 20 }],
    [
      'the owner, with a Secret',
      { name: 'orders-app', memberOf: ['pg_monitor'], password: SUPPLIED },
      { login: true, inRoles: ['pg_monitor'], passwordSecret: { name: 'orders-orders-app' } },
    ],
  ];

  describe.each(ROLES)('%s', (_, role, spec) => {
    const ask: Ask = { cluster: { databases: [ORDERS], roles: [role] } };
    const wanted = { name: role.name, inherit: true, connectionLimit: -1, ensure: 'present', ...spec };

    test('is an object', () => {
      const manifests = printed(ask);
      expect(specs(manifests, 'DatabaseRole')).toEqual([{ cluster: { name: 'orders' }, databaseRoleReclaimPolicy: 'retain', ...wanted }]);
      expect(at(only(manifests, 'Cluster'), '/spec/managed')).toBeUndefined();
    });

    test.each(OLDER)('is a field of the Cluster in %s', (version) => {
      const manifests = printed(ask, version);
      expect(specs(manifests, 'DatabaseRole')).toEqual([]);
      expect(at(only(manifests, 'Cluster'), '/spec/managed')).toEqual({ roles: [wanted] });
    });
  });

  test('the owner of the first database is none of them while there is nothing to say of it', () => {
    const manifests = printed({ cluster: { databases: [ORDERS], roles: [{ name: 'orders-app', password: SUPPLIED }] } });
    expect(specs(manifests, 'DatabaseRole')).toEqual([]);
  });

  test('the owner of another database is one of them', () => {
    const databases = [ORDERS, { name: 'audit', owner: 'auditor' }];
    const manifests = printed({ cluster: { databases, roles: [{ name: 'auditor', password: SUPPLIED }] } });
    expect(specs(manifests, 'DatabaseRole')).toEqual([
      expect.objectContaining({ name: 'auditor', login: true, passwordSecret: { name: 'orders-auditor' } }),
    ]);
    expect(specs(manifests, 'Database')).toEqual([
      expect.objectContaining({ name: 'orders', owner: 'orders-app' }),
      expect.objectContaining({ name: 'audit', owner: 'auditor' }),
    ]);
  });

  test('a moment that a suppressed rule has let pass is found by the schema', () => {
    const chart = newChart();
    const roles = [{ name: 'readers', login: false, validUntil: 'tomorrow' }];
    const db = new HaCluster(chart, 'db', { ...smallestCluster(PostgresOperator.cloudNativePg()), databases: [ORDERS], roles });
    Rules.of(db).suppress('ROLE-007', 'a test');
    expect(() => Testing.synth(chart)).toThrow(/\[CRD-\d+\] .*validUntil/);
  });

  test('are kept when their objects go away', () => {
    const found = only(printed({ cluster: { databases: [ORDERS], roles: [{ name: 'All_Readers', login: false }] } }), 'DatabaseRole');
    expect(found.metadata).toEqual({ name: 'orders-all-readers', namespace: 'orders', annotations: PROTECTED });
  });
});

describe('a cluster that follows another one', () => {
  const props = {
    databases: [
      { ...ORDERS, schemas: ['reporting'] },
      { name: 'audit', owner: 'orders-app' },
    ],
    roles: [{ name: 'readers', login: false }],
  };
  const source = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
  const kinds = (promoted: boolean): string[] =>
    printed({ replica: { ...props, source, promoted } })
      .filter(({ metadata }) => metadata.name.startsWith('orders-dr'))
      .map(({ kind }) => kind)
      .filter((kind) => kind.startsWith('Database'));

  test('has its databases and roles from there, until it is promoted', () => {
    expect(kinds(false)).toEqual([]);
    expect(kinds(true)).toEqual(['Database', 'Database', 'DatabaseRole']);
  });

  test.each(OLDER)('has no roles of its own in %s', (version) => {
    const found = printed({ replica: { ...props, source } }, version).find(({ metadata }) => metadata.name === 'orders-dr');
    expect(at(found, '/spec/managed')).toBeUndefined();
  });
});

describe('passwords', () => {
  const operator = PostgresOperator.cloudNativePg();
  const secrets = (roles: RoleOptions[]): [string, string][] => {
    const props = { ...smallestCluster(operator), databases: [ORDERS], roles };
    const db = new HaCluster(newChart(), 'db', props);
    return db.roles.map((role) => [role.name, operator.roleSecret(db.identity, role).secretName]);
  };

  test.each<[string, RoleOptions[], [string, string][]]>([
    ['the operator makes that of the owner', [], [['orders-app', 'orders-app']]],
    ['a Secret of the owner', [{ name: 'orders-app', password: SUPPLIED }], [['orders-app', 'orders-orders-app']]],
    [
      'Secrets of others',
      [
        { name: 'Reports', password: SUPPLIED },
        { name: 'audit', password: RolePassword.fromSecret('vaulted') },
      ],
      [
        ['orders-app', 'orders-app'],
        ['Reports', 'orders-reports'],
        ['audit', 'vaulted'],
      ],
    ],
  ])('%s', (_, roles, wanted) => {
    expect(secrets(roles)).toEqual(wanted);
  });

  test('a Secret is what the operator reads, and reads again', () => {
    const db = new HaCluster(newChart(), 'db', { ...smallestCluster(operator), databases: [ORDERS] });
    expect(operator.roleSecret(db.identity, db.roles[0]!)).toEqual({
      role: 'orders-app',
      secretName: 'orders-app',
      usernameKey: 'username',
      passwordKey: 'password',
      secretType: 'kubernetes.io/basic-auth',
      labels: { 'cnpg.io/reload': 'true' },
      emptyKeys: [],
      madeByOperator: false,
    });
  });

  test('a delivered one is a Secret of that kind', () => {
    const found = only(printed({ cluster: { databases: [ORDERS], roles: [{ name: 'reports', password: VAULT }] } }), 'ExternalSecret');
    expect(at(found, '/spec/target')).toMatchObject({
      name: 'orders-reports',
      creationPolicy: 'Orphan',
      template: {
        type: 'kubernetes.io/basic-auth',
        metadata: { labels: { 'cnpg.io/reload': 'true' } },
        data: { username: 'reports' },
      },
    });
  });

  const owner = [{ name: 'orders-app', password: SUPPLIED }];
  const secret = { name: 'orders-orders-app' };
  test.each<[string, Ask, string]>([
    ['a new cluster', {}, 'initdb'],
    ['a recovered one', { cluster: fromArchive(PostgresVersion.V17), backup: {} }, 'recovery'],
    ['a clone', { clone: true, backup: {} }, 'pg_basebackup'],
    [
      'an imported one',
      {
        cluster: {
          recovery: RecoverySource.logicalImport({
            host: 'legacy.acme.example',
            user: 'postgres',
            password: { name: 'legacy', key: 'password' },
            database: 'shop',
          }),
        },
        backup: {},
      },
      'initdb',
    ],
  ])('the owner of %s has the Secret from the start', (_, ask, method) => {
    const found = printed({ ...ask, cluster: { ...ask.cluster, databases: [ORDERS], roles: owner } }).find(
      ({ kind, metadata }) => kind === 'Cluster' && metadata.name === 'orders',
    );
    expect(at(found, `/spec/bootstrap/${method}`)).toMatchObject({ database: 'orders', owner: 'orders-app', secret });
  });

  test('a replica has it for the day on which it is promoted', () => {
    const source = ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' });
    const found = printed({ replica: { source, databases: [ORDERS], roles: owner } });
    const spec = found.find(({ kind, metadata }) => kind === 'Cluster' && metadata.name === 'orders-dr');
    expect(at(spec, '/spec/bootstrap/pg_basebackup/secret')).toEqual({ name: 'orders-dr-orders-app' });
  });
});

describe('the schema public', () => {
  const role = (level: AccessLevel): RoleOptions => ({ name: 'reports', password: SUPPLIED, access: [{ database: 'orders', level }] });
  const CLOSED = ['ALTER SCHEMA public OWNER TO pg_database_owner', 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'];

  test.each<[string, PostgresVersion, RoleOptions[], unknown]>([
    ['closed on 14 for who only reads', PostgresVersion.V14, [role(AccessLevel.READ_ONLY)], CLOSED],
    ['closed on 14 for who only writes rows', PostgresVersion.V14, [role(AccessLevel.READ_WRITE)], CLOSED],
    ['left alone on 14 for owners', PostgresVersion.V14, [role(AccessLevel.OWNER)], undefined],
    ['left alone on 14 without roles', PostgresVersion.V14, [], undefined],
    ['closed by PostgreSQL itself on 15', PostgresVersion.V15, [role(AccessLevel.READ_ONLY)], undefined],
  ])('is %s', (_, version, roles, sql) => {
    expect(at(cluster({ version, databases: [ORDERS], roles }), '/bootstrap/initdb/postInitTemplateSQL')).toEqual(sql);
  });
});
