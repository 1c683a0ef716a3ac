import type {
  PostgresClusterSpecBackupsPgbackrestConfiguration,
  PostgresClusterSpecBackupsPgbackrestRepos,
} from '../../../../imports/crunchy/postgres-cluster';
import { BackupEncryption } from '../../../model/backup-encryption';
import { BackupTarget, BucketModel } from '../../../model/backup-target';
import { AzureTargetOptions, GcsTargetOptions } from '../../../model/cloud-targets';
import { ArchiveModel, ArchiveRepositoryModel } from '../../../model/backup-model';
import { archiveFolders, endpointHost, storeUrl } from '../../shared/archive-places';
import { repositoryName } from '../names';
import { CrunchySettings } from '../settings';
import { volumeClaim } from '../cluster/volume-claim';

/** Where PGO mounts the projected files. pgBackRest reads those that end in `.conf` and leaves the others to be named. */
const CONFIG_FOLDER = '/etc/pgbackrest/conf.d';

/** A repository as pgBackRest has it. The number is that in the cluster that uses it, which need not be the one that wrote it. */
export interface Store {
  readonly index: number;
  readonly target: BackupTarget;
  readonly encryption?: BackupEncryption;
  /** Folder from the top of the bucket; none for a volume, which PGO mounts. */
  readonly path?: string;
}

/** Options of pgBackRest. */
export interface StoreOptions {
  readonly [option: string]: string;
}

/** A file that is taken out of a Secret. */
export interface StoreFile {
  readonly secret: string;
  readonly key: string;
  /** Its name in the folder of the configuration. */
  readonly path: string;
}

/** The backends of a repository, the same in a policy and in a recovery. */
type Backend = Pick<PostgresClusterSpecBackupsPgbackrestRepos, 's3' | 'gcs' | 'azure' | 'volume'>;

export type Projection = PostgresClusterSpecBackupsPgbackrestConfiguration;

/** A repository of an archive, under its own number or under the one that it has for its reader. */
export function storeOf(archive: ArchiveModel, repository: ArchiveRepositoryModel, index: number = repository.index): Store {
  const { target, encryption } = repository;
  return { index, target, encryption, path: target.storage ? undefined : repositoryPath(archive, repository) };
}

/** The folders that belong to an archive alone, as URLs. */
export function archivePlaces(archive: ArchiveModel): string[] {
  return archive.repositories.flatMap((repository) => {
    const url = storeUrl(repository.target);
    return url === undefined ? [] : [`${url}${repositoryPath(archive, repository)}`];
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
export function storeOptions({ index, target, encryption, path }: Store, settings: CrunchySettings): StoreOptions {
  const { bucket, gcsBucket: gcs, azureContainer: azure } = target;
  return numbered(index, {
    ...(path !== undefined && { path }),
    ...(bucket && bucketOptions(bucket, index, settings)),
    ...(gcs && gcsOptions(gcs, index)),
    ...(azure && azureOptions(azure)),
    ...(encryption?.kmsKeyId !== undefined && { 's3-kms-key-id': encryption.kmsKeyId }),
    ...(encryption?._kind === 'client-side' && { 'cipher-type': 'aes-256-cbc' }),
  });
}

/** Options with the name of their repository before them. */
export function numbered(index: number, options: StoreOptions): StoreOptions {
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [`${repositoryName(index)}-${option}`, value]));
}

/** Files that pgBackRest needs besides its ConfigMap. */
export function storeFiles(stores: readonly Store[]): StoreFile[] {
  const seen = new Set<string>();
  return stores.flatMap(filesOfStore).filter(({ secret, key, path }) => {
    const source = `${secret}/${key}`;
    // Repositories may share a Secret. Its file is projected once, because pgBackRest refuses an option that it finds twice.
    const again = path.endsWith('.conf') && seen.has(source);
    seen.add(source);
    return !again;
  });
}

/** Files as PGO mounts them. */
export function projections(files: readonly StoreFile[]): Projection[] {
  return files.map(({ secret, key, path }) => ({ secret: { name: secret, items: [{ key, path }] } }));
}

/** Folder of a repository, from the top of the bucket. PGO's own default is the same for every cluster. */
function repositoryPath(archive: ArchiveModel, { index, target }: ArchiveRepositoryModel): string {
  return ['/pgbackrest', ...archiveFolders(archive, target), repositoryName(index)].join('/');
}

function bucketOptions(bucket: BucketModel, index: number, settings: CrunchySettings): StoreOptions {
  const { identity } = bucket.credentials;
  return {
    ...(identity && { 's3-key-type': identity.awsRoleArn === undefined ? settings.ambientIdentity : 'web-id' }),
    // Other stores than Amazon's seldom have a DNS name for each bucket.
    ...(bucket.endpoint !== undefined && { 's3-uri-style': bucket.virtualHostStyle ? 'host' : 'path' }),
    ...(bucket.ca && { 'storage-ca-file': `${CONFIG_FOLDER}/${caFile(index)}` }),
  };
}

function gcsOptions({ credentials }: GcsTargetOptions, index: number): StoreOptions {
  // The path of a key is no secret. It stands here and nowhere else, because pgBackRest refuses an option that it finds twice.
  return credentials.secretName === undefined ? { 'gcs-key-type': 'auto' } : { 'gcs-key': `${CONFIG_FOLDER}/${gcsKeyFile(index)}` };
}

function azureOptions({ storageAccount, credentials }: AzureTargetOptions): StoreOptions {
  const secret = credentials.isSasToken ? 'sas' : 'shared';
  return { 'azure-account': storageAccount, 'azure-key-type': credentials.secretName === undefined ? 'auto' : secret };
}

/** Credentials, CA and key of one repository. */
export function filesOfStore({ index, target: { bucket, gcsBucket: gcs, azureContainer: azure }, encryption }: Store): StoreFile[] {
  const name = repositoryName(index);
  const rows: readonly (readonly [string | undefined, string | undefined, string])[] = [
    [bucket?.credentials.secretName, bucket?.credentials.configFileKey, `${name}-s3.conf`],
    [bucket?.ca?.name, bucket?.ca?.key, caFile(index)],
    [gcs?.credentials.secretName, gcs?.credentials.key, gcsKeyFile(index)],
    [azure?.credentials.secretName, azure?.credentials.configFileKey, `${name}-azure.conf`],
    [encryption?.secretName, encryption?.configFileKey, `${name}-cipher.conf`],
  ];
  return rows.flatMap(([secret, key, path]) => (secret === undefined || key === undefined ? [] : [{ secret, key, path }]));
}

const caFile = (index: number): string => `${repositoryName(index)}-ca.crt`;

const gcsKeyFile = (index: number): string => `${repositoryName(index)}-gcs-key.json`;
