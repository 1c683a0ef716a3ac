import { ClusterTls } from '../../model/cluster-tls';
import { ClusterModel } from '../../model/cluster-model';

/** What stands for a CA of somebody else: the issuer, or nothing where only whoever made the Secrets knows it. */
export function sharedCa({ identity, tls }: Pick<ClusterModel, 'identity'> & { readonly tls: ClusterTls }): string {
  const { issuerName, clusterIssuer = false } = tls.issuance ?? {};
  if (issuerName === undefined) {
    return '';
  }
  return clusterIssuer ? `the ClusterIssuer '${issuerName}'` : `the Issuer '${issuerName}' of '${identity.namespace ?? 'default'}'`;
}
