import { ClusterModel } from '../model/cluster-model';

/**
 * Something that is said to an operator itself, in its own configuration, and not to its clusters.
 */
export interface OperatorSetting {
  /** What is set, in the operator's words. */
  readonly setting: string;
  /** What it has to be. */
  readonly value: string;
  /** What in the program needs it. */
  readonly why: string;
}

/**
 * What an operator knows of its own installation.
 */
export interface IOperatorInstallation {
  /**
   * What has to be set, or to be installed beside the operator, for a cluster to be what its manifest says.
   *
   * @param cluster the cluster, complete
   */
  operatorSettings(cluster: ClusterModel): OperatorSetting[];
}
