import { BackupEncryptionKind } from './kinds';

/**
 * The keys under which a Secret holds the key that backups are encrypted with.
 */
export interface BackupEncryptionSecretKeys {
  /**
   * Key of the encryption key: 32 random bytes as 64 hexadecimal digits. Read by the Zalando operator.
   *
   * @default BACKUP_ENCRYPTION_KEY
   */
  readonly encryptionKey?: string;

  /**
   * Key of the pgBackRest configuration file that holds the passphrase, read by Crunchy PGO. The file has a `[global]` section with
   * `repoN-cipher-pass`, N being the repository's number in the policy.
   *
   * @default cipher.conf
   * @see https://pgbackrest.org/configuration.html#section-repository/option-repo-cipher-pass
   */
  readonly configFile?: string;
}

/**
 * How backups are encrypted at rest. Chosen when the archive begins: an archive that has begun otherwise cannot be continued.
 */
export class BackupEncryption {
  /**
   * The store encrypts with a key of its own (`AES256` of Amazon S3). Only for targets that speak S3.
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingServerSideEncryption.html
   */
  public static serverSide(): BackupEncryption {
    return new BackupEncryption('server-side');
  }

  /**
   * The store encrypts with a key of AWS KMS. Only for targets that speak S3.
   *
   * @param keyId id or ARN of the key
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
   */
  public static kms(keyId: string): BackupEncryption {
    return new BackupEncryption('kms', keyId);
  }

  /**
   * The backup tool encrypts before anything is sent, so the store never has the key. Whoever loses the Secret loses the backups: keep a
   * copy of it outside of the Kubernetes cluster.
   *
   * @param secretName name of the Secret, in the namespace of the cluster
   * @param keys under which keys the Secret holds what
   */
  public static clientSide(secretName: string, keys: BackupEncryptionSecretKeys = {}): BackupEncryption {
    return new BackupEncryption('client-side', undefined, secretName, keys);
  }

  /** `server-side`, `kms` or `client-side`. */
  public readonly kind: string;

  /** The key of AWS KMS; undefined for the other kinds. */
  public readonly kmsKeyId?: string;

  /** Name of the Secret; undefined where the store encrypts. */
  public readonly secretName?: string;

  /** Keys in the Secret, as given. */
  public readonly secretKeys?: BackupEncryptionSecretKeys;

  private constructor(kind: BackupEncryptionKind, kmsKeyId?: string, secretName?: string, secretKeys?: BackupEncryptionSecretKeys) {
    this.kind = kind;
    this.kmsKeyId = kmsKeyId;
    this.secretName = secretName;
    this.secretKeys = secretKeys;
  }

  /** `kind`, typed. @internal */
  public get _kind(): BackupEncryptionKind {
    return this.kind as BackupEncryptionKind;
  }

  /** Key of the encryption key in the Secret. */
  public get encryptionKeyKey(): string {
    return this.secretKeys?.encryptionKey ?? 'BACKUP_ENCRYPTION_KEY';
  }

  /** Key of the configuration file in the Secret. */
  public get configFileKey(): string {
    return this.secretKeys?.configFile ?? 'cipher.conf';
  }
}
