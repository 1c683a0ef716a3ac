import type { PostgresClusterSpec } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterTls } from '../../../model/cluster-tls';
import { ClusterTlsKind, byKind } from '../../../model/kinds';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { CrunchySettings } from '../settings';

/** Key of the CA in every Secret with a certificate of the server. */
export const CA_KEY = 'ca.crt';

interface CertificateSecrets {
  readonly server: string | undefined;
  readonly replication: string | undefined;
}

/** The Secrets with the certificates of the server and of the replicas; undefined where PGO makes them. */
const SECRETS: { readonly [kind in ClusterTlsKind]: (name: string, tls: ClusterTls, settings?: CrunchySettings) => CertificateSecrets } = {
  operator: (_name, _tls, settings) => ({ server: settings?.tlsSecretName, replication: settings?.replicationTlsSecretName }),
  'cert-manager': (name) => ({ server: `${name}-server-tls`, replication: `${name}-replication-tls` }),
  secrets: (_name, { secrets }) => ({ server: secrets?.serverSecret, replication: secrets?.replicationSecret }),
};

/** Secret with the certificate of the server; undefined where PGO makes it. */
export function serverSecret({ name }: ClusterIdentity, tls: ClusterTls, settings?: CrunchySettings): string | undefined {
  return byKind(tls._kind, SECRETS)(name, tls, settings).server;
}

/** Secret with the certificate of the replicas; undefined where PGO makes it. */
export function replicationSecret({ name }: ClusterIdentity, tls: ClusterTls, settings?: CrunchySettings): string | undefined {
  return byKind(tls._kind, SECRETS)(name, tls, settings).replication;
}

/** Certificates of somebody else. The keys of the Secrets are those that PGO looks for, so none has to be named. */
export function tlsSpec(
  { identity, tls }: ClusterModel,
  settings: CrunchySettings,
): Pick<PostgresClusterSpec, 'customTlsSecret' | 'customReplicationTlsSecret'> {
  return {
    customTlsSecret: reference(serverSecret(identity, tls, settings)),
    customReplicationTlsSecret: reference(replicationSecret(identity, tls, settings)),
  };
}

/** A Secret as PGO projects it; nothing where there is none. */
export const reference = (name: string | undefined): { readonly name: string } | undefined => (name === undefined ? undefined : { name });
