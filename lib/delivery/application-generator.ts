/**
 * For what an `ArgoApplicationSet` makes Applications.
 */
export class ApplicationGenerator {
  /**
   * For each folder of the repository that a pattern matches, one Application with the name of the folder.
   *
   * @param pattern path with `*`, from the root of the repository: `clusters/*` (rule GITOPS-003)
   */
  public static folders(pattern: string): ApplicationGenerator {
    return new ApplicationGenerator(pattern, undefined);
  }

  /**
   * For each Kubernetes cluster that Argo CD knows and that has these labels, one Application with the name of the set and of that cluster.
   *
   * @param labels labels of the Secrets by which Argo CD knows its clusters; empty for all
   */
  public static clusters(labels: { [key: string]: string }): ApplicationGenerator {
    return new ApplicationGenerator(undefined, { ...labels });
  }

  /** Pattern of the folders. @internal */
  public readonly _pattern?: string;
  /** Labels of the clusters. @internal */
  public readonly _labels?: { readonly [key: string]: string };

  private constructor(pattern: string | undefined, labels: { readonly [key: string]: string } | undefined) {
    this._pattern = pattern;
    this._labels = labels;
  }
}
