import { PlacementModel, PlacementOptions, SpreadRule } from '../model/placement';

/** Instances are kept apart: two on one node are lost with it. */
export const CLUSTER_PLACEMENT: PlacementModel = {
  nodes: SpreadRule.REQUIRED,
  zones: SpreadRule.PREFERRED,
  nodeSelector: {},
  tolerations: [],
};

/** Pooler pods are spread where possible and never kept from starting: a pool that runs on one node is better than half a pool. */
const POOL_SPREAD = { nodes: SpreadRule.PREFERRED, zones: SpreadRule.PREFERRED };

/** Placement with what is not said taken from elsewhere. Copied, so that later changes of the props do nothing. */
export const placementModel = (options: PlacementOptions | undefined, defaults: PlacementModel): PlacementModel => ({
  nodes: options?.nodes ?? defaults.nodes,
  zones: options?.zones ?? defaults.zones,
  nodeSelector: { ...(options?.nodeSelector ?? defaults.nodeSelector) },
  tolerations: [...(options?.tolerations ?? defaults.tolerations)],
  priorityClassName: options?.priorityClassName ?? defaults.priorityClassName,
  ...present({
    nodeAffinity: copied(options?.nodeAffinity ?? defaults.nodeAffinity),
    podAffinity: copied(options?.podAffinity ?? defaults.podAffinity),
    podAntiAffinity: copied(options?.podAntiAffinity ?? defaults.podAntiAffinity),
    spread: copied(options?.spread ?? defaults.spread),
  }),
});

/** What most programs do not say is no field of the model either. */
const present = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

const copied = <T extends object>(value: T | undefined): T | undefined => value && structuredClone(value);

/**
 * Where the pods of a pool run that says nothing: on the nodes of its cluster, spread as pools are. What the cluster says of other pods, it
 * says of its instances.
 */
export const poolPlacement = (cluster: PlacementModel | undefined): PlacementModel => {
  const { nodeSelector, nodeAffinity, tolerations, priorityClassName } = cluster ?? CLUSTER_PLACEMENT;
  return { ...POOL_SPREAD, nodeSelector, nodeAffinity, tolerations, priorityClassName };
};
