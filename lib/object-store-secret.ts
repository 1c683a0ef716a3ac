import { ApiObjectMetadata, Chart, Duration, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';
import { NOT_HELD, OBJECT_STORE_SECRET_RULES, OBJECT_STORE_SECRET_SHAPE } from './checks/object-store-secret-rules';
import { BackupEncryption } from './model/backup-encryption';
import { AzureCredentials, GcsCredentials } from './model/cloud-credentials';
import { ObjectStoreCredentials } from './model/credentials';
import { ObjectStoreSecretValues, SecretSource, SecretValue } from './model/secret-source';
import { Checks } from './private/checks';
import { refuse } from './private/errors';
import { PROTECTION, nonEmpty } from './private/kubernetes';
import { Manifest } from './private/manifest';
import { breach, runRules } from './private/rules';
import { requireShape } from './private/shape';

/**
 * Properties of `ObjectStoreSecret`.
 */
export interface ObjectStoreSecretProps {
  /** Name of the Secret that is made, and of the object that is printed. */
  readonly secretName: string;

  /** Who makes the Secret. */
  readonly source: SecretSource;

  /**
   * What proves to the object store who the database is.
   *
   * @default - nothing: the Secret holds the encryption key only (rule SEC-002)
   */
  readonly values?: ObjectStoreSecretValues;

  /**
   * The key that backups are encrypted with: 32 random bytes as 64 hexadecimal digits, which `openssl rand -hex 32` makes.
   *
   * @default - none
   */
  readonly encryptionKey?: SecretValue;

  /**
   * Numbers of the repositories that use the Secret: 1 is the policy's own target, 2 the first of `additionalRepositories`. They stand in
   * the files that Crunchy PGO reads; a replica cluster there reads the archive of its source under the number after its own ones.
   *
   * @default [1]
   */
  readonly repositories?: number[];
}

/**
 * Prints what makes the Secret of an object store, with all keys that the operators ask for: a policy can change its operator without a
 * change in the vault. What is printed has no secret in it.
 *
 * The Secret stays when the printed object goes away, since a database without its credentials stops archiving. It has to stand
 * in the namespace of the cluster.
 */
export class ObjectStoreSecret extends Construct {
  /** Name of the Secret. */
  public readonly secretName: string;

  private readonly values?: ObjectStoreSecretValues;
  private readonly encrypts: boolean;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the Secret holds, and who makes it
   */
  public constructor(scope: Construct, id: string, props: ObjectStoreSecretProps) {
    super(scope, id);
    requireShape(this, OBJECT_STORE_SECRET_SHAPE, props, new.target);
    const { secretName, source } = props;
    this.secretName = secretName;
    this.values = props.values;
    this.encrypts = props.encryptionKey !== undefined;

    const copy = { ...props, repositories: props.repositories && [...props.repositories] };
    const contents = secretContents(copy);
    const values = contents.entries.map(({ prop, value }) => [prop, value] as const);
    new Checks(this, () => ({ breaches: runRules(OBJECT_STORE_SECRET_RULES, { props: copy, values }), refusals: [] }));
    const metadata = { name: secretName, annotations: PROTECTION };
    new Manifest(
      this,
      'Resource',
      source.kind === 'sealed-secrets'
        ? {
            gvk: SEALED_SECRET,
            metadata,
            spec: () => sealedSecretSpec(contents, { name: secretName, namespace: Chart.of(this).namespace }),
          }
        : { gvk: EXTERNAL_SECRET, metadata, spec: () => externalSecretSpec(contents, secretName, source) },
    );
  }

  /** For `BackupTarget.s3(...)` and `BackupTarget.s3Compatible(...)`, where the Secret holds the keys of a bucket that speaks S3. */
  public get s3Credentials(): ObjectStoreCredentials {
    return this.values?.s3Values
      ? ObjectStoreCredentials.fromSecret(this.secretName)
      : this.notHeld('s3Credentials', 'ObjectStoreSecretValues.s3(...)');
  }

  /** For `BackupTarget.gcs(...)`, where the Secret holds the key of a service account. */
  public get gcsCredentials(): GcsCredentials {
    return this.values?.gcsValues
      ? GcsCredentials.fromSecret(this.secretName)
      : this.notHeld('gcsCredentials', 'ObjectStoreSecretValues.gcs(...)');
  }

  /** For `BackupTarget.azure(...)`, where the Secret holds an access key or a shared access signature. */
  public get azureCredentials(): AzureCredentials {
    if (this.values?.azureSasValues) {
      return AzureCredentials.sasToken(this.secretName);
    }
    return this.values?.azureValues
      ? AzureCredentials.fromSecret(this.secretName)
      : this.notHeld('azureCredentials', 'ObjectStoreSecretValues.azure(...)');
  }

  /** For `encryption` of a policy, where the Secret holds an encryption key. */
  public get encryption(): BackupEncryption {
    return this.encrypts ? BackupEncryption.clientSide(this.secretName) : this.notHeld('encryption', 'an encryptionKey');
  }

  private notHeld(getter: keyof ObjectStoreSecret, what: string): never {
    const held = [...(this.values ? [this.values.kind] : []), ...(this.encrypts ? ['encryptionKey'] : [])].join(' and ') || 'nothing';
    return refuse(
      this.node.path,
      [breach(NOT_HELD, `the Secret '${this.secretName}' must hold ${what} for this, got ${held}; add it, or use another Secret`)],
      Object.getOwnPropertyDescriptor(ObjectStoreSecret.prototype, getter)!.get,
    );
  }
}

const EXTERNAL_SECRET: GroupVersionKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
const SEALED_SECRET: GroupVersionKind = { apiVersion: 'bitnami.com/v1alpha1', kind: 'SealedSecret' };

/** One secret value and the key of the Secret that it goes to. */
interface Entry {
  readonly prop: string;
  readonly key: string;
  readonly value: SecretValue;
}

/** What a Secret holds: secret values, and texts that are made of them or are no secret. */
interface Contents {
  readonly entries: readonly Entry[];
  readonly templates: { readonly [key: string]: string };
}

function secretContents({ secretName, values, encryptionKey, repositories = [1] }: ObjectStoreSecretProps): Contents {
  const parts = [
    ...(values ? [valueContents(secretName, values, repositories)] : []),
    ...(encryptionKey ? [encryptionContents(secretName, encryptionKey, repositories)] : []),
  ];
  return {
    entries: parts.flatMap(({ entries }) => entries),
    templates: Object.assign({}, ...parts.map(({ templates }) => templates)) as { [key: string]: string },
  };
}

function valueContents(
  secretName: string,
  { s3Values: s3, gcsValues: gcs, azureValues: azure, azureSasValues: azureSas }: ObjectStoreSecretValues,
  repositories: readonly number[],
): Contents {
  if (s3) {
    const { accessKeyIdKey, secretAccessKeyKey, configFileKey } = ObjectStoreCredentials.fromSecret(secretName);
    return {
      entries: [
        { prop: 'values.accessKeyId', key: accessKeyIdKey, value: s3.accessKeyId },
        { prop: 'values.secretAccessKey', key: secretAccessKeyKey, value: s3.secretAccessKey },
      ],
      templates: { [configFileKey]: configFile(repositories, { 's3-key': accessKeyIdKey, 's3-key-secret': secretAccessKeyKey }) },
    };
  }
  if (gcs) {
    // pgBackRest reads the file as it is, and its path is no secret.
    return { entries: [{ prop: 'values.keyFile', key: GcsCredentials.fromSecret(secretName).key!, value: gcs.keyFile }], templates: {} };
  }
  const { storageAccountKey, valueKey, configFileKey } = azureSas
    ? AzureCredentials.sasToken(secretName)
    : AzureCredentials.fromSecret(secretName);
  return {
    entries: [
      azureSas
        ? { prop: 'values.sasToken', key: valueKey, value: azureSas.sasToken }
        : { prop: 'values.key', key: valueKey, value: azure!.key },
    ],
    templates: {
      [storageAccountKey]: (azureSas ?? azure!).storageAccount,
      [configFileKey]: configFile(repositories, { 'azure-key': valueKey }),
    },
  };
}

function encryptionContents(secretName: string, value: SecretValue, repositories: readonly number[]): Contents {
  const { encryptionKeyKey, configFileKey } = BackupEncryption.clientSide(secretName);
  return {
    entries: [{ prop: 'encryptionKey', key: encryptionKeyKey, value }],
    templates: { [configFileKey]: configFile(repositories, { 'cipher-pass': encryptionKeyKey }) },
  };
}

/** A configuration file of pgBackRest, as a Go template over the other keys of the Secret. */
function configFile(repositories: readonly number[], options: { readonly [option: string]: string }): string {
  const lines = repositories.flatMap((n) => Object.entries(options).map(([option, key]) => `repo${n}-${option}={{ .${key} }}`));
  return ['[global]', ...lines, ''].join('\n');
}

function externalSecretSpec({ entries, templates }: Contents, name: string, { vault }: SecretSource): unknown {
  return {
    refreshInterval: goDuration(vault!.refreshInterval ?? Duration.hours(1)),
    secretStoreRef: { name: vault!.storeName, kind: vault!.clusterStore ? 'ClusterSecretStore' : 'SecretStore' },
    target: {
      name,
      // With an owner, the Secret would go with this object, and the database could not archive any more.
      creationPolicy: 'Orphan',
      deletionPolicy: 'Retain',
      // Without a template the Secret would get the labels of this object, and a GitOps controller could take it for one of its own.
      template: { engineVersion: 'v2', mergePolicy: 'Merge', data: nonEmpty(templates) },
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

function sealedSecretSpec({ entries, templates }: Contents, { name, namespace }: ApiObjectMetadata): unknown {
  const annotations = {
    // With an owner, the Secret would go with this object. Without one, Sealed Secrets has to be told that it may change the Secret.
    'sealedsecrets.bitnami.com/skip-set-owner-references': 'true',
    'sealedsecrets.bitnami.com/managed': 'true',
  };
  return {
    encryptedData: Object.fromEntries(entries.map(({ key, value }) => [key, value.ciphertext])),
    template: { metadata: { name, namespace, annotations }, data: nonEmpty(templates) },
  };
}

/** A duration as Go prints it: External Secrets writes it back in this form. */
function goDuration(duration: Duration): string {
  const seconds = duration.toSeconds();
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  return `${h > 0 ? `${h}h` : ''}${h > 0 || m > 0 ? `${m}m` : ''}${s}s`;
}
