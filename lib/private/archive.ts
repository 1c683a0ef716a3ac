import { BucketModel } from '../model/backup-target';
import { ArchiveModel, ArchiveRepositoryModel } from '../model/models';
import { BackupTarget } from '../model/backup-target';

/** Folders, from the top of a bucket, that lead to the archive of this life of a cluster and of no other. */
export function archiveFolders({ cluster, generation }: ArchiveModel, { prefix }: { readonly prefix?: string }): string[] {
  return [...(prefix === undefined ? [] : [prefix]), cluster.namespace ?? 'default', cluster.name, `v${generation}`];
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
  return bucket && (bucket.endpoint === undefined ? `s3://${bucket.bucket}` : `${bucket.endpoint}/${bucket.bucket}`);
}
