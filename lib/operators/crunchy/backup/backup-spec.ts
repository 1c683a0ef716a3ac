import type {
  PostgresClusterSpecBackups,
  PostgresClusterSpecBackupsPgbackrest,
  PostgresClusterSpecBackupsPgbackrestManual,
  PostgresClusterSpecBackupsPgbackrestRepos,
  PostgresClusterSpecBackupsPgbackrestReposSchedules,
} from '../../../../imports/crunchy/postgres-cluster';
import { BackupRetention } from '../../../model/backup-retention';
import { BackupSchedule, BackupType } from '../../../model/backup-schedule';
import { BackupCompression, BackupTransferOptions } from '../../../model/backup-transfer';
import { canonicalCron } from '../../../model/cron';
import { byKind } from '../../../model/kinds';
import { BackupModel, BackupRepositoryModel, OnDemandBackupModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';
import { nonEmpty } from '../../../private/kubernetes';
import { repositoryName } from '../names';
import { followedStore, policyStores } from '../recovery/origins';
import { fields, some } from '../../../private/pod-fields';
import { helperSpec } from './helper-spec';
import { inPlaceSpec, scratchSpec } from '../recovery/recovery-spec';
import { CrunchySettings } from '../settings';
import { singleFiles, wholeSecrets } from './store-files';
import { PgBackRestManual } from './pgbackrest-options';
import { readerOptions, writerOptions } from './pgbackrest-spec';
import { Store } from './store';
import { manualBackup } from '../upgrade/upgrade-spec';
import { StoreOptions, backend, numbered, storeOptions } from './store-spec';

/** pgBackRest takes backups only; a snapshot is refused as a capability. */
type PgBackRestType = Exclude<BackupType, BackupType.SNAPSHOT>;

/** Fields of the schedules. */
const SCHEDULE_FIELDS: { readonly [type in PgBackRestType]: keyof PostgresClusterSpecBackupsPgbackrestReposSchedules } = {
  [BackupType.FULL]: 'full',
  [BackupType.DIFFERENTIAL]: 'differential',
  [BackupType.INCREMENTAL]: 'incremental',
};

/** pgBackRest's names of the types. */
const TYPES: { readonly [type in PgBackRestType]: string } = {
  [BackupType.FULL]: 'full',
  [BackupType.DIFFERENTIAL]: 'diff',
  [BackupType.INCREMENTAL]: 'incr',
};

/** pgBackRest's names of the methods. */
const COMPRESSIONS: Readonly<Record<BackupCompression, string>> = {
  [BackupCompression.NONE]: 'none',
  [BackupCompression.GZIP]: 'gz',
  [BackupCompression.BZIP2]: 'bz2',
  [BackupCompression.LZ4]: 'lz4',
  [BackupCompression.ZSTD]: 'zst',
};

/** Everything of a cluster that pgBackRest does besides its first restore. */
export function backupSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecBackups | undefined {
  const { backup } = model;
  const followed = followedStore(model);
  if (backup === undefined && followed === undefined) {
    return (model.recovery ?? model.formerOrigin) && scratchSpec(model, settings);
  }
  return {
    pgbackrest: {
      ...repositoriesSpec(backup, followed, settings),
      ...helperSpec(model, settings),
      metadata: settings.backupMetadata && fields({ ...settings.backupMetadata }),
      manual: manualSpec(manualBackup(model)) ?? saidManual(settings.pgBackRest?.manual),
      restore: model.inPlaceRestore && inPlaceSpec(model.inPlaceRestore, model, settings),
    },
    snapshots: backup?.snapshots && { volumeSnapshotClassName: backup.snapshots.className },
  };
}

/** Whether the cluster goes without backups on the word of its user: what there was in repositories on volumes may go. */
export const removesBackups = (model: ClusterModel, settings: CrunchySettings): boolean =>
  model.nonProduction?.withoutBackups === true && backupSpec(model, settings) === undefined;

/** The repositories of the policy and the one that is followed. pgBackRest's defaults are left alone, but for what makes the policy true. */
function repositoriesSpec(
  policy: BackupModel | undefined,
  followed: Store | undefined,
  settings: CrunchySettings,
): PostgresClusterSpecBackupsPgbackrest {
  const own = policy ? policyStores(policy) : [];
  const stores = followed ? [...own, followed] : own;
  // The Secret of the archive that is followed is that of another cluster, and may hold more than is meant for this one.
  const files = followed ? singleFiles(stores) : wholeSecrets(stores);
  return {
    configuration: nonEmpty([...files.projections]),
    global: Object.assign(
      {},
      ...(policy?.repositories ?? []).map(({ index, retention }) => numbered(index, retentionOptions(retention))),
      ...stores.map((store) => storeOptions(store, files, settings)),
      policy && transferOptions(policy.transfer),
      policy &&
        writerOptions(
          settings.pgBackRest,
          own.map(({ index }) => index),
        ),
      followed && readerOptions(settings.pgBackRest, followed.index),
    ) as { [option: string]: string },
    // In the order of the policy: replicas are created from the first.
    repos: stores.map((store, i) => repositorySpec(store, policy, policy?.repositories[i])),
  };
}

function repositorySpec(
  store: Store,
  policy: BackupModel | undefined,
  repository: BackupRepositoryModel | undefined,
): PostgresClusterSpecBackupsPgbackrestRepos {
  return {
    name: repositoryName(store.index),
    ...backend(store),
    // PGO suspends its CronJobs only together with the whole cluster. Without schedules there are none, and WAL is archived all the same.
    schedules: repository && !policy?.suspended ? nonEmpty(scheduleSpec(repository.schedules)) : undefined,
  };
}

function scheduleSpec(schedules: readonly BackupSchedule[]): PostgresClusterSpecBackupsPgbackrestReposSchedules {
  return Object.fromEntries(schedules.map(({ type, cron }) => [byKind(type as PgBackRestType, SCHEDULE_FIELDS), canonicalCron(cron)]));
}

/** PGO keeps everything for ever otherwise. */
function retentionOptions({ windowDays, fullCount, options, isUnlimited }: BackupRetention): StoreOptions {
  if (isUnlimited) {
    return {};
  }
  const { differentialCount, walCount } = options;
  return {
    // Of the type `time`, the number counts days.
    'retention-full': `${windowDays ?? fullCount}`,
    'retention-full-type': windowDays === undefined ? 'count' : 'time',
    ...(differentialCount !== undefined && { 'retention-diff': `${differentialCount}` }),
    ...(walCount !== undefined && { 'retention-archive': `${walCount}`, 'retention-archive-type': 'full' }),
  };
}

function transferOptions({ compression, parallelism, immediateCheckpoint }: BackupTransferOptions): StoreOptions {
  return {
    ...(compression !== undefined && { 'compress-type': COMPRESSIONS[compression] }),
    ...(parallelism !== undefined && { 'process-max': `${parallelism}` }),
    ...(immediateCheckpoint !== undefined && { 'start-fast': immediateCheckpoint ? 'y' : 'n' }),
  };
}

/** The backup that is taken when the annotation gets another value. */
function manualSpec(backup: OnDemandBackupModel | undefined): PostgresClusterSpecBackupsPgbackrestManual | undefined {
  return backup && { repoName: repositoryName(backup.repository), options: [`--type=${byKind(backup.type as PgBackRestType, TYPES)}`] };
}

/** The one that somebody may take by hand. */
const saidManual = (manual: PgBackRestManual | undefined): PostgresClusterSpecBackupsPgbackrestManual | undefined =>
  manual && { repoName: repositoryName(manual.repository ?? 1), options: some(manual.options) };
