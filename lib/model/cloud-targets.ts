import { AzureCredentials, GcsCredentials } from './cloud-credentials';

/**
 * A bucket in Google Cloud Storage.
 */
export interface GcsTargetOptions {
  /** Name of the bucket. It must exist; no operator creates it. */
  readonly bucket: string;

  /** How the database proves who it is. */
  readonly credentials: GcsCredentials;

  /**
   * Folder in the bucket under which the archives lie, without slash at either end. The operator's tool may put a folder of its own
   * before it: `spilo/` on the Zalando operator, `pgbackrest/` on Crunchy PGO.
   *
   * @default - the top of the bucket
   */
  readonly prefix?: string;
}

/**
 * A container in Azure Blob Storage.
 */
export interface AzureTargetOptions {
  /** Name of the storage account: 3 to 24 lower-case letters and digits. */
  readonly storageAccount: string;

  /** Name of the container in the account. It must exist; no operator creates it. */
  readonly container: string;

  /** How the database proves who it is. */
  readonly credentials: AzureCredentials;

  /**
   * Folder in the container under which the archives lie, without slash at either end. The operator's tool may put a folder of its own
   * before it: `spilo/` on the Zalando operator, `pgbackrest/` on Crunchy PGO.
   *
   * @default - the top of the container
   */
  readonly prefix?: string;
}
