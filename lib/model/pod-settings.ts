import { PlacementModel } from './placement';
import { PlatformModel } from './platform';

/**
 * What every pod has that is made for a cluster: those of the operator, and those of the library.
 */
export interface PodSettings {
  /** Where it may run. */
  readonly placement: PlacementModel;
  /** Its labels. */
  readonly labels: { [key: string]: string };
  /** Its annotations. */
  readonly annotations: { [key: string]: string };
  /** Names of the Secrets with which its images are pulled. */
  readonly imagePullSecrets: string[];
  /** What it runs on. */
  readonly platform: PlatformModel;
}
