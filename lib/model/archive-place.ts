import { ArchivePlaceKind } from './kinds';

/**
 * Where barman-cloud, which archives for CloudNativePG, has the archive of a cluster: `<path>/<serverName>/{base,wals}`.
 */
export interface BarmanPlaceOptions {
  /**
   * The folder of the cluster, which holds `base` and `wals`: `serverName` of the plugin or of `barmanObjectStore`. Where the manifest has none
   * it is the name of the cluster; in an `externalClusters` entry of the in-tree backup it is the name of the entry.
   */
  readonly serverName: string;

  /**
   * The folder above it, from the top of the bucket: what `destinationPath` has behind the bucket.
   *
   * @default - the top of the bucket
   */
  readonly path?: string;

  /**
   * Name of the ObjectStore that is printed for it, where the cluster has one under another name. Clusters that share one have each its own
   * here, which leads to the same place. Without effect where the archive is read: there it is `<clusterName>-recovery`.
   *
   * @default - `<clusterName>-backup`
   */
  readonly objectStoreName?: string;
}

/**
 * Where WAL-G, which archives for the Zalando operator, has the archive of a cluster:
 * `spilo/<scopePrefix><cluster><scopeSuffix>/wal/<major>`, or a folder of another form.
 */
export interface WalGPlaceOptions {
  /**
   * What stands before the name of the cluster: `WAL_BUCKET_SCOPE_PREFIX`.
   *
   * @default - nothing, as the operator has it; the image alone would have the namespace and `-`
   */
  readonly scopePrefix?: string;

  /**
   * `metadata.uid` of the custom resource, which the operator puts behind the name of the cluster where its own configuration has the bucket. It
   * is another one when the custom resource is deleted and made anew.
   *
   * @default - none
   */
  readonly uid?: string;

  /**
   * What stands behind the name of the cluster, `/` included: `WAL_BUCKET_SCOPE_SUFFIX`. Not beside `uid`.
   *
   * @default - nothing, or the `uid`
   */
  readonly scopeSuffix?: string;

  /**
   * The whole folder from the top of the bucket, that of the major version included, where it is not of the form above:
   * `WALG_S3_PREFIX`, or `s3_wal_path`, behind the bucket. Nothing else is given beside it.
   *
   * @default - the form above
   */
  readonly path?: string;
}

/**
 * Where pgBackRest, which archives for Crunchy PGO, has a repository.
 */
export interface PgBackRestPlaceOptions {
  /**
   * The folder of the repository, with `/` before it: `repoN-path`. On a volume it is the path in the pod.
   *
   * @default - `/pgbackrest/repoN`, as PGO has it, the same for every cluster
   */
  readonly path?: string;

  /**
   * The stanza in the repository. PGO writes `db` and no other (rules PGO-122 and PGO-123).
   *
   * @default db
   */
  readonly stanza?: string;
}

/** The place in the words of the tool that has it; one of the three. */
interface PlaceOptions {
  readonly barman?: BarmanPlaceOptions;
  readonly walG?: WalGPlaceOptions;
  readonly pgBackRest?: PgBackRestPlaceOptions;
}

/**
 * The place of an archive in its store, where it is not the one that this library gives to each life of a cluster: that of a cluster which
 * another manifest made. Each operator has a tool, and each tool a layout of its own.
 */
export class ArchivePlace {
  /**
   * A place of barman-cloud (CloudNativePG).
   *
   * @param options folder and server name
   */
  public static barman(options: BarmanPlaceOptions): ArchivePlace {
    return new ArchivePlace('barman', { barman: options });
  }

  /**
   * A place of WAL-G (Zalando).
   *
   * @param options what stands around the name of the cluster, or the whole folder
   */
  public static walG(options: WalGPlaceOptions = {}): ArchivePlace {
    return new ArchivePlace('wal-g', { walG: options });
  }

  /**
   * A repository of pgBackRest (Crunchy PGO).
   *
   * @param options path and stanza
   */
  public static pgBackRest(options: PgBackRestPlaceOptions = {}): ArchivePlace {
    return new ArchivePlace('pgbackrest', { pgBackRest: options });
  }

  /** `barman`, `wal-g` or `pgbackrest`. */
  public readonly kind: string;

  /** The place of barman-cloud; undefined for the other kinds. */
  public readonly barmanPlace?: BarmanPlaceOptions;

  /** The place of WAL-G; undefined for the other kinds. */
  public readonly walGPlace?: WalGPlaceOptions;

  /** The place of pgBackRest; undefined for the other kinds. */
  public readonly pgBackRestPlace?: PgBackRestPlaceOptions;

  private constructor(kind: ArchivePlaceKind, place: PlaceOptions) {
    this.kind = kind;
    this.barmanPlace = place.barman;
    this.walGPlace = place.walG;
    this.pgBackRestPlace = place.pgBackRest;
  }

  /** `kind`, typed. @internal */
  public get _kind(): ArchivePlaceKind {
    return this.kind as ArchivePlaceKind;
  }
}
