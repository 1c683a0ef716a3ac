import { ApplicationGenerator } from './application-generator';
import { ArgoTarget } from './argo-target';
import { SourceFolder } from './source-folder';

/**
 * Props of an `ArgoApplicationSet`.
 */
export interface ArgoApplicationSetProps extends ArgoTarget {
  /** Name of the set (rule GITOPS-001). */
  readonly setName: string;

  /** For what it makes Applications. */
  readonly generator: ApplicationGenerator;

  /**
   * Where the manifests are. With a generator of clusters every cluster gets this folder; with one of folders `path` is not used, and is the root
   * `.` (rule GITOPS-003).
   */
  readonly source: SourceFolder;
}
