import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  ClusterTls,
  DatabaseOptions,
  HaCluster,
  PairStep,
  ReplicaSource,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
  ZalandoOptions,
} from '../../../../lib';
import { Ask, program } from '../../../support/programs';
import { at, newChart, only } from '../../../support/render';
import { all, cluster, printed, refused, zalando } from '../support';

const ORDERS = { name: 'orders', owner: 'orders_app' };
const READ = [{ database: 'orders', level: AccessLevel.READ_ONLY }];
const SEALED = `AgA${'x'.repeat(701)}`;

const databases = (...some: Partial<DatabaseOptions>[]): Ask => ({ cluster: { databases: some.map((one) => ({ ...ORDERS, ...one })) } });
const roles = (...some: RoleOptions[]): Ask => ({ cluster: { databases: [ORDERS], roles: some } });
const sealed = RolePassword.delivered(SecretSource.sealedSecrets(), SecretValue.encrypted(SEALED));
const external = RolePassword.delivered(SecretSource.externalSecrets({ storeName: 'vault' }), SecretValue.fromVault('orders', 'password'));

/** The fields of roles, of databases and of rotation. */
const fields = (ask: Ask, options: Partial<ZalandoOptions> = {}) => {
  const spec = only(all(ask, options), 'postgresql').spec!;
  const { users, preparedDatabases } = spec;
  return {
    users,
    databases: spec.databases,
    preparedDatabases,
    rotated: spec.usersWithSecretRotation,
    inPlace: spec.usersWithInPlaceSecretRotation,
    ignored: spec.usersIgnoringSecretRotation,
  };
};

const OWNER = { users: { orders_app: [] }, databases: { orders: 'orders_app' } };
const NONE = { preparedDatabases: undefined, rotated: undefined, inPlace: undefined, ignored: undefined };
const PUBLIC = { public: { defaultRoles: false, defaultUsers: false } };

test.each<[string, Ask, object, Partial<ZalandoOptions>?]>([
  ['nothing', {}, { ...NONE, users: undefined, databases: undefined }],
  ['an owner', roles(), { ...NONE, ...OWNER }],
  [
    'logins and groups',
    roles({ name: 'reports' }, { name: 'readers', login: false }),
    { ...NONE, ...OWNER, users: { orders_app: [], reports: [], readers: ['nologin'] } },
  ],
  [
    'supplied passwords',
    roles(
      { name: 'orders_app', password: RolePassword.fromSecret() },
      { name: 'reports', password: external },
      { name: 'batch', password: sealed },
      { name: 'web' },
    ),
    {
      ...NONE,
      ...OWNER,
      users: { orders_app: [], reports: [], batch: [], web: [] },
      ignored: ['orders_app', 'reports', 'batch'],
    },
  ],
  [
    'rotated passwords',
    roles({ name: 'reports' }, { name: 'batch' }),
    {
      ...NONE,
      ...OWNER,
      users: { orders_app: [], reports: [], batch: [] },
      rotated: ['reports', 'batch'],
      inPlace: ['orders_app'],
    },
    { rotatedRoles: ['reports', 'batch'], rotatedInPlaceRoles: ['orders_app'] },
  ],
  [
    'extensions',
    databases({ extensions: [{ name: 'pg_trgm' }, { name: 'uuid-ossp', schema: 'public' }, { name: 'plpython3u' }] }, { name: 'audit' }),
    {
      ...NONE,
      ...OWNER,
      databases: { orders: 'orders_app', audit: 'orders_app' },
      preparedDatabases: {
        orders: {
          defaultUsers: false,
          extensions: { pg_trgm: 'public', 'uuid-ossp': 'public', plpython3u: 'pg_catalog' },
          schemas: PUBLIC,
        },
      },
    },
  ],
  ['an empty list of extensions', databases({ extensions: [] }), { ...NONE, ...OWNER }],
  ['schemas, which are made by a Job', databases({ schemas: ['reporting'] }), { ...NONE, ...OWNER }],
])('%s', (_, ask, expected, options = {}) => {
  expect(fields(ask, options)).toEqual(expected);
});

test.each<[string, Ask, object]>([
  ['nothing', {}, { encoding: 'UTF8', locale: 'en_US.UTF-8' }],
  ['a locale', databases({ locale: 'C.UTF-8' }), { encoding: 'UTF8', locale: 'C.UTF-8' }],
  ['both', databases({ encoding: 'LATIN1', locale: 'C' }), { encoding: 'LATIN1', locale: 'C' }],
  [
    'an encoding',
    databases({ encoding: 'SQL_ASCII' }, { name: 'audit', encoding: 'SQL_ASCII' }),
    { encoding: 'SQL_ASCII', locale: 'en_US.UTF-8' },
  ],
])('initdb makes a template for all databases: %s', (_, ask, expected) => {
  expect(at(printed(ask).spec, '/patroni/initdb')).toEqual({ ...expected, 'data-checksums': 'true' });
});

describe('a cluster that follows another one has its roles and databases', () => {
  const everything: Ask['cluster'] = {
    databases: [{ ...ORDERS, locale: 'C', extensions: [{ name: 'pg_trgm' }] }],
    roles: [{ name: 'reports' }, { name: 'batch', password: RolePassword.fromSecret() }],
  };
  const ROTATED = { rotatedRoles: ['reports'], rotatedInPlaceRoles: ['orders_app'] };
  const follower = (promoted: boolean): Ask => ({
    cluster: everything,
    replica: { ...everything, source: ReplicaSource.streaming({ clusterName: 'orders', host: 'orders.eu.acme.example' }), promoted },
  });

  test.each([
    [false, []],
    [
      true,
      [
        'databases',
        'preparedDatabases',
        'users',
        'usersIgnoringSecretRotation',
        'usersWithInPlaceSecretRotation',
        'usersWithSecretRotation',
      ],
    ],
  ])('promoted: %s', (promoted, expected) => {
    const spec = cluster('orders-dr', follower(promoted), ROTATED).spec!;
    const found = Object.keys(spec).filter((name) => /^users|^databases|^preparedDatabases/.test(name));
    expect(found.sort()).toEqual(expected);
    expect(at(spec, '/patroni/initdb/locale')).toBe('C');
  });

  test('in a pair too', () => {
    const spec = cluster('orders-dr', { cluster: everything, replica: everything, pair: PairStep.steady() }).spec!;
    expect([spec.users, spec.databases, spec.preparedDatabases]).toEqual([undefined, undefined, undefined]);
  });
});

describe('Secrets of roles', () => {
  const IDENTITY = { name: 'orders', namespace: 'shop' };
  const model = (name: string, password: RolePassword) => ({
    name,
    login: true,
    password,
    owns: [],
    ownsFirst: false,
    memberOf: [],
    attributes: {},
    access: [],
  });

  test.each([
    ['generated', RolePassword.generated(), 'orders-app.orders.credentials.postgresql.acid.zalan.do'],
    ['of somebody else', RolePassword.fromSecret(), 'orders-app.orders.credentials.postgresql.acid.zalan.do'],
    ['of another name, which is refused', RolePassword.fromSecret('mine'), 'mine'],
  ])('%s', (_, password, secretName) => {
    expect(zalando().roleSecret(IDENTITY, model('orders_app', password))).toEqual({
      role: 'orders_app',
      secretName,
      usernameKey: 'username',
      passwordKey: 'password',
      secretType: 'Opaque',
      labels: {},
      emptyKeys: [],
      madeByOperator: false,
    });
  });

  test('External Secrets writes user and password, and owns nothing that the operator would take away', () => {
    const { metadata, spec } = only(all(roles({ name: 'reports', password: external })), 'ExternalSecret');
    expect(metadata.name).toBe('reports.orders.credentials.postgresql.acid.zalan.do');
    expect(spec?.target).toEqual({
      name: 'reports.orders.credentials.postgresql.acid.zalan.do',
      creationPolicy: 'Orphan',
      deletionPolicy: 'Retain',
      template: { engineVersion: 'v2', mergePolicy: 'Merge', metadata: undefined, type: undefined, data: { username: 'reports' } },
    });
  });

  test('Sealed Secrets too', () => {
    const { spec } = only(all(roles({ name: 'reports', password: sealed })), 'SealedSecret');
    expect(at(spec, '/encryptedData')).toEqual({ password: SEALED });
    expect(at(spec, '/template/data')).toEqual({ username: 'reports' });
    expect(at(spec, '/template/metadata/name')).toBe('reports.orders.credentials.postgresql.acid.zalan.do');
  });
});

test('a Job gives access as the owner, over TLS that nobody can check', () => {
  const { spec } = only(all(roles({ name: 'reports', access: READ })), 'Job');
  const env = at(spec, '/template/spec/containers/0/env') as { name: string; value?: string }[];
  expect(at(spec, '/template/spec/volumes/0/secret')).toEqual({
    secretName: 'orders-app.orders.credentials.postgresql.acid.zalan.do',
    items: ['username', 'password'].map((key) => ({ key, path: key })),
  });
  expect(Object.fromEntries(env.map(({ name, value }) => [name, value]))).toMatchObject({
    PGHOST: 'orders.orders.svc',
    PGSSLMODE: 'require',
  });
});

describe('pg_hba.conf', () => {
  const lines = (ask: Ask, options: Partial<ZalandoOptions> = {}) => at(cluster('orders', ask, options).spec, '/patroni/pg_hba');
  const FIRST = [
    'local all all trust',
    'host all all 127.0.0.1/32 md5',
    'host all all ::1/128 md5',
    'local replication standby trust',
    'hostssl replication standby all md5',
    'hostssl all postgres all md5',
  ];
  const LAST = ['hostnossl all all all reject', 'hostssl all all all md5'];
  const REFUSE = 'host all all all reject';
  const RULES = [
    AccessRule.reject({ roles: ['reports'], addresses: ['10.20.9.0/24'] }),
    AccessRule.allow({ roles: ['reports', 'readers'], databases: ['orders'], addresses: ['10.20.0.0/16', '10.21.0.0/16'] }),
    AccessRule.allow({ roles: ['orders_app'] }),
  ];
  const withRules: Ask = {
    cluster: { databases: [ORDERS], roles: [{ name: 'reports' }, { name: 'readers', login: false }], accessRules: RULES },
  };

  test.each<[string, Ask, unknown, Partial<ZalandoOptions>?]>([
    ['nothing to say', {}, undefined],
    [
      'rules stand behind what the operator needs, and refuse everybody else',
      withRules,
      [
        ...FIRST,
        'hostssl all "reports" 10.20.9.0/24 reject',
        'hostssl "orders" "reports",+"readers" 10.20.0.0/16 md5',
        'hostssl "orders" "reports",+"readers" 10.21.0.0/16 md5',
        'hostssl all "orders_app" all md5',
        REFUSE,
        ...LAST,
      ],
    ],
    [
      'lines of the user come before rules, and the pooler before both',
      {
        cluster: {
          databases: [ORDERS],
          hbaRules: ['hostssl all orders_app 10.0.0.0/8 scram-sha-256'],
          accessRules: [AccessRule.allow({ roles: ['orders_app'] })],
        },
        pools: [{}],
      },
      [
        ...FIRST,
        'hostssl all pooler all md5',
        'hostssl all orders_app 10.0.0.0/8 scram-sha-256',
        'hostssl all "orders_app" all md5',
        REFUSE,
        ...LAST,
      ],
    ],
    [
      'certificates',
      {
        cluster: {
          databases: [ORDERS],
          tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
          accessRules: [AccessRule.allow({ method: AccessMethod.CERTIFICATE })],
        },
      },
      [...FIRST, 'hostssl all all all cert', REFUSE, ...LAST],
    ],
    [
      'the logins of a rotated role are members of it',
      withRules,
      [
        ...FIRST,
        'hostssl all +"reports" 10.20.9.0/24 reject',
        'hostssl "orders" +"reports",+"readers" 10.20.0.0/16 md5',
        'hostssl "orders" +"reports",+"readers" 10.21.0.0/16 md5',
        'hostssl all "orders_app" all md5',
        REFUSE,
        ...LAST,
      ],
      { rotatedRoles: ['reports'], rotatedInPlaceRoles: ['orders_app'] },
    ],
  ])('%s', (_, ask, expected, options = {}) => {
    expect(lines(ask, options)).toEqual(expected);
  });
});

test('an encoding that nobody has is refused once, by the neutral rule', () => {
  const lines = refused(databases({ encoding: 'UTF-8', locale: 'C' }));
  expect(lines.map((line) => /\[([A-Z]+-\d+)\]/.exec(line)?.[1])).toEqual(['DB-006']);
});

test('the passwords of all roles that log in are carried over in a runbook, but for those that are printed anew', () => {
  const chart = newChart('shop');
  program(zalando(), {
    cluster: {
      databases: [ORDERS],
      roles: [
        { name: 'reports' },
        { name: 'batch', password: RolePassword.fromSecret() },
        { name: 'web', password: external },
        { name: 'readers', login: false },
      ],
    },
    backup: {},
  })(chart);
  const runbook = (chart.node.findChild('db') as HaCluster).recoveryRunbook();
  const carried = ['orders_app', 'reports', 'batch', 'web', 'readers'].filter((role) =>
    runbook.includes(`gives \`${role}\` a new password`),
  );
  expect(carried).toEqual(['orders_app', 'reports', 'batch']);
});
