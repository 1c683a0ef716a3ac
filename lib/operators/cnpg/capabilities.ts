import { Capability } from '../../model/capability';
import { CapabilityStatement } from '../../model/capability-statement';
import { Rows, SomeRows, Variant, refusalsOf, statementsOf } from '../refusals';
import { MONITORING_ROWS } from './monitoring/monitoring-capabilities';
import { Settings } from './settings';
import { versionFacts } from './versions';

const SUPPORTED = {
  [Capability.STORAGE]: 'Cluster /spec/storage',
  [Capability.STORAGE_WAL]: 'Cluster /spec/walStorage',
  [Capability.STORAGE_TABLESPACES]: 'Cluster /spec/tablespaces/0/storage',
  [Capability.STORAGE_TABLESPACES_TEMPORARY]: 'Cluster /spec/tablespaces/0/temporary',
  [Capability.COMPUTE]: 'Cluster /spec/resources',
  [Capability.COMPUTE_WITHOUT_CPU_LIMIT]: 'Cluster /spec/resources/limits/memory',
  // Replication is asynchronous where nothing is said of it, so there is no field to find: the cluster has replicas.
  [Capability.REPLICATION_ASYNCHRONOUS]: 'Cluster /spec/instances',
  [Capability.REPLICATION_SYNCHRONOUS]: 'Cluster /spec/postgresql/synchronous',
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: 'Cluster /spec/postgresql/synchronous/dataDurability',
  [Capability.PLACEMENT_NODES]: 'Cluster /spec/topologySpreadConstraints',
  [Capability.PLACEMENT_ZONES]: 'Cluster /spec/topologySpreadConstraints',
  [Capability.PLACEMENT_NODE_SELECTOR]: 'Cluster /spec/affinity/nodeSelector',
  [Capability.PLACEMENT_TOLERATIONS]: 'Cluster /spec/affinity/tolerations',
  [Capability.PLACEMENT_PRIORITY_CLASS]: 'Cluster /spec/priorityClassName',
  [Capability.PLACEMENT_NODE_AFFINITY]: 'Cluster /spec/affinity/nodeAffinity',
  [Capability.PLACEMENT_POD_AFFINITY]: 'Cluster /spec/affinity/additionalPodAntiAffinity',
  [Capability.PLACEMENT_SPREAD]: 'Cluster /spec/topologySpreadConstraints',
  [Capability.PARAMETERS]: 'Cluster /spec/postgresql/parameters',
  [Capability.PRELOAD_LIBRARIES]: 'Cluster /spec/postgresql/shared_preload_libraries',
  [Capability.HBA_RULES]: 'Cluster /spec/postgresql/pg_hba',
  [Capability.DATABASE]: 'Cluster /spec/bootstrap/initdb/database',
  [Capability.DATABASE_SEVERAL]: 'Database /spec/name',
  [Capability.DATABASE_SCHEMAS]: 'Database /spec/schemas',
  [Capability.DATABASE_EXTENSIONS]: 'Database /spec/extensions',
  [Capability.DATABASE_EXTENSION_VERSION]: 'Database /spec/extensions/0/version',
  [Capability.DATABASE_EXTENSION_SCHEMA]: 'Database /spec/extensions/0/schema',
  [Capability.DATABASE_ENCODING]: 'Cluster /spec/bootstrap/initdb/encoding',
  [Capability.DATABASE_LOCALE]: 'Cluster /spec/bootstrap/initdb/localeCollate',
  [Capability.DATABASE_LOCALE_PROVIDER]: 'Cluster /spec/bootstrap/initdb/localeProvider',
  [Capability.CREATION_SQL]: 'Cluster /spec/bootstrap/initdb/postInitSQL',
  [Capability.CREATION_SQL_CONFIG_MAP]: 'Cluster /spec/bootstrap/initdb/postInitSQLRefs/configMapRefs',
  [Capability.CREATION_WITHOUT_CHECKSUMS]: 'Cluster /spec/bootstrap/initdb/dataChecksums',
  [Capability.CREATION_WAL_SEGMENT_SIZE]: 'Cluster /spec/bootstrap/initdb/walSegmentSize',
  [Capability.DATABASE_CONNECTION_LIMIT]: 'Database /spec/connectionLimit',
  [Capability.ROLE_SUPERUSER]: 'Cluster /spec/enableSuperuserAccess',
  [Capability.CHANGE_CAPTURE]: 'Cluster /spec/replicationSlots/highAvailability/synchronizeLogicalDecoding',
  [Capability.CHANGE_CAPTURE_PUBLICATIONS]: 'Publication /spec/target',
  [Capability.ROLE_PASSWORD_EXTERNAL]: 'ExternalSecret /spec/target/template',
  [Capability.ROLE_PASSWORD_SEALED]: 'SealedSecret /spec/template',
  [Capability.ACCESS_READ_ONLY]: 'Job /spec/template',
  [Capability.ACCESS_READ_WRITE]: 'Job /spec/template',
  [Capability.ACCESS_RULES]: 'Cluster /spec/postgresql/pg_hba',
  [Capability.ACCESS_RULES_CERTIFICATE]: 'Cluster /spec/postgresql/pg_hba',
  // The operator makes certificates where nothing is said of them, so there is no field to find.
  [Capability.TLS_OPERATOR]: 'Cluster /spec/instances',
  [Capability.TLS_CERT_MANAGER]: 'Cluster /spec/certificates/serverTLSSecret',
  [Capability.TLS_SECRETS]: 'Cluster /spec/certificates/serverTLSSecret',
  [Capability.TLS_REPLICATION]: 'Cluster /spec/certificates/replicationTLSSecret',
  [Capability.TLS_VERIFICATION]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.TLS_VERIFICATION_POOL]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.NETWORK_INGRESS]: 'NetworkPolicy /spec/ingress',
  [Capability.NETWORK_EGRESS]: 'NetworkPolicy /spec/egress',
  [Capability.EXPOSURE_LOAD_BALANCER]: 'Service /spec/type',
  [Capability.EXPOSURE_NODE_PORT]: 'Service /spec/type',
  [Capability.EXPOSURE_REPLICAS]: 'Service /spec/type',
  [Capability.EXPOSURE_POOL]: 'Service /spec/type',
  [Capability.CONNECTION_PRIMARY]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_REPLICAS]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_ANY]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_POOL]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_POOL_PRIVILEGED]: 'Deployment /spec/template/spec/containers/0/env',
  [Capability.CONNECTION_BINDING]: 'ConfigMap /data/type',
  // All pods, those of the plugin and of the poolers included, meet either standard without being told.
  [Capability.POD_SECURITY_BASELINE]: 'Cluster /spec/instances',
  [Capability.POD_SECURITY_RESTRICTED]: 'Cluster /spec/instances',
  [Capability.METADATA_LABELS]: 'Cluster /spec/inheritedMetadata/labels',
  [Capability.METADATA_ANNOTATIONS]: 'Cluster /spec/inheritedMetadata/annotations',
  [Capability.METADATA_OBJECT]: 'Cluster /metadata/labels',
  [Capability.IMAGE_PULL_SECRETS]: 'Cluster /spec/imagePullSecrets',
  [Capability.IMAGE_PINNED]: 'Cluster /spec/imageName',
  [Capability.IMAGE_CATALOG]: 'Cluster /spec/imageCatalogRef',
  [Capability.UPDATE_SWITCHOVER]: 'Cluster /spec/primaryUpdateMethod',
  [Capability.UPDATE_RESTART]: 'Cluster /spec/primaryUpdateMethod',
  [Capability.UPDATE_SUPERVISED]: 'Cluster /spec/primaryUpdateStrategy',
  [Capability.UPDATE_HOLD]: 'Cluster /metadata/annotations/cnpg.io~1reconcilePodSpec',
  [Capability.STATE_STOPPED]: 'Cluster /metadata/annotations/cnpg.io~1hibernation',
  [Capability.STATE_PAUSED]: 'Cluster /metadata/annotations/cnpg.io~1reconciliationLoop',
  [Capability.STATE_FENCED]: 'Cluster /metadata/annotations/cnpg.io~1fencedInstances',
  [Capability.STATE_SCHEDULE]: 'CronJob /spec/schedule',
  [Capability.VERB_RELOAD]: 'Cluster /spec/postgresql/parameters/cdk8s_postgres.reload',
  [Capability.VERB_PASSWORD]: 'Job /spec/template/spec/serviceAccountName',
  [Capability.VERB_CERTIFICATE]: 'Job /spec/template/spec/serviceAccountName',
  [Capability.VERB_REINIT]: 'Job /spec/template/spec/serviceAccountName',
  [Capability.VERB_RESTART]: 'Cluster /metadata/annotations/kubectl.kubernetes.io~1restartedAt',
  [Capability.BACKUP_S3]: 'ObjectStore /spec/configuration/destinationPath',
  [Capability.BACKUP_S3_COMPATIBLE]: 'ObjectStore /spec/configuration/endpointURL',
  [Capability.BACKUP_CREDENTIALS_SECRET]: 'ObjectStore /spec/configuration/s3Credentials/accessKeyId',
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: 'ObjectStore /spec/configuration/s3Credentials/inheritFromIAMRole',
  [Capability.BACKUP_CREDENTIALS_ROLE]: 'Cluster /spec/serviceAccountTemplate/metadata/annotations/eks.amazonaws.com~1role-arn',
  [Capability.BACKUP_GCS]: 'ObjectStore /spec/configuration/googleCredentials/applicationCredentials',
  [Capability.BACKUP_GCS_IDENTITY]: 'ObjectStore /spec/configuration/googleCredentials/gkeEnvironment',
  [Capability.BACKUP_GCS_SERVICE_ACCOUNT]: 'Cluster /spec/serviceAccountTemplate/metadata/annotations/iam.gke.io~1gcp-service-account',
  [Capability.BACKUP_AZURE]: 'ObjectStore /spec/configuration/azureCredentials/storageKey',
  [Capability.BACKUP_AZURE_SAS]: 'ObjectStore /spec/configuration/azureCredentials/storageSasToken',
  [Capability.BACKUP_AZURE_IDENTITY]: 'ObjectStore /spec/configuration/azureCredentials/useDefaultAzureCredentials',
  [Capability.BACKUP_AZURE_CLIENT]: 'Cluster /spec/serviceAccountTemplate/metadata/annotations/azure.workload.identity~1client-id',
  [Capability.BACKUP_PLACE_BARMAN]: 'Cluster /spec/plugins/0/parameters/serverName',
  [Capability.BACKUP_IMMEDIATE_CHECKPOINT]: 'ObjectStore /spec/configuration/data/immediateCheckpoint',
  [Capability.BACKUP_FIRST]: 'ScheduledBackup /spec/immediate',
  [Capability.BACKUP_FULL]: 'ScheduledBackup /spec/schedule',
  [Capability.BACKUP_FULL_SEVERAL]: 'ScheduledBackup /spec/schedule',
  [Capability.BACKUP_SNAPSHOTS]: 'Cluster /spec/backup/volumeSnapshot',
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED]: 'ScheduledBackup /spec/method',
  [Capability.BACKUP_SUSPENDED]: 'ScheduledBackup /spec/suspend',
  [Capability.BACKUP_ON_DEMAND]: 'Backup /spec/method',
  [Capability.BACKUP_RETENTION_DAYS]: 'ObjectStore /spec/retentionPolicy',
  // Nothing is deleted where nothing is said of it, so there is no field to find.
  [Capability.BACKUP_RETENTION_UNLIMITED]: 'ObjectStore /spec/configuration',
  [Capability.BACKUP_ENCRYPTION_SERVER]: 'ObjectStore /spec/configuration/data/encryption',
  [Capability.BACKUP_ENCRYPTION_KMS]: 'ObjectStore /spec/configuration/data/additionalCommandArgs',
  // Nothing is compressed where nothing is said of it, so there is no field to find.
  [Capability.BACKUP_COMPRESSION_NONE]: 'ObjectStore /spec/configuration',
  [Capability.BACKUP_COMPRESSION_GZIP]: 'ObjectStore /spec/configuration/data/compression',
  [Capability.BACKUP_COMPRESSION_BZIP2]: 'ObjectStore /spec/configuration/data/compression',
  [Capability.BACKUP_COMPRESSION_LZ4]: 'ObjectStore /spec/configuration/data/compression',
  [Capability.BACKUP_COMPUTE]: 'ObjectStore /spec/instanceSidecarConfiguration/resources',
  [Capability.BACKUP_PARALLELISM]: 'ObjectStore /spec/configuration/data/jobs',
  [Capability.BACKUP_BANDWIDTH]: 'ObjectStore /spec/configuration/data/additionalCommandArgs',
  [Capability.RECOVERY_ARCHIVE]: 'Cluster /spec/bootstrap/recovery/source',
  [Capability.RECOVERY_TIME]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetTime',
  [Capability.RECOVERY_TRANSACTION]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetXID',
  [Capability.RECOVERY_LSN]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetLSN',
  [Capability.RECOVERY_RESTORE_POINT]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetName',
  [Capability.RECOVERY_BACKUP]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetImmediate',
  [Capability.RECOVERY_FROM_BACKUP]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/backupID',
  [Capability.RECOVERY_EXCLUSIVE]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/exclusive',
  [Capability.RECOVERY_TIMELINE]: 'Cluster /spec/bootstrap/recovery/recoveryTarget/targetTLI',
  [Capability.RECOVERY_CLONE]: 'Cluster /spec/bootstrap/pg_basebackup/source',
  [Capability.RECOVERY_SNAPSHOTS]: 'Cluster /spec/bootstrap/recovery/volumeSnapshots/storage',
  [Capability.RECOVERY_IMPORT]: 'Cluster /spec/bootstrap/initdb/import',
  [Capability.RECOVERY_DRILL]: 'CronJob /spec/jobTemplate',
  [Capability.REPLICA_ARCHIVE]: 'Cluster /spec/externalClusters/0/plugin',
  [Capability.REPLICA_STREAMING]: 'Cluster /spec/externalClusters/0/connectionParameters',
  [Capability.REPLICA_ARCHIVE_AND_STREAMING]: 'Cluster /spec/externalClusters/0/connectionParameters',
  [Capability.REPLICA_PROMOTION]: 'Cluster /spec/replica/enabled',
  [Capability.REPLICA_PAIR]: 'Cluster /spec/replica/primary',
  [Capability.REPLICA_PAIR_SWAPPED]: 'Cluster /spec/replica/primary',
  [Capability.REPLICA_PROMOTION_TOKEN]: 'Cluster /spec/replica/promotionToken',
  [Capability.MIGRATION]: 'Cluster /spec/enableSuperuserAccess',
  [Capability.MIGRATION_SUBSCRIPTION]: 'Subscription /spec/publicationName',
  [Capability.UPGRADE]: 'Cluster /spec/imageName',
  [Capability.UPGRADE_ARCHIVE]: 'Cluster /spec/plugins/0/parameters/serverName',
  [Capability.UPGRADE_IMAGE]: 'Cluster /spec/imageName',
  [Capability.POOL_SESSION]: 'Pooler /spec/pgbouncer/poolMode',
  [Capability.POOL_TRANSACTION]: 'Pooler /spec/pgbouncer/poolMode',
  [Capability.POOL_READ_ONLY]: 'Pooler /spec/type',
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: 'Pooler /spec/type',
  [Capability.POOL_SAME_ACCESS]: 'Pooler /metadata/name',
  [Capability.POOL_DIFFERENT_SIZING]: 'Pooler /spec/instances',
  [Capability.POOL_SIZE]: 'Pooler /spec/pgbouncer/parameters/default_pool_size',
  [Capability.POOL_CLIENT_LIMIT]: 'Pooler /spec/pgbouncer/parameters/max_client_conn',
  [Capability.POOL_DATABASE_LIMIT]: 'Pooler /spec/pgbouncer/parameters/max_db_connections',
  [Capability.POOL_PARAMETERS]: 'Pooler /spec/pgbouncer/parameters',
  [Capability.POOL_COMPUTE]: 'Pooler /spec/template/spec/containers/0/resources',
  [Capability.POOL_PLACEMENT]: 'Pooler /spec/template/spec/tolerations',
  [Capability.POOL_IMAGE]: 'Pooler /spec/template/spec/containers/0/image',
  [Capability.POOL_CLIENT_TLS]: 'Pooler /spec/pgbouncer/parameters/client_tls_sslmode',
  [Capability.POOL_METADATA]: 'Pooler /spec/template/metadata/labels',
  [Capability.POOL_NAME]: 'Pooler /metadata/name',
  [Capability.POOL_IMPORTED_CLUSTER]: 'Pooler /spec/cluster/name',
} satisfies SomeRows;

/** What is said of a role, in the fields of a DatabaseRole, or of an entry of `managed.roles`. */
const rolesAt = (place: string) =>
  ({
    [Capability.ROLE_GROUP]: `${place}/login`,
    [Capability.ROLE_MEMBERSHIP]: `${place}/inRoles`,
    [Capability.ROLE_ATTRIBUTES]: `${place}/createdb`,
    [Capability.ROLE_CONNECTION_LIMIT]: `${place}/connectionLimit`,
    [Capability.ROLE_VALID_UNTIL]: `${place}/validUntil`,
    [Capability.ROLE_PASSWORD_SECRET]: `${place}/passwordSecret/name`,
    [Capability.ACCESS_OWNER]: `${place}/inRoles`,
  }) satisfies SomeRows;

/** What to write for dumps, which the operator does not take. */
const OWN_DUMPS =
  'take the LogicalBackup out and run pg_dump in a CronJob of your own, whose container gets address and password by connect(...) of the cluster';

/** What to write for the place of an archive that another tool wrote. */
const BARMAN_PLACE =
  'write ArchivePlace.barman(...) for an archive of this operator; the data of another one is dumped and loaded: RecoverySource.logicalImport(...)';

/** What to write for instances of another size. */
const OWN_CLUSTER = `leave 'replicaSets' out and write a ReplicaCluster in the same namespace, which has a size and a Service of its own, or raise 'instances'`;

/** What to write where volumes do not grow by themselves. */
const GROW = `leave 'autoGrow' out and raise 'size' in a commit when the alert of a filling volume says so`;

/**
 * What is refused: barman-cloud takes full backups into one object store and deletes them by their age, the operator restores into new
 * clusters only, the Pooler has two modes, and one role gets a password of the operator's.
 */
const REFUSED = {
  [Capability.PGADMIN]: {
    rule: 'CNPG-186',
    instead: 'write a Deployment of pgAdmin, and let it in by cluster.allowFrom(...)',
  },
  [Capability.BACKUP_VOLUME]: { rule: 'CNPG-050', instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)' },
  [Capability.REPLICA_SETS]: { rule: 'CNPG-184', instead: OWN_CLUSTER },
  [Capability.REPLICA_SETS_NEVER_PRIMARY]: { rule: 'CNPG-185', instead: OWN_CLUSTER },
  [Capability.BACKUP_VOLUME_AUTO_GROW]: { rule: 'CNPG-183', instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)' },
  [Capability.STORAGE_AUTO_GROW]: { rule: 'CNPG-180', instead: GROW },
  [Capability.STORAGE_AUTO_GROW_WAL]: { rule: 'CNPG-181', instead: GROW },
  [Capability.STORAGE_AUTO_GROW_STEPS]: { rule: 'CNPG-182', instead: GROW },
  [Capability.BACKUP_DIFFERENTIAL]: {
    rule: 'CNPG-051',
    instead: 'write BackupSchedule.full(...); archived WAL covers the time between full backups',
  },
  [Capability.BACKUP_INCREMENTAL]: {
    rule: 'CNPG-052',
    instead: 'write BackupSchedule.full(...); archived WAL covers the time between full backups',
  },
  [Capability.BACKUP_REPOSITORIES]: {
    rule: 'CNPG-053',
    instead: `leave out 'additionalRepositories'; let the object store replicate the bucket`,
  },
  [Capability.POOL_PORT]: {
    rule: 'CNPG-140',
    instead: `leave 'port' out; poolers answer at port 5432, and a Service of your own may lead there from another one`,
  },
  [Capability.POOL_STATEMENT]: { rule: 'CNPG-054', instead: 'write PoolMode.TRANSACTION' },
  [Capability.BACKUP_S3_VIRTUAL_HOST]: { rule: 'CNPG-055', instead: `leave out 'virtualHostStyle'; requests name the bucket in the path` },
  [Capability.BACKUP_RETENTION_COUNT]: {
    rule: 'CNPG-056',
    instead: 'write BackupRetention.days(...); a daily backup makes as many of them as there are days',
  },
  [Capability.BACKUP_RETENTION_DAYS_AND_COUNT]: {
    rule: 'CNPG-057',
    instead: 'write BackupRetention.days(...); the backup that the days begin with is kept, however old',
  },
  [Capability.BACKUP_RETENTION_DIFFERENTIAL]: { rule: 'CNPG-058', instead: `leave out 'differentialCount'; there are full backups only` },
  [Capability.BACKUP_RETENTION_WAL]: { rule: 'CNPG-059', instead: `leave out 'walCount'; WAL is kept as long as a backup needs it` },
  [Capability.BACKUP_ENCRYPTION_CLIENT]: {
    rule: 'CNPG-060',
    instead: 'write BackupEncryption.kms(...) for a store that speaks S3, or let the store encrypt by itself',
  },
  [Capability.BACKUP_COMPRESSION_ZSTD]: {
    rule: 'CNPG-061',
    instead: 'write BackupCompression.LZ4 or BackupCompression.GZIP; base backups are compressed with nothing else',
  },
  [Capability.BACKUP_LOGICAL]: { rule: 'CNPG-122', instead: OWN_DUMPS },
  [Capability.BACKUP_LOGICAL_RETENTION]: { rule: 'CNPG-123', instead: OWN_DUMPS },
  [Capability.BACKUP_PLACE_WAL_G]: { rule: 'CNPG-120', instead: BARMAN_PLACE },
  [Capability.BACKUP_PLACE_PGBACKREST]: { rule: 'CNPG-121', instead: BARMAN_PLACE },
  [Capability.UPDATE_WINDOWS]: {
    rule: 'CNPG-166',
    instead: `leave 'updates.windows' out, and write updates: { supervised: true } to choose the time`,
  },
  [Capability.VERB_SWITCHOVER]: {
    rule: 'CNPG-167',
    instead: `leave 'verbs.switchover' out; a person promotes a replica with 'kubectl cnpg promote'`,
  },
  [Capability.UPGRADE_TRANSFER]: { rule: 'CNPG-160', instead: `leave 'transfer' out; files are linked` },
  [Capability.RECOVERY_IN_PLACE]: {
    rule: 'CNPG-062',
    instead: `write a new HaCluster with recovery: RecoverySource.fromArchive(policy.archive, { target }) and let the applications move there`,
  },
  [Capability.CHANGE_CAPTURE_SLOTS]: {
    rule: 'CNPG-100',
    instead: `leave 'slots' out and let the reader make its slot with 'failover', as a subscription or Debezium can`,
  },
  [Capability.ROLE_LOGIN]: {
    rule: 'CNPG-070',
    instead: 'write RolePassword.fromSecret(), or RolePassword.delivered(...) to have the Secret made',
  },
} satisfies SomeRows;

const ROWS: Rows = { ...SUPPORTED, ...MONITORING_ROWS, ...rolesAt('DatabaseRole /spec'), ...REFUSED };

/** The versions that manifests can be printed for differ in where roles are described; other differences are a matter of the rules. */
const VARIANTS: readonly Variant<Settings>[] = Object.entries(rolesAt('Cluster /spec/managed/roles/0')).map(([capability, row]) => ({
  capability: capability as Capability,
  holds: (settings) => !versionFacts(settings).roleObjects,
  row,
}));

/** What CloudNativePG can do and what it refuses. */
export const capabilitiesOf = (settings: Settings): CapabilityStatement[] => statementsOf(ROWS, VARIANTS, settings);

/** Every refusal that there is in any version, for the catalogue of rules. */
export const REFUSALS: readonly CapabilityStatement[] = refusalsOf(ROWS, VARIANTS);
