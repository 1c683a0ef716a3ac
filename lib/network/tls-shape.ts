import { CertManagerOptions, ClusterTls, TlsSecretOptions } from '../model/cluster-tls';
import { Finding } from '../model/finding';
import { ClusterTlsKind, byKind } from '../model/kinds';
import { Shape, boolean, instance, listOf, optional, required, shapeProblems, text } from '../private/shape';

const duration = instance('a Duration of cdk8s such as Duration.days(90)', ['toSeconds']);

const CERT_MANAGER: Shape<CertManagerOptions> = {
  issuerName: required(text),
  clusterIssuer: optional(boolean),
  duration: optional(duration),
  renewBefore: optional(duration),
  replicationCertificate: optional(boolean),
  additionalDnsNames: optional(listOf(text)),
};

const TLS_SECRETS: Shape<TlsSecretOptions> = {
  serverSecret: required(text),
  caSecret: optional(text),
  replicationSecret: optional(text),
};

const TLS: { readonly [kind in ClusterTlsKind]: (tls: ClusterTls, place: string) => Finding[] } = {
  operator: () => [],
  'cert-manager': ({ issuance }, place) => shapeProblems(CERT_MANAGER, issuance, place),
  secrets: ({ secrets }, place) => shapeProblems(TLS_SECRETS, secrets, place),
};

export const tls = instance(
  'a ClusterTls such as ClusterTls.certManager(...)',
  ['_kind', 'issuance', 'secrets'],
  (value: ClusterTls, place) => byKind(value._kind, TLS)(value, place),
);
