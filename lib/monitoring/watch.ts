import { allInstances } from '../model/all-instances';
import { BackupSchedule, BackupType } from '../model/backup-schedule';
import { longestGap } from '../model/cron-gap';
import { ClusterModel } from '../model/cluster-model';
import { kibibytes } from '../model/quantity';
import { follows, isDemoted, writes } from '../model/standing';

/** What a cluster declares, as far as alerts are computed from it. */
export interface Watch {
  readonly model: ClusterModel;
  /** Whether it takes writes. */
  readonly writes: boolean;
  /** Whether its instances stream from somewhere: from its primary, or from the cluster that it follows. */
  readonly streams: boolean;
  /** Whether nobody has to know of it: it was stopped or demoted, or its program says that it is silent. */
  readonly sleeps: boolean;
  /** Whether there is an instance beside the primary. */
  readonly hasReplicas: boolean;
  /** Whether it archives WAL. */
  readonly archives: boolean;
  /** Seconds that the last backup of each repository may be old, by its schedules. */
  readonly backupAges: readonly BackupAge[];
  /** Bytes of the volume that WAL stands on. */
  readonly walVolume: number;
  /** Whether WAL has that volume for itself. */
  readonly hasWalVolume: boolean;
}

/** How old the last backup of a repository may be. */
export interface BackupAge {
  /** Position of the repository, from 1. */
  readonly repository: number;
  readonly seconds: number;
}

/** A backup takes its time, and one that comes late is not lost. */
const GRACE_SECONDS = 2 * 3600;

/** What was computed once for a cluster as it is: whatever is printed of it asks, and each walk through the tree. */
const WATCHES = new WeakMap<ClusterModel, Watch>();

/** What alerts are computed from. */
export function watchOf(model: ClusterModel): Watch {
  const watch = WATCHES.get(model) ?? computed(model);
  WATCHES.set(model, watch);
  return watch;
}

function computed(model: ClusterModel): Watch {
  const { backup, replica, storage, walStorage } = model;
  const isWriter = writes(model);
  const hasReplicas = allInstances(model) > 1;
  return {
    model,
    writes: isWriter,
    streams: isWriter ? hasReplicas : follows(model) && replica?.source.primaryAddress !== undefined,
    sleeps: isDemoted(model) || model.state._kind === 'stopped' || model.monitoring.alerts.silence !== undefined,
    hasReplicas,
    archives: isWriter && backup !== undefined,
    backupAges:
      !isWriter || backup === undefined || backup.suspended
        ? []
        : backup.repositories.flatMap(({ index, schedules }) => {
            const seconds = longest(schedules);
            return seconds === undefined ? [] : [{ repository: index, seconds: seconds + GRACE_SECONDS }];
          }),
    walVolume: kibibytes((walStorage ?? storage).size) * 1024,
    hasWalVolume: walStorage !== undefined,
  };
}

/** Seconds between two backups by these schedules, at the most; undefined where none is taken. */
function longest(schedules: readonly BackupSchedule[]): number | undefined {
  const gaps = schedules
    // No metric tells of snapshots.
    .filter(({ type }) => type !== BackupType.SNAPSHOT)
    .map(({ cron }) => longestGap(cron))
    .filter((gap) => gap !== undefined);
  return gaps.length > 0 ? Math.min(...gaps) * 60 : undefined;
}
