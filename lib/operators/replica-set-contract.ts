import { ClusterIdentity } from '../model/identity';
import { ClusterTls } from '../model/cluster-tls';
import { Endpoint } from '../model/endpoint';

/**
 * How an operator tells the replica sets of a cluster apart.
 */
export interface IReplicaSetOperator {
  /**
   * Labels of the pods of a set that are replicas at the moment.
   *
   * @param cluster the cluster
   * @param set name of the set
   */
  replicaSetPods(cluster: ClusterIdentity, set: string): { [key: string]: string };

  /**
   * Where they answer, by the Service of the set.
   *
   * @param cluster the cluster
   * @param tls where its certificates come from
   * @param set name of the set
   */
  replicaSetEndpoint(cluster: ClusterIdentity, tls: ClusterTls, set: string): Endpoint;
}
