import { BucketModel } from '../model/backup-target';
import { BackupModel, BackupRepositoryModel } from '../model/models';

/** Folders, from the top of a bucket, that lead to the archive of this life of a cluster and of no other. */
export function archiveFolders(policy: BackupModel, bucket: BucketModel): string[] {
  const { namespace, name } = policy.cluster;
  return [...(bucket.prefix === undefined ? [] : [bucket.prefix]), namespace ?? 'default', name, `v${policy.generation}`];
}

/** How messages call a repository: by the props that describe it. The first has its props on the policy itself. */
export function repositoryProp({ index }: BackupRepositoryModel): string {
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
