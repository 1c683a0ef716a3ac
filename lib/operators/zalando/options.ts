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
 *
 * Variables that the operator's configuration sets in every database pod, by `pod_environment_configmap` or `pod_environment_secret`, count
 * where a BackupPolicy does not set the same ones. Some of them would lead backups elsewhere and must not be set there:
 * `WALG_S3_PREFIX`, `WALE_S3_PREFIX`, for Amazon S3 `AWS_ENDPOINT` and `WALE_S3_ENDPOINT`, and for Azure credentials of another kind. Nothing
 * there may begin with `CLONE_` or `STANDBY_`: it would lead recoveries and replica clusters elsewhere.
 *
 * A `ReplicaCluster` has the passwords of its source. Before it is created, the Secrets
 * `postgres.<source>.credentials.postgresql.acid.zalan.do` and `standby.<source>.credentials.postgresql.acid.zalan.do` have to be copied to
 * its namespace, with its own name in place of `<source>`; for its pools `pooler.<source>...` too.
 *
 * Two settings of the operator's configuration must stay as they are by default: `min_instances`, since a `ClusterPair` stops its old
 * primary by running no instance of it, and `enable_pgversion_env_var`, which is a part of the path of an archive in Azure.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/administrator/#custom-pod-environment-variables
 */
export interface ZalandoOptions {
  /**
   * The team that owns the cluster; the operator puts it on everything as the label `team`. A label value that is not empty (rule
   * ZAL-002). Every pod is recreated when it changes.
   */
  readonly teamId: string;

  /**
   * Version of the operator that the manifests are applied to. It decides which PostgreSQL majors there are (rule HA-004), which image
   * is the default, and whether a cluster can be spread over nodes and zones (rules ZAL-102 and ZAL-103).
   *
   * @default ZalandoVersion.V2_0
   */
  readonly operatorVersion?: ZalandoVersion;

  /**
   * Whether the operator's configuration has `enable_team_id_clustername_prefix`, so that the name of a cluster must begin with its team
   * and `-` (rule ZAL-003).
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
   * Label keys that the operator's configuration lists in `inherited_labels`. Only these reach the pods (rule ZAL-004), and the
   * operator's own keys must not be used (rule ZAL-016).
   *
   * @default - none, so that a cluster can have no labels
   * @see https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/
   */
  readonly inheritedLabels?: string[];

  /**
   * The AWS role of the service account that all database pods share: `irsa_role_arn` in the operator's configuration from version 2.0 on,
   * an annotation in its `pod_service_account_definition` before. It writes archives as it is; recoveries and, on version 1.15, replica
   * clusters that read an archive with workload identity need it here too, since the image does not find it there by itself.
   *
   * @default - the pods have the identity of their node, or keys
   * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
   */
  readonly podRoleArn?: string;
}
