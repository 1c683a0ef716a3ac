/**
 * What identifies a cluster in a Kubernetes cluster, known without its other properties.
 */
export interface ClusterIdentity {
  /** `metadata.name` of the cluster object. */
  readonly name: string;
  /**
   * Namespace of the cluster object.
   *
   * @default - the namespace that the manifest is applied to
   */
  readonly namespace?: string;
}
