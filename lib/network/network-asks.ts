import { Ask, AsksByKind, askedByProp, askedWhen, asksByKind } from '../private/asks';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { ClusterTlsKind, ExposureKind } from '../model/kinds';

const TLS: AsksByKind<ClusterTlsKind> = {
  operator: [Capability.TLS_OPERATOR, `'tls: ClusterTls.operatorGenerated()'`],
  'cert-manager': [Capability.TLS_CERT_MANAGER, `'tls: ClusterTls.certManager(...)'`],
  secrets: [Capability.TLS_SECRETS, `'tls: ClusterTls.fromSecrets(...)'`],
};

/** What leads to the primary from outside. */
const EXPOSURES: AsksByKind<ExposureKind> = {
  LoadBalancer: [Capability.EXPOSURE_LOAD_BALANCER, 'a load balancer before the primary'],
  NodePort: [Capability.EXPOSURE_NODE_PORT, 'a node port of the primary'],
};

/** What a cluster asks for so that applications reach it, and nobody else. */
export const NETWORK_ASKS: readonly Ask<ClusterModel>[] = [
  ...asksByKind(TLS, (m: ClusterModel, kind, asked) => askedWhen(m.tls._kind === kind, asked)),
  [
    Capability.TLS_REPLICATION,
    (m) =>
      askedWhen(
        m.tls.issuance?.replicationCertificate === true || m.tls.secrets?.replicationSecret !== undefined,
        'a replication certificate of somebody else',
      ),
  ],
  [Capability.NETWORK_INGRESS, (m) => askedWhen(!m.network.managedElsewhere, 'network policies')],
  [Capability.NETWORK_EGRESS, (m) => askedByProp('network.egress', m.network.egress)],
  ...asksByKind(EXPOSURES, (m: ClusterModel, kind, asked) => askedWhen(m.exposure.primary?._kind === kind, asked)),
  [Capability.EXPOSURE_REPLICAS, (m) => askedByProp('exposure.replicas', m.exposure.replicas)],
];
