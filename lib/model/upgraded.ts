import { ClusterModel } from './cluster-model';
import { UpgradeModel } from './upgrade-model';

/** The cluster as it is once the data are those of the new version. */
export function withTarget(model: ClusterModel, { to, image, archiveGeneration }: UpgradeModel): ClusterModel {
  const { backup } = model;
  return {
    ...model,
    version: to,
    image: image ?? model.image,
    backup: backup && archiveGeneration !== undefined ? { ...backup, generation: archiveGeneration } : backup,
  };
}

/** The cluster as its upgrade wants it printed. */
export const atItsStep = (model: ClusterModel): ClusterModel => (model.upgrade?.switched ? withTarget(model, model.upgrade) : model);

/** Id of the backup that an upgrade takes at its step; the old version is backed up before, and the new one after. */
export function upgradeBackupId({ to, step, attempt }: UpgradeModel): string {
  const moment = step._kind === 'prepare' || step._kind === 'run' ? 'before' : 'after';
  return `${moment}-pg${to.major}${attempt > 1 ? `-${attempt}` : ''}`;
}
