import { ClusterDefault } from '../../../model/take-over';

/** What switching on a default of the library does to a cluster that runs without it. */
export const CLUSTER_DEFAULTS: { [name: string]: string } = {
  [ClusterDefault.NETWORK_POLICIES]: "nothing restarts; who is let in by neither 'connect' nor 'allowFrom' is cut off.",
  [ClusterDefault.SPREAD]: 'instances and pools are made anew one after the other, and wait where there are too few nodes.',
  [ClusterDefault.COMPUTE]: 'instances, pools and the repository host are made anew one after the other.',
  [ClusterDefault.DISRUPTION]: 'nothing restarts; a drain takes one instance at a time.',
  [ClusterDefault.CREATION]: 'a script runs in the living cluster that gives each database to its owner; nothing restarts.',
  [ClusterDefault.ROLE_ATTRIBUTES]: 'nothing restarts; roles lose attributes that the program does not name.',
  [ClusterDefault.MONITORING]: 'instances are made anew one after the other, with an exporter beside them.',
};
