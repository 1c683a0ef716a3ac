import { NODE_AFFINITY, POD_AFFINITY, TOPOLOGY_SPREAD } from './affinity-shape';
import { SecretKeyRef } from '../model/backup-target';
import { AutoGrowOptions } from '../model/auto-grow';
import { ComputeOptions } from '../model/compute';
import { ImageCatalogOptions, PostgresImage } from '../model/image';
import { PlacementOptions, SpreadRule, Toleration, TolerationEffect } from '../model/placement';
import { ReplicaSetOptions } from '../model/replica-set';
import { TablespaceOptions } from '../model/tablespace';
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
} from './shape';

/** What each prop may hold. The compiler sees to it that no prop is missing here. */

const SIZE = 'a Size of cdk8s such as Size.gibibytes(50)';

export const size = instance(SIZE, ['toKibibytes'], (value: { toKibibytes: unknown }, place) =>
  typeof value.toKibibytes === 'function' ? [] : [wrongType(place, SIZE, value)],
);

const cpu = instance(`a Cpu of cdk8s-plus such as Cpu.millis(500)`, ['amount'], (value: { amount: unknown }, place) =>
  typeof value.amount === 'string' ? [] : [wrongType(place, 'a Cpu of cdk8s-plus such as Cpu.millis(500)', value)],
);

export const operator = instance('a PostgresOperator such as PostgresOperator.cloudNativePg()', ['facts', 'capabilities', 'bindCluster']);

export const cluster = instance('an HaCluster', ['identity', 'operator', 'node']);

const AUTO_GROW: Shape<AutoGrowOptions> = { limit: required(size), trigger: optional(number), maxStep: optional(size) };

export const STORAGE: Shape<StorageOptions> = {
  size: required(size),
  storageClass: optional(text),
  autoGrow: optional(struct(AUTO_GROW)),
};

export const TABLESPACE: Shape<TablespaceOptions> = {
  name: required(text),
  storage: required(struct(STORAGE)),
  owner: optional(text),
  temporary: optional(boolean),
};

export const COMPUTE: Shape<ComputeOptions> = {
  cpu: optional(cpu),
  cpuLimit: optional(cpu),
  withoutCpuLimit: optional(boolean),
  memory: optional(size),
  memoryLimit: optional(size),
  hugePages2Mi: optional(size),
};

export const version = instance('a PostgresVersion such as PostgresVersion.V17', ['major', 'majorNumber']);

export const SECRET_KEY: Shape<SecretKeyRef> = { name: required(text), key: required(text) };

const CATALOG: Shape<ImageCatalogOptions> = { name: required(text), clusterWide: optional(boolean) };

export const image = instance(
  'a PostgresImage such as PostgresImage.pinned(...)',
  ['reference', 'catalog'],
  (value: PostgresImage, place) =>
    value.catalog === undefined ? text(value.reference, place) : shapeProblems(CATALOG, value.catalog, place),
);
const TOLERATION: Shape<Toleration> = {
  key: optional(text),
  value: optional(text),
  effect: optional(oneOf(TolerationEffect, 'TolerationEffect')),
  seconds: optional(number),
};

export const PLACEMENT: Shape<PlacementOptions> = {
  nodes: optional(oneOf(SpreadRule, 'SpreadRule')),
  zones: optional(oneOf(SpreadRule, 'SpreadRule')),
  nodeSelector: optional(textMap),
  tolerations: optional(listOf(struct(TOLERATION))),
  priorityClassName: optional(text),
  nodeAffinity: optional(struct(NODE_AFFINITY)),
  podAffinity: optional(struct(POD_AFFINITY)),
  podAntiAffinity: optional(struct(POD_AFFINITY)),
  spread: optional(listOf(struct(TOPOLOGY_SPREAD))),
};

export const REPLICA_SET: Shape<ReplicaSetOptions> = {
  name: required(text),
  instances: optional(number),
  storage: optional(struct(STORAGE)),
  compute: optional(struct(COMPUTE)),
  placement: optional(struct(PLACEMENT)),
  mayBecomePrimary: optional(boolean),
};
