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
export function archiveScope({ cluster, generation }: ArchiveModel, { target: { prefix }, place }: ArchiveRepositoryModel): Scope {
  if (place === undefined) {
    return { before: prefix === undefined ? '' : `${prefix}/`, behind: `/${cluster.namespace ?? 'default'}/v${generation}` };
  }
  const { scopePrefix = '', scopeSuffix, uid } = place.walGPlace ?? {};
  return { before: scopePrefix, behind: scopeSuffix ?? (uid === undefined ? '' : `/${uid}`) };
}

/** A folder of another form than that of Spilo, which has that of the major version in it. */
export const wholeFolder = ({ place }: ArchiveRepositoryModel): string | undefined => place?.walGPlace?.path?.replace(/\/$/, '');

/** Folders of a store that lead to the archive, up to the folder that has one folder for each major version. */
function archiveFolder(archive: ArchiveModel, repository: ArchiveRepositoryModel): string {
  const { before, behind } = archiveScope(archive, repository);
  return wholeFolder(repository) ?? `spilo/${before}${archive.cluster.name}${behind}/wal`;
}

/** The folders of an archive that no other cluster may write to, as URLs. */
export function archivePlaces(archive: ArchiveModel): string[] {
  return archive.repositories.flatMap((repository) => {
    const store = storeUrl(repository.target);
    return store === undefined ? [] : [`${store}/${archiveFolder(archive, repository)}`];
  });
}

/** How WAL-G calls the place of an archive. */
export interface WalgPlace {
  /** The variable that holds it. */
  readonly variable: string;
  /** The place, without the folder of a major version where it is of Spilo's form. */
  readonly url: string;
}

/** The place of one repository of an archive; undefined for a volume, which WAL-G does not have. */
export function walgPlace(archive: ArchiveModel, repository: ArchiveRepositoryModel): WalgPlace | undefined {
  const { bucket, gcsBucket: gcs, azureContainer: azure } = repository.target;
  const folder = archiveFolder(archive, repository);
  if (bucket) {
    return { variable: 'WALG_S3_PREFIX', url: `s3://${bucket.bucket}/${folder}` };
  }
  if (gcs) {
    return { variable: 'WALG_GS_PREFIX', url: `gs://${gcs.bucket}/${folder}` };
  }
  return azure && { variable: 'WALG_AZ_PREFIX', url: `azure://${azure.container}/${folder}` };
}
