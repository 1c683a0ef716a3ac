import { ComputeModel } from './compute';
import { PlacementModel } from './placement';
import { StorageOptions } from './storage';

/**
 * A replica set with every default filled in.
 */
export interface ReplicaSetModel {
  /** Name of the set. */
  readonly name: string;
  /** Instances of the set. */
  readonly instances: number;
  /** Data volume of each of them. */
  readonly storage: StorageOptions;
  /** Their CPU and memory. */
  readonly compute: ComputeModel;
  /** Where they may run. */
  readonly placement: PlacementModel;
  /** Whether one of them may become the primary. */
  readonly mayBecomePrimary: boolean;
}
