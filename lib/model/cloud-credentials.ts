/**
 * How the database proves to Google Cloud Storage who it is. Always a reference, never a value.
 */
export class GcsCredentials {
  /**
   * The key of a service account from a Secret in the namespace of the cluster. The library never creates it.
   *
   * @param secretName name of the Secret
   * @param key key of the JSON file in the Secret
   */
  public static fromSecret(secretName: string, key: string = 'gcs-key.json'): GcsCredentials {
    return new GcsCredentials(secretName, key, undefined);
  }

  /**
   * The identity of the pods; there is no key to leak or to rotate.
   *
   * @param serviceAccount e-mail address of the Google service account that the Kubernetes service account of the cluster takes, for
   * example `orders-backup@acme.iam.gserviceaccount.com`; without it, the identity that the platform already gives to the pods
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
   */
  public static workloadIdentity(serviceAccount?: string): GcsCredentials {
    return new GcsCredentials(undefined, undefined, serviceAccount);
  }

  /** Name of the Secret; undefined with workload identity. */
  public readonly secretName?: string;

  /** Key of the JSON file in the Secret; undefined with workload identity. */
  public readonly key?: string;

  /** The Google service account; undefined with a Secret, or with the identity of the platform. */
  public readonly serviceAccount?: string;

  private constructor(secretName?: string, key?: string, serviceAccount?: string) {
    this.secretName = secretName;
    this.key = key;
    this.serviceAccount = serviceAccount;
  }
}

/**
 * The keys under which a Secret holds the credentials of an Azure storage account.
 */
export interface AzureSecretKeys {
  /**
   * Key of the name of the storage account, which CloudNativePG reads from the Secret too.
   *
   * @default AZURE_STORAGE_ACCOUNT
   */
  readonly storageAccount?: string;

  /**
   * Key of the access key or of the SAS token.
   *
   * @default - AZURE_STORAGE_KEY for an access key, AZURE_STORAGE_SAS_TOKEN for a token
   */
  readonly value?: string;

  /**
   * Key of the pgBackRest configuration file, read only by operators that take credentials as a file (Crunchy PGO). The file has a
   * `[global]` section with `repoN-azure-key`, N being the repository's number in the policy.
   *
   * @default azure.conf
   * @see https://pgbackrest.org/configuration.html#section-repository/option-repo-azure-key
   */
  readonly configFile?: string;
}

/**
 * How the database proves to Azure Blob Storage who it is. Always a reference, never a value.
 */
export class AzureCredentials {
  /**
   * An access key of the storage account from a Secret in the namespace of the cluster.
   *
   * @param secretName name of the Secret
   * @param keys under which keys the Secret holds what
   */
  public static fromSecret(secretName: string, keys: AzureSecretKeys = {}): AzureCredentials {
    return new AzureCredentials(false, secretName, keys, undefined);
  }

  /**
   * A shared access signature (SAS) from a Secret in the namespace of the cluster. It has an end: the archive stops on that day.
   *
   * @param secretName name of the Secret
   * @param keys under which keys the Secret holds what
   * @see https://learn.microsoft.com/azure/storage/common/storage-sas-overview
   */
  public static sasToken(secretName: string, keys: AzureSecretKeys = {}): AzureCredentials {
    return new AzureCredentials(true, secretName, keys, undefined);
  }

  /**
   * The identity of the pods; there is no key to leak or to rotate. On the Zalando operator it is that of the node: a federated token does
   * not reach the backup tool.
   *
   * @param clientId client id of the managed identity that the service account of the cluster takes (a UUID); without it, the identity
   * that the platform already gives to the pods
   * @see https://learn.microsoft.com/azure/aks/workload-identity-overview
   */
  public static workloadIdentity(clientId?: string): AzureCredentials {
    return new AzureCredentials(false, undefined, undefined, clientId);
  }

  /** Whether the Secret holds a SAS token and no access key. */
  public readonly isSasToken: boolean;

  /** Name of the Secret; undefined with workload identity. */
  public readonly secretName?: string;

  /** Keys in the Secret, as given. */
  public readonly secretKeys?: AzureSecretKeys;

  /** Client id of the managed identity; undefined with a Secret, or with the identity of the platform. */
  public readonly clientId?: string;

  private constructor(isSasToken: boolean, secretName?: string, secretKeys?: AzureSecretKeys, clientId?: string) {
    this.isSasToken = isSasToken;
    this.secretName = secretName;
    this.secretKeys = secretKeys;
    this.clientId = clientId;
  }

  /** Key of the name of the storage account in the Secret. */
  public get storageAccountKey(): string {
    return this.secretKeys?.storageAccount ?? 'AZURE_STORAGE_ACCOUNT';
  }

  /** Key of the access key or of the SAS token in the Secret. */
  public get valueKey(): string {
    return this.secretKeys?.value ?? (this.isSasToken ? 'AZURE_STORAGE_SAS_TOKEN' : 'AZURE_STORAGE_KEY');
  }

  /** Key of the configuration file in the Secret. */
  public get configFileKey(): string {
    return this.secretKeys?.configFile ?? 'azure.conf';
  }
}
