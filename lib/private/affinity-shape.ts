import {
  LabelOperator,
  LabelRequirement,
  NodeAffinityOptions,
  NodeTerm,
  PodAffinityOptions,
  PodTerm,
  PreferredNodes,
  PreferredPods,
  TopologySpread,
} from '../model/affinity';
import { Shape, boolean, listOf, number, oneOf, optional, required, struct, text, textMap } from './shape';

/** What affinities and spreads may hold. */

const LABEL: Shape<LabelRequirement> = {
  key: required(text),
  operator: required(oneOf(LabelOperator, 'LabelOperator')),
  values: optional(listOf(text)),
};

const NODE_TERM: Shape<NodeTerm> = { labels: required(listOf(struct(LABEL))) };

const PREFERRED_NODES: Shape<PreferredNodes> = { ...NODE_TERM, weight: optional(number) };

export const NODE_AFFINITY: Shape<NodeAffinityOptions> = {
  required: optional(listOf(struct(NODE_TERM))),
  preferred: optional(listOf(struct(PREFERRED_NODES))),
};

const POD_TERM: Shape<PodTerm> = {
  topologyKey: required(text),
  labels: optional(textMap),
  requirements: optional(listOf(struct(LABEL))),
  namespaces: optional(listOf(text)),
};

const PREFERRED_PODS: Shape<PreferredPods> = { term: required(struct(POD_TERM)), weight: optional(number) };

export const POD_AFFINITY: Shape<PodAffinityOptions> = {
  required: optional(listOf(struct(POD_TERM))),
  preferred: optional(listOf(struct(PREFERRED_PODS))),
};

export const TOPOLOGY_SPREAD: Shape<TopologySpread> = {
  topologyKey: required(text),
  maxSkew: optional(number),
  required: optional(boolean),
  labels: optional(textMap),
  minDomains: optional(number),
  honorsTaints: optional(boolean),
};
