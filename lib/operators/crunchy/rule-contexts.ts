import { BackupModel } from '../../model/backup-model';
import { ClusterModel } from '../../model/cluster-model';
import { PoolModel } from '../../model/pool-model';
import { CrunchySettings } from './settings';

/** A cluster and the options that the operator was made with. */
export interface ClusterContext {
  readonly model: ClusterModel;
  readonly settings: CrunchySettings;
}

/** A policy, the cluster that it protects, and the options of the operator. */
export interface BackupContext extends ClusterContext {
  readonly policy: BackupModel;
}

/** A pool, its cluster where this app owns it, and the options of the operator. */
export interface PoolContext {
  readonly pool: PoolModel;
  readonly cluster?: ClusterModel;
  readonly settings: CrunchySettings;
}
