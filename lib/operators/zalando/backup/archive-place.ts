import { BackupTarget } from '../../../model/backup-target';
import { ArchiveModel, ArchiveRepositoryModel } from '../../../model/backup-model';
import { storeUrl } from '../../shared/archive-places';

/** Folder of one bucket, in the two pieces that Spilo puts around the name of the cluster. */
export interface Scope {
  readonly before: string;
  readonly behind: string;
}

/**
 * Where a life of a cluster archives. Spilo writes to `spilo/<before><cluster><behind>/wal/<major>`. Left alone it would put the
 * namespace before the name and nothing behind it, and the uid that the operator would add is known only when the cluster exists.
 */
export function archiveScope({ cluster, generation }: ArchiveModel, { prefix }: BackupTarget): Scope {
  return { before: prefix === undefined ? '' : `${prefix}/`, behind: `/${cluster.namespace ?? 'default'}/v${generation}` };
}

/** Folders of a store that lead to the archive, up to the folder that has one folder for each major version. */
function archiveFolder(archive: ArchiveModel, target: BackupTarget): string {
  const { before, behind } = archiveScope(archive, target);
  return `spilo/${before}${archive.cluster.name}${behind}/wal`;
}

/** The folders of an archive that no other cluster may write to, as URLs. */
export function archivePlaces(archive: ArchiveModel): string[] {
  return archive.repositories.flatMap(({ target }) => {
    const store = storeUrl(target);
    return store === undefined ? [] : [`${store}/${archiveFolder(archive, target)}`];
  });
}

/** How WAL-G calls the place of an archive. */
export interface WalgPlace {
  /** The variable that holds it. */
  readonly variable: string;
  /** The place, without the folder of a major version. */
  readonly url: string;
}

/** The place of one repository of an archive; undefined for a volume, which WAL-G does not have. */
export function walgPlace(archive: ArchiveModel, { target }: ArchiveRepositoryModel): WalgPlace | undefined {
  const { bucket, gcsBucket: gcs, azureContainer: azure } = target;
  const folder = archiveFolder(archive, target);
  if (bucket) {
    return { variable: 'WALG_S3_PREFIX', url: `s3://${bucket.bucket}/${folder}` };
  }
  if (gcs) {
    return { variable: 'WALG_GS_PREFIX', url: `gs://${gcs.bucket}/${folder}` };
  }
  return azure && { variable: 'WALG_AZ_PREFIX', url: `azure://${azure.container}/${folder}` };
}
