import { ObjectStoreSecretValues, SecretSource, SecretValue } from '../model/secret-source';

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
   * Without 1 among them, the names of the files begin with the lowest number, such as `repo2-s3.conf`: Crunchy PGO mounts the Secrets of
   * all repositories into one folder.
   *
   * @default [1]
   */
  readonly repositories?: number[];
}
