import { BackupTarget, BucketModel } from '../../model/backup-target';
import { DatabaseOptions } from '../../model/database';
import { ArchiveModel, ArchiveRepositoryModel } from '../../model/backup-model';
import { ClusterModel } from '../../model/cluster-model';
import { follows } from '../../model/standing';

/** Folders, from the top of a bucket, that lead to the archive of this life of a cluster and of no other. */
export function archiveFolders({ cluster, generation }: ArchiveModel, { prefix }: { readonly prefix?: string }): string[] {
  return [...(prefix === undefined ? [] : [prefix]), cluster.namespace ?? 'default', cluster.name, `v${generation}`];
}

/** The databases that lie in the archive of a cluster: a replica that names none has those of its source. */
export function archivedDatabases({ databases, replica }: ClusterModel): DatabaseOptions[] {
  return databases.length > 0 ? databases : (replica?.source.sourceArchive?.databases ?? databases);
}

/** How messages call a repository: by the props that describe it. The first has its props on the policy itself. */
export function repositoryProp({ index }: ArchiveRepositoryModel): string {
  return index === 1 ? '' : `additionalRepositories[${index - 2}].`;
}

/** Host, with port, that answers for a bucket. */
export function endpointHost({ endpoint, region }: BucketModel): string {
  return endpoint === undefined ? awsEndpoint(region) : endpoint.replace(/^https?:\/\//, '');
}

/**
 * The regional endpoint of Amazon S3. Regions in China have a domain of their own.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/s3.html
 */
function awsEndpoint(region: string): string {
  return `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
}

/** Where an object store is, as a URL that no other place in the world has. */
export function storeUrl({ bucket, gcsBucket: gcs, azureContainer: azure }: BackupTarget): string | undefined {
  if (gcs) {
    return `gs://${gcs.bucket}`;
  }
  if (azure) {
    return `https://${azure.storageAccount}.blob.core.windows.net/${azure.container}`;
  }
  // A store that speaks S3 may have a bucket that Amazon has too.
  return bucket && (isAmazon(bucket) ? `s3://${bucket.bucket}` : `${withoutUsualPort(bucket.endpoint ?? '')}/${bucket.bucket}`);
}

/** Whether a bucket is one of Amazon's, which may be reached by an endpoint like any other. */
const isAmazon = ({ endpoint }: BucketModel): boolean =>
  endpoint === undefined || /^https?:\/\/s3([.-][a-z0-9.-]+)?\.amazonaws\.com(\.cn)?(:\d+)?$/.test(endpoint);

/** One endpoint may be written with its port and without. */
const withoutUsualPort = (endpoint: string): string => endpoint.replace(/^(https:.*):443$|^(http:.*):80$/, '$1$2');

/**
 * What is wrong with the archive that the replica of a pair reads, where the operator takes it from the replica alone: an archive that the
 * other member does not write ends one day, and nobody sees it.
 */
export function staleSource(model: ClusterModel, places: (archive: ArchiveModel) => string[]): string | undefined {
  const { replica, pair } = model;
  const read = replica?.source.sourceArchive;
  if (read === undefined || pair?.otherArchive === undefined || !follows(model)) {
    return undefined;
  }
  const [reads, writes] = [places(read), places(pair.otherArchive)];
  return reads.some((place) => writes.includes(place))
    ? undefined
    : `'source' must be an archive that the other member of the pair writes, ${writes.join(' or ')}, got ${reads.join(' and ')}; write ReplicaSource.archive(policy.archive) with its policy`;
}

/** Why a replica that reads such an archive is refused. */
export const STALE_SOURCE = {
  summary: 'the replica of a pair reads an archive that the other member writes',
  why: 'it would follow an archive that nobody writes to any more, and be far behind on the day that it is needed',
};
