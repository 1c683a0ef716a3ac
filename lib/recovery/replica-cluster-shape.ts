import { HA_CLUSTER_SHAPE } from '../cluster/ha-cluster-shape';
import { replicaSource } from '../origin/replica-source-shape';
import { Shape, boolean, optional, required } from '../private/shape';
import type { ReplicaClusterProps } from './replica-cluster-props';

export const REPLICA_CLUSTER_SHAPE: Shape<ReplicaClusterProps> = {
  ...HA_CLUSTER_SHAPE,
  source: required(replicaSource),
  promoted: optional(boolean),
};
