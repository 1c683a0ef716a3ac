import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AccessLevel,
  AccessRule,
  ArchivePlace,
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  BackupType,
  Capability,
  ClusterPairProps,
  ClusterState,
  ClusterTls,
  ConnectOptions,
  ConnectionPoolProps,
  ConnectionTarget,
  DrillCheck,
  Exposure,
  HaClusterProps,
  InPlaceRestoreProps,
  MajorUpgradeProps,
  MigrationMethod,
  MigrationProps,
  MigrationStep,
  IPostgresOperator,
  ImagePullPolicy,
  LogicalBackupProps,
  ObjectStoreCredentials,
  OnDemandBackupProps,
  PairStep,
  PgAdminProps,
  PgAdminRole,
  PgAdminServers,
  PodSecurityStandard,
  PoolAccess,
  PoolClientTls,
  PoolMode,
  PostgresImage,
  PostgresVersion,
  PrimaryUpdate,
  RecoverySource,
  RecoveryTarget,
  ReplicaClusterProps,
  ReplicaSource,
  Replication,
  RestoreDrillProps,
  RolePassword,
  ServiceMesh,
  SpreadRule,
  SslMode,
  TakeOver,
  UpgradeStep,
  UpgradeTransfer,
  ClusterVerb,
  MaintenanceJobProps,
  MaintenanceTask,
  SleepScheduleProps,
  VerbJobProps,
} from '../lib';
import { OPERATORS } from '../scripts/operators';
import { Ask, OLD_ARCHIVE, SMALLEST_BACKUP, program, smallestCluster } from './support/programs';
import { render } from './support/render';

/**
 * Every declared prop changes what is printed. `Required<...>` makes the compiler ask for a value of each prop that is added later, and the
 * test fails where no operator prints it.
 */

type Values<P> = Omit<Required<P>, 'operator' | 'cluster' | 'policy'>;

const EXPOSED = Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] });

/** What `podSecurity` asks for is looked at, and printed whatever stands there. */
const CLUSTER: Omit<Values<HaClusterProps>, 'podSecurity'> = {
  clusterName: 'billing',
  version: PostgresVersion.V16,
  storage: { size: Size.gibibytes(10), storageClass: 'slow' },
  instances: 5,
  walStorage: { size: Size.gibibytes(5) },
  replicaSets: [{ name: 'reports', mayBecomePrimary: true }],
  tablespaces: [{ name: 'fast', storage: { size: Size.gibibytes(20) } }],
  compute: { cpu: Cpu.units(3) },
  replication: Replication.synchronous(),
  placement: { nodes: SpreadRule.PREFERRED, zones: SpreadRule.NONE },
  parameters: { work_mem: '8MB' },
  preloadLibraries: ['auto_explain'],
  hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'],
  accessRules: [AccessRule.allow({ addresses: ['10.20.0.0/16'] })],
  databases: [{ name: 'billing', owner: 'billing-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret() }],
  creation: { walSegmentSize: Size.mebibytes(64) },
  superuser: { password: RolePassword.fromSecret() },
  changeCapture: { walLimit: Size.gibibytes(5) },
  accessImage: 'registry.example.com/psql:17',
  tls: ClusterTls.certManager({ issuerName: 'company-ca' }),
  network: { operatorNamespace: 'databases', egress: { apiServerCidrs: ['10.96.0.1/32'] } },
  monitoring: { labels: { release: 'prometheus' } },
  exposure: { primary: EXPOSED },
  state: ClusterState.stopped(),
  updates: { primary: PrimaryUpdate.RESTART },
  verbs: { restart: 'ticket-1234' },
  takenOver: TakeOver.asItRuns(),
  labels: { 'acme.example/team': 'billing' },
  annotations: { 'acme.example/team': 'billing' },
  objectMetadata: { annotations: { 'acme.example/note': 'ours' } },
  imagePullSecrets: ['registry'],
  platform: { mesh: ServiceMesh.ISTIO },
  image: PostgresImage.pinned('registry.example.com/postgresql:17.5'),
  recovery: RecoverySource.fromArchive(OLD_ARCHIVE),
  nonProduction: { reason: 'another reason', withoutBackups: true, withoutDeletionProtection: true },
};

const FAR = {
  ...SMALLEST_BACKUP,
  schedules: [BackupSchedule.full('0 5 * * *')],
  target: BackupTarget.s3({
    bucket: 'far',
    region: 'eu-north-1',
    credentials: ObjectStoreCredentials.fromSecret('pg-far', { configFile: 'far.conf' }),
  }),
};

const BACKUP: Values<BackupPolicyProps> = {
  target: BackupTarget.s3Compatible({
    bucket: 'other',
    endpoint: 'https://minio.storage.svc:9000',
    region: 'local',
    prefix: 'pg',
    ca: { name: 'minio-ca', key: 'ca.crt' },
    credentials: ObjectStoreCredentials.fromSecret('other', { accessKeyId: 'id', secretAccessKey: 'key', configFile: 'repo.conf' }),
  }),
  schedules: [BackupSchedule.full('30 3 * * *')],
  retention: BackupRetention.days(9),
  additionalRepositories: [FAR],
  archiveGeneration: 2,
  encryption: BackupEncryption.serverSide(),
  place: ArchivePlace.barman({ serverName: 'shop', path: 'postgres' }),
  transfer: { parallelism: 4 },
  snapshots: { className: 'csi-snapshots' },
  compute: { memory: Size.mebibytes(768) },
  suspended: true,
};

const ON_DEMAND: Values<OnDemandBackupProps> = { backupId: 'before-v4', type: BackupType.DIFFERENTIAL, repository: 2 };

/** The name of the cluster, written once more as an interlock, can have no other value (rule REC-012). */
const IN_PLACE: Omit<Values<InPlaceRestoreProps>, 'overwrites'> = {
  restoreId: 'undo-v4',
  target: RecoveryTarget.time('2026-08-01T10:30:00Z'),
  repository: 2,
};

/** What a replica cluster has besides the props of every cluster. */
const REPLICA: Omit<Required<ReplicaClusterProps>, keyof HaClusterProps> = {
  source: ReplicaSource.streaming({ clusterName: 'orders-old', host: 'orders-old.eu.acme.example' }),
  promoted: true,
};

/** Primary and replica change places together. */
const PAIR: Omit<Required<ClusterPairProps>, 'replica' | 'primary'> & { readonly swapped: boolean } = {
  step: PairStep.demote(),
  swapped: true,
};

/** What of an upgrade is printed is so at the step that stops nothing any more. */
const UPGRADE: Values<MajorUpgradeProps> = {
  to: PostgresVersion.V18,
  step: UpgradeStep.run(),
  archiveGeneration: 2,
  image: PostgresImage.pinned('registry.example.com/postgresql:17.6-standard-trixie'),
  transfer: UpgradeTransfer.COPY,
  attempt: 2,
  jobImage: 'registry.example.com/psql:17',
};

/** What of a migration is printed is in the script, the plan, the Job or the clusters. */
const MIGRATION: Omit<Required<MigrationProps>, 'from' | 'to'> = {
  step: MigrationStep.copy(),
  method: MigrationMethod.dump({ storage: { size: Size.gibibytes(20) } }),
  databases: [{ name: 'orders', renamedTo: 'shop' }],
  renamedRoles: { reports: 'reporting' },
  withoutRows: ['public.audit'],
  walLimit: Size.gibibytes(20),
  wayBack: false,
  attempt: 2,
  round: 2,
  workers: 4,
  image: 'registry.example.com/postgres:17',
  compute: { memory: Size.gibibytes(1) },
};

const DRILL: Values<RestoreDrillProps> = {
  drillName: 'orders-proof',
  schedule: '0 5 1 * *',
  checks: [DrillCheck.isTrue('there are customers', 'SELECT count(*) > 0 FROM customers')],
  network: { apiServerCidrs: ['192.168.1.10/32'], apiServerPort: 443, archiveCidrs: ['10.1.0.0/16'], operatorNamespace: 'databases' },
  database: 'audit',
  readAllData: false,
  target: RecoveryTarget.time('2026-08-01T10:30:00Z'),
  repository: 2,
  maxAgeDays: 10,
  deadline: Duration.hours(2),
  storage: { size: Size.gibibytes(80) },
  compute: { cpu: Cpu.units(3) },
  placement: { tolerations: [{ key: 'drills' }] },
  images: { kubectl: 'registry.example.com/kubectl:1.33.0', psql: 'registry.example.com/psql:17' },
};

const OWNER = { databases: [{ name: 'orders', owner: 'orders-app' }] };

const MAINTENANCE: Values<MaintenanceJobProps> = {
  database: 'audit',
  task: MaintenanceTask.endSessions(['orders-app']),
  token: 'ticket-5678',
  image: 'registry.example.com/psql:17',
};

const SLEEP: Values<SleepScheduleProps> = {
  sleepsAt: '30 21 * * 1-5',
  wakesAt: '30 5 * * 1-5',
  timeZone: 'Europe/Berlin',
  apiServerCidrs: ['192.0.2.7/32'],
  apiServerPort: 8443,
  image: 'registry.example.com/kubectl:1.33.0',
};

const VERB: Values<VerbJobProps> = {
  verb: ClusterVerb.newPassword('orders-app'),
  token: 'ticket-5678',
  apiServerCidrs: ['192.0.2.7/32'],
  apiServerPort: 8443,
  image: 'registry.example.com/kubectl:1.33.0',
};

const POOL: Values<ConnectionPoolProps> = {
  mode: PoolMode.TRANSACTION,
  access: PoolAccess.READ_ONLY,
  instances: 3,
  poolSize: 10,
  maxClientConnections: 500,
  maxDatabaseConnections: 24,
  parameters: { server_idle_timeout: '120' },
  compute: { memory: Size.mebibytes(512) },
  placement: { tolerations: [{ key: 'pools' }] },
  image: 'registry.example.com/pgbouncer:1.25.1',
  clientTls: PoolClientTls.PREFER,
  port: 6432,
  labels: { 'acme.example/tier': 'pool' },
  annotations: { 'acme.example/note': 'pool' },
  poolName: 'orders-web',
  exposure: EXPOSED,
};

/** A pool is a connection of another kind, and so is a replica set; what its application does without is a matter of its warnings. */
const CONNECT: Omit<Required<ConnectOptions>, 'via' | 'withoutSessionState' | 'replicaSet'> = {
  role: 'reports',
  database: 'audit',
  target: ConnectionTarget.REPLICAS,
  prefix: 'ORDERS_',
  sslMode: SslMode.REQUIRE,
  credentialsSecret: 'copy-of-the-password',
  caSecret: 'copy-of-the-ca',
};

/** What a program prints; undefined where the operator does not have what it asks for. */
function printed(operator: IPostgresOperator, ask: Ask): string | undefined {
  try {
    return JSON.stringify(render(program(operator, ask)));
  } catch (error) {
    expect((error as Error).message).toMatch(/does not have it\)/);
    return undefined;
  }
}

/** Whether one more prop changes the output of a program; undefined where the operator refuses the prop. */
function changes(operator: IPostgresOperator, base: Ask, ask: Ask): boolean | undefined {
  const [before, after] = [printed(operator, base), printed(operator, ask)];
  return after === undefined ? undefined : after !== before;
}

const verdicts = (base: Ask, ask: Ask): (boolean | undefined)[] => OPERATORS.map(({ createFull }) => changes(createFull(), base, ask));

/** An image of Jobs can only be chosen where a Job runs. */
const READERS: Partial<HaClusterProps> = {
  databases: [{ name: 'orders', owner: 'orders-app' }],
  roles: [{ name: 'reports', password: RolePassword.fromSecret(), access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
};

const NEEDS_READERS = ['accessImage'];

test.each(Object.entries(CLUSTER))('HaCluster.%s is printed or refused by each operator', (name, value) => {
  const base = NEEDS_READERS.includes(name) ? READERS : {};
  const suppressed = ['ROLE-024', 'CDC-005'];
  const results = verdicts({ cluster: base, suppressed }, { cluster: { ...base, [name]: value }, suppressed });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test('HaCluster.podSecurity is refused where pods do not meet it, and changes nothing elsewhere', () => {
  const results = verdicts({}, { cluster: { podSecurity: PodSecurityStandard.RESTRICTED } });
  expect(results).not.toContain(true);
  expect(results).toContain(undefined);
  expect(verdicts({}, { cluster: { podSecurity: PodSecurityStandard.BASELINE } })).not.toContain(true);
});

test.each(Object.entries(MAINTENANCE))('MaintenanceJob.%s is printed by each operator', (name, value) => {
  const cluster = { databases: [...OWNER.databases, { name: 'audit', owner: 'orders-app' }] };
  expect(verdicts({ cluster, maintenance: {} }, { cluster, maintenance: { [name]: value } })).toEqual([true, true, true]);
});

test.each(Object.entries(SLEEP))('SleepSchedule.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ sleep: {} }, { sleep: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(VERB))('VerbJob.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ cluster: OWNER, verb: {} }, { cluster: OWNER, verb: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test('ConnectOptions.replicaSet is printed or refused by each operator', () => {
  const cluster = { ...READERS, replicaSets: [{ name: 'analysts', mayBecomePrimary: true }] };
  const results = verdicts({ cluster, connect: {} }, { cluster, connect: { replicaSet: 'analysts' } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(CONNECT))('ConnectOptions.%s is printed', (name, value) => {
  const cluster = { ...READERS, databases: [...READERS.databases!, { name: 'audit', owner: 'orders-app' }] };
  const connect = { database: 'orders' };
  // What an endpoint proves differs between operators, so that some of them print what is the default anyway.
  expect(verdicts({ cluster, connect }, { cluster, connect: { ...connect, [name]: value } })).toContain(true);
});

test('ConnectOptions.via is printed by each operator', () => {
  const through = (pooled: boolean): Ask => ({ pools: [{}], connect: pooled ? {} : { via: undefined } });
  const results = OPERATORS.map(({ createFull }) => [printed(createFull(), { connect: {} }), printed(createFull(), through(true))]);
  results.forEach(([straight, pooled]) => expect(pooled).not.toBe(straight));
});

test.each(Object.entries(BACKUP))('BackupPolicy.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ backup: {} }, { backup: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(POOL))('ConnectionPool.%s is printed or refused by each operator', (name, value) => {
  const suppressed = name === 'clientTls' ? ['POOL-042'] : [];
  const results = verdicts({ pools: [{}] }, { pools: [{ [name]: value }], suppressed });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

/** A repository can only be chosen, and a database only be named, where there are two. */
const backupFor = (name: string): Ask => (name === 'repository' ? { backup: { additionalRepositories: [FAR] } } : {});
const TWO_DATABASES = {
  databases: [
    { name: 'orders', owner: 'orders-app' },
    { name: 'audit', owner: 'orders-app' },
  ],
};

test.each(Object.entries(ON_DEMAND))('OnDemandBackup.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ onDemand: [{}], ...backupFor(name) }, { onDemand: [{ [name]: value }], ...backupFor(name) });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

const LOGICAL: Values<LogicalBackupProps> = { schedule: '15 3 * * *', retentionDays: 14 };

test.each(Object.entries(LOGICAL))('LogicalBackup.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ logical: {} }, { logical: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(IN_PLACE))('InPlaceRestore.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ inPlace: {}, ...backupFor(name) }, { inPlace: { [name]: value }, ...backupFor(name) });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(REPLICA))('ReplicaCluster.%s is printed or refused by each operator', (name, value) => {
  // On one operator a replica streams only where somebody else makes the certificates.
  const tls = ClusterTls.fromSecrets({ serverSecret: 'orders-tls', replicationSecret: 'orders-replication-tls' });
  const base = { source: ReplicaSource.archive(OLD_ARCHIVE), ...(name === 'source' && { tls }) };
  const results = verdicts({ replica: base }, { replica: { ...base, [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(PAIR))('ClusterPair.%s is printed or refused by each operator', (name, value) => {
  const base = { replica: {}, pair: PairStep.steady() };
  const results = verdicts(base, { ...base, [name === 'step' ? 'pair' : name]: value });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

/** The place of an archive is another one where there is an archive, and there one operator wants it to be named. */
const generations = (ask: Ask): (boolean | undefined)[] =>
  OPERATORS.map(({ createFull }) => {
    const of = (archiveGeneration?: number): Ask => ({ ...ask, upgrade: { ...ask.upgrade, archiveGeneration } });
    const operator = createFull();
    const isNamed = operator.capabilities.some(({ capability, path }) => capability === Capability.UPGRADE_ARCHIVE && path !== undefined);
    return changes(operator, of(isNamed ? 3 : undefined), of(UPGRADE.archiveGeneration));
  });

test.each(Object.entries(UPGRADE))('MajorUpgrade.%s is printed or refused by each operator', (name, value) => {
  const cluster = { databases: READERS.databases, monitoring: { enabled: false } };
  const base = { step: UpgradeStep.finish() };
  const results =
    name === 'archiveGeneration'
      ? generations({ cluster, backup: {}, upgrade: base })
      : verdicts({ cluster, upgrade: base }, { cluster, upgrade: { ...base, [name]: value } });
  // The Zalando operator has no Job for it.
  expect(results.filter((result) => result === false)).toHaveLength(name === 'jobImage' ? 1 : 0);
  expect(results).toContain(true);
});

test.each(Object.entries(MIGRATION))('Migration.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ migration: {} }, { migration: { ...(name === 'method' && { walLimit: undefined }), [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(DRILL))('RestoreDrill.%s is printed or refused by each operator', (name, value) => {
  const rest: Ask = { ...backupFor(name), ...(name === 'database' && { cluster: TWO_DATABASES }) };
  const results = verdicts({ ...rest, drill: {} }, { ...rest, drill: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

const PG_ADMIN: Values<PgAdminProps> = {
  pgAdminName: 'browser',
  storage: { size: Size.gibibytes(2) },
  servers: [PgAdminServers.ofAll('all')],
  users: [{ email: 'dba@acme.example', password: { name: 'pgadmin-dba', key: 'password' }, role: PgAdminRole.ADMINISTRATOR }],
  serviceName: 'pgadmin',
  compute: { memory: Size.gibibytes(1) },
  image: 'registry.example.com/pgadmin4:9.8',
  imagePullPolicy: ImagePullPolicy.ALWAYS,
  imagePullSecrets: ['registry'],
  placement: { priorityClassName: 'low' },
  settings: { MAX_LOGIN_ATTEMPTS: '5' },
  webServer: { threads: '10' },
  ldapBindPassword: { name: 'ldap', key: 'password' },
  configDatabase: { name: 'pgadmin-database', key: 'uri' },
  oauth: [{ name: 'company', secret: { name: 'pgadmin-oauth', key: 'company.json' } }],
  configFiles: [{ configMapName: 'ldap-ca' }],
  labels: { 'acme.example/team': 'dba' },
  annotations: { 'acme.example/team': 'dba' },
  objectMetadata: { labels: { 'acme.example/tier': 'tools' } },
  policyManagedElsewhere: true,
  takenOver: true,
};

test.each(Object.entries(PG_ADMIN))('PgAdmin.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ pgAdmin: {}, suppressed: ['PGA-006'] }, { pgAdmin: { [name]: value }, suppressed: ['PGA-006'] });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test('the smallest program differs from each value above', () => {
  const smallest = smallestCluster(OPERATORS[0]!.create());
  expect(
    Object.keys(smallest).filter(
      (name) => JSON.stringify(smallest[name as keyof HaClusterProps]) === JSON.stringify(CLUSTER[name as keyof typeof CLUSTER]),
    ),
  ).toEqual([]);
});
