import { ClusterDefault } from '../../../model/take-over';

/** What switching on a default of the library does to a cluster that runs without it. */
export const CLUSTER_DEFAULTS: { [name: string]: string } = {
  [ClusterDefault.TLS_ONLY]:
    'pg_hba.conf is reloaded and nothing restarts; clients without TLS are refused from then on, and pools take none.',
  [ClusterDefault.NETWORK_POLICIES]: "nothing restarts; who is let in by neither 'connect' nor 'allowFrom' is cut off.",
  [ClusterDefault.SPREAD]: 'instances and pools are made anew one after the other, and wait where there are too few nodes.',
  [ClusterDefault.COMPUTE]: 'instances and pools are made anew one after the other.',
  [ClusterDefault.IMAGE]: 'instances are made anew one after the other; an image of another distribution sorts texts otherwise.',
  [ClusterDefault.DISRUPTION]: 'nothing restarts; the next update ends with a switchover instead of a restart of the primary.',
  [ClusterDefault.CREATION]: 'nothing: it is done when a cluster is made.',
  [ClusterDefault.BACKUP_OWNERS]: 'nothing restarts; a base backup is taken at once.',
  [ClusterDefault.MONITORING]: 'nothing restarts.',
};
