import { Capability, CapabilityStatement } from '../../model/capability';
import { ACCESS_PATHS, ACCESS_REFUSALS } from './access-capabilities';
import { CrunchyVersion } from './options';
import { CrunchySettings } from './settings';

const GLOBAL = '/spec/backups/pgbackrest/global';
const RESTORE_OPTIONS = '/spec/dataSource/pgbackrest/options';

/** Where PGO has what it has. Everything is in one object. */
const PATHS: readonly (readonly [Capability, string])[] = [
  [Capability.STORAGE, '/spec/instances/0/dataVolumeClaimSpec'],
  [Capability.STORAGE_WAL, '/spec/instances/0/walVolumeClaimSpec'],
  [Capability.COMPUTE, '/spec/instances/0/resources'],
  [Capability.REPLICATION_ASYNCHRONOUS, '/spec/patroni/dynamicConfiguration/synchronous_mode'],
  [Capability.REPLICATION_SYNCHRONOUS, '/spec/patroni/dynamicConfiguration/synchronous_mode_strict'],
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED, '/spec/patroni/dynamicConfiguration/synchronous_mode_strict'],
  [Capability.PLACEMENT_NODES, '/spec/instances/0/topologySpreadConstraints'],
  [Capability.PLACEMENT_ZONES, '/spec/instances/0/topologySpreadConstraints'],
  [Capability.PLACEMENT_NODE_SELECTOR, '/spec/instances/0/affinity/nodeAffinity'],
  [Capability.PLACEMENT_TOLERATIONS, '/spec/instances/0/tolerations'],
  [Capability.PLACEMENT_PRIORITY_CLASS, '/spec/instances/0/priorityClassName'],
  [Capability.PARAMETERS, '/spec/config/parameters'],
  [Capability.PRELOAD_LIBRARIES, '/spec/config/parameters/shared_preload_libraries'],
  [Capability.HBA_RULES, '/spec/authentication/rules'],
  ...ACCESS_PATHS,
  [Capability.METADATA_LABELS, '/spec/metadata/labels'],
  [Capability.METADATA_ANNOTATIONS, '/spec/metadata/annotations'],
  [Capability.IMAGE_PINNED, '/spec/image'],
  // No field: PGO always updates the replicas first and then switches over, as soon as there is a replica.
  [Capability.UPDATE_SWITCHOVER, '/spec/instances/0/replicas'],
  [Capability.BACKUP_S3, '/spec/backups/pgbackrest/repos/0/s3'],
  [Capability.BACKUP_S3_COMPATIBLE, `${GLOBAL}/repo1-s3-uri-style`],
  [Capability.BACKUP_S3_VIRTUAL_HOST, `${GLOBAL}/repo1-s3-uri-style`],
  [Capability.BACKUP_GCS, `${GLOBAL}/repo1-gcs-key`],
  [Capability.BACKUP_GCS_IDENTITY, `${GLOBAL}/repo1-gcs-key-type`],
  [Capability.BACKUP_GCS_SERVICE_ACCOUNT, '/spec/metadata/annotations/iam.gke.io~1gcp-service-account'],
  [Capability.BACKUP_AZURE, '/spec/backups/pgbackrest/repos/0/azure'],
  [Capability.BACKUP_AZURE_SAS, `${GLOBAL}/repo1-azure-key-type`],
  // The identity of the node. pgBackRest has it since 2.58, so since the images of PGO 6.0.3; those of 5.8 are older (rule PGO-009).
  [Capability.BACKUP_AZURE_IDENTITY, `${GLOBAL}/repo1-azure-key-type`],
  // Second, since a policy needs an object store as well (rule BAK-014).
  [Capability.BACKUP_VOLUME, '/spec/backups/pgbackrest/repos/1/volume'],
  [Capability.BACKUP_CREDENTIALS_SECRET, '/spec/backups/pgbackrest/configuration/0/secret'],
  [Capability.BACKUP_CREDENTIALS_IDENTITY, `${GLOBAL}/repo1-s3-key-type`],
  [Capability.BACKUP_CREDENTIALS_ROLE, '/spec/metadata/annotations/eks.amazonaws.com~1role-arn'],
  // No field: PGO takes a backup into the first repository as soon as the cluster runs, and makes replicas from it.
  [Capability.BACKUP_FIRST, '/spec/backups/pgbackrest/repos/0'],
  [Capability.BACKUP_FULL, '/spec/backups/pgbackrest/repos/0/schedules/full'],
  [Capability.BACKUP_DIFFERENTIAL, '/spec/backups/pgbackrest/repos/0/schedules/differential'],
  [Capability.BACKUP_INCREMENTAL, '/spec/backups/pgbackrest/repos/0/schedules/incremental'],
  [Capability.BACKUP_SNAPSHOTS, '/spec/backups/snapshots'],
  // No field: a suspended policy has no schedules.
  [Capability.BACKUP_SUSPENDED, '/spec/backups/pgbackrest/repos/0'],
  [Capability.BACKUP_ON_DEMAND, '/spec/backups/pgbackrest/manual'],
  [Capability.BACKUP_RETENTION_DAYS, `${GLOBAL}/repo1-retention-full`],
  [Capability.BACKUP_RETENTION_COUNT, `${GLOBAL}/repo1-retention-full`],
  [Capability.BACKUP_RETENTION_DIFFERENTIAL, `${GLOBAL}/repo1-retention-diff`],
  [Capability.BACKUP_RETENTION_WAL, `${GLOBAL}/repo1-retention-archive`],
  [Capability.BACKUP_ENCRYPTION_KMS, `${GLOBAL}/repo1-s3-kms-key-id`],
  [Capability.BACKUP_ENCRYPTION_CLIENT, `${GLOBAL}/repo1-cipher-type`],
  [Capability.BACKUP_COMPRESSION_NONE, `${GLOBAL}/compress-type`],
  [Capability.BACKUP_COMPRESSION_GZIP, `${GLOBAL}/compress-type`],
  [Capability.BACKUP_COMPRESSION_BZIP2, `${GLOBAL}/compress-type`],
  [Capability.BACKUP_COMPRESSION_LZ4, `${GLOBAL}/compress-type`],
  [Capability.BACKUP_COMPRESSION_ZSTD, `${GLOBAL}/compress-type`],
  [Capability.BACKUP_PARALLELISM, `${GLOBAL}/process-max`],
  [Capability.BACKUP_REPOSITORIES, '/spec/backups/pgbackrest/repos/1'],
  [Capability.RECOVERY_ARCHIVE, '/spec/dataSource/pgbackrest'],
  [Capability.RECOVERY_TIME, RESTORE_OPTIONS],
  [Capability.RECOVERY_TRANSACTION, RESTORE_OPTIONS],
  [Capability.RECOVERY_LSN, RESTORE_OPTIONS],
  [Capability.RECOVERY_RESTORE_POINT, RESTORE_OPTIONS],
  [Capability.RECOVERY_BACKUP, RESTORE_OPTIONS],
  [Capability.RECOVERY_FROM_BACKUP, RESTORE_OPTIONS],
  [Capability.RECOVERY_EXCLUSIVE, RESTORE_OPTIONS],
  [Capability.RECOVERY_TIMELINE, RESTORE_OPTIONS],
  [Capability.RECOVERY_CLONE, '/spec/dataSource/postgresCluster'],
  [Capability.RECOVERY_IN_PLACE, '/spec/backups/pgbackrest/restore'],
  // The drill creates its cluster by itself.
  [Capability.RECOVERY_DRILL, 'CronJob /spec/jobTemplate'],
  [Capability.REPLICA_ARCHIVE, '/spec/standby/repoName'],
  // With certificates of one CA (rule PGO-059), which depends on the cluster.
  [Capability.REPLICA_STREAMING, '/spec/standby/host'],
  [Capability.REPLICA_ARCHIVE_AND_STREAMING, '/spec/standby/host'],
  // No field: a promoted cluster has no `standby` any more, and archives into its own repositories only.
  [Capability.REPLICA_PROMOTION, '/spec/backups/pgbackrest/repos/0'],
  [Capability.REPLICA_PAIR, '/spec/standby/enabled'],
  [Capability.POOL_SESSION, '/spec/proxy/pgBouncer/config/global/pool_mode'],
  [Capability.POOL_TRANSACTION, '/spec/proxy/pgBouncer/config/global/pool_mode'],
  [Capability.POOL_STATEMENT, '/spec/proxy/pgBouncer/config/global/pool_mode'],
  [Capability.POOL_READ_ONLY, '/spec/proxy/pgBouncer/config/databases'],
  [Capability.POOL_SIZE, '/spec/proxy/pgBouncer/config/global/default_pool_size'],
  [Capability.POOL_CLIENT_LIMIT, '/spec/proxy/pgBouncer/config/global/max_client_conn'],
  [Capability.POOL_DATABASE_LIMIT, '/spec/proxy/pgBouncer/config/global/max_db_connections'],
  [Capability.POOL_PARAMETERS, '/spec/proxy/pgBouncer/config/global'],
  [Capability.POOL_COMPUTE, '/spec/proxy/pgBouncer/resources'],
];

const CNPG = 'CloudNativePG';
const ZALANDO = 'Zalando Postgres Operator';

/** What PGO does not have, in no version and with no settings. */
const REFUSALS: readonly CapabilityStatement[] = [
  ...ACCESS_REFUSALS,
  {
    capability: Capability.IMAGE_CATALOG,
    rule: 'PGO-001',
    instead: 'PGO takes the image for a version from its own deployment; write PostgresImage.pinned(...) for another one',
    availableOn: [CNPG],
  },
  {
    capability: Capability.BACKUP_FULL_SEVERAL,
    rule: 'PGO-002',
    instead: `write one cron value that fires at all these times, such as '0 2,14 * * *', or another repository in 'additionalRepositories'`,
    availableOn: [CNPG],
  },
  {
    capability: Capability.POOL_READ_WRITE_AND_READ_ONLY,
    rule: 'PGO-003',
    instead: `PGO has one pgbouncer for a cluster; keep one pool and use 'replicas' of the cluster for the other access`,
    availableOn: [CNPG, ZALANDO],
  },
  {
    capability: Capability.POOL_SAME_ACCESS,
    rule: 'PGO-004',
    instead: `PGO has one pgbouncer for a cluster; raise 'instances' of the first pool`,
    availableOn: [CNPG],
  },
  {
    capability: Capability.POOL_DIFFERENT_SIZING,
    rule: 'PGO-005',
    instead: 'PGO has one pgbouncer for a cluster; keep one pool',
    availableOn: [CNPG],
  },
  {
    capability: Capability.POOL_NAME,
    rule: 'PGO-006',
    instead: `the service is always called '<clusterName>-pgbouncer'; leave 'poolName' out and use 'endpoint' of the pool`,
    availableOn: [CNPG],
  },
  {
    capability: Capability.POOL_IMPORTED_CLUSTER,
    rule: 'PGO-007',
    instead: 'the pool is a field of the cluster object; write the ConnectionPool in the app that owns the cluster',
    availableOn: [CNPG],
  },
  {
    capability: Capability.BACKUP_AZURE_CLIENT,
    rule: 'PGO-008',
    instead: 'pgBackRest cannot use the token of a service account; write AzureCredentials.fromSecret(...)',
    availableOn: [CNPG],
  },
  {
    capability: Capability.BACKUP_RETENTION_DAYS_AND_COUNT,
    rule: 'PGO-050',
    instead:
      'write BackupRetention.days(...), with which pgBackRest always keeps one full backup that is older, or BackupRetention.count(...)',
    availableOn: [ZALANDO],
  },
  {
    capability: Capability.BACKUP_ENCRYPTION_SERVER,
    rule: 'PGO-051',
    instead: `leave 'encryption' out, since Amazon S3 encrypts by itself; another store is told so in the settings of its bucket`,
    availableOn: [CNPG, ZALANDO],
  },
  {
    capability: Capability.BACKUP_BANDWIDTH,
    rule: 'PGO-052',
    instead: `leave 'bandwidthPerSecond' out and write a lower 'parallelism' or BackupCompression.ZSTD`,
    availableOn: [CNPG, ZALANDO],
  },
  {
    capability: Capability.BACKUP_SNAPSHOTS_SCHEDULED,
    rule: 'PGO-054',
    instead:
      'PGO takes a snapshot after each backup; write BackupSchedule.full(...), BackupSchedule.differential(...) or BackupSchedule.incremental(...)',
    availableOn: [CNPG],
  },
  {
    capability: Capability.RECOVERY_SNAPSHOTS,
    rule: 'PGO-055',
    instead: 'write RecoverySource.clone(...); PGO begins with the newest snapshot of the source by itself',
    availableOn: [CNPG],
  },
  {
    capability: Capability.RECOVERY_IMPORT,
    rule: 'PGO-056',
    instead: `leave 'recovery' out and load the new cluster with pg_dump and pg_restore`,
    availableOn: [CNPG],
  },
  {
    capability: Capability.REPLICA_PAIR_SWAPPED,
    rule: 'PGO-057',
    instead:
      'a primary never becomes a replica here: promote the replica with step: PairStep.promote(), take the old primary out, write the promoted ' +
      'cluster as HaCluster with the same props, and a new ReplicaCluster of it under a new name',
    availableOn: [CNPG],
  },
  {
    capability: Capability.REPLICA_PROMOTION_TOKEN,
    rule: 'PGO-058',
    instead: 'write PairStep.promote() without a token',
    availableOn: [CNPG],
  },
];

/** Capabilities that depend on the version or on how the operator is configured. */
const CONDITIONAL: readonly { readonly missing: (settings: CrunchySettings) => boolean; readonly refusal: CapabilityStatement }[] = [
  {
    missing: ({ operatorVersion }) => operatorVersion === CrunchyVersion.V5_8,
    refusal: {
      capability: Capability.BACKUP_AZURE_IDENTITY,
      rule: 'PGO-009',
      instead: 'write AzureCredentials.fromSecret(...), or use PGO 6.0',
      availableOn: [CNPG, ZALANDO],
    },
  },
  {
    missing: ({ volumeSnapshotsEnabled }) => !volumeSnapshotsEnabled,
    refusal: {
      capability: Capability.BACKUP_SNAPSHOTS,
      rule: 'PGO-053',
      instead: `switch on the feature gate 'VolumeSnapshots' of the operator and write volumeSnapshotsEnabled: true in PostgresOperator.crunchy(...)`,
      availableOn: [CNPG],
    },
  },
];

/** What PGO says of each capability, as it is set up. */
export function crunchyCapabilities(settings: CrunchySettings): CapabilityStatement[] {
  const refused = [...REFUSALS, ...CONDITIONAL.filter(({ missing }) => missing(settings)).map(({ refusal }) => refusal)];
  const without = new Set(refused.map(({ capability }) => capability));
  return [
    ...PATHS.filter(([capability]) => !without.has(capability)).map(([capability, pointer]) => ({
      capability,
      path: pointer.startsWith('/') ? `PostgresCluster ${pointer}` : pointer,
    })),
    ...refused,
  ];
}
