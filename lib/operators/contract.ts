import { Construct } from 'constructs';
import { CapabilityStatement } from '../model/capability';
import { Endpoint } from '../model/endpoint';
import { Finding } from '../model/finding';
import { BackupModel, ClusterIdentity, ClusterModel, PoolModel } from '../model/models';

/**
 * What anybody may know of an operator without binding anything to it.
 */
export interface OperatorFacts {
  /** Name as its project writes it, for example `CloudNativePG`. */
  readonly displayName: string;
  /** Version of the operator that the output is meant for, for example `1.30`. */
  readonly operatorVersion: string;
  /** PostgreSQL major versions that it runs. */
  readonly postgresMajors: number[];
  /**
   * What `max_connections` is where a cluster does not set it.
   *
   * @default - not known before the cluster runs
   */
  readonly defaultMaxConnections?: number;
}

/**
 * A live, read-only view of a cluster: what is attached to it later is seen by everything that is rendered later.
 */
export interface IClusterView {
  /** The cluster as it is now. */
  readonly model: ClusterModel;
}

/**
 * What an operator answers when a cluster is bound to it.
 */
export interface ClusterConfig {
  /** Where the primary answers. */
  readonly primary: Endpoint;
  /** Where the replicas answer, and the primary with them where it is the only instance. */
  readonly replicas: Endpoint;
}

/**
 * What an operator answers when a backup policy is bound to it.
 */
export interface BackupConfig {
  /** The folder of each bucket repository that must hold this archive and no other, as a URL; none for volumes. */
  readonly archives: string[];
}

/**
 * What an operator answers when a pool is bound to it.
 */
export interface PoolConfig {
  /** Where the pool answers. */
  readonly endpoint: Endpoint;
}

/**
 * An operator that runs PostgreSQL in a Kubernetes cluster.
 *
 * The constructs know nothing else of it. `bind` methods create API objects, if the operator has an object for the thing, below the
 * construct that they are given, under the id `Resource` for the main one; whatever the operator keeps as a field of the cluster it
 * reads from the cluster's view when the cluster is rendered. Rendering is pure: two calls give the same result.
 */
export interface IPostgresOperator {
  /** Facts, readable before anything is bound. */
  readonly facts: OperatorFacts;

  /** What the operator can do and what it refuses; each capability once. */
  readonly capabilities: CapabilityStatement[];

  /**
   * Addresses of a cluster that another app owns.
   *
   * @param identity name and namespace of the cluster
   */
  importCluster(identity: ClusterIdentity): ClusterConfig;

  /**
   * Creates the objects of a cluster.
   *
   * @param scope the construct that gets the objects
   * @param cluster the cluster
   */
  bindCluster(scope: Construct, cluster: IClusterView): ClusterConfig;

  /**
   * Creates the objects of a backup policy.
   *
   * @param scope the construct that gets the objects
   * @param policy the policy
   */
  bindBackupPolicy(scope: Construct, policy: BackupModel): BackupConfig;

  /**
   * Creates the objects of a connection pool.
   *
   * @param scope the construct that gets the objects
   * @param pool the pool
   */
  bindConnectionPool(scope: Construct, pool: PoolModel): PoolConfig;

  /**
   * What this operator would refuse, ignore or get wrong in a cluster, its policy and its pools left out.
   *
   * @param cluster the cluster
   */
  checkCluster(cluster: ClusterModel): Finding[];

  /**
   * What this operator would refuse, ignore or get wrong in a backup policy.
   *
   * @param policy the policy
   * @param cluster the cluster that it protects
   */
  checkBackupPolicy(policy: BackupModel, cluster: ClusterModel): Finding[];

  /**
   * What this operator would refuse, ignore or get wrong in a connection pool.
   *
   * @param pool the pool
   * @param cluster the cluster that it leads to, where this app owns it
   */
  checkConnectionPool(pool: PoolModel, cluster?: ClusterModel): Finding[];
}
