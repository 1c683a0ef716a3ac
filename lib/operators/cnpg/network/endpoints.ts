import { ClusterTls } from '../../../model/cluster-tls';
import { Endpoint, EndpointTls } from '../../../model/endpoint';
import { ClusterIdentity } from '../../../model/identity';
import { PoolModel } from '../../../model/pool-model';
import { POSTGRES_PORT, serviceHost } from '../../../model/service-address';
import { ClusterConfig } from '../../contract';
import { poolName } from '../names';
import { serverCa } from './tls-spec';

/** Where a cluster answers, and how clients know that it does. */

/**
 * The services of a cluster, whose names are in its certificate.
 *
 * @param cluster the cluster
 * @param tls where its certificates come from
 * @param instances how many there are: `-ro` has no endpoints where there are no replicas, so `-r` takes its place
 */
export function clusterEndpoints(cluster: ClusterIdentity, tls: ClusterTls, instances?: number): ClusterConfig {
  const ca = serverCa(cluster, tls);
  const at = (ending: string): Endpoint => {
    const host = serviceHost(`${cluster.name}-${ending}`, cluster);
    return endpoint(host, { ca, serverName: host });
  };
  return { primary: at('rw'), replicas: at(instances === 1 ? 'r' : 'ro'), anyInstance: at('r') };
}

/**
 * The service of a pool, which has the name of the Pooler. It shows the certificate of the cluster, into which this app puts the names of
 * its pools, and nobody those of the pools of others.
 */
export function poolEndpoint(pool: PoolModel): Endpoint {
  const host = serviceHost(poolName(pool), pool.cluster);
  return endpoint(host, { ca: serverCa(pool.cluster, pool.tls), serverName: pool.ownsCluster ? host : undefined });
}

const endpoint = (host: string, tls: EndpointTls): Endpoint => new Endpoint(host, POSTGRES_PORT, tls);
