import { ClusterModel } from '../model/cluster-model';
import { OperatorFacts } from './operator-facts';
import { IServerFacts } from './server-facts';

/** How many connections the server of a cluster takes; undefined where that is not known before it runs. */
export function maxConnections(cluster: ClusterModel, facts: OperatorFacts, server: IServerFacts | undefined): number | undefined {
  const { max_connections: given } = cluster.parameters;
  return given === undefined ? (server?.maxConnections(cluster) ?? facts.defaultMaxConnections) : Number(given);
}
