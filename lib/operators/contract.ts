import { Construct } from 'constructs';
import { CapabilityStatement } from '../model/capability-statement';
import { ClusterTls } from '../model/cluster-tls';
import { Endpoint } from '../model/endpoint';
import { Finding } from '../model/finding';
import { ArchiveModel, BackupModel, OnDemandBackupModel } from '../model/backup-model';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { RoleModel } from '../model/role-model';
import { NetworkModel } from '../model/network';
import { RoleSecret } from '../model/role-credentials';
import type { IServerFacts } from './server-facts';
import { IOperatorInstallation } from './operator-settings';
import { IClusterView } from './cluster-view';
import { IMonitoringOperator } from './monitoring-contract';
import { IOperatorDelivery } from './delivery';
import { IImageCatalogOperator } from './image-catalogs';
import { IPgAdminOperator } from './pg-admin-contract';
import { IMajorUpgradeOperator } from './upgrade-contract';
import { IMigrationOperator } from './migration-contract';
import { IVerbOperator } from './verb-contract';
import { IReplicaSetOperator } from './replica-set-contract';
import { CertificateFacts, PodGroup, PodSelectors } from './network-contract';
import { OperatorFacts } from './operator-facts';
import { AccessFacts, RunbookFacts } from './recovery-contract';

/**
 * What an operator answers when a cluster is bound to it.
 */
export interface ClusterConfig {
  /** Where the primary answers. */
  readonly primary: Endpoint;
  /** Where the replicas answer, and the primary with them where it is the only instance. */
  readonly replicas: Endpoint;
  /**
   * Where any instance answers, the primary included.
   *
   * @default - the operator has no such service
   */
  readonly anyInstance?: Endpoint;
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
  /**
   * What the operator knows of its own installation, for the list of what must exist before the first apply.
   *
   * @default - nothing is said of it
   */
  readonly installation?: IOperatorInstallation;

  /** Facts, readable before anything is bound. */
  readonly facts: OperatorFacts;

  /** What the operator can do and what it refuses; each capability once. */
  readonly capabilities: CapabilityStatement[];

  /**
   * What its servers have although the program does not say so.
   *
   * @default - nothing is known; only what the program says is counted
   */
  readonly serverFacts?: IServerFacts;

  /**
   * How its clusters are watched.
   *
   * @default - they are not: nothing is printed, and whoever asks for it is refused
   */
  readonly monitoring?: IMonitoringOperator;

  /**
   * How the operator comes into a Kubernetes cluster.
   *
   * @default - not known; an OperatorInstallation is refused
   */
  readonly delivery?: IOperatorDelivery;

  /**
   * How its clusters come to another major version.
   *
   * @default - not known; a MajorUpgrade is refused
   */
  readonly upgrades?: IMajorUpgradeOperator;

  /**
   * What a migration to or from its clusters has to know.
   *
   * @default - not known; a Migration is refused
   */
  readonly migrations?: IMigrationOperator;

  /**
   * How it is told what is no field of a manifest.
   *
   * @default - not known; a VerbJob and a SleepSchedule are refused
   */
  readonly verbs?: IVerbOperator;

  /**
   * How the replica sets of a cluster are told apart.
   *
   * @default - the operator has none
   */
  readonly replicaSets?: IReplicaSetOperator;

  /**
   * How catalogs of images are made.
   *
   * @default - there are none; an ImageCatalog is refused
   */
  readonly imageCatalogs?: IImageCatalogOperator;

  /**
   * How pgAdmin is run.
   *
   * @default - it is not; a PgAdmin is refused
   */
  readonly pgAdmins?: IPgAdminOperator;

  /**
   * Addresses of a cluster that another app owns.
   *
   * @param identity name and namespace of the cluster
   * @param tls where its certificates come from
   */
  importCluster(identity: ClusterIdentity, tls: ClusterTls): ClusterConfig;

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
  bindBackupPolicy(scope: Construct, policy: BackupModel): void;

  /**
   * Creates the object of one backup that is taken once.
   *
   * @param scope the construct that gets the object
   * @param backup the backup
   */
  bindOnDemandBackup(scope: Construct, backup: OnDemandBackupModel): void;

  /**
   * Creates what a cluster needs besides as a member of a pair; its object reads the pair from the cluster's view.
   *
   * @param scope the construct that gets the objects
   * @param member the member
   */
  bindPairMember(scope: Construct, member: IClusterView): void;

  /**
   * The folder of each repository in an object store that must hold this archive and no other, as a URL; none for volumes.
   *
   * @param archive the archive
   */
  archivePlaces(archive: ArchiveModel): string[];

  /**
   * How a program outside of the operator gets into a cluster.
   *
   * @param identity name and namespace of the cluster
   * @param role the role that it logs in as, an owner of a database
   */
  accessFacts(identity: ClusterIdentity, role: string): AccessFacts;

  /**
   * Where the password of a role is, and what its Secret looks like.
   *
   * @param identity name and namespace of the cluster
   * @param role the role
   */
  roleSecret(identity: ClusterIdentity, role: RoleModel): RoleSecret;

  /**
   * The certificates of a cluster, where cert-manager makes them.
   *
   * @param cluster the cluster, with its pools
   */
  certificates(cluster: ClusterModel): CertificateFacts[];

  /**
   * The pods of a cluster, those of its pools left out, and who has to reach them.
   *
   * @param cluster the cluster
   */
  podGroups(cluster: ClusterModel): PodGroup[];

  /**
   * The pods of a pool, and who has to reach them.
   *
   * @param pool the pool
   * @param network where the operator and the metrics are
   */
  poolPods(pool: PoolModel, network: NetworkModel): PodGroup;

  /**
   * How a Service finds the pods of a cluster.
   *
   * @param identity name and namespace of the cluster
   */
  podSelectors(identity: ClusterIdentity): PodSelectors;

  /**
   * What only the operator knows of recovering a cluster.
   *
   * @param cluster the cluster that is lost
   * @param recovered name and namespace of the cluster that takes its place
   */
  runbookFacts(cluster: ClusterModel, recovered: ClusterIdentity): RunbookFacts;

  /**
   * Address of a connection pool that another app owns, the one that owns the cluster.
   *
   * @param pool the pool
   */
  importConnectionPool(pool: PoolModel): PoolConfig;

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
