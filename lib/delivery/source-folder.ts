/**
 * A folder of manifests in a Git repository.
 */
export interface SourceFolder {
  /** URL of the repository, without a user's password or token (rule GITOPS-004). */
  readonly repository: string;

  /** Branch, tag or commit. */
  readonly revision: string;

  /** The folder, from the root of the repository: `clusters/orders` (rule GITOPS-003). */
  readonly path: string;

  /**
   * Whether folders below belong to it.
   *
   * @default false
   */
  readonly recurse?: boolean;

  /**
   * Which files of the folder: a name, or a pattern with `*`.
   *
   * @default - all
   */
  readonly include?: string;
}
