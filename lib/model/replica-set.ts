import { ComputeOptions } from './compute';
import { PlacementOptions } from './placement';
import { StorageOptions } from './storage';

/**
 * Further instances of a cluster, of a size and in a place of their own: replicas for reports, for example. They have the volume for WAL, the
 * tablespaces, the parameters and everything else from the cluster.
 */
export interface ReplicaSetOptions {
  /**
   * Name of the set: lower-case letters, digits and `-`. Its Service is called `<clusterName>-set-<name>`. The volumes live and die with this name: a
   * set of another name is a new one, and the operator deletes the old one with all of its volumes in the same pass (rule G034 of guard).
   */
  readonly name: string;

  /**
   * Instances of the set, beside those of the cluster.
   *
   * @default 1
   */
  readonly instances?: number;

  /**
   * Data volume of each instance of the set; it holds the same data (rule HA-132).
   *
   * @default - as the cluster has it
   */
  readonly storage?: StorageOptions;

  /**
   * CPU and memory of each instance of the set.
   *
   * @default - as the cluster has it
   */
  readonly compute?: ComputeOptions;

  /**
   * Where instances of the set may run. What keeps instances apart counts all instances of the cluster.
   *
   * @default - as the cluster has it
   */
  readonly placement?: PlacementOptions;

  /**
   * Whether an instance of the set may become the primary. Crunchy PGO cannot keep it from that: a failover or a switchover takes whichever
   * instance is most advanced, and applications write to one of this size from then on. So it has to be said there, and the compute of the set
   * has to suffice. A `ReplicaCluster` never becomes the primary by itself.
   *
   * @default false
   */
  readonly mayBecomePrimary?: boolean;
}
