import { Capability } from '../../../model/capability';
import { SomeRows } from '../../refusals';
import { field } from '../cluster/cluster-capabilities';
import { TAKE_BACKUP, inPrimary } from '../recovery/runbook';

/** Nearly all of it is variables of the database container. */
const ENV = field('/spec/env');

const NO_SNAPSHOTS = 'leave the snapshots out; backups go to the object store';
const LZ4_OR_ZSTD = 'write BackupCompression.LZ4 or BackupCompression.ZSTD';
const BY_TIME = 'write RecoveryTarget.time(...)';

/** What to write for the place of an archive that another tool wrote. */
const WAL_G_PLACE =
  'write ArchivePlace.walG(...) for an archive of this operator; the data of another one is dumped and loaded with pg_dump and pg_restore';

/** Stands for the cluster in a command that is the same for all. */
const BY_HAND = { name: 'CLUSTER', namespace: 'NAMESPACE' };

/** Rows of backups, recoveries and replica clusters. */
export const BACKUP_ROWS = {
  [Capability.BACKUP_S3]: ENV,
  [Capability.BACKUP_S3_COMPATIBLE]: ENV,
  [Capability.BACKUP_S3_VIRTUAL_HOST]: ENV,
  [Capability.BACKUP_GCS]: ENV,
  [Capability.BACKUP_GCS_IDENTITY]: ENV,
  [Capability.BACKUP_GCS_SERVICE_ACCOUNT]: {
    rule: 'ZAL-120',
    instead: "write GcsCredentials.fromSecret(...), since all clusters share the service account of the operator's configuration",
  },
  [Capability.BACKUP_AZURE]: ENV,
  [Capability.BACKUP_AZURE_SAS]: ENV,
  // The managed identity of the node; a federated token of the service account does not reach the programs of the image.
  [Capability.BACKUP_AZURE_IDENTITY]: ENV,
  [Capability.BACKUP_AZURE_CLIENT]: {
    rule: 'ZAL-121',
    instead: 'write AzureCredentials.workloadIdentity() for the managed identity of the nodes, or AzureCredentials.fromSecret(...)',
  },
  [Capability.BACKUP_PLACE_BARMAN]: { rule: 'ZAL-210', instead: WAL_G_PLACE },
  [Capability.BACKUP_PLACE_WAL_G]: ENV,
  [Capability.BACKUP_PLACE_PGBACKREST]: { rule: 'ZAL-211', instead: WAL_G_PLACE },
  [Capability.BACKUP_VOLUME]: { rule: 'ZAL-105', instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)' },
  [Capability.BACKUP_VOLUME_AUTO_GROW]: { rule: 'ZAL-263', instead: 'write BackupTarget.s3(...) or BackupTarget.s3Compatible(...)' },
  [Capability.BACKUP_CREDENTIALS_SECRET]: ENV,
  [Capability.BACKUP_CREDENTIALS_IDENTITY]: ENV,
  [Capability.BACKUP_CREDENTIALS_ROLE]: {
    rule: 'ZAL-106',
    instead:
      `all clusters share the service account of the operator's configuration; give that one the role ('irsa_role_arn' in 2.0, an annotation ` +
      `in 'pod_service_account_definition' before) and write ObjectStoreCredentials.workloadIdentity() without 'awsRoleArn'`,
  },
  [Capability.BACKUP_FIRST]: ENV,
  [Capability.BACKUP_FULL]: ENV,
  [Capability.BACKUP_FULL_SEVERAL]: { rule: 'ZAL-107', instead: `write one schedule, for example '0 2,14 * * *'` },
  [Capability.BACKUP_DIFFERENTIAL]: { rule: 'ZAL-108', instead: 'write BackupSchedule.full(...)' },
  [Capability.BACKUP_INCREMENTAL]: { rule: 'ZAL-109', instead: 'write BackupSchedule.full(...)' },
  [Capability.BACKUP_SNAPSHOTS]: { rule: 'ZAL-122', instead: NO_SNAPSHOTS },
  [Capability.BACKUP_SNAPSHOTS_SCHEDULED]: { rule: 'ZAL-123', instead: NO_SNAPSHOTS },
  [Capability.BACKUP_SUSPENDED]: {
    rule: 'ZAL-124',
    instead: `leave 'suspended' out; the image takes a backup at each start of a pod too, whatever the schedule`,
  },
  [Capability.BACKUP_ON_DEMAND]: {
    rule: 'ZAL-125',
    instead: `take it by hand, with the names of the cluster and its namespace: ${inPrimary(BY_HAND, TAKE_BACKUP)}`,
  },
  [Capability.BACKUP_RETENTION_DAYS]: ENV,
  [Capability.BACKUP_RETENTION_COUNT]: ENV,
  [Capability.BACKUP_RETENTION_DAYS_AND_COUNT]: ENV,
  [Capability.BACKUP_RETENTION_UNLIMITED]: {
    rule: 'ZAL-216',
    instead: 'write BackupRetention.days(...); the image always deletes, and keeps five backups where nothing is said',
  },
  [Capability.BACKUP_RETENTION_DIFFERENTIAL]: { rule: 'ZAL-126', instead: `leave 'differentialCount' out; there are full backups only` },
  [Capability.BACKUP_RETENTION_WAL]: { rule: 'ZAL-127', instead: `leave 'walCount' out; WAL is kept as long as the oldest backup` },
  [Capability.BACKUP_ENCRYPTION_SERVER]: ENV,
  [Capability.BACKUP_ENCRYPTION_KMS]: ENV,
  [Capability.BACKUP_ENCRYPTION_CLIENT]: ENV,
  [Capability.BACKUP_COMPRESSION_NONE]: { rule: 'ZAL-128', instead: 'write BackupCompression.LZ4, the fastest' },
  [Capability.BACKUP_COMPRESSION_GZIP]: { rule: 'ZAL-129', instead: LZ4_OR_ZSTD },
  [Capability.BACKUP_COMPRESSION_BZIP2]: { rule: 'ZAL-130', instead: LZ4_OR_ZSTD },
  [Capability.BACKUP_COMPRESSION_LZ4]: ENV,
  [Capability.BACKUP_COMPRESSION_ZSTD]: ENV,
  [Capability.BACKUP_PARALLELISM]: ENV,
  [Capability.BACKUP_IMMEDIATE_CHECKPOINT]: {
    rule: 'ZAL-212',
    instead: `leave 'transfer.immediateCheckpoint' out; WAL-G begins every backup with a checkpoint at once`,
  },
  [Capability.BACKUP_BANDWIDTH]: ENV,
  [Capability.BACKUP_COMPUTE]: {
    rule: 'ZAL-187',
    instead: `leave 'compute' of the policy out and give the cluster more, since backups run in the container of the database`,
  },
  [Capability.BACKUP_REPOSITORIES]: {
    rule: 'ZAL-110',
    instead: `leave 'additionalRepositories' out and replicate the bucket in the object store`,
  },
  [Capability.BACKUP_LOGICAL]: field('/spec/enableLogicalBackup'),
  [Capability.BACKUP_LOGICAL_RETENTION]: field('/spec/logicalBackupRetention'),
  [Capability.RECOVERY_ARCHIVE]: ENV,
  [Capability.RECOVERY_TIME]: ENV,
  [Capability.RECOVERY_TRANSACTION]: { rule: 'ZAL-131', instead: BY_TIME },
  [Capability.RECOVERY_LSN]: { rule: 'ZAL-132', instead: BY_TIME },
  [Capability.RECOVERY_RESTORE_POINT]: { rule: 'ZAL-133', instead: BY_TIME },
  [Capability.RECOVERY_BACKUP]: { rule: 'ZAL-134', instead: 'write RecoveryTarget.time(...) with a moment shortly after the backup ended' },
  [Capability.RECOVERY_FROM_BACKUP]: {
    rule: 'ZAL-135',
    instead: `leave 'backup' out; the newest one that ended before the target is taken`,
  },
  [Capability.RECOVERY_EXCLUSIVE]: ENV,
  [Capability.RECOVERY_TIMELINE]: ENV,
  [Capability.RECOVERY_CLONE]: field('/spec/clone'),
  [Capability.RECOVERY_SNAPSHOTS]: { rule: 'ZAL-136', instead: 'write RecoverySource.fromArchive(...)' },
  [Capability.RECOVERY_IMPORT]: { rule: 'ZAL-137', instead: `leave 'recovery' out and load the new cluster with pg_dump and pg_restore` },
  [Capability.RECOVERY_IN_PLACE]: { rule: 'ZAL-138', instead: `write a new cluster with 'recovery' and lead the applications to it` },
  [Capability.RECOVERY_DRILL]: 'CronJob /spec/jobTemplate',
  [Capability.REPLICA_ARCHIVE]: field('/spec/standby/s3_wal_path'),
  [Capability.REPLICA_STREAMING]: field('/spec/standby/standby_host'),
  [Capability.REPLICA_ARCHIVE_AND_STREAMING]: field('/spec/standby/standby_host'),
  // The promotion itself is that `standby` goes; what is left is the archive that the cluster writes to from then on.
  [Capability.REPLICA_PROMOTION]: ENV,
  [Capability.REPLICA_PAIR]: field('/spec/standby'),
  [Capability.REPLICA_PAIR_SWAPPED]: {
    rule: 'ZAL-140',
    instead:
      'a primary never becomes a replica here: take the ClusterPair and the old primary out, write promoted: true for the new one, and ' +
      'follow it with a new ReplicaCluster',
  },
  [Capability.REPLICA_PROMOTION_TOKEN]: { rule: 'ZAL-141', instead: 'write PairStep.promote() without a token' },
} satisfies SomeRows;
