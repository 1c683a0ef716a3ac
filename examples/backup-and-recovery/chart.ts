import { ApiObject, App, Chart, Size } from 'cdk8s';
import {
  AzureCredentials,
  BackupArchive,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CloudNativePgVersion,
  DrillCheck,
  GcsCredentials,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  ObjectStoreSecret,
  ObjectStoreSecretValues,
  OnDemandBackup,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  RestoreDrill,
  SecretSource,
  SecretValue,
} from 'cdk8s-postgres';

/** A bucket of each provider. The credentials are references to Secrets, which hold the same keys for every operator. */
const TARGETS: { [provider: string]: BackupTarget } = {
  s3: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
  minio: BackupTarget.s3Compatible({
    bucket: 'acme-pg',
    endpoint: 'https://minio.storage.svc:9000',
    ca: { name: 'minio-ca', key: 'ca.crt' },
    credentials: ObjectStoreCredentials.fromSecret('pg-minio'),
  }),
  gcs: BackupTarget.gcs({ bucket: 'acme-pg-backups', credentials: GcsCredentials.fromSecret('pg-gcs') }),
  azure: BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials: AzureCredentials.fromSecret('pg-azure') }),
};

const NIGHTLY = { schedules: [BackupSchedule.full('0 2 * * *')], retention: BackupRetention.days(30) };
const COMMON = {
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
  databases: [{ name: 'orders', owner: 'orders-app' }],
  // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
  monitoring: { enabled: false },
};

/** A cluster that backs up to one provider. */
function backedUp(chart: Chart, operator: IPostgresOperator, provider: string): { db: HaCluster; policy: BackupPolicy } {
  const db = new HaCluster(chart, `db-${provider}`, { ...COMMON, clusterName: `orders-${provider}`, operator });
  return { db, policy: new BackupPolicy(chart, `backups-${provider}`, { cluster: db, target: TARGETS[provider]!, ...NIGHTLY }) };
}

/** All of it on one operator. */
function onOperator(app: App, name: string, operator: IPostgresOperator): void {
  const chart = new Chart(app, `backups-on-${name}`, { namespace: `backups-on-${name}` });

  // The keys of the S3 bucket come from a vault, in the form that each operator reads.
  new ObjectStoreSecret(chart, 'pg-s3', {
    secretName: 'pg-s3',
    source: SecretSource.externalSecrets({ storeName: 'vault', clusterStore: true }),
    values: ObjectStoreSecretValues.s3({
      accessKeyId: SecretValue.fromVault('databases/pg-s3', 'access_key_id'),
      secretAccessKey: SecretValue.fromVault('databases/pg-s3', 'secret_access_key'),
    }),
  });

  const { db, policy } = backedUp(chart, operator, 's3');
  backedUp(chart, operator, 'minio');
  backedUp(chart, operator, 'gcs');
  backedUp(chart, operator, 'azure');

  // Every Sunday the newest backup proves that it restores.
  new RestoreDrill(chart, 'drill', {
    policy,
    drillName: 'orders-drill',
    schedule: '0 4 * * SUN',
    maxAgeDays: 15,
    checks: [
      DrillCheck.isTrue('there are orders', 'SELECT count(*) > 0 FROM orders'),
      DrillCheck.isTrue('the newest order is from the last two days', `SELECT max(created_at) > now() - interval '2 days' FROM orders`),
    ],
    network: { apiServerCidrs: ['172.20.0.10/32'] },
  });

  // What was dropped at 10:31 is there again, in a cluster beside the damaged one.
  const restored = new HaCluster(chart, 'db-restored', {
    ...COMMON,
    clusterName: 'orders-restored',
    operator,
    recovery: RecoverySource.fromArchive(policy.archive, { target: RecoveryTarget.time('2026-08-01T10:30:00Z') }),
  });
  new BackupPolicy(chart, 'backups-restored', { cluster: restored, target: TARGETS.s3!, ...NIGHTLY });

  // The cluster that wrote this archive, and its policy, left the program long ago.
  const old = new HaCluster(chart, 'db-old', {
    ...COMMON,
    clusterName: 'orders-2025',
    operator,
    recovery: RecoverySource.fromArchive(
      BackupArchive.of({
        clusterName: 'orders-legacy',
        namespace: 'shop',
        generation: 3,
        version: PostgresVersion.V17,
        target: TARGETS.s3!,
        databases: COMMON.databases,
      }),
    ),
  });
  new BackupPolicy(chart, 'backups-old', { cluster: old, target: TARGETS.s3!, ...NIGHTLY });

  // Where the person on call finds it: kubectl get configmap orders-runbook -o jsonpath='{.data.recovery\.md}'
  new ApiObject(chart, 'runbook', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'orders-runbook' },
    data: { 'recovery.md': db.recoveryRunbook({ targetTime: '2026-08-01T10:30:00Z' }) },
  });
}

/** What single operators have besides. */
function besides(app: App): void {
  const snapshots = new Chart(app, 'backups-with-snapshots', { namespace: 'backups-with-snapshots' });
  const cnpg = new HaCluster(snapshots, 'db', {
    ...COMMON,
    clusterName: 'orders',
    operator: PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_30 }),
  });
  const policy = new BackupPolicy(snapshots, 'backups', {
    cluster: cnpg,
    target: TARGETS.s3!,
    schedules: [...NIGHTLY.schedules, BackupSchedule.snapshot('0 */6 * * *')],
    retention: NIGHTLY.retention,
    snapshots: { className: 'csi-snapshots' },
  });
  new OnDemandBackup(snapshots, 'before-v3', { policy, backupId: 'before-v3-2026-08-01' });

  const repositories = new Chart(app, 'backups-in-two-repositories', { namespace: 'backups-in-two-repositories' });
  const pgo = new HaCluster(repositories, 'db', { ...COMMON, clusterName: 'orders', operator: PostgresOperator.crunchy() });
  new BackupPolicy(repositories, 'backups', {
    cluster: pgo,
    target: BackupTarget.volume({ size: Size.gibibytes(100) }),
    schedules: [
      BackupSchedule.full('0 1 * * SUN'),
      BackupSchedule.differential('0 1 * * MON-SAT'),
      BackupSchedule.incremental('0 */4 * * *'),
    ],
    retention: BackupRetention.count(2, { differentialCount: 6 }),
    additionalRepositories: [{ target: TARGETS.s3!, schedules: [BackupSchedule.full('0 5 * * SUN')], retention: BackupRetention.days(90) }],
  });
}

/** Backups to every provider, drills, recoveries and runbooks on three operators. */
export function backupAndRecovery(app: App): void {
  onOperator(app, 'cloudnative-pg', PostgresOperator.cloudNativePg());
  onOperator(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }));
  onOperator(app, 'crunchy', PostgresOperator.crunchy());
  besides(app);
}
