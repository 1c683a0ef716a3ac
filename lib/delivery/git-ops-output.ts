import { IConstruct } from 'constructs';
import { GitOpsMark, mark } from '../private/gitops-marks';
import { requireConstruct } from '../private/shape';

/**
 * Annotations for the tool that applies the output, on everything that this library prints below a construct, also on what is put there
 * later. Protection from Argo CD is printed without being asked for.
 */
export class GitOpsOutput {
  /**
   * The output of a construct and of everything below it.
   *
   * @param scope an app, a chart or a construct
   */
  public static of(scope: IConstruct): GitOpsOutput {
    requireConstruct(scope, 'scope', 'GitOpsOutput.of', this.of);
    return new GitOpsOutput(scope);
  }

  private constructor(private readonly scope: IConstruct) {}

  /**
   * Keeps Flux from deleting what is protected from Argo CD: `kustomize.toolkit.fluxcd.io/prune: disabled`.
   *
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#prune
   */
  public protectFromFlux(): void {
    mark(this.scope, GitOpsMark.FLUX);
  }

  /**
   * Puts what makes Secrets into wave -2 of Argo CD, and object stores, ConfigMaps and network policies into wave -1. Clusters and what is about
   * them stay in wave 0, since a wave behind a cluster waits or fails while it changes its primary. Operators take objects in any order: waves
   * spare messages, and nothing depends on them.
   *
   * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
   */
  public addSyncWaves(): void {
    mark(this.scope, GitOpsMark.WAVES);
  }
}
