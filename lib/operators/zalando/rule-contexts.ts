import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { ZalandoOptions } from './options';

/** A pool and its cluster, where this app owns it. */
export interface PoolContext {
  readonly pool: PoolModel;
  readonly cluster?: ClusterModel;
}

/** A cluster and the options of its operator, whose shape is right. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly settings: ZalandoOptions;
}
