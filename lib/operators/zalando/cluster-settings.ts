import { ServiceKind } from '../../model/operator-service';
import { CONTAINER, ENV_SOURCE, ENV_VARIABLE } from '../../private/pod-shapes';
import { Shape, boolean, listOf, number, oneOf, optional, required, shapeProblems, struct, text, textMap } from '../../private/shape';
import { size } from '../../private/value-shapes';
import { PATRONI } from '../shared/patroni';
import { PROBE_TIMING } from '../shared/probe-timing';
import { ZalandoClusterOptions, ZalandoOrigin, ZalandoPodUser, ZalandoProbe, ZalandoServices, ZalandoVolume } from './cluster-options';

/** What the options of clusters that were written for the operator may hold. */

const VOLUME: Shape<ZalandoVolume> = {
  name: required(text),
  mountPath: required(text),
  subPath: optional(text),
  containers: optional(listOf(text)),
  secretName: optional(text),
  configMapName: optional(text),
  claimName: optional(text),
  emptyDir: optional(size),
  unlimitedEmptyDir: optional(boolean),
};

const PROBE: Shape<ZalandoProbe> = {
  command: optional(listOf(text)),
  httpPath: optional(text),
  httpPort: optional(number),
  ...PROBE_TIMING,
};

const KIND = oneOf(ServiceKind, 'ServiceKind');

const SERVICES: Shape<ZalandoServices> = {
  primary: optional(KIND),
  replicas: optional(KIND),
  primaryPool: optional(KIND),
  replicaPool: optional(KIND),
  sourceRanges: optional(listOf(text)),
  annotations: optional(textMap),
  primaryAnnotations: optional(textMap),
  replicaAnnotations: optional(textMap),
};

const POD_USER: Shape<ZalandoPodUser> = { user: optional(number), group: optional(number), fsGroup: optional(number) };

const ORIGIN: Shape<ZalandoOrigin> = {
  cluster: required(text),
  uid: optional(text),
  timestamp: optional(text),
  walPath: optional(text),
  endpoint: optional(text),
  pathStyle: optional(boolean),
};

export const CLUSTER_OPTIONS_SHAPE: Shape<ZalandoClusterOptions> = {
  origin: optional(struct(ORIGIN)),
  patroni: optional(struct(PATRONI)),
  env: optional(listOf(struct(ENV_VARIABLE))),
  envFrom: optional(listOf(struct(ENV_SOURCE))),
  sidecars: optional(listOf(struct(CONTAINER))),
  initContainers: optional(listOf(struct(CONTAINER))),
  volumes: optional(listOf(struct(VOLUME))),
  sharedMemoryVolume: optional(boolean),
  livenessProbe: optional(struct(PROBE)),
  schedulerName: optional(text),
  podUser: optional(struct(POD_USER)),
  services: optional(struct(SERVICES)),
  defaultImage: optional(text),
  poolSchema: optional(text),
  poolUser: optional(text),
};

/** Those of the options; none where they are not such as they should be, which is told with the rules. */
export function clusterOptionsOf(options: ZalandoClusterOptions | null | undefined): ZalandoClusterOptions {
  const names = Object.keys(CLUSTER_OPTIONS_SHAPE) as (keyof ZalandoClusterOptions)[];
  const given = Object.fromEntries(names.map((name) => [name, options?.[name]])) as ZalandoClusterOptions;
  return shapeProblems(CLUSTER_OPTIONS_SHAPE, given).length > 0 ? {} : given;
}
