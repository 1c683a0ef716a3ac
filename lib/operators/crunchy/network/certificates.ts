import { ClusterModel } from '../../../model/cluster-model';
import { replicaSetService, serviceNames } from '../../../model/service-address';
import { CertificateFacts } from '../../network-contract';
import { replicationSecret, serverSecret } from './tls-spec';

/**
 * Services that the certificate of the server has to name. Clients connect to the first two; the third is the one behind the first, to
 * which PGO gives a load balancer where it is told to. pgbouncer looks for the short name of the first.
 */
const SERVICES = ['primary', 'replicas', 'ha'];
const POOL_SERVICE = 'pgbouncer';

const SIGNS = ['digital signature', 'key encipherment'];

/** The role by which PGO lets replicas in, with a certificate of that name. */
const REPLICATION_ROLE = '_crunchyrepl';

/** Two certificates, always: where PGO is given that of the server it needs that of the replicas, of the same CA. */
export function certificates({ identity, tls, pools, exposure, replicaSets }: ClusterModel): CertificateFacts[] {
  const services = [...SERVICES, ...(pools.length > 0 ? [POOL_SERVICE] : [])];
  const hostnames = [exposure.primary, exposure.replicas, ...pools.map((pool) => pool.exposure)].map(
    (exposed) => exposed?.options.hostname,
  );
  return [
    {
      id: 'Server',
      secretName: serverSecret(identity, tls)!,
      dnsNames: [
        ...replicaSets.flatMap(({ name }) => serviceNames(replicaSetService(identity.name, name), identity)),
        ...services.flatMap((service) => serviceNames(`${identity.name}-${service}`, identity)),
        ...hostnames.filter((hostname) => hostname !== undefined),
      ],
      usages: [...SIGNS, 'server auth'],
      // PGO mounts both Secrets by name, and the kubelet carries changes into the pods.
      labels: {},
    },
    {
      id: 'Replication',
      secretName: replicationSecret(identity, tls)!,
      commonName: REPLICATION_ROLE,
      dnsNames: [],
      usages: [...SIGNS, 'client auth'],
      labels: {},
    },
  ];
}
