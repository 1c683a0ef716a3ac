import { ArgoTarget } from './argo-target';
import { SourceFolder } from './source-folder';

/**
 * Props of an `ArgoApplication`.
 */
export interface ArgoApplicationProps extends ArgoTarget {
  /** Name of the Application; never derived from a path, since a renamed Application is another one (rule GITOPS-001). */
  readonly applicationName: string;

  /** Where the manifests are. */
  readonly source: SourceFolder;

  /**
   * Namespace that objects without one are put into.
   *
   * @default - every object names its own
   */
  readonly destinationNamespace?: string;

  /**
   * Server that the objects are applied to, as Argo CD knows it.
   *
   * @default https://kubernetes.default.svc
   */
  readonly destinationServer?: string;

  /**
   * Place among the objects of the Application that this one is an object of, a whole number; lower ones first. Argo CD waits for the health of an
   * Application only where that check is restored in `argocd-cm`, which `ArgoHealthChecks.fragment` does.
   *
   * @default - none
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  readonly syncWave?: number;
}
