import { HaClusterProps } from '../cluster/ha-cluster-props';
import { ReplicaSource } from '../model/replica-source';

/**
 * Properties of `ReplicaCluster`.
 */
export interface ReplicaClusterProps extends HaClusterProps {
  /** What the cluster follows. */
  readonly source: ReplicaSource;

  /**
   * Whether the cluster stops following its source and takes writes, for good: no operator can take it back. For a cluster of a
   * `ClusterPair` it is the pair that says who writes (rule PAIR-004).
   *
   * @default false
   */
  readonly promoted?: boolean;
}
