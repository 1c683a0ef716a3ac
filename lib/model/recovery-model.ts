import { ArchiveModel } from './backup-model';
import { RecoveryTarget } from './recovery-target';
import { ReplicaSource } from './replica-source';

/**
 * A restore over the data of a running cluster.
 */
export interface InPlaceRestoreModel {
  /** Stable id: another one is another restore. */
  readonly id: string;
  /** Which repository of the policy is read, from 1. */
  readonly repository: number;
  /** Where the recovery ends. */
  readonly target: RecoveryTarget;
}

/**
 * What a cluster follows, and whether it still does.
 */
export interface ReplicaModel {
  /** What it follows. */
  readonly source: ReplicaSource;
  /** Whether it was made a primary of its own. */
  readonly promoted: boolean;
}

/**
 * A cluster as one of a pair, of which one is the primary.
 */
export interface PairModel {
  /** Name of the member that is the primary, or shall become it. */
  readonly primary: string;
  /** Name of the other member. */
  readonly other: string;
  /**
   * Archive of the other member.
   *
   * @default - it has no backup policy
   */
  readonly otherArchive?: ArchiveModel;
  /** Whether this cluster was the primary and shall take no more writes. */
  readonly demoted: boolean;
  /**
   * What the demoted member has left for the one that becomes the primary.
   *
   * @default - none
   */
  readonly promotionToken?: string;
}
