import { AccessRule } from '../model/access-rule';
import { ChangeCaptureOptions } from '../model/change-capture';
import { ClusterState } from '../model/cluster-state';
import { ClusterTls } from '../model/cluster-tls';
import { ComputeOptions } from '../model/compute';
import { CreationOptions } from '../model/creation';
import { DatabaseOptions } from '../model/database';
import { ClusterExposure } from '../model/exposure';
import { PostgresImage } from '../model/image';
import { MonitoringOptions } from '../model/monitoring';
import { NetworkOptions } from '../model/network';
import { NonProductionOptions } from '../model/non-production';
import { ObjectMetadata } from '../model/object-metadata';
import { PlacementOptions } from '../model/placement';
import { PlatformOptions } from '../model/platform';
import { PodSecurityStandard } from '../model/pod-security';
import { PostgresVersion } from '../model/postgres-version';
import { RecoverySource } from '../model/recovery-source';
import { Replication } from '../model/replication';
import { RoleOptions } from '../model/role';
import { TablespaceOptions } from '../model/tablespace';
import { ReplicaSetOptions } from '../model/replica-set';
import { StorageOptions } from '../model/storage';
import { UpdateOptions, VerbTokens } from '../model/updates';
import { SuperuserOptions } from '../model/superuser-options';
import { TakeOver } from '../model/take-over';
import { IPostgresOperator } from '../operators/contract';

/**
 * Properties of `HaCluster`.
 */
export interface HaClusterProps {
  /**
   * `metadata.name` of the cluster object, written out because the data lives and dies with this name: lower-case letters, digits and
   * `-`, with a letter first. How long it may be depends on the operator; 37 characters fit all of them.
   */
  readonly clusterName: string;

  /** The operator that runs the cluster, with the options that only it has. */
  readonly operator: IPostgresOperator;

  /**
   * PostgreSQL major version. On a cluster that runs it is changed by a `MajorUpgrade`, and by hand only at the last step of one: a bare higher
   * number is an upgrade with a stop on CloudNativePG, where the archive has to get another place in the same commit (rule G053 of guard), and as
   * the operator is configured on Zalando. Crunchy PGO takes any other number without a word, and its pods find no data (rule G054). A lower one
   * is refused by CloudNativePG; the Zalando operator says it and goes on with the version of the data. On every operator write `.done()` behind
   * the `recovery` of a restored cluster beforehand.
   *
   * @see docs/how-to/upgrade-postgresql.md
   * @see docs/how-to/make-a-cluster-anew.md
   * @see https://www.postgresql.org/support/versioning/
   */
  readonly version: PostgresVersion;

  /** Data volume of each instance. */
  readonly storage: StorageOptions;

  /**
   * PostgreSQL instances, the primary included.
   *
   * @default 3
   */
  readonly instances?: number;

  /**
   * Further instances of a size of their own, for reads that the others shall not carry: replicas for reports, for example. Each set has a Service,
   * to which `connect` leads with `replicaSet`. Only Crunchy PGO has it, where each of them may become the primary, which `mayBecomePrimary` has to
   * say; elsewhere a `ReplicaCluster` in the same namespace does as much.
   *
   * @default - none
   * @see docs/how-to/grow-a-volume.md
   */
  readonly replicaSets?: ReplicaSetOptions[];

  /**
   * A volume of its own for WAL in each instance, so that a full WAL does not fill the data volume. It can be added later, which
   * restarts the instances one after the other. CloudNativePG never lets it go again (rule G028 of guard).
   *
   * @default - WAL stands on the data volume
   * @see docs/how-to/grow-a-volume.md
   */
  readonly walStorage?: StorageOptions;

  /**
   * Tablespaces, each on a volume of its own in each instance. One can be added later, and none be removed; a base backup is due after it was
   * added. Copies of the cluster need the same (rule REC-041). On Crunchy PGO behind `tablespaceVolumesEnabled`.
   *
   * @default - none
   */
  readonly tablespaces?: TablespaceOptions[];

  /**
   * CPU and memory of each instance.
   *
   * @default - 500m CPU with a limit of 2, 1Gi memory with a limit of 1Gi
   */
  readonly compute?: ComputeOptions;

  /**
   * How transactions reach the replicas.
   *
   * @default Replication.asynchronous()
   */
  readonly replication?: Replication;

  /**
   * Where instances may run.
   *
   * @default - spread over nodes (required) and zones (preferred), any node
   */
  readonly placement?: PlacementOptions;

  /**
   * PostgreSQL parameters, all values as text: `{ max_connections: '200' }`. Names and values are checked against what the PostgreSQL
   * version accepts (rule HA-010) and against what the operator keeps for itself.
   *
   * @default - PostgreSQL's and the operator's own
   * @see https://www.postgresql.org/docs/current/runtime-config.html
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Libraries that are loaded at server start, in order; merged with those that the operator needs.
   *
   * @default - those that the operator needs
   * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SHARED-PRELOAD-LIBRARIES
   */
  readonly preloadLibraries?: string[];

  /**
   * Lines of pg_hba.conf, in order. They stand behind the lines that the operator needs for itself and before the last lines, which are
   * the same on every operator: without TLS nobody is let in, and with TLS everybody who has a password. So a line that lets somebody in
   * does not keep others out: to restrict, end with `host all all all reject`.
   *
   * @default - none
   * @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
   */
  readonly hbaRules?: string[];

  /**
   * Who may log in, from where, to which database, and how. Where there are rules, whomever none of them fits is refused, also when it is
   * let in by the network; what the operator needs for itself is let in always. They stand behind `hbaRules`.
   *
   * @default - everybody who has a password, with TLS
   */
  readonly accessRules?: AccessRule[];

  /**
   * Databases with their owners, created with the cluster.
   *
   * @default - the operator creates what it always creates: none, or one named after itself
   */
  readonly databases?: DatabaseOptions[];

  /**
   * Roles beside the owners of the databases, and what is to be said of an owner besides. Not for a cluster that follows another one: it has
   * the roles of that one.
   *
   * @default - the owners of the databases
   */
  readonly roles?: RoleOptions[];

  /**
   * Lets the superuser `postgres` in with a password, from outside of its pods. Refused without a written reason (rule ROLE-024). On Zalando it
   * always gets in, and this says where its password comes from; on Crunchy PGO its Secret is deleted when the prop is taken out.
   *
   * @default - psql in the pod of the primary is the way, which needs no password
   * @see docs/how-to/roles-and-access.md
   */
  readonly superuser?: SuperuserOptions;

  /**
   * Lets programs read every change of a database: logical decoding, a bound on the WAL that is kept for them, and slots that survive a
   * failover. Where `wal_level` was lower before, PostgreSQL restarts.
   *
   * @default - the operator's `wal_level`, and slots keep WAL without a bound
   * @see docs/how-to/capture-changes.md
   */
  readonly changeCapture?: ChangeCaptureOptions;

  /**
   * What counts once, when the cluster begins empty: SQL of one's own, checksums, the size of the files of WAL.
   *
   * @default - checksums, files of 16 MiB, and no SQL but the library's own
   */
  readonly creation?: CreationOptions;

  /**
   * Image with `sh` and `psql` of the Jobs that give roles their access: `<cluster>-access-...`, one for each database that has schemas or
   * roles with an access below the owner's.
   *
   * @default postgres:<major version>
   */
  readonly accessImage?: string;

  /**
   * Where the certificates come from.
   *
   * @default ClusterTls.operatorGenerated()
   */
  readonly tls?: ClusterTls;

  /**
   * Who reaches the pods. Without `connect` or `allowFrom`, that is the operator, the pods of the cluster, its pools, and what collects
   * metrics.
   *
   * @default - ingress is restricted, egress is not
   */
  readonly network?: NetworkOptions;

  /**
   * Whether the cluster runs, and who looks after it.
   *
   * @default ClusterState.running()
   * @see docs/how-to/stop-a-cluster.md
   */
  readonly state?: ClusterState;

  /**
   * How the cluster is updated: what becomes of the primary, who goes on, what waits.
   *
   * @default - by switchover, as soon as something has changed
   * @see docs/changes.md
   */
  readonly updates?: UpdateOptions;

  /**
   * What is done once for each token: a restart, a switchover.
   *
   * @default - nothing
   */
  readonly verbs?: VerbTokens;

  /**
   * How the cluster is reached from outside of the Kubernetes cluster.
   *
   * @default - it is not
   */
  readonly exposure?: ClusterExposure;

  /**
   * The Pod Security Standard that the namespace enforces, so that an operator whose pods it would keep out is refused. The pods meet as much
   * as the operator allows, whatever stands here.
   *
   * @default - not known
   */
  readonly podSecurity?: PodSecurityStandard;

  /**
   * Labels of the pods (and of what the operator creates around them), never used for selection. The pods of pools, Jobs and drills have
   * them too.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods (and of what the operator creates around them). The pods of pools, Jobs and drills have them too.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Labels and annotations of the cluster object itself, beside those that the library gives it (rule HA-092). An annotation may tell the operator
   * something; guard knows which of them do what.
   *
   * @default - none
   */
  readonly objectMetadata?: ObjectMetadata;

  /**
   * Names of the Secrets of the type `kubernetes.io/dockerconfigjson` with which the images of all pods are pulled, those of pools, backups,
   * Jobs and drills included; in the namespace of the cluster.
   *
   * @default - those of the platform, or none
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
   */
  readonly imagePullSecrets?: string[];

  /**
   * What is true of the Kubernetes cluster, where it is not what `Platform.of(...)` says for the chart or the app: OpenShift, IPv6, a mesh,
   * registries.
   *
   * @default - what the platform of the chart and the app say
   */
  readonly platform?: PlatformOptions;

  /**
   * Container image of the instances.
   *
   * @default - the image that the operator recommends for the major version
   */
  readonly image?: PostgresImage;

  /**
   * Where the first data comes from. It counts when the cluster is created, and the prop stays as long as the cluster does, for it says what
   * the cluster was made of. When the cluster runs and has a backup of its own, write `.done()` behind it: its origin is over.
   *
   * @default - the cluster begins empty
   */
  readonly recovery?: RecoverySource;

  /**
   * How the cluster is watched: what Prometheus scrapes, and who is told what.
   *
   * @default - it is scraped, and every alert that it can raise is printed
   */
  readonly monitoring?: MonitoringOptions;

  /**
   * Why this cluster may be less safe than a production cluster, and in what.
   *
   * @default - it is a production cluster
   */
  readonly nonProduction?: NonProductionOptions;

  /**
   * That the cluster ran before this program described it: defaults of the library that would change it are left off, and told at synth, until
   * the program says otherwise (rules TAKE-001, TAKE-002). `cdk8s-postgres adopt` writes it. Take it out when nothing is left off any more.
   *
   * @default - the cluster has all defaults
   * @see docs/how-to/take-over-a-running-cluster.md
   */
  readonly takenOver?: TakeOver;
}

/**
 * What a runbook is written for.
 */
export interface RecoveryRunbookOptions {
  /**
   * The moment that is restored, RFC 3339 with a zone: `2026-08-01T10:30:00Z` (rule REC-001).
   *
   * @default - everything that was archived
   */
  readonly targetTime?: string;

  /**
   * Name of the cluster that takes the place of the lost one.
   *
   * @default - `<clusterName>-restored`
   */
  readonly recoveredName?: string;
}
