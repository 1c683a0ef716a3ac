import { ClusterModel } from '../model/cluster-model';

/**
 * A live, read-only view of a cluster: what is attached to it later is seen by everything that is rendered later.
 */
export interface IClusterView {
  /** The cluster as it is now. */
  readonly model: ClusterModel;
}
