import { ClusterExposure, Exposure, ExposureOptions, LoadBalancerOptions, NodePortOptions } from '../model/exposure';
import { Finding } from '../model/finding';
import { ExposureKind, byKind } from '../model/kinds';
import { EgressOptions, NetworkOptions } from '../model/network';
import {
  Check,
  Shape,
  boolean,
  instance,
  listOf,
  number,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../private/shape';

const EXPOSURE: Shape<ExposureOptions> = {
  sourceRanges: optional(listOf(text)),
  annotations: optional(textMap),
  hostname: optional(text),
};

const LOAD_BALANCER: Shape<LoadBalancerOptions> = { ...EXPOSURE, loadBalancerClass: optional(text) };

const NODE_PORT: Shape<NodePortOptions> = { ...EXPOSURE, nodePort: optional(number) };

/** The options of an exposure as they were given: what only one kind has stands beside the others in the model. */
const EXPOSURES: { readonly [kind in ExposureKind]: (exposure: Exposure, place: string) => Finding[] } = {
  LoadBalancer: ({ options, loadBalancerClass }, place) => shapeProblems(LOAD_BALANCER, { ...options, loadBalancerClass }, place),
  NodePort: ({ options, port }, place) => shapeProblems(NODE_PORT, { ...options, nodePort: port }, place),
};

export const exposure = instance('an Exposure such as Exposure.loadBalancer(...)', ['_kind', 'options'], (value: Exposure, place) =>
  typeof value.options === 'object' && value.options !== null
    ? byKind(value._kind, EXPOSURES)(value, place)
    : shapeProblems(EXPOSURE, value.options, place),
);

const CLUSTER_EXPOSURE: Shape<ClusterExposure> = { primary: optional(exposure), replicas: optional(exposure) };

/** That of a pool, given for a cluster, does not say which instances are meant. */
export const clusterExposure: Check = (value, place) =>
  typeof value === 'object' && value !== null && 'serviceType' in value
    ? [wrongType(place, 'an object with primary or replicas such as { primary: Exposure.loadBalancer(...) }', value)]
    : shapeProblems(CLUSTER_EXPOSURE, value, place);

const EGRESS: Shape<EgressOptions> = {
  apiServerCidrs: required(listOf(text)),
  apiServerPort: optional(number),
  archiveCidrs: optional(listOf(text)),
  databaseCidrs: optional(listOf(text)),
};

export const NETWORK: Shape<NetworkOptions> = {
  operatorNamespace: optional(text),
  monitoringNamespace: optional(text),
  apiServerCidrs: optional(listOf(text)),
  egress: optional(struct(EGRESS)),
  managedElsewhere: optional(boolean),
};
