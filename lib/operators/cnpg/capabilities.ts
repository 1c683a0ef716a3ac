import { Capability, CapabilityStatement } from '../../model/capability';

const SUPPORTED: readonly (readonly [Capability, string])[] = [
  [Capability.STORAGE, 'Cluster /spec/storage'],
  [Capability.STORAGE_WAL, 'Cluster /spec/walStorage'],
  [Capability.COMPUTE, 'Cluster /spec/resources'],
  // Replication is asynchronous where nothing is said of it, so there is no field to find: the cluster has replicas.
  [Capability.REPLICATION_ASYNCHRONOUS, 'Cluster /spec/instances'],
  [Capability.REPLICATION_SYNCHRONOUS, 'Cluster /spec/postgresql/synchronous'],
  [Capability.REPLICATION_SYNCHRONOUS_PREFERRED, 'Cluster /spec/postgresql/synchronous/dataDurability'],
  [Capability.PLACEMENT_NODES, 'Cluster /spec/topologySpreadConstraints'],
  [Capability.PLACEMENT_ZONES, 'Cluster /spec/topologySpreadConstraints'],
  [Capability.PLACEMENT_NODE_SELECTOR, 'Cluster /spec/affinity/nodeSelector'],
  [Capability.PLACEMENT_TOLERATIONS, 'Cluster /spec/affinity/tolerations'],
  [Capability.PLACEMENT_PRIORITY_CLASS, 'Cluster /spec/priorityClassName'],
  [Capability.PARAMETERS, 'Cluster /spec/postgresql/parameters'],
  [Capability.PRELOAD_LIBRARIES, 'Cluster /spec/postgresql/shared_preload_libraries'],
  [Capability.HBA_RULES, 'Cluster /spec/postgresql/pg_hba'],
  [Capability.DATABASE, 'Cluster /spec/bootstrap/initdb/database'],
  [Capability.DATABASE_SEVERAL, 'Database /spec/name'],
  [Capability.METADATA_LABELS, 'Cluster /spec/inheritedMetadata/labels'],
  [Capability.METADATA_ANNOTATIONS, 'Cluster /spec/inheritedMetadata/annotations'],
  [Capability.IMAGE_PINNED, 'Cluster /spec/imageName'],
  [Capability.IMAGE_CATALOG, 'Cluster /spec/imageCatalogRef'],
  [Capability.UPDATE_SWITCHOVER, 'Cluster /spec/primaryUpdateMethod'],
  [Capability.BACKUP_S3, 'ObjectStore /spec/configuration/destinationPath'],
  [Capability.BACKUP_S3_COMPATIBLE, 'ObjectStore /spec/configuration/endpointURL'],
  [Capability.BACKUP_CREDENTIALS_SECRET, 'ObjectStore /spec/configuration/s3Credentials/accessKeyId'],
  [Capability.BACKUP_CREDENTIALS_IDENTITY, 'ObjectStore /spec/configuration/s3Credentials/inheritFromIAMRole'],
  [Capability.BACKUP_CREDENTIALS_ROLE, 'Cluster /spec/serviceAccountTemplate/metadata/annotations/eks.amazonaws.com~1role-arn'],
  [Capability.BACKUP_FULL, 'ScheduledBackup /spec/schedule'],
  [Capability.BACKUP_FULL_SEVERAL, 'ScheduledBackup /spec/schedule'],
  [Capability.BACKUP_RETENTION_DAYS, 'ObjectStore /spec/retentionPolicy'],
  [Capability.POOL_SESSION, 'Pooler /spec/pgbouncer/poolMode'],
  [Capability.POOL_TRANSACTION, 'Pooler /spec/pgbouncer/poolMode'],
  [Capability.POOL_READ_ONLY, 'Pooler /spec/type'],
  [Capability.POOL_READ_WRITE_AND_READ_ONLY, 'Pooler /spec/type'],
  [Capability.POOL_SAME_ACCESS, 'Pooler /metadata/name'],
  [Capability.POOL_DIFFERENT_SIZING, 'Pooler /spec/instances'],
  [Capability.POOL_SIZE, 'Pooler /spec/pgbouncer/parameters/default_pool_size'],
  [Capability.POOL_CLIENT_LIMIT, 'Pooler /spec/pgbouncer/parameters/max_client_conn'],
  [Capability.POOL_DATABASE_LIMIT, 'Pooler /spec/pgbouncer/parameters/max_db_connections'],
  [Capability.POOL_PARAMETERS, 'Pooler /spec/pgbouncer/parameters'],
  [Capability.POOL_COMPUTE, 'Pooler /spec/template/spec/containers/0/resources'],
  [Capability.POOL_NAME, 'Pooler /metadata/name'],
  [Capability.POOL_IMPORTED_CLUSTER, 'Pooler /spec/cluster/name'],
];

const CRUNCHY = 'Crunchy PGO';

/** What is refused: barman-cloud takes full backups into one object store, and the Pooler has two modes. */
export const REFUSALS: readonly CapabilityStatement[] = [
  {
    capability: Capability.BACKUP_VOLUME,
    rule: 'CNPG-050',
    instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)',
    availableOn: [CRUNCHY],
  },
  {
    capability: Capability.BACKUP_DIFFERENTIAL,
    rule: 'CNPG-051',
    instead: 'write BackupSchedule.full(...); archived WAL covers the time between full backups',
    availableOn: [CRUNCHY],
  },
  {
    capability: Capability.BACKUP_INCREMENTAL,
    rule: 'CNPG-052',
    instead: 'write BackupSchedule.full(...); archived WAL covers the time between full backups',
    availableOn: [CRUNCHY],
  },
  {
    capability: Capability.BACKUP_REPOSITORIES,
    rule: 'CNPG-053',
    instead: `leave out 'additionalRepositories'; let the object store replicate the bucket`,
    availableOn: [CRUNCHY],
  },
  {
    capability: Capability.POOL_STATEMENT,
    rule: 'CNPG-054',
    instead: 'write PoolMode.TRANSACTION',
    availableOn: [CRUNCHY],
  },
];

/**
 * What CloudNativePG can do and what it refuses. The versions that manifests can be printed for do not differ in any of it; where they
 * differ is a matter of the rules.
 */
export const CAPABILITIES: readonly CapabilityStatement[] = [...SUPPORTED.map(([capability, path]) => ({ capability, path })), ...REFUSALS];
