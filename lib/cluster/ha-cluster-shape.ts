import { CHANGE_CAPTURE } from '../access/change-capture-shape';
import { CREATION } from '../access/creation-shape';
import { DATABASE } from '../access/database-shape';
import { NETWORK, clusterExposure } from '../network/network-shape';
import { ROLE, SUPERUSER } from '../access/role-shape';
import { accessRule } from '../access/access-rule-shape';
import { tls } from '../network/tls-shape';
import type { HaClusterProps } from './ha-cluster-props';
import type { HaClusterAttributes } from '../refs/ha-cluster-ref';
import { NonProductionOptions } from '../model/non-production';
import { ObjectMetadata } from '../model/object-metadata';
import { PodSecurityStandard } from '../model/pod-security';
import { Replication, SynchronousReplicationOptions } from '../model/replication';
import { MONITORING_SHAPE } from '../monitoring/monitoring-shape';
import { ClusterDefault, TakeOver } from '../model/take-over';
import { recovery } from '../origin/recovery-source-shape';
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
import { UPDATES, VERBS, state } from './state-shape';
import { PLATFORM } from '../private/platform-facts';
import { COMPUTE, PLACEMENT, REPLICA_SET, STORAGE, TABLESPACE, image, operator, version } from '../private/value-shapes';

const SYNCHRONOUS: Shape<SynchronousReplicationOptions> = { standbys: optional(number), writesWithoutStandby: optional(boolean) };

const replication = instance(
  'a Replication such as Replication.synchronous()',
  ['standbys', 'options', 'isSynchronous'],
  (value: Replication, place) => (value.options === undefined ? [] : shapeProblems(SYNCHRONOUS, value.options, place)),
);

const DEFAULTS: Shape<Pick<TakeOver, 'but'>> = { but: required(listOf(oneOf(ClusterDefault, 'ClusterDefault'))) };

const takeOver = instance('a TakeOver such as TakeOver.asItRuns()', ['but'], (value: TakeOver, place) =>
  shapeProblems(DEFAULTS, { but: value.but }, place),
);

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

const OBJECT_METADATA: Shape<ObjectMetadata> = { labels: optional(textMap), annotations: optional(textMap) };

export const HA_CLUSTER_SHAPE: Shape<HaClusterProps> = {
  clusterName: required(text),
  operator: required(operator),
  version: required(version),
  storage: required(struct(STORAGE)),
  instances: optional(number),
  replicaSets: optional(listOf(struct(REPLICA_SET))),
  walStorage: optional(struct(STORAGE)),
  tablespaces: optional(listOf(struct(TABLESPACE))),
  compute: optional(struct(COMPUTE)),
  replication: optional(replication),
  placement: optional(struct(PLACEMENT)),
  parameters: optional(textMap),
  preloadLibraries: optional(listOf(text)),
  hbaRules: optional(listOf(text)),
  accessRules: optional(listOf(accessRule)),
  databases: optional(listOf(struct(DATABASE))),
  roles: optional(listOf(struct(ROLE))),
  superuser: optional(struct(SUPERUSER)),
  changeCapture: optional(struct(CHANGE_CAPTURE)),
  creation: optional(struct(CREATION)),
  accessImage: optional(text),
  tls: optional(tls),
  network: optional(struct(NETWORK)),
  exposure: optional(clusterExposure),
  monitoring: optional(struct(MONITORING_SHAPE)),
  state: optional(state),
  updates: optional(struct(UPDATES)),
  verbs: optional(struct(VERBS)),
  podSecurity: optional(oneOf(PodSecurityStandard, 'PodSecurityStandard')),
  labels: optional(textMap),
  annotations: optional(textMap),
  objectMetadata: optional(struct(OBJECT_METADATA)),
  imagePullSecrets: optional(listOf(text)),
  platform: optional(struct(PLATFORM)),
  image: optional(image),
  recovery: optional(recovery),
  nonProduction: optional(struct(NON_PRODUCTION)),
  takenOver: optional(takeOver),
};
