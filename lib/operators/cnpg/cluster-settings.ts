import { ImagePullPolicy } from '../../model/image-pull-policy';
import {
  CONTAINER_SECURITY,
  ENV_SOURCE,
  ENV_VARIABLE,
  FILE_SOURCE,
  IMAGE_EXTENSION,
  OPERATOR_SERVICE,
  POD_SECURITY,
  duration,
} from '../../private/pod-shapes';
import { Shape, boolean, listOf, number, oneOf, optional, required, shapeProblems, struct, text, textMap } from '../../private/shape';
import { SECRET_KEY, size } from '../../private/value-shapes';
import { CloudNativePgClusterOptions, CloudNativePgLogLevel } from './cluster-options';
import { CloudNativePgLdap, CloudNativePgSynchronous } from './server-options';
import {
  CloudNativePgNodeMaintenance,
  CloudNativePgProbe,
  CloudNativePgProbeType,
  CloudNativePgProbes,
  CloudNativePgTiming,
} from './timing-options';
import { CloudNativePgPodOptions } from './pod-options';
import { CloudNativePgPoolerOptions, CloudNativePgService, CloudNativePgServiceTarget, CloudNativePgServices } from './service-options';

/** What the options of clusters that were written for the operator may hold. */

const PULL_POLICY = oneOf(ImagePullPolicy, 'ImagePullPolicy');

const PODS: Shape<CloudNativePgPodOptions> = {
  env: optional(listOf(struct(ENV_VARIABLE))),
  envFrom: optional(listOf(struct(ENV_SOURCE))),
  projectedFiles: optional(listOf(struct(FILE_SOURCE))),
  imagePullPolicy: optional(PULL_POLICY),
  serviceAccountName: optional(text),
  serviceAccountAnnotations: optional(textMap),
  serviceAccountLabels: optional(textMap),
  schedulerName: optional(text),
  sharedMemory: optional(size),
  temporaryData: optional(size),
  postgresUid: optional(number),
  postgresGid: optional(number),
  podSecurity: optional(struct(POD_SECURITY)),
  containerSecurity: optional(struct(CONTAINER_SECURITY)),
};

const TIMING: Shape<CloudNativePgTiming> = {
  startDelay: optional(duration),
  stopDelay: optional(duration),
  smartShutdownTimeout: optional(duration),
  switchoverDelay: optional(duration),
  failoverDelay: optional(duration),
};

const PROBE: Shape<CloudNativePgProbe> = {
  type: optional(oneOf(CloudNativePgProbeType, 'CloudNativePgProbeType')),
  maximumLag: optional(size),
  initialDelay: optional(duration),
  period: optional(duration),
  timeout: optional(duration),
  failureThreshold: optional(number),
};

const PROBES: Shape<CloudNativePgProbes> = {
  startup: optional(struct(PROBE)),
  readiness: optional(struct(PROBE)),
  liveness: optional(struct(PROBE)),
  isolationCheck: optional(boolean),
};

const SYNCHRONOUS: Shape<CloudNativePgSynchronous> = {
  first: optional(boolean),
  standbysBefore: optional(listOf(text)),
  standbysAfter: optional(listOf(text)),
  maxStandbysFromCluster: optional(number),
  failoverQuorum: optional(boolean),
};

const TARGET = oneOf(CloudNativePgServiceTarget, 'CloudNativePgServiceTarget');

const SERVICE: Shape<CloudNativePgService> = {
  ...OPERATOR_SERVICE,
  name: required(text),
  target: required(TARGET),
  loadBalancerClass: optional(text),
  replacesOnUpdate: optional(boolean),
};

const SERVICES: Shape<CloudNativePgServices> = { disabled: optional(listOf(TARGET)), additional: optional(listOf(struct(SERVICE))) };

const POOLERS: Shape<CloudNativePgPoolerOptions> = {
  authQuery: optional(text),
  authQuerySecret: optional(text),
  recreates: optional(boolean),
  service: optional(struct(OPERATOR_SERVICE)),
  serviceAccountName: optional(text),
  terminationGrace: optional(duration),
};

const LDAP: Shape<CloudNativePgLdap> = {
  server: required(text),
  port: optional(number),
  ldaps: optional(boolean),
  startTls: optional(boolean),
  prefix: optional(text),
  suffix: optional(text),
  baseDn: optional(text),
  bindDn: optional(text),
  bindPassword: optional(struct(SECRET_KEY)),
  searchAttribute: optional(text),
  searchFilter: optional(text),
};

const MAINTENANCE: Shape<CloudNativePgNodeMaintenance> = { inProgress: optional(boolean), reusesVolumes: optional(boolean) };

export const CLUSTER_OPTIONS_SHAPE: Shape<CloudNativePgClusterOptions> = {
  pods: optional(struct(PODS)),
  timing: optional(struct(TIMING)),
  probes: optional(struct(PROBES)),
  synchronous: optional(struct(SYNCHRONOUS)),
  services: optional(struct(SERVICES)),
  poolers: optional(struct(POOLERS)),
  imageExtensions: optional(listOf(struct(IMAGE_EXTENSION))),
  identLines: optional(listOf(text)),
  ldap: optional(struct(LDAP)),
  alterSystemEnabled: optional(boolean),
  logLevel: optional(oneOf(CloudNativePgLogLevel, 'CloudNativePgLogLevel')),
  description: optional(text),
  nodeMaintenance: optional(struct(MAINTENANCE)),
};

/** Those of the options; none where they are not such as they should be, which is told with the rules. */
export function clusterOptionsOf(options: CloudNativePgClusterOptions | null): CloudNativePgClusterOptions {
  const names = Object.keys(CLUSTER_OPTIONS_SHAPE) as (keyof CloudNativePgClusterOptions)[];
  const given = Object.fromEntries(names.map((name) => [name, options?.[name]])) as CloudNativePgClusterOptions;
  return shapeProblems(CLUSTER_OPTIONS_SHAPE, given).length > 0 ? {} : given;
}
