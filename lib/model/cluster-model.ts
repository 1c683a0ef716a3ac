import { AccessRule } from './access-rule';
import { BackupModel, OnDemandBackupModel } from './backup-model';
import { ChangeCaptureOptions } from './change-capture';
import { ClusterState } from './cluster-state';
import { ClusterTls } from './cluster-tls';
import { ComputeModel } from './compute';
import { CreationOptions } from './creation';
import { DatabaseOptions } from './database';
import { ClusterExposure } from './exposure';
import { ClusterIdentity } from './identity';
import { PostgresImage } from './image';
import { LogicalBackupModel } from './logical-backup-model';
import { MigrationSideModel } from './migration-model';
import { MonitoringModel } from './monitoring';
import { NetworkModel } from './network';
import { NonProductionOptions } from './non-production';
import { PlacementModel } from './placement';
import { PlatformModel } from './platform';
import { PodSecurityStandard } from './pod-security';
import { PoolModel } from './pool-model';
import { PostgresVersion } from './postgres-version';
import { InPlaceRestoreModel, PairModel, ReplicaModel } from './recovery-model';
import { RecoverySource } from './recovery-source';
import { Replication } from './replication';
import { RoleModel } from './role-model';
import { SleepModel } from './sleep-model';
import { TablespaceOptions } from './tablespace';
import { ReplicaSetModel } from './replica-set-model';
import { StorageOptions } from './storage';
import { ClusterDefault, TakeOver } from './take-over';
import { UpdateOptions, VerbTokens } from './updates';
import { UpgradeModel } from './upgrade-model';

/**
 * A cluster with every default filled in and with all that is attached to it: the only thing that an operator needs to know.
 */
export interface ClusterModel {
  /** Name and namespace. */
  readonly identity: ClusterIdentity;
  /** PostgreSQL major version. */
  readonly version: PostgresVersion;
  /** Instances, the primary included, without those of `replicaSets`. */
  readonly instances: number;
  /** Data volume of each instance. */
  readonly storage: StorageOptions;
  /**
   * Volume of each instance for WAL.
   *
   * @default - WAL stands on the data volume
   */
  readonly walStorage?: StorageOptions;
  /** Tablespaces, with their volumes. */
  readonly tablespaces: TablespaceOptions[];
  /** CPU and memory of each instance. */
  readonly compute: ComputeModel;
  /** Further instances, of a size of their own; `instances` does not count them. */
  readonly replicaSets: ReplicaSetModel[];
  /** How transactions reach the replicas. */
  readonly replication: Replication;
  /** Where instances may run. */
  readonly placement: PlacementModel;
  /** PostgreSQL parameters. */
  readonly parameters: { [name: string]: string };
  /**
   * How changes are read; what it sets of `parameters` is among these.
   *
   * @default - nobody is expected to read changes
   */
  readonly changeCapture?: ChangeCaptureOptions;
  /** Libraries that are loaded at server start. */
  readonly preloadLibraries: string[];
  /** Lines of pg_hba.conf, in order. */
  readonly hbaRules: string[];
  /** Who may log in, from where and how, behind these lines; where there are any, whomever none of them fits is refused. */
  readonly accessRules: AccessRule[];
  /** Databases with their owners; the first is created with the cluster. */
  readonly databases: DatabaseOptions[];
  /** What counts once, when the cluster is made; `sql` is there, and may be empty. */
  readonly creation: CreationOptions;
  /** Roles, each once: the owners in the order of their databases, then the others in the order of the program. */
  readonly roles: RoleModel[];
  /**
   * The superuser.
   *
   * @default - it does not get in from outside of the pods, as far as the operator leaves that to the program
   */
  readonly superuser?: RoleModel;
  /** Where the certificates come from. */
  readonly tls: ClusterTls;
  /** Who reaches the pods. */
  readonly network: NetworkModel;
  /** What is reached from outside of the Kubernetes cluster. */
  readonly exposure: ClusterExposure;
  /**
   * The Pod Security Standard that the namespace enforces.
   *
   * @default - not known
   */
  readonly podSecurity?: PodSecurityStandard;
  /** Labels of the pods. */
  readonly labels: { [key: string]: string };
  /** Annotations of the pods. */
  readonly annotations: { [key: string]: string };
  /** Labels of the cluster object itself. */
  readonly objectLabels: { [key: string]: string };
  /** Annotations of the cluster object itself. */
  readonly objectAnnotations: { [key: string]: string };
  /** Names of the Secrets with which images are pulled. */
  readonly imagePullSecrets: string[];
  /** What it runs on. */
  readonly platform: PlatformModel;
  /**
   * Image of the instances.
   *
   * @default - the operator's recommended image for the major version
   */
  readonly image?: PostgresImage;
  /** Whether it runs, and who looks after it. */
  readonly state: ClusterState;
  /**
   * How it is updated.
   *
   * @default - as the operator does it
   */
  readonly updates?: UpdateOptions;
  /**
   * What is done once for each token.
   *
   * @default - nothing
   */
  readonly verbs?: VerbTokens;
  /** How it is watched. */
  readonly monitoring: MonitoringModel;
  /**
   * That it ran before.
   *
   * @default - the program made it
   */
  readonly takenOver?: TakeOver;
  /** Defaults of the library that it is left without, since it ran before. */
  readonly leftOff: ClusterDefault[];
  /**
   * Why the cluster may be less than a production cluster.
   *
   * @default - it is a production cluster
   */
  readonly nonProduction?: NonProductionOptions;
  /**
   * The backup policy.
   *
   * @default - the cluster has no backups
   */
  readonly backup?: BackupModel;
  /** Connection pools, in the order in which they were attached. */
  readonly pools: PoolModel[];
  /**
   * Where the first data came from.
   *
   * @default - the cluster began empty
   */
  readonly recovery?: RecoverySource;
  /**
   * Where the first data came from, where nothing leads there any more.
   *
   * @default - the cluster began empty, or its origin is not over
   */
  readonly formerOrigin?: RecoverySource;
  /**
   * The cluster that it is a clone of, with all that is attached to that one.
   *
   * @default - it is no clone of a cluster of this app
   */
  readonly cloned?: ClusterModel;
  /**
   * What the cluster follows.
   *
   * @default - it is no replica cluster
   */
  readonly replica?: ReplicaModel;
  /**
   * Its place in a pair.
   *
   * @default - it is in no pair
   */
  readonly pair?: PairModel;
  /** Other clusters of the app that copy this one or stream from it. */
  readonly followers: ClusterIdentity[];
  /** Backups that are taken once, in the order in which they were attached. */
  readonly onDemandBackups: OnDemandBackupModel[];
  /**
   * Dumps on a schedule.
   *
   * @default - none
   */
  readonly logicalBackup?: LogicalBackupModel;
  /**
   * A restore over its data.
   *
   * @default - none
   */
  readonly inPlaceRestore?: InPlaceRestoreModel;
  /**
   * When it sleeps.
   *
   * @default - it does not
   */
  readonly sleep?: SleepModel;
  /**
   * A major upgrade. What it changes at its step stands in the other fields.
   *
   * @default - none
   */
  readonly upgrade?: UpgradeModel;
  /** Migrations that it is a side of, in the order in which they were attached. What they change stands in the other fields, but for slots. */
  readonly migrations: MigrationSideModel[];
}
