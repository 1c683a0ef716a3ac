import { Capability } from '../../model/capability';
import { CapabilityStatement } from '../../model/capability-statement';
import { Rows, SomeRows, Variant, fieldsOf, statementsOf } from '../refusals';
import { ACCESS_REFUSALS, ACCESS_ROWS } from './access/access-capabilities';
import { MONITORING_ROWS, MONITORING_VARIANTS } from './monitoring/monitoring-capabilities';
import { CrunchySettings } from './settings';
import { versionFacts } from './versions';

const field = fieldsOf('PostgresCluster');
const GLOBAL = '/spec/backups/pgbackrest/global';
const RESTORE_OPTIONS = field('/spec/dataSource/pgbackrest/options');

/** Where PGO has what it has. Everything is in one object. */
const SUPPORTED = {
  [Capability.STORAGE]: field('/spec/instances/0/dataVolumeClaimSpec'),
  [Capability.STORAGE_WAL]: field('/spec/instances/0/walVolumeClaimSpec'),
  [Capability.STORAGE_AUTO_GROW]: field('/spec/instances/0/dataVolumeClaimSpec/resources/limits/storage'),
  [Capability.STORAGE_AUTO_GROW_WAL]: field('/spec/instances/0/walVolumeClaimSpec/resources/limits/storage'),
  [Capability.STORAGE_AUTO_GROW_STEPS]: field('/spec/instances/0/dataVolumeClaimSpec/autoGrow'),
  [Capability.STORAGE_TABLESPACES]: field('/spec/instances/0/tablespaceVolumes'),
  [Capability.REPLICA_SETS]: field('/spec/instances/1'),
  [Capability.COMPUTE]: field('/spec/instances/0/resources'),
  [Capability.COMPUTE_WITHOUT_CPU_LIMIT]: field('/spec/instances/0/resources/limits/memory'),
  [Capability.REPLICATION_ASYNCHRONOUS]: field('/spec/patroni/dynamicConfiguration/synchronous_mode'),
  [Capability.REPLICATION_SYNCHRONOUS]: field('/spec/patroni/dynamicConfiguration/synchronous_mode_strict'),
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED]: field('/spec/patroni/dynamicConfiguration/synchronous_mode_strict'),
  [Capability.PLACEMENT_NODES]: field('/spec/instances/0/topologySpreadConstraints'),
  [Capability.PLACEMENT_ZONES]: field('/spec/instances/0/topologySpreadConstraints'),
  [Capability.PLACEMENT_NODE_SELECTOR]: field('/spec/instances/0/affinity/nodeAffinity'),
  [Capability.PLACEMENT_TOLERATIONS]: field('/spec/instances/0/tolerations'),
  [Capability.PLACEMENT_PRIORITY_CLASS]: field('/spec/instances/0/priorityClassName'),
  [Capability.PLACEMENT_NODE_AFFINITY]: field('/spec/instances/0/affinity/nodeAffinity'),
  [Capability.PLACEMENT_POD_AFFINITY]: field('/spec/instances/0/affinity/podAntiAffinity'),
  [Capability.PLACEMENT_SPREAD]: field('/spec/instances/0/topologySpreadConstraints'),
  [Capability.PARAMETERS]: field('/spec/config/parameters'),
  [Capability.PRELOAD_LIBRARIES]: field('/spec/config/parameters/shared_preload_libraries'),
  [Capability.HBA_RULES]: field('/spec/authentication/rules'),
  ...ACCESS_ROWS,
  [Capability.METADATA_LABELS]: field('/spec/metadata/labels'),
  [Capability.METADATA_ANNOTATIONS]: field('/spec/metadata/annotations'),
  [Capability.METADATA_OBJECT]: field('/metadata/labels'),
  [Capability.IMAGE_PULL_SECRETS]: field('/spec/imagePullSecrets'),
  [Capability.IMAGE_PINNED]: field('/spec/image'),
  // No field: PGO always updates the replicas first and then switches over, as soon as there is a replica.
  [Capability.UPDATE_SWITCHOVER]: field('/spec/instances/0/replicas'),
  [Capability.STATE_STOPPED]: field('/spec/shutdown'),
  [Capability.STATE_PAUSED]: field('/spec/paused'),
  [Capability.STATE_SCHEDULE]: 'CronJob /spec/schedule',
  [Capability.VERB_RELOAD]: field('/spec/config/parameters/cdk8s_postgres.reload'),
  [Capability.VERB_PASSWORD]: 'Job /spec/template/spec/serviceAccountName',
  [Capability.VERB_CERTIFICATE]: 'Job /spec/template/spec/serviceAccountName',
  [Capability.VERB_RESTART]: field('/spec/instances/0/metadata/annotations/cdk8s-postgres~1restart'),
  [Capability.VERB_SWITCHOVER]: field('/spec/patroni/switchover/enabled'),
  [Capability.BACKUP_S3]: field('/spec/backups/pgbackrest/repos/0/s3'),
  [Capability.BACKUP_S3_COMPATIBLE]: field(`${GLOBAL}/repo1-s3-uri-style`),
  [Capability.BACKUP_S3_VIRTUAL_HOST]: field(`${GLOBAL}/repo1-s3-uri-style`),
  [Capability.BACKUP_GCS]: field(`${GLOBAL}/repo1-gcs-key`),
  [Capability.BACKUP_GCS_IDENTITY]: field(`${GLOBAL}/repo1-gcs-key-type`),
  [Capability.BACKUP_GCS_SERVICE_ACCOUNT]: field('/spec/metadata/annotations/iam.gke.io~1gcp-service-account'),
  [Capability.BACKUP_AZURE]: field('/spec/backups/pgbackrest/repos/0/azure'),
  [Capability.BACKUP_AZURE_SAS]: field(`${GLOBAL}/repo1-azure-key-type`),
  [Capability.BACKUP_PLACE_PGBACKREST]: field(`${GLOBAL}/repo1-path`),
  [Capability.BACKUP_IMMEDIATE_CHECKPOINT]: field(`${GLOBAL}/start-fast`),
  // Second, since a policy needs an object store as well (rule BAK-014).
  [Capability.BACKUP_VOLUME]: field('/spec/backups/pgbackrest/repos/1/volume'),
  [Capability.BACKUP_VOLUME_AUTO_GROW]: field('/spec/backups/pgbackrest/repos/1/volume/volumeClaimSpec/resources/limits/storage'),
  [Capability.BACKUP_CREDENTIALS_SECRET]: field('/spec/backups/pgbackrest/configuration/0/secret'),
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: field(`${GLOBAL}/repo1-s3-key-type`),
  [Capability.BACKUP_CREDENTIALS_ROLE]: field('/spec/metadata/annotations/eks.amazonaws.com~1role-arn'),
  // No field: PGO takes a backup into the first repository as soon as the cluster runs, and makes replicas from it.
  [Capability.BACKUP_FIRST]: field('/spec/backups/pgbackrest/repos/0'),
  [Capability.BACKUP_FULL]: field('/spec/backups/pgbackrest/repos/0/schedules/full'),
  [Capability.BACKUP_DIFFERENTIAL]: field('/spec/backups/pgbackrest/repos/0/schedules/differential'),
  [Capability.BACKUP_INCREMENTAL]: field('/spec/backups/pgbackrest/repos/0/schedules/incremental'),
  // No field: a suspended policy has no schedules.
  [Capability.BACKUP_SUSPENDED]: field('/spec/backups/pgbackrest/repos/0'),
  [Capability.BACKUP_ON_DEMAND]: field('/spec/backups/pgbackrest/manual'),
  [Capability.BACKUP_RETENTION_DAYS]: field(`${GLOBAL}/repo1-retention-full`),
  [Capability.BACKUP_RETENTION_COUNT]: field(`${GLOBAL}/repo1-retention-full`),
  // No field: PGO keeps everything where nothing is said of it.
  [Capability.BACKUP_RETENTION_UNLIMITED]: field('/spec/backups/pgbackrest/repos/0'),
  [Capability.BACKUP_RETENTION_DIFFERENTIAL]: field(`${GLOBAL}/repo1-retention-diff`),
  [Capability.BACKUP_RETENTION_WAL]: field(`${GLOBAL}/repo1-retention-archive`),
  [Capability.BACKUP_ENCRYPTION_KMS]: field(`${GLOBAL}/repo1-s3-kms-key-id`),
  [Capability.BACKUP_ENCRYPTION_CLIENT]: field(`${GLOBAL}/repo1-cipher-type`),
  [Capability.BACKUP_COMPRESSION_NONE]: field(`${GLOBAL}/compress-type`),
  [Capability.BACKUP_COMPRESSION_GZIP]: field(`${GLOBAL}/compress-type`),
  [Capability.BACKUP_COMPRESSION_BZIP2]: field(`${GLOBAL}/compress-type`),
  [Capability.BACKUP_COMPRESSION_LZ4]: field(`${GLOBAL}/compress-type`),
  [Capability.BACKUP_COMPRESSION_ZSTD]: field(`${GLOBAL}/compress-type`),
  [Capability.BACKUP_COMPUTE]: field('/spec/backups/pgbackrest/jobs/resources'),
  [Capability.BACKUP_PARALLELISM]: field(`${GLOBAL}/process-max`),
  [Capability.BACKUP_REPOSITORIES]: field('/spec/backups/pgbackrest/repos/1'),
  [Capability.RECOVERY_ARCHIVE]: field('/spec/dataSource/pgbackrest'),
  [Capability.RECOVERY_TIME]: RESTORE_OPTIONS,
  [Capability.RECOVERY_TRANSACTION]: RESTORE_OPTIONS,
  [Capability.RECOVERY_LSN]: RESTORE_OPTIONS,
  [Capability.RECOVERY_RESTORE_POINT]: RESTORE_OPTIONS,
  [Capability.RECOVERY_BACKUP]: RESTORE_OPTIONS,
  [Capability.RECOVERY_FROM_BACKUP]: RESTORE_OPTIONS,
  [Capability.RECOVERY_EXCLUSIVE]: RESTORE_OPTIONS,
  [Capability.RECOVERY_TIMELINE]: RESTORE_OPTIONS,
  [Capability.RECOVERY_CLONE]: field('/spec/dataSource/postgresCluster'),
  [Capability.RECOVERY_IN_PLACE]: field('/spec/backups/pgbackrest/restore'),
  // The drill creates its cluster by itself.
  [Capability.RECOVERY_DRILL]: 'CronJob /spec/jobTemplate',
  [Capability.REPLICA_ARCHIVE]: field('/spec/standby/repoName'),
  // With certificates of one CA (rule PGO-059), which depends on the cluster.
  [Capability.REPLICA_STREAMING]: field('/spec/standby/host'),
  [Capability.REPLICA_ARCHIVE_AND_STREAMING]: field('/spec/standby/host'),
  // No field: a promoted cluster has no `standby` any more, and archives into its own repositories only.
  [Capability.REPLICA_PROMOTION]: field('/spec/backups/pgbackrest/repos/0'),
  [Capability.MIGRATION]: field('/spec/users'),
  [Capability.PGADMIN]: 'PGAdmin /spec/dataVolumeClaimSpec',
  [Capability.UPGRADE]: 'PGUpgrade /spec/toPostgresVersion',
  [Capability.UPGRADE_TRANSFER]: 'PGUpgrade /spec/transferMethod',
  [Capability.UPGRADE_IMAGE]: field('/spec/image'),
  [Capability.REPLICA_PAIR]: field('/spec/standby/enabled'),
  [Capability.POOL_SESSION]: field('/spec/proxy/pgBouncer/config/global/pool_mode'),
  [Capability.POOL_TRANSACTION]: field('/spec/proxy/pgBouncer/config/global/pool_mode'),
  [Capability.POOL_STATEMENT]: field('/spec/proxy/pgBouncer/config/global/pool_mode'),
  [Capability.POOL_READ_ONLY]: field('/spec/proxy/pgBouncer/config/databases'),
  [Capability.POOL_SIZE]: field('/spec/proxy/pgBouncer/config/global/default_pool_size'),
  [Capability.POOL_CLIENT_LIMIT]: field('/spec/proxy/pgBouncer/config/global/max_client_conn'),
  [Capability.POOL_DATABASE_LIMIT]: field('/spec/proxy/pgBouncer/config/global/max_db_connections'),
  [Capability.POOL_PARAMETERS]: field('/spec/proxy/pgBouncer/config/global'),
  [Capability.POOL_COMPUTE]: field('/spec/proxy/pgBouncer/resources'),
  [Capability.POOL_IMAGE]: field('/spec/proxy/pgBouncer/image'),
  [Capability.POOL_CLIENT_TLS]: field('/spec/proxy/pgBouncer/config/global/client_tls_sslmode'),
  [Capability.POOL_PORT]: field('/spec/proxy/pgBouncer/port'),
  [Capability.POOL_METADATA]: field('/spec/proxy/pgBouncer/metadata/labels'),
  [Capability.POOL_PLACEMENT]: field('/spec/proxy/pgBouncer/tolerations'),
} satisfies SomeRows;

/** What to write for dumps, which the operator does not take. */
const OWN_DUMPS =
  'take the LogicalBackup out and run pg_dump in a CronJob of your own, whose container gets address and password by connect(...) of the cluster';

/** What to write for the place of an archive that another tool wrote. */
const PGBACKREST_PLACE =
  'write ArchivePlace.pgBackRest(...) for a repository of this operator; the data of another one is dumped and loaded with pg_dump and pg_restore';

/** What PGO does not have, in no version and with no settings. */
const REFUSED = {
  ...ACCESS_REFUSALS,
  [Capability.IMAGE_CATALOG]: {
    rule: 'PGO-001',
    instead: 'PGO takes the image for a version from its own deployment; write PostgresImage.pinned(...) for another one',
  },
  [Capability.REPLICA_SETS_NEVER_PRIMARY]: {
    rule: 'PGO-184',
    instead: `write mayBecomePrimary: true for a set whose compute suffices for the primary, or a ReplicaCluster, which no failover promotes`,
  },
  [Capability.BACKUP_FULL_SEVERAL]: {
    rule: 'PGO-002',
    instead: `write one cron value that fires at all these times, such as '0 2,14 * * *', or another repository in 'additionalRepositories'`,
  },
  [Capability.POOL_READ_WRITE_AND_READ_ONLY]: {
    rule: 'PGO-003',
    instead: `PGO has one pgbouncer for a cluster; keep one pool and use 'replicas' of the cluster for the other access`,
  },
  [Capability.POOL_SAME_ACCESS]: { rule: 'PGO-004', instead: `PGO has one pgbouncer for a cluster; raise 'instances' of the first pool` },
  [Capability.POOL_DIFFERENT_SIZING]: { rule: 'PGO-005', instead: 'PGO has one pgbouncer for a cluster; keep one pool' },
  [Capability.POOL_NAME]: {
    rule: 'PGO-006',
    instead: `the service is always called '<clusterName>-pgbouncer'; leave 'poolName' out and use 'endpoint' of the pool`,
  },
  [Capability.POOL_IMPORTED_CLUSTER]: {
    rule: 'PGO-007',
    instead: 'the pool is a field of the cluster object; write the ConnectionPool in the app that owns the cluster',
  },
  [Capability.BACKUP_AZURE_CLIENT]: {
    rule: 'PGO-008',
    instead: 'pgBackRest cannot use the token of a service account; write AzureCredentials.fromSecret(...)',
  },
  [Capability.BACKUP_RETENTION_DAYS_AND_COUNT]: {
    rule: 'PGO-050',
    instead:
      'write BackupRetention.days(...), with which pgBackRest always keeps one full backup that is older, or BackupRetention.count(...)',
  },
  [Capability.BACKUP_ENCRYPTION_SERVER]: {
    rule: 'PGO-051',
    instead: `leave 'encryption' out, since Amazon S3 encrypts by itself; another store is told so in the settings of its bucket`,
  },
  [Capability.BACKUP_PLACE_BARMAN]: { rule: 'PGO-120', instead: PGBACKREST_PLACE },
  [Capability.STORAGE_TABLESPACES_TEMPORARY]: {
    rule: 'PGO-137',
    instead: `leave 'temporary' out and name the tablespace as 'temp_tablespaces' in 'parameters'`,
  },
  [Capability.BACKUP_LOGICAL]: { rule: 'PGO-134', instead: OWN_DUMPS },
  [Capability.BACKUP_LOGICAL_RETENTION]: { rule: 'PGO-135', instead: OWN_DUMPS },
  [Capability.BACKUP_PLACE_WAL_G]: { rule: 'PGO-121', instead: PGBACKREST_PLACE },
  [Capability.BACKUP_BANDWIDTH]: {
    rule: 'PGO-052',
    instead: `leave 'bandwidthPerSecond' out and write a lower 'parallelism' or BackupCompression.ZSTD`,
  },
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED]: {
    rule: 'PGO-054',
    instead:
      'PGO takes a snapshot after each backup; write BackupSchedule.full(...), BackupSchedule.differential(...) or BackupSchedule.incremental(...)',
  },
  [Capability.RECOVERY_SNAPSHOTS]: {
    rule: 'PGO-055',
    instead: 'write RecoverySource.clone(...); PGO begins with the newest snapshot of the source by itself',
  },
  [Capability.RECOVERY_IMPORT]: { rule: 'PGO-056', instead: `leave 'recovery' out and load the new cluster with pg_dump and pg_restore` },
  [Capability.REPLICA_PAIR_SWAPPED]: {
    rule: 'PGO-057',
    instead:
      'a primary never becomes a replica here: promote the replica with step: PairStep.promote(), take the old primary out, write the promoted ' +
      'cluster as HaCluster with the same props, and a new ReplicaCluster of it under a new name',
  },
  [Capability.UPDATE_RESTART]: { rule: 'PGO-163', instead: `leave 'updates.primary' out; a replica takes the place of the primary first` },
  [Capability.UPDATE_SUPERVISED]: { rule: 'PGO-164', instead: `leave 'updates.supervised' out; PGO goes on by itself` },
  [Capability.UPDATE_HOLD]: {
    rule: 'PGO-165',
    instead: `write state: ClusterState.paused(), which holds everything; failover is Patroni's and goes on`,
  },
  [Capability.UPDATE_WINDOWS]: {
    rule: 'PGO-166',
    instead: `leave 'updates.windows' out; the time of a major upgrade is that of the commit of its step`,
  },
  [Capability.STATE_FENCED]: {
    rule: 'PGO-167',
    instead: `leave 'state' out; a person stops one instance with 'patronictl pause' and 'pg_ctl stop' in its pod`,
  },
  [Capability.VERB_REINIT]: {
    rule: 'PGO-210',
    instead: `leave the VerbJob out; a person does it with 'patronictl reinit' in the pod of an instance, which never takes the leader`,
  },
  [Capability.MIGRATION_SUBSCRIPTION]: { rule: 'PGO-200', instead: `leave 'subscriptionObjects' out; a Job subscribes` },
  [Capability.UPGRADE_ARCHIVE]: {
    rule: 'PGO-160',
    instead: `leave 'archiveGeneration' out; pgBackRest keeps the backups of both versions in one place`,
  },
  [Capability.REPLICA_PROMOTION_TOKEN]: { rule: 'PGO-058', instead: 'write PairStep.promote() without a token' },
} satisfies SomeRows;

/** What depends on the version or on how the operator is configured, see below. */
const CONDITIONAL = {
  // The identity of the node.
  [Capability.BACKUP_AZURE_IDENTITY]: field(`${GLOBAL}/repo1-azure-key-type`),
  [Capability.BACKUP_SNAPSHOTS]: field('/spec/backups/snapshots'),
} satisfies SomeRows;

const ROWS: Rows = { ...SUPPORTED, ...REFUSED, ...CONDITIONAL, ...MONITORING_ROWS };

const AUTO_GROW_GATE = `switch on the feature gate 'AutoGrowVolumes' of the operator and write autoGrowVolumesEnabled: true in PostgresOperator.crunchy(...)`;

const VARIANTS: readonly Variant<CrunchySettings>[] = [
  ...MONITORING_VARIANTS,
  {
    capability: Capability.BACKUP_AZURE_IDENTITY,
    holds: (settings) => !versionFacts(settings).azureIdentity,
    row: { rule: 'PGO-009', instead: 'write AzureCredentials.fromSecret(...), or use PGO 6.0' },
  },
  {
    capability: Capability.STORAGE_TABLESPACES,
    holds: ({ tablespaceVolumesEnabled }) => !tablespaceVolumesEnabled,
    row: {
      rule: 'PGO-136',
      instead: `switch on the feature gate 'TablespaceVolumes' of the operator and write tablespaceVolumesEnabled: true in PostgresOperator.crunchy(...)`,
    },
  },
  {
    capability: Capability.STORAGE_AUTO_GROW,
    holds: ({ autoGrowVolumesEnabled }) => !autoGrowVolumesEnabled,
    row: { rule: 'PGO-180', instead: AUTO_GROW_GATE },
  },
  ...(
    [
      [Capability.STORAGE_AUTO_GROW_WAL, 'PGO-181', `leave 'walStorage.autoGrow' out, or use PGO 6.0; PGO 5.8 grows volumes of data only`],
      [Capability.STORAGE_AUTO_GROW_STEPS, 'PGO-182', `leave 'trigger' and 'maxStep' out, or use PGO 6.0`],
      [Capability.BACKUP_VOLUME_AUTO_GROW, 'PGO-183', `leave 'autoGrow' out, or use PGO 6.0; PGO 5.8 grows volumes of data only`],
    ] as const
  ).flatMap(([capability, rule, instead]): Variant<CrunchySettings>[] => [
    { capability, holds: (settings) => !versionFacts(settings).growsEveryVolume, row: { rule, instead } },
    { capability, holds: ({ autoGrowVolumesEnabled }) => !autoGrowVolumesEnabled, row: { rule, instead: AUTO_GROW_GATE } },
  ]),
  {
    capability: Capability.BACKUP_SNAPSHOTS,
    holds: ({ volumeSnapshotsEnabled }) => !volumeSnapshotsEnabled,
    row: {
      rule: 'PGO-053',
      instead: `switch on the feature gate 'VolumeSnapshots' of the operator and write volumeSnapshotsEnabled: true in PostgresOperator.crunchy(...)`,
    },
  },
];

/** What PGO says of each capability, as it is set up. */
export const crunchyCapabilities = (settings: CrunchySettings): CapabilityStatement[] => statementsOf(ROWS, VARIANTS, settings);
