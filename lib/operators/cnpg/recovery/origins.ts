import { ArchiveModel, ArchiveRepositoryModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';
import { BackupTarget } from '../../../model/backup-target';
import { archiveUrl, pairStoreName, recoveryStoreName } from '../names';

/** An archive that a cluster reads, and the ObjectStore that describes it. */
export interface ReadArchive {
  readonly storeName: string;
  readonly archive: ArchiveModel;
  readonly repository: ArchiveRepositoryModel;
}

/** The archive that the cluster was made of, where it was not made to follow its writer. */
export function recoveredArchive({ identity, recovery }: ClusterModel): ReadArchive | undefined {
  return recovery?.archive && readArchive(recoveryStoreName(identity), recovery.archive, recovery.repository);
}

/**
 * The archive of the cluster that is followed, or that may be one day. In a pair it is what the other member archives now: it may have
 * begun another life since the replica was made of its first one. Where it has not, the source is what the replica was told, for it may
 * have other credentials there.
 */
export function followedArchive({ identity, replica, pair }: ClusterModel): ReadArchive | undefined {
  const source = replica?.source.sourceArchive;
  const theirs = pair?.otherArchive;
  const archive = theirs === undefined || (source && firstPlace(source) === firstPlace(theirs)) ? source : theirs;
  return archive && readArchive(source ? recoveryStoreName(identity) : pairStoreName(identity), archive);
}

function firstPlace(archive: ArchiveModel): string | undefined {
  const [repository] = archive.repositories;
  return repository && archiveUrl(archive, repository);
}

/** Name of the cluster that is followed, or that may be one day. */
export function followedName({ replica, pair }: ClusterModel): string | undefined {
  return pair?.other ?? replica?.source.clusterName;
}

/** All object stores that the pods of a cluster talk to, its own first. */
export function storesOf(model: ClusterModel): BackupTarget[] {
  const targets = [
    model.backup?.repositories[0]?.target,
    recoveredArchive(model)?.repository.target,
    followedArchive(model)?.repository.target,
  ];
  return targets.filter((target): target is BackupTarget => target !== undefined);
}

function readArchive(storeName: string, archive: ArchiveModel, index?: number): ReadArchive | undefined {
  const repository: ArchiveRepositoryModel | undefined =
    index === undefined ? archive.repositories[0] : archive.repositories.find((each) => each.index === index);
  return repository && { storeName, archive, repository };
}
