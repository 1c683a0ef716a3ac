import type { PostgresqlSpec, PostgresqlSpecEnv } from '../../../../imports/zalando/postgresql';
import { BackupType } from '../../../model/backup-schedule';
import { BackupTransferOptions } from '../../../model/backup-transfer';
import { canonicalCron } from '../../../model/cron';
import { BackupModel, BackupRepositoryModel } from '../../../model/backup-model';
import { sizeBytes } from '../../../model/quantity';
import { archiveScope, walgPlace, wholeFolder } from './archive-place';
import { literal } from './env';
import { ARCHIVING, storeVariables, storeVolumes, walgVariables } from './store-spec';

/** Backups have no field in the custom resource, so they come as variables. */

/** The fields of the cluster that carry what has no field of its own. */
export type EnvFields = Pick<PostgresqlSpec, 'env' | 'additionalVolumes'>;

/** The fields of the cluster that make it archive and take backups. */
export function backupFields(policy: BackupModel | undefined): EnvFields {
  const repository = policy?.repositories[0];
  if (policy === undefined || repository === undefined || repository.target._kind === 'volume') {
    return {};
  }
  return {
    env: [
      ...walgVariables(ARCHIVING),
      ...placeVariables(policy, repository),
      ...storeVariables(repository, ARCHIVING),
      ...scheduleVariables(repository),
      ...transferVariables(policy.transfer),
    ],
    additionalVolumes: storeVolumes(repository.target, ARCHIVING),
  };
}

const BUCKET_OF_S3 = 'WAL_S3_BUCKET';
const BUCKET_OF_GCS = 'WAL_GS_BUCKET';

const FOLDER_OF_GCS = 'WALG_GS_PREFIX';
const FOLDER_OF_AZURE = 'WALG_AZ_PREFIX';

/** Every variable from which Spilo takes where to archive to, in its order. */
const PLACES = [BUCKET_OF_S3, 'WALG_S3_PREFIX', BUCKET_OF_GCS, FOLDER_OF_GCS, FOLDER_OF_AZURE];

const blank = (names: readonly string[]): PostgresqlSpecEnv[] => names.map((name) => literal(name, ''));

/** Blanks what Spilo would take before the place of a name. */
const blankBefore = (name: string): PostgresqlSpecEnv[] => blank(PLACES.slice(0, PLACES.indexOf(name)));

/** Keeps a cluster from archiving where the operator's configuration lets every cluster archive to. */
export const archiveNowhere = (): PostgresqlSpecEnv[] => blank(PLACES);

/** Where to archive to. Spilo takes S3 before GCS and GCS before Azure, so what the operator's configuration could put before it is blanked. */
function placeVariables(policy: BackupModel, repository: BackupRepositoryModel): PostgresqlSpecEnv[] {
  const { bucket, gcsBucket: gcs } = repository.target;
  if (wholeFolder(repository) !== undefined) {
    const { variable, url } = walgPlace(policy, repository)!;
    return [...blankBefore(variable), literal(variable, url)];
  }
  const { before, behind } = archiveScope(policy, repository);
  const scope = [literal('WAL_BUCKET_SCOPE_PREFIX', before), literal('WAL_BUCKET_SCOPE_SUFFIX', behind)];
  if (bucket) {
    return [literal(BUCKET_OF_S3, bucket.bucket), ...scope];
  }
  if (gcs) {
    return [...blankBefore(BUCKET_OF_GCS), literal(BUCKET_OF_GCS, gcs.bucket), literal(FOLDER_OF_GCS, ''), ...scope];
  }
  // There is no variable for the container alone. Kubernetes puts the major version in, which the operator sets.
  return [...blankBefore(FOLDER_OF_AZURE), literal(FOLDER_OF_AZURE, `${walgPlace(policy, repository)?.url}/$(PGVERSION)`)];
}

/**
 * The retention is a number of backups and, as the same number, of days: what is beyond both is deleted. Rules ZAL-020, ZAL-022 and
 * ZAL-023 see to it that this is what was asked for.
 */
function scheduleVariables({ schedules, retention }: BackupRepositoryModel): PostgresqlSpecEnv[] {
  const full = schedules.filter(({ type }) => type === BackupType.FULL);
  return [
    ...full.slice(0, 1).map(({ cron }) => literal('BACKUP_SCHEDULE', canonicalCron(cron))),
    literal('BACKUP_NUM_TO_RETAIN', `${retention.windowDays ?? retention.fullCount}`),
  ];
}

function transferVariables({ compression, parallelism, bandwidthPerSecond }: BackupTransferOptions): PostgresqlSpecEnv[] {
  return [
    // Image 4.1 has one method for WAL and another for backups. The values are the same; rules have refused those that are missing.
    ...same(['WALG_COMPRESSION_METHOD', 'WALG_BACKUP_COMPRESSION_METHOD'], compression),
    // One file at a time is read and compressed by default, however many could be sent.
    ...same(['WALG_UPLOAD_CONCURRENCY', 'WALG_UPLOAD_DISK_CONCURRENCY', 'WALG_DOWNLOAD_CONCURRENCY'], parallelism),
    // Bytes in a second.
    ...same(['WALG_NETWORK_RATE_LIMIT'], bandwidthPerSecond && sizeBytes(bandwidthPerSecond)),
  ];
}

function same(names: readonly string[], value: string | number | undefined): PostgresqlSpecEnv[] {
  return value === undefined ? [] : names.map((name) => literal(name, `${value}`));
}
