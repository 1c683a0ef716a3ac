import {
  ObjectStoreSpec,
  ObjectStoreSpecConfiguration,
  ObjectStoreSpecConfigurationDataCompression,
  ObjectStoreSpecConfigurationWalCompression,
  ObjectStoreSpecInstanceSidecarConfigurationEnv,
} from '../../../imports/cnpg/object-store';
import {
  ScheduledBackupSpec,
  ScheduledBackupSpecBackupOwnerReference,
  ScheduledBackupSpecMethod,
} from '../../../imports/cnpg/scheduled-backup';
import { BackupSchedule, BackupType } from '../../model/backup-schedule';
import { BucketModel } from '../../model/backup-target';
import { ObjectStoreCredentials } from '../../model/credentials';
import { canonicalCron } from '../../model/cron';
import { BackupModel, ClusterIdentity } from '../../model/models';
import { destinationPath } from './names';

/** The plugin that archives and restores; backups without plugin leave the operator with version 1.31. */
export const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** The repository that is printed; that there is no second one is a matter of the refusals. */
const repository = (policy: BackupModel) => policy.repositories[0];

/** Schedules of full backups, the only ones that barman-cloud takes. */
export function fullSchedules(policy: BackupModel): BackupSchedule[] {
  return repository(policy)?.schedules.filter(({ type }) => type === BackupType.FULL) ?? [];
}

/** The bucket; undefined for a volume. */
export function bucketOf(policy: BackupModel): BucketModel | undefined {
  return repository(policy)?.target.bucket;
}

/** The spec of an ObjectStore. */
export function objectStoreSpec(policy: BackupModel, bucket: BucketModel): ObjectStoreSpec {
  return {
    configuration: configurationSpec(policy, bucket),
    retentionPolicy: `${repository(policy)?.retention.windowDays}d`,
    instanceSidecarConfiguration: { env: environment(bucket) },
  };
}

function configurationSpec(policy: BackupModel, bucket: BucketModel): ObjectStoreSpecConfiguration {
  return {
    destinationPath: destinationPath(policy, bucket),
    endpointUrl: bucket.endpoint,
    endpointCa: bucket.ca && { name: bucket.ca.name, key: bucket.ca.key },
    s3Credentials: credentialsSpec(bucket.credentials),
    // Off by default. Every version of the plugin reads and writes gzip, for base backups as for WAL, so no restore depends on a newer one.
    wal: { compression: ObjectStoreSpecConfigurationWalCompression.GZIP },
    data: { compression: ObjectStoreSpecConfigurationDataCompression.GZIP },
  };
}

function credentialsSpec(credentials: ObjectStoreCredentials): ObjectStoreSpecConfiguration['s3Credentials'] {
  const { secretName: name } = credentials;
  return name === undefined
    ? { inheritFromIamRole: true }
    : { accessKeyId: { name, key: credentials.accessKeyIdKey }, secretAccessKey: { name, key: credentials.secretAccessKeyKey } };
}

/** What has no field: `s3Credentials.region` is a key of a Secret, and the region is none. */
function environment({ region, endpoint }: BucketModel): ObjectStoreSpecInstanceSidecarConfigurationEnv[] {
  return [
    { name: 'AWS_DEFAULT_REGION', value: region },
    // The AWS client adds checksums of its own by default, which many other stores refuse.
    ...(endpoint === undefined
      ? []
      : ['AWS_REQUEST_CHECKSUM_CALCULATION', 'AWS_RESPONSE_CHECKSUM_VALIDATION'].map((name) => ({ name, value: 'when_required' }))),
  ];
}

/** The spec of the ScheduledBackup at a position among the full schedules, counted from 0. */
export function scheduledBackupSpec(cluster: ClusterIdentity, schedule: BackupSchedule, position: number): ScheduledBackupSpec {
  return {
    cluster: { name: cluster.name },
    // Seconds come first here; five fields would be accepted and mean something else.
    schedule: `0 ${canonicalCron(schedule.cron)}`,
    method: ScheduledBackupSpecMethod.PLUGIN,
    pluginConfiguration: { name: BARMAN_PLUGIN },
    // With an owner, the Backup objects would go when the schedule goes.
    backupOwnerReference: ScheduledBackupSpecBackupOwnerReference.NONE,
    // Archived WAL restores nothing before there is a base backup, so one is taken at once; one is enough.
    immediate: position === 0,
  };
}
