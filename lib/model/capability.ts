import { onlyMembers } from './members';

/**
 * What can be asked of an operator. One row each in docs/capabilities.md.
 */
export enum Capability {
  /** Data volume with a storage class. */
  STORAGE = 'storage',
  /** A volume of its own for WAL. */
  STORAGE_WAL = 'storage.wal',
  /** A data volume that grows by itself up to a limit. */
  STORAGE_AUTO_GROW = 'storage.auto-grow',
  /** A volume for WAL that grows by itself up to a limit. */
  STORAGE_AUTO_GROW_WAL = 'storage.auto-grow.wal',
  /** When volumes grow by themselves, and by how much. */
  STORAGE_AUTO_GROW_STEPS = 'storage.auto-grow.steps',
  /** Tablespaces on volumes of their own. */
  STORAGE_TABLESPACES = 'storage.tablespaces',
  /** A tablespace for temporary tables and files. */
  STORAGE_TABLESPACES_TEMPORARY = 'storage.tablespaces.temporary',
  /** Further instances of a size of their own. */
  REPLICA_SETS = 'replica-sets',
  /** Further instances that no failover makes the primary. */
  REPLICA_SETS_NEVER_PRIMARY = 'replica-sets.never-primary',
  /** CPU and memory requests and limits. */
  COMPUTE = 'compute',
  /** Memory with a limit, and CPU without one. */
  COMPUTE_WITHOUT_CPU_LIMIT = 'compute.without-cpu-limit',
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
  /** Nodes that fit, or are preferred, by more than labels that they have. */
  PLACEMENT_NODE_AFFINITY = 'placement.node-affinity',
  /** Instances beside other pods, or not beside them. */
  PLACEMENT_POD_AFFINITY = 'placement.pod-affinity',
  /** Topology spread constraints of one's own. */
  PLACEMENT_SPREAD = 'placement.spread',
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
  /** Schemas of a database. */
  DATABASE_SCHEMAS = 'database.schemas',
  /** Extensions of a database. */
  DATABASE_EXTENSIONS = 'database.extensions',
  /** A given version of an extension. */
  DATABASE_EXTENSION_VERSION = 'database.extensions.version',
  /** An extension in a schema of the database's own. */
  DATABASE_EXTENSION_SCHEMA = 'database.extensions.schema',
  /** Encoding of a database. */
  DATABASE_ENCODING = 'database.encoding',
  /** Locale of a database. */
  DATABASE_LOCALE = 'database.locale',
  /** ICU, or PostgreSQL itself, for what texts are compared and sorted by. */
  DATABASE_LOCALE_PROVIDER = 'database.locale-provider',
  /** SQL of one's own when the cluster is made. */
  CREATION_SQL = 'creation.sql',
  /** Such SQL from a ConfigMap. */
  CREATION_SQL_CONFIG_MAP = 'creation.sql.config-map',
  /** A cluster without checksums. */
  CREATION_WITHOUT_CHECKSUMS = 'creation.without-checksums',
  /** Another size of the files of WAL. */
  CREATION_WAL_SEGMENT_SIZE = 'creation.wal-segment-size',
  /** Limit of connections to a database. */
  DATABASE_CONNECTION_LIMIT = 'database.connection-limit',
  /** A role beside the owners that logs in with a password that the operator makes. */
  ROLE_LOGIN = 'role.login',
  /** A role that cannot log in. */
  ROLE_GROUP = 'role.group',
  /** Membership in another role. */
  ROLE_MEMBERSHIP = 'role.membership',
  /** Attributes of a role: superuser, databases, roles, replication, row security, inheritance. */
  ROLE_ATTRIBUTES = 'role.attributes',
  /** A superuser that gets in from outside of the pods. */
  ROLE_SUPERUSER = 'role.superuser',
  /** Changes that can be read, and WAL that is kept for their readers up to a bound. */
  CHANGE_CAPTURE = 'change-capture',
  /** Logical slots that the operator makes. */
  CHANGE_CAPTURE_SLOTS = 'change-capture.slots',
  /** Publications that the operator looks after. */
  CHANGE_CAPTURE_PUBLICATIONS = 'change-capture.publications',
  /** Limit of connections of a role. */
  ROLE_CONNECTION_LIMIT = 'role.connection-limit',
  /** A moment from which a password is not accepted any more. */
  ROLE_VALID_UNTIL = 'role.valid-until',
  /** A password from a Secret that somebody else makes. */
  ROLE_PASSWORD_SECRET = 'role.password.secret',
  /** A password that External Secrets delivers. */
  ROLE_PASSWORD_EXTERNAL = 'role.password.external-secrets',
  /** A password that Sealed Secrets delivers. */
  ROLE_PASSWORD_SEALED = 'role.password.sealed-secrets',
  /** Access that only reads. */
  ACCESS_READ_ONLY = 'access.read-only',
  /** Access that reads and writes. */
  ACCESS_READ_WRITE = 'access.read-write',
  /** Access like that of the owner. */
  ACCESS_OWNER = 'access.owner',
  /** Rules of who may log in from where. */
  ACCESS_RULES = 'access-rules',
  /** Rules for logging in with a client certificate. */
  ACCESS_RULES_CERTIFICATE = 'access-rules.certificate',
  /** Certificates that the operator makes. */
  TLS_OPERATOR = 'tls.operator',
  /** Certificates that cert-manager makes. */
  TLS_CERT_MANAGER = 'tls.cert-manager',
  /** Certificates from Secrets that somebody else makes. */
  TLS_SECRETS = 'tls.secrets',
  /** A replication certificate that is not the operator's. */
  TLS_REPLICATION = 'tls.replication',
  /** Clients that check the name of the server. */
  TLS_VERIFICATION = 'tls.verification',
  /** Clients that check the name of a pool. */
  TLS_VERIFICATION_POOL = 'tls.verification.pool',
  /** Policies of who reaches the pods. */
  NETWORK_INGRESS = 'network.ingress',
  /** Policies of what the pods reach. */
  NETWORK_EGRESS = 'network.egress',
  /** A load balancer before the primary. */
  EXPOSURE_LOAD_BALANCER = 'exposure.load-balancer',
  /** A port on the nodes that leads to the primary. */
  EXPOSURE_NODE_PORT = 'exposure.node-port',
  /** The replicas from outside. */
  EXPOSURE_REPLICAS = 'exposure.replicas',
  /** A pool from outside. */
  EXPOSURE_POOL = 'exposure.pool',
  /** An application that connects to the primary. */
  CONNECTION_PRIMARY = 'connection.primary',
  /** An application that connects to the replicas. */
  CONNECTION_REPLICAS = 'connection.replicas',
  /** An application that connects to any instance. */
  CONNECTION_ANY = 'connection.any-instance',
  /** An application that connects through a pool. */
  CONNECTION_POOL = 'connection.pool',
  /** An application that passes through a pool as a superuser, or as a role that reads WAL. */
  CONNECTION_POOL_PRIVILEGED = 'connection.pool.privileged',
  /** An application that reads a service binding. */
  CONNECTION_BINDING = 'connection.service-binding',
  /** Pods that do not run as root. */
  POD_SECURITY_BASELINE = 'pod-security.baseline',
  /** Pods that meet the restricted standard. */
  POD_SECURITY_RESTRICTED = 'pod-security.restricted',
  /** Labels that reach the pods. */
  METADATA_LABELS = 'metadata.labels',
  /** Annotations that reach the pods. */
  METADATA_ANNOTATIONS = 'metadata.annotations',
  /** Labels and annotations of the cluster object itself. */
  METADATA_OBJECT = 'metadata.object',
  /** Secrets with which images are pulled. */
  IMAGE_PULL_SECRETS = 'image.pull-secrets',
  /** A pinned image. */
  IMAGE_PINNED = 'image.pinned',
  /** An image from a catalog. */
  IMAGE_CATALOG = 'image.catalog',
  /** pgAdmin, run by the operator. */
  PGADMIN = 'pgadmin',
  /** Updates end with a switchover instead of a restart of the primary. */
  UPDATE_SWITCHOVER = 'update.switchover',
  /** Restart of the primary where it is. */
  UPDATE_RESTART = 'update.restart',
  /** An update that stops before the primary, until a person goes on. */
  UPDATE_SUPERVISED = 'update.supervised',
  /** Changes of the pods that wait. */
  UPDATE_HOLD = 'update.hold',
  /** Times at which a major upgrade may begin. */
  UPDATE_WINDOWS = 'update.windows',
  /** A cluster without instances that keeps its data. */
  STATE_STOPPED = 'state.stopped',
  /** A cluster that its operator leaves alone. */
  STATE_PAUSED = 'state.paused',
  /** Instances whose PostgreSQL is stopped while their pods stay. */
  STATE_FENCED = 'state.fenced',
  /** A cluster that sleeps on a schedule. */
  STATE_SCHEDULE = 'state.schedule',
  /** A restart, once for each token. */
  VERB_RESTART = 'verb.restart',
  /** A switchover, once for each token. */
  VERB_SWITCHOVER = 'verb.switchover',
  /** Configuration files that are read anew, once for each token. */
  VERB_RELOAD = 'verb.reload',
  /** Another generated password, by a Job. */
  VERB_PASSWORD = 'verb.password',
  /** Another generated certificate, by a Job. */
  VERB_CERTIFICATE = 'verb.certificate',
  /** A replica that is made anew, by a Job. */
  VERB_REINIT = 'verb.reinit',
  /** Backups and WAL in Amazon S3. */
  BACKUP_S3 = 'backup.s3',
  /** Backups and WAL in an S3-compatible store. */
  BACKUP_S3_COMPATIBLE = 'backup.s3-compatible',
  /** A store whose requests name the bucket in the host. */
  BACKUP_S3_VIRTUAL_HOST = 'backup.s3-compatible.virtual-host',
  /** Backups and WAL in Google Cloud Storage, with a key from a Secret. */
  BACKUP_GCS = 'backup.gcs',
  /** Google Cloud Storage with the identity that the platform gives to the pods. */
  BACKUP_GCS_IDENTITY = 'backup.gcs.identity',
  /** Google Cloud Storage with a service account of the cluster's own. */
  BACKUP_GCS_SERVICE_ACCOUNT = 'backup.gcs.service-account',
  /** Backups and WAL in Azure Blob Storage, with an access key from a Secret. */
  BACKUP_AZURE = 'backup.azure',
  /** Azure Blob Storage with a SAS token from a Secret. */
  BACKUP_AZURE_SAS = 'backup.azure.sas',
  /** Azure Blob Storage with the identity that the platform gives to the pods. */
  BACKUP_AZURE_IDENTITY = 'backup.azure.identity',
  /** Azure Blob Storage with a managed identity of the cluster's own. */
  BACKUP_AZURE_CLIENT = 'backup.azure.client',
  /** An archive where barman-cloud has it for a cluster that another manifest made. */
  BACKUP_PLACE_BARMAN = 'backup.place.barman',
  /** An archive where WAL-G has it for a cluster that another manifest made. */
  BACKUP_PLACE_WAL_G = 'backup.place.wal-g',
  /** A repository where pgBackRest has it for a cluster that another manifest made. */
  BACKUP_PLACE_PGBACKREST = 'backup.place.pgbackrest',
  /** Backups and WAL on a volume. */
  BACKUP_VOLUME = 'backup.volume',
  /** A repository on a volume that grows by itself up to a limit. */
  BACKUP_VOLUME_AUTO_GROW = 'backup.volume.auto-grow',
  /** Object store keys from a Secret. */
  BACKUP_CREDENTIALS_SECRET = 'backup.credentials.secret',
  /** The identity that the platform gives to the pods. */
  BACKUP_CREDENTIALS_IDENTITY = 'backup.credentials.identity',
  /** A cloud role of the cluster's own. */
  BACKUP_CREDENTIALS_ROLE = 'backup.credentials.role',
  /** A first backup as soon as the cluster runs. */
  BACKUP_FIRST = 'backup.first',
  /** Full backups on a schedule, with continuous WAL archiving. */
  BACKUP_FULL = 'backup.full',
  /** More than one full schedule for a repository. */
  BACKUP_FULL_SEVERAL = 'backup.full-several',
  /** Differential backups. */
  BACKUP_DIFFERENTIAL = 'backup.differential',
  /** Incremental backups. */
  BACKUP_INCREMENTAL = 'backup.incremental',
  /** Volume snapshots. */
  BACKUP_SNAPSHOTS = 'backup.snapshots',
  /** Volume snapshots on a schedule of their own. */
  BACKUP_SNAPSHOTS_SCHEDULED = 'backup.snapshots.scheduled',
  /** Schedules that are suspended. */
  BACKUP_SUSPENDED = 'backup.suspended',
  /** One backup on demand. */
  BACKUP_ON_DEMAND = 'backup.on-demand',
  /** Retention in days. */
  BACKUP_RETENTION_DAYS = 'backup.retention.days',
  /** Retention by the number of full backups. */
  BACKUP_RETENTION_COUNT = 'backup.retention.count',
  /** Retention in days and by number at once. */
  BACKUP_RETENTION_DAYS_AND_COUNT = 'backup.retention.days-and-count',
  /** Nothing is deleted by the operator. */
  BACKUP_RETENTION_UNLIMITED = 'backup.retention.unlimited',
  /** Another retention for differential backups. */
  BACKUP_RETENTION_DIFFERENTIAL = 'backup.retention.differential',
  /** Another retention for WAL. */
  BACKUP_RETENTION_WAL = 'backup.retention.wal',
  /** Encryption by the object store. */
  BACKUP_ENCRYPTION_SERVER = 'backup.encryption.server-side',
  /** Encryption by the object store with a key of AWS KMS. */
  BACKUP_ENCRYPTION_KMS = 'backup.encryption.kms',
  /** Encryption by the backup tool. */
  BACKUP_ENCRYPTION_CLIENT = 'backup.encryption.client-side',
  /** No compression. */
  BACKUP_COMPRESSION_NONE = 'backup.compression.none',
  /** Compression with gzip. */
  BACKUP_COMPRESSION_GZIP = 'backup.compression.gzip',
  /** Compression with bzip2. */
  BACKUP_COMPRESSION_BZIP2 = 'backup.compression.bzip2',
  /** Compression with LZ4. */
  BACKUP_COMPRESSION_LZ4 = 'backup.compression.lz4',
  /** Compression with Zstandard. */
  BACKUP_COMPRESSION_ZSTD = 'backup.compression.zstd',
  /** Files sent in parallel. */
  BACKUP_PARALLELISM = 'backup.parallelism',
  /** Backups that begin with a checkpoint at once. */
  BACKUP_IMMEDIATE_CHECKPOINT = 'backup.immediate-checkpoint',
  /** A limit of bandwidth. */
  BACKUP_BANDWIDTH = 'backup.bandwidth',
  /** CPU and memory of the containers of backups. */
  BACKUP_COMPUTE = 'backup.compute',
  /** More than one repository. */
  BACKUP_REPOSITORIES = 'backup.repositories',
  /** Dumps of all databases on a schedule. */
  BACKUP_LOGICAL = 'backup.logical',
  /** Dumps that are deleted when they are old. */
  BACKUP_LOGICAL_RETENTION = 'backup.logical.retention',
  /** A new cluster from an archive, up to its end. */
  RECOVERY_ARCHIVE = 'recovery.archive',
  /** Recovery to a moment. */
  RECOVERY_TIME = 'recovery.time',
  /** Recovery to a transaction. */
  RECOVERY_TRANSACTION = 'recovery.transaction',
  /** Recovery to a position in WAL. */
  RECOVERY_LSN = 'recovery.lsn',
  /** Recovery to a restore point. */
  RECOVERY_RESTORE_POINT = 'recovery.restore-point',
  /** Recovery to the end of one backup. */
  RECOVERY_BACKUP = 'recovery.backup',
  /** Recovery that begins with a given backup. */
  RECOVERY_FROM_BACKUP = 'recovery.from-backup',
  /** Recovery that stops before its target. */
  RECOVERY_EXCLUSIVE = 'recovery.exclusive',
  /** Recovery along a given timeline. */
  RECOVERY_TIMELINE = 'recovery.timeline',
  /** A copy of a running cluster. */
  RECOVERY_CLONE = 'recovery.clone',
  /** A new cluster from volume snapshots. */
  RECOVERY_SNAPSHOTS = 'recovery.snapshots',
  /** A logical import from another server. */
  RECOVERY_IMPORT = 'recovery.import',
  /** A restore over the data of a running cluster. */
  RECOVERY_IN_PLACE = 'recovery.in-place',
  /** A scheduled proof that the backups restore. */
  RECOVERY_DRILL = 'recovery.drill',
  /** A replica cluster that reads the archive of its source. */
  REPLICA_ARCHIVE = 'replica.archive',
  /** A replica cluster that streams from its source. */
  REPLICA_STREAMING = 'replica.streaming',
  /** A replica cluster that streams, and reads the archive where it has to. */
  REPLICA_ARCHIVE_AND_STREAMING = 'replica.archive-and-streaming',
  /** A replica cluster that becomes a primary. */
  REPLICA_PROMOTION = 'replica.promotion',
  /** A pair of clusters of which one is the primary. */
  REPLICA_PAIR = 'replica.pair',
  /** A pair whose old primary becomes the replica. */
  REPLICA_PAIR_SWAPPED = 'replica.pair.swapped',
  /** A token that proves that the new primary lost nothing. */
  REPLICA_PROMOTION_TOKEN = 'replica.promotion-token',
  /** A major upgrade in steps. */
  UPGRADE = 'upgrade',
  /** How the files of the old version become those of the new one. */
  UPGRADE_TRANSFER = 'upgrade.transfer',
  /** Another place of the archive from the new version on. */
  UPGRADE_ARCHIVE = 'upgrade.archive',
  /** Another image for the new version. */
  UPGRADE_IMAGE = 'upgrade.image',
  /** A migration of databases to it or from it. */
  MIGRATION = 'migration',
  /** A migration to it in which it subscribes by itself. */
  MIGRATION_SUBSCRIPTION = 'migration.subscription',
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
  /** Another placement of the pooler pods than that of the cluster. */
  POOL_PLACEMENT = 'pool.placement',
  /** An image of pgbouncer of one's own. */
  POOL_IMAGE = 'pool.image',
  /** Clients of a pool that come without TLS. */
  POOL_CLIENT_TLS = 'pool.client-tls',
  /** A pool with a port of its own. */
  POOL_PORT = 'pool.port',
  /** Labels and annotations of the pooler pods alone. */
  POOL_METADATA = 'pool.metadata',
  /** A pool with a name of its own. */
  POOL_NAME = 'pool.name',
  /** A pool for a cluster that another app owns. */
  POOL_IMPORTED_CLUSTER = 'pool.imported-cluster',
  /** Metrics that Prometheus finds, and alerts. */
  MONITORING = 'monitoring',
  /** Annotations for a Prometheus without its operator. */
  MONITORING_ANNOTATIONS = 'monitoring.annotations',
  /** Metrics that are encrypted on their way. */
  MONITORING_TLS = 'monitoring.tls',
  /** Queries whose answers become metrics. */
  MONITORING_QUERIES = 'monitoring.queries',
  /** Such queries in other databases than `postgres`. */
  MONITORING_QUERIES_DATABASES = 'monitoring.queries.databases',
  /** Such queries whose answers are kept for a while. */
  MONITORING_QUERIES_CACHE = 'monitoring.queries.cache',
  /** Such queries that run on the primary only. */
  MONITORING_QUERIES_PRIMARY = 'monitoring.queries.primary',
  /** An alert: nothing is known of the cluster: no instance answers to Prometheus. */
  ALERT_METRICS_ABSENT = 'alert.metrics-absent',
  /** An alert: what collects the metrics of an instance fails, so that other alerts cannot be trusted. */
  ALERT_METRICS_FAILING = 'alert.metrics-failing',
  /** An alert: no instance takes writes. */
  ALERT_NO_PRIMARY = 'alert.no-primary',
  /** An alert: several instances take writes. */
  ALERT_SEVERAL_PRIMARIES = 'alert.several-primaries',
  /** An alert: fewer instances run than were asked for. */
  ALERT_INSTANCE_DOWN = 'alert.instance-down',
  /** An alert: another instance has become the primary. */
  ALERT_FAILOVER = 'alert.failover',
  /** An alert: a replica is behind by time. */
  ALERT_REPLICATION_LAG = 'alert.replication-lag',
  /** An alert: a replica is behind by bytes of WAL. */
  ALERT_REPLICATION_LAG_BYTES = 'alert.replication-lag-bytes',
  /** An alert: a replica does not stream from its source. */
  ALERT_REPLICA_NOT_STREAMING = 'alert.replica-not-streaming',
  /** An alert: a replica is on another timeline than the primary, so that it cannot follow. */
  ALERT_REPLICA_TIMELINE = 'alert.replica-timeline',
  /** An alert: fewer synchronous standbys than were asked for. */
  ALERT_SYNCHRONOUS_STANDBY_MISSING = 'alert.synchronous-standby-missing',
  /** An alert: wAL does not get to the archive. */
  ALERT_ARCHIVING_FAILING = 'alert.archiving-failing',
  /** An alert: wAL waits for the archive. */
  ALERT_ARCHIVING_BEHIND = 'alert.archiving-behind',
  /** An alert: the last backup is older than the schedules allow. */
  ALERT_BACKUP_TOO_OLD = 'alert.backup-too-old',
  /** An alert: there is no backup at all. */
  ALERT_BACKUP_MISSING = 'alert.backup-missing',
  /** An alert: the last backup failed. */
  ALERT_BACKUP_FAILED = 'alert.backup-failed',
  /** An alert: no restore drill has succeeded for too long. */
  ALERT_DRILL_STALE = 'alert.drill-stale',
  /** An alert: a restore drill failed. */
  ALERT_DRILL_FAILED = 'alert.drill-failed',
  /** An alert: a volume is nearly full. */
  ALERT_VOLUME_FILLING = 'alert.volume-filling',
  /** An alert: a volume will be full soon. */
  ALERT_VOLUME_FULL_SOON = 'alert.volume-full-soon',
  /** An alert: nothing is known of how full the volumes are. */
  ALERT_VOLUME_METRICS_ABSENT = 'alert.volume-metrics-absent',
  /** An alert: wAL takes much of the volume that it stands on. */
  ALERT_WAL_VOLUME = 'alert.wal-volume',
  /** An alert: few connections are left. */
  ALERT_CONNECTIONS = 'alert.connections',
  /** An alert: clients of a pool wait for a connection. */
  ALERT_POOL_SATURATED = 'alert.pool-saturated',
  /** An alert: fewer pods of a pool run than were asked for. */
  ALERT_POOL_DOWN = 'alert.pool-down',
  /** An alert: a transaction runs for long. */
  ALERT_LONG_TRANSACTION = 'alert.long-transaction',
  /** An alert: a transaction is open for long, and nobody does anything in it. */
  ALERT_IDLE_IN_TRANSACTION = 'alert.idle-in-transaction',
  /** An alert: statements wait for a lock for long. */
  ALERT_LOCK_WAIT = 'alert.lock-wait',
  /** An alert: transaction ids run out. */
  ALERT_TRANSACTION_ID_WRAPAROUND = 'alert.transaction-id-wraparound',
  /** An alert: multixact ids run out. */
  ALERT_MULTIXACT_WRAPAROUND = 'alert.multixact-wraparound',
  /** An alert: deadlocks. */
  ALERT_DEADLOCKS = 'alert.deadlocks',
  /** An alert: a replication slot keeps WAL from being removed. */
  ALERT_SLOT_RETAINS_WAL = 'alert.slot-retains-wal',
  /** An alert: nobody reads from a replication slot. */
  ALERT_SLOT_INACTIVE = 'alert.slot-inactive',
  /** An alert: pages that are not what was written. */
  ALERT_CHECKSUM_FAILURES = 'alert.checksum-failures',
  /** An alert: a certificate ends soon. */
  ALERT_CERTIFICATE_EXPIRING = 'alert.certificate-expiring',
  /** An alert: a parameter waits for a restart. */
  ALERT_PENDING_RESTART = 'alert.pending-restart',
  /** An alert: the operator does not run. */
  ALERT_OPERATOR_ABSENT = 'alert.operator-absent',
  /** An alert: the cluster is unavailable so much that the objective of a month is gone within days. */
  ALERT_AVAILABILITY_BURN = 'alert.availability-burn',
  /** An alert: the cluster is unavailable so much that the objective of a month will be missed. */
  ALERT_AVAILABILITY_SLOW_BURN = 'alert.availability-slow-burn',
  /** An alert: more would be lost now than the objective allows. */
  ALERT_RECOVERY_POINT = 'alert.recovery-point',
}
onlyMembers(Capability, 'Capability');
