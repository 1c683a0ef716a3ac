import type { PostgresqlSpec, PostgresqlSpecAdditionalVolumes, PostgresqlSpecEnv } from '../../../imports/zalando/postgresql';
import { BackupType } from '../../model/backup-schedule';
import { BucketModel } from '../../model/backup-target';
import { canonicalCron } from '../../model/cron';
import { BackupModel, BackupRepositoryModel } from '../../model/models';

/**
 * Backups have no field in the custom resource; the Spilo image reads them from the environment. Names are upper case: a lower-case one
 * would hide the operator's own variable, which it compares without case, and mean nothing to Spilo.
 *
 * @see https://github.com/zalando/spilo/blob/master/ENVIRONMENT.rst
 */

const CA_VOLUME = 'backup-ca';
const CA_FOLDER = '/etc/backup-ca';
const CA_FILE = 'ca.crt';

/** Folder of one bucket, in the two pieces that Spilo puts around the name of the cluster. */
interface Scope {
  readonly before: string;
  readonly behind: string;
}

/**
 * Where this life of the cluster archives. Spilo writes to `spilo/<before><cluster><behind>/wal/<major>`. Left alone it would put the
 * namespace before the name and nothing behind it, and the uid that the operator would add is known only when the cluster exists.
 */
function scope({ cluster, generation }: BackupModel, { prefix }: BucketModel): Scope {
  return { before: prefix === undefined ? '' : `${prefix}/`, behind: `/${cluster.namespace ?? 'default'}/v${generation}` };
}

/** The folders of a policy that no other cluster may write to, as URLs. */
export function archives(policy: BackupModel): string[] {
  return policy.repositories.flatMap(({ target: { bucket } }) => {
    if (bucket === undefined) {
      return [];
    }
    const { before, behind } = scope(policy, bucket);
    const top = bucket.endpoint === undefined ? `s3://${bucket.bucket}` : `${bucket.endpoint}/${bucket.bucket}`;
    return [`${top}/spilo/${before}${policy.cluster.name}${behind}/wal`];
  });
}

/** The fields of the cluster that make it archive and take backups. */
export function backupFields(policy: BackupModel | undefined): Pick<PostgresqlSpec, 'env' | 'additionalVolumes'> {
  const repository = policy?.repositories[0];
  const bucket = repository?.target.bucket;
  if (policy === undefined || repository === undefined || bucket === undefined) {
    return {};
  }
  const { before, behind } = scope(policy, bucket);
  return {
    env: [
      // Images before 4.1 use WAL-E, which cannot do most of what follows, unless they are told to use WAL-G.
      literal('USE_WALG_BACKUP', 'true'),
      literal('USE_WALG_RESTORE', 'true'),
      literal('WAL_S3_BUCKET', bucket.bucket),
      literal('WAL_BUCKET_SCOPE_PREFIX', before),
      literal('WAL_BUCKET_SCOPE_SUFFIX', behind),
      literal('AWS_REGION', bucket.region),
      ...endpointVariables(bucket),
      ...credentialVariables(bucket),
      ...scheduleVariables(repository),
    ],
    additionalVolumes: bucket.ca && [caVolume(bucket.ca)],
  };
}

/** Spilo assumes the same of any endpoint; written out because requests of another style or with encryption fail in most stores. */
function endpointVariables({ endpoint, ca }: BucketModel): PostgresqlSpecEnv[] {
  return endpoint === undefined
    ? []
    : [
        literal('AWS_ENDPOINT', endpoint),
        literal('AWS_S3_FORCE_PATH_STYLE', 'true'),
        literal('WALG_DISABLE_S3_SSE', 'true'),
        ...(ca ? [literal('WALG_S3_CA_CERT_FILE', `${CA_FOLDER}/${CA_FILE}`)] : []),
      ];
}

/** Keys by reference; without them WAL-G asks the platform, as it does with the role of the service account. */
function credentialVariables({ credentials }: BucketModel): PostgresqlSpecEnv[] {
  return credentials.secretName === undefined
    ? []
    : [
        fromSecret('AWS_ACCESS_KEY_ID', credentials.secretName, credentials.accessKeyIdKey),
        fromSecret('AWS_SECRET_ACCESS_KEY', credentials.secretName, credentials.secretAccessKeyKey),
      ];
}

/**
 * The retention is a number of backups and, as the same number, of days: what is beyond both is deleted. With a backup on every day the
 * two are the same, which rule ZAL-020 sees to.
 */
function scheduleVariables({ schedules, retention }: BackupRepositoryModel): PostgresqlSpecEnv[] {
  const full = schedules.filter(({ type }) => type === BackupType.FULL);
  return [
    ...full.slice(0, 1).map(({ cron }) => literal('BACKUP_SCHEDULE', canonicalCron(cron))),
    literal('BACKUP_NUM_TO_RETAIN', `${retention.windowDays}`),
  ];
}

function caVolume({ name, key }: { readonly name: string; readonly key: string }): PostgresqlSpecAdditionalVolumes {
  return {
    name: CA_VOLUME,
    mountPath: CA_FOLDER,
    targetContainers: ['postgres'],
    volumeSource: { secret: { secretName: name, items: [{ key, path: CA_FILE }] } },
  };
}

function literal(name: string, value: string): PostgresqlSpecEnv {
  return { name, value };
}

function fromSecret(name: string, secret: string, key: string): PostgresqlSpecEnv {
  return { name, valueFrom: { secretKeyRef: { name: secret, key } } };
}
