import {
  ClusterSpecBootstrap,
  ClusterSpecBootstrapInitdb,
  ClusterSpecBootstrapInitdbImport,
  ClusterSpecBootstrapInitdbImportType,
  ClusterSpecBootstrapRecoveryRecoveryTarget,
  ClusterSpecBootstrapRecoveryVolumeSnapshots,
  ClusterSpecBootstrapRecoveryVolumeSnapshotsStorage,
} from '../../../../imports/cnpg/cluster';
import { instant } from '../../../model/instant';
import { ClusterModel } from '../../../model/cluster-model';
import { LogicalImportOptions, RecoveryKind, SnapshotRecoveryOptions } from '../../../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind } from '../../../model/recovery-target';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { follows } from '../../../model/standing';
import { nonEmpty } from '../../../private/kubernetes';
import { creationSpec, providerSpec } from '../access/creation-spec';
import { firstDatabase, suppliedSecret, wholeImport } from '../access/database-plan';
import { CloudNativePgOrigin } from '../archive-options';
import { Settings } from '../settings';
import { originName } from './external-clusters';
import { followedName } from './origins';

type Application = { readonly database: string; readonly owner: string; readonly secret?: { readonly name: string } };

/**
 * How a cluster gets its first data. The operator does not look at the bootstrap of a cluster that runs. After a failover, though, an old
 * primary that follows now is created anew, and a follower is refused where it would begin empty.
 */
export function bootstrapSpec(model: ClusterModel, settings: Settings): ClusterSpecBootstrap {
  if (model.replica || follows(model)) {
    return followerSpec(model);
  }
  if (model.formerOrigin) {
    return FORMER_ORIGINS[model.formerOrigin.kind](model, applicationOf(model));
  }
  const said = settings.externalClusters?.find(({ origin }) => origin !== undefined);
  if (said && !model.recovery) {
    return SAID_ORIGINS[said.origin!](said.name, saidApplication(model));
  }
  return model.recovery ? ORIGINS[model.recovery.kind](model, saidApplication(model)) : { initdb: initdbSpec(model, applicationOf(model)) };
}

/** A bootstrap for each kind of origin that the options name. The operator reads neither again. */
const SAID_ORIGINS: {
  readonly [kind in CloudNativePgOrigin]: (source: string, application: Partial<Application>) => ClusterSpecBootstrap;
} = {
  [CloudNativePgOrigin.RECOVERY]: (source, application) => ({ recovery: { source, ...application } }),
  [CloudNativePgOrigin.BASE_BACKUP]: (source, application) => ({ pgBasebackup: { source, ...application } }),
};

/** A replica reads the archive of its source where there is one, and else copies its primary. */
function followerSpec(model: ClusterModel): ClusterSpecBootstrap {
  const { replica } = model;
  const begin = { source: followedName(model) ?? '', ...applicationOf(model) };
  return replica && !replica.source.sourceArchive ? { pgBasebackup: begin } : { recovery: begin };
}

/** The first database, and the Secret with the password of its owner where the operator does not make it. */
function applicationOf(model: ClusterModel): Application {
  const { name: database, owner } = firstDatabase(model);
  const role = model.roles.find(({ ownsFirst }) => ownsFirst);
  const secret = role && suppliedSecret(model.identity, role);
  return { database, owner, secret: secret === undefined ? undefined : { name: secret } };
}

/** The same where the program says it; a cluster that ran before has its database already. */
const saidApplication = (model: ClusterModel): Partial<Application> =>
  model.databases.length > 0 || hasDefault(model, ClusterDefault.CREATION) ? applicationOf(model) : {};

function initdbSpec(model: ClusterModel, application: Partial<Application>): ClusterSpecBootstrapInitdb {
  const { encoding, locale } = model.databases[0] ?? {};
  return {
    ...application,
    encoding,
    // The field for the whole locale would leave these two at their defaults.
    localeCollate: locale,
    localeCType: locale,
    ...providerSpec(model.databases[0]),
    ...creationSpec(model),
  };
}

/** A bootstrap for each kind of origin. */
const ORIGINS: { readonly [kind in RecoveryKind]: (model: ClusterModel, application: Partial<Application>) => ClusterSpecBootstrap } = {
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
    initdb: {
      ...initdbSpec(model, wholeImport(model) ? {} : application),
      import: importSpec(originName(model)!, model.recovery!.importServer!),
    },
  }),
};

/**
 * What stays of the bootstrap of a cluster whose origin is over: the way of it, since the operator refuses a second one beside the one that
 * the object has. Without `source` nothing is restored again under the name: the job of the operator fails. Snapshots are no reference to an
 * archive, and the operator reads nothing else of a clone.
 */
const FORMER_ORIGINS: { readonly [kind in RecoveryKind]: (model: ClusterModel, application: Application) => ClusterSpecBootstrap } = {
  [RecoveryKind.ARCHIVE]: (_, application) => ({ recovery: application }),
  [RecoveryKind.SNAPSHOTS]: ({ formerOrigin }, application) => ({
    recovery: { ...application, volumeSnapshots: snapshotsSpec(formerOrigin!.snapshots!) },
  }),
  [RecoveryKind.CLONE]: (model, application) => ({ pgBasebackup: { source: originName(model)!, ...application } }),
  [RecoveryKind.IMPORT]: (model, application) => {
    const server = wholeImport(model);
    // Without the import, the operator would make a Secret for a database that it takes for its own.
    return {
      initdb: server ? { ...initdbSpec(model, {}), import: importSpec(originName(model)!, server) } : initdbSpec(model, application),
    };
  },
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

function snapshotsSpec({
  dataSnapshot,
  walSnapshot,
  tablespaceSnapshots = {},
}: SnapshotRecoveryOptions): ClusterSpecBootstrapRecoveryVolumeSnapshots {
  return {
    storage: snapshotRef(dataSnapshot),
    walStorage: walSnapshot === undefined ? undefined : snapshotRef(walSnapshot),
    tablespaceStorage: nonEmpty(
      Object.fromEntries(Object.entries(tablespaceSnapshots).map(([name, snapshot]) => [name, snapshotRef(snapshot)])),
    ),
  };
}

function snapshotRef(name: string): ClusterSpecBootstrapRecoveryVolumeSnapshotsStorage {
  return { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name };
}

/** One database and no roles: the owner of the new database owns all that is imported. Several come under their names, with their roles. */
function importSpec(
  externalCluster: string,
  { database, databases, roles, schemaOnly }: LogicalImportOptions,
): ClusterSpecBootstrapInitdbImport {
  if (databases !== undefined) {
    return {
      type: ClusterSpecBootstrapInitdbImportType.MONOLITH,
      databases,
      roles: roles ?? (databases.includes('*') ? ['*'] : undefined),
      source: { externalCluster },
      schemaOnly: schemaOnly || undefined,
    };
  }
  return {
    type: ClusterSpecBootstrapInitdbImportType.MICROSERVICE,
    databases: database === undefined ? [] : [database],
    source: { externalCluster },
    schemaOnly: schemaOnly || undefined,
  };
}
