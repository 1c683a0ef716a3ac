import { Duration } from 'cdk8s';
import { ObjectStoreSecretKind, SecretSourceKind } from './kinds';

/**
 * What leads to a secret value. The value itself is never written.
 */
export class SecretValue {
  /**
   * A value in the vault that External Secrets reads (`SecretSource.externalSecrets(...)`).
   *
   * @param key name or path of the entry, as the store of External Secrets takes it, for example `orders/pg-s3`
   * @param property which of the fields of the entry it is, where an entry has fields
   * @see https://external-secrets.io/latest/api/externalsecret/
   */
  public static fromVault(key: string, property?: string): SecretValue {
    return new SecretValue(key, property, undefined);
  }

  /**
   * A value that `kubeseal --raw` has encrypted for the name and the namespace of the Secret (`SecretSource.sealedSecrets()`).
   *
   * @param ciphertext what `kubeseal` has printed
   * @see https://github.com/bitnami-labs/sealed-secrets
   */
  public static encrypted(ciphertext: string): SecretValue {
    return new SecretValue(undefined, undefined, ciphertext);
  }

  /** Name or path of the entry in the vault; undefined for an encrypted value. */
  public readonly vaultKey?: string;

  /** Field of the entry; undefined for an entry without fields, and for an encrypted value. */
  public readonly vaultProperty?: string;

  /** What `kubeseal` has printed; undefined for a value in the vault. */
  public readonly ciphertext?: string;

  private constructor(vaultKey?: string, vaultProperty?: string, ciphertext?: string) {
    this.vaultKey = vaultKey;
    this.vaultProperty = vaultProperty;
    this.ciphertext = ciphertext;
  }
}

/**
 * How External Secrets reads a vault.
 */
export interface ExternalSecretsOptions {
  /** Name of the `SecretStore`, in the namespace of the Secret, or of the `ClusterSecretStore`. */
  readonly storeName: string;

  /**
   * Whether the store is a `ClusterSecretStore`, which all namespaces share.
   *
   * @default false
   */
  readonly clusterStore?: boolean;

  /**
   * How often the vault is read again: the time after which a changed key arrives. At least a minute (rule SEC-008). Passwords of roles are
   * written only when the printed object changes on a Crunchy PGO cluster with pools, and must not have it there (rule PGO-095).
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;
}

/**
 * Who makes a Secret in the Kubernetes cluster.
 */
export class SecretSource {
  /**
   * External Secrets makes it from values in a vault. What is printed is the API version `external-secrets.io/v1`.
   *
   * @param options which store, and how often it is read
   * @see https://external-secrets.io
   */
  public static externalSecrets(options: ExternalSecretsOptions): SecretSource {
    return new SecretSource('external-secrets', options);
  }

  /**
   * Sealed Secrets (0.22 or later) makes it from encrypted values that stand in the program.
   *
   * @see https://github.com/bitnami-labs/sealed-secrets
   */
  public static sealedSecrets(): SecretSource {
    return new SecretSource('sealed-secrets', undefined);
  }

  /** `external-secrets` or `sealed-secrets`. */
  public readonly kind: string;

  /** How External Secrets reads the vault; undefined with Sealed Secrets. */
  public readonly vault?: ExternalSecretsOptions;

  private constructor(kind: SecretSourceKind, vault?: ExternalSecretsOptions) {
    this.kind = kind;
    this.vault = vault;
  }

  /** `kind`, typed. @internal */
  public get _kind(): SecretSourceKind {
    return this.kind as SecretSourceKind;
  }
}

/**
 * The values of a bucket that speaks S3.
 */
export interface S3SecretValues {
  /** The access key id. */
  readonly accessKeyId: SecretValue;

  /** The secret access key. */
  readonly secretAccessKey: SecretValue;
}

/**
 * The values of a bucket in Google Cloud Storage.
 */
export interface GcsSecretValues {
  /** The JSON file of the service account's key, as Google gives it out. */
  readonly keyFile: SecretValue;
}

/**
 * The values of a container in Azure Blob Storage, with an access key.
 */
export interface AzureSecretValues {
  /** Name of the storage account, which is no secret: that of the target (`BackupTarget.azure(...)`). */
  readonly storageAccount: string;

  /** An access key of the storage account. */
  readonly key: SecretValue;
}

/**
 * The values of a container in Azure Blob Storage, with a shared access signature.
 */
export interface AzureSasSecretValues {
  /** Name of the storage account, which is no secret: that of the target (`BackupTarget.azure(...)`). */
  readonly storageAccount: string;

  /** The shared access signature (SAS), without a question mark in front. */
  readonly sasToken: SecretValue;
}

/**
 * What a Secret holds so that a database can prove to an object store who it is.
 */
export class ObjectStoreSecretValues {
  /**
   * The keys of a bucket that speaks S3.
   *
   * @param values where the keys are
   */
  public static s3(values: S3SecretValues): ObjectStoreSecretValues {
    return new ObjectStoreSecretValues('s3', { s3: values });
  }

  /**
   * The key of a service account of Google.
   *
   * @param values where the key is
   */
  public static gcs(values: GcsSecretValues): ObjectStoreSecretValues {
    return new ObjectStoreSecretValues('gcs', { gcs: values });
  }

  /**
   * An access key of a storage account of Azure.
   *
   * @param values where the key is
   */
  public static azure(values: AzureSecretValues): ObjectStoreSecretValues {
    return new ObjectStoreSecretValues('azure', { azure: values });
  }

  /**
   * A shared access signature (SAS) for a storage account of Azure. It has an end: the archive stops on that day.
   *
   * @param values where the signature is
   */
  public static azureSas(values: AzureSasSecretValues): ObjectStoreSecretValues {
    return new ObjectStoreSecretValues('azure-sas', { azureSas: values });
  }

  /** `s3`, `gcs`, `azure` or `azure-sas`. */
  public readonly kind: string;

  /** The keys of a bucket that speaks S3; undefined for the other kinds. */
  public readonly s3Values?: S3SecretValues;

  /** The key of a service account of Google; undefined for the other kinds. */
  public readonly gcsValues?: GcsSecretValues;

  /** The access key of a storage account; undefined for the other kinds. */
  public readonly azureValues?: AzureSecretValues;

  /** The shared access signature; undefined for the other kinds. */
  public readonly azureSasValues?: AzureSasSecretValues;

  private constructor(kind: ObjectStoreSecretKind, values: AnyValues) {
    this.kind = kind;
    this.s3Values = values.s3;
    this.gcsValues = values.gcs;
    this.azureValues = values.azure;
    this.azureSasValues = values.azureSas;
  }

  /** `kind`, typed. @internal */
  public get _kind(): ObjectStoreSecretKind {
    return this.kind as ObjectStoreSecretKind;
  }
}

/** The values of one kind; one of the four. */
interface AnyValues {
  readonly s3?: S3SecretValues;
  readonly gcs?: GcsSecretValues;
  readonly azure?: AzureSecretValues;
  readonly azureSas?: AzureSasSecretValues;
}
