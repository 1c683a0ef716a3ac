import { Capability, ZalandoOptions, ZalandoVersion } from '../../../lib';
import { ZALANDO_REFUSALS, zalandoCapabilities } from '../../../lib/operators/zalando/capabilities';
import { ASKS } from '../../contract/asks';
import { refused, zalando } from './support';

const V1_15 = { operatorVersion: ZalandoVersion.V1_15 };

const why = (version = '2.0') => `(Zalando Postgres Operator ${version} does not have it)`;

/** Each refusal as the user reads it. */
const REFUSALS: readonly [Capability, string, Partial<ZalandoOptions>?][] = [
  [
    Capability.STORAGE_WAL,
    `[test/db] [ZAL-101] asked for 'walStorage'; leave 'walStorage' out and make 'storage' larger; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.COMPUTE_WITHOUT_CPU_LIMIT,
    `[test/db] [ZAL-220] asked for 'compute.withoutCpuLimit'; write 'cpuLimit', or set 'default_cpu_limit', 'min_cpu_limit' and 'connection_pooler_default_cpu_limit' of the operator's configuration to the empty text and write cpuLimitDefaultsRemoved: true in PostgresOperator.zalando(...); available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.REPLICA_SETS,
    `[test/db] [ZAL-264] asked for 'replicaSets'; leave 'replicaSets' out and write a ReplicaCluster in the same namespace, which has a size and a Service of its own, or raise 'instances'; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.REPLICA_SETS_NEVER_PRIMARY,
    `[test/db] [ZAL-265] asked for 'replicaSets[0]' without 'mayBecomePrimary'; leave 'replicaSets' out and write a ReplicaCluster in the same namespace, which has a size and a Service of its own, or raise 'instances'; no supported operator has it ${why()}`,
  ],
  ...(
    [
      [Capability.STORAGE_AUTO_GROW, 'ZAL-260', 'storage.autoGrow'],
      [Capability.STORAGE_AUTO_GROW_WAL, 'ZAL-261', 'walStorage.autoGrow'],
      [Capability.STORAGE_AUTO_GROW_STEPS, 'ZAL-262', 'storage.autoGrow.trigger'],
    ] as const
  ).map(([capability, rule, prop]): [Capability, string] => [
    capability,
    `[test/db] [${rule}] asked for '${prop}'; leave 'autoGrow' out and raise 'size' in a commit when the alert of a filling volume says so; available on Crunchy PGO ${why()}`,
  ]),
  [
    Capability.STORAGE_TABLESPACES,
    `[test/db] [ZAL-214] asked for 'tablespaces'; leave 'tablespaces' out and make 'storage' larger, of a faster 'storageClass'; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.STORAGE_TABLESPACES_TEMPORARY,
    `[test/db] [ZAL-215] asked for a tablespace with 'temporary'; leave 'tablespaces' out and make 'storage' larger, of a faster 'storageClass'; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.PLACEMENT_NODES,
    `[test/db] [ZAL-102] asked for 'placement.nodes: required'; set 'enable_pod_antiaffinity' in the operator's configuration and write podAntiAffinityConfigured: true, or write placement: { nodes: SpreadRule.NONE }, or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.PLACEMENT_ZONES,
    `[test/db] [ZAL-103] asked for 'placement.zones: preferred'; write placement: { zones: SpreadRule.NONE }, which is not the default, or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.PLACEMENT_POD_AFFINITY,
    `[test/db] [ZAL-221] asked for 'placement.podAntiAffinity'; write 'nodeAffinity', or taints and 'tolerations' that keep the other pods away; instances are kept apart by 'nodes' and 'zones'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.PLACEMENT_SPREAD,
    `[test/db] [ZAL-222] asked for 'placement.spread'; leave 'spread' out, or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.POOL_CLIENT_TLS,
    `[test/pool-0] [ZAL-223] asked for 'clientTls: prefer'; leave 'clientTls' out; the pooler image requires TLS of its clients; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_PORT,
    `[test/pool-0] [ZAL-224] asked for 'port'; leave 'port' out; pools answer at port 5432; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_METADATA,
    `[test/pool-0] [ZAL-225] asked for 'labels'; write 'labels' and 'annotations' for the cluster, which its pools have too; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.METADATA_LABELS,
    `[test/db] [ZAL-004] asked for 'labels'; list the keys as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.IMAGE_CATALOG,
    `[test/db] [ZAL-104] asked for the image catalog 'approved'; write PostgresImage.pinned(...) with a Spilo image; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.PGADMIN,
    `[test/pgadmin] [ZAL-266] asked for the pgAdmin 'console'; write a Deployment of pgAdmin, and let it in by cluster.allowFrom(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.UPDATE_RESTART,
    `[test/db] [ZAL-244] asked for 'updates.primary: RESTART'; leave 'updates.primary' out; a replica takes the place of the primary first; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.UPDATE_SUPERVISED,
    `[test/db] [ZAL-245] asked for 'updates.supervised'; leave 'updates.supervised' out; the operator goes on by itself; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.UPDATE_HOLD,
    `[test/db] [ZAL-246] asked for 'updates.hold'; leave 'updates.hold' out; 'enable_lazy_spilo_upgrade' in the operator's configuration holds images, of all its clusters; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.STATE_PAUSED,
    `[test/db] [ZAL-247] asked for a pause of reconciliation; leave 'state' out; who must keep the operator away stops its Deployment, which looks after all clusters; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.STATE_FENCED,
    `[test/db] [ZAL-248] asked for fenced instances; leave 'state' out; a person stops one instance with 'patronictl pause' and 'pg_ctl stop' in its pod; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.VERB_SWITCHOVER,
    `[test/db] [ZAL-249] asked for 'verbs.switchover'; leave 'verbs.switchover' out; a person does it with 'patronictl switchover' in the pod of an instance; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.STATE_SCHEDULE,
    `[test/db] [ZAL-290] asked for a SleepSchedule; leave the SleepSchedule out, and write state: ClusterState.stopped() in a commit of the evening; 'numberOfInstances' stands in the manifest, so whatever applies it at night would wake the cluster; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.VERB_PASSWORD,
    `[test/verb] [ZAL-291] asked for another password by a VerbJob; leave the VerbJob out; 'rotatedRoles' lets the operator do it, and a person writes it into the Secret, where it is read within half an hour; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.VERB_CERTIFICATE,
    `[test/verb] [ZAL-292] asked for another certificate by a VerbJob; leave the VerbJob out, and write verbs: { restart: '...' }; each pod signs its own certificate when it starts; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.VERB_REINIT,
    `[test/verb] [ZAL-293] asked for a replica that is made anew by a VerbJob; leave the VerbJob out; a person does it with 'patronictl reinit' in the pod of an instance, which never takes the leader; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.MIGRATION_SUBSCRIPTION,
    `[test/migration] [ZAL-280] asked for 'method' with 'subscriptionObjects'; leave 'subscriptionObjects' out; a Job subscribes; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_VOLUME,
    `[test/backups] [ZAL-105] asked for a backup volume; write BackupTarget.s3(...) or BackupTarget.s3Compatible(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_VOLUME_AUTO_GROW,
    `[test/backups] [ZAL-263] asked for a backup volume with 'autoGrow'; write BackupTarget.s3(...) or BackupTarget.s3Compatible(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_CREDENTIALS_ROLE,
    `[test/backups] [ZAL-106] asked for workload identity with 'awsRoleArn'; all clusters share the service account of the operator's configuration; give that one the role ('irsa_role_arn' in 2.0, an annotation in 'pod_service_account_definition' before) and write ObjectStoreCredentials.workloadIdentity() without 'awsRoleArn'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_FULL_SEVERAL,
    `[test/backups] [ZAL-107] asked for more than one schedule of full backups; write one schedule, for example '0 2,14 * * *'; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_DIFFERENTIAL,
    `[test/backups] [ZAL-108] asked for differential backups; write BackupSchedule.full(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_INCREMENTAL,
    `[test/backups] [ZAL-109] asked for incremental backups; write BackupSchedule.full(...); available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_REPOSITORIES,
    `[test/backups] [ZAL-110] asked for 2 repositories; leave 'additionalRepositories' out and replicate the bucket in the object store; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_GCS_IDENTITY,
    `[test/backups] [ZAL-119] asked for a target in Google Cloud Storage with workload identity; write GcsCredentials.fromSecret(...), since the image of version 2.0 loses the identity and archives nothing; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_GCS_SERVICE_ACCOUNT,
    `[test/backups] [ZAL-120] asked for a target in Google Cloud Storage with a service account of its own; write GcsCredentials.fromSecret(...), since all clusters share the service account of the operator's configuration; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_AZURE_CLIENT,
    `[test/backups] [ZAL-121] asked for a target in Azure Blob Storage with a managed identity of its own; write AzureCredentials.workloadIdentity() for the managed identity of the nodes, or AzureCredentials.fromSecret(...); available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_SNAPSHOTS,
    `[test/backups] [ZAL-122] asked for 'snapshots'; leave the snapshots out; backups go to the object store; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_SNAPSHOTS_SCHEDULED,
    `[test/backups] [ZAL-123] asked for snapshots on a schedule; leave the snapshots out; backups go to the object store; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_PLACE_BARMAN,
    `[test/backups] [ZAL-210] asked for a place of barman-cloud; write ArchivePlace.walG(...) for an archive of this operator; the data of another one is dumped and loaded with pg_dump and pg_restore; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.BACKUP_PLACE_PGBACKREST,
    `[test/backups] [ZAL-211] asked for a place of pgBackRest; write ArchivePlace.walG(...) for an archive of this operator; the data of another one is dumped and loaded with pg_dump and pg_restore; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_IMMEDIATE_CHECKPOINT,
    `[test/backups] [ZAL-212] asked for 'transfer.immediateCheckpoint'; leave 'transfer.immediateCheckpoint' out; WAL-G begins every backup with a checkpoint at once; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_SUSPENDED,
    `[test/backups] [ZAL-124] asked for suspended schedules; leave 'suspended' out; the image takes a backup at each start of a pod too, whatever the schedule; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_ON_DEMAND,
    `[test/once-0] [ZAL-125] asked for the backup 'before-v3' on demand; take it by hand, with the names of the cluster and its namespace: kubectl exec --namespace=NAMESPACE "$(kubectl get pod --namespace=NAMESPACE --selector=application=spilo,cluster-name=CLUSTER,spilo-role=master --output=name)" --container=postgres -- su postgres -c 'envdir /run/etc/wal-e.d/env /scripts/postgres_backup.sh /home/postgres/pgdata/pgroot/data'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_RETENTION_UNLIMITED,
    `[test/backups] [ZAL-216] asked for unlimited retention; write BackupRetention.days(...); the image always deletes, and keeps five backups where nothing is said; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_RETENTION_DIFFERENTIAL,
    `[test/backups] [ZAL-126] asked for retention with 'differentialCount'; leave 'differentialCount' out; there are full backups only; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_RETENTION_WAL,
    `[test/backups] [ZAL-127] asked for retention with 'walCount'; leave 'walCount' out; WAL is kept as long as the oldest backup; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_COMPRESSION_NONE,
    `[test/backups] [ZAL-128] asked for compression 'none'; write BackupCompression.LZ4, the fastest; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_COMPRESSION_GZIP,
    `[test/backups] [ZAL-129] asked for compression 'gzip'; write BackupCompression.LZ4 or BackupCompression.ZSTD; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_COMPRESSION_BZIP2,
    `[test/backups] [ZAL-130] asked for compression 'bzip2'; write BackupCompression.LZ4 or BackupCompression.ZSTD; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_TRANSACTION,
    `[test/db] [ZAL-131] asked for recovery to a transaction; write RecoveryTarget.time(...); available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_LSN,
    `[test/db] [ZAL-132] asked for recovery to a position in WAL; write RecoveryTarget.time(...); available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_RESTORE_POINT,
    `[test/db] [ZAL-133] asked for recovery to a restore point; write RecoveryTarget.time(...); available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_BACKUP,
    `[test/db] [ZAL-134] asked for recovery to the end of a backup; write RecoveryTarget.time(...) with a moment shortly after the backup ended; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_FROM_BACKUP,
    `[test/db] [ZAL-135] asked for recovery that begins with the backup '20260801T020000'; leave 'backup' out; the newest one that ended before the target is taken; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.RECOVERY_SNAPSHOTS,
    `[test/db] [ZAL-136] asked for recovery from volume snapshots; write RecoverySource.fromArchive(...); available on CloudNativePG ${why()}`,
  ],
  [
    Capability.RECOVERY_IMPORT,
    `[test/db] [ZAL-137] asked for a logical import; leave 'recovery' out and load the new cluster with pg_dump and pg_restore; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.RECOVERY_IN_PLACE,
    `[test/restore] [ZAL-138] asked for the restore 'undo-v3' over the data of a running cluster; write a new cluster with 'recovery' and lead the applications to it; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.REPLICA_ARCHIVE_AND_STREAMING,
    `[test/replica] [ZAL-139] asked for a replica cluster that streams and reads an archive; write ReplicaSource.archive(...) or ReplicaSource.streaming(...), or use version 2.0 of the operator; available on CloudNativePG and Crunchy PGO ${why('1.15')}`,
    V1_15,
  ],
  [
    Capability.REPLICA_PAIR_SWAPPED,
    `[test/pair] [ZAL-140] asked for a pair whose old primary follows the new one; a primary never becomes a replica here: take the ClusterPair and the old primary out, write promoted: true for the new one, and follow it with a new ReplicaCluster; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.REPLICA_PROMOTION_TOKEN,
    `[test/pair] [ZAL-141] asked for a promotion with a token; write PairStep.promote() without a token; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.UPGRADE_TRANSFER,
    `[test/upgrade] [ZAL-240] asked for 'transfer'; leave 'transfer' out; files are linked; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.UPGRADE_ARCHIVE,
    `[test/upgrade] [ZAL-241] asked for 'archiveGeneration'; leave 'archiveGeneration' out; the path of the archive ends in the version; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.UPGRADE_IMAGE,
    `[test/upgrade] [ZAL-242] asked for 'image'; leave 'image' out; one image holds every version, so change 'image' of the cluster in a commit of its own before the upgrade; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_STATEMENT,
    `[test/pool-0] [ZAL-111] asked for statement pooling; write PoolMode.TRANSACTION; available on Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_SAME_ACCESS,
    `[test/pool-1] [ZAL-112] asked for a second read-write pool; let both applications use the first pool, and give it more instances; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_DIFFERENT_SIZING,
    `[test/pool-1] [ZAL-113] asked for another mode or size than that of the read-write pool; write the same mode, instances, compute and limits for both pools, which share one block of settings; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_SIZE,
    `[test/pool-0] [ZAL-114] asked for 'poolSize'; write 'maxDatabaseConnections', of which the operator takes the half as pool size; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_CLIENT_LIMIT,
    `[test/pool-0] [ZAL-115] asked for 'maxClientConnections'; leave 'maxClientConnections' out; it is 10000 in each pod; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_PARAMETERS,
    `[test/pool-0] [ZAL-116] asked for 'parameters'; leave 'parameters' out; the pooler image has them built in; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.BACKUP_COMPUTE,
    `[test/backups] [ZAL-187] asked for 'compute' of the containers of backups; leave 'compute' of the policy out and give the cluster more, since backups run in the container of the database; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.IMAGE_PULL_SECRETS,
    `[test/db] [ZAL-185] asked for 'imagePullSecrets'; leave 'imagePullSecrets' out and name the Secret in the operator's configuration, in 'pod_service_account_definition'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_PLACEMENT,
    `[test/pool-0] [ZAL-186] asked for 'placement' of a pool; leave 'placement' of the pool out and write it for the cluster, whose node labels and tolerations its pools have; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.POOL_NAME,
    `[test/pool-0] [ZAL-117] asked for 'poolName'; leave 'poolName' out; the service is '<clusterName>-pooler' or '<clusterName>-pooler-repl', see the endpoint of the pool; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POOL_IMPORTED_CLUSTER,
    `[test/pool-0] [ZAL-118] asked for a pool for the cluster 'orders' of another app; write the ConnectionPool in the app that owns the cluster, since it is a part of the cluster object; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.DATABASE_EXTENSION_VERSION,
    `[test/db] [ZAL-165] asked for a version of the extension 'pg_trgm'; leave 'version' out; the image decides which version there is; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.DATABASE_EXTENSION_SCHEMA,
    `[test/db] [ZAL-166] asked for a schema for the extension 'pg_trgm'; leave 'schema' out; the operator makes extensions before there is any other schema than public; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.DATABASE_CONNECTION_LIMIT,
    `[test/db] [ZAL-167] asked for 'connectionLimit' of the database 'orders'; leave 'connectionLimit' out, or write it in a pool as 'maxDatabaseConnections'; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.ROLE_MEMBERSHIP,
    `[test/db] [ZAL-168] asked for 'memberOf' for the role 'readers'; leave 'memberOf' out and write 'access' for each role; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.CHANGE_CAPTURE_PUBLICATIONS,
    `[test/db] [ZAL-208] asked for 'changeCapture.publications'; leave 'publications' out and let the owner of the tables make them, in a migration: CREATE PUBLICATION ... FOR TABLE ...; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.CREATION_SQL,
    `[test/db] [ZAL-200] asked for 'creation.sql'; the operator runs none; let a Job of yours run it as the owner of the database, or run it once with psql in the pod of the primary; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.CREATION_SQL_CONFIG_MAP,
    `[test/db] [ZAL-203] asked for 'creation.sql' from the ConfigMap 'own-sql'; let a Job of yours mount the ConfigMap and run it as the owner of the database; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.ROLE_CONNECTION_LIMIT,
    `[test/db] [ZAL-169] asked for 'connectionLimit' for the role 'readers'; leave 'connectionLimit' out, or lead the application through a ConnectionPool; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.ROLE_VALID_UNTIL,
    `[test/db] [ZAL-170] asked for 'validUntil' for the role 'reports'; leave 'validUntil' out and let the operator change the password: rotatedRoles: [...] in PostgresOperator.zalando(...); available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.ACCESS_OWNER,
    `[test/db] [ZAL-171] asked for owner access for the role 'reports'; let the application connect as the owner itself, or write AccessLevel.READ_WRITE; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.TLS_REPLICATION,
    `[test/db] [ZAL-160] asked for a replication certificate of somebody else; leave the replication certificate out; replicas log in with a password, over TLS; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.TLS_VERIFICATION,
    `[test/db/Connection-1] [ZAL-172] asked for 'sslMode: verify-full'; write tls: ClusterTls.certManager(...); each pod makes a certificate of its own otherwise, which nobody can check; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.TLS_VERIFICATION_POOL,
    `[test/db/Connection-1] [ZAL-173] asked for 'sslMode: verify-full' through a pool; write tls: ClusterTls.certManager(...); each pod makes a certificate of its own otherwise, which nobody can check; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.CONNECTION_ANY,
    `[test/db/Connection-1] [ZAL-174] asked for a connection to any instance; write ConnectionTarget.REPLICAS or ConnectionTarget.PRIMARY; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.POD_SECURITY_RESTRICTED,
    `[test/db] [ZAL-175] asked for 'podSecurity: RESTRICTED'; write PodSecurityStandard.BASELINE; pods have no seccomp profile and drop no capabilities, no field changes that, and what the operator's configuration has for it, 'spilo_allow_privilege_escalation: false', stops the scheduled backups without a word; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.MONITORING_TLS,
    `[test/db] [ZAL-181] asked for 'monitoring.tls'; leave 'monitoring.tls' out; the exporter answers in the clear, and only to the namespace that metrics are collected from; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.MONITORING_QUERIES_DATABASES,
    `[test/db] [ZAL-182] asked for 'monitoring.queries[0].databases'; leave 'databases' out; the exporter runs all queries in the database 'postgres', where postgres_fdw can bring the tables of others; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.ALERT_BACKUP_FAILED,
    `[test/db] [ZAL-183] asked for the alert PostgresBackupFailed; adjust PostgresBackupTooOld; a backup that fails is seen by the one before it getting old; available on CloudNativePG and Crunchy PGO ${why()}`,
  ],
  [
    Capability.ALERT_POOL_SATURATED,
    `[test/db] [ZAL-184] asked for the alert PostgresPoolSaturated; the statistics of the pooler of the operator are shown to no role that a manifest can name; watch the connections of the server; available on CloudNativePG ${why()}`,
  ],
  [
    Capability.ALERT_POOL_DOWN,
    `[test/db] [ZAL-194] asked for the alert PostgresPoolDown; the statistics of the pooler of the operator are shown to no role that a manifest can name; watch the connections of the server; available on CloudNativePG ${why()}`,
  ],
];

test.each(REFUSALS)('%s is refused', (capability, message, options = {}) => {
  expect(refused(ASKS[capability], options)).toContainEqual(message);
});

test('every refusal is tested above and has a rule of its own', () => {
  expect(REFUSALS.map(([capability]) => capability).sort()).toEqual(ZALANDO_REFUSALS.map(({ capability }) => capability).sort());
  const rules = ZALANDO_REFUSALS.map(({ rule }) => rule);
  expect(new Set(rules).size).toBe(rules.length);
});

test.each(Object.values(ZalandoVersion))('%s says something of each capability', (operatorVersion) => {
  expect(zalandoCapabilities({ teamId: 'acme', operatorVersion }).map(({ capability }) => capability)).toEqual(Object.values(Capability));
});

test.each<[Capability, Partial<ZalandoOptions>, string]>([
  [Capability.PLACEMENT_NODES, {}, 'postgresql /spec/topologySpreadConstraints'],
  [
    Capability.PLACEMENT_NODES,
    { ...V1_15, podAntiAffinityConfigured: true },
    'OperatorConfiguration /configuration/kubernetes/enable_pod_antiaffinity',
  ],
  [Capability.PLACEMENT_ZONES, {}, 'postgresql /spec/topologySpreadConstraints'],
  [Capability.METADATA_LABELS, { inheritedLabels: ['team'] }, 'postgresql /metadata/labels'],
  [Capability.BACKUP_GCS_IDENTITY, V1_15, 'postgresql /spec/env'],
  [Capability.REPLICA_ARCHIVE_AND_STREAMING, {}, 'postgresql /spec/standby/standby_host'],
])('%s with %j is at %s', (capability, options, path) => {
  expect(zalando(options).capabilities.find((row) => row.capability === capability)).toEqual({ capability, path });
});
