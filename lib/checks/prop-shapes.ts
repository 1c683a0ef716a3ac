import type { BackupPolicyProps, BackupRepositoryOptions } from '../backup-policy';
import type { ConnectionPoolProps } from '../connection-pool';
import type { HaClusterProps } from '../ha-cluster';
import type { HaClusterAttributes } from '../ha-cluster-ref';
import { BackupSchedule, BackupType } from '../model/backup-schedule';
import { BackupTarget, S3CompatibleTargetOptions, S3TargetOptions, SecretKeyRef } from '../model/backup-target';
import { ComputeOptions } from '../model/compute';
import { ObjectStoreCredentials, ObjectStoreSecretKeys, WorkloadIdentityOptions } from '../model/credentials';
import { DatabaseOptions } from '../model/database';
import { Finding } from '../model/finding';
import { ImageCatalogOptions, PostgresImage } from '../model/image';
import { NonProductionOptions } from '../model/non-production';
import { PlacementOptions, SpreadRule, Toleration, TolerationEffect } from '../model/placement';
import { PoolAccess, PoolMode } from '../model/pool-mode';
import { Replication, SynchronousReplicationOptions } from '../model/replication';
import { StorageOptions } from '../model/storage';
import {
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

/** What each prop may hold. The compiler sees to it that no prop is missing here. */

const SIZE = 'a Size of cdk8s such as Size.gibibytes(50)';
const size = instance(SIZE, ['toKibibytes'], (value: { toKibibytes: unknown }, place) =>
  typeof value.toKibibytes === 'function' ? [] : [wrongType(place, SIZE, value)],
);
const cpu = instance(`a Cpu of cdk8s-plus-28 such as Cpu.millis(500)`, ['amount'], (value: { amount: unknown }, place) =>
  typeof value.amount === 'string' ? [] : [wrongType(place, 'a Cpu of cdk8s-plus-28 such as Cpu.millis(500)', value)],
);
const operator = instance('a PostgresOperator such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities', 'bindCluster']);
const cluster = instance('an HaCluster', ['identity', 'operator', 'node']);

const STORAGE: Shape<StorageOptions> = { size: required(size), storageClass: optional(text) };

const COMPUTE: Shape<ComputeOptions> = {
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

const DATABASE: Shape<DatabaseOptions> = { name: required(text), owner: required(text) };

const NON_PRODUCTION: Shape<NonProductionOptions> = {
  reason: required(text),
  withoutBackups: optional(boolean),
  singleInstance: optional(boolean),
  withoutDeletionProtection: optional(boolean),
};

export const HA_CLUSTER_SHAPE: Shape<HaClusterProps> = {
  clusterName: required(text),
  operator: required(operator),
  version: required(instance('a PostgresVersion such as PostgresVersion.V17', ['major', 'majorNumber'])),
  storage: required(struct(STORAGE)),
  instances: optional(number),
  walStorage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  replication: optional(replication),
  placement: optional(struct(PLACEMENT)),
  parameters: optional(textMap),
  preloadLibraries: optional(listOf(text)),
  hbaRules: optional(listOf(text)),
  databases: optional(listOf(struct(DATABASE))),
  labels: optional(textMap),
  annotations: optional(textMap),
  image: optional(image),
  nonProduction: optional(struct(NON_PRODUCTION)),
};

export const HA_CLUSTER_ATTRIBUTES_SHAPE: Shape<HaClusterAttributes> = {
  clusterName: required(text),
  namespace: optional(text),
  operator: required(operator),
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

const SECRET_KEY: Shape<SecretKeyRef> = { name: required(text), key: required(text) };

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
};

/** The options of a target: each kind has its own. */
function targetProblems({ kind, bucket, storage }: BackupTarget, place: string): Finding[] {
  if (kind === 'volume') {
    return shapeProblems(STORAGE, storage, place);
  }
  return kind === 's3' ? shapeProblems(S3, bucket, place) : shapeProblems(S3_COMPATIBLE, bucket, place);
}

const target = instance('a BackupTarget such as BackupTarget.s3(...)', ['kind', 'bucket', 'storage'], targetProblems);

const schedule = instance(
  'a BackupSchedule such as BackupSchedule.full(...)',
  ['type', 'cron'],
  ({ type, cron: time }: BackupSchedule, place) => [...text(time, place), ...oneOf(BackupType, 'BackupType')(type, place)],
);

const REPOSITORY: Shape<BackupRepositoryOptions> = {
  target: required(target),
  schedules: required(listOf(schedule)),
  retention: required(instance('a BackupRetention such as BackupRetention.days(30)', ['windowDays'])),
};

export const BACKUP_POLICY_SHAPE: Shape<BackupPolicyProps> = {
  ...REPOSITORY,
  cluster: required(cluster),
  additionalRepositories: optional(listOf(struct(REPOSITORY))),
  archiveGeneration: optional(number),
};

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
};
