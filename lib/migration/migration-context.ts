import { ClusterModel } from '../model/cluster-model';
import { MigrationModel } from './migration-model';
import { MigrationProps } from './migration-props';

/** A migration and what the rules need to know around it. */
export interface MigrationContext {
  readonly migration: MigrationModel;
  readonly props: MigrationProps;
  /** Namespace that the migration stands in. */
  readonly namespace?: string;
  /** The clusters without the migration; undefined where another app owns them, or where the source is no cluster. */
  readonly said: { readonly source?: ClusterModel; readonly target?: ClusterModel };
  /** The same as they are printed. */
  readonly source?: ClusterModel;
  readonly target?: ClusterModel;
  /** Whether another migration leads to the target. */
  readonly earlier: boolean;
  /** What an external address is in this app: a cluster or a pool of this name. */
  readonly taken?: { readonly kind: 'cluster' | 'pool'; readonly name: string };
}
