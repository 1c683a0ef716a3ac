import { ClusterModel } from '../../model/models';
import { ZalandoOptions } from './options';

/** A cluster and the options of its operator, whose shape is right. */
export interface ZalandoClusterContext {
  readonly model: ClusterModel;
  readonly options: ZalandoOptions;
}
