import { ClusterVerb } from '../model/cluster-verb';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { KubectlJobOptions } from './kubectl-job-props';

/**
 * Properties of `VerbJob`.
 */
export interface VerbJobProps extends KubectlJobOptions {
  /** The cluster. */
  readonly cluster: IHaCluster;

  /** What is done. */
  readonly verb: ClusterVerb;

  /**
   * What makes this time another one than the last: lower-case letters, digits and `-`, at most 30 characters, and no date (rule VERB-012). It is
   * done once for each token, also when the Job or the cluster is made anew.
   */
  readonly token: string;
}
