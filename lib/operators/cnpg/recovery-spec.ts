import {
  ClusterSpecBootstrap,
  ClusterSpecBootstrapInitdbImportType,
  ClusterSpecBootstrapRecoveryRecoveryTarget,
  ClusterSpecBootstrapRecoveryVolumeSnapshots,
  ClusterSpecBootstrapRecoveryVolumeSnapshotsStorage,
} from '../../../imports/cnpg/cluster';
import { DatabaseOptions } from '../../model/database';
import { instant } from '../../model/instant';
import { ClusterModel } from '../../model/models';
import { LogicalImportOptions, RecoveryKind, SnapshotRecoveryOptions } from '../../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../../model/recovery-target';
import { originName } from './external-clusters';
import { followedName } from './origins';

/** What the operator creates when it is not told; written out, for the Secret `<cluster>-app` and its users depend on it. */
const DEFAULT_DATABASE: DatabaseOptions = { name: 'app', owner: 'app' };

type Application = { readonly database: string; readonly owner: string };

/** How a cluster gets its first data. */
export function bootstrapSpec(model: ClusterModel): ClusterSpecBootstrap {
  if (model.replica || follows(model)) {
    return followerSpec(model);
  }
  return model.recovery ? ORIGINS[model.recovery.kind](model, applicationOf(model)) : { initdb: initdbSpec(applicationOf(model)) };
}

/**
 * Whether the cluster began as a primary and follows the other member of its pair now. The operator does not look at the bootstrap of a
 * cluster that runs. After a failover, though, the old primary is created anew, and a follower is refused where it would begin empty.
 */
function follows({ identity, pair }: ClusterModel): boolean {
  return pair !== undefined && pair.primary !== identity.name && !pair.demoted;
}

/** A replica reads the archive of its source where there is one, and else copies its primary. */
function followerSpec(model: ClusterModel): ClusterSpecBootstrap {
  const { replica } = model;
  const begin = { source: followedName(model) ?? '', ...applicationOf(model) };
  return replica && !replica.source.sourceArchive ? { pgBasebackup: begin } : { recovery: begin };
}

/** The database of the application: that of the origin where the cluster does not name one. */
function applicationOf({ databases, recovery, replica }: ClusterModel): Application {
  const archive = recovery?.archive ?? replica?.source.sourceArchive;
  const { name: database, owner } = databases[0] ?? archive?.databases?.[0] ?? DEFAULT_DATABASE;
  return { database, owner };
}

/** Checksums find damaged pages before backups spread them. The operator leaves them off by default, and cannot add them later. */
function initdbSpec(application: Application) {
  return { ...application, dataChecksums: true };
}

/** A bootstrap for each kind of origin. */
const ORIGINS: { readonly [kind in RecoveryKind]: (model: ClusterModel, application: Application) => ClusterSpecBootstrap } = {
  [RecoveryKind.ARCHIVE]: (model, application) => ({
    recovery: { source: originName(model), ...application, recoveryTarget: targetSpec(model.recovery!.target) },
  }),
  [RecoveryKind.SNAPSHOTS]: (model, application) => ({
    recovery: {
      source: originName(model),
      volumeSnapshots: snapshotsSpec(model.recovery!.snapshots!),
      ...application,
      recoveryTarget: targetSpec(model.recovery!.target),
    },
  }),
  [RecoveryKind.CLONE]: (model, application) => ({ pgBasebackup: { source: originName(model)!, ...application } }),
  [RecoveryKind.IMPORT]: (model, application) => ({
    initdb: { ...initdbSpec(application), import: importSpec(originName(model)!, model.recovery!.importServer!) },
  }),
};

/** The field for each end of a recovery. */
const TARGETS: { readonly [kind in RecoveryTargetKind]: (value: string) => ClusterSpecBootstrapRecoveryRecoveryTarget } = {
  [RecoveryTargetKind.LATEST]: () => ({}),
  [RecoveryTargetKind.TIME]: (value) => ({ targetTime: timeText(value) }),
  [RecoveryTargetKind.TRANSACTION]: (value) => ({ targetXid: value }),
  [RecoveryTargetKind.LSN]: (value) => ({ targetLsn: value }),
  [RecoveryTargetKind.RESTORE_POINT]: (value) => ({ targetName: value }),
  // Alone, the label says where the recovery begins, and not where it ends.
  [RecoveryTargetKind.BACKUP]: () => ({ targetImmediate: true }),
};

/** Where a recovery ends; nothing for the end of the archive. */
function targetSpec({ kind, value = '', options }: RecoveryTarget): ClusterSpecBootstrapRecoveryRecoveryTarget | undefined {
  const { backup, exclusive, timeline } = options;
  if (kind === RecoveryTargetKind.LATEST) {
    return undefined;
  }
  return { ...TARGETS[kind](value), backupId: backup, exclusive: exclusive || undefined, targetTli: timeline };
}

/** RFC 3339 in its own zone, in capitals. */
function timeText(value: string): string {
  const { date, time, offset } = instant(value);
  return `${date}T${time}${offset === '+00:00' ? 'Z' : offset}`;
}

function snapshotsSpec({ dataSnapshot, walSnapshot }: SnapshotRecoveryOptions): ClusterSpecBootstrapRecoveryVolumeSnapshots {
  return { storage: snapshotRef(dataSnapshot), walStorage: walSnapshot === undefined ? undefined : snapshotRef(walSnapshot) };
}

function snapshotRef(name: string): ClusterSpecBootstrapRecoveryVolumeSnapshotsStorage {
  return { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name };
}

/** One database and no roles: the owner of the new database owns all that is imported. */
function importSpec(externalCluster: string, { database, schemaOnly }: LogicalImportOptions) {
  return {
    type: ClusterSpecBootstrapInitdbImportType.MICROSERVICE,
    databases: [database],
    source: { externalCluster },
    schemaOnly: schemaOnly || undefined,
  };
}
