import { ClusterDefault } from '../../../model/take-over';

/** What switching on a default of the library does to a cluster that runs without it. */
export const CLUSTER_DEFAULTS: { [name: string]: string } = {
  [ClusterDefault.NETWORK_POLICIES]: "nothing restarts; who is let in by neither 'connect' nor 'allowFrom' is cut off.",
  [ClusterDefault.SPREAD]: 'instances are made anew one after the other, and wait where there are too few nodes.',
  [ClusterDefault.COMPUTE]: 'instances and pools are made anew one after the other.',
  [ClusterDefault.IMAGE]: 'instances are made anew one after the other; an image of another distribution sorts texts otherwise.',
  [ClusterDefault.NO_LOAD_BALANCERS]:
    'nothing restarts; load balancers and ports of nodes that the operator is configured to make are taken away.',
  [ClusterDefault.POD_USER]: 'instances are made anew one after the other, as another user.',
  [ClusterDefault.CREATION]: 'nothing: it is done when a cluster is made.',
  [ClusterDefault.MONITORING]: 'instances are made anew one after the other, with an exporter beside them and a role for it.',
};
