import type {
  PostgresClusterSpecBackups,
  PostgresClusterSpecBackupsPgbackrestRestore,
  PostgresClusterSpecDataSource,
  PostgresClusterSpecDataSourcePgbackrest,
} from '../../../../imports/crunchy/postgres-cluster';
import { instant } from '../../../model/instant';
import { ClusterModel } from '../../../model/cluster-model';
import { InPlaceRestoreModel } from '../../../model/recovery-model';
import { RecoveryKind } from '../../../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../../../model/recovery-target';
import { helperSpec, jobCompute } from '../backup/helper-spec';
import { podFields } from '../cluster/helper-pods';
import { nonEmpty } from '../../../private/kubernetes';
import { STANZA, repositoryName } from '../names';
import { recoveryStore } from './origins';
import { CrunchySettings } from '../settings';
import { singleFiles, wholeSecrets } from '../backup/store-files';
import { readerOptions } from '../backup/pgbackrest-spec';
import { Store } from '../backup/store';
import { StoreOptions, backend, numbered, storeOptions } from '../backup/store-spec';
import { fullyGrown } from '../../../model/volume-reach';
import { volumeClaim } from '../cluster/volume-claim';

/** pgBackRest's names of the targets; without one it replays everything. */
const TYPES: Readonly<Partial<Record<RecoveryTargetKind, string>>> = {
  [RecoveryTargetKind.TIME]: 'time',
  [RecoveryTargetKind.TRANSACTION]: 'xid',
  [RecoveryTargetKind.LSN]: 'lsn',
  [RecoveryTargetKind.RESTORE_POINT]: 'name',
  [RecoveryTargetKind.BACKUP]: 'immediate',
};

/** How much WAL may wait on the data volume of a cluster whose scratch repository is full, before it is dropped. */
const SCRATCH_QUEUE = '1GiB';

/** Where the first data comes from. PGO reads it once, when the cluster has no data. */
export function dataSourceSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecDataSource | undefined {
  const { recovery } = model;
  if (recovery?.kind === RecoveryKind.CLONE && recovery.cluster) {
    const { name, namespace } = recovery.cluster.identity;
    return {
      postgresCluster: {
        clusterName: name,
        clusterNamespace: namespace,
        repoName: repositoryName(recovery.repository ?? 1),
        ...restorePod(model, settings),
      },
    };
  }
  const store = recoveryStore(model);
  return recovery && store && { pgbackrest: archiveSpec(store, recovery.target, model, settings) };
}

/** The restore knows nothing of the cluster's own backups, so all that leads to the archive is said again. */
function archiveSpec(
  store: Store,
  target: RecoveryTarget,
  model: ClusterModel,
  settings: CrunchySettings,
): PostgresClusterSpecDataSourcePgbackrest {
  const { backup } = model;
  // That of a cluster which ran before is not read any more, and stays as it was.
  const files = model.takenOver ? wholeSecrets([store]) : singleFiles([store]);
  const parallelism = backup?.transfer.parallelism;
  return {
    stanza: store.stanza ?? STANZA,
    configuration: nonEmpty([...files.projections]),
    global: {
      ...storeOptions(store, files, settings),
      ...(parallelism !== undefined && { 'process-max': `${parallelism}` }),
      ...readerOptions(settings.pgBackRest, store.index),
    },
    repo: { name: repositoryName(store.index), ...backend(store) },
    options: nonEmpty(targetOptions(target)),
    ...restorePod(model, settings),
  };
}

/** Where the Job of a restore runs: PGO looks for it here, and nowhere else. */
const restorePod = (model: ClusterModel, settings: CrunchySettings) => podFields(model.placement, jobCompute(model, settings));

/** A restore over the data of a running cluster. */
export function inPlaceSpec(
  { repository, target }: InPlaceRestoreModel,
  model: ClusterModel,
  settings: CrunchySettings,
): PostgresClusterSpecBackupsPgbackrestRestore {
  return { enabled: true, repoName: repositoryName(repository), options: nonEmpty(targetOptions(target)), ...restorePod(model, settings) };
}

/**
 * The backups of a recovered cluster that has no policy. Without any, PGO forgets at each reconciliation that it has restored the cluster,
 * and may restore it again. So it gets a repository on a volume, which goes with the cluster and in which nothing is ever looked for.
 */
export function scratchSpec(model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecBackups {
  const scratch: StoreOptions = { 'retention-full': '1', 'retention-full-type': 'count' };
  return {
    pgbackrest: {
      // Nothing makes room on the volume, and a full one must not stop the cluster.
      global: { ...numbered(1, scratch), 'archive-push-queue-max': SCRATCH_QUEUE },
      ...helperSpec(model, settings),
      repos: [{ name: repositoryName(1), volume: { volumeClaimSpec: volumeClaim(fullyGrown(model.storage)) } }],
    },
  };
}

/** Where a restore ends, as options of pgBackRest; PGO adds that the server is promoted there. */
export function targetOptions(target: RecoveryTarget): string[] {
  const type = TYPES[target.kind];
  const { backup, exclusive, timeline } = target.options;
  return [
    ...(type === undefined ? [] : [`--type=${type}`]),
    ...(type === undefined || type === 'immediate' ? [] : [`--target=${quoted(targetValue(target))}`]),
    ...(backup === undefined ? [] : [`--set=${backup}`]),
    ...(exclusive ? ['--target-exclusive'] : []),
    ...(timeline === undefined ? [] : [`--target-timeline=${timeline}`]),
  ];
}

/** pgBackRest reads neither the `T` nor the `Z` of RFC 3339. */
function targetValue({ kind, value = '' }: RecoveryTarget): string {
  if (kind !== RecoveryTargetKind.TIME) {
    return value;
  }
  const { date, time, offset } = instant(value);
  return `${date} ${time}${offset}`;
}

/** A value for bash, which PGO hands the options to. Rules have refused what quotes could not hold. */
function quoted(value: string): string {
  return /^[\w.:@/-]*$/.test(value) ? value : `'${value}'`;
}
