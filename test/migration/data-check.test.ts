import { Chart, Size } from 'cdk8s';
import {
  CheckLevel,
  ClusterState,
  DataCheck,
  DataCheckProps,
  HaCluster,
  HaClusterProps,
  IHaCluster,
  IPostgresOperator,
  MigrationSource,
  PostgresProvider,
  PostgresVersion,
  RolePassword,
  Rules,
  SslMode,
} from '../../lib';
import { checkCode } from '../../lib/migration/check-code';
import { smallestCluster } from '../support/programs';
import { Manifest, at, findings, newChart, only, render } from '../support/render';
import { OPERATORS, ORDERS, cnpg, pgo, zalando } from './migration-programs';

interface Ask {
  readonly operators?: readonly [from: IPostgresOperator, to: IPostgresOperator];
  readonly from?: Partial<HaClusterProps>;
  readonly to?: Partial<HaClusterProps>;
  readonly props?: Partial<DataCheckProps>;
  readonly source?: (from: HaCluster, chart: Chart) => MigrationSource;
  readonly target?: (to: HaCluster, from: HaCluster, chart: Chart) => IHaCluster;
  readonly made?: (check: DataCheck) => void;
}

/** Two clusters that let their superusers in, and a check of them. */
const checking =
  ({ operators = [zalando, cnpg], from, to, props, source, target, made }: Ask = {}) =>
  (chart: Chart): void => {
    const one = new HaCluster(chart, 'from', { ...smallestCluster(operators[0]), databases: [ORDERS], superuser: {}, ...from });
    const other = new HaCluster(chart, 'to', {
      ...smallestCluster(operators[1]),
      clusterName: 'orders-next',
      databases: [ORDERS],
      superuser: {},

      ...to,
    });
    for (const cluster of [one, other]) {
      Rules.of(cluster).suppress('ROLE-024', 'compared with another cluster', { mayBeUnused: true });
    }
    const check = new DataCheck(chart, 'check', {
      from: source?.(one, chart) ?? MigrationSource.cluster(one),
      to: target?.(other, one, chart) ?? other,
      token: 'after-the-restore',
      ...props,
    });
    made?.(check);
  };

const EXTERNAL = {
  host: 'db.example.com',
  version: PostgresVersion.V16,
  credentials: { secretName: 'rds-mover', usernameKey: 'user' },
  provider: PostgresProvider.AMAZON_RDS,
};

const printed = (ask?: Ask): Manifest[] =>
  render(checking(ask)).filter(({ metadata }) => metadata.labels?.['cdk8s-postgres/data-check'] !== undefined);
const job = (ask?: Ask): Manifest => only(printed(ask), 'Job');

describe.each(OPERATORS.flatMap(([from, one]) => OPERATORS.map(([to, other]) => [from, to, one, other] as const)))(
  'from %s to %s',
  (_from, _to, one, other) => {
    test('reads both as their superusers, with TLS as each has it', () => {
      const operators = [one, other] as const;
      const spec = at(job({ operators }), '/spec/template/spec') as {
        containers: { env: { name: string; value: string }[] }[];
        volumes: { name: string; secret?: { secretName: string } }[];
      };
      const secretOf = (operator: IPostgresOperator, name: string): string =>
        ({ cnpg: `${name}-superuser`, zalando: `postgres.${name}.credentials.postgresql.acid.zalan.do`, pgo: `${name}-pguser-postgres` })[
          operator === cnpg ? 'cnpg' : operator === zalando ? 'zalando' : 'pgo'
        ]!;
      const secrets = Object.fromEntries(spec.volumes.map(({ name, secret }) => [name, secret?.secretName]));
      expect(secrets).toMatchObject({ source: secretOf(one, 'orders'), target: secretOf(other, 'orders-next') });
      const env = Object.fromEntries(spec.containers[0]!.env.map(({ name, value }) => [name, value]));
      expect(env.SOURCE_HOST).toContain('orders');
      expect(env.TARGET_HOST).toContain('orders-next');
      expect(env.SOURCE_SSLROOTCERT).toBe(one === zalando ? undefined : '/source-ca/ca.crt');
    });
  },
);

test('prints a Job that ends at a difference, its scripts, and a policy', () => {
  const manifests = printed();
  expect(manifests.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'Job']);
  const [script] = manifests.filter(({ kind }) => kind === 'ConfigMap');
  expect(Object.keys(script!.data as object)).toContain('check.sh');
  expect(at(job(), '/spec/podFailurePolicy')).toEqual({ rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [1] } }] });
  expect(at(job(), '/spec/template/spec/containers/0/command')).toEqual([
    'bash',
    '-c',
    'until bash /scripts/check.sh; do\n  code=$?\n  [ "$code" -eq 1 ] && exit 1\n  sleep 15\ndone',
  ]);
  const { name } = job().metadata;
  const policies = render(checking()).filter(({ kind }) => kind === 'NetworkPolicy');
  const ofJob = policies.filter((one) => JSON.stringify(at(one, '/spec/podSelector')).includes(name));
  expect(ofJob.map((one) => at(one, '/spec/policyTypes'))).toEqual([['Ingress']]);
  const letIn = policies.filter((one) => JSON.stringify(at(one, '/spec/ingress') ?? '').includes(name));
  expect(letIn).toHaveLength(2);
});

test('a token makes another Job, and so do other props', () => {
  const names = [
    {},
    { token: 'another' },
    { tolerant: true },
    { level: CheckLevel.COUNTS },
    { chunkRows: 1000 },
    { excludeTables: ['public.log*'] },
    { renamedRoles: { reports: 'readers' } },
    { image: 'registry.example.com/postgres:17' },
    { compute: { memory: Size.gibibytes(1) } },
  ].map((props) => job({ props }).metadata.name);
  expect(new Set(names).size).toBe(names.length);
  expect(job().metadata.name).toBe(names[0]);
});

test('an address outside is read with its own Secret', () => {
  const ask: Ask = { source: () => MigrationSource.external(EXTERNAL), props: { databases: [{ name: 'shop', renamedTo: 'orders' }] } };
  const volumes = at(job(ask), '/spec/template/spec/volumes') as { name: string; secret?: object }[];
  expect(volumes.find(({ name }) => name === 'source')!.secret).toEqual({
    secretName: 'rds-mover',
    items: [
      { key: 'user', path: 'username' },
      { key: 'password', path: 'password' },
    ],
  });
});

test('a role may read in the place of the superuser', () => {
  const roles = [{ name: 'looker', password: RolePassword.fromSecret('looker') }];
  const ask: Ask = {
    operators: [cnpg, cnpg],
    from: { superuser: undefined, roles },
    to: { superuser: undefined, roles },
    props: { role: 'looker' },
  };
  const volumes = at(job(ask), '/spec/template/spec/volumes') as { name: string; secret?: { secretName: string } }[];
  expect(volumes.filter(({ name }) => name === 'source' || name === 'target').map(({ secret }) => secret!.secretName)).toEqual([
    'looker',
    'looker',
  ]);
});

describe('what has passed', () => {
  const subject = {
    name: "'orders' (Zalando Postgres Operator) and 'orders-next', after-the-restore",
    namespace: 'orders',
    databases: ['orders'],
    attempt: 1,
    kind: 'final' as const,
  };
  const isPassed = (props: Partial<DataCheckProps>): boolean | undefined => {
    let passed: boolean | undefined;
    checking({ props, made: (check) => (passed = check.isPassed) })(newChart('orders'));
    return passed;
  };

  test('is said by its code alone', () => {
    expect(isPassed({})).toBe(false);
    expect(isPassed({ passed: checkCode(subject, 3) })).toBe(true);
    expect(isPassed({ passed: checkCode({ ...subject, kind: 'follow' }, 3), tolerant: true })).toBe(true);
    expect(isPassed({ passed: checkCode(subject, 3), token: 'another' })).toBe(false);
    expect(isPassed({ passed: checkCode(subject, 3), level: CheckLevel.COUNTS })).toBe(false);
  });
});

describe('rules', () => {
  const message = (ask: Ask): string[] => findings(checking(ask)).filter((text) => /\[MIG-0[35]/.test(text));
  const elsewhere = (chart: Chart): IHaCluster =>
    HaCluster.fromHaClusterAttributes(chart, 'other', { clusterName: 'theirs', operator: cnpg, databases: [ORDERS] });

  test.each<[string, Ask, string[]]>([
    [
      'a target of another app',
      { target: (_to, _from, chart) => elsewhere(chart) },
      ["the cluster 'theirs' belongs to another app; write the DataCheck there (the Job reads Secrets that are beside the clusters)"],
    ],
    [
      'a source of another app',
      { source: (_, chart) => MigrationSource.cluster(elsewhere(chart)) },
      [
        "the cluster 'theirs' belongs to another app; write MigrationSource.external({ host: 'theirs-rw.orders.svc', ... }) with a role that its owner lets in (the Job reads Secrets that are beside the clusters)",
      ],
    ],
    [
      'one side only',
      { target: (_to, from) => from },
      ["'to' must be another cluster than 'from', got 'orders' twice (a database is always equal to itself)"],
    ],
    [
      'nobody who may read',
      { to: { superuser: undefined } },
      [
        "'orders-next' must let its superuser in, or the check must have a 'role'; write superuser: {} there for the time of the check, or role: '...' here with a role that logs in, is in 'pg_read_all_data' and has bypassRowSecurity (what a role may not see it would not compare)",
      ],
    ],
    [
      'a role that is not there',
      { from: { roles: [{ name: 'looker' }] }, props: { role: 'looker' } },
      [
        "'role' must be a role of 'orders-next' that logs in, 'orders-app', got 'looker'; write it into 'roles' there (what a role may not see it would not compare)",
      ],
    ],
    [
      'no database',
      { source: () => MigrationSource.external(EXTERNAL) },
      [
        "'databases' must name at least one, got none; write databases: [{ name: '...' }], since nobody knows those of 'db.example.com' (the Job would wait for one that nobody makes)",
      ],
    ],
    [
      'databases that are not there',
      { props: { databases: [{ name: 'shop' }] } },
      [
        "'databases' must be databases of the source, 'orders', got 'shop' (the Job would wait for one that nobody makes)",
        "'databases' must be databases of the target, 'orders', got 'shop'; write 'renamedTo' where it has another name there (the Job would wait for one that nobody makes)",
      ],
    ],
    [
      'a token with a date',
      { props: { token: 'check-2026-11-28' } },
      [
        "'token' must not have a date or a time in it, got 'check-2026-11-28'; write what it is for, 'ticket-1234' (both sides are read once for each new value; one that is made when the program runs is a new one each time)",
      ],
    ],
    [
      'small chunks and tables without a schema',
      { props: { chunkRows: 10, excludeTables: ['log'] } },
      [
        "'chunkRows' must be a whole number from 1000 to 10000000, got 10 (with small chunks a table is read thousands of times, and with large ones a list of rows fills the Job)",
        "'excludeTables' must be tables as 'schema.table', got 'log' (with small chunks a table is read thousands of times, and with large ones a list of rows fills the Job)",
      ],
    ],
    [
      'a cluster that is stopped',
      { operators: [cnpg, pgo], to: { state: ClusterState.stopped() } },
      [
        "the cluster 'orders-next' is in the state 'stopped'; take the DataCheck out until it runs (the Job would ask a server that is stopped until it has failed)",
      ],
    ],
    [
      'an egress that is closed',
      {
        source: () => MigrationSource.external(EXTERNAL),
        props: { databases: [{ name: 'orders' }] },
        to: { network: { egress: { apiServerCidrs: ['10.96.0.1/32'] } } },
      },
      [
        "'network.egress' of 'orders-next' must have 'databaseCidrs' with the address of 'db.example.com', got none; write databaseCidrs: ['.../32'] there (the policy drops the packets of the Job, which waits for ever)",
      ],
    ],
    [
      'a certificate that nothing verifies',
      {
        source: () => MigrationSource.external({ ...EXTERNAL, ca: undefined, sslMode: SslMode.VERIFY_CA }),
        props: { databases: [{ name: 'orders' }] },
      },
      [
        "'sslMode' of 'db.example.com' must be SslMode.REQUIRE without a 'ca', got 'verify-ca'; write ca: { name: '...', key: 'ca.crt' } with the CA that has signed its certificate, or leave 'sslMode' out (the Job finds no root certificate, and connects to nobody)",
      ],
    ],
    [
      'an address with a port, and names that no Secret has',
      {
        source: () =>
          MigrationSource.external({ ...EXTERNAL, host: 'db.example.com:5432', credentials: { secretName: 'Old DB' }, ca: undefined }),
        props: { databases: [{ name: 'orders' }] },
      },
      [
        "'from.host' must be a host name or an IPv4 address, without scheme and port, got 'db.example.com:5432' (the Job would find nobody there, or never start)",
        "'from.credentials.secretName' must be the name of a Secret, got 'Old DB' (the Job would find nobody there, or never start)",
      ],
    ],
    [
      'a token of capital letters',
      { props: { token: 'Before_v3' } },
      [
        "'token' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got 'Before_v3'; write what it is for, 'ticket-1234' (both sides are read once for each new value; one that is made when the program runs is a new one each time)",
      ],
    ],
    [
      'the code of another check',
      { props: { passed: '3-00000000' } },
      [
        "'passed' must be the code of this DataCheck, got '3-00000000', which is of other clusters, databases or tables left out, of another token, or copied wrong; write the code that it prints in its last line once it has passed, or leave 'passed' out until then (the code of another one says nothing of these databases)",
      ],
    ],
  ])('%s', (_, ask, texts) => {
    expect(message(ask).map((text) => text.replace(/^\[[^\]]*\] \[MIG-0[35]\d\] /, ''))).toEqual(texts);
  });

  test('are kept by what is right', () => {
    expect(job()).toBeDefined();
    const ask: Ask = {
      source: () => MigrationSource.external(EXTERNAL),
      props: { databases: [{ name: 'orders' }], chunkRows: 1000, excludeTables: ['public.log*'] },
      to: { network: { egress: { apiServerCidrs: ['10.96.0.1/32'], databaseCidrs: ['10.0.0.7/32'] } } },
    };
    expect(job(ask)).toBeDefined();
  });
});
