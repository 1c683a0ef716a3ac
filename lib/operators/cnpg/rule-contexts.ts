import { BackupModel } from '../../model/backup-model';
import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { Settings } from './settings';

/** A cluster and the options of its operator. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly settings: Settings;
}

/** A policy and the options of the operator. */
export interface BackupContext {
  readonly policy: BackupModel;
  readonly settings: Settings;
}

/** A pool, the options of its operator, and the cluster that it leads to, where this app owns it. */
export interface PoolContext {
  readonly pool: PoolModel;
  readonly settings: Settings;
  readonly cluster?: ClusterModel;
}
