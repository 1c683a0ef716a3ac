import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicyProps,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPoolProps,
  HaClusterProps,
  IPostgresOperator,
  ObjectStoreCredentials,
  PoolAccess,
  PoolMode,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  Replication,
  SpreadRule,
} from '../lib';
import { SECRET, SMALLEST_BACKUP, program, smallestCluster } from './support/programs';
import { render } from './support/render';

/**
 * Every declared prop changes what is printed. `Required<...>` makes the compiler ask for a value of each prop that is added later, and the
 * test fails where no operator prints it.
 */

type Values<P> = Omit<Required<P>, 'operator' | 'cluster'>;

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
  nonProduction: { reason: 'another reason', withoutBackups: true, withoutDeletionProtection: true },
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
  additionalRepositories: [
    {
      ...SMALLEST_BACKUP,
      schedules: [BackupSchedule.full('0 5 * * *')],
      target: BackupTarget.s3({ bucket: 'far', region: 'eu-north-1', credentials: SECRET }),
    },
  ],
  archiveGeneration: 2,
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

/** Whether one more prop changes the output of a program; undefined where the operator refuses the prop. */
function changes(
  operator: IPostgresOperator,
  base: Parameters<typeof program>[1],
  ask: Parameters<typeof program>[1],
): boolean | undefined {
  const before = JSON.stringify(render(program(operator, base)));
  try {
    return JSON.stringify(render(program(operator, ask))) !== before;
  } catch (error) {
    expect((error as Error).message).toMatch(/does not have it\)/);
    return undefined;
  }
}

const verdicts = (base: Parameters<typeof program>[1], ask: Parameters<typeof program>[1]): (boolean | undefined)[] =>
  OPERATORS.map((create) => changes(create(), base, ask));

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

test('the smallest program differs from each value above', () => {
  const smallest = smallestCluster(OPERATORS[0]!());
  expect(
    Object.keys(smallest).filter(
      (name) => JSON.stringify(smallest[name as keyof HaClusterProps]) === JSON.stringify(CLUSTER[name as keyof typeof CLUSTER]),
    ),
  ).toEqual([]);
});
