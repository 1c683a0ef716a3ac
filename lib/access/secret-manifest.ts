import { ApiObjectMetadata, Chart, Duration, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';
import { SecretSourceKind, byKind } from '../model/kinds';
import { SecretSource, SecretValue } from '../model/secret-source';
import { goDuration } from '../operators/shared/go-duration';
import { PROTECTION, nonEmpty } from '../private/kubernetes';
import { Manifest } from '../private/manifest';

const EXTERNAL_SECRET: GroupVersionKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
const SEALED_SECRET: GroupVersionKind = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret' };

/** One secret value and the key of the Secret that it goes to. */
export interface SecretEntry {
  readonly key: string;
  readonly value: SecretValue;
}

/** A Secret that is made in the Kubernetes cluster. */
export interface SecretPlan {
  readonly name: string;
  readonly source: SecretSource;
  readonly entries: readonly SecretEntry[];
  /** Texts that are made of the entries or are no secret. */
  readonly templates: { readonly [key: string]: string };
  /** Type of the Secret; absent for an opaque one. */
  readonly type?: string;
  readonly labels?: { readonly [key: string]: string };
  /** Whether somebody else makes the Secret too, so that only these keys are to be written. */
  readonly shared?: boolean;
  /** Whether the Secret is written only when what is printed changes, and not at each reading of the vault. */
  readonly onlyWhenChanged?: () => boolean;
  /** Whether it is printed; always where this is absent. */
  readonly printedWhile?: () => boolean;
}

/** What is printed for each source. */
const SOURCES: {
  readonly [kind in SecretSourceKind]: {
    readonly gvk: GroupVersionKind;
    readonly spec: (plan: SecretPlan, secret: ApiObjectMetadata) => unknown;
  };
} = {
  'external-secrets': { gvk: EXTERNAL_SECRET, spec: externalSecretSpec },
  'sealed-secrets': { gvk: SEALED_SECRET, spec: sealedSecretSpec },
};

/**
 * Prints what makes a Secret. The Secret stays when the printed object goes away, for a database needs its credentials longer than that.
 */
export function bindSecret(scope: Construct, id: string, plan: SecretPlan): void {
  const metadata = { name: plan.name, annotations: PROTECTION };
  const { gvk, spec } = byKind(plan.source._kind, SOURCES);
  new Manifest(scope, id, {
    gvk,
    metadata,
    spec: () => spec(plan, { name: plan.name, namespace: Chart.of(scope).namespace }),
    printedWhile: plan.printedWhile,
  });
}

function externalSecretSpec({ name, source: { vault }, entries, templates, type, labels, shared, onlyWhenChanged }: SecretPlan): unknown {
  return {
    refreshPolicy: onlyWhenChanged?.() ? 'OnChange' : undefined,
    refreshInterval: goDuration(vault!.refreshInterval ?? Duration.hours(1)),
    secretStoreRef: { name: vault!.storeName, kind: vault!.clusterStore ? 'ClusterSecretStore' : 'SecretStore' },
    target: {
      name,
      // With an owner, the Secret would go with this object, and the database could not archive any more. Any other policy than a merge
      // takes away the keys that others have written.
      creationPolicy: shared ? 'Merge' : 'Orphan',
      deletionPolicy: 'Retain',
      // Without a template the Secret would get the labels of this object, and a GitOps controller could take it for one of its own.
      template: {
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        type,
        metadata: labels && nonEmpty(labels) && { labels },
        data: nonEmpty(templates),
      },
    },
    data: entries.map(({ key, value }) => ({
      secretKey: key,
      remoteRef: {
        key: value.vaultKey,
        property: value.vaultProperty,
        conversionStrategy: 'Default',
        decodingStrategy: 'None',
        metadataPolicy: 'None',
      },
    })),
  };
}

function sealedSecretSpec({ entries, templates, type, labels }: SecretPlan, { name, namespace }: ApiObjectMetadata): unknown {
  const annotations = {
    // With an owner, the Secret would go with this object. Without one, Sealed Secrets has to be told that it may change the Secret.
    'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
    'sealedsecrets.bitnami.com/managed': 'true',
  };
  return {
    encryptedData: Object.fromEntries(entries.map(({ key, value }) => [key, value.ciphertext])),
    template: { type, metadata: { name, namespace, annotations, labels: labels && nonEmpty(labels) }, data: nonEmpty(templates) },
  };
}
