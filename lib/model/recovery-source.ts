import { BackupArchive } from './backup-archive';
import { SecretKeyRef } from './backup-target';
import { IClusterAddress } from './endpoint';
import { RecoveryTarget } from './recovery-target';
import { onlyMembers } from './members';

/**
 * Where the data of a recovered cluster comes from.
 */
export enum RecoveryKind {
  /** Backups and WAL in an archive. */
  ARCHIVE = 'archive',
  /** A running cluster. */
  CLONE = 'clone',
  /** Snapshots of volumes. */
  SNAPSHOTS = 'snapshots',
  /** A logical dump of a running server. */
  IMPORT = 'import',
}
onlyMembers(RecoveryKind, 'RecoveryKind');

/**
 * How an archive is restored.
 */
export interface ArchiveRecoveryOptions {
  /**
   * Where the recovery ends.
   *
   * @default RecoveryTarget.latest()
   */
  readonly target?: RecoveryTarget;

  /**
   * Which repository of the archive is read: 1 is the policy's own target, 2 the first of `additionalRepositories`.
   *
   * @default - the first
   */
  readonly repository?: number;
}

/**
 * How a running cluster is cloned.
 */
export interface CloneOptions {
  /**
   * Which repository of the source is read, on operators that clone from its backups (Crunchy PGO).
   *
   * @default 1
   */
  readonly repository?: number;
}

/**
 * Volume snapshots that a cluster is restored from.
 */
export interface SnapshotRecoveryOptions {
  /** Name of the VolumeSnapshot of the data volume, in the namespace of the new cluster. */
  readonly dataSnapshot: string;

  /**
   * Name of the VolumeSnapshot of the WAL volume, of the same moment; given where the source had `walStorage`.
   *
   * @default - the source had no WAL volume
   */
  readonly walSnapshot?: string;

  /**
   * Names of the VolumeSnapshots of the volumes of tablespaces, of the same moment, by the names of the tablespaces; one for each that the source
   * had.
   *
   * @default - the source had no tablespaces
   */
  readonly tablespaceSnapshots?: { [tablespace: string]: string };

  /**
   * The archive with the WAL that follows the snapshot. Without it the cluster is what it was at the snapshot.
   *
   * @default - none
   */
  readonly archive?: BackupArchive;

  /**
   * Where the recovery ends; needs the archive (rule REC-008).
   *
   * @default RecoveryTarget.latest()
   */
  readonly target?: RecoveryTarget;
}

/**
 * A PostgreSQL server, of any kind and any supported version, whose databases are dumped and loaded.
 */
export interface LogicalImportOptions {
  /** Host name of the server. */
  readonly host: string;

  /**
   * Port of the server.
   *
   * @default 5432
   */
  readonly port?: number;

  /** Role that reads everything there: a superuser, or the owner of all that is imported. */
  readonly user: string;

  /** Its password: a key of a Secret in the namespace of the new cluster. */
  readonly password: SecretKeyRef;

  /**
   * The database to import; it becomes the first database of the new cluster, and its owner owns all of it. Either this or `databases` (rule
   * REC-009).
   *
   * @default - `databases` are imported
   */
  readonly database?: string;

  /**
   * Databases to import under their names, with their owners: the way of a whole server into another major version. `['*']` are all but those of
   * PostgreSQL itself. The operator makes no database and no Secret `<cluster>-app` then, so the owner of the first one of the cluster needs a
   * password from a Secret (rule CNPG-104).
   *
   * @default - `database` is imported
   * @see docs/how-to/make-a-cluster-anew.md
   */
  readonly databases?: string[];

  /**
   * Roles to import with `databases`, their passwords and memberships included: all that the databases need. `['*']` are all; none comes as a
   * superuser.
   *
   * @default - none, or all of them where `databases` is `['*']`
   */
  readonly roles?: string[];

  /**
   * The CA that signed the certificate of the server.
   *
   * @default - the certificate is not verified (`sslmode=require`)
   */
  readonly ca?: SecretKeyRef;

  /**
   * Whether only the schema is imported: to fill it by logical replication.
   *
   * @default false
   */
  readonly schemaOnly?: boolean;

  /**
   * Name by which the manifest of the new cluster calls the server.
   *
   * @default - `<clusterName>-import`
   */
  readonly serverName?: string;
}

/**
 * Where the data of a new cluster comes from. It counts when the cluster is created, and never again. The value stays in the program as long
 * as the cluster does, for it says what the cluster was made of; when the cluster runs and has a backup of its own, `done()` says that its
 * origin is over.
 */
export class RecoverySource {
  /**
   * The archive of a cluster: `policy.archive`, or `BackupArchive.of(...)` where the policy is gone.
   *
   * @param archive the archive
   * @param options where the recovery ends
   */
  public static fromArchive(archive: BackupArchive, options: ArchiveRecoveryOptions = {}): RecoverySource {
    return new RecoverySource({ ...options, kind: RecoveryKind.ARCHIVE, archive }, options);
  }

  /**
   * A copy of a running cluster as it is now.
   *
   * @param cluster the cluster, run by the same operator
   * @param options from which of its repositories
   */
  public static clone(cluster: IClusterAddress, options: CloneOptions = {}): RecoverySource {
    return new RecoverySource({ ...options, kind: RecoveryKind.CLONE, cluster }, options);
  }

  /**
   * Volume snapshots, with the WAL of an archive behind them.
   *
   * @param options the snapshots
   */
  public static fromSnapshots(options: SnapshotRecoveryOptions): RecoverySource {
    return new RecoverySource({ kind: RecoveryKind.SNAPSHOTS, snapshots: options, archive: options?.archive, target: options?.target });
  }

  /**
   * A dump of one database, or of several with their roles, of any PostgreSQL server, which may have another major version.
   *
   * @param options the server
   */
  public static logicalImport(options: LogicalImportOptions): RecoverySource {
    return new RecoverySource({ kind: RecoveryKind.IMPORT, logicalImport: options });
  }

  /** What the data comes from. */
  public readonly kind: RecoveryKind;

  /** The archive that is read; undefined where none is. */
  public readonly archive?: BackupArchive;

  /** Which repository of the archive or of the cloned cluster is read; undefined for the first. */
  public readonly repository?: number;

  /** Where the recovery ends. */
  public readonly target: RecoveryTarget;

  /** The cluster that is cloned; undefined for the other kinds. */
  public readonly cluster?: IClusterAddress;

  /** The snapshots; undefined for the other kinds. */
  public readonly snapshots?: SnapshotRecoveryOptions;

  /** The server that is dumped; undefined for the other kinds. */
  public readonly importServer?: LogicalImportOptions;

  /** Whether the cluster was made long ago, so that nothing leads to its origin any more. */
  public readonly isDone: boolean;

  /** The options as given, in which a misspelt one is found. @internal */
  public readonly _options?: object;

  private constructor(
    private readonly origin: Origin,
    options?: object,
    isDone = false,
  ) {
    this.isDone = isDone;
    this._options = options;
    this.kind = origin.kind;
    this.archive = origin.archive;
    this.repository = origin.repository;
    this.target = origin.target ?? RecoveryTarget.latest();
    this.cluster = origin.cluster;
    this.snapshots = origin.snapshots;
    this.importServer = origin.logicalImport;
  }

  /**
   * The same origin, which is over: the cluster runs, and has a backup of its own. Nothing leads to the origin any more, so archive, Secrets and
   * cluster that it was made of may go, and nothing of the origin is compared with the cluster, which may be upgraded to another major
   * version. Written for good: an origin that comes back is another restore on Crunchy PGO (rule G041 of guard).
   *
   * - CloudNativePG: the entry in `externalClusters` and the ObjectStore go, the way of the bootstrap stays. A cluster that is made anew under
   *   the name fails instead of being restored once more. An entry that a clone was made by stays, since the bootstrap cannot be without it.
   * - Zalando: the variables of the restore go, so the pods are made anew, one after the other.
   * - Crunchy PGO: `dataSource` goes, and nothing happens.
   *
   * @see docs/how-to/make-a-cluster-anew.md
   */
  public done(): RecoverySource {
    return new RecoverySource(this.origin, this._options, true);
  }
}

interface Origin {
  readonly kind: RecoveryKind;
  readonly archive?: BackupArchive;
  readonly repository?: number;
  readonly target?: RecoveryTarget;
  readonly cluster?: IClusterAddress;
  readonly snapshots?: SnapshotRecoveryOptions;
  readonly logicalImport?: LogicalImportOptions;
}
