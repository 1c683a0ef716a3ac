import type { BackupPolicyProps, BackupRepositoryOptions } from '../backup-policy';
import type { ConnectionPoolProps } from '../connection-pool';
import type { HaClusterProps } from '../ha-cluster';
import type { HaClusterAttributes } from '../ha-cluster-ref';
import { BackupTarget, BucketModel, SecretKeyRef } from '../model/backup-target';
import { ComputeOptions } from '../model/compute';
import { ObjectStoreCredentials, ObjectStoreSecretKeys, WorkloadIdentityOptions } from '../model/credentials';
import { DatabaseOptions } from '../model/database';
import { ImageCatalogOptions, PostgresImage } from '../model/image';
import { NonProductionOptions } from '../model/non-production';
import { PlacementOptions, SpreadRule, Toleration, TolerationEffect } from '../model/placement';
import { PoolAccess, PoolMode } from '../model/pool-mode';
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
} from '../private/shape';

/** What each prop may hold. The compiler sees to it that no prop is missing here. */

const size = instance(`a Size of cdk8s such as Size.gibibytes(50)`, ['toKibibytes']);
const cpu = instance(`a Cpu of cdk8s-plus-28 such as Cpu.millis(500)`, ['amount']);
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
  version: required(instance('a PostgresVersion such as PostgresVersion.V17', ['major'])),
  storage: required(struct(STORAGE)),
  instances: optional(number),
  walStorage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  replication: optional(instance('a Replication such as Replication.synchronous()', ['standbys'])),
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

const BUCKET: Shape<BucketModel> = {
  bucket: required(text),
  region: required(text),
  credentials: required(credentials),
  endpoint: optional(text),
  ca: optional(struct(SECRET_KEY)),
  prefix: optional(text),
};

const target = instance('a BackupTarget such as BackupTarget.s3(...)', ['kind', 'bucket', 'storage'], (value: BackupTarget, place) =>
  value.kind === 'volume' ? shapeProblems(STORAGE, value.storage, place) : shapeProblems(BUCKET, value.bucket, place),
);

const REPOSITORY: Shape<BackupRepositoryOptions> = {
  target: required(target),
  schedules: required(
    listOf(
      instance('a BackupSchedule such as BackupSchedule.full(...)', ['type', 'cron'], ({ cron }: { cron: unknown }, place) =>
        text(cron, place),
      ),
    ),
  ),
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
