import { SecretKeyRef } from '../../../model/backup-target';
import { ClusterTls } from '../../../model/cluster-tls';
import { Endpoint } from '../../../model/endpoint';
import { ClusterIdentity } from '../../../model/identity';
import { PoolModel } from '../../../model/pool-model';
import { POSTGRES_PORT, replicaSetService, serviceHost } from '../../../model/service-address';
import { ClusterConfig } from '../../contract';
import { clusterCertificate, poolSecret } from '../names';
import { CrunchySettings } from '../settings';
import { CA_KEY, serverSecret } from './tls-spec';

/** Key of the CA in the Secret of pgbouncer. The Secret with the root of PGO has its key too, so nobody may mount that. */
const POOL_CA_KEY = 'pgbouncer-frontend.ca-roots';

/**
 * The services of a cluster that its certificate is valid for; `<cluster>-ha` is none of them. There is none that leads to every instance.
 *
 * @param cluster the cluster
 * @param tls where its certificates come from
 * @param settings the options of the operator
 * @param instances how many there are: `-replicas` leads to nothing where there are no replicas
 */
export function clusterEndpoints(cluster: ClusterIdentity, tls: ClusterTls, settings: CrunchySettings, instances?: number): ClusterConfig {
  const ca = { name: serverSecret(cluster, tls, settings) ?? clusterCertificate(cluster), key: CA_KEY };
  const primary = endpoint(cluster, 'primary', ca);
  return { primary, replicas: instances === 1 ? primary : endpoint(cluster, 'replicas', ca) };
}

/** Service of a replica set. PGO does not know of it, so that the name stands in a certificate only where this library asks for one. */
export function replicaSetEndpoint(cluster: ClusterIdentity, tls: ClusterTls, settings: CrunchySettings, set: string): Endpoint {
  const ca = { name: serverSecret(cluster, tls, settings) ?? clusterCertificate(cluster), key: CA_KEY };
  const host = serviceHost(replicaSetService(cluster.name, set), cluster);
  return new Endpoint(host, POSTGRES_PORT, { ca, serverName: tls.issuance ? host : undefined });
}

/** Service of the one pgbouncer of a cluster, which has a certificate of PGO unless those of the cluster come from somebody else. */
export function poolEndpoint({ cluster, tls, port }: Pick<PoolModel, 'cluster' | 'tls' | 'port'>): Endpoint {
  const given = serverSecret(cluster, tls);
  const ca = given === undefined ? { name: poolSecret(cluster), key: POOL_CA_KEY } : { name: given, key: CA_KEY };
  return endpoint(cluster, 'pgbouncer', ca, port);
}

function endpoint(cluster: ClusterIdentity, service: string, ca: SecretKeyRef, port = POSTGRES_PORT): Endpoint {
  const host = serviceHost(`${cluster.name}-${service}`, cluster);
  return new Endpoint(host, port, { ca, serverName: host });
}
