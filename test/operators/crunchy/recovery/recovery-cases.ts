import { Chart } from 'cdk8s';
import {
  AzureCredentials,
  BackupArchive,
  BackupPolicy,
  BackupPolicyProps,
  BackupSchedule,
  BackupTarget,
  CrunchyOptions,
  CrunchyVersion,
  GcsCredentials,
  HaCluster,
  IPostgresOperator,
  InPlaceRestore,
  ObjectStoreCredentials,
  OnDemandBackup,
  PairStep,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
} from 'cdk8s-postgres';
import { Ask, BUCKET, S3, SMALLEST_BACKUP, program, smallestCluster } from '../../../support/programs';

/** A program that breaks a rule of recoveries or replica clusters, and one that keeps it. */
export interface RecoveryCase {
  readonly rule: string;
  readonly bad: Build;
  readonly good: Build;
  /** The construct that the findings are about. */
  readonly place?: string;
  /** Findings without the construct path and the reason. */
  readonly says: readonly string[];
  readonly options?: CrunchyOptions;
  /** Options of the passing case. */
  readonly goodOptions?: CrunchyOptions;
}

export type Build = Ask | ((operator: IPostgresOperator) => (chart: Chart) => void);

export const built = (build: Build, operator: IPostgresOperator): ((chart: Chart) => void) =>
  typeof build === 'function' ? build(operator) : program(operator, build);

const IDENTITY = ObjectStoreCredentials.workloadIdentity();
const ROLES = ['arn:aws:iam::123456789012:role/near', 'arn:aws:iam::123456789012:role/far'] as const;
const withRole = (awsRoleArn: string): BackupTarget =>
  BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn }) });
const ACCOUNTS = ['near@acme.iam.gserviceaccount.com', 'far@acme.iam.gserviceaccount.com'] as const;
const withAccount = (account: string): BackupTarget =>
  BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity(account) });
const azure = (credentials: AzureCredentials): BackupTarget =>
  BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials });
const archive = (target: BackupTarget): BackupArchive =>
  BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target, version: PostgresVersion.V17 });

const lifeOfOrders = (generation: number): BackupArchive =>
  BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, generation, version: PostgresVersion.V17 });

const from = (source: BackupArchive, target?: RecoveryTarget): Ask => ({
  cluster: { recovery: RecoverySource.fromArchive(source, { target }) },
  backup: {},
});
const until = (target: RecoveryTarget): Ask => from(archive(S3), target);

/** A clone of a cluster that has, or has not, backups of its own. */
const clone =
  (own: Partial<BackupPolicyProps>, theirs?: Partial<BackupPolicyProps>, repository?: number): Build =>
  (operator) =>
  (chart) => {
    const source = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
    if (theirs) {
      new BackupPolicy(chart, 'source-backups', { ...SMALLEST_BACKUP, cluster: source, ...theirs });
    }
    program(operator, { cluster: { recovery: RecoverySource.clone(source, { repository }) }, backup: own })(chart);
  };

/** A clone of a cluster of another app. */
const foreign =
  (own: Partial<BackupPolicyProps>): Build =>
  (operator) =>
  (chart) => {
    const source = HaCluster.fromHaClusterAttributes(chart, 'source', { clusterName: 'orders-live', namespace: 'shop', operator });
    program(operator, { cluster: { recovery: RecoverySource.clone(source) }, backup: own })(chart);
  };

/** A recovery from the second repository of a policy. */
const second =
  (target: BackupTarget): Build =>
  (operator) =>
  (chart) => {
    const source = new HaCluster(chart, 'source', { ...smallestCluster(operator), clusterName: 'orders-live' });
    const policy = new BackupPolicy(chart, 'source-backups', {
      ...SMALLEST_BACKUP,
      cluster: source,
      additionalRepositories: [{ ...SMALLEST_BACKUP, schedules: later(1), target }],
    });
    program(operator, { cluster: { recovery: RecoverySource.fromArchive(policy.archive, { repository: 2 }) }, backup: {} })(chart);
  };

const fileKey = (configFile: string): BackupTarget =>
  BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.fromSecret('pg-s3', { configFile }) });

const later = (hours: number) => [BackupSchedule.full(`0 ${2 + hours} * * *`)];

const STREAMING = { clusterName: 'orders-old', host: 'orders.eu.acme.example' };
const CERTIFICATES: CrunchyOptions = { tlsSecretName: 'orders-tls', replicationTlsSecretName: 'orders-replication-tls' };

/** A replica cluster alone, with so many repositories of its own and what hangs on it. */
const replica =
  (repositories: number, props: Partial<ReplicaClusterProps> = {}, attach?: (chart: Chart, policy: BackupPolicy) => void): Build =>
  (operator) =>
  (chart) => {
    const cluster = new ReplicaCluster(chart, 'replica', {
      ...smallestCluster(operator),
      source: ReplicaSource.archive(archive(S3)),
      ...props,
    });
    const policy = new BackupPolicy(chart, 'replica-backups', {
      ...SMALLEST_BACKUP,
      cluster,
      additionalRepositories: Array.from({ length: repositories - 1 }, (_, i) => ({
        ...SMALLEST_BACKUP,
        target: BackupTarget.s3({ ...BUCKET, bucket: `acme-pg-${i}` }),
        schedules: later(i + 1),
      })),
    });
    attach?.(chart, policy);
  };

const triggers = (chart: Chart, policy: BackupPolicy): void => {
  new OnDemandBackup(chart, 'once', { policy, backupId: 'before-v3' });
  new InPlaceRestore(chart, 'restore', { policy, restoreId: 'undo-v3', overwrites: 'orders' });
};

export const RECOVERY_CASES: readonly RecoveryCase[] = [
  {
    rule: 'PGO-039',
    bad: until(RecoveryTarget.backup('20260801T020000')),
    good: until(RecoveryTarget.backup('20260801-020000F_20260802-020000I')),
    says: [
      `'recovery.target' must name a backup as 'pgbackrest info' shows it, such as '20260801-020000F' or '20260801-020000F_20260802-020000I', got '20260801T020000'; write the whole label`,
    ],
  },
  {
    rule: 'PGO-039',
    bad: { inPlace: { target: RecoveryTarget.lsn('0/3000060', { backup: 'latest' }) } },
    good: { inPlace: { target: RecoveryTarget.lsn('0/3000060', { backup: '20260801-020000F_20260802-020000D' }) } },
    says: [
      `'target' of the InPlaceRestore must name a backup as 'pgbackrest info' shows it, such as '20260801-020000F' or '20260801-020000F_20260802-020000I', got 'latest'; write the whole label`,
    ],
  },
  {
    rule: 'PGO-066',
    bad: until(RecoveryTarget.transaction('742')),
    good: until(RecoveryTarget.transaction('742', { backup: '20260801-020000F' })),
    says: [
      `'recovery.target' must say with which backup it begins, got none; write RecoveryTarget.transaction('742', { backup: '20260801-020000F' })`,
    ],
  },
  {
    rule: 'PGO-066',
    bad: { inPlace: { target: RecoveryTarget.restorePoint('before v3') } },
    // pgBackRest knows which backups end before a position.
    good: { inPlace: { target: RecoveryTarget.lsn('0/3000060') } },
    says: [
      `'target' of the InPlaceRestore must say with which backup it begins, got none; write RecoveryTarget.restorePoint('before v3', { backup: '20260801-020000F' })`,
    ],
  },
  {
    rule: 'PGO-045',
    bad: { ...from(archive(withRole(ROLES[0]))), backup: { target: withRole(ROLES[1]) } },
    good: { ...from(archive(withRole(ROLES[0]))), backup: { target: withRole(ROLES[0]) } },
    says: [
      `'credentials.awsRoleArn' must be the same in the archive that is read and in the BackupPolicy, got '${ROLES[0]}' and '${ROLES[1]}'; write one role that may use all buckets`,
    ],
  },
  {
    rule: 'PGO-045',
    bad: {
      cluster: {
        recovery: RecoverySource.fromArchive(archive(withAccount(ACCOUNTS[0]))),
        annotations: { 'iam.gke.io/gcp-service-account': ACCOUNTS[1] },
      },
    },
    good: { cluster: { recovery: RecoverySource.fromArchive(archive(withAccount(ACCOUNTS[0]))) } },
    says: [
      `'annotations' must not have another 'iam.gke.io/gcp-service-account' than the archive that is read, got '${ACCOUNTS[1]}' and '${ACCOUNTS[0]}'; leave out the annotation`,
    ],
  },
  {
    rule: 'PGO-046',
    bad: clone({}, {}),
    good: clone({ target: BackupTarget.s3({ ...BUCKET, credentials: IDENTITY }) }, {}),
    says: [
      `'recovery' must not clone 'orders-live' while this cluster has the files repo1-s3.conf, which its source has too; write RecoverySource.fromArchive(...) with the archive of 'orders-live'`,
    ],
  },
  {
    rule: 'PGO-046',
    bad: foreign({}),
    good: foreign({ target: BackupTarget.s3({ ...BUCKET, credentials: IDENTITY }) }),
    says: [
      `'recovery' must not clone 'orders-live' while this cluster has the files repo1-s3.conf, which its source may have too; write RecoverySource.fromArchive(...) with the archive of 'orders-live'`,
    ],
  },
  {
    rule: 'PGO-047',
    bad: {},
    good: {},
    options: { tlsSecretName: 'orders-tls' },
    goodOptions: { tlsSecretName: 'orders-tls', replicationTlsSecretName: 'orders-replication-tls' },
    says: [`'operator.replicationTlsSecretName' must be given together with 'operator.tlsSecretName', got none; write both or none`],
  },
  {
    rule: 'PGO-047',
    bad: {},
    good: {},
    options: { tlsSecretName: 'Orders TLS', replicationTlsSecretName: 'orders-replication-tls' },
    says: [`'operator.tlsSecretName' must be the name of a Secret, got 'Orders TLS'`],
  },
  {
    rule: 'PGO-048',
    bad: from(archive(BackupTarget.s3Compatible({ ...BUCKET, bucket: 'pg.acme', endpoint: 'http://minio.storage.svc:9000' }))),
    good: from(archive(BackupTarget.s3Compatible({ ...BUCKET, endpoint: 'https://minio.storage.svc:9000' }))),
    says: [
      `'recovery.archive.target.endpoint' must begin with 'https://', got 'http://minio.storage.svc:9000'; write it so and name a private CA as 'ca'`,
      `'recovery.archive.target.bucket' must not have a '.', got 'pg.acme'; write the name of another bucket`,
    ],
  },
  {
    rule: 'PGO-048',
    bad: from(archive(azure(AzureCredentials.workloadIdentity('8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a')))),
    good: from(archive(azure(AzureCredentials.workloadIdentity()))),
    says: [
      `'recovery.archive.target.credentials.clientId' must not be given, got '8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a'; write AzureCredentials.fromSecret(...)`,
    ],
  },
  {
    rule: 'PGO-048',
    place: 'replica',
    bad: { replica: { source: ReplicaSource.archive(archive(azure(AzureCredentials.workloadIdentity()))) } },
    good: { replica: { source: ReplicaSource.archive(archive(azure(AzureCredentials.sasToken('pg-azure')))) } },
    options: { operatorVersion: CrunchyVersion.V5_8 },
    goodOptions: { operatorVersion: CrunchyVersion.V5_8 },
    says: [
      `'source.archive.target.credentials' must not be a workload identity on Crunchy PGO 5.8; write AzureCredentials.fromSecret(...)`,
    ],
  },
  {
    rule: 'PGO-064',
    bad: second(BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-far' })),
    good: second(
      BackupTarget.s3({
        ...BUCKET,
        bucket: 'acme-pg-far',
        credentials: ObjectStoreCredentials.fromSecret('pg-s3', { configFile: 'far.conf' }),
      }),
    ),
    says: [
      `'recovery.repository' must not be 2 while an earlier repository shares the key 's3.conf' of the Secret 'pg-s3'; write BackupArchive.of({ ..., repository: 2 }) with a 'configFile' that has the options of repo2 only`,
    ],
  },
  {
    rule: 'PGO-065',
    bad: clone({}),
    good: clone({ target: BackupTarget.s3({ ...BUCKET, credentials: IDENTITY }) }, {}),
    says: [
      `'recovery' must clone a cluster with a backup repository 1, got 'orders-live', which has 0; write a BackupPolicy for it, or another 'repository'`,
    ],
  },
  {
    rule: 'PGO-049',
    place: 'replica',
    bad: replica(4),
    good: replica(3),
    says: [`'additionalRepositories' must be at most 2 for a ReplicaCluster, got 3; add the last one after the promotion`],
  },
  {
    rule: 'PGO-049',
    place: 'replica',
    bad: replica(4),
    good: replica(4, { promoted: true }),
    says: [`'additionalRepositories' must be at most 2 for a ReplicaCluster, got 3; add the last one after the promotion`],
  },
  {
    rule: 'PGO-061',
    place: 'replica',
    bad: replica(1, { source: ReplicaSource.streaming({ ...STREAMING, port: 443 }) }),
    good: replica(1, { source: ReplicaSource.streaming({ ...STREAMING, port: 1024 }) }),
    options: CERTIFICATES,
    goodOptions: CERTIFICATES,
    says: [`'source.port' must be at least 1024, got 443; let the load balancer of the source listen on another port`],
  },
  {
    rule: 'PGO-063',
    place: 'replica',
    bad: replica(1, {}, triggers),
    good: replica(1, { promoted: true }, triggers),
    says: [
      `a cluster that follows another one must not have an OnDemandBackup, got 'before-v3'; write it for the source, or after the promotion`,
      `a cluster that follows another one must not have an InPlaceRestore, got 'undo-v3'; restore the source, or write it after the promotion`,
    ],
  },
  {
    rule: 'PGO-067',
    place: 'replica',
    bad: { replica: { source: ReplicaSource.archive(lifeOfOrders(2)) }, pair: PairStep.steady() },
    good: { replica: { source: ReplicaSource.archive(lifeOfOrders(1)) }, pair: PairStep.steady() },
    says: [
      `'source' must be an archive that the other member of the pair writes, s3://acme-pg/pgbackrest/orders/orders/v1/repo1, got s3://acme-pg/pgbackrest/orders/orders/v2/repo1; write ReplicaSource.archive(policy.archive) with its policy`,
    ],
  },
  {
    rule: 'PGO-093',
    bad: { inPlace: {}, backup: { target: fileKey('pgbackrest.ini') } },
    good: { inPlace: {}, backup: { target: fileKey('orders.conf') } },
    says: [
      `the key 'pgbackrest.ini' of the Secret 'pg-s3' must end in '.conf', got 'pgbackrest.ini'; write it under the key 'repo1-s3.conf', before this cluster is restored in place`,
    ],
  },
  {
    rule: 'PGO-062',
    bad: { onDemand: [{}, { backupId: 'before-v4' }] },
    good: { onDemand: [{}] },
    says: [`the cluster must have one OnDemandBackup, got 'before-v3' and 'before-v4'; take out those that are done`],
  },
];
