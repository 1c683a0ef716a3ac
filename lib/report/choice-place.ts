import { Shape, boolean, optional, text } from '../private/shape';

/**
 * What a place has, in which a cluster shall run. Only what is said counts.
 */
export interface ChoicePlace {
  /**
   * Version of Kubernetes, such as `1.34` (rule CHOICE-003).
   *
   * @default - it decides nothing
   */
  readonly kubernetes?: string;

  /**
   * Whether there is an object store for backups: S3 or what speaks like it, Google Cloud Storage, Azure Blob Storage.
   *
   * @default - it decides nothing
   */
  readonly objectStore?: boolean;

  /**
   * Whether volumes can be snapshotted: a CSI driver with the VolumeSnapshot definitions.
   *
   * @default - it decides nothing
   */
  readonly volumeSnapshots?: boolean;

  /**
   * Whether pods are put into a service mesh.
   *
   * @default - it decides nothing
   */
  readonly serviceMesh?: boolean;

  /**
   * Whether it is OpenShift.
   *
   * @default - it decides nothing
   */
  readonly openShift?: boolean;

  /**
   * Whether images may have terms of a vendor, beside the licence of what is in them.
   *
   * @default - it decides nothing
   */
  readonly vendorTerms?: boolean;

  /**
   * Whether the people who are on call know Patroni.
   *
   * @default - it decides nothing
   */
  readonly patroniExperience?: boolean;
}

export const PLACE_SHAPE: Shape<ChoicePlace> = {
  kubernetes: optional(text),
  objectStore: optional(boolean),
  volumeSnapshots: optional(boolean),
  serviceMesh: optional(boolean),
  openShift: optional(boolean),
  vendorTerms: optional(boolean),
  patroniExperience: optional(boolean),
};
