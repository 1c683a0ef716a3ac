import type { ClusterSpecCertificates } from '../../../../imports/cnpg/cluster';
import { SecretKeyRef } from '../../../model/backup-target';
import { ClusterTls } from '../../../model/cluster-tls';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { serviceNames } from '../../../model/service-address';
import { nonEmpty } from '../../../private/kubernetes';
import { CertificateFacts } from '../../network-contract';
import { RELOAD_LABEL, caSecret, poolName, replicationSecret } from '../names';

const CA_KEY = 'ca.crt';

/** The role of the replicas, which is the common name of their certificate. */
const REPLICATION_ROLE = 'streaming_replica';

/** Name of the Secret with the certificate of the server, where cert-manager makes it. */
export const issuedServerSecret = (clusterName: string): string => `${clusterName}-server-tls`;

/** Name of the Secret with the certificate of the replicas, where cert-manager makes it. */
export const issuedReplicationSecret = (clusterName: string): string => `${clusterName}-replication-tls`;

/** The Secrets with certificates, as far as the operator does not make them. */
interface CertificateSecrets {
  readonly server?: string;
  readonly serverCa?: string;
  readonly replication?: string;
}

function certificateSecrets({ name }: ClusterIdentity, { issuance, secrets }: ClusterTls): CertificateSecrets {
  if (issuance) {
    const server = issuedServerSecret(name);
    return { server, serverCa: server, replication: issuance.replicationCertificate ? issuedReplicationSecret(name) : undefined };
  }
  return secrets
    ? { server: secrets.serverSecret, serverCa: secrets.caSecret ?? secrets.serverSecret, replication: secrets.replicationSecret }
    : {};
}

/** The CA by which clients know the servers of a cluster, and its pools, which show the same certificate. */
export const serverCa = (cluster: ClusterIdentity, tls: ClusterTls): SecretKeyRef => ({
  name: certificateSecrets(cluster, tls).serverCa ?? caSecret(cluster.name),
  key: CA_KEY,
});

/** The Secret with the client certificate of the replication role. */
export const replicationCertificate = (cluster: ClusterIdentity, tls: ClusterTls): string =>
  certificateSecrets(cluster, tls).replication ?? replicationSecret(cluster.name);

/** Whether somebody else than the operator signs the certificates of clients. */
export const signsClientsElsewhere = (cluster: ClusterIdentity, tls: ClusterTls): boolean =>
  certificateSecrets(cluster, tls).replication !== undefined;

/** The certificates of a Cluster; nothing where the operator's own do. */
export function certificatesSpec(model: ClusterModel): ClusterSpecCertificates | undefined {
  const { server, serverCa: ca, replication } = certificateSecrets(model.identity, model.tls);
  if (server === undefined) {
    const serverAltDnsNames = nonEmpty(furtherNames(model));
    return serverAltDnsNames && { serverAltDnsNames };
  }
  return {
    serverTlsSecret: server,
    serverCaSecret: ca,
    // One Secret for both: it has the certificate of its CA, too.
    clientCaSecret: replication,
    replicationTlsSecret: replication,
  };
}

/** The certificates that cert-manager makes. */
export function certificateFacts(model: ClusterModel): CertificateFacts[] {
  const { identity, tls } = model;
  const { name } = identity;
  const services = ['rw', 'ro', 'r'].flatMap((ending) => serviceNames(`${name}-${ending}`, identity));
  const labels = { ...RELOAD_LABEL };
  return [
    {
      id: 'Server',
      secretName: issuedServerSecret(name),
      dnsNames: [...services, ...furtherNames(model)],
      usages: ['server auth'],
      labels,
    },
    ...(tls.issuance?.replicationCertificate
      ? [
          {
            id: 'Replication',
            secretName: issuedReplicationSecret(name),
            commonName: REPLICATION_ROLE,
            dnsNames: [],
            usages: ['client auth'],
            labels,
          },
        ]
      : []),
  ];
}

/** Names that the operator does not put into the certificate by itself: those of the pools, and those for the world outside. */
function furtherNames({ identity, pools, exposure }: ClusterModel): string[] {
  const exposures = [exposure.primary, exposure.replicas, ...pools.map((pool) => pool.exposure)];
  const hosts = exposures.map((exposed) => exposed?.options.hostname).filter((host) => host !== undefined);
  return [...new Set([...pools.flatMap((pool) => serviceNames(poolName(pool), identity)), ...hosts])];
}
