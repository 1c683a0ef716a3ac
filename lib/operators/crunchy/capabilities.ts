import { Capability, CapabilityStatement } from '../../model/capability';

/** Where PGO has what it has. Everything is in one object, and the same in every version that the library prints for. */
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
  [Capability.DATABASE, '/spec/users/0/databases/0'],
  [Capability.DATABASE_SEVERAL, '/spec/users/0/databases'],
  [Capability.METADATA_LABELS, '/spec/metadata/labels'],
  [Capability.METADATA_ANNOTATIONS, '/spec/metadata/annotations'],
  [Capability.IMAGE_PINNED, '/spec/image'],
  // No field: PGO always updates the replicas first and then switches over, as soon as there is a replica.
  [Capability.UPDATE_SWITCHOVER, '/spec/instances/0/replicas'],
  [Capability.BACKUP_S3, '/spec/backups/pgbackrest/repos/0/s3'],
  [Capability.BACKUP_S3_COMPATIBLE, '/spec/backups/pgbackrest/global/repo1-s3-uri-style'],
  // Second, since a policy needs an object store as well (rule BAK-014).
  [Capability.BACKUP_VOLUME, '/spec/backups/pgbackrest/repos/1/volume'],
  [Capability.BACKUP_CREDENTIALS_SECRET, '/spec/backups/pgbackrest/configuration/0/secret'],
  [Capability.BACKUP_CREDENTIALS_IDENTITY, '/spec/backups/pgbackrest/global/repo1-s3-key-type'],
  [Capability.BACKUP_CREDENTIALS_ROLE, '/spec/metadata/annotations/eks.amazonaws.com~1role-arn'],
  [Capability.BACKUP_FULL, '/spec/backups/pgbackrest/repos/0/schedules/full'],
  [Capability.BACKUP_DIFFERENTIAL, '/spec/backups/pgbackrest/repos/0/schedules/differential'],
  [Capability.BACKUP_INCREMENTAL, '/spec/backups/pgbackrest/repos/0/schedules/incremental'],
  [Capability.BACKUP_RETENTION_DAYS, '/spec/backups/pgbackrest/global/repo1-retention-full'],
  [Capability.BACKUP_REPOSITORIES, '/spec/backups/pgbackrest/repos/1'],
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

/** What PGO does not have. */
export const REFUSALS: readonly CapabilityStatement[] = [
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
];

/** What PGO says of each capability. */
export const CAPABILITIES: readonly CapabilityStatement[] = [
  ...PATHS.map(([capability, pointer]) => ({ capability, path: `PostgresCluster ${pointer}` })),
  ...REFUSALS,
];
