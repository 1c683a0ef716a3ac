import type { PostgresClusterSpec } from '../../../imports/crunchy/postgres-cluster';
import { ClusterTls } from '../../model/cluster-tls';
import { ClusterIdentity, ClusterModel } from '../../model/models';
import { CrunchySettings } from './settings';

/** Key of the CA in every Secret with a certificate of the server. */
export const CA_KEY = 'ca.crt';

/** Secret with the certificate of the server; undefined where PGO makes it. */
export function serverSecret({ name }: ClusterIdentity, tls: ClusterTls, settings?: CrunchySettings): string | undefined {
  return tls.kind === 'cert-manager' ? `${name}-server-tls` : (tls.secrets?.serverSecret ?? settings?.tlsSecretName);
}

/** Secret with the certificate of the replicas; undefined where PGO makes it. */
export function replicationSecret({ name }: ClusterIdentity, tls: ClusterTls, settings?: CrunchySettings): string | undefined {
  if (tls.kind === 'operator') {
    return settings?.replicationTlsSecretName;
  }
  return tls.kind === 'cert-manager' ? `${name}-replication-tls` : tls.secrets?.replicationSecret;
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
