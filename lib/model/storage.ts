import { Size } from 'cdk8s';
import { AutoGrowOptions } from './auto-grow';
import { onlyMembers } from './members';

/**
 * A volume of each instance.
 */
export interface StorageOptions {
  /**
   * Size of the volume; printed as a canonical Kubernetes quantity (`50Gi`).
   *
   * It can grow later where the storage class allows it, and never shrink: no operator can do that.
   */
  readonly size: Size;

  /**
   * Name of the StorageClass.
   *
   * Existing volumes keep their class when this changes; only new instances get the new one.
   *
   * @default - the default class of the Kubernetes cluster, whichever that is on the day an instance is created
   * @see https://kubernetes.io/docs/concepts/storage/storage-classes/
   */
  readonly storageClass?: string;

  /**
   * Whether the volume grows by itself when it fills, and how far. Volumes of tablespaces and those for temporary files do not (rule STO-003).
   *
   * Only Crunchy PGO has it: from 6.0 for data, WAL and backups, in 5.8 for data, behind `autoGrowVolumesEnabled`. The storage class has to
   * expand volumes that are mounted.
   *
   * @default - it is grown by a larger `size` only
   * @see docs/how-to/grow-a-volume.md
   */
  readonly autoGrow?: AutoGrowOptions;
}

/**
 * Who may mount a volume at once.
 *
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#access-modes
 */
export enum VolumeAccessMode {
  /** The pods of one node, who write. */
  READ_WRITE_ONCE = 'ReadWriteOnce',
  /** One pod, who writes. */
  READ_WRITE_ONCE_POD = 'ReadWriteOncePod',
  /** Pods of any node, who write: NFS and other shared file systems. */
  READ_WRITE_MANY = 'ReadWriteMany',
}
onlyMembers(VolumeAccessMode, 'VolumeAccessMode');

/**
 * A volume that holds a backup repository.
 */
export interface RepositoryVolumeOptions extends StorageOptions {
  /**
   * Name of the PersistentVolume that is claimed. It outlives the cluster where its reclaim policy is `Retain`. The claim of such a volume, or
   * of a shared one, may be of any size (rule BAK-015): nothing compares it with what there is on NFS.
   *
   * @default - a volume is made for the claim, and deleted together with it
   * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reserving-a-persistentvolume
   */
  readonly volumeName?: string;

  /**
   * Who may mount the volume at once.
   *
   * @default VolumeAccessMode.READ_WRITE_ONCE
   */
  readonly accessMode?: VolumeAccessMode;
}
