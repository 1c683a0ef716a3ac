import type { PostgresqlSpecTls } from '../../../../imports/zalando/postgresql';
import { ClusterTls } from '../../../model/cluster-tls';
import { EndpointTls } from '../../../model/endpoint';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { serviceNames } from '../../../model/service-address';
import { CertificateFacts } from '../../network-contract';
import { poolerService, primaryService, replicaService } from '../names';

/** What only clusters have whose certificates are not made by the image. */

const CERTIFICATE = 'tls.crt';
const KEY = 'tls.key';
const CA = 'ca.crt';

/** The Secret with the certificate of the server. The operator names a volume after it, which the longest name of a cluster still leaves. */
const serverSecret = ({ secrets }: ClusterTls, cluster: string): string => secrets?.serverSecret ?? `${cluster}-server-tls`;

/** How clients check an endpoint: all services share one certificate, which has the names of all of them. */
export function endpointTls(tls: ClusterTls, { name }: ClusterIdentity, serverName: string | undefined): EndpointTls {
  return { ca: { name: tls.secrets?.caSecret ?? serverSecret(tls, name), key: CA }, serverName };
}

/** The field of the cluster; its pools have the same certificate. Without the file of the CA the server could not check its clients. */
export function tlsField({ tls, identity }: ClusterModel): PostgresqlSpecTls {
  return {
    secretName: serverSecret(tls, identity.name),
    certificateFile: CERTIFICATE,
    privateKeyFile: KEY,
    caFile: CA,
    caSecretName: tls.secrets?.caSecret,
  };
}

/** The one certificate of a cluster. Nobody inside checks it, so the names are for clients. */
export function certificates({ identity, tls, pools, exposure }: ClusterModel): CertificateFacts[] {
  const { name } = identity;
  const services = [primaryService(name), replicaService(name), ...new Set(pools.map(({ access }) => poolerService(name, access)))];
  const exposures = [exposure.primary, exposure.replicas, ...pools.map((pool) => pool.exposure)];
  return [
    {
      id: 'Server',
      secretName: serverSecret(tls, name),
      dnsNames: [
        ...services.flatMap((service) => serviceNames(service, identity)),
        ...exposures.map((exposed) => exposed?.options.hostname).filter((host) => host !== undefined),
      ],
      usages: ['digital signature', 'key encipherment', 'server auth'],
      labels: {},
    },
  ];
}
