import { AppProps } from 'cdk8s';
import { StaleFiles } from './stale-files';

/**
 * How a fleet is printed.
 */
export interface FleetAppProps extends AppProps {
  /**
   * Names files after what is in them and nothing else, so that what is added or removed elsewhere renames none: no number stands before
   * the name of a chart that others depend on, and the name of a file with one object has the namespace of the object
   * (`Cluster.orders.main.k8s.yaml`).
   *
   * Turn it on before the first synth, or delete the output folder once: all files with one object get new names.
   *
   * @default false - the names that the `App` of cdk8s gives
   * @see docs/how-to/fleets.md
   */
  readonly stableNames?: boolean;

  /**
   * What becomes of files of an earlier synth that are printed no longer, such as those of a chart that was taken out of the program.
   *
   * Two programs need two output folders: each would find the files of the other stale. Apps of one program may share a folder.
   *
   * @default StaleFiles.IGNORE
   * @see docs/how-to/fleets.md
   */
  readonly staleFiles?: StaleFiles;
}
