import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CertManagerOptions } from '../model/cluster-tls';
import { ClusterModel } from '../model/cluster-model';
import { CertificateFacts } from '../operators/network-contract';
import { goDuration } from '../operators/shared/go-duration';
import { nonEmpty } from '../private/kubernetes';
import { Manifest } from '../private/manifest';

const GVK = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
const GROUP = 'cert-manager.io';

/**
 * Prints the certificates of a cluster.
 *
 * @param facts the certificates as they are now; which there are does not change, their names may
 */
export function bindCertificates(scope: Construct, { identity, tls }: ClusterModel, facts: () => readonly CertificateFacts[]): void {
  const options = tls.issuance!;
  for (const { id, secretName } of facts()) {
    new Manifest(scope, `${id}Certificate`, {
      gvk: GVK,
      metadata: { name: secretName, namespace: identity.namespace },
      spec: () =>
        certificateSpec(
          options,
          facts().find((one) => one.id === id)!,
        ),
    });
  }
}

function certificateSpec(options: CertManagerOptions, { secretName, commonName, dnsNames, usages, labels }: CertificateFacts): unknown {
  const { duration = Duration.days(90), renewBefore = Duration.days(30) } = options;
  return {
    secretName,
    commonName,
    dnsNames: nonEmpty([...new Set([...dnsNames, ...(dnsNames.length > 0 ? (options.additionalDnsNames ?? []) : [])])]),
    usages,
    duration: goDuration(duration),
    renewBefore: goDuration(renewBefore),
    // Written out, since cert-manager has had another default for each of them.
    privateKey: { algorithm: 'ECDSA', encoding: 'PKCS8', size: 256, rotationPolicy: 'Always' },
    revisionHistoryLimit: 1,
    secretTemplate: nonEmpty(labels) && { labels },
    issuerRef: { name: options.issuerName, kind: options.clusterIssuer ? 'ClusterIssuer' : 'Issuer', group: GROUP },
  };
}
