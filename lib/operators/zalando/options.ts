import { onlyMembers } from '../../model/members';
import { ZalandoClusterOptions } from './cluster-options';

// The front door knows this file alone.
export * from './cluster-options';

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
onlyMembers(ZalandoVersion, 'ZalandoVersion');

/**
 * A schema of a prepared database.
 */
export interface ZalandoPreparedSchema {
  /**
   * Whether the operator makes `<database>_<schema>_owner`, `_reader` and `_writer`, which nobody can log in as.
   *
   * @default true
   */
  readonly defaultRoles?: boolean;

  /**
   * Whether it makes a user that logs in for each of them, `<database>_<schema>_owner_user` and so on; not without the roles (rule ZAL-206).
   *
   * @default false
   */
  readonly defaultUsers?: boolean;
}

/**
 * A database that the operator makes with roles, schemas and default privileges of its own. Its owner is `<database>_owner`.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/user/#prepared-databases-with-roles-and-default-privileges
 */
export interface ZalandoPreparedDatabase {
  /**
   * Whether the operator makes users that log in, `<database>_owner_user`, `_reader_user` and `_writer_user`, with a Secret each.
   *
   * @default false
   */
  readonly defaultUsers?: boolean;

  /**
   * Schemas by their names.
   *
   * @default - one, called `data`
   */
  readonly schemas?: { [name: string]: ZalandoPreparedSchema };

  /**
   * Extensions, each with the schema that it goes to.
   *
   * @default - none
   */
  readonly extensions?: { [name: string]: string };

  /**
   * Namespace of the Secrets of the users, where the operator's configuration has `enable_cross_namespace_secret`.
   *
   * @default - that of the cluster
   */
  readonly secretNamespace?: string;
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
 * its namespace, with its own name in place of `<source>`; for its pools `pooler.<source>...` too, and for its applications those of the
 * roles, which would get new passwords at the promotion otherwise.
 *
 * A role that leaves the program stays in the database with its password, and can still log in; `login: false` takes that away. A Secret
 * is never deleted before its cluster, and then with it, also one that somebody else has made: `enable_secrets_deletion` in the operator's
 * configuration decides. A password that changes in such a Secret is given to the role at the operator's next sync, within half an hour.
 * Names of Secrets follow the operator's default, so `secret_name_template` must not be set. A SealedSecret has to be applied before the
 * cluster: the operator makes at once what is missing, and Sealed Secrets takes over what others have made only where it has the
 * annotation `sealedsecrets.bitnami.com/managed: "true"`. External Secrets writes over it.
 *
 * For a database with extensions the operator makes three roles that nobody can log in as, `<database>_owner`, `<database>_reader` and
 * `<database>_writer` (rule ZAL-155); they own nothing and are given no access to what the owner creates.
 *
 * Certificates of `tls` are read anew by the database within minutes after they were renewed. The pods of pools read theirs when they start:
 * `kubectl rollout restart deployment <clusterName>-pooler`, and `<clusterName>-pooler-repl`, before the old certificate ends.
 *
 * Pods run as the user of the image. They meet the Pod Security Standard `baseline` as long as the operator's configuration has neither
 * `spilo_privileged` nor `additional_pod_capabilities`. `spilo_allow_privilege_escalation: false` must not be set: the program that starts
 * backups by schedule, and that reads renewed certificates, starts nothing any more, and says nothing.
 *
 * Two settings of the operator's configuration must stay as they are by default: `min_instances`, since a `ClusterPair` stops its old
 * primary by running no instance of it, and `enable_pgversion_env_var`, which is a part of the path of an archive in Azure.
 *
 * @see https://postgres-operator.readthedocs.io/en/latest/administrator/#custom-pod-environment-variables
 */
export interface ZalandoOptions extends ZalandoClusterOptions {
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
   * Image of the exporter beside each instance of a cluster that is watched; the operator has none of its own. Our queries and flags are those
   * of postgres_exporter 0.19. Instances restart when it changes.
   *
   * @default quay.io/prometheuscommunity/postgres-exporter:v0.19.1
   * @see https://github.com/prometheus-community/postgres_exporter
   */
  readonly exporterImage?: string;

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
   * Whether the operator's configuration has the empty text for `default_cpu_limit`, `min_cpu_limit` and `connection_pooler_default_cpu_limit`.
   * Only then is there a pod without a CPU limit: the first is the limit of clusters that name none, the second raises those that have none,
   * and the third is for pools. All three are set where the operator is installed as it is shipped.
   *
   * @default false
   * @see https://postgres-operator.readthedocs.io/en/latest/reference/operator_parameters/#kubernetes-resource-requests
   */
  readonly cpuLimitDefaultsRemoved?: boolean;

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

  /**
   * Databases that the operator makes with roles of its own, by their names, for a cluster that has them already. None is one of `databases`
   * (rule ZAL-204), whose owners, schemas and access are the program's. Nothing else of the program knows these roles: `connect` refuses them, and
   * their Secrets are called `<role>.<cluster>.credentials.postgresql.acid.zalan.do`, with `-` for `_`. What is taken out stays.
   *
   * @default - none
   */
  readonly preparedDatabases?: { [database: string]: ZalandoPreparedDatabase };

  /**
   * Roles of the cluster whose user name and password the operator replaces from time to time, in their Secrets
   * (`usersWithSecretRotation`). The new user is called like the role with a date behind, `reports270131`, and is a member of it; the old
   * one works on until the operator drops it. Applications have to read both from the Secret, and to be restarted in between: `connect`
   * leads user and password there, and its URL refers to them. A line of `hbaRules` for the role has to say `+role`; access rules do so by
   * themselves.
   *
   * Not for owners of databases (rule ZAL-161), for passwords that somebody else supplies (rule ZAL-159), nor for names that are no role of
   * the cluster (rule ZAL-158), so that clusters with different roles have a `PostgresOperator.zalando(...)` each. The operator's
   * configuration needs nothing for it: `password_rotation_interval` (90 days) and `password_rotation_user_retention` (120 days in version
   * 2.0, 180 in 1.15) are for all clusters. With `enable_password_rotation` there, every role is rotated like this that is no owner and
   * whose password is not supplied.
   *
   * @default - none
   * @see https://postgres-operator.readthedocs.io/en/latest/administrator/#password-rotation-in-k8s-secrets
   */
  readonly rotatedRoles?: string[];

  /**
   * Roles of the cluster whose password the operator replaces from time to time, without another user name
   * (`usersWithInPlaceSecretRotation`). The old password is refused at once, so it is for those who read it each time, such as a Job, and
   * for owners of databases. The same rules as for `rotatedRoles` hold, but for the owners.
   *
   * @default - none
   * @see https://postgres-operator.readthedocs.io/en/latest/administrator/#password-replacement-without-extra-users
   */
  readonly rotatedInPlaceRoles?: string[];
}
