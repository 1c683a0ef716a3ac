import { ClusterModel } from '../model/cluster-model';

/**
 * What a Job changes of one object of Kubernetes, in the namespace of the cluster.
 */
export interface ObjectChange {
  /** Group of its kind; empty for the core group. */
  readonly apiGroup: string;
  /** Its kind in the plural, as a Role names it: `secrets`. */
  readonly resource: string;
  /** Its name. */
  readonly name: string;
  /**
   * A JSON merge patch.
   *
   * @default - the object is deleted, and the operator makes it anew
   */
  readonly patch?: string;
}

/**
 * How an operator is told what is no field of a manifest: by a change of one object.
 */
export interface IVerbOperator {
  /**
   * What is changed for a verb; undefined where the operator does not have it, which its capabilities say.
   *
   * @param verb `sleep`, `wake`, `new-password`, `new-certificate` or `new-instance`
   * @param cluster the cluster
   * @param about name of the role, or of the instance
   */
  changeOf(verb: string, cluster: ClusterModel, about?: string): ObjectChange | undefined;
}
