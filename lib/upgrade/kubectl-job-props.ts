/**
 * What the pods of a Job need to reach the API server of Kubernetes, and what they run.
 */
export interface KubectlJobOptions {
  /**
   * Addresses of the API server behind its Service, as CIDRs; `kubectl get endpoints kubernetes` shows them.
   *
   * @default - those of the cluster's `network`; one of the two is needed (rule VERB-015), but where somebody else prints the policies
   */
  readonly apiServerCidrs?: string[];

  /**
   * Port of the API server behind its Service.
   *
   * @default - that of the cluster's `network.egress`, or 6443
   */
  readonly apiServerPort?: number;

  /**
   * Image with a POSIX shell and `kubectl`.
   *
   * @default alpine/kubectl:1.34.2, from the registry of the platform
   */
  readonly image?: string;
}
