import { IHaCluster } from '../refs/ha-cluster-ref';
import { PairStep } from '../model/pair-step';

/**
 * Properties of `ClusterPair`.
 */
export interface ClusterPairProps {
  /** The cluster that takes writes before the step. */
  readonly primary: IHaCluster;

  /** The cluster that follows it before the step. */
  readonly replica: IHaCluster;

  /**
   * How far the pair has come with changing its primary.
   *
   * @default PairStep.steady()
   */
  readonly step?: PairStep;
}
