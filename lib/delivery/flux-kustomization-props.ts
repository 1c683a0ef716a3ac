import { Duration } from 'cdk8s';

/**
 * Props of a `FluxKustomization`.
 */
export interface FluxKustomizationProps {
  /** Name of the Kustomization (rule GITOPS-001). */
  readonly kustomizationName: string;

  /** Name of the GitRepository that holds the manifests. */
  readonly sourceName: string;

  /** The folder, from the root of the repository: `clusters/orders` (rule GITOPS-003). */
  readonly path: string;

  /**
   * Namespace of the Kustomization and of its source.
   *
   * @default flux-system
   */
  readonly fluxNamespace?: string;

  /**
   * How often it is applied again, which takes back what was changed by hand.
   *
   * @default Duration.minutes(10)
   */
  readonly interval?: Duration;

  /**
   * Whether Flux deletes what has left Git, and everything when the Kustomization itself is deleted. Flux does not know the annotations of Argo
   * CD: databases stay only where `GitOpsOutput.of(chart).protectFromFlux()` is called.
   *
   * @default false
   */
  readonly prune?: boolean;

  /**
   * Names of Kustomizations of the same namespace that have to be ready before.
   *
   * @default - none
   */
  readonly dependsOn?: string[];
}
