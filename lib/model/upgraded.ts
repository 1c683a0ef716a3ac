import { ArchivePlace } from './archive-place';
import { BackupModel } from './backup-model';
import { ClusterModel } from './cluster-model';
import { UpgradeModel } from './upgrade-model';

/** The cluster as it is once the data are those of the new version. */
export function withTarget(model: ClusterModel, { to, image, archiveGeneration }: UpgradeModel): ClusterModel {
  const { backup } = model;
  return {
    ...model,
    version: to,
    image: image ?? model.image,
    backup: backup && archiveGeneration !== undefined ? inGeneration(backup, archiveGeneration) : backup,
  };
}

/** The folder of a generation where somebody else chose the one above it. */
export const generationFolder = ({ cluster: { name } }: Pick<BackupModel, 'cluster'>, generation: number): string =>
  `${name}-v${generation}`;

/** A policy whose archive lies in the place of another generation. A folder that somebody else chose is not used a second time. */
function inGeneration(policy: BackupModel, generation: number): BackupModel {
  const serverName = generationFolder(policy, generation);
  return {
    ...policy,
    generation,
    repositories: policy.repositories.map((repository) => {
      const barman = repository.place?.barmanPlace;
      return barman ? { ...repository, place: ArchivePlace.barman({ ...barman, serverName }) } : repository;
    }),
  };
}

/** The cluster as its upgrade wants it printed. */
export const atItsStep = (model: ClusterModel): ClusterModel => (model.upgrade?.switched ? withTarget(model, model.upgrade) : model);

/** Id of the backup that an upgrade takes at its step; the old version is backed up before, and the new one after. */
export function upgradeBackupId({ to, step, attempt }: UpgradeModel): string {
  const moment = step._kind === 'prepare' || step._kind === 'run' ? 'before' : 'after';
  return `${moment}-pg${to.major}${attempt > 1 ? `-${attempt}` : ''}`;
}
