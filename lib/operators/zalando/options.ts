/**
 * Versions of the Zalando Postgres Operator that manifests can be printed for.
 *
 * @see https://github.com/zalando/postgres-operator/releases
 */
export enum ZalandoVersion {
  /** 1.15, PostgreSQL 14 to 17. */
  V1_15 = '1.15',
  /** 2.0, PostgreSQL 14 to 18. */
  V2_0 = '2.0',
}

/**
 * What only the Zalando operator has.
 */
export interface ZalandoOptions {
  /** The team that owns the cluster; the operator puts it on everything as the label `team`. A valid label value (rule ZAL-002). */
  readonly teamId: string;

  /**
   * Version of the operator that the manifests are applied to.
   *
   * @default ZalandoVersion.V2_0
   */
  readonly operatorVersion?: ZalandoVersion;

  /**
   * Whether the operator's configuration has `enable_team_id_clustername_prefix`, so that the name of a cluster must begin with its team
   * (rule ZAL-003).
   *
   * @default false
   * @see https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/
   */
  readonly teamPrefixEnforced?: boolean;

  /**
   * Whether the operator's configuration has `enable_pod_antiaffinity` with the topology key of nodes and without
   * `pod_antiaffinity_preferred_during_scheduling`. The operator then keeps the instances of every cluster on different nodes, so
   * `placement.nodes` has to say so too (rule ZAL-015). Version 1.15 cannot spread a single cluster and relies on this.
   *
   * @default false
   * @see https://postgres-operator.readthedocs.io/en/latest/administrator/#enable-pod-anti-affinity
   */
  readonly podAntiAffinityConfigured?: boolean;

  /**
   * Label keys that the operator's configuration lists in `inherited_labels`. Only these reach the pods (rule ZAL-004).
   *
   * @default - none, so that a cluster can have no labels
   * @see https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/
   */
  readonly inheritedLabels?: string[];
}
