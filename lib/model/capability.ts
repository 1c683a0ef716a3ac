/**
 * What can be asked of an operator. One row each in docs/capabilities.md.
 */
export enum Capability {
  /** Data volume with a storage class. */
  STORAGE = 'storage',
  /** A volume of its own for WAL. */
  STORAGE_WAL = 'storage.wal',
  /** CPU and memory requests and limits. */
  COMPUTE = 'compute',
  /** Asynchronous replication. */
  REPLICATION_ASYNCHRONOUS = 'replication.asynchronous',
  /** Synchronous replication that stops writes without a standby. */
  REPLICATION_SYNCHRONOUS = 'replication.synchronous',
  /** Synchronous replication that lets writes go on without a standby. */
  REPLICATION_SYNCHRONOUS_PREFERRED = 'replication.synchronous-preferred',
  /** Spread over nodes. */
  PLACEMENT_NODES = 'placement.nodes',
  /** Spread over zones. */
  PLACEMENT_ZONES = 'placement.zones',
  /** Node labels. */
  PLACEMENT_NODE_SELECTOR = 'placement.node-selector',
  /** Tolerations. */
  PLACEMENT_TOLERATIONS = 'placement.tolerations',
  /** Priority class. */
  PLACEMENT_PRIORITY_CLASS = 'placement.priority-class',
  /** PostgreSQL parameters. */
  PARAMETERS = 'parameters',
  /** Libraries loaded at server start. */
  PRELOAD_LIBRARIES = 'preload-libraries',
  /** Lines of pg_hba.conf. */
  HBA_RULES = 'hba-rules',
  /** First database with its owner. */
  DATABASE = 'database',
  /** More than one database. */
  DATABASE_SEVERAL = 'database.several',
  /** Labels that reach the pods. */
  METADATA_LABELS = 'metadata.labels',
  /** Annotations that reach the pods. */
  METADATA_ANNOTATIONS = 'metadata.annotations',
  /** A pinned image. */
  IMAGE_PINNED = 'image.pinned',
  /** An image from a catalog. */
  IMAGE_CATALOG = 'image.catalog',
  /** Updates end with a switchover instead of a restart of the primary. */
  UPDATE_SWITCHOVER = 'update.switchover',
  /** Backups and WAL in Amazon S3. */
  BACKUP_S3 = 'backup.s3',
  /** Backups and WAL in an S3-compatible store. */
  BACKUP_S3_COMPATIBLE = 'backup.s3-compatible',
  /** Backups and WAL on a volume. */
  BACKUP_VOLUME = 'backup.volume',
  /** Object store keys from a Secret. */
  BACKUP_CREDENTIALS_SECRET = 'backup.credentials.secret',
  /** The identity that the platform gives to the pods. */
  BACKUP_CREDENTIALS_IDENTITY = 'backup.credentials.identity',
  /** A cloud role of the cluster's own. */
  BACKUP_CREDENTIALS_ROLE = 'backup.credentials.role',
  /** Full backups on a schedule, with continuous WAL archiving. */
  BACKUP_FULL = 'backup.full',
  /** More than one full schedule for a repository. */
  BACKUP_FULL_SEVERAL = 'backup.full-several',
  /** Differential backups. */
  BACKUP_DIFFERENTIAL = 'backup.differential',
  /** Incremental backups. */
  BACKUP_INCREMENTAL = 'backup.incremental',
  /** Retention in days. */
  BACKUP_RETENTION_DAYS = 'backup.retention.days',
  /** More than one repository. */
  BACKUP_REPOSITORIES = 'backup.repositories',
  /** Session pooling. */
  POOL_SESSION = 'pool.session',
  /** Transaction pooling. */
  POOL_TRANSACTION = 'pool.transaction',
  /** Statement pooling. */
  POOL_STATEMENT = 'pool.statement',
  /** A pool that leads to the replicas. */
  POOL_READ_ONLY = 'pool.read-only',
  /** One pool to the primary and one to the replicas. */
  POOL_READ_WRITE_AND_READ_ONLY = 'pool.read-write-and-read-only',
  /** Two pools with the same access. */
  POOL_SAME_ACCESS = 'pool.same-access',
  /** Pools of one cluster that differ in mode or size. */
  POOL_DIFFERENT_SIZING = 'pool.different-sizing',
  /** Server connections per user and database. */
  POOL_SIZE = 'pool.size',
  /** Limit of client connections. */
  POOL_CLIENT_LIMIT = 'pool.client-limit',
  /** Limit of server connections per database. */
  POOL_DATABASE_LIMIT = 'pool.database-limit',
  /** Further pgbouncer settings. */
  POOL_PARAMETERS = 'pool.parameters',
  /** CPU and memory of the pooler pods. */
  POOL_COMPUTE = 'pool.compute',
  /** A pool with a name of its own. */
  POOL_NAME = 'pool.name',
  /** A pool for a cluster that another app owns. */
  POOL_IMPORTED_CLUSTER = 'pool.imported-cluster',
}

/**
 * What an operator says of one capability.
 */
export interface CapabilityStatement {
  /** What it is about. */
  readonly capability: Capability;

  /**
   * Where the operator has it: kind and JSON pointer, for example `Cluster /spec/walStorage`.
   *
   * @default - the operator does not have it
   */
  readonly path?: string;

  /**
   * Id of the rule that refuses it.
   *
   * @default - the operator has it
   */
  readonly rule?: string;

  /**
   * What to write instead, for the reader of the refusal.
   *
   * @default - the operator has it
   */
  readonly instead?: string;

  /**
   * Names of the operators that have it; an empty list where none has.
   *
   * @default - the refusal names no operator
   */
  readonly availableOn?: string[];
}
