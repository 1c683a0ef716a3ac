import type { PostgresClusterSpecBackupsPgbackrestRepos } from '../../../../imports/crunchy/postgres-cluster';
import { BackupTarget, BucketModel } from '../../../model/backup-target';
import { AzureTargetOptions, GcsTargetOptions } from '../../../model/cloud-targets';
import { ArchiveModel, ArchiveRepositoryModel } from '../../../model/backup-model';
import { archiveFolders, endpointHost, storeUrl } from '../../shared/archive-places';
import { STANZA, repositoryName } from '../names';
import { CrunchySettings } from '../settings';
import { volumeClaim } from '../cluster/volume-claim';
import { StoreMounts, configPath, filesOfStore } from './store-files';
import { Store } from './store';

/** Where a file of a Secret is in the pods, for an option that names it. */
type FileOf = (file: { readonly name: string; readonly key: string }) => string;

/** Options of pgBackRest. */
export interface StoreOptions {
  readonly [option: string]: string;
}

/** The backends of a repository, the same in a policy and in a recovery. */
type Backend = Pick<PostgresClusterSpecBackupsPgbackrestRepos, 's3' | 'gcs' | 'azure' | 'volume'>;

/** A repository of an archive, under its own number or under the one that it has for its reader. */
export function storeOf(archive: ArchiveModel, repository: ArchiveRepositoryModel, index: number = repository.index): Store {
  const { target, encryption, place } = repository;
  return {
    index,
    target,
    encryption,
    path: target.storage ? place?.pgBackRestPlace?.path : repositoryPath(archive, repository),
    stanza: place?.pgBackRestPlace?.stanza,
  };
}

/** The folders that belong to an archive alone, as URLs. */
export function archivePlaces(archive: ArchiveModel): string[] {
  return archive.repositories.flatMap((repository) => {
    const url = storeUrl(repository.target) ?? volumeUrl(repository.target);
    const stanza = repository.place?.pgBackRestPlace?.stanza ?? STANZA;
    // A repository may hold several stanzas. That of PGO is not named, so that a place reads as the folder that it is.
    return url === undefined ? [] : [`${url}${repositoryPath(archive, repository)}${stanza === STANZA ? '' : ` (stanza ${stanza})`}`];
  });
}

/** Where a repository is. */
export function backend({ target: { bucket, gcsBucket: gcs, azureContainer: azure, storage } }: Store): Backend {
  return {
    // pgBackRest takes the port from the endpoint and speaks TLS in any case.
    s3: bucket && { bucket: bucket.bucket, endpoint: endpointHost(bucket), region: bucket.region },
    gcs: gcs && { bucket: gcs.bucket },
    azure: azure && { container: azure.container },
    volume: storage && { volumeClaimSpec: volumeClaim(storage) },
  };
}

/** How pgBackRest reads and writes a repository: never a secret, for it stands in a ConfigMap. */
export function storeOptions(store: Store, files: StoreMounts, settings: CrunchySettings): StoreOptions {
  const { index, target, encryption, path } = store;
  const { bucket, gcsBucket: gcs, azureContainer: azure } = target;
  const fileOf: FileOf = ({ name, key }) =>
    configPath(files.nameOf(filesOfStore(store).find((file) => file.secret === name && file.key === key && !file.path.endsWith('.conf'))!));
  return numbered(index, {
    ...(path !== undefined && { path }),
    ...(bucket && bucketOptions(bucket, fileOf, settings)),
    ...(gcs && gcsOptions(gcs, fileOf)),
    ...(azure && azureOptions(azure)),
    ...(encryption?.kmsKeyId !== undefined && { 's3-kms-key-id': encryption.kmsKeyId }),
    ...(encryption?._kind === 'client-side' && { 'cipher-type': 'aes-256-cbc' }),
  });
}

/** Options with the name of their repository before them. */
export function numbered(index: number, options: StoreOptions): StoreOptions {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [`${repositoryName(index)}-${option}`, value]));
}

/** Folder of a repository, from the top of the bucket. PGO's own default is the same for every cluster. */
function repositoryPath(archive: ArchiveModel, { index, target, place }: ArchiveRepositoryModel): string {
  if (place !== undefined || target.storage) {
    return (place?.pgBackRestPlace?.path ?? `/pgbackrest/${repositoryName(index)}`).replace(/(.)\/$/, '$1');
  }
  return ['/pgbackrest', ...archiveFolders(archive, target), repositoryName(index)].join('/');
}

/** A volume that has a name is one place, whoever claims it. */
const volumeUrl = ({ storage }: BackupTarget): string | undefined =>
  storage?.volumeName === undefined ? undefined : `the volume ${storage.volumeName}`;

function bucketOptions(bucket: BucketModel, fileOf: FileOf, settings: CrunchySettings): StoreOptions {
  const { identity } = bucket.credentials;
  return {
    ...(identity && { 's3-key-type': identity.awsRoleArn === undefined ? settings.ambientIdentity : 'web-id' }),
    // Other stores than Amazon's seldom have a DNS name for each bucket.
    ...(bucket.endpoint !== undefined && { 's3-uri-style': bucket.virtualHostStyle ? 'host' : 'path' }),
    ...(bucket.ca && { 'storage-ca-file': fileOf(bucket.ca) }),
  };
}

function gcsOptions({ credentials: { secretName: name, key } }: GcsTargetOptions, fileOf: FileOf): StoreOptions {
  // The path of a key is no secret. It stands here and nowhere else, because pgBackRest refuses an option that it finds twice.
  return name === undefined || key === undefined ? { 'gcs-key-type': 'auto' } : { 'gcs-key': fileOf({ name, key }) };
}

function azureOptions({ storageAccount, credentials }: AzureTargetOptions): StoreOptions {
  const secret = credentials.isSasToken ? 'sas' : 'shared';
  return { 'azure-account': storageAccount, 'azure-key-type': credentials.secretName === undefined ? 'auto' : secret };
}
