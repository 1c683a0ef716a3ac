import type { BackupPolicyProps, BackupRepositoryOptions } from '../backup-policy';
import type { ConnectionPoolProps } from '../connection-pool';
import type { HaClusterProps, RecoveryRunbookOptions } from '../ha-cluster-props';
import type { HaClusterAttributes } from '../ha-cluster-ref';
import { BackupArchive, BackupArchiveOptions, BackupArchiveProps } from '../model/backup-archive';
import { BackupEncryption, BackupEncryptionSecretKeys } from '../model/backup-encryption';
import { BackupRetention, BackupRetentionOptions } from '../model/backup-retention';
import { BackupSchedule, BackupType } from '../model/backup-schedule';
import { BackupTarget, S3CompatibleTargetOptions, S3TargetOptions, SecretKeyRef } from '../model/backup-target';
import { BackupCompression, BackupTransferOptions } from '../model/backup-transfer';
import { AzureCredentials, AzureSecretKeys, GcsCredentials } from '../model/cloud-credentials';
import { AzureTargetOptions, GcsTargetOptions } from '../model/cloud-targets';
import { ComputeOptions } from '../model/compute';
import { ObjectStoreCredentials, ObjectStoreSecretKeys, WorkloadIdentityOptions } from '../model/credentials';
import { Finding } from '../model/finding';
import { BackupEncryptionKind, BackupTargetKind, byKind } from '../model/kinds';
import { ImageCatalogOptions, PostgresImage } from '../model/image';
import { ArchiveRepositoryModel, ClusterIdentity } from '../model/models';
import { NonProductionOptions } from '../model/non-production';
import { PlacementOptions, SpreadRule, Toleration, TolerationEffect } from '../model/placement';
import { PodSecurityStandard } from '../model/pod-security';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import {
  ArchiveRecoveryOptions,
  CloneOptions,
  LogicalImportOptions,
  RecoveryKind,
  RecoverySource,
  SnapshotRecoveryOptions,
} from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind, RecoveryTargetOptions } from '../model/recovery-target';
import { Replication, SynchronousReplicationOptions } from '../model/replication';
import { StorageOptions } from '../model/storage';
import { VolumeSnapshotOptions } from '../model/volume-snapshots';
import {
  Check,
  Shape,
  boolean,
  instance,
  listOf,
  number,
  oneOf,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../private/shape';
import { DATABASE, NETWORK, ROLE, accessRule, clusterExposure, exposure, tls } from './access-shapes';

/** What each prop may hold. The compiler sees to it that no prop is missing here. */

const SIZE = 'a Size of cdk8s such as Size.gibibytes(50)';
const size = instance(SIZE, ['toKibibytes'], (value: { toKibibytes: unknown }, place) =>
  typeof value.toKibibytes === 'function' ? [] : [wrongType(place, SIZE, value)],
);
const cpu = instance(`a Cpu of cdk8s-plus-28 such as Cpu.millis(500)`, ['amount'], (value: { amount: unknown }, place) =>
  typeof value.amount === 'string' ? [] : [wrongType(place, 'a Cpu of cdk8s-plus-28 such as Cpu.millis(500)', value)],
);
const operator = instance('a PostgresOperator such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities', 'bindCluster']);
export const cluster = instance('an HaCluster', ['identity', 'operator', 'node']);

export const STORAGE: Shape<StorageOptions> = { size: required(size), storageClass: optional(text) };

export const COMPUTE: Shape<ComputeOptions> = {
  cpu: optional(cpu),
  cpuLimit: optional(cpu),
  memory: optional(size),
  memoryLimit: optional(size),
};

const TOLERATION: Shape<Toleration> = {
  key: required(text),
  value: optional(text),
  effect: optional(oneOf(TolerationEffect, 'TolerationEffect')),
  seconds: optional(number),
};

const PLACEMENT: Shape<PlacementOptions> = {
  nodes: optional(oneOf(SpreadRule, 'SpreadRule')),
  zones: optional(oneOf(SpreadRule, 'SpreadRule')),
  nodeSelector: optional(textMap),
  tolerations: optional(listOf(struct(TOLERATION))),
  priorityClassName: optional(text),
};

const CATALOG: Shape<ImageCatalogOptions> = { name: required(text), clusterWide: optional(boolean) };

const image = instance('a PostgresImage such as PostgresImage.pinned(...)', ['reference', 'catalog'], (value: PostgresImage, place) =>
  value.catalog === undefined ? text(value.reference, place) : shapeProblems(CATALOG, value.catalog, place),
);

const SYNCHRONOUS: Shape<SynchronousReplicationOptions> = { standbys: optional(number), writesWithoutStandby: optional(boolean) };

const replication = instance(
  'a Replication such as Replication.synchronous()',
  ['standbys', 'options', 'isSynchronous'],
  (value: Replication, place) => (value.options === undefined ? [] : shapeProblems(SYNCHRONOUS, value.options, place)),
);

const version = instance('a PostgresVersion such as PostgresVersion.V17', ['major', 'majorNumber']);

const NON_PRODUCTION: Shape<NonProductionOptions> = {
  reason: required(text),
  withoutBackups: optional(boolean),
  singleInstance: optional(boolean),
  withoutDeletionProtection: optional(boolean),
  openToAnyAddress: optional(boolean),
};

export const HA_CLUSTER_ATTRIBUTES_SHAPE: Shape<HaClusterAttributes> = {
  clusterName: required(text),
  namespace: optional(text),
  operator: required(operator),
  databases: optional(listOf(struct(DATABASE))),
  roles: optional(listOf(struct(ROLE))),
  tls: optional(tls),
  network: optional(struct(NETWORK)),
  clientName: optional(text),
};

const SECRET_KEYS: Shape<ObjectStoreSecretKeys> = {
  accessKeyId: optional(text),
  secretAccessKey: optional(text),
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

export const SECRET_KEY: Shape<SecretKeyRef> = { name: required(text), key: required(text) };

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

/** The options of a target: each kind has its own. */
const TARGETS: { readonly [kind in BackupTargetKind]: (target: BackupTarget, place: string) => Finding[] } = {
  s3: ({ bucket }, place) => shapeProblems(S3, bucket, place),
  's3-compatible': ({ bucket }, place) => shapeProblems(S3_COMPATIBLE, bucket, place),
  gcs: ({ gcsBucket }, place) => shapeProblems(GCS, gcsBucket, place),
  azure: ({ azureContainer }, place) => shapeProblems(AZURE, azureContainer, place),
  volume: ({ storage }, place) => shapeProblems(STORAGE, storage, place),
};

const target = instance('a BackupTarget such as BackupTarget.s3(...)', ['_kind', 'bucket', 'storage'], (value: BackupTarget, place) =>
  byKind(value._kind, TARGETS)(value, place),
);

const schedule = instance(
  'a BackupSchedule such as BackupSchedule.full(...)',
  ['type', 'cron'],
  ({ type, cron: time }: BackupSchedule, place) => [...text(time, place), ...oneOf(BackupType, 'BackupType')(type, place)],
);

const RETENTION: Shape<BackupRetentionOptions> = { differentialCount: optional(number), walCount: optional(number) };

const retention = instance(
  'a BackupRetention such as BackupRetention.days(30)',
  ['windowDays', 'fullCount'],
  ({ windowDays, fullCount, options }: BackupRetention, place) => [
    ...(windowDays === undefined && fullCount === undefined ? [wrongType(place, 'a number of days or backups', undefined)] : []),
    ...[windowDays, fullCount].flatMap((value) => (value === undefined ? [] : number(value, place))),
    ...shapeProblems(RETENTION, options, place),
  ],
);

const ENCRYPTION_KEYS: Shape<BackupEncryptionSecretKeys> = { encryptionKey: optional(text), configFile: optional(text) };

const ENCRYPTIONS: { readonly [kind in BackupEncryptionKind]: (encryption: BackupEncryption, place: string) => Finding[] } = {
  'server-side': () => [],
  kms: ({ kmsKeyId }, place) => text(kmsKeyId, place),
  'client-side': ({ secretName, secretKeys }, place) => [...text(secretName, place), ...shapeProblems(ENCRYPTION_KEYS, secretKeys, place)],
};

const encryption = instance(
  'a BackupEncryption such as BackupEncryption.serverSide()',
  ['_kind', 'kmsKeyId', 'secretName'],
  (value: BackupEncryption, place) => byKind(value._kind, ENCRYPTIONS)(value, place),
);

const REPOSITORY: Shape<BackupRepositoryOptions> = {
  target: required(target),
  schedules: required(listOf(schedule)),
  retention: required(retention),
  encryption: optional(encryption),
};

const TRANSFER: Shape<BackupTransferOptions> = {
  compression: optional(oneOf(BackupCompression, 'BackupCompression')),
  parallelism: optional(number),
  bandwidthPerSecond: optional(size),
};

const SNAPSHOTS: Shape<VolumeSnapshotOptions> = { className: required(text), walClassName: optional(text) };

export const BACKUP_POLICY_SHAPE: Shape<BackupPolicyProps> = {
  ...REPOSITORY,
  cluster: required(cluster),
  additionalRepositories: optional(listOf(struct(REPOSITORY))),
  archiveGeneration: optional(number),
  transfer: optional(struct(TRANSFER)),
  snapshots: optional(struct(SNAPSHOTS)),
  suspended: optional(boolean),
};

const TARGET_OPTIONS: Shape<RecoveryTargetOptions> = { backup: optional(text), exclusive: optional(boolean), timeline: optional(text) };

export const recoveryTarget = instance(
  'a RecoveryTarget such as RecoveryTarget.latest()',
  ['kind', 'value', 'options'],
  ({ kind, value, options }: RecoveryTarget, place) => [
    ...(kind === RecoveryTargetKind.LATEST ? [] : text(value, place)),
    ...shapeProblems(TARGET_OPTIONS, options, place),
  ],
);

const IDENTITY_OF_CLUSTER: Shape<ClusterIdentity> = { name: required(text), namespace: optional(text) };

const ARCHIVE_REPOSITORY: Shape<ArchiveRepositoryModel> = {
  index: required(number),
  target: required(target),
  encryption: optional(encryption),
};

const ARCHIVE: Shape<Omit<BackupArchiveProps, 'repositories'>> = {
  cluster: required(struct(IDENTITY_OF_CLUSTER)),
  generation: required(number),
  operatorName: optional(text),
  version: optional(version),
  databases: optional(listOf(struct(DATABASE))),
};

const ARCHIVE_OPTIONS: Shape<BackupArchiveOptions> = {
  clusterName: required(text),
  namespace: required(text),
  target: required(target),
  version: required(version),
  generation: optional(number),
  repository: optional(number),
  databases: optional(listOf(struct(DATABASE))),
  encryption: optional(encryption),
};

/** That of a policy has been looked at with the policy. */
export const archive = instance(
  'a BackupArchive such as policy.archive or BackupArchive.of(...)',
  ['cluster', 'repositories', 'generation'],
  ({ _options: options, repositories, ...rest }: BackupArchive, place) =>
    options !== undefined
      ? shapeProblems(ARCHIVE_OPTIONS, options, place)
      : [
          ...shapeProblems(ARCHIVE, rest, place),
          ...listOf((value, at) => {
            const { index, target: to, encryption: key } = { ...(value as ArchiveRepositoryModel) };
            return shapeProblems(ARCHIVE_REPOSITORY, { index, target: to, encryption: key }, at);
          })(repositories, `${place}.repositories`),
        ],
);

const ARCHIVE_RECOVERY: Shape<ArchiveRecoveryOptions> = { target: optional(recoveryTarget), repository: optional(number) };

const CLONE: Shape<CloneOptions> = { repository: optional(number) };

const SNAPSHOT_RECOVERY: Shape<SnapshotRecoveryOptions> = {
  dataSnapshot: required(text),
  walSnapshot: optional(text),
  archive: optional(archive),
  target: optional(recoveryTarget),
};

const SECRET_REFERENCE = struct(SECRET_KEY);

/** A reference in whose place a secret may stand by mistake: the message says of what type it is, and never repeats it. */
const hiddenReference: Check = (value, place) =>
  typeof value === 'string'
    ? [wrongType(place, `a reference to a Secret such as { name: 'old-db', key: 'password' }`, Object(value))]
    : SECRET_REFERENCE(value, place);

const IMPORT: Shape<LogicalImportOptions> = {
  host: required(text),
  port: optional(number),
  user: required(text),
  password: required(hiddenReference),
  database: required(text),
  ca: optional(struct(SECRET_KEY)),
  schemaOnly: optional(boolean),
};

/** What each kind of recovery has to say of itself. */
const RECOVERIES: { readonly [kind in RecoveryKind]: (source: RecoverySource, place: string) => Finding[] } = {
  [RecoveryKind.ARCHIVE]: (source, place) => [
    ...archive(source.archive, place),
    ...shapeProblems(ARCHIVE_RECOVERY, source._options ?? {}, place),
  ],
  [RecoveryKind.CLONE]: (source, place) => [...cluster(source.cluster, place), ...shapeProblems(CLONE, source._options ?? {}, place)],
  [RecoveryKind.SNAPSHOTS]: ({ snapshots }, place) => shapeProblems(SNAPSHOT_RECOVERY, snapshots, place),
  [RecoveryKind.IMPORT]: ({ importServer }, place) => shapeProblems(IMPORT, importServer, place),
};

const recovery = instance(
  'a RecoverySource such as RecoverySource.fromArchive(policy.archive)',
  ['kind', 'target', 'importServer'],
  (source: RecoverySource, place) => byKind(source.kind, RECOVERIES)(source, place),
);

export const HA_CLUSTER_SHAPE: Shape<HaClusterProps> = {
  clusterName: required(text),
  operator: required(operator),
  version: required(version),
  storage: required(struct(STORAGE)),
  instances: optional(number),
  walStorage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  replication: optional(replication),
  placement: optional(struct(PLACEMENT)),
  parameters: optional(textMap),
  preloadLibraries: optional(listOf(text)),
  hbaRules: optional(listOf(text)),
  accessRules: optional(listOf(accessRule)),
  databases: optional(listOf(struct(DATABASE))),
  roles: optional(listOf(struct(ROLE))),
  accessImage: optional(text),
  tls: optional(tls),
  network: optional(struct(NETWORK)),
  exposure: optional(clusterExposure),
  podSecurity: optional(oneOf(PodSecurityStandard, 'PodSecurityStandard')),
  labels: optional(textMap),
  annotations: optional(textMap),
  image: optional(image),
  recovery: optional(recovery),
  nonProduction: optional(struct(NON_PRODUCTION)),
};

export const RECOVERY_RUNBOOK_SHAPE: Shape<RecoveryRunbookOptions> = { targetTime: optional(text), recoveredName: optional(text) };

export const CONNECTION_POOL_SHAPE: Shape<ConnectionPoolProps> = {
  cluster: required(cluster),
  mode: optional(oneOf(PoolMode, 'PoolMode')),
  access: optional(oneOf(PoolAccess, 'PoolAccess')),
  instances: optional(number),
  poolSize: optional(number),
  maxClientConnections: optional(number),
  maxDatabaseConnections: optional(number),
  parameters: optional(textMap),
  compute: optional(struct(COMPUTE)),
  poolName: optional(text),
  exposure: optional(exposure),
};
