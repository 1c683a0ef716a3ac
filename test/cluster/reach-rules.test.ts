import { Chart, Duration } from 'cdk8s';
import {
  AccessLevel,
  AccessMethod,
  AccessRule,
  AccessRuleOptions,
  BackupArchive,
  BackupTarget,
  CertManagerOptions,
  ClusterTls,
  ConnectionPool,
  EgressOptions,
  Endpoint,
  Exposure,
  ExposureOptions,
  HaCluster,
  HaClusterProps,
  NetworkOptions,
  NonProductionOptions,
  PoolModel,
  PostgresVersion,
  RecoverySource,
  ReplicaClusterProps,
  ReplicaSource,
  RoleOptions,
} from '../../lib';
import { REACH_RULES } from '../../lib/cluster/reach-rules';
import { POOL_EXPOSURE_RULES } from '../../lib/network/exposure-rules';
import { HBA_RULES } from '../../lib/access/hba-rules';
import { EGRESS_RULES, NETWORK_RULES } from '../../lib/network/network-rules';
import { TLS_RULES } from '../../lib/network/tls-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, S3, program, smallestCluster } from '../support/programs';
import { findings, only, refusal, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase, message } from '../support/rule-case';

const operator = new PermissiveOperator();
const ORDERS = { name: 'orders', owner: 'orders-app' };

const certificates = (options: Partial<CertManagerOptions>) => ({ tls: ClusterTls.certManager({ issuerName: 'company-ca', ...options }) });
const network = (options: NetworkOptions) => ({ network: options });
const egress = (options: Partial<EgressOptions>) => network({ egress: { apiServerCidrs: ['10.96.0.1/32'], ...options } });
const RANGE = { sourceRanges: ['203.0.113.0/24'] };
const primary = (options: ExposureOptions) => ({ exposure: { primary: Exposure.loadBalancer(options) } });
const apart = (first: Exposure, replicas: Exposure) => ({ exposure: { primary: first, replicas } });
const hosted = (hostname: string) => Exposure.loadBalancer({ ...RANGE, hostname });
const hba = (...accessRules: AccessRule[]) => ({
  databases: [ORDERS, { name: 'audit', owner: 'auditor' }],
  roles: [{ name: 'reports' }],
  accessRules,
});
const allow = (options: AccessRuleOptions) => hba(AccessRule.allow(options), AccessRule.allow());

const LONG_NAME = `${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(63)}.${'x'.repeat(62)}`;

const CASES: readonly RuleCase<Partial<HaClusterProps>>[] = [
  {
    rule: 'TLS-001',
    broken: certificates({ issuerName: 'Company CA' }),
    says: `'tls.issuerName' must be lower-case letters, digits, '-' and '.', got 'Company CA' (no object can have another name, so the pods would wait for ever)`,
    kept: certificates({ issuerName: 'company.ca' }),
  },
  {
    rule: 'TLS-001',
    broken: { tls: ClusterTls.fromSecrets({ serverSecret: '', caSecret: 'CA', replicationSecret: 'a_b' }) },
    says: [
      ['serverSecret', ''],
      ['caSecret', 'CA'],
      ['replicationSecret', 'a_b'],
    ].map(([prop, name]) =>
      name === ''
        ? `'tls.${prop}' is empty; write the name of a Secret`
        : `'tls.${prop}' must be the name of a Secret, lower-case letters, digits, '-' and '.', got ${name!.length} characters of another form; if they are the secret itself, consider it as leaked`,
    ),
    kept: { tls: ClusterTls.fromSecrets({ serverSecret: 'orders-tls', caSecret: 'company-ca', replicationSecret: 'orders-repl' }) },
  },
  {
    rule: 'TLS-002',
    broken: certificates({ duration: Duration.minutes(59), renewBefore: Duration.minutes(10) }),
    says: `'tls.duration' must be an hour or more in whole seconds, got 3540 seconds; write Duration.days(90) (cert-manager refuses less)`,
    kept: certificates({ duration: Duration.hours(1), renewBefore: Duration.minutes(20) }),
  },
  {
    rule: 'TLS-003',
    broken: certificates({ renewBefore: Duration.seconds(299) }),
    says: `'tls.renewBefore' must be five minutes or more and less than 'duration' of 7776000 seconds, got 299 seconds; write a third of 'duration' (cert-manager refuses it, or issues certificates in a loop)`,
    kept: certificates({ renewBefore: Duration.minutes(5) }),
  },
  {
    rule: 'TLS-003',
    broken: certificates({ duration: Duration.days(10) }),
    says: `'tls.renewBefore' must be five minutes or more and less than 'duration' of 864000 seconds, got 2592000 seconds; write a third of 'duration'`,
    kept: certificates({ duration: Duration.days(31) }),
  },
  {
    rule: 'TLS-003',
    broken: certificates({ duration: Duration.days(30), renewBefore: Duration.days(30) }),
    says: `'tls.renewBefore' must be five minutes or more and less than 'duration' of 2592000 seconds, got 2592000 seconds; write a third of 'duration'`,
    kept: certificates({ duration: Duration.days(30), renewBefore: Duration.days(10) }),
  },
  {
    rule: 'TLS-004',
    broken: certificates({ additionalDnsNames: ['DB.acme.example', 'a b', '*.*.acme.example', LONG_NAME] }),
    says: ['DB.acme.example', 'a b', '*.*.acme.example', LONG_NAME].map(
      (name) => `'tls.additionalDnsNames' must be DNS names in lower case, got '${name}' (the issuer refuses the certificate)`,
    ),
    kept: certificates({ additionalDnsNames: ['db.acme.example', '*.acme.example', LONG_NAME.slice(1)] }),
  },
  ...(['operatorNamespace', 'monitoringNamespace'] as const).flatMap((prop) =>
    ['', 'My_NS', 'a.b', 'x'.repeat(64)].map((name) => ({
      rule: 'NET-001',
      broken: network({ [prop]: name }),
      says: `'network.${prop}' must be at most 63 lower-case letters, digits and '-', got '${name}' (the operator or the metrics would be kept out, and with the operator failover)`,
      kept: network({ [prop]: '2-databases' }),
    })),
  ),
  ...(['apiServerCidrs', 'archiveCidrs', 'databaseCidrs'] as const).map((prop) => ({
    rule: 'NET-002',
    broken: egress({ [prop]: ['10.96.0.1', '10.96.0.1/32', '10.96.0.1/33', 'fd00::/129', '010.0.0.0/8', 'anywhere'] }),
    says: ['10.96.0.1', '10.96.0.1/33', 'fd00::/129', '010.0.0.0/8', 'anywhere'].map(
      (cidr) =>
        `'network.egress.${prop}' must be CIDRs such as '10.96.0.1/32', got '${cidr}' (the API server refuses the policy, or the pods cannot reach it and stop)`,
    ),
    kept: egress({ [prop]: ['10.96.0.1/32', 'fd00::/8'] }),
  })),
  {
    rule: 'NET-002',
    broken: egress({ apiServerCidrs: [] }),
    says: `'network.egress.apiServerCidrs' is empty; write the address of the Service 'kubernetes' and those behind it`,
    kept: egress({ databaseCidrs: [] }),
  },
  {
    rule: 'NET-021',
    broken: { network: { apiServerCidrs: ['10.96.0.1'] } },
    says: `'network.apiServerCidrs' must be CIDRs such as '10.96.0.1/32', got '10.96.0.1' (the API server refuses the policy)`,
    kept: { network: { apiServerCidrs: ['10.96.0.1/32'] } },
  },
  {
    rule: 'NET-002',
    broken: egress({ archiveCidrs: [] }),
    says: `'network.egress.archiveCidrs' is empty; leave it out, or write CIDRs`,
    kept: egress({ archiveCidrs: ['10.0.0.0/8'] }),
  },
  ...[0, 65536, 1.5, NaN].map((apiServerPort) => ({
    rule: 'NET-003',
    broken: egress({ apiServerPort }),
    says: `'network.egress.apiServerPort' must be a whole number from 1 to 65535, got ${apiServerPort} (the API server refuses the policy)`,
    kept: egress({ apiServerPort: 65535 }),
  })),
  ...['registry.example.com:5000/postgres', 'postgres:latest', ''].map((accessImage) => ({
    rule: 'NET-005',
    broken: { accessImage },
    says: `the image must have a tag that is not 'latest', with or without a digest behind it, got '${accessImage}' (the next Job could run another program)`,
    kept: { accessImage: 'registry.example.com:5000/postgres:17' },
  })),
  {
    rule: 'HBA-001',
    broken: allow({ roles: ['reports', 'imports'] }),
    says: `'accessRules[0].roles' has 'imports', which the cluster does not have; add it to 'roles' (a rule for nobody decides nothing, and keeps out whom it was meant for)`,
    kept: allow({ roles: ['reports', 'orders-app'] }),
  },
  {
    rule: 'HBA-001',
    broken: allow({ roles: [] }),
    says: `'accessRules[0].roles' is empty; leave it out for all of them`,
    kept: allow({ addresses: ['10.0.0.0/8'] }),
  },
  {
    rule: 'HBA-002',
    broken: allow({ databases: ['orders', 'billing'] }),
    says: `'accessRules[0].databases' has 'billing', which the cluster does not have; add it to 'databases' (a rule for nothing decides nothing, and keeps out whom it was meant for)`,
    kept: allow({ databases: ['orders', 'postgres'] }),
  },
  {
    rule: 'HBA-002',
    broken: allow({ databases: [] }),
    says: `'accessRules[0].databases' is empty; leave it out for all of them`,
    kept: allow({ databases: ['audit'] }),
  },
  {
    rule: 'HBA-003',
    broken: allow({ addresses: ['10.0.0.0', 'samenet', '10.0.0.0/8 trust'] }),
    says: ['10.0.0.0', 'samenet', '10.0.0.0/8 trust'].map(
      (cidr) =>
        `'accessRules[0].addresses' must be CIDRs such as '10.20.0.0/16', got '${cidr}' (the server would not read its file of rules)`,
    ),
    kept: allow({ addresses: ['10.0.0.0/8', '::1/128'] }),
  },
  {
    rule: 'HBA-003',
    broken: allow({ addresses: [] }),
    says: `'accessRules[0].addresses' is empty; leave it out for every address`,
    kept: allow({ addresses: ['0.0.0.0/0'] }),
  },
  ...['/^orders', 'a"b', 'a\tb'].map((name) => ({
    rule: 'HBA-004',
    broken: { databases: [{ name, owner: 'orders-app' }], accessRules: [AccessRule.allow({ databases: [name] })] },
    says: `'accessRules[0]' must not have names with '"' or a '/' first, got '${name}' (the server takes them for patterns or for two names)`,
    kept: { databases: [{ name: 'a/b, c', owner: 'orders-app' }], accessRules: [AccessRule.allow({ databases: ['a/b, c'] })] },
  })),
  {
    rule: 'HBA-005',
    broken: hba(AccessRule.reject({ roles: ['reports'], method: AccessMethod.PASSWORD })),
    says: `'accessRules[0].method' does not go with a rejection; leave it out (nobody gets as far as proving who it is)`,
    kept: hba(AccessRule.reject({ roles: ['reports'] }), AccessRule.allow({ method: AccessMethod.CERTIFICATE })),
  },
  {
    rule: 'HBA-006',
    broken: hba(AccessRule.allow({ method: AccessMethod.PASSWORD }), AccessRule.reject({ roles: ['reports'] }), AccessRule.reject()),
    says: `'accessRules[0]' fits every connection, so that what is behind it is never read; move it to the end (the first rule that fits decides, so the others would never be read)`,
    kept: hba(AccessRule.reject({ roles: ['reports'] }), AccessRule.allow()),
  },
  {
    rule: 'HBA-008',
    broken: hba(),
    says: `'accessRules' is empty; leave it out, or write AccessRule.reject() to keep everybody out (a list that came out empty would let in everybody, instead of nobody)`,
    kept: hba(AccessRule.reject()),
  },
  {
    rule: 'HBA-008',
    broken: { accessRules: [] },
    says: `'accessRules' is empty; leave it out, or write AccessRule.reject() to keep everybody out`,
    kept: {},
  },
  {
    rule: 'EXP-008',
    broken: apart(Exposure.nodePort({ ...RANGE, nodePort: 30432 }), Exposure.nodePort({ ...RANGE, nodePort: 30432 })),
    says: `'exposure' has the node port 30432 twice; write another one for the replicas (the API server refuses the second Service, or clients that write would end up at a replica)`,
    kept: apart(Exposure.nodePort({ ...RANGE, nodePort: 30432 }), Exposure.nodePort({ ...RANGE, nodePort: 30433 })),
  },
  {
    rule: 'EXP-008',
    broken: apart(hosted('db.acme.example'), hosted('db.acme.example')),
    says: `'exposure' has the host name 'db.acme.example' twice; write another one for the replicas`,
    kept: apart(hosted('db.acme.example'), hosted('db-ro.acme.example')),
  },
  {
    rule: 'EXP-008',
    broken: apart(
      Exposure.nodePort({ ...RANGE, nodePort: 30432, hostname: 'db.acme.example' }),
      Exposure.nodePort({ ...RANGE, nodePort: 30432, hostname: 'db.acme.example' }),
    ),
    says: ['the node port 30432', `the host name 'db.acme.example'`].map(
      (what) => `'exposure' has ${what} twice; write another one for the replicas`,
    ),
    // The API server chooses two ports where none is asked for.
    kept: apart(Exposure.nodePort(RANGE), Exposure.nodePort(RANGE)),
  },
];

const EXPOSURE_RULES = [...REACH_RULES.filter(({ id }) => id.startsWith('EXP')), ...POOL_EXPOSURE_RULES];
const RULES = [...TLS_RULES, ...NETWORK_RULES, ...EGRESS_RULES, ...EXPOSURE_RULES, ...HBA_RULES];

describeRules(CASES, {
  rules: RULES,
  place: 'test/db',
  program: (cluster) => program(operator, { cluster }),
  prints: (manifests) => expect(only(manifests, 'ToyPostgres')).toBeDefined(),
});

const open = (prop: string): string =>
  `'${prop}' is open to every address; write 'sourceRanges' or, where that is meant, nonProduction: { reason, openToAnyAddress: true } (a database on the internet is tried by everybody within minutes)`;

/** An exposure, in this prop. */
const exposures = (prop: string): readonly RuleCase<Exposure>[] => [
  ...[undefined, [], ['0.0.0.0/0'], ['203.0.113.0/24', '::/0'], ['10.0.0.0/0'], ['0::/0']].map((sourceRanges) => ({
    rule: 'EXP-001',
    broken: Exposure.loadBalancer({ sourceRanges }),
    says: open(prop),
    kept: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24', '2001:db8::/32'] }),
  })),
  {
    rule: 'EXP-002',
    broken: Exposure.nodePort({ sourceRanges: ['203.0.113.7', 'office'] }),
    says: ['203.0.113.7', 'office'].map(
      (cidr) => `'${prop}.sourceRanges' must be CIDRs such as '203.0.113.0/24', got '${cidr}' (the API server refuses the Service)`,
    ),
    kept: Exposure.nodePort({ sourceRanges: ['203.0.113.7/32'] }),
  },
  ...['DB.acme.example', 'db_1', '', 'db.acme.example.'].map((hostname) => ({
    rule: 'EXP-003',
    broken: Exposure.loadBalancer({ ...RANGE, hostname }),
    says: `'${prop}.hostname' must be a DNS name in lower case, got '${hostname}' (the issuer refuses the certificate, and no client finds the name)`,
    kept: Exposure.loadBalancer({ ...RANGE, hostname: 'db.acme.example' }),
  })),
  ...[0, 65536, 30000.5].map((nodePort) => ({
    rule: 'EXP-004',
    broken: Exposure.nodePort({ ...RANGE, nodePort }),
    says: `'${prop}.nodePort' must be a whole number from 1 to 65535, got ${nodePort} (the API server refuses the Service)`,
    kept: Exposure.nodePort({ ...RANGE, nodePort: 30432 }),
  })),
  {
    rule: 'EXP-005',
    broken: Exposure.loadBalancer({ ...RANGE, annotations: { 'a b': 'x', '/': 'y' }, loadBalancerClass: 'My Class' }),
    says: [
      `'${prop}.annotations': the key 'a b' must be at most 63 letters, digits, '-', '_' and '.', with a letter or digit at either end (the API server refuses the Service)`,
      `'${prop}.annotations': the prefix of the key '/' must be a DNS name of at most 253 characters (the API server refuses the Service)`,
      `'${prop}.loadBalancerClass' must have the form of a label key, got 'My Class' (the API server refuses the Service)`,
    ],
    kept: Exposure.loadBalancer({ ...RANGE, annotations: { 'acme.example/kind': 'any text' }, loadBalancerClass: 'service.k8s.aws/nlb' }),
  },
];

const PLACES: readonly (readonly [place: string, prop: string, ask: (exposure: Exposure) => Parameters<typeof program>[1]])[] = [
  ['test/db', 'exposure.primary', (exposure) => ({ cluster: { exposure: { primary: exposure } } })],
  ['test/db', 'exposure.replicas', (exposure) => ({ cluster: { exposure: { replicas: exposure } } })],
  ['test/pool-0', 'exposure', (exposure) => ({ pools: [{ exposure }] })],
];

describe.each(PLACES)('at %s, %s', (place, prop, ask) => {
  describeRules(exposures(prop), {
    rules: EXPOSURE_RULES,
    place,
    program: (exposure) => program(operator, ask(exposure)),
    prints: (manifests) => expect(only(manifests, 'Service')).toBeDefined(),
  });
});

describe('EXP-001 where it is meant', () => {
  const meant: NonProductionOptions = { reason: 'a demo', withoutBackups: true, openToAnyAddress: true };

  test.each(PLACES)('passes %s %s', (_place, _prop, ask) => {
    const asked = ask(Exposure.loadBalancer({})) as { cluster?: Partial<HaClusterProps> };
    expect(only(render(program(operator, { ...asked, cluster: { ...asked.cluster, nonProduction: meant } })), 'Service')).toBeDefined();
  });

  test('a pool for a cluster of another app has no say', () => {
    const build = (chart: Chart) => {
      const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator });
      new ConnectionPool(chart, 'pool', { cluster, exposure: Exposure.loadBalancer({}) });
    };
    expect(findings(build)).toEqual([`[test/pool] [EXP-001] ${open('exposure')}`]);
  });
});

describe('HBA-007', () => {
  const OWNER = ['orders-app'];
  const KEPT_OUT = `[HBA-007] 'accessRules' keeps out 'orders-app', as whom a Job gives access in 'orders'; add AccessRule.allow({ roles: ['orders-app'], databases: ['orders'] }) (the Job runs as the owner, from an address that nobody knows before)`;
  const GROUP = { name: 'apps', login: false };
  const READER = { name: 'reports', access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] };
  const cluster = (accessRules: AccessRule[], roles: RoleOptions[] = [READER], schemas?: string[]): Partial<HaClusterProps> => ({
    databases: [{ ...ORDERS, schemas }],
    roles,
    accessRules,
  });

  test.each<[string, Partial<HaClusterProps>]>([
    ['another role only', cluster([AccessRule.allow({ roles: ['reports'] })])],
    ['the owner from some addresses', cluster([AccessRule.allow({ roles: OWNER, addresses: ['10.0.0.0/8'] })])],
    ['the owner with a certificate', cluster([AccessRule.allow({ roles: OWNER, method: AccessMethod.CERTIFICATE }), AccessRule.allow()])],
    ['everybody but the owner', cluster([AccessRule.reject({ roles: OWNER }), AccessRule.allow()])],
    ['everybody but whom some addresses have', cluster([AccessRule.reject({ addresses: ['10.0.0.0/8'] }), AccessRule.allow()])],
    ['the owner into another database', cluster([AccessRule.allow({ roles: OWNER, databases: ['postgres'] })])],
    // A Job makes schemas as well, where the operator does not.
    ['another role, where a Job makes schemas', cluster([AccessRule.allow({ roles: ['reports'] })], [{ name: 'reports' }], ['shop'])],
    // pg_hba.conf keeps out every member of a group.
    [
      'everybody but a group of the owner',
      cluster([AccessRule.reject({ roles: ['apps'] }), AccessRule.allow()], [GROUP, { name: 'orders-app', memberOf: ['apps'] }, READER]),
    ],
  ])('is broken by rules for %s', (_, broken) => {
    expect(refusal(program(operator, { cluster: broken }))).toBe(message('test/db', KEPT_OUT));
  });

  test.each<[string, Partial<HaClusterProps>]>([
    ['no rules', { ...cluster([]), accessRules: undefined }],
    ['the owner', cluster([AccessRule.allow({ roles: OWNER, databases: ['orders'] }), AccessRule.reject({ roles: ['reports'] })])],
    ['everybody', cluster([AccessRule.allow()])],
    ['everybody but another role', cluster([AccessRule.reject({ roles: ['reports'] }), AccessRule.allow()])],
    ['another role, where no Job runs', cluster([AccessRule.allow({ roles: ['reports'] })], [{ name: 'reports' }])],
    [
      'another role, where the other is an owner too',
      cluster(
        [AccessRule.allow({ roles: ['reports'] })],
        [{ name: 'reports', access: [{ database: 'orders', level: AccessLevel.OWNER }] }],
      ),
    ],
    // pg_hba.conf lets in every member of a group.
    ['a group of the owner', cluster([AccessRule.allow({ roles: ['apps'] })], [GROUP, { name: 'orders-app', memberOf: ['apps'] }, READER])],
  ])('is kept by rules for %s', (_, kept) => {
    expect(only(render(program(operator, { cluster: kept })), 'ToyPostgres')).toBeDefined();
  });
});

everyRuleHasACase<unknown>(RULES, [...CASES, ...exposures('exposure')], ['EXP-006', 'EXP-007', 'HBA-007', 'NET-008', 'NET-009']);

describe('a fraction of a second', () => {
  test('is no duration', () => {
    expect(
      findings(program(operator, { cluster: certificates({ duration: Duration.millis(7_200_500), renewBefore: Duration.hours(1) }) })),
    ).toEqual([
      `[test/db] [TLS-002] 'tls.duration' must be an hour or more in whole seconds, got 7200.5 seconds; write Duration.days(90) (cert-manager refuses less)`,
    ]);
  });

  test('is no time to renew', () => {
    expect(findings(program(operator, { cluster: certificates({ renewBefore: Duration.millis(600_500) }) }))).toEqual([
      `[test/db] [TLS-003] 'tls.renewBefore' must be five minutes or more and less than 'duration' of 7776000 seconds, got 600.5 seconds; write a third of 'duration' (cert-manager refuses it, or issues certificates in a loop)`,
    ]);
  });
});

describe('names that are made of other names are no longer than Kubernetes takes them', () => {
  // 50 characters are what CloudNativePG takes for a cluster.
  const clusterName = 'c'.repeat(50);
  const length = (kind: string, ask: Parameters<typeof program>[1]): number =>
    only(render(program(operator, ask)), kind).metadata.name.length;

  test('Jobs, whose pods have it as the value of a label', () => {
    const databases = [{ ...ORDERS, schemas: ['shop'] }];
    expect(length('Job', { cluster: { clusterName, databases } })).toBeLessThanOrEqual(63);
  });

  test('Services of a cluster', () => {
    expect(length('Service', { cluster: { clusterName, exposure: { replicas: Exposure.loadBalancer(RANGE) } } })).toBeLessThanOrEqual(63);
  });
});

describe('a cluster of another app', () => {
  const imported = (options: NetworkOptions) => (chart: Chart) => {
    const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: 'orders', operator, network: options });
    new ConnectionPool(chart, 'pool', { cluster });
  };

  test('NET-002: what its pool may reach is looked at as well', () => {
    const says = findings(imported({ egress: { apiServerCidrs: ['nowhere'] } }));
    expect(says.filter((line) => line.includes('[NET-002]'))).toHaveLength(1);
  });

  test('NET-001: the namespaces are looked at as well', () => {
    const says = findings(imported({ operatorNamespace: 'My_NS' }));
    expect(says.filter((line) => line.includes('[NET-001]'))).toHaveLength(1);
  });
});

describe('NET-008', () => {
  const EGRESS = { egress: { apiServerCidrs: ['10.96.0.1/32'] } };
  const WITH = { egress: { ...EGRESS.egress, databaseCidrs: ['198.51.100.7/32'] } };
  const says = (place: string, host: string) =>
    `[${place}] [NET-008] 'network.egress.databaseCidrs' must have the address of '${host}', got nothing; write it as a CIDR (the cluster would wait for ever for its first data)`;
  const following = (host: string, options: NetworkOptions | undefined, props: Partial<ReplicaClusterProps> = {}): Ask => ({
    replica: { network: options, source: ReplicaSource.streaming({ clusterName: 'orders', host }), ...props },
  });
  const importing = (host: string, options: NetworkOptions | undefined): Ask => ({
    cluster: {
      databases: [ORDERS],
      network: options,
      recovery: RecoverySource.logicalImport({
        host,
        database: 'shop',
        user: 'importer',
        password: { name: 'old-server', key: 'password' },
      }),
    },
  });
  const OUTSIDE = 'orders.eu.acme.example';
  const LIVE = BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, version: PostgresVersion.V17 });

  test.each<[string, Ask, string]>([
    ['a streaming source', following(OUTSIDE, EGRESS), says('test/replica', OUTSIDE)],
    [
      'a streaming source behind an archive',
      following(OUTSIDE, EGRESS, { source: ReplicaSource.archiveAndStreaming(LIVE, { clusterName: 'orders', host: OUTSIDE }) }),
      says('test/replica', OUTSIDE),
    ],
    ['an address', following('198.51.100.7', EGRESS), says('test/replica', '198.51.100.7')],
    ['an import', importing('old.acme.example', EGRESS), says('test/db', 'old.acme.example')],
  ])('is broken with %s outside', (_, ask, expected) => {
    expect(findings(program(operator, ask))).toEqual([expected]);
  });

  test.each<[string, Ask]>([
    ['its address', following(OUTSIDE, WITH)],
    ['the address of an import', importing('old.acme.example', WITH)],
    ['no egress', following(OUTSIDE, {})],
    ['no network', importing('old.acme.example', undefined)],
    ['a source inside', following('orders-rw.live.svc', EGRESS)],
    ['a source inside by its whole name', importing('old-rw.live.svc.cluster.local', EGRESS)],
    ['a source inside by its short name', following('orders-rw.live', EGRESS)],
    ['an archive alone', following(OUTSIDE, EGRESS, { source: ReplicaSource.archive(LIVE) })],
  ])('is kept with %s', (_, ask) => {
    expect(() => render(program(operator, ask))).not.toThrow();
  });
});

describe('NET-009', () => {
  const stored = (endpoint: string | undefined, options: Partial<EgressOptions> | undefined = {}): Ask => ({
    cluster: options && egress(options),
    backup: { target: endpoint === undefined ? S3 : BackupTarget.s3Compatible({ ...BUCKET, endpoint }) },
  });

  test.each(['10.1.2.3', '192.168.7.7', '172.16.0.1', '172.31.0.1', 'minio.minio.svc', 'minio'])('is broken with a store at %s', (host) => {
    expect(findings(program(operator, stored(`https://${host}:9000`)))).toEqual([
      `[test/db] [NET-009] 'network.egress.archiveCidrs' must have the addresses of 'https://${host}:9000', got nothing; write those of its pods or servers as CIDRs (WAL would pile up until the disk is full)`,
    ]);
  });

  test.each<[string, Ask]>([
    ['its address', stored('https://10.1.2.3', { archiveCidrs: ['10.1.2.3/32'] })],
    ['a public store', stored('https://s3.acme.example')],
    ['a public address', stored('https://172.32.0.1')],
    ['a store of AWS', stored(undefined)],
    ['no egress', { backup: { target: BackupTarget.s3Compatible({ ...BUCKET, endpoint: 'https://10.1.2.3' }) } }],
  ])('is kept with %s', (_, ask) => {
    expect(() => render(program(operator, ask))).not.toThrow();
  });
});

describe('shapes', () => {
  const TYPE = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  const unknownProp = (place: string, known: string) =>
    `[PROP-001] '${place}' is not a prop; known props: ${known} (a misspelt prop would be ignored)`;

  test.each<[string, unknown, string]>([
    [
      'an issuer for tls',
      { tls: 'company-ca' },
      `[PROP-003] 'tls' must be a ClusterTls such as ClusterTls.certManager(...), got 'company-ca' (${TYPE})`,
    ],
    [
      'tls without issuer',
      { tls: ClusterTls.certManager({} as never) },
      `[PROP-002] 'tls.issuerName' is missing (there is no safe default for it)`,
    ],
    [
      'tls without options',
      { tls: ClusterTls.certManager(undefined as never) },
      `[PROP-003] what 'tls' is made of must be an object with issuerName, got undefined; write { issuerName: ... } (${TYPE})`,
    ],
    [
      'a duration in seconds',
      certificates({ duration: 3600 as never }),
      `[PROP-003] 'tls.duration' must be a Duration of cdk8s such as Duration.days(90), got 3600 (${TYPE})`,
    ],
    [
      'one DNS name',
      certificates({ additionalDnsNames: 'db.acme.example' as never }),
      `[PROP-003] 'tls.additionalDnsNames' must be a list, got 'db.acme.example'; write ['db.acme.example'] (${TYPE})`,
    ],
    [
      'Secrets without the first',
      { tls: ClusterTls.fromSecrets({ caSecret: 'ca' } as never) },
      `[PROP-002] 'tls.serverSecret' is missing (there is no safe default for it)`,
    ],
    [
      'an address for the API server',
      egress({ apiServerCidrs: '10.96.0.1/32' as never }),
      `[PROP-003] 'network.egress.apiServerCidrs' must be a list, got '10.96.0.1/32'; write ['10.96.0.1/32'] (${TYPE})`,
    ],
    [
      'egress without the API server',
      network({ egress: {} as never }),
      `[PROP-002] 'network.egress.apiServerCidrs' is missing (there is no safe default for it)`,
    ],
    [
      'a policy that is managed by a text',
      network({ managedElsewhere: 'yes' as never }),
      `[PROP-003] 'network.managedElsewhere' must be true or false, got 'yes' (${TYPE})`,
    ],
    [
      'a type for an exposure',
      { exposure: { primary: 'LoadBalancer' } },
      `[PROP-003] 'exposure.primary' must be an Exposure such as Exposure.loadBalancer(...), got 'LoadBalancer' (${TYPE})`,
    ],
    [
      'the exposure of a pool',
      { exposure: Exposure.loadBalancer(RANGE) },
      `[PROP-003] 'exposure' must be an object with primary or replicas such as { primary: Exposure.loadBalancer(...) }, got an object of type Exposure (${TYPE})`,
    ],
    [
      'an exposure without options',
      primary(undefined as never),
      `[PROP-003] what 'exposure.primary' is made of must be an object such as { sourceRanges: ..., annotations: ..., hostname: ... }, got undefined (${TYPE})`,
    ],
    [
      'a port of a load balancer',
      primary({ ...RANGE, nodePort: 30432 } as never),
      unknownProp('exposure.primary.nodePort', 'annotations, hostname, loadBalancerClass, sourceRanges'),
    ],
    [
      'a class of a node port',
      { exposure: { replicas: Exposure.nodePort({ ...RANGE, loadBalancerClass: 'x' } as never) } },
      unknownProp('exposure.replicas.loadBalancerClass', 'annotations, hostname, nodePort, sourceRanges'),
    ],
    [
      'a port as text',
      { exposure: { primary: Exposure.nodePort({ ...RANGE, nodePort: '30432' as never }) } },
      `[PROP-003] 'exposure.primary.nodePort' must be a number, got '30432'; write 30432 (${TYPE})`,
    ],
    [
      'an exposure of something else',
      { exposure: { anyInstance: Exposure.loadBalancer(RANGE) } },
      unknownProp('exposure.anyInstance', 'primary, replicas'),
    ],
    [
      'a line for an access rule',
      { accessRules: ['hostssl all all all reject'] },
      `[PROP-003] 'accessRules[0]' must be an AccessRule such as AccessRule.allow(...), got 'hostssl all all all reject' (${TYPE})`,
    ],
    [
      'one role in an access rule',
      allow({ roles: 'reports' as never }),
      `[PROP-003] 'accessRules[0].roles' must be a list, got 'reports'; write ['reports'] (${TYPE})`,
    ],
    [
      'a method that is none',
      allow({ method: 'trust' as never }),
      `[PROP-003] 'accessRules[0].method' must be AccessMethod.PASSWORD or AccessMethod.CERTIFICATE, got 'trust' (${TYPE})`,
    ],
    [
      'a standard that is none',
      { podSecurity: 'privileged' },
      `[PROP-003] 'podSecurity' must be PodSecurityStandard.BASELINE or PodSecurityStandard.RESTRICTED, got 'privileged' (${TYPE})`,
    ],
  ])('%s is refused', (_, cluster, finding) => {
    expect(findings(program(operator, { cluster: cluster as Partial<HaClusterProps> }))).toEqual([`[test/db] ${finding}`]);
  });

  test('an exposure of a pool has the same shape', () => {
    expect(findings(program(operator, { pools: [{ exposure: 'LoadBalancer' as never }] }))).toEqual([
      `[test/pool-0] [PROP-003] 'exposure' must be an Exposure such as Exposure.loadBalancer(...), got 'LoadBalancer' (${TYPE})`,
    ]);
  });
});

test('EXP-007: the replicas of a single instance', () => {
  const exposed = (instances: number) =>
    program(operator, {
      cluster: {
        instances,
        exposure: { replicas: Exposure.loadBalancer(RANGE) },
        nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true },
      },
    });
  expect(findings(exposed(1))).toEqual([
    `[test/db] [EXP-007] 'exposure.replicas' does not go with 1 instance; write 'exposure.primary', or more instances (the Service would lead nowhere)`,
  ]);
  expect(only(render(exposed(2)), 'Service').metadata.name).toBe('orders-external-ro');
});

test('EXP-006: the Service of a pool with a long name', () => {
  class NamedPools extends PermissiveOperator {
    public override bindConnectionPool(_scope: unknown, { name }: PoolModel) {
      return { endpoint: new Endpoint(`${name}.orders.svc`, 6432) };
    }
  }
  const named = (length: number) => (chart: Chart) => {
    const cluster = new HaCluster(chart, 'db', smallestCluster(new NamedPools()));
    new ConnectionPool(chart, 'pool', { cluster, poolName: 'p'.repeat(length), exposure: Exposure.loadBalancer(RANGE) });
  };
  expect(findings(named(55))).toEqual([
    `[test/pool] [EXP-006] the Service '${'p'.repeat(55)}-external' has 64 characters and may have 63; write a shorter 'poolName' (the API server refuses longer ones)`,
  ]);
  expect(only(render(named(54)), 'Service').metadata.name).toHaveLength(63);
});
