/**
 * The keys under which a Secret holds the credentials of an object store.
 */
export interface ObjectStoreSecretKeys {
  /**
   * Key of the access key id.
   *
   * @default ACCESS_KEY_ID
   */
  readonly accessKeyId?: string;

  /**
   * Key of the secret access key.
   *
   * @default SECRET_ACCESS_KEY
   */
  readonly secretAccessKey?: string;

  /**
   * Key of the region, read only by operators that take it from a Secret (CloudNativePG), where stores of different regions are read and
   * written by one cluster. The Secret has to hold the `region` of the target; everywhere else that is enough.
   *
   * @default - the pods have the region of the target as a variable, one for all stores (rule CNPG-025)
   */
  readonly region?: string;

  /**
   * Key of the pgBackRest configuration file that holds the same two values, read only by operators that take credentials as a file
   * (Crunchy PGO). The file has a `[global]` section with `repoN-s3-key` and `repoN-s3-key-secret`, N being the repository's number in
   * the policy.
   *
   * @default s3.conf
   * @see https://pgbackrest.org/configuration.html#section-repository/option-repo-s3-key
   */
  readonly configFile?: string;
}

/**
 * The cloud identity that the database pods take instead of a key.
 */
export interface WorkloadIdentityOptions {
  /**
   * The AWS role of the cluster's service account (IAM roles for service accounts), for example
   * `arn:aws:iam::123456789012:role/orders-backup`.
   *
   * @default - the identity that the platform already gives to the pods: an instance profile, a role that is configured for the operator's
   * own service account or, on CloudNativePG and on Crunchy PGO 6.0 with `ambientIdentity`, EKS Pod Identity
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  readonly awsRoleArn?: string;
}

/**
 * How the database proves to the object store who it is. Always a reference, never a value.
 */
export class ObjectStoreCredentials {
  /**
   * Keys from a Secret in the namespace of the cluster. The library never creates it.
   *
   * @param secretName name of the Secret
   * @param keys under which keys the Secret holds what
   */
  public static fromSecret(secretName: string, keys: ObjectStoreSecretKeys = {}): ObjectStoreCredentials {
    return new ObjectStoreCredentials(secretName, keys, undefined);
  }

  /**
   * The identity of the pods; there is no key to leak or to rotate.
   *
   * @param options which identity
   */
  public static workloadIdentity(options: WorkloadIdentityOptions = {}): ObjectStoreCredentials {
    return new ObjectStoreCredentials(undefined, undefined, options);
  }

  /** Name of the Secret; undefined with workload identity. */
  public readonly secretName?: string;

  /** Keys in the Secret, as given. */
  public readonly secretKeys?: ObjectStoreSecretKeys;

  /** The identity; undefined with a Secret. */
  public readonly identity?: WorkloadIdentityOptions;

  private constructor(secretName?: string, secretKeys?: ObjectStoreSecretKeys, identity?: WorkloadIdentityOptions) {
    this.secretName = secretName;
    this.secretKeys = secretKeys;
    this.identity = identity;
  }

  /** Key of the access key id in the Secret. */
  public get accessKeyIdKey(): string {
    return this.secretKeys?.accessKeyId ?? 'ACCESS_KEY_ID';
  }

  /** Key of the secret access key in the Secret. */
  public get secretAccessKeyKey(): string {
    return this.secretKeys?.secretAccessKey ?? 'SECRET_ACCESS_KEY';
  }

  /** Key of the configuration file in the Secret. */
  public get configFileKey(): string {
    return this.secretKeys?.configFile ?? 's3.conf';
  }
}
