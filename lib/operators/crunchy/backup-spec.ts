import type {
  PostgresClusterSpecBackups,
  PostgresClusterSpecBackupsPgbackrestConfiguration,
  PostgresClusterSpecBackupsPgbackrestRepos,
  PostgresClusterSpecBackupsPgbackrestReposSchedules,
} from '../../../imports/crunchy/postgres-cluster';
import { BackupSchedule, BackupType } from '../../model/backup-schedule';
import { BucketModel } from '../../model/backup-target';
import { canonicalCron } from '../../model/cron';
import { BackupModel, BackupRepositoryModel } from '../../model/models';
import { archiveFolders, endpointHost } from '../../private/archive';
import { nonEmpty } from '../../private/kubernetes';
import { repositoryName } from './names';
import { CrunchySettings } from './settings';
import { volumeClaim } from './volume-claim';

/** Where PGO mounts the projected files. pgBackRest reads those that end in `.conf` and leaves the others to be named. */
const CONFIG_FOLDER = '/etc/pgbackrest/conf.d';

type Projection = PostgresClusterSpecBackupsPgbackrestConfiguration;

/** The backups of a cluster. pgBackRest's own defaults are left alone, but for what makes the policy true. */
export function backupSpec(policy: BackupModel, settings: CrunchySettings): PostgresClusterSpecBackups {
  return {
    pgbackrest: {
      configuration: nonEmpty(projections(policy)),
      global: Object.assign({}, ...policy.repositories.map((repository) => globalOptions(policy, repository, settings))) as {
        [option: string]: string;
      },
      // In the order of the policy: replicas are created from the first.
      repos: policy.repositories.map(repositorySpec),
    },
  };
}

/** Folder of a bucket repository, from the top of the bucket. PGO's own default is the same for every cluster. */
export function repositoryPath(policy: BackupModel, { index }: BackupRepositoryModel, bucket: BucketModel): string {
  return ['/pgbackrest', ...archiveFolders(policy, bucket), repositoryName(index)].join('/');
}

/** The folders that belong to this policy alone, as URLs. */
export function archives(policy: BackupModel): string[] {
  return policy.repositories.flatMap((repository) => {
    const { bucket } = repository.target;
    return bucket === undefined ? [] : [`s3://${endpointHost(bucket)}/${bucket.bucket}${repositoryPath(policy, repository, bucket)}`];
  });
}

/** Roles that the pods of the cluster take for their repositories, each once. PGO has room for one (rule PGO-034). */
export function cloudRoles(policy: BackupModel | undefined): string[] {
  const roles = policy?.repositories.map(({ target }) => target.bucket?.credentials.identity?.awsRoleArn) ?? [];
  return [...new Set(roles.filter((role): role is string => role !== undefined))];
}

function repositorySpec({ index, target, schedules }: BackupRepositoryModel): PostgresClusterSpecBackupsPgbackrestRepos {
  const { bucket, storage } = target;
  return {
    name: repositoryName(index),
    // pgBackRest takes the port from the endpoint and speaks TLS in any case.
    s3: bucket && { bucket: bucket.bucket, endpoint: endpointHost(bucket), region: bucket.region },
    volume: storage && { volumeClaimSpec: volumeClaim(storage) },
    schedules: nonEmpty(scheduleSpec(schedules)),
  };
}

function scheduleSpec(schedules: readonly BackupSchedule[]): PostgresClusterSpecBackupsPgbackrestReposSchedules {
  const fields = { [BackupType.FULL]: 'full', [BackupType.DIFFERENTIAL]: 'differential', [BackupType.INCREMENTAL]: 'incremental' };
  return Object.fromEntries(schedules.map(({ type, cron }) => [fields[type], canonicalCron(cron)]));
}

/** pgBackRest's options for one repository: never a secret, they stand in a ConfigMap. */
function globalOptions(policy: BackupModel, repository: BackupRepositoryModel, settings: CrunchySettings): { [option: string]: string } {
  const { bucket } = repository.target;
  const options = {
    // PGO keeps everything for ever otherwise. Of the type `time`, the number counts days.
    'retention-full': `${repository.retention.windowDays}`,
    'retention-full-type': 'time',
    ...(bucket && bucketOptions(repositoryPath(policy, repository, bucket), bucket, repository.index, settings)),
  };
  const name = repositoryName(repository.index);
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [`${name}-${option}`, value]));
}

function bucketOptions(path: string, bucket: BucketModel, index: number, settings: CrunchySettings): { [option: string]: string } {
  const { identity } = bucket.credentials;
  return {
    path,
    ...(identity && { 's3-key-type': identity.awsRoleArn === undefined ? settings.ambientIdentity : 'web-id' }),
    // Other stores than Amazon's seldom have a DNS name for each bucket.
    ...(bucket.endpoint !== undefined && { 's3-uri-style': 'path' }),
    ...(bucket.ca && { 'storage-ca-file': `${CONFIG_FOLDER}/${caFile(index)}` }),
  };
}

/** Files that pgBackRest reads besides its ConfigMap. */
function projections(policy: BackupModel): Projection[] {
  const seen = new Set<string>();
  return policy.repositories.flatMap(({ index, target: { bucket } }) => {
    const { secretName, configFileKey } = bucket?.credentials ?? {};
    const source = `${secretName}/${configFileKey}`;
    // Two repositories may share a Secret. Its file is projected once, because pgBackRest refuses an option that it finds twice.
    const credentials = secretName !== undefined && !seen.has(source);
    seen.add(source);
    return [
      ...(credentials ? [projection(secretName, configFileKey!, `${repositoryName(index)}-s3.conf`)] : []),
      ...(bucket?.ca ? [projection(bucket.ca.name, bucket.ca.key, caFile(index))] : []),
    ];
  });
}

function projection(name: string, key: string, path: string): Projection {
  return { secret: { name, items: [{ key, path }] } };
}

const caFile = (index: number): string => `${repositoryName(index)}-ca.crt`;
