import { BackupSpec, BackupSpecMethod } from '../../../../imports/cnpg/backup';
import { ClusterSpecBackup, ClusterSpecBackupVolumeSnapshotSnapshotOwnerReference } from '../../../../imports/cnpg/cluster';
import {
  ScheduledBackupSpec,
  ScheduledBackupSpecBackupOwnerReference,
  ScheduledBackupSpecMethod,
} from '../../../../imports/cnpg/scheduled-backup';
import { BackupSchedule, BackupType } from '../../../model/backup-schedule';
import { canonicalCron } from '../../../model/cron';
import { BackupModel, BackupRepositoryModel, OnDemandBackupModel } from '../../../model/backup-model';
import { ClusterDefault } from '../../../model/take-over';
import { VolumeSnapshotOptions } from '../../../model/volume-snapshots';
import { nonEmpty } from '../../../private/kubernetes';
import { hasDefault } from '../../../private/cluster-defaults';
import { CloudNativePgClusterOptions } from '../cluster-options';

/** The plugin that archives and restores; backups without plugin leave the operator with version 1.31. */
export const BARMAN_PLUGIN = 'barman-cloud.cloudnative-pg.io';

/** What makes each type of backup; what is not here is refused. Both methods have the same names in all objects. */
const METHODS: { readonly [type in BackupType]?: Pick<ScheduledBackupSpec, 'method' | 'pluginConfiguration'> } = {
  [BackupType.FULL]: { method: ScheduledBackupSpecMethod.PLUGIN, pluginConfiguration: { name: BARMAN_PLUGIN } },
  [BackupType.SNAPSHOT]: { method: ScheduledBackupSpecMethod.VOLUME_SNAPSHOT },
};

/** What takes base backups where the operator archives by itself. */
const IN_TREE: Pick<ScheduledBackupSpec, 'method' | 'pluginConfiguration'> = { method: ScheduledBackupSpecMethod.BARMAN_OBJECT_STORE };

const methodOf = (type: BackupType, { barman }: Pick<CloudNativePgClusterOptions, 'barman'>) =>
  barman?.inTree === true && type === BackupType.FULL ? IN_TREE : METHODS[type];

/** Types of backups that are printed, in the order of their schedules. */
export const PRINTED_TYPES = [BackupType.FULL, BackupType.SNAPSHOT] as const;

/** The repository that is printed; that there is no second one, and that it is no volume, is a matter of the refusals. */
export function repositoryOf(policy: BackupModel): BackupRepositoryModel | undefined {
  const [repository] = policy.repositories;
  return repository?.target._kind === 'volume' ? undefined : repository;
}

/** Schedules of a type. */
export function schedulesOf({ schedules }: BackupRepositoryModel, wanted: BackupType): BackupSchedule[] {
  return schedules.filter(({ type }) => type === wanted);
}

/** The spec of the ScheduledBackup at a position among those of its type, counted from 0. */
export function scheduledBackupSpec(
  policy: BackupModel,
  schedule: BackupSchedule,
  position: number,
  options: Pick<CloudNativePgClusterOptions, 'barman' | 'scheduledBackups'>,
): ScheduledBackupSpec {
  const { owner, immediate } = options.scheduledBackups ?? {};
  const { cluster, suspended, asleep } = policy;
  const has = hasDefault(policy, ClusterDefault.BACKUP_OWNERS);
  return {
    cluster: { name: cluster.name },
    // Seconds come first here; five fields would be accepted and mean something else.
    schedule: `0 ${canonicalCron(schedule.cron)}`,
    ...methodOf(schedule.type, options),
    // With an owner, the Backup objects would go when the schedule goes.
    backupOwnerReference:
      (owner as string as ScheduledBackupSpecBackupOwnerReference | undefined) ??
      (has ? ScheduledBackupSpecBackupOwnerReference.NONE : undefined),
    // Archived WAL restores nothing before there is a base backup, so one is taken at once; one is enough.
    immediate: immediate ?? (has ? schedule.type === BackupType.FULL && position === 0 : undefined),
    // Each backup of a stopped cluster would fail.
    suspend: suspended || asleep || undefined,
  };
}

/** The spec of a Backup that is taken once. */
export function onDemandSpec(
  { cluster, type }: OnDemandBackupModel,
  options: Pick<CloudNativePgClusterOptions, 'barman'> = {},
): BackupSpec {
  const { method, pluginConfiguration } = methodOf(type, options) ?? {};
  return { cluster: { name: cluster.name }, method: method as string as BackupSpecMethod, pluginConfiguration };
}

/** What the operator needs to know to take snapshots. */
export function snapshotSpec({ className, walClassName, tablespaceClassNames }: VolumeSnapshotOptions): ClusterSpecBackup {
  return {
    volumeSnapshot: {
      className,
      walClassName,
      tablespaceClassName: tablespaceClassNames && nonEmpty({ ...tablespaceClassNames }),
      // With an owner, the snapshots would go together with what they are to bring back.
      snapshotOwnerReference: ClusterSpecBackupVolumeSnapshotSnapshotOwnerReference.NONE,
      online: true,
    },
  };
}
