import type { PostgresqlSpecAdditionalVolumes, PostgresqlSpecEnv } from '../../../../imports/zalando/postgresql';
import { BackupEncryption } from '../../../model/backup-encryption';
import { BackupTarget, BucketModel, SecretKeyRef } from '../../../model/backup-target';
import { AzureTargetOptions } from '../../../model/cloud-targets';
import { BackupEncryptionKind, byKind } from '../../../model/kinds';
import { ArchiveRepositoryModel } from '../../../model/backup-model';
import { fromSecret, literal } from './env';

/**
 * What an object store is read or written for. Spilo has the same variables three times, without anything being handed on from one to the
 * other, and they must not share files either: a cluster may archive to one store and be restored from another.
 */
export interface StoreUse {
  /** What stands before the name of each variable. */
  readonly prefix: '' | 'CLONE_' | 'STANDBY_';
  /** Begin of the names of volumes and folders. */
  readonly files: string;
}

/** The cluster archives to it. */
export const ARCHIVING: StoreUse = { prefix: '', files: 'backup' };

/** The cluster is restored from it. */
export const RESTORING: StoreUse = { prefix: 'CLONE_', files: 'recovery' };

/** The cluster follows another one by it. */
export const FOLLOWING: StoreUse = { prefix: 'STANDBY_', files: 'source' };

const CA_FILE = 'ca.crt';
const GCS_FILE = 'gcs-key.json';

const caFolder = ({ files }: StoreUse): string => `/etc/${files}-ca`;
const gcsFolder = ({ files }: StoreUse): string => `/etc/${files}-gcs`;

/** Images before 4.1 use WAL-E, which cannot do most of what follows, unless they are told to use WAL-G. */
export function walgVariables({ prefix }: StoreUse): PostgresqlSpecEnv[] {
  return [literal(`${prefix}USE_WALG_BACKUP`, 'true'), literal(`${prefix}USE_WALG_RESTORE`, 'true')];
}

/** How a store is reached, by whom, and how it is encrypted; everything but the place in it. */
export function storeVariables({ target, encryption }: ArchiveRepositoryModel, use: StoreUse): PostgresqlSpecEnv[] {
  const { bucket, gcsBucket: gcs, azureContainer: azure } = target;
  return [
    ...(bucket ? bucketVariables(bucket, use, encryption) : []),
    ...(gcs?.credentials.secretName === undefined ? [] : [literal('GOOGLE_APPLICATION_CREDENTIALS', `${gcsFolder(use)}/${GCS_FILE}`)]),
    ...(azure ? azureVariables(azure) : []),
    ...encryptionVariables(encryption),
  ].map((variable) => (use.prefix === '' ? variable : { ...variable, name: use.prefix + variable.name }));
}

function bucketVariables(bucket: BucketModel, use: StoreUse, encryption: BackupEncryption | undefined): PostgresqlSpecEnv[] {
  const { credentials } = bucket;
  return [
    literal('AWS_REGION', bucket.region),
    ...endpointVariables(bucket, use, encryption),
    // By reference; without keys WAL-G asks the platform.
    ...(credentials.secretName === undefined
      ? []
      : [
          fromSecret('AWS_ACCESS_KEY_ID', credentials.secretName, credentials.accessKeyIdKey),
          fromSecret('AWS_SECRET_ACCESS_KEY', credentials.secretName, credentials.secretAccessKeyKey),
        ]),
  ];
}

/** Spilo assumes the same of any endpoint; written out because requests of another style or with encryption fail in most stores. */
function endpointVariables({ endpoint, ca, virtualHostStyle }: BucketModel, use: StoreUse, encryption?: BackupEncryption) {
  if (endpoint === undefined) {
    return [];
  }
  const byStore = encryption !== undefined && encryption._kind !== 'client-side';
  return [
    literal('AWS_ENDPOINT', endpoint),
    // Spilo takes the style from this one and nothing else; images from 4.1 on read it under a name of their own.
    ...(virtualHostStyle ? [literal('WALE_S3_ENDPOINT', endpoint.replace('://', '+vhost://'))] : []),
    literal('AWS_S3_FORCE_PATH_STYLE', virtualHostStyle ? 'false' : 'true'),
    // Image 4.1 asks every store to encrypt unless it is told not to.
    ...(byStore ? [] : [literal('WALG_DISABLE_S3_SSE', 'true')]),
    ...(ca ? [literal('WALG_S3_CA_CERT_FILE', `${caFolder(use)}/${CA_FILE}`)] : []),
  ];
}

/** Without a Secret WAL-G asks for the managed identity of the node. */
function azureVariables({ storageAccount, credentials }: AzureTargetOptions): PostgresqlSpecEnv[] {
  const name = credentials.isSasToken ? 'AZURE_STORAGE_SAS_TOKEN' : 'AZURE_STORAGE_ACCESS_KEY';
  return [
    literal('AZURE_STORAGE_ACCOUNT', storageAccount),
    ...(credentials.secretName === undefined ? [] : [fromSecret(name, credentials.secretName, credentials.valueKey)]),
  ];
}

const ENCRYPTIONS: { readonly [kind in BackupEncryptionKind]: (encryption: BackupEncryption) => PostgresqlSpecEnv[] } = {
  'server-side': () => [literal('WALG_S3_SSE', 'AES256')],
  kms: ({ kmsKeyId = '' }) => [literal('WALG_S3_SSE', 'aws:kms'), literal('WALG_S3_SSE_KMS_ID', kmsKeyId)],
  'client-side': ({ secretName = '', encryptionKeyKey }) => [
    fromSecret('WALG_LIBSODIUM_KEY', secretName, encryptionKeyKey),
    // Without it WAL-G would take the first 32 of the digits for the key.
    literal('WALG_LIBSODIUM_KEY_TRANSFORM', 'hex'),
  ],
};

const encryptionVariables = (encryption: BackupEncryption | undefined): PostgresqlSpecEnv[] =>
  encryption === undefined ? [] : byKind(encryption._kind, ENCRYPTIONS)(encryption);

/** Files that the variables name. */
export function storeVolumes({ bucket, gcsBucket: gcs }: BackupTarget, use: StoreUse): PostgresqlSpecAdditionalVolumes[] {
  const key = gcs?.credentials.secretName === undefined ? undefined : { name: gcs.credentials.secretName, key: gcs.credentials.key ?? '' };
  return [
    ...(bucket?.ca ? [secretVolume(`${use.files}-ca`, caFolder(use), bucket.ca, CA_FILE)] : []),
    ...(key ? [secretVolume(`${use.files}-gcs`, gcsFolder(use), key, GCS_FILE)] : []),
  ];
}

function secretVolume(name: string, mountPath: string, secret: SecretKeyRef, path: string): PostgresqlSpecAdditionalVolumes {
  return {
    name,
    mountPath,
    targetContainers: ['postgres'],
    volumeSource: { secret: { secretName: secret.name, items: [{ key: secret.key, path }] } },
  };
}
