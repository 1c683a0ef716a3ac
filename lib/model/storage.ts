import { Size } from 'cdk8s';

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
}
