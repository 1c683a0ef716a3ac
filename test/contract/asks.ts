import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  Alert,
  AlertSeverity,
  ArchivePlace,
  AccessLevel,
  AccessMethod,
  AccessRule,
  AzureCredentials,
  BackupArchive,
  BackupCompression,
  BackupEncryption,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  Capability,
  ClusterState,
  ClusterTls,
  ClusterVerb,
  ConnectionTarget,
  CreationSql,
  DatabaseOptions,
  Exposure,
  GcsCredentials,
  LocaleProvider,
  MetricQuery,
  MetricUsage,
  MetricsDiscovery,
  MigrationMethod,
  MigrationStep,
  IPostgresOperator,
  LabelOperator,
  ObjectStoreCredentials,
  PairStep,
  PodSecurityStandard,
  PoolAccess,
  PoolClientTls,
  PoolMode,
  PostgresImage,
  PostgresVersion,
  PrimaryUpdate,
  RecoverySource,
  RecoveryTarget,
  ReplicaSource,
  Replication,
  RoleOptions,
  RolePassword,
  SecretSource,
  SecretValue,
  SpreadRule,
  SslMode,
  UpgradeStep,
  UpgradeTransfer,
  Weekday,
} from '../../lib';
import { ALERT_CAPABILITIES } from '../../lib/model/alert-capabilities';
import { OPERATORS } from '../../scripts/operators';
import { Ask, AskOf, BUCKET, OLD_ARCHIVE, S3, SECRET, TOKEN } from '../support/programs';

const NO_SPREAD = { nodes: SpreadRule.NONE, zones: SpreadRule.NONE };
const FULL = BackupSchedule.full('0 2 * * *');
const FULL_LATER = BackupSchedule.full('0 5 * * *');

const bucket = (credentials: ObjectStoreCredentials): Ask => ({ backup: { target: BackupTarget.s3({ ...BUCKET, credentials }) } });
const gcs = (credentials: GcsCredentials): Ask => ({ backup: { target: BackupTarget.gcs({ bucket: 'acme-pg', credentials }) } });
const azure = (credentials: AzureCredentials): Ask => ({
  backup: { target: BackupTarget.azure({ storageAccount: 'acmepg', container: 'postgres', credentials }) },
});
const retention = (kept: BackupRetention): Ask => ({ backup: { retention: kept } });
const encryption = (kind: BackupEncryption): Ask => ({ backup: { encryption: kind } });
const compression = (method: BackupCompression): Ask => ({ backup: { transfer: { compression: method } } });
const label = ({ facts }: IPostgresOperator): string =>
  (OPERATORS.find(({ displayName }) => displayName === facts.displayName) ?? OPERATORS[0]!).backupLabel;
/** Recovery to a target, by a cluster with a policy of its own. */
const recovery = (target?: RecoveryTarget): Ask => ({
  cluster: { recovery: RecoverySource.fromArchive(OLD_ARCHIVE, { target }) },
  backup: {},
});
/** Certificates of one CA, which the operators need whose replicas log in with certificates. */
const ONE_CA = ClusterTls.certManager({ issuerName: 'company-ca' });
const STREAMING = { clusterName: 'orders', host: 'orders.eu.acme.example' };
const ORDERS = { name: 'orders', owner: 'orders-app' };
/** Something of a database, and of its cluster besides. */
const database = (options: Partial<DatabaseOptions>, cluster: Ask['cluster'] = {}): Ask => ({
  cluster: { databases: [{ ...ORDERS, ...options }], ...cluster },
});
/** A role beside the owner. */
const role = (options: RoleOptions): Ask => database({}, { roles: [options] });
const CERT_MANAGER = ClusterTls.certManager({ issuerName: 'company-ca' });
const SUPPLIED = { name: 'reports', password: RolePassword.fromSecret() };
/** Who reads changes. */
const READER: RoleOptions = { ...SUPPLIED, attributes: { replication: true } };
const SEALED = `AgA${'x'.repeat(701)}`;
const pool = (mode: PoolMode): Ask => ({ pools: [{ mode }] });

const query = (more: Partial<MetricQuery>): Ask => ({
  cluster: {
    monitoring: {
      queries: [
        {
          name: 'app_orders',
          sql: 'SELECT count(*) AS open FROM public.orders',
          columns: [{ name: 'open', usage: MetricUsage.GAUGE, description: 'Open orders' }],
          ...more,
        },
      ],
    },
  },
});

type AlertCapability = Extract<Capability, `alert.${string}`>;

/** Every alert is asked for by saying how bad it is; what it is about is there. */
function alertAsks(): Readonly<Record<AlertCapability, Ask>> {
  const asks = (Object.keys(ALERT_CAPABILITIES) as Alert[]).map((alert): [string, Ask] => [
    ALERT_CAPABILITIES[alert],
    { cluster: { monitoring: { alerts: { adjustments: [{ alert, severity: AlertSeverity.INFO }] } } }, backup: {}, pools: [{}] },
  ]);
  return Object.fromEntries(asks) as Record<AlertCapability, Ask>;
}

/** A program for each capability that asks for it and, besides, for nothing that an operator could lack. */
export const ASKS: Readonly<Record<Capability, Ask | AskOf>> = {
  [Capability.STORAGE]: { cluster: { storage: { size: Size.gibibytes(20), storageClass: 'fast-ssd' } } },
  [Capability.STORAGE_WAL]: { cluster: { walStorage: { size: Size.gibibytes(10), storageClass: 'fast-ssd' } } },
  [Capability.REPLICA_SETS]: { cluster: { replicaSets: [{ name: 'reports', mayBecomePrimary: true }] } },
  [Capability.REPLICA_SETS_NEVER_PRIMARY]: { cluster: { replicaSets: [{ name: 'reports' }] } },
  [Capability.STORAGE_AUTO_GROW]: { cluster: { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200) } } } },
  [Capability.STORAGE_AUTO_GROW_WAL]: { cluster: { walStorage: { size: Size.gibibytes(10), autoGrow: { limit: Size.gibibytes(40) } } } },
  [Capability.STORAGE_AUTO_GROW_STEPS]: {
    cluster: { storage: { size: Size.gibibytes(50), autoGrow: { limit: Size.gibibytes(200), trigger: 80, maxStep: Size.gibibytes(20) } } },
  },
  [Capability.STORAGE_TABLESPACES]: { cluster: { tablespaces: [{ name: 'fast', storage: { size: Size.gibibytes(20) } }] } },
  [Capability.STORAGE_TABLESPACES_TEMPORARY]: {
    cluster: { tablespaces: [{ name: 'scratch', storage: { size: Size.gibibytes(20) }, temporary: true }] },
  },
  [Capability.COMPUTE]: {
    cluster: { compute: { cpu: Cpu.units(1), cpuLimit: Cpu.units(3), memory: Size.gibibytes(2), memoryLimit: Size.gibibytes(4) } },
  },
  [Capability.COMPUTE_WITHOUT_CPU_LIMIT]: { cluster: { compute: { cpu: Cpu.units(1), withoutCpuLimit: true, memory: Size.gibibytes(2) } } },
  [Capability.REPLICATION_ASYNCHRONOUS]: { cluster: { replication: Replication.asynchronous() } },
  [Capability.REPLICATION_SYNCHRONOUS]: { cluster: { replication: Replication.synchronous() } },
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: { cluster: { replication: Replication.synchronous({ writesWithoutStandby: true }) } },
  [Capability.PLACEMENT_NODES]: { cluster: { placement: { ...NO_SPREAD, nodes: SpreadRule.REQUIRED } } },
  [Capability.PLACEMENT_ZONES]: { cluster: { placement: { ...NO_SPREAD, zones: SpreadRule.PREFERRED } } },
  [Capability.PLACEMENT_NODE_SELECTOR]: { cluster: { placement: { ...NO_SPREAD, nodeSelector: { pool: 'databases' } } } },
  [Capability.PLACEMENT_TOLERATIONS]: { cluster: { placement: { ...NO_SPREAD, tolerations: [{ key: 'databases', value: 'only' }] } } },
  [Capability.PLACEMENT_PRIORITY_CLASS]: { cluster: { placement: { ...NO_SPREAD, priorityClassName: 'databases' } } },
  [Capability.PLACEMENT_NODE_AFFINITY]: {
    cluster: {
      placement: {
        ...NO_SPREAD,
        nodeAffinity: { preferred: [{ labels: [{ key: 'disk', operator: LabelOperator.NOT_IN, values: ['hdd'] }] }] },
      },
    },
  },
  [Capability.PLACEMENT_POD_AFFINITY]: {
    cluster: {
      placement: { ...NO_SPREAD, podAntiAffinity: { required: [{ topologyKey: 'kubernetes.io/hostname', labels: { app: 'batch' } }] } },
    },
  },
  [Capability.PLACEMENT_SPREAD]: { cluster: { placement: { ...NO_SPREAD, spread: [{ topologyKey: 'rack', maxSkew: 2 }] } } },
  [Capability.PARAMETERS]: { cluster: { parameters: { max_connections: '200' } } },
  [Capability.PRELOAD_LIBRARIES]: { cluster: { preloadLibraries: ['pg_stat_statements'] } },
  [Capability.HBA_RULES]: { cluster: { hbaRules: ['hostssl all all 10.0.0.0/8 scram-sha-256'] } },
  [Capability.DATABASE]: { cluster: { databases: [{ name: 'orders', owner: 'orders-app' }] } },
  [Capability.DATABASE_SEVERAL]: {
    cluster: {
      databases: [
        { name: 'orders', owner: 'orders-app' },
        { name: 'audit', owner: 'orders-app' },
      ],
    },
  },
  [Capability.DATABASE_SCHEMAS]: database({ schemas: ['reporting'] }),
  [Capability.DATABASE_EXTENSIONS]: database({ extensions: [{ name: 'pg_trgm' }] }),
  [Capability.DATABASE_EXTENSION_VERSION]: database({ extensions: [{ name: 'pg_trgm', version: '1.6' }] }),
  [Capability.DATABASE_EXTENSION_SCHEMA]: database({ schemas: ['extensions'], extensions: [{ name: 'pg_trgm', schema: 'extensions' }] }),
  [Capability.DATABASE_ENCODING]: database({ encoding: 'UTF8' }),
  [Capability.DATABASE_LOCALE]: database({ locale: 'C' }),
  [Capability.DATABASE_LOCALE_PROVIDER]: database({ localeProvider: LocaleProvider.ICU, icuLocale: 'de-DE' }),
  [Capability.CREATION_SQL]: { cluster: { creation: { sql: [CreationSql.fromText('CREATE EXTENSION IF NOT EXISTS pg_trgm;')] } } },
  [Capability.CREATION_SQL_CONFIG_MAP]: { cluster: { creation: { sql: [CreationSql.fromConfigMap('own-sql', 'creation.sql')] } } },
  [Capability.CREATION_WITHOUT_CHECKSUMS]: { cluster: { creation: { dataChecksums: false } }, suppressed: ['DB-020'] },
  [Capability.CREATION_WAL_SEGMENT_SIZE]: { cluster: { creation: { walSegmentSize: Size.mebibytes(64) } } },
  [Capability.DATABASE_CONNECTION_LIMIT]: database({ connectionLimit: 50 }),
  [Capability.ROLE_LOGIN]: role({ name: 'reports' }),
  [Capability.ROLE_GROUP]: role({ name: 'readers', login: false }),
  [Capability.ROLE_MEMBERSHIP]: role({ name: 'readers', login: false, memberOf: ['pg_monitor'] }),
  [Capability.ROLE_ATTRIBUTES]: role({ name: 'readers', login: false, attributes: { createDatabases: true } }),
  [Capability.ROLE_SUPERUSER]: { ...database({}, { superuser: {} }), suppressed: ['ROLE-024'] },
  [Capability.CHANGE_CAPTURE]: database({}, { changeCapture: { walLimit: Size.gibibytes(5) }, roles: [READER] }),
  [Capability.CHANGE_CAPTURE_PUBLICATIONS]: database(
    {},
    { changeCapture: { walLimit: Size.gibibytes(5), publications: [{ name: 'cdc', database: 'orders' }] }, roles: [READER] },
  ),
  [Capability.CHANGE_CAPTURE_SLOTS]: database(
    {},
    { changeCapture: { walLimit: Size.gibibytes(5), slots: [{ name: 'cdc', database: 'orders' }] }, roles: [READER] },
  ),
  [Capability.ROLE_CONNECTION_LIMIT]: role({ name: 'readers', login: false, connectionLimit: 5 }),
  [Capability.ROLE_VALID_UNTIL]: role({ ...SUPPLIED, validUntil: '2027-01-01T00:00:00Z' }),
  [Capability.ROLE_PASSWORD_SECRET]: role(SUPPLIED),
  [Capability.ROLE_PASSWORD_EXTERNAL]: role({
    name: 'reports',
    password: RolePassword.delivered(
      SecretSource.externalSecrets({ storeName: 'vault' }),
      SecretValue.fromVault('orders/reports', 'password'),
    ),
  }),
  [Capability.ROLE_PASSWORD_SEALED]: role({
    name: 'reports',
    password: RolePassword.delivered(SecretSource.sealedSecrets(), SecretValue.encrypted(SEALED)),
  }),
  [Capability.ACCESS_READ_ONLY]: role({ ...SUPPLIED, access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }),
  [Capability.ACCESS_READ_WRITE]: role({ ...SUPPLIED, access: [{ database: 'orders', level: AccessLevel.READ_WRITE }] }),
  [Capability.ACCESS_OWNER]: role({ ...SUPPLIED, access: [{ database: 'orders', level: AccessLevel.OWNER }] }),
  [Capability.ACCESS_RULES]: database({}, { accessRules: [AccessRule.allow({ roles: ['orders-app'], addresses: ['10.20.0.0/16'] })] }),
  [Capability.ACCESS_RULES_CERTIFICATE]: database(
    {},
    {
      tls: CERT_MANAGER,
      accessRules: [AccessRule.allow({ method: AccessMethod.CERTIFICATE })],
    },
  ),
  [Capability.TLS_OPERATOR]: {},
  [Capability.TLS_CERT_MANAGER]: { cluster: { tls: CERT_MANAGER } },
  // The Zalando operator takes no certificate for its replicas.
  [Capability.TLS_SECRETS]: ({ facts }) => ({
    cluster: {
      tls: ClusterTls.fromSecrets({
        serverSecret: 'orders-tls',
        ...(!facts.displayName.startsWith('Zalando') && { replicationSecret: 'orders-replication-tls' }),
      }),
    },
  }),
  [Capability.TLS_REPLICATION]: { cluster: { tls: ClusterTls.certManager({ issuerName: 'company-ca', replicationCertificate: true }) } },
  [Capability.TLS_VERIFICATION]: { connect: { sslMode: SslMode.VERIFY_FULL } },
  [Capability.TLS_VERIFICATION_POOL]: { connect: { sslMode: SslMode.VERIFY_FULL }, pools: [{}] },
  [Capability.NETWORK_INGRESS]: {},
  [Capability.NETWORK_EGRESS]: { cluster: { network: { egress: { apiServerCidrs: ['10.96.0.1/32'] } } } },
  [Capability.EXPOSURE_LOAD_BALANCER]: { cluster: { exposure: { primary: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) } } },
  [Capability.EXPOSURE_NODE_PORT]: { cluster: { exposure: { primary: Exposure.nodePort({ sourceRanges: ['203.0.113.0/24'] }) } } },
  [Capability.EXPOSURE_REPLICAS]: { cluster: { exposure: { replicas: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) } } },
  [Capability.EXPOSURE_POOL]: { pools: [{ exposure: Exposure.loadBalancer({ sourceRanges: ['203.0.113.0/24'] }) }] },
  [Capability.CONNECTION_PRIMARY]: { connect: {} },
  [Capability.CONNECTION_REPLICAS]: { connect: { target: ConnectionTarget.REPLICAS } },
  [Capability.CONNECTION_ANY]: { connect: { target: ConnectionTarget.ANY } },
  [Capability.CONNECTION_POOL]: { connect: {}, pools: [{}] },
  [Capability.CONNECTION_POOL_PRIVILEGED]: {
    ...database(
      {},
      {
        changeCapture: { walLimit: Size.gibibytes(5) },
        roles: [{ ...READER, access: [{ database: 'orders', level: AccessLevel.READ_ONLY }] }],
      },
    ),
    connect: { role: 'reports', database: 'orders' },
    pools: [{}],
  },
  [Capability.CONNECTION_BINDING]: { connect: {}, binding: true },
  [Capability.POD_SECURITY_BASELINE]: { cluster: { podSecurity: PodSecurityStandard.BASELINE } },
  [Capability.POD_SECURITY_RESTRICTED]: { cluster: { podSecurity: PodSecurityStandard.RESTRICTED } },
  [Capability.METADATA_LABELS]: { cluster: { labels: { 'acme.example/cost-center': 'shop' } } },
  [Capability.METADATA_OBJECT]: { cluster: { objectMetadata: { labels: { 'acme.example/tier': 'gold' } } } },
  [Capability.METADATA_ANNOTATIONS]: { cluster: { annotations: { 'acme.example/owner': 'team-orders' } } },
  [Capability.IMAGE_PULL_SECRETS]: { cluster: { imagePullSecrets: ['registry'] } },
  [Capability.IMAGE_PINNED]: { cluster: { image: PostgresImage.pinned('registry.example.com/postgresql:17.6-standard-trixie') } },
  [Capability.IMAGE_CATALOG]: { cluster: { image: PostgresImage.fromCatalog({ name: 'approved' }) } },
  [Capability.PGADMIN]: { pgAdmin: {} },
  [Capability.UPDATE_SWITCHOVER]: {},
  [Capability.UPDATE_RESTART]: { cluster: { updates: { primary: PrimaryUpdate.RESTART } } },
  [Capability.UPDATE_SUPERVISED]: { cluster: { updates: { supervised: true } } },
  [Capability.UPDATE_HOLD]: { cluster: { updates: { hold: true } } },
  [Capability.UPDATE_WINDOWS]: { cluster: { updates: { windows: [{ day: Weekday.SUNDAY, from: '01:00', to: '05:00' }] } } },
  [Capability.STATE_STOPPED]: { cluster: { state: ClusterState.stopped() } },
  [Capability.STATE_PAUSED]: { cluster: { state: ClusterState.paused({ withoutFailover: true }) } },
  [Capability.STATE_FENCED]: { cluster: { state: ClusterState.fenced() } },
  [Capability.STATE_SCHEDULE]: { sleep: {} },
  [Capability.VERB_RELOAD]: { cluster: { verbs: { reload: 'ticket-1234' } } },
  [Capability.VERB_PASSWORD]: {
    cluster: { databases: [{ name: 'orders', owner: 'orders-app' }] },
    verb: { verb: ClusterVerb.newPassword('orders-app') },
  },
  [Capability.VERB_CERTIFICATE]: { verb: { verb: ClusterVerb.newCertificate() } },
  [Capability.VERB_REINIT]: { verb: { verb: ClusterVerb.newInstance('orders-2') } },
  [Capability.VERB_RESTART]: { cluster: { verbs: { restart: 'ticket-1234' } } },
  [Capability.VERB_SWITCHOVER]: { cluster: { verbs: { switchover: 'ticket-1234' } } },
  [Capability.BACKUP_S3]: { backup: { target: S3 } },
  [Capability.BACKUP_S3_COMPATIBLE]: {
    backup: { target: BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: 'https://minio.storage.svc:9000', credentials: SECRET }) },
  },
  [Capability.BACKUP_S3_VIRTUAL_HOST]: {
    backup: {
      target: BackupTarget.s3Compatible({
        bucket: 'acme-pg',
        endpoint: 'https://store.acme.example',
        credentials: SECRET,
        virtualHostStyle: true,
      }),
    },
  },
  [Capability.BACKUP_GCS]: gcs(GcsCredentials.fromSecret('pg-gcs')),
  [Capability.BACKUP_GCS_IDENTITY]: gcs(GcsCredentials.workloadIdentity()),
  [Capability.BACKUP_GCS_SERVICE_ACCOUNT]: gcs(GcsCredentials.workloadIdentity('orders-backup@acme.iam.gserviceaccount.com')),
  [Capability.BACKUP_AZURE]: azure(AzureCredentials.fromSecret('pg-azure')),
  [Capability.BACKUP_AZURE_SAS]: azure(AzureCredentials.sasToken('pg-azure')),
  [Capability.BACKUP_AZURE_IDENTITY]: azure(AzureCredentials.workloadIdentity()),
  [Capability.BACKUP_AZURE_CLIENT]: azure(AzureCredentials.workloadIdentity('8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a')),
  [Capability.BACKUP_PLACE_BARMAN]: { backup: { place: ArchivePlace.barman({ serverName: 'orders' }) } },
  [Capability.BACKUP_PLACE_WAL_G]: { backup: { place: ArchivePlace.walG() } },
  [Capability.BACKUP_PLACE_PGBACKREST]: { backup: { place: ArchivePlace.pgBackRest({ path: '/pgbackrest/orders' }) } },
  [Capability.BACKUP_VOLUME]: {
    backup: {
      additionalRepositories: [
        { target: BackupTarget.volume({ size: Size.gibibytes(100) }), schedules: [FULL_LATER], retention: BackupRetention.days(7) },
      ],
    },
  },
  [Capability.BACKUP_VOLUME_AUTO_GROW]: {
    backup: {
      additionalRepositories: [
        {
          target: BackupTarget.volume({ size: Size.gibibytes(100), autoGrow: { limit: Size.gibibytes(400) } }),
          schedules: [FULL_LATER],
          retention: BackupRetention.days(7),
        },
      ],
    },
  },
  [Capability.BACKUP_CREDENTIALS_SECRET]: bucket(SECRET),
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: bucket(ObjectStoreCredentials.workloadIdentity()),
  [Capability.BACKUP_CREDENTIALS_ROLE]: bucket(
    ObjectStoreCredentials.workloadIdentity({ awsRoleArn: 'arn:aws:iam::123456789012:role/orders-backup' }),
  ),
  [Capability.BACKUP_FIRST]: { backup: {} },
  [Capability.BACKUP_FULL]: { backup: { schedules: [FULL] } },
  [Capability.BACKUP_FULL_SEVERAL]: { backup: { schedules: [FULL, BackupSchedule.full('0 14 * * *')] } },
  [Capability.BACKUP_DIFFERENTIAL]: { backup: { schedules: [FULL, BackupSchedule.differential('0 8 * * *')] } },
  [Capability.BACKUP_INCREMENTAL]: { backup: { schedules: [FULL, BackupSchedule.incremental('30 * * * *')] } },
  [Capability.BACKUP_RETENTION_DAYS]: { backup: { retention: BackupRetention.days(14) } },
  [Capability.BACKUP_SNAPSHOTS]: { backup: { snapshots: { className: 'csi-snapshots' } } },
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED]: {
    backup: { snapshots: { className: 'csi-snapshots' }, schedules: [FULL, BackupSchedule.snapshot('0 */6 * * *')] },
  },
  [Capability.BACKUP_SUSPENDED]: { backup: { suspended: true } },
  [Capability.BACKUP_ON_DEMAND]: { onDemand: [{}] },
  [Capability.BACKUP_RETENTION_COUNT]: retention(BackupRetention.count(7)),
  [Capability.BACKUP_RETENTION_DAYS_AND_COUNT]: retention(BackupRetention.daysAndCount(7, 7)),
  [Capability.BACKUP_RETENTION_UNLIMITED]: { ...retention(BackupRetention.unlimited()), suppressed: ['BAK-068'] },
  [Capability.BACKUP_RETENTION_DIFFERENTIAL]: {
    backup: {
      schedules: [FULL, BackupSchedule.differential('0 8 * * *')],
      retention: BackupRetention.days(30, { differentialCount: 7 }),
    },
  },
  [Capability.BACKUP_RETENTION_WAL]: retention(BackupRetention.days(30, { walCount: 2 })),
  [Capability.BACKUP_ENCRYPTION_SERVER]: encryption(BackupEncryption.serverSide()),
  [Capability.BACKUP_ENCRYPTION_KMS]: encryption(BackupEncryption.kms('arn:aws:kms:eu-west-1:123456789012:key/orders')),
  [Capability.BACKUP_ENCRYPTION_CLIENT]: encryption(BackupEncryption.clientSide('pg-backup-key')),
  [Capability.BACKUP_COMPRESSION_NONE]: compression(BackupCompression.NONE),
  [Capability.BACKUP_COMPRESSION_GZIP]: compression(BackupCompression.GZIP),
  [Capability.BACKUP_COMPRESSION_BZIP2]: compression(BackupCompression.BZIP2),
  [Capability.BACKUP_COMPRESSION_LZ4]: compression(BackupCompression.LZ4),
  [Capability.BACKUP_COMPRESSION_ZSTD]: compression(BackupCompression.ZSTD),
  [Capability.BACKUP_PARALLELISM]: { backup: { transfer: { parallelism: 4 } } },
  [Capability.BACKUP_IMMEDIATE_CHECKPOINT]: { backup: { transfer: { immediateCheckpoint: true } } },
  [Capability.BACKUP_BANDWIDTH]: { backup: { transfer: { bandwidthPerSecond: Size.mebibytes(50) } } },
  [Capability.BACKUP_COMPUTE]: { backup: { compute: { memory: Size.mebibytes(768) } } },
  [Capability.BACKUP_LOGICAL]: { logical: {} },
  [Capability.BACKUP_LOGICAL_RETENTION]: { logical: { retentionDays: 14 } },
  [Capability.BACKUP_REPOSITORIES]: {
    backup: {
      additionalRepositories: [
        {
          target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-pg-far', region: 'eu-north-1' }),
          schedules: [FULL_LATER],
          retention: BackupRetention.days(90),
        },
      ],
    },
  },
  [Capability.RECOVERY_ARCHIVE]: recovery(),
  [Capability.RECOVERY_TIME]: recovery(RecoveryTarget.time('2026-08-01T10:30:00Z')),
  [Capability.RECOVERY_TRANSACTION]: (operator) => recovery(RecoveryTarget.transaction('742', { backup: label(operator) })),
  [Capability.RECOVERY_LSN]: recovery(RecoveryTarget.lsn('0/3000060')),
  [Capability.RECOVERY_RESTORE_POINT]: (operator) => recovery(RecoveryTarget.restorePoint('before-v3', { backup: label(operator) })),
  [Capability.RECOVERY_BACKUP]: (operator) => recovery(RecoveryTarget.backup(label(operator))),
  [Capability.RECOVERY_FROM_BACKUP]: (operator) => recovery(RecoveryTarget.time('2026-08-01T10:30:00Z', { backup: label(operator) })),
  [Capability.RECOVERY_EXCLUSIVE]: recovery(RecoveryTarget.time('2026-08-01T10:30:00Z', { exclusive: true })),
  [Capability.RECOVERY_TIMELINE]: recovery(RecoveryTarget.time('2026-08-01T10:30:00Z', { timeline: '2' })),
  [Capability.RECOVERY_CLONE]: { clone: true, backup: {} },
  [Capability.RECOVERY_SNAPSHOTS]: {
    cluster: { recovery: RecoverySource.fromSnapshots({ dataSnapshot: 'orders-20260801' }) },
    backup: {},
  },
  [Capability.RECOVERY_IMPORT]: {
    cluster: {
      databases: [{ name: 'orders', owner: 'orders-app' }],
      recovery: RecoverySource.logicalImport({
        host: 'legacy.acme.example',
        user: 'postgres',
        password: { name: 'legacy', key: 'password' },
        database: 'shop',
      }),
    },
    backup: {},
  },
  [Capability.RECOVERY_IN_PLACE]: { inPlace: {} },
  [Capability.RECOVERY_DRILL]: { drill: {} },
  [Capability.REPLICA_ARCHIVE]: { replica: {} },
  [Capability.REPLICA_STREAMING]: { replica: { source: ReplicaSource.streaming(STREAMING), tls: ONE_CA } },
  [Capability.REPLICA_ARCHIVE_AND_STREAMING]: {
    replica: {
      source: ReplicaSource.archiveAndStreaming(
        BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, version: PostgresVersion.V17 }),
        STREAMING,
      ),
      tls: ONE_CA,
    },
  },
  [Capability.REPLICA_PROMOTION]: { replica: { source: ReplicaSource.archive(OLD_ARCHIVE), promoted: true } },
  [Capability.REPLICA_PAIR]: { replica: {}, pair: PairStep.steady() },
  [Capability.REPLICA_PAIR_SWAPPED]: { replica: {}, pair: PairStep.steady(), swapped: true },
  [Capability.REPLICA_PROMOTION_TOKEN]: { replica: {}, pair: PairStep.promote(TOKEN) },
  [Capability.UPGRADE]: { upgrade: { step: UpgradeStep.run() } },
  [Capability.UPGRADE_TRANSFER]: { upgrade: { step: UpgradeStep.run(), transfer: UpgradeTransfer.CLONE } },
  [Capability.UPGRADE_ARCHIVE]: { backup: {}, upgrade: { step: UpgradeStep.run(), archiveGeneration: 2 } },
  [Capability.UPGRADE_IMAGE]: {
    upgrade: { step: UpgradeStep.finish(), image: PostgresImage.pinned('registry.example.com/postgresql:17.6-standard-trixie') },
  },
  [Capability.MIGRATION]: { migration: {} },
  [Capability.MIGRATION_SUBSCRIPTION]: {
    migration: { step: MigrationStep.copy(), method: MigrationMethod.logical({ subscriptionObjects: true }) },
  },
  [Capability.POOL_SESSION]: pool(PoolMode.SESSION),
  [Capability.POOL_TRANSACTION]: pool(PoolMode.TRANSACTION),
  [Capability.POOL_STATEMENT]: pool(PoolMode.STATEMENT),
  [Capability.POOL_READ_ONLY]: { pools: [{ access: PoolAccess.READ_ONLY }] },
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: { pools: [{}, { access: PoolAccess.READ_ONLY }] },
  [Capability.POOL_SAME_ACCESS]: { pools: [{ poolName: 'orders-web' }, { poolName: 'orders-batch' }] },
  [Capability.POOL_DIFFERENT_SIZING]: { pools: [{}, { access: PoolAccess.READ_ONLY, instances: 1 }] },
  [Capability.POOL_SIZE]: { pools: [{ poolSize: 20 }] },
  [Capability.POOL_CLIENT_LIMIT]: { pools: [{ maxClientConnections: 1000 }] },
  [Capability.POOL_DATABASE_LIMIT]: { pools: [{ maxDatabaseConnections: 30 }] },
  [Capability.POOL_PARAMETERS]: { pools: [{ parameters: { server_idle_timeout: '300' } }] },
  [Capability.POOL_COMPUTE]: {
    pools: [{ compute: { cpu: Cpu.millis(250), cpuLimit: Cpu.units(2), memory: Size.mebibytes(256), memoryLimit: Size.mebibytes(256) } }],
  },
  [Capability.POOL_PLACEMENT]: { pools: [{ placement: { tolerations: [{ key: 'databases' }] } }] },
  [Capability.POOL_IMAGE]: { pools: [{ image: 'registry.example.com/pgbouncer:1.25.1' }] },
  [Capability.POOL_CLIENT_TLS]: { pools: [{ clientTls: PoolClientTls.PREFER }], suppressed: ['POOL-042'] },
  [Capability.POOL_PORT]: { pools: [{ port: 6432 }] },
  [Capability.POOL_METADATA]: { pools: [{ labels: { 'acme.example/tier': 'pool' } }] },
  [Capability.POOL_NAME]: { pools: [{ poolName: 'orders-web' }] },
  [Capability.POOL_IMPORTED_CLUSTER]: { imported: true, pools: [{}] },
  [Capability.MONITORING]: { cluster: { monitoring: {} } },
  [Capability.MONITORING_ANNOTATIONS]: { cluster: { monitoring: { discovery: MetricsDiscovery.ANNOTATIONS } } },
  [Capability.MONITORING_TLS]: { cluster: { monitoring: { tls: true } } },
  [Capability.MONITORING_QUERIES]: query({}),
  [Capability.MONITORING_QUERIES_DATABASES]: query({ databases: ['orders'] }),
  [Capability.MONITORING_QUERIES_CACHE]: query({ cache: Duration.minutes(5) }),
  [Capability.MONITORING_QUERIES_PRIMARY]: query({ primaryOnly: true }),
  ...alertAsks(),
};
