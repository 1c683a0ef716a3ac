import { Chart } from 'cdk8s';
import { Container, Deployment, EnvValue, Volume } from 'cdk8s-plus-28';
import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  AccessRuleOptions,
  Capability,
  ClusterIdentity,
  ClusterTls,
  ConnectOptions,
  ConnectionPool,
  ConnectionTarget,
  DatabaseConnection,
  Endpoint,
  HaCluster,
  NetworkOptions,
  HaClusterAttributes,
  HaClusterProps,
  PoolMode,
  RoleOptions,
  ServiceBindingOptions,
  SslMode,
} from '../../lib';
import { CONNECTION_RULES } from '../../lib/connection/connection-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { program, smallestCluster } from '../support/programs';
import { findings, newChart, only, refusal, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

/** Clients can check the instances and nothing else. */
class TlsOperator extends PermissiveOperator {
  public override importCluster({ name, namespace }: ClusterIdentity) {
    const host = `${name}.${namespace}.svc`;
    const ca = { name: `${name}-ca`, key: 'ca.crt' };
    return { primary: new Endpoint(host, 5432, { ca, serverName: host }), replicas: new Endpoint(host, 5433, { ca }) };
  }
}

const operator = new PermissiveOperator();
const tls = new TlsOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };
const AUDIT = { name: 'audit', owner: 'auditor' };
const IMAGE = { image: 'registry.example.com/web:1.4.2' };

interface Case extends RuleCase<Partial<ConnectOptions>> {
  readonly runs?: PermissiveOperator;
  readonly cluster?: Partial<HaClusterProps>;
}

const TWO: Partial<HaClusterProps> = {
  databases: [ORDERS, AUDIT],
  roles: [
    { name: 'readers', login: false },
    { name: 'reports', access: [ORDERS, AUDIT].map(({ name }) => ({ database: name, level: AccessLevel.READ_ONLY })) },
    { name: 'web', memberOf: ['readers'] },
    { name: 'idle' },
  ],
};
const REFUSED = 'the application would connect and be refused at its first statement';
const prefixes = ['1_', 'a-', 'ORDERS ', 'é', '$('];

const CASES: readonly Case[] = [
  {
    rule: 'CONN-001',
    cluster: TWO,
    broken: { role: 'orders' },
    says: `the cluster 'orders' has no role 'orders'; it has 'orders-app', 'auditor', 'readers', 'reports', 'web', 'idle'; name it as the owner of a database or in 'roles' (its Secret would never come into being, and the pods would wait for it)`,
    kept: { role: 'auditor' },
  },
  {
    rule: 'CONN-022',
    cluster: { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } },
    broken: { target: ConnectionTarget.REPLICAS },
    says: `'target' is ConnectionTarget.REPLICAS, and 'orders' has one instance, the primary; write instances: 2 or more on the cluster, or leave 'target' out (the service of the replicas has nobody behind it, so that every connection is refused)`,
    kept: { target: ConnectionTarget.PRIMARY },
  },
  {
    rule: 'CONN-002',
    broken: { role: 'postgres' },
    says: `'role' must not be 'postgres'; write the owner of a database or one of 'roles' (one injected statement would own every database, and read and write files of the server)`,
    kept: { role: 'orders-app' },
  },
  {
    rule: 'CONN-003',
    cluster: TWO,
    broken: { role: 'readers', database: 'orders' },
    says: [
      `[CONN-003] 'readers' cannot log in; connect as a role that is a member of it (the server refuses every connection of a group)`,
      `[CONN-004] 'database' must be one that 'readers' has access to, got 'orders'; give it access in 'roles' (${REFUSED})`,
    ],
    kept: { role: 'web', database: 'orders' },
  },
  {
    rule: 'CONN-004',
    cluster: TWO,
    broken: { role: 'orders-app', database: 'audit' },
    says: `'database' must be one that 'orders-app' has access to, got 'audit'; it has 'orders' (${REFUSED})`,
    kept: { role: 'orders-app', database: 'orders' },
  },
  {
    rule: 'CONN-004',
    cluster: TWO,
    broken: { role: 'web', database: 'billing' },
    says: `'database' must be one that 'web' has access to, got 'billing'; give it access in 'roles'`,
    kept: { role: 'web', database: 'audit' },
  },
  {
    rule: 'CONN-004',
    cluster: TWO,
    broken: { role: 'reports' },
    says: `'reports' has access to 'orders' and 'audit'; write 'database'`,
    kept: { role: 'reports', database: 'audit' },
  },
  {
    rule: 'CONN-004',
    cluster: TWO,
    broken: { role: 'idle' },
    says: `'idle' has access to no database; write 'database'`,
    kept: { role: 'auditor' },
  },
  ...prefixes.map((prefix) => ({
    rule: 'CONN-006',
    broken: { prefix },
    says: `'prefix' must be letters, digits and '_', with no digit first, got '${prefix}'; write 'ORDERS_' (the API server refuses other names, and shells do not see them)`,
    kept: { prefix: '_orders1' },
  })),
  {
    rule: 'CONN-007',
    broken: { sslMode: SslMode.VERIFY_CA },
    says: `'sslMode' is 'verify-ca', and orders.orders.svc proves 'require' at most; write tls: ClusterTls.certManager(...) on the cluster 'orders' or a lower mode (the client would refuse every connection)`,
    kept: { sslMode: SslMode.REQUIRE },
  },
  {
    rule: 'CONN-007',
    runs: tls,
    broken: { target: ConnectionTarget.REPLICAS, sslMode: SslMode.VERIFY_FULL },
    says: `'sslMode' is 'verify-full', and orders.orders.svc proves 'verify-ca' at most; write tls: ClusterTls.certManager(...) on the cluster 'orders' or a lower mode`,
    kept: { sslMode: SslMode.VERIFY_FULL },
  },
  {
    rule: 'CONN-013',
    broken: { credentialsSecret: 'Orders App', caSecret: '' },
    says: [
      `'credentialsSecret' must be the name of a Secret, lower-case letters, digits, '-' and '.', got 10 characters of another form; if they are the secret itself, consider it as leaked (no object can have another name, so the pods would wait for ever)`,
      `'caSecret' is empty; write the name of a Secret (no object can have another name, so the pods would wait for ever)`,
    ],
    kept: { credentialsSecret: 'orders-app', caSecret: 'company.ca' },
  },
];

describeRules<Partial<ConnectOptions>, Case>(CASES, {
  rules: CONNECTION_RULES,
  place: 'test/db/Connection-1',
  program: (connect, { runs = operator, cluster }) => program(runs, { cluster, connect }),
  prints: (manifests) => expect(only(manifests, 'Deployment')).toBeDefined(),
});

/** A container of a Deployment in a chart of its own namespace. */
function web(chart: Chart, namespace?: string): Container {
  const own = namespace === undefined ? chart : new Chart(chart.node.scope!, 'far', { namespace });
  return new Deployment(own, 'web').addContainer(IMAGE);
}

const owned = (chart: Chart, id = 'db', props: Partial<HaClusterProps> = {}, runs = operator): HaCluster =>
  new HaCluster(chart, id, { ...smallestCluster(runs), databases: [ORDERS], ...props });

const imported = (chart: Chart, attributes: Partial<HaClusterAttributes> = {}) =>
  HaCluster.fromHaClusterAttributes(chart, 'db', {
    clusterName: 'orders',
    operator,
    databases: [ORDERS],
    network: {},
    clientName: 'web',
    ...attributes,
  });

const finding = (rule: string, what: string, why: string) => `[test/db/Connection-1] [${rule}] ${what} (${why})`;

test('CONN-001: a cluster without roles', () => {
  const build = (chart: Chart) => imported(chart, { databases: [] }).connect(web(chart), { role: 'orders-app' });
  expect(findings(build)).toEqual([
    finding(
      'CONN-001',
      `the cluster 'orders' has no role 'orders-app'; name it as the owner of a database or in 'roles'`,
      'its Secret would never come into being, and the pods would wait for it',
    ),
  ]);
});

describe('CONN-005', () => {
  const WHY = 'the application would end up elsewhere';

  test('a pool of another cluster', () => {
    const build = (same: boolean) => (chart: Chart) => {
      const cluster = owned(chart);
      const other = owned(chart, 'other', { clusterName: 'billing' });
      const via = new ConnectionPool(chart, 'pool', { cluster: same ? cluster : other });
      cluster.connect(web(chart), { role: 'orders-app', via });
    };
    expect(findings(build(false))).toEqual([finding('CONN-005', `'via' is a pool of 'billing'; write a pool of 'orders'`, WHY)]);
    expect(only(render(build(true)), 'Deployment')).toBeDefined();
  });

  test('a pool and a target', () => {
    const build = (target?: ConnectionTarget) => program(operator, { pools: [{}], connect: { target } });
    expect(findings(build(ConnectionTarget.PRIMARY))).toEqual([
      finding('CONN-005', `'target' does not go with 'via'; leave it out, and choose the pool by its 'access'`, WHY),
    ]);
    expect(only(render(build()), 'Deployment')).toBeDefined();
  });
});

test('CONN-007: a pool for a cluster of another app', () => {
  const build = (sslMode: SslMode) => program(operator, { imported: true, pools: [{}], connect: { sslMode } });
  expect(findings(build(SslMode.VERIFY_FULL))).toEqual([
    finding(
      'CONN-007',
      `'sslMode' is 'verify-full', and orders.orders.svc proves 'require' at most; write tls: ClusterTls.certManager(...) on the cluster 'orders' or a lower mode`,
      'the client would refuse every connection',
    ),
  ]);
  expect(only(render(build(SslMode.REQUIRE)), 'Deployment')).toBeDefined();
});

describe('CONN-008', () => {
  const WHY = 'pods read the Secrets of their own namespace only, and the policies of a namespace are its own';
  const where = `far/web is in namespace 'shop' and the cluster in namespace 'orders'`;
  const says = (what: string) => finding('CONN-008', `${where}${what}`, WHY);
  const PASSWORD = says(`; copy the Secret of the role and write 'credentialsSecret'`);
  const CA = says(`; copy the Secret with the CA and write 'caSecret'`);
  const GUEST = says(`, which another app owns; let it in there by allowFrom(...), and write here network: { managedElsewhere: true }`);
  const COPIES = { credentialsSecret: 'orders-app', caSecret: 'orders-ca' };

  const fromShop = (runs: PermissiveOperator, options: Partial<ConnectOptions>) => (chart: Chart) => {
    owned(chart, 'db', {}, runs).connect(web(chart, 'shop'), { role: 'orders-app', ...options });
  };
  const guest =
    (options: Partial<ConnectOptions>, attributes: Partial<HaClusterAttributes> = {}) =>
    (chart: Chart) => {
      imported(chart, attributes).connect(web(chart, 'shop'), { role: 'orders-app', ...options });
    };

  test.each<[string, (chart: Chart) => void, readonly string[]]>([
    ['no copies', fromShop(tls, {}), [PASSWORD, CA]],
    ['a copy of the password', fromShop(tls, { credentialsSecret: 'orders-app' }), [CA]],
    ['a CA that is not checked', fromShop(tls, { sslMode: SslMode.REQUIRE }), [PASSWORD]],
    ['no CA', fromShop(operator, {}), [PASSWORD]],
    ['a cluster of another app', guest(COPIES), [GUEST]],
    ['a cluster of another app and no copies', guest({}), [PASSWORD, GUEST]],
  ])('is broken with %s', (_, build, expected) => {
    expect(findings(build)).toEqual(expected);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['copies', fromShop(tls, COPIES)],
    ['a copy of the password where no CA is checked', fromShop(operator, { credentialsSecret: 'orders-app' })],
    ['a cluster of another app that lets it in there', guest(COPIES, { network: { managedElsewhere: true } })],
    ['a cluster of another app in the same namespace', guest(COPIES, { namespace: 'shop' })],
  ])('is kept with %s', (_, build) => {
    expect(() => render(build)).not.toThrow();
  });

  test('a pool of this app lets it in', () => {
    const build = (ownsCluster: boolean) => (chart: Chart) => {
      const cluster = ownsCluster ? owned(chart) : imported(chart);
      const via = new ConnectionPool(chart, 'pool', { cluster });
      cluster.connect(web(chart, 'shop'), { role: 'orders-app', via, ...COPIES });
    };
    expect(() => render(build(true))).not.toThrow();
    // The policy of the pool is printed by this app, whoever owns the cluster.
    expect(() => render(build(false))).not.toThrow();
  });

  test('a chart without namespace', () => {
    const build = (chart: Chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', {
        clusterName: 'orders',
        namespace: 'orders',
        operator,
        databases: [ORDERS],
        network: {},
        clientName: 'web',
      });
      cluster.connect(web(chart), { role: 'orders-app', ...COPIES });
    };
    expect(findings(build, null)).toEqual([
      finding(
        'CONN-008',
        `test/web is in no namespace (write new Chart(app, id, { namespace })) and the cluster in namespace 'orders', which another app owns; let it in there by allowFrom(...), and write here network: { managedElsewhere: true }`,
        WHY,
      ),
    ]);
  });
});

describe('CONN-009', () => {
  const WHY = 'the second would take the place of the first without a word';
  const others = (what: string) =>
    `the container has ${what} of somebody else; write another 'prefix', another 'name' of the binding with the same 'root', or take the other one out`;

  test('two connections of one container', () => {
    const build = (prefix?: string) => (chart: Chart) => {
      const cluster = owned(chart);
      const container = web(chart);
      cluster.connect(container, { role: 'orders-app' });
      cluster.connect(container, { role: 'orders-app', target: ConnectionTarget.REPLICAS, prefix });
    };
    expect(findings(build())).toEqual([
      `[test/db/Connection-2] [CONN-009] ${others('PGUSER, PGPASSWORD, PGHOST, PGPORT, PGDATABASE, PGSSLMODE, PGTARGETSESSIONATTRS, DATABASE_URL')} (${WHY})`,
    ]);
    expect(only(render(build('READ_')), 'Deployment')).toBeDefined();
  });

  test('a variable of the program itself', () => {
    const build = (prefix?: string) => (chart: Chart) => {
      const container = web(chart);
      container.env.addVariable('PGHOST', EnvValue.fromValue('localhost'));
      owned(chart).connect(container, { role: 'orders-app', prefix });
    };
    expect(findings(build())).toEqual([finding('CONN-009', others('PGHOST'), WHY)]);
    expect(only(render(build('ORDERS_')), 'Deployment')).toBeDefined();
  });

  test('a variable that is overwritten afterwards', () => {
    const build = (name: string) => (chart: Chart) => {
      const container = web(chart);
      owned(chart).connect(container, { role: 'orders-app' });
      container.env.addVariable(name, EnvValue.fromValue('localhost'));
    };
    expect(findings(build('PGHOST'))).toEqual([finding('CONN-009', others('PGHOST'), WHY)]);
    expect(only(render(build('PGAPPNAME')), 'Deployment')).toBeDefined();
  });

  const bound = (second: ServiceBindingOptions) => (chart: Chart) => {
    const cluster = owned(chart);
    const container = web(chart);
    cluster.connect(container, { role: 'orders-app' }).bindService(container);
    cluster.connect(container, { role: 'orders-app', target: ConnectionTarget.REPLICAS, prefix: 'READ_' }).bindService(container, second);
  };

  test.each<[string, ServiceBindingOptions, string]>([
    ['at the same place', {}, '/bindings/orders'],
    ['at the same place by its name', { name: 'orders', root: '/bindings' }, '/bindings/orders'],
    ['below another root', { name: 'read', root: '/other' }, 'SERVICE_BINDING_ROOT'],
  ])('a second service binding %s', (_, second, what) => {
    expect(findings(bound(second))).toEqual([`[test/db/Connection-2] [CONN-009] ${others(what)} (${WHY})`]);
    expect(only(render(bound({ name: 'read' })), 'Deployment')).toBeDefined();
  });

  test('the same service binding twice', () => {
    const build = (chart: Chart) => {
      const container = web(chart);
      const connection = owned(chart).connect(container, { role: 'orders-app' });
      connection.bindService(container);
      connection.bindService(container);
    };
    expect(only(render(build), 'Deployment')).toBeDefined();
  });

  test('a path that somebody else mounted', () => {
    const build = (binding: string, ca: string) => (chart: Chart) => {
      const container = web(chart);
      container.mount(binding, Volume.fromEmptyDir(chart, 'mine', 'mine'));
      container.mount(ca, Volume.fromEmptyDir(chart, 'mine-too', 'mine-too'));
      owned(chart, 'db', {}, tls).connect(container, { role: 'orders-app' }).bindService(container);
    };
    expect(findings(build('/bindings/orders', '/etc/postgres-ca/orders-ca'))).toEqual([
      finding('CONN-009', others('/etc/postgres-ca/orders-ca, /bindings/orders'), WHY),
    ]);
    expect(only(render(build('/bindings/shop', '/etc/ca')), 'Deployment')).toBeDefined();
  });
});

describe('CONN-012', () => {
  const connected = (count: number) => (chart: Chart) => {
    const connection = new DatabaseConnection(chart, 'connection', { cluster: owned(chart), role: 'orders-app' });
    Array.from({ length: count }).forEach(() => connection.addTo(new Container(IMAGE)));
  };

  test.each([
    [1, `1 connected container is in no workload; add them to one`],
    [2, `2 connected containers are in no workload; add them to one`],
  ])('%i containers', (count, what) => {
    expect(findings(connected(count))).toEqual([`[test/connection] [CONN-012] ${what} (nobody would know which pods to let in)`]);
  });

  test('no container', () => {
    expect(() => render(connected(0))).not.toThrow();
  });
});

describe('CONN-014', () => {
  const GROUP = { name: 'readers', login: false };
  const reports = (memberOf: string[]): RoleOptions => ({
    name: 'reports',
    memberOf,
    access: [{ database: 'orders', level: AccessLevel.OWNER }],
  });
  const connected = (options: AccessRuleOptions, roles: RoleOptions[]) =>
    program(operator, {
      cluster: { databases: [ORDERS, AUDIT], roles, accessRules: [AccessRule.allow(options)] },
      connect: { role: 'reports', database: 'orders' },
    });
  const KEPT_OUT = finding(
    'CONN-014',
    `'accessRules' of 'orders' let 'reports' in to 'orders' from no address by its password; add AccessRule.allow({ roles: ['reports'], databases: ['orders'] }) before what keeps it out`,
    'the server would refuse every connection',
  );

  test.each<[string, AccessRuleOptions, RoleOptions[]]>([
    ['another role', { roles: ['auditor'] }, [reports([])]],
    ['another database', { databases: ['audit'] }, [reports([])]],
    ['a group that it is no member of', { roles: ['readers'] }, [GROUP, reports([])]],
    // pg_hba.conf has a group of those only who cannot log in themselves.
    ['a role that logs in and that it is a member of', { roles: ['orders-app'] }, [reports(['orders-app'])]],
  ])('is broken by a rule for %s', (_, options, roles) => {
    expect(findings(connected(options, roles))).toEqual([KEPT_OUT]);
  });

  test.each<[string, AccessRuleOptions, RoleOptions[]]>([
    ['everybody', {}, [reports([])]],
    ['the role', { roles: ['reports'], databases: ['orders'], addresses: ['10.0.0.0/8'] }, [reports([])]],
    ['a group of the role', { roles: ['readers'] }, [GROUP, reports(['readers'])]],
    [
      'a group of a group of the role',
      { roles: ['readers'] },
      [GROUP, { name: 'team', login: false, memberOf: ['readers'] }, reports(['team'])],
    ],
  ])('is kept by a rule for %s', (_, options, roles) => {
    expect(() => render(connected(options, roles))).not.toThrow();
  });
});

describe('CONN-014: the first rule that fits decides', () => {
  const ROLE = { name: 'reports', access: [{ database: 'orders', level: AccessLevel.OWNER }] };
  const connected = (...accessRules: AccessRule[]) =>
    program(operator, {
      cluster: { databases: [ORDERS, AUDIT], roles: [ROLE], accessRules },
      connect: { role: 'reports', database: 'orders' },
    });
  const HIM = { roles: ['reports'] };
  const OFFICE = { addresses: ['10.0.0.0/8'] };
  const EVERYWHERE = { addresses: ['0.0.0.0/0', '::/0'] };
  const CERTIFICATE = { method: AccessMethod.CERTIFICATE };
  const { allow, reject } = AccessRule;

  test.each<[string, AccessRule[]]>([
    ['a rejection before it is let in', [reject(HIM), allow()]],
    ['a rejection from every address before it is let in', [reject({ ...HIM, ...EVERYWHERE }), allow()]],
    ['a rejection of everybody', [reject()]],
    ['a certificate before a password', [allow({ ...HIM, ...CERTIFICATE }), allow()]],
    ['a certificate alone', [allow(CERTIFICATE)]],
    ['a certificate from some addresses and nothing from the others', [allow({ ...OFFICE, ...CERTIFICATE }), reject()]],
    ['a rejection from some addresses alone', [reject({ ...HIM, ...OFFICE })]],
  ])('is broken by %s', (_, rules) => {
    expect(findings(connected(...rules))).toEqual([
      finding(
        'CONN-014',
        `'accessRules' of 'orders' let 'reports' in to 'orders' from no address by its password; add AccessRule.allow({ roles: ['reports'], databases: ['orders'] }) before what keeps it out`,
        'the server would refuse every connection',
      ),
    ]);
  });

  test.each<[string, AccessRule[]]>([
    ['a password before a rejection', [allow(HIM), reject()]],
    ['a password before a certificate', [allow(HIM), allow(CERTIFICATE)]],
    ['a password from some addresses before a rejection', [allow({ ...HIM, ...OFFICE }), reject()]],
    ['a rejection from some addresses', [reject({ ...HIM, ...OFFICE }), allow()]],
    ['a rejection from every address of IPv4', [reject({ addresses: ['0.0.0.0/0'] }), allow()]],
    ['a rejection of another role', [reject({ roles: ['auditor'] }), allow()]],
    ['a rejection from another database', [reject({ databases: ['audit'] }), allow()]],
    ['a certificate from some addresses', [allow({ ...OFFICE, ...CERTIFICATE }), allow()]],
  ])('is kept by %s', (_, rules) => {
    expect(() => render(connected(...rules))).not.toThrow();
  });
});

describe('CONN-010', () => {
  const WHY = '(a server connection serves other clients between transactions)';
  const HOW = `use PoolMode.SESSION, connect without 'via', or write withoutSessionState: true where the application does without`;
  const BROKEN: { readonly [mode: string]: string } = {
    [PoolMode.TRANSACTION]:
      'SQL-level PREPARE, and prepared statements of drivers that do not speak the protocol of pgbouncer 1.21; session-level advisory locks; LISTEN; SET and temporary tables beyond a transaction',
    [PoolMode.STATEMENT]: 'transactions of more than one statement; prepared statements; advisory locks; LISTEN; SET',
  };
  const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  beforeEach(() => warned.mockClear());
  afterAll(() => warned.mockRestore());

  const connect = (mode: PoolMode, options: Partial<ConnectOptions> = {}): DatabaseConnection => {
    const chart = newChart();
    const cluster = owned(chart);
    const via = new ConnectionPool(chart, 'pool', { cluster, mode });
    return cluster.connect(web(chart), { role: 'orders-app', via, ...options });
  };

  test.each([PoolMode.TRANSACTION, PoolMode.STATEMENT])('warns of a pool in %s mode', (mode) => {
    const what = `through a pool in ${mode} mode these do not work: ${BROKEN[mode]}; ${HOW}`;
    expect(connect(mode).warnings).toEqual([what]);
    expect(warned.mock.calls).toEqual([[`[test/db/Connection-1] [CONN-010] ${what} ${WHY}`, { type: 'cdk8s-postgres' }]]);
  });

  test('warns once of a pool and a text', () => {
    const chart = newChart();
    const cluster = owned(chart, 'db', { roles: [{ name: 'reports', access: [{ database: 'orders', level: AccessLevel.OWNER }] }] });
    const [first, second] = ['first', 'second'].map(
      (id) => new ConnectionPool(chart, id, { cluster, mode: PoolMode.TRANSACTION, poolName: `orders-${id}` }),
    );
    const container = web(chart);
    const [one, other] = ['A_', 'B_'].map((prefix) => cluster.connect(container, { role: 'orders-app', via: first, prefix }));
    expect(warned).toHaveBeenCalledTimes(1);
    // Each connection has them to read all the same.
    expect(other!.warnings).toEqual(one!.warnings);
    expect(other!.warnings).toHaveLength(1);
    // Another text, and another pool.
    cluster.connect(container, { role: 'reports', via: first, prefix: 'C_' });
    expect(warned).toHaveBeenCalledTimes(2);
    expect(warned.mock.calls[1]![0]).toBe(
      `[test/db/Connection-3] [CONN-010] a pooler does not make 'reports' the owner 'orders-app', so that what it creates belongs to itself alone; let it run SET ROLE, or connect without 'via' ${WHY}`,
    );
    cluster.connect(container, { role: 'orders-app', via: second, prefix: 'D_' });
    expect(warned).toHaveBeenCalledTimes(3);
  });

  test('says nothing of a pool in session mode', () => {
    expect(connect(PoolMode.SESSION).warnings).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });

  test('says nothing where the application does without', () => {
    expect(connect(PoolMode.TRANSACTION, { withoutSessionState: true }).warnings).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });

  test('says nothing of the instances themselves', () => {
    const chart = newChart();
    expect(owned(chart).connect(web(chart), { role: 'orders-app' }).warnings).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
  });
});

describe('NET-006', () => {
  const connected = (network?: NetworkOptions) => (chart: Chart) => {
    const databases = [ORDERS];
    const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', {
      clusterName: 'orders',
      operator,
      databases,
      network,
      clientName: 'web',
    });
    cluster.connect(new Deployment(chart, 'web').addContainer({ image: 'registry.example.com/web:1.4.2' }), { role: 'orders-app' });
  };

  test('is broken where nobody says whether there are policies', () => {
    expect(findings(connected())).toEqual([
      `[test/db] [NET-006] 'network' of 'orders' is not known; write network: {} where its owner prints policies, as this library does, or network: { managedElsewhere: true } where somebody else lets this app in (a policy of this app alone would cut off the replicas and the operator, and none would leave the application outside)`,
    ]);
  });

  test('is kept where somebody does', () => {
    expect(render(connected({})).map(({ kind }) => kind)).toEqual(['NetworkPolicy', 'Deployment']);
    expect(render(connected({ managedElsewhere: true })).map(({ kind }) => kind)).toEqual(['Deployment']);
  });
});

describe('NET-007', () => {
  const guest = (attributes: Partial<HaClusterAttributes>) => (chart: Chart) =>
    HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator, databases: [ORDERS], network: {}, ...attributes });
  const direct = (attributes: Partial<HaClusterAttributes>) => (chart: Chart) => {
    guest(attributes)(chart).connect(web(chart), { role: 'orders-app' });
  };
  const pooled = (attributes: Partial<HaClusterAttributes>) => (chart: Chart) => {
    const cluster = guest(attributes)(chart);
    const via = ConnectionPool.fromConnectionPoolAttributes(chart, 'pool', { cluster });
    cluster.connect(web(chart), { role: 'orders-app', via });
  };
  const says = (place: string, got: string) =>
    `[${place}] [NET-007] 'clientName' of 'orders' must be at most 63 lower-case letters, digits and '-', got ${got}; write the name of this app, such as 'billing' (the policies of two apps would have one name, and the second would take the place of the first)`;

  describe.each([
    ['a cluster', 'test/db', direct],
    ['a pool', 'test/pool', pooled],
  ] as const)('of %s', (_, place, build) => {
    test('is broken without a name', () => {
      expect(findings(build({}))).toEqual([says(place, 'nothing')]);
    });

    test.each(['', 'My_App', 'a.b', 'x'.repeat(64)])('is broken with the name "%s"', (clientName) => {
      expect(findings(build({ clientName }))).toEqual([says(place, `'${clientName}'`)]);
    });

    test('is kept with a name', () => {
      expect(only(render(build({ clientName: 'x'.repeat(63) })), 'NetworkPolicy').metadata.name).toContain('x'.repeat(63));
      expect(only(render(build({ clientName: '2-billing' })), 'NetworkPolicy').metadata.name).toContain('clients-2-billing');
    });

    test('is kept without a name where somebody else lets the app in', () => {
      expect(render(build({ network: { managedElsewhere: true } })).map(({ kind }) => kind)).toEqual(['Deployment']);
    });
  });

  test('is kept without a name where nobody is let in', () => {
    expect(render((chart) => guest({})(chart))).toEqual([]);
  });
});

test('CONN-013: a secret in the place of its name is not repeated', () => {
  const says = refusal(program(operator, { connect: { credentialsSecret: 'Tr0ub4dor&3' } }));
  expect(says).toContain('[CONN-013]');
  expect(says).not.toContain('Tr0ub4dor');
});

test('CONN-015: a service binding that is mounted before its container is in a workload elsewhere', () => {
  const bound = (early: boolean) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: [ORDERS] });
    const other = new Deployment(new Chart(chart, 'other', { namespace: 'web' }), 'web');
    const container = new Container({ image: 'registry.example.com/web:1.4.2' });
    if (!early) {
      other.attachContainer(container);
    }
    cluster.connect(container, { role: 'orders-app', credentialsSecret: 'orders-app', caSecret: 'orders-ca' }).bindService(container);
    if (early) {
      other.attachContainer(container);
    }
  };
  expect(findings(bound(true))).toEqual([
    `[test/db/Connection-1] [CONN-015] the service binding of test/other/web stands in another namespace; add the container to its workload before bindService(...) (its ConfigMap stands in the namespace of the workload, which nobody knows before)`,
  ]);
  expect(only(render(bound(false)), 'ConfigMap').metadata.namespace).toBe('web');
});

// CONN-020 has its cases in plain-connection.test.ts.
everyRuleHasACase(CONNECTION_RULES, CASES, [
  'CONN-005',
  'CONN-008',
  'CONN-009',
  'CONN-012',
  'CONN-014',
  'CONN-015',
  'CONN-020',
  'CONN-130',
]);

describe('credentialsFor', () => {
  const says = (text: string) => `Validation failed with the following errors:\n  [test/db] ${text}`;

  test.each([['owned', owned] as const, ['imported', imported] as const])('refuses what the %s cluster does not have', (_, make) => {
    const cluster = make(newChart());
    expect(() => cluster.credentialsFor('reports')).toThrow(
      says(
        `[CONN-001] the cluster 'orders' has no role 'reports'; it has 'orders-app'; name it as the owner of a database or in 'roles' (its Secret would never come into being, and the pods would wait for it)`,
      ),
    );
    expect(() => cluster.credentialsFor('postgres')).toThrow(
      says(
        `[CONN-002] the role must not be 'postgres'; write the owner of a database or one of 'roles' (one injected statement would own every database, and read and write files of the server)`,
      ),
    );
    expect(() => cluster.credentialsFor(undefined as never)).toThrow(`has no role 'undefined'`);
  });

  test('gives references', () => {
    const expected = { role: 'orders-app', secretName: 'orders-orders-app', usernameKey: 'username', passwordKey: 'password' };
    expect(owned(newChart()).credentialsFor('orders-app')).toEqual(expected);
    expect(imported(newChart()).credentialsFor('orders-app')).toEqual(expected);
  });
});

test.each([['owned', owned] as const, ['imported', imported] as const])(
  'CONN-011: anyInstance of an %s cluster without such a service',
  (_, make) => {
    expect(() => make(newChart()).anyInstance).toThrow(
      `Validation failed with the following errors:\n  [test/db] [CONN-011] asked for 'anyInstance', and Permissive has no service for it; write 'replicas' or 'primary' (the name would lead nowhere)`,
    );
  },
);

describe('shapes', () => {
  const TYPE = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  const REQUIRED = 'there is no safe default for it';

  test.each<[string, unknown, string]>([
    ['a number for the role', { role: 7 }, `[PROP-003] 'role' must be a string, got 7 (${TYPE})`],
    ['no role', { role: undefined }, `[PROP-002] 'role' is undefined (${REQUIRED})`],
    ['the name of a pool', { via: 'orders-pool' }, `[PROP-003] 'via' must be a ConnectionPool, got 'orders-pool' (${TYPE})`],
    [
      'a target that is none',
      { target: 'writer' },
      `[PROP-003] 'target' must be ConnectionTarget.PRIMARY or ConnectionTarget.REPLICAS or ConnectionTarget.ANY, got 'writer' (${TYPE})`,
    ],
    [
      'a mode without TLS',
      { sslMode: 'disable' },
      `[PROP-003] 'sslMode' must be SslMode.REQUIRE or SslMode.VERIFY_CA or SslMode.VERIFY_FULL, got 'disable' (${TYPE})`,
    ],
    [
      'a misspelt prop',
      { user: 'orders-app' },
      `[PROP-001] 'user' is not a prop; known props: caSecret, cluster, credentialsSecret, database, prefix, replicaSet, role, sslMode, target, via, withoutSessionState (a misspelt prop would be ignored)`,
    ],
  ])('%s is refused', (_, connect, says) => {
    expect(findings(program(operator, { connect: connect as Partial<ConnectOptions> }))).toEqual([`[test/db/Connection-1] ${says}`]);
  });

  test('a connection needs a cluster', () => {
    expect(findings((chart) => new DatabaseConnection(chart, 'connection', { role: 'orders-app' } as never))).toEqual([
      `[test/connection] [PROP-002] 'cluster' is missing; write an HaCluster (${REQUIRED})`,
    ]);
  });

  test.each<[string, unknown, string]>([
    ['a name that is no text', { name: 7 }, `[PROP-003] 'options.name' must be a string, got 7 (${TYPE})`],
    ['a name for the options', 'orders', `[PROP-003] 'options' must be an object such as { name: ..., root: ... }, got 'orders' (${TYPE})`],
    [
      'a misspelt option',
      { folder: '/x' },
      `[PROP-001] 'options.folder' is not a prop; known props: name, root (a misspelt prop would be ignored)`,
    ],
  ])('%s of a binding is refused', (_, options, says) => {
    const build = (chart: Chart) => {
      const container = web(chart);
      owned(chart)
        .connect(container, { role: 'orders-app' })
        .bindService(container, options as never);
    };
    expect(findings(build)).toEqual([`[test/db/Connection-1] ${says}`]);
  });

  // A Deployment stands where its container should: the likeliest mistake there is.
  test('a workload for its container is refused by a rule', () => {
    const build = (chart: Chart) => owned(chart).connect(new Deployment(chart, 'web') as never, { role: 'orders-app' });
    expect(refusal(build)).toContain('[PROP-003]');
    expect(refusal((chart) => owned(chart).connect(undefined as never, { role: 'orders-app' }))).toContain('[PROP-003]');
  });

  test('a container for a workload is refused by a rule', () => {
    const build = (chart: Chart) => {
      const connection = new DatabaseConnection(chart, 'connection', { cluster: owned(chart), role: 'orders-app' });
      connection.addToWorkload(web(chart) as never);
    };
    expect(refusal(build)).toContain('[PROP-003]');
  });

  test('a name with half a character is refused by a rule', () => {
    expect(findings(program(operator, { connect: { role: '\ud800' } }))[0]).toContain('[CONN-001]');
  });
});

test('what the operator does not have is said by the operator alone', () => {
  const lacking = new PermissiveOperator();
  Object.assign(lacking, {
    capabilities: lacking.capabilities.map((row) =>
      row.capability === Capability.TLS_VERIFICATION
        ? { capability: row.capability, rule: 'TOY-009', instead: `leave 'sslMode' out` }
        : row,
    ),
  });
  expect(findings(program(lacking, { connect: { sslMode: SslMode.VERIFY_FULL } }))).toEqual([
    `[test/db/Connection-1] [TOY-009] asked for 'sslMode: verify-full'; leave 'sslMode' out; available on CloudNativePG and Crunchy PGO (Permissive 1.0 does not have it)`,
  ]);
  // Certificates of somebody else are another matter than those that the operator makes.
  expect(
    findings(
      program(lacking, { cluster: { tls: ClusterTls.fromSecrets({ serverSecret: 'tls' }) }, connect: { sslMode: SslMode.VERIFY_FULL } }),
    )[0],
  ).toContain('[CONN-007]');
});
