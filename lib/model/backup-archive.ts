import { ArchivePlace } from './archive-place';
import { BackupEncryption } from './backup-encryption';
import { BackupTarget } from './backup-target';
import { DatabaseOptions } from './database';
import { ArchiveRepositoryModel } from './backup-model';
import { ClusterIdentity } from './identity';
import { PostgresImage } from './image';
import { PostgresVersion } from './postgres-version';
import { SourceFacts } from './source-facts';
import { StorageOptions } from './storage';
import { TablespaceOptions } from './tablespace';

/**
 * What is known of an archive that no policy of the app writes, whoever chose its place.
 */
export interface DescribedArchiveOptions {
  /** Name of the cluster that wrote the archive. */
  readonly clusterName: string;

  /** Where the archive lies; an object store. */
  readonly target: BackupTarget;

  /**
   * Which repository of the policy it was: 1 is the policy's own target, 2 the first of `additionalRepositories`. It is a part of the path
   * on Crunchy PGO.
   *
   * @default 1
   */
  readonly repository?: number;

  /**
   * The databases of that cluster with their owners.
   *
   * @default - not known; those of the new cluster are taken for the same
   */
  readonly databases?: DatabaseOptions[];

  /**
   * How it is encrypted.
   *
   * @default - as the store does it
   */
  readonly encryption?: BackupEncryption;

  /**
   * The parameters of that cluster, all of them: what is not among them is taken for the default of the operator. Copies are held against
   * them (rule REC-020).
   *
   * @default - not known, and nothing is compared
   */
  readonly parameters?: { [name: string]: string };

  /**
   * The libraries that that cluster loaded at server start (rule REC-021).
   *
   * @default - not known, and nothing is compared
   */
  readonly preloadLibraries?: string[];

  /**
   * The image of that cluster, whose C library sorts text (rule REC-022).
   *
   * @default - not known, and nothing is compared
   */
  readonly image?: PostgresImage;

  /**
   * The data volume of that cluster (rule REC-023).
   *
   * @default - not known, and nothing is compared
   */
  readonly storage?: StorageOptions;

  /**
   * The WAL volume of that cluster (rule REC-023).
   *
   * @default - not known, and nothing is compared
   */
  readonly walStorage?: StorageOptions;

  /**
   * The tablespaces of that cluster (rule REC-041).
   *
   * @default - not known, and nothing is compared
   */
  readonly tablespaces?: TablespaceOptions[];
}

/**
 * What is known of the archive of a cluster that may no longer exist, in the place that this library gave to it.
 */
export interface BackupArchiveOptions extends DescribedArchiveOptions {
  /** Namespace of that cluster, which is a part of the archive's path. */
  readonly namespace: string;

  /** PostgreSQL major version of the cluster that wrote it. */
  readonly version: PostgresVersion;

  /**
   * Which life of the cluster wrote it: `archiveGeneration` of its policy.
   *
   * @default 1
   */
  readonly generation?: number;
}

/**
 * What is known of an archive in a place that somebody else chose.
 */
export interface PlacedArchiveOptions extends DescribedArchiveOptions {
  /** The place, in the words of the tool that wrote it. */
  readonly place: ArchivePlace;

  /**
   * Namespace of that cluster, so that it is found where it is an object of this app.
   *
   * @default - not known
   */
  readonly namespace?: string;

  /**
   * PostgreSQL major version of the cluster that wrote it.
   *
   * @default - not known; it is taken for that of the new cluster
   */
  readonly version?: PostgresVersion;
}

/**
 * What an archive is, with every default filled in.
 */
export interface BackupArchiveProps {
  /** The cluster that wrote the archive. */
  readonly cluster: ClusterIdentity;
  /** Its repositories. */
  readonly repositories: ArchiveRepositoryModel[];
  /** Which life of the cluster wrote it. */
  readonly generation: number;
  /**
   * PostgreSQL major version of the cluster.
   *
   * @default - not known
   */
  readonly version?: PostgresVersion;
  /**
   * The databases of the cluster with their owners.
   *
   * @default - not known
   */
  readonly databases?: DatabaseOptions[];
  /**
   * Name of the operator that runs the cluster, which tells the format of the archive.
   *
   * @default - not known
   */
  readonly operatorName?: string;
}

/**
 * The backups and the WAL that one life of a cluster has written: what a new cluster can be restored from. A `BackupPolicy` has one as
 * `archive`; that of a policy that is no longer part of the app is described with `BackupArchive.of`, or with
 * `BackupArchive.at` where another manifest chose its place.
 */
export class BackupArchive {
  /**
   * An archive whose cluster or policy is not an object of the app.
   *
   * @param options where it is and who wrote it
   */
  public static of(options: BackupArchiveOptions): BackupArchive {
    return BackupArchive.described(options ?? {}, options?.generation);
  }

  /**
   * An archive that another manifest made, where it is. It is read and never written: `place` of a `BackupPolicy` says where a cluster that was
   * taken over goes on to archive.
   *
   * @param options where it is and who wrote it
   */
  public static at(options: PlacedArchiveOptions): BackupArchive {
    const archive = BackupArchive.described(options ?? {}, 1, options?.place);
    archive._isPlaced = true;
    return archive;
  }

  private static described(
    options: DescribedArchiveOptions & { readonly namespace?: string; readonly version?: PostgresVersion },
    generation = 1,
    place?: ArchivePlace,
  ): BackupArchive {
    const { clusterName, namespace, target, repository = 1, encryption, version, databases } = options;
    const archive = new BackupArchive({
      cluster: { name: clusterName, namespace },
      repositories: [{ index: repository, target, encryption, place }],
      generation,
      version,
      databases,
    });
    archive._options = typeof options === 'string' ? options : { ...options };
    const { parameters, preloadLibraries, image, storage, walStorage, tablespaces } = options;
    archive._source = { parameters, preloadLibraries, image, storage, walStorage, tablespaces, databases, isWhole: false };
    return archive;
  }

  /** The cluster that wrote the archive. */
  public readonly cluster: ClusterIdentity;

  /** Its repositories. */
  public readonly repositories: ArchiveRepositoryModel[];

  /** Which life of the cluster wrote it. */
  public readonly generation: number;

  /** PostgreSQL major version of the cluster; undefined where it is not known. */
  public readonly version?: PostgresVersion;

  /** The databases of the cluster with their owners; undefined where they are not known. */
  public readonly databases?: DatabaseOptions[];

  /** Name of the operator that wrote it; undefined where it is not known. */
  public readonly operatorName?: string;

  /** The options of `BackupArchive.of` or `at` as given, in which a misspelt or missing one is found. @internal */
  public _options?: object;

  /** Whether the options are those of `at`. @internal */
  public _isPlaced = false;

  /** What is known of the cluster that wrote it, as far as copies have to fit it. @internal */
  public _source?: SourceFacts;

  /**
   * @param props what the archive is
   */
  public constructor(props: BackupArchiveProps) {
    this.cluster = props.cluster;
    this.repositories = props.repositories;
    this.generation = props.generation;
    this.version = props.version;
    this.databases = props.databases;
    this.operatorName = props.operatorName;
  }
}
