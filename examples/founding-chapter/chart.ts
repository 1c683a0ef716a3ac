import { App, Chart, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  HaCluster,
  ObjectStoreCredentials,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** What the three clusters have in common. */
const COMMON = {
  version: PostgresVersion.V16,
  instances: 3,
  storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
  compute: { cpu: Cpu.millis(500), cpuLimit: Cpu.units(1), memory: Size.gibibytes(1), memoryLimit: Size.gibibytes(2) },
};

const CREDENTIALS = ObjectStoreCredentials.fromSecret('s3-creds');

/** Zalando: a cluster of the team, with a pool, and with the backups that the original lacks. */
function zalando(app: App): void {
  const chart = new Chart(app, 'founding-zalando', { namespace: 'chapter-zalando' });
  const db = new HaCluster(chart, 'db', {
    ...COMMON,
    clusterName: 'my-postgres-cluster',
    operator: PostgresOperator.zalando({ teamId: 'myteam' }),
    parameters: { max_connections: '100', shared_buffers: '256MB' },
    databases: [{ name: 'myapp_db', owner: 'myapp_user' }],
  });
  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'my-postgres-backups', region: 'eu-west-1', credentials: CREDENTIALS }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(7),
  });
  new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, instances: 2 });
}

/** CloudNativePG: access from one network only, and backups through the plugin with a schedule. */
function cloudNativePg(app: App): void {
  const chart = new Chart(app, 'founding-cloudnative-pg', { namespace: 'chapter-cloudnative-pg' });
  const db = new HaCluster(chart, 'db', {
    ...COMMON,
    clusterName: 'my-cluster',
    operator: PostgresOperator.cloudNativePg(),
    parameters: { max_connections: '100', shared_buffers: '256MB', effective_cache_size: '1GB' },
    hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256', 'host all all all reject'],
    databases: [{ name: 'myapp', owner: 'myapp_user' }],
  });
  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'my-bucket', prefix: 'backups', region: 'eu-west-1', credentials: CREDENTIALS }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(7),
  });
}

/** Crunchy PGO: a fast repository on a volume and a second one in S3, each with schedules and a retention that fires. */
function crunchy(app: App): void {
  const chart = new Chart(app, 'founding-crunchy', { namespace: 'chapter-crunchy' });
  const db = new HaCluster(chart, 'db', {
    ...COMMON,
    clusterName: 'hippo',
    operator: PostgresOperator.crunchy(),
    parameters: { max_connections: '100', shared_buffers: '256MB' },
    databases: [{ name: 'hippo', owner: 'app-user' }],
  });
  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.volume({ size: Size.gibibytes(100) }),
    schedules: [BackupSchedule.full('0 1 * * SUN'), BackupSchedule.differential('0 1 * * MON-SAT')],
    retention: BackupRetention.days(14),
    additionalRepositories: [
      {
        target: BackupTarget.s3({ bucket: 'my-postgres-backups', region: 'us-east-1', credentials: CREDENTIALS }),
        schedules: [BackupSchedule.full('0 3 * * SUN')],
        retention: BackupRetention.days(30),
      },
    ],
  });
  new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, instances: 2, maxClientConnections: 1000, poolSize: 20 });
}

/** The three complete clusters of the chapter that this library was founded on, in the form that is valid today. */
export function foundingChapter(app: App): void {
  zalando(app);
  cloudNativePg(app);
  crunchy(app);
}
