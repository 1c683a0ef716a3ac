import { ArchivePlace, BarmanPlaceOptions, PgBackRestPlaceOptions, WalGPlaceOptions } from '../model/archive-place';
import { BackupEncryption, BackupEncryptionSecretKeys } from '../model/backup-encryption';
import { BackupTarget, S3CompatibleTargetOptions, S3TargetOptions } from '../model/backup-target';
import { AzureCredentials, AzureSecretKeys, GcsCredentials } from '../model/cloud-credentials';
import { AzureTargetOptions, GcsTargetOptions } from '../model/cloud-targets';
import { ObjectStoreCredentials, ObjectStoreSecretKeys, WorkloadIdentityOptions } from '../model/credentials';
import { Finding } from '../model/finding';
import { ArchivePlaceKind, BackupEncryptionKind, BackupTargetKind, byKind } from '../model/kinds';
import { RepositoryVolumeOptions, VolumeAccessMode } from '../model/storage';
import { Shape, boolean, instance, oneOf, optional, required, shapeProblems, struct, text } from '../private/shape';
import { SECRET_KEY, STORAGE } from '../private/value-shapes';

const SECRET_KEYS: Shape<ObjectStoreSecretKeys> = {
  accessKeyId: optional(text),
  secretAccessKey: optional(text),
  region: optional(text),
  configFile: optional(text),
};

const IDENTITY: Shape<WorkloadIdentityOptions> = { awsRoleArn: optional(text) };

const credentials = instance(
  'ObjectStoreCredentials such as ObjectStoreCredentials.fromSecret(...)',
  ['secretName', 'identity'],
  (value: ObjectStoreCredentials, place) =>
    value.identity === undefined
      ? [...text(value.secretName, place), ...shapeProblems(SECRET_KEYS, value.secretKeys, place)]
      : shapeProblems(IDENTITY, value.identity, place),
);

const S3: Shape<S3TargetOptions> = {
  bucket: required(text),
  region: required(text),
  credentials: required(credentials),
  prefix: optional(text),
};

const S3_COMPATIBLE: Shape<S3CompatibleTargetOptions> = {
  ...S3,
  region: optional(text),
  endpoint: required(text),
  ca: optional(struct(SECRET_KEY)),
  virtualHostStyle: optional(boolean),
};

const gcsCredentials = instance(
  'GcsCredentials such as GcsCredentials.fromSecret(...)',
  ['secretName', 'key', 'serviceAccount'],
  ({ secretName, key, serviceAccount }: GcsCredentials, place) => [
    ...(secretName === undefined ? [] : [...text(secretName, place), ...text(key, place)]),
    ...(serviceAccount === undefined ? [] : text(serviceAccount, place)),
  ],
);

const GCS: Shape<GcsTargetOptions> = { bucket: required(text), credentials: required(gcsCredentials), prefix: optional(text) };

const AZURE_KEYS: Shape<AzureSecretKeys> = { storageAccount: optional(text), value: optional(text), configFile: optional(text) };

const azureCredentials = instance(
  'AzureCredentials such as AzureCredentials.fromSecret(...)',
  ['isSasToken', 'secretName', 'clientId'],
  ({ secretName, secretKeys, clientId }: AzureCredentials, place) => [
    ...(secretName === undefined ? [] : [...text(secretName, place), ...shapeProblems(AZURE_KEYS, secretKeys, place)]),
    ...(clientId === undefined ? [] : text(clientId, place)),
  ],
);

const AZURE: Shape<AzureTargetOptions> = {
  storageAccount: required(text),
  container: required(text),
  credentials: required(azureCredentials),
  prefix: optional(text),
};

const VOLUME: Shape<RepositoryVolumeOptions> = {
  ...STORAGE,
  volumeName: optional(text),
  accessMode: optional(oneOf(VolumeAccessMode, 'VolumeAccessMode')),
};

/** The options of a target: each kind has its own. */
const TARGETS: { readonly [kind in BackupTargetKind]: (target: BackupTarget, place: string) => Finding[] } = {
  s3: ({ bucket }, place) => shapeProblems(S3, bucket, place),
  's3-compatible': ({ bucket }, place) => shapeProblems(S3_COMPATIBLE, bucket, place),
  gcs: ({ gcsBucket }, place) => shapeProblems(GCS, gcsBucket, place),
  azure: ({ azureContainer }, place) => shapeProblems(AZURE, azureContainer, place),
  volume: ({ storage }, place) => shapeProblems(VOLUME, storage, place),
};

export const target = instance(
  'a BackupTarget such as BackupTarget.s3(...)',
  ['_kind', 'bucket', 'storage'],
  (value: BackupTarget, place) => byKind(value._kind, TARGETS)(value, place),
);

const BARMAN_PLACE: Shape<BarmanPlaceOptions> = {
  serverName: required(text),
  path: optional(text),
  objectStoreName: optional(text),
};

const WALG_PLACE: Shape<WalGPlaceOptions> = {
  scopePrefix: optional(text),
  uid: optional(text),
  scopeSuffix: optional(text),
  path: optional(text),
};

const PGBACKREST_PLACE: Shape<PgBackRestPlaceOptions> = { path: optional(text), stanza: optional(text) };

/** The options of a place: each tool has its own. */
const PLACES: { readonly [kind in ArchivePlaceKind]: (place: ArchivePlace, at: string) => Finding[] } = {
  barman: ({ barmanPlace }, at) => shapeProblems(BARMAN_PLACE, barmanPlace, at),
  'wal-g': ({ walGPlace }, at) => shapeProblems(WALG_PLACE, walGPlace, at),
  pgbackrest: ({ pgBackRestPlace }, at) => shapeProblems(PGBACKREST_PLACE, pgBackRestPlace, at),
};

export const archivePlace = instance(
  'an ArchivePlace such as ArchivePlace.barman(...)',
  ['_kind', 'barmanPlace', 'walGPlace'],
  (value: ArchivePlace, place) => byKind(value._kind, PLACES)(value, place),
);

const ENCRYPTION_KEYS: Shape<BackupEncryptionSecretKeys> = { encryptionKey: optional(text), configFile: optional(text) };

const ENCRYPTIONS: { readonly [kind in BackupEncryptionKind]: (encryption: BackupEncryption, place: string) => Finding[] } = {
  'server-side': () => [],
  kms: ({ kmsKeyId }, place) => text(kmsKeyId, place),
  'client-side': ({ secretName, secretKeys }, place) => [...text(secretName, place), ...shapeProblems(ENCRYPTION_KEYS, secretKeys, place)],
};

export const encryption = instance(
  'a BackupEncryption such as BackupEncryption.serverSide()',
  ['_kind', 'kmsKeyId', 'secretName'],
  (value: BackupEncryption, place) => byKind(value._kind, ENCRYPTIONS)(value, place),
);
