/**
 * What holds for Applications and for what makes them.
 */
export interface ArgoTarget {
  /**
   * Namespace of Argo CD, where the object is put.
   *
   * @default argocd
   */
  readonly argoNamespace?: string;

  /**
   * Project of Argo CD.
   *
   * @default default
   */
  readonly project?: string;

  /**
   * Whether Argo CD syncs by itself what is merged.
   *
   * @default true
   */
  readonly automated?: boolean;

  /**
   * Whether Argo CD takes back by itself what was changed by hand, also where somebody fences or hibernates a cluster in an emergency. Needs
   * `automated` (rule GITOPS-006).
   *
   * @default false
   */
  readonly selfHeal?: boolean;

  /**
   * Whether Argo CD deletes by itself what has left Git. Databases are printed with `Prune=false` and stay. Needs `automated` (rule GITOPS-006).
   *
   * @default false
   */
  readonly prune?: boolean;
}
