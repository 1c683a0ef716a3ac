import { BackupRetention } from './backup-retention';
import { BackupSchedule } from './backup-schedule';
import { BackupTarget } from './backup-target';
import { ComputeModel } from './compute';
import { DatabaseOptions } from './database';
import { PostgresImage } from './image';
import { NonProductionOptions } from './non-production';
import { PlacementModel } from './placement';
import { PoolAccess, PoolMode } from './pool-mode';
import { PostgresVersion } from './postgres-version';
import { Replication } from './replication';
import { StorageOptions } from './storage';

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
}

/**
 * One place that backups go to, with every default filled in.
 */
export interface BackupRepositoryModel {
  /** Position in the policy, from 1. */
  readonly index: number;
  /** Where the backups go. */
  readonly target: BackupTarget;
  /** When they are taken. */
  readonly schedules: BackupSchedule[];
  /** How long they are kept. */
  readonly retention: BackupRetention;
}

/**
 * A backup policy, with every default filled in.
 */
export interface BackupModel {
  /** The cluster that is backed up. */
  readonly cluster: ClusterIdentity;
  /** Repositories, the first being the one that WAL and first backups rely on. */
  readonly repositories: BackupRepositoryModel[];
  /** Generation of the archive: it makes the place of this life of the cluster differ from that of an earlier one. */
  readonly generation: number;
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
  /** Databases with their owners; the first is created with the cluster. */
  readonly databases: DatabaseOptions[];
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
}
