import { AzureTargetOptions, GcsTargetOptions } from './cloud-targets';
import { ObjectStoreCredentials } from './credentials';
import { BackupTargetKind } from './kinds';
import { RepositoryVolumeOptions } from './storage';

/**
 * A bucket in Amazon S3.
 */
export interface S3TargetOptions {
  /** Name of the bucket. It must exist; no operator creates it. */
  readonly bucket: string;

  /** AWS region of the bucket, for example `eu-west-1`. */
  readonly region: string;

  /** How the database proves who it is. */
  readonly credentials: ObjectStoreCredentials;

  /**
   * Folder in the bucket under which the archives lie, without slash at either end. The operator's tool may put a folder of its own
   * before it: `spilo/` on the Zalando operator, `pgbackrest/` on Crunchy PGO.
   *
   * Not to be changed on a cluster that runs: it is the same as another `archiveGeneration` of the policy.
   *
   * @default - the top of the bucket
   */
  readonly prefix?: string;
}

/**
 * A key of a Secret.
 */
export interface SecretKeyRef {
  /** Name of the Secret, in the namespace of the cluster. */
  readonly name: string;
  /** Key in the Secret. */
  readonly key: string;
}

/**
 * A bucket in an object store that speaks S3 (MinIO, Ceph, Garage, ...).
 */
export interface S3CompatibleTargetOptions {
  /** Name of the bucket. It must exist; no operator creates it. */
  readonly bucket: string;

  /** URL of the object store, port included where it is not the usual one: `https://minio.storage.svc:9000`. */
  readonly endpoint: string;

  /** How the database proves who it is. */
  readonly credentials: ObjectStoreCredentials;

  /**
   * Region that requests are signed for. Most stores accept any.
   *
   * @default us-east-1
   */
  readonly region?: string;

  /**
   * The CA that signed the certificate of the endpoint.
   *
   * @default - the CAs of the image
   */
  readonly ca?: SecretKeyRef;

  /**
   * Whether requests name the bucket in the host (`https://BUCKET.HOST/`) and not in the path (`https://HOST/BUCKET/`). Most stores have
   * no DNS name for each bucket.
   *
   * @default false
   */
  readonly virtualHostStyle?: boolean;

  /**
   * Folder in the bucket under which the archives lie, without slash at either end. The operator's tool may put a folder of its own
   * before it: `spilo/` on the Zalando operator, `pgbackrest/` on Crunchy PGO.
   *
   * Not to be changed on a cluster that runs: it is the same as another `archiveGeneration` of the policy.
   *
   * @default - the top of the bucket
   */
  readonly prefix?: string;
}

/**
 * A bucket, with every default filled in.
 */
export interface BucketModel {
  /** Name of the bucket. */
  readonly bucket: string;
  /** Region of the bucket. */
  readonly region: string;
  /** How the database proves who it is. */
  readonly credentials: ObjectStoreCredentials;
  /**
   * URL of an S3-compatible store.
   *
   * @default - Amazon S3
   */
  readonly endpoint?: string;
  /**
   * CA of the endpoint.
   *
   * @default - the CAs of the image
   */
  readonly ca?: SecretKeyRef;
  /**
   * Whether requests name the bucket in the host.
   *
   * @default false
   */
  readonly virtualHostStyle?: boolean;
  /**
   * Folder in the bucket.
   *
   * @default - the top of the bucket
   */
  readonly prefix?: string;
}

/**
 * Where backups and archived WAL go.
 */
export class BackupTarget {
  /**
   * A bucket in Amazon S3.
   *
   * @param options bucket, region and credentials
   */
  public static s3(options: S3TargetOptions): BackupTarget {
    return new BackupTarget('s3', { bucket: options });
  }

  /**
   * A bucket in an object store that speaks S3.
   *
   * @param options bucket, endpoint and credentials
   */
  public static s3Compatible(options: S3CompatibleTargetOptions): BackupTarget {
    const bucket = typeof options === 'object' ? { ...options, region: options?.region ?? 'us-east-1' } : options;
    return new BackupTarget('s3-compatible', { bucket });
  }

  /**
   * A bucket in Google Cloud Storage.
   *
   * @param options bucket and credentials
   */
  public static gcs(options: GcsTargetOptions): BackupTarget {
    return new BackupTarget('gcs', { gcs: options });
  }

  /**
   * A container in Azure Blob Storage.
   *
   * @param options storage account, container and credentials
   */
  public static azure(options: AzureTargetOptions): BackupTarget {
    return new BackupTarget('azure', { azure: options });
  }

  /**
   * A volume in the same Kubernetes cluster. One that is made for the claim is lost together with the cluster object, so it speeds up restores
   * and is no protection against a lost namespace: add a repository in an object store, or name a volume that stays (rule BAK-014).
   *
   * @param options size and class of the volume, or which one it is
   */
  public static volume(options: RepositoryVolumeOptions): BackupTarget {
    return new BackupTarget('volume', { storage: options });
  }

  /** `s3`, `s3-compatible`, `gcs`, `azure` or `volume`. */
  public readonly kind: string;

  /** The bucket that speaks S3; undefined for the other kinds. */
  public readonly bucket?: BucketModel;

  /** The bucket in Google Cloud Storage; undefined for the other kinds. */
  public readonly gcsBucket?: GcsTargetOptions;

  /** The container in Azure; undefined for the other kinds. */
  public readonly azureContainer?: AzureTargetOptions;

  /** The volume; undefined for an object store. */
  public readonly storage?: RepositoryVolumeOptions;

  private constructor(kind: BackupTargetKind, place: TargetPlace) {
    this.kind = kind;
    this.bucket = place.bucket;
    this.gcsBucket = place.gcs;
    this.azureContainer = place.azure;
    this.storage = place.storage;
  }

  /** `kind`, typed. @internal */
  public get _kind(): BackupTargetKind {
    return this.kind as BackupTargetKind;
  }

  /** Folder under which the archives lie; undefined at the top, and for a volume. */
  public get prefix(): string | undefined {
    return (this.bucket ?? this.gcsBucket ?? this.azureContainer)?.prefix;
  }

  /** TCP port that the store answers on; undefined for a volume. */
  public get port(): number | undefined {
    if (this.storage !== undefined) {
      return undefined;
    }
    const endpoint = this.bucket?.endpoint ?? '';
    const { port, protocol } = new URL(URL.canParse(endpoint) ? endpoint : 'https://archive');
    return port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port);
  }

  /** Whether the pods ask the platform for their identity, and have no key. */
  public get takesIdentity(): boolean {
    const store = this.bucket ?? this.gcsBucket ?? this.azureContainer;
    return store !== undefined && store.credentials.secretName === undefined;
  }
}

/** Where a target is; one of the four. */
interface TargetPlace {
  readonly bucket?: BucketModel;
  readonly gcs?: GcsTargetOptions;
  readonly azure?: AzureTargetOptions;
  readonly storage?: RepositoryVolumeOptions;
}
