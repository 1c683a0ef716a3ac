/**
 * Snapshots of the data volumes by the storage system: fast to take and to restore, and lost with the storage system. They come besides
 * the backups in the object store, whose WAL they need for a restore to a point in time. No operator deletes old ones on a schedule:
 * CloudNativePG keeps all, PGO the newest.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volume-snapshots/
 */
export interface VolumeSnapshotOptions {
  /** Name of the VolumeSnapshotClass of the data volumes. */
  readonly className: string;

  /**
   * Name of the VolumeSnapshotClass of the WAL volumes.
   *
   * @default - that of the data volumes
   */
  readonly walClassName?: string;

  /**
   * Names of the VolumeSnapshotClasses of the volumes of tablespaces, by the names of the tablespaces.
   *
   * @default - that of the data volumes
   */
  readonly tablespaceClassNames?: { [tablespace: string]: string };
}
