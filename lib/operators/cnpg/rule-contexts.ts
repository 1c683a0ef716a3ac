import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { Settings } from './settings';

/** A cluster and the options of its operator. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly settings: Settings;
}

/** A pool and the cluster that it leads to, where this app owns it. */
export interface PoolContext {
  readonly pool: PoolModel;
  readonly cluster?: ClusterModel;
  readonly settings: Settings;
}
