import { BackupArchive } from '../../../model/backup-archive';
import { ArchiveRepositoryModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';

/** An archive that a cluster reads. */
export interface ReadArchive {
  readonly archive: BackupArchive;
  /** The repository of the archive that is read. */
  readonly repository: ArchiveRepositoryModel;
  /** The prop that says so. */
  readonly prop: string;
}

/** The archive that a cluster was made from or follows; undefined where there is none, or where rule REC-006 refuses it. */
export function archiveRead({ recovery, replica }: ClusterModel): ReadArchive | undefined {
  const archive = recovery?.archive ?? replica?.source.sourceArchive;
  const index = recovery?.repository ?? archive?.repositories[0]?.index;
  const repository = archive?.repositories.find((each) => each.index === index);
  return archive && repository && { archive, repository, prop: recovery ? 'recovery' : 'source' };
}
