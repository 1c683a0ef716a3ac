import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupEncryption,
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  BackupType,
  ClusterPairProps,
  ConnectionPoolProps,
  DrillCheck,
  HaClusterProps,
  InPlaceRestoreProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  OnDemandBackupProps,
  PairStep,
  PoolAccess,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  ReplicaClusterProps,
  ReplicaSource,
  Replication,
  RestoreDrillProps,
  SpreadRule,
} from '../lib';
import { Ask, OLD_ARCHIVE, SMALLEST_BACKUP, program, smallestCluster } from './support/programs';
import { render } from './support/render';

/**
 * Every declared prop changes what is printed. `Required<...>` makes the compiler ask for a value of each prop that is added later, and the
 * test fails where no operator prints it.
 */

type Values<P> = Omit<Required<P>, 'operator' | 'cluster' | 'policy'>;

const CLUSTER: Values<HaClusterProps> = {
  clusterName: 'billing',
  version: PostgresVersion.V16,
  storage: { size: Size.gibibytes(10), storageClass: 'slow' },
  instances: 5,
  walStorage: { size: Size.gibibytes(5) },
  compute: { cpu: Cpu.units(3) },
  replication: Replication.synchronous(),
  placement: { nodes: SpreadRule.PREFERRED, zones: SpreadRule.NONE },
  parameters: { work_mem: '8MB' },
  preloadLibraries: ['auto_explain'],
  hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'],
  databases: [{ name: 'billing', owner: 'billing-app' }],
  labels: { 'acme.example/team': 'billing' },
  annotations: { 'acme.example/team': 'billing' },
  image: PostgresImage.pinned('registry.example.com/postgresql:17.5'),
  recovery: RecoverySource.fromArchive(OLD_ARCHIVE),
  nonProduction: { reason: 'another reason', withoutBackups: true, withoutDeletionProtection: true },
};

const FAR = {
  ...SMALLEST_BACKUP,
  schedules: [BackupSchedule.full('0 5 * * *')],
  target: BackupTarget.s3({ bucket: 'far', region: 'eu-north-1', credentials: ObjectStoreCredentials.fromSecret('pg-far') }),
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
  transfer: { parallelism: 4 },
  snapshots: { className: 'csi-snapshots' },
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
  images: { kubectl: 'registry.example.com/kubectl:1.33.0', psql: 'registry.example.com/psql:17' },
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
  poolName: 'orders-web',
};

const OPERATORS: readonly (() => IPostgresOperator)[] = [
  () => PostgresOperator.cloudNativePg(),
  () => PostgresOperator.zalando({ teamId: 'acme', inheritedLabels: ['acme.example/team'] }),
  () => PostgresOperator.crunchy(),
];

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

const verdicts = (base: Ask, ask: Ask): (boolean | undefined)[] => OPERATORS.map((create) => changes(create(), base, ask));

test.each(Object.entries(CLUSTER))('HaCluster.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({}, { cluster: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(BACKUP))('BackupPolicy.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ backup: {} }, { backup: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(POOL))('ConnectionPool.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ pools: [{}] }, { pools: [{ [name]: value }] });
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

test.each(Object.entries(IN_PLACE))('InPlaceRestore.%s is printed or refused by each operator', (name, value) => {
  const results = verdicts({ inPlace: {}, ...backupFor(name) }, { inPlace: { [name]: value }, ...backupFor(name) });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(REPLICA))('ReplicaCluster.%s is printed or refused by each operator', (name, value) => {
  const source = ReplicaSource.archive(OLD_ARCHIVE);
  const results = verdicts({ replica: { source } }, { replica: { source, [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(PAIR))('ClusterPair.%s is printed or refused by each operator', (name, value) => {
  const base = { replica: {}, pair: PairStep.steady() };
  const results = verdicts(base, { ...base, [name === 'step' ? 'pair' : name]: value });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test.each(Object.entries(DRILL))('RestoreDrill.%s is printed or refused by each operator', (name, value) => {
  const rest: Ask = { ...backupFor(name), ...(name === 'database' && { cluster: TWO_DATABASES }) };
  const results = verdicts({ ...rest, drill: {} }, { ...rest, drill: { [name]: value } });
  expect(results).not.toContain(false);
  expect(results).toContain(true);
});

test('the smallest program differs from each value above', () => {
  const smallest = smallestCluster(OPERATORS[0]!());
  expect(
    Object.keys(smallest).filter(
      (name) => JSON.stringify(smallest[name as keyof HaClusterProps]) === JSON.stringify(CLUSTER[name as keyof typeof CLUSTER]),
    ),
  ).toEqual([]);
});
