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
});

/** Where the pods of a pool run that says nothing: on the nodes of its cluster, spread as pools are. */
export const poolPlacement = (cluster: PlacementModel | undefined): PlacementModel => ({
  ...(cluster ?? CLUSTER_PLACEMENT),
  ...POOL_SPREAD,
});
