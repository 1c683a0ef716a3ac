import { onlyMembers } from '../model/members';

/**
 * What becomes of files that an earlier synth has written into the same folder and that are printed no longer.
 *
 * All but `IGNORE` keep a list of what was written, `.fleet-files`, in the output folder. It has the form of `sha256sum`, belongs into Git
 * beside the files, and is what Argo CD and kubectl pass over. A file that is not in the list, or that was changed since, is never deleted.
 */
export enum StaleFiles {
  /** They stay, as with the `App` of cdk8s, and no list is kept. */
  IGNORE = 'ignore',

  /** They stay, and synth ends with an error that names them (rule FLEET-004), for example in CI. */
  REFUSE = 'refuse',

  /** They are deleted; `FleetApp.removedFiles` says which. */
  REMOVE = 'remove',
}
onlyMembers(StaleFiles, 'StaleFiles');
