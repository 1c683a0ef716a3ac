import { AccessRule } from './access-rule';
import { BackupEncryption } from './backup-encryption';
import { BackupRetention } from './backup-retention';
import { BackupSchedule, BackupType } from './backup-schedule';
import { BackupTarget } from './backup-target';
import { BackupTransferOptions } from './backup-transfer';
import { ClusterTls } from './cluster-tls';
import { ComputeModel } from './compute';
import { DatabaseOptions } from './database';
import { ClusterExposure, Exposure } from './exposure';
import { PostgresImage } from './image';
import { NetworkModel } from './network';
import { NonProductionOptions } from './non-production';
import { PlacementModel } from './placement';
import { PodSecurityStandard } from './pod-security';
import { PoolAccess, PoolMode } from './pool-mode';
import { PostgresVersion } from './postgres-version';
import { RecoverySource } from './recovery-source';
import { RecoveryTarget } from './recovery-target';
import { ReplicaSource } from './replica-source';
import { Replication } from './replication';
import { DatabaseAccess } from './role';
import { RolePassword } from './role-password';
import { StorageOptions } from './storage';
import { VolumeSnapshotOptions } from './volume-snapshots';

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

/**
 * A connection pool, with every default filled in.
 */
export interface PoolModel {
  /**
   * Name of the pool, where the pool is an object of its own.
   *
   * @default - derived from the name of the cluster and the access
   */
  readonly name?: string;
  /** The cluster that the pool leads to. */
  readonly cluster: ClusterIdentity;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
  /** When a server connection is taken back from its client. */
  readonly mode: PoolMode;
  /** Which instances the pool leads to. */
  readonly access: PoolAccess;
  /** Pooler pods. */
  readonly instances: number;
  /** CPU and memory of one pooler pod. */
  readonly compute: ComputeModel;
  /**
   * Server connections per pod for each pair of user and database.
   *
   * @default - the operator's default
   */
  readonly poolSize?: number;
  /**
   * Client connections per pod.
   *
   * @default - the operator's default
   */
  readonly maxClientConnections?: number;
  /**
   * Server connections per pod to one database, all users together.
   *
   * @default - the operator's default
   */
  readonly maxDatabaseConnections?: number;
  /** Further pgbouncer settings. */
  readonly parameters: { [name: string]: string };
  /** Where the certificates of the cluster come from; those of the pool come from there too. */
  readonly tls: ClusterTls;
  /**
   * How the pool is reached from outside of the Kubernetes cluster.
   *
   * @default - it is not
   */
  readonly exposure?: Exposure;
}

/**
 * A role with every default filled in.
 */
export interface RoleModel {
  /** Name of the role. */
  readonly name: string;
  /** Whether somebody can log in as the role. */
  readonly login: boolean;
  /** Where the password comes from; means nothing for a group. */
  readonly password: RolePassword;
  /** Databases that the role owns. */
  readonly owns: string[];
  /** Whether one of these is the first database of the cluster, with which some operators begin. */
  readonly ownsFirst: boolean;
  /** Roles that the role is a member of, with the owners of the databases where it has the level of the owner. */
  readonly memberOf: string[];
  /** What the role may do beside what it owns and is a member of; the schemas are written out. */
  readonly access: DatabaseAccess[];
  /**
   * Connections that the role may have at once.
   *
   * @default - no limit of its own
   */
  readonly connectionLimit?: number;
  /**
   * The moment from which the password is not accepted any more.
   *
   * @default - for ever
   */
  readonly validUntil?: string;
}

/**
 * One place that an archive lies in.
 */
export interface ArchiveRepositoryModel {
  /** Position in the policy, from 1. */
  readonly index: number;
  /** Where the backups are. */
  readonly target: BackupTarget;
  /**
   * How they are encrypted.
   *
   * @default - as the store does it
   */
  readonly encryption?: BackupEncryption;
}

/**
 * What makes the place of an archive: who wrote it, in which of its lives, and where to.
 */
export interface ArchiveModel {
  /** The cluster that writes or wrote it. */
  readonly cluster: ClusterIdentity;
  /** Its repositories. */
  readonly repositories: ArchiveRepositoryModel[];
  /** Generation of the archive: it makes the place of this life of the cluster differ from that of an earlier one. */
  readonly generation: number;
}

/**
 * One place that backups go to, with every default filled in.
 */
export interface BackupRepositoryModel extends ArchiveRepositoryModel {
  /** When they are taken. */
  readonly schedules: BackupSchedule[];
  /** How long they are kept. */
  readonly retention: BackupRetention;
}

/**
 * A backup policy, with every default filled in. It is an `ArchiveModel` with what its repositories say besides.
 */
export interface BackupModel {
  /** The cluster that is backed up. */
  readonly cluster: ClusterIdentity;
  /** Repositories, the first being the one that WAL and first backups rely on. */
  readonly repositories: BackupRepositoryModel[];
  /** Generation of the archive: it makes the place of this life of the cluster differ from that of an earlier one. */
  readonly generation: number;
  /** Whether no backup is taken by schedule for now; WAL is archived all the same. */
  readonly suspended: boolean;
  /** How backups and WAL are sent. */
  readonly transfer: BackupTransferOptions;
  /**
   * Snapshots of the volumes.
   *
   * @default - none
   */
  readonly snapshots?: VolumeSnapshotOptions;
}

/**
 * One backup that is taken once.
 */
export interface OnDemandBackupModel {
  /** Stable id: another one is another backup. */
  readonly id: string;
  /** The cluster that is backed up. */
  readonly cluster: ClusterIdentity;
  /** What the backup holds. */
  readonly type: BackupType;
  /** Which repository of the policy it goes to, from 1. */
  readonly repository: number;
}

/**
 * A restore over the data of a running cluster.
 */
export interface InPlaceRestoreModel {
  /** Stable id: another one is another restore. */
  readonly id: string;
  /** Which repository of the policy is read, from 1. */
  readonly repository: number;
  /** Where the recovery ends. */
  readonly target: RecoveryTarget;
}

/**
 * What a cluster follows, and whether it still does.
 */
export interface ReplicaModel {
  /** What it follows. */
  readonly source: ReplicaSource;
  /** Whether it was made a primary of its own. */
  readonly promoted: boolean;
}

/**
 * A cluster as one of a pair, of which one is the primary.
 */
export interface PairModel {
  /** Name of the member that is the primary, or shall become it. */
  readonly primary: string;
  /** Name of the other member. */
  readonly other: string;
  /**
   * Archive of the other member.
   *
   * @default - it has no backup policy
   */
  readonly otherArchive?: ArchiveModel;
  /** Whether this cluster was the primary and shall take no more writes. */
  readonly demoted: boolean;
  /**
   * What the demoted member has left for the one that becomes the primary.
   *
   * @default - none
   */
  readonly promotionToken?: string;
}

/**
 * A cluster with every default filled in and with all that is attached to it: the only thing that an operator needs to know.
 */
export interface ClusterModel {
  /** Name and namespace. */
  readonly identity: ClusterIdentity;
  /** PostgreSQL major version. */
  readonly version: PostgresVersion;
  /** Instances, the primary included. */
  readonly instances: number;
  /** Data volume of each instance. */
  readonly storage: StorageOptions;
  /**
   * Volume of each instance for WAL.
   *
   * @default - WAL stands on the data volume
   */
  readonly walStorage?: StorageOptions;
  /** CPU and memory of each instance. */
  readonly compute: ComputeModel;
  /** How transactions reach the replicas. */
  readonly replication: Replication;
  /** Where instances may run. */
  readonly placement: PlacementModel;
  /** PostgreSQL parameters. */
  readonly parameters: { [name: string]: string };
  /** Libraries that are loaded at server start. */
  readonly preloadLibraries: string[];
  /** Lines of pg_hba.conf, in order. */
  readonly hbaRules: string[];
  /** Who may log in, from where and how, behind these lines; where there are any, whomever none of them fits is refused. */
  readonly accessRules: AccessRule[];
  /** Databases with their owners; the first is created with the cluster. */
  readonly databases: DatabaseOptions[];
  /** Roles, each once: the owners in the order of their databases, then the others in the order of the program. */
  readonly roles: RoleModel[];
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
  /**
   * Image of the instances.
   *
   * @default - the operator's recommended image for the major version
   */
  readonly image?: PostgresImage;
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
   * A restore over its data.
   *
   * @default - none
   */
  readonly inPlaceRestore?: InPlaceRestoreModel;
}
