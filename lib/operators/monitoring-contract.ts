import { onlyMembers } from '../model/members';
import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { IClusterView } from './cluster-view';

/**
 * What can be known of a cluster by its metrics. Each is a PromQL expression of the operator's; unless it says otherwise, one series for each
 * instance that answers, with the labels `namespace`, `pg_cluster` and `pod`.
 */
export enum Signal {
  /** 1 where PostgreSQL answers, 0 where it does not and the exporter does. */
  DATABASE_UP = 'databaseUp',
  /** 1 where the collection of metrics fails. */
  COLLECTION_ERROR = 'collectionError',
  /** 1 where the instance takes writes, 0 where it does not. */
  WRITER = 'writer',
  /** Seconds by which a replica is behind what it has received; 0 on the primary. */
  LAG_SECONDS = 'lagSeconds',
  /** Bytes by which a replica is behind the primary; one series for each replica that streams from the primary. */
  LAG_BYTES = 'lagBytes',
  /** 1 where a replica streams, 0 where it does not; nothing for the primary. */
  RECEIVING = 'receiving',
  /** Replicas that stream from the primary; on the primary. */
  STREAMING_STANDBYS = 'streamingStandbys',
  /** Standbys that confirm commits; on the primary. */
  SYNCHRONOUS_STANDBYS = 'synchronousStandbys',
  /** Timeline. */
  TIMELINE = 'timeline',
  /** Above 0 while the archive command fails; on the primary. */
  ARCHIVE_FAILING = 'archiveFailing',
  /** Segments of WAL that wait for the archive; on the primary. */
  ARCHIVE_PENDING = 'archivePending',
  /** Seconds since a segment of WAL was archived; on the primary. */
  ARCHIVE_AGE = 'archiveAge',
  /** Seconds since the last backup of a repository; one series. */
  BACKUP_AGE = 'backupAge',
  /** Above 0 where the last backup failed. */
  BACKUP_FAILED = 'backupFailed',
  /** Segments of WAL that were archived, counted; on the primary. */
  ARCHIVED = 'archived',
  /** Bytes of WAL on the volume. */
  WAL_BYTES = 'walBytes',
  /** Bytes of WAL that are written each second; on the primary. */
  WAL_RATE = 'walRate',
  /** Connections. */
  CONNECTIONS = 'connections',
  /** Connections on which a statement runs. */
  CONNECTIONS_ACTIVE = 'connectionsActive',
  /** Connections that are idle in a transaction. */
  CONNECTIONS_IDLE_IN_TRANSACTION = 'connectionsIdleInTransaction',
  /** Connections that there can be. */
  CONNECTIONS_MAX = 'connectionsMax',
  /** Seconds since the oldest transaction of a client began. */
  TRANSACTION_SECONDS = 'transactionSeconds',
  /** Seconds since a client last did something in an open transaction. */
  IDLE_IN_TRANSACTION_SECONDS = 'idleInTransactionSeconds',
  /** Seconds since the statement began that waits for a lock the longest. */
  LOCK_WAIT_SECONDS = 'lockWaitSeconds',
  /** Locks that are held or waited for; one series for each mode, with the label `mode`. */
  LOCKS = 'locks',
  /** Transactions that were committed, counted. */
  COMMITS = 'commits',
  /** Transactions that were rolled back, counted. */
  ROLLBACKS = 'rollbacks',
  /** Blocks that were found in the buffers of the server, counted. */
  BLOCKS_HIT = 'blocksHit',
  /** Blocks that were not, counted. */
  BLOCKS_READ = 'blocksRead',
  /** Bytes of a database; one series for each, with the label `datname` or `dbname`. */
  DATABASE_BYTES = 'databaseBytes',
  /** Seconds that a statement ran, counted; one series for each, with the label `queryid`; none without the extension pg_stat_statements. */
  STATEMENT_SECONDS = 'statementSeconds',
  /** Times that a statement ran, counted; series like those of the seconds. */
  STATEMENT_CALLS = 'statementCalls',
  /** Transactions since the oldest that is not frozen. */
  TRANSACTION_AGE = 'transactionAge',
  /** Multixacts since the oldest that is not frozen. */
  MULTIXACT_AGE = 'multixactAge',
  /** Deadlocks, counted. */
  DEADLOCKS = 'deadlocks',
  /** Failed checksums, counted. */
  CHECKSUM_FAILURES = 'checksumFailures',
  /** Bytes of WAL that a replication slot keeps; on the primary, one series for each slot, with the label `slot_name`. */
  SLOT_RETAINED_BYTES = 'slotRetainedBytes',
  /** 1 where somebody reads from a replication slot, 0 where nobody does; on the primary, one series for each slot. */
  SLOT_ACTIVE = 'slotActive',
  /** Parameters that wait for a restart. */
  PENDING_RESTART = 'pendingRestart',
}
onlyMembers(Signal, 'Signal');

/**
 * How an operator's metrics tell something.
 */
export interface SignalExpression {
  /** What is told. */
  readonly signal: Signal;
  /** The PromQL expression. */
  readonly promql: string;
  /**
   * Which repository of the backup policy it is about, from 1.
   *
   * @default - all of them, or it has nothing to do with any
   */
  readonly repository?: number;
}

/**
 * What can be known of a pool by its metrics.
 */
export interface PoolSignals {
  /** PromQL: clients that wait, one series for each pod and database. */
  readonly waiting: string;
  /** PromQL: seconds that the first of them has waited, one series for each pod and database. */
  readonly maxWait: string;
  /**
   * PromQL: clients that have a server connection, one series for each pod and database.
   *
   * @default - nothing tells it
   */
  readonly active?: string;
  /**
   * PromQL: server connections that nobody uses, one series for each pod and database.
   *
   * @default - nothing tells it
   */
  readonly idleServers?: string;
}

/**
 * Pods that answer to Prometheus.
 */
export interface MetricsTarget {
  /** Labels of the pods. */
  readonly podLabels: { [key: string]: string };
  /** Key of the label whose value is the name of the cluster. */
  readonly clusterLabel: string;
  /** TCP port. */
  readonly port: number;
  /** Name of the port of the container. */
  readonly portName: string;
  /**
   * Name of the pool, for the label `pg_pool`.
   *
   * @default - the pods are no pool
   */
  readonly poolName?: string;
  /**
   * How the certificate of the pods is checked.
   *
   * @default - metrics are not encrypted
   */
  readonly tls?: MetricsTls;
}

/**
 * How the certificate of what serves metrics is checked.
 */
export interface MetricsTls {
  /** Secret with the CA, in the namespace of the cluster. */
  readonly secretName: string;
  /** Key of the CA in that Secret. */
  readonly secretKey: string;
  /** A name that stands in the certificate. */
  readonly serverName: string;
}

/**
 * The files of volumes: how they are called.
 */
export interface VolumeNames {
  /** RE2 expression of the names of all PersistentVolumeClaims of the instances, anchored. */
  readonly instances: string;
}

/**
 * The Deployment that an operator runs as.
 */
export interface OperatorDeployment {
  /** Namespace of its own instructions. */
  readonly namespace: string;
  /** RE2 expression of the names that its own instructions and its chart give it, anchored. */
  readonly name: string;
}

/**
 * Commands by which a person looks at a cluster and helps it; each as it is typed into a shell.
 */
export interface AlertCommands {
  /** Shows the pods, where they run and which role each has. */
  readonly pods: string;
  /** Shows what decides on failovers: who is the primary, who follows, how far. */
  readonly state: string;
  /** Shows the last lines of all instances. */
  readonly logs: string;
  /** Shows the last lines of the operator. */
  readonly operatorLogs: string;
  /** Shows the last lines of what archives WAL. */
  readonly archiveLogs: string;
  /** Shows the backups that there are. */
  readonly backups: string;
  /** Shows the volumes and how large they are. */
  readonly volumes: string;
  /** Makes another instance the primary. */
  readonly switchover: string;
  /** Restarts the instances, the primary last. */
  readonly restart: string;
  /** Makes a replica anew from the primary. */
  readonly rebuild: string;
  /** Beginning of a command that runs a statement on the primary; the statement follows in double quotes. */
  readonly sql: string;
  /**
   * Shows the pods of the pools and their last lines.
   *
   * @default - the operator has no pools
   */
  readonly poolLogs?: string;
}

/**
 * How an operator's clusters are watched.
 *
 * All of it is read from the model, so that what is attached later is seen.
 */
export interface IMonitoringOperator {
  /**
   * Where the instances of a cluster answer to Prometheus; nothing where they do not.
   *
   * @param cluster the cluster
   */
  instanceMetrics(cluster: ClusterModel): MetricsTarget | undefined;

  /**
   * Where the pods of a pool answer to Prometheus; nothing where they do not.
   *
   * @param pool the pool
   * @param cluster the cluster that it leads to, where this app owns it
   */
  poolMetrics(pool: PoolModel, cluster?: ClusterModel): MetricsTarget | undefined;

  /**
   * What can be known of a cluster.
   *
   * @param cluster the cluster
   */
  signals(cluster: ClusterModel): SignalExpression[];

  /**
   * What can be known of a pool.
   *
   * @param pool the pool
   */
  poolSignals(pool: PoolModel): PoolSignals;

  /**
   * Roles that the operator makes for it, or has anyhow, and whose Secrets something of it reads.
   *
   * @default - none
   */
  readonly ownRoles?: string[];

  /**
   * How the volumes of a cluster are called.
   *
   * @param cluster the cluster
   */
  volumeNames(cluster: ClusterModel): VolumeNames;

  /**
   * What the operator itself runs as.
   *
   * @param cluster a cluster of it
   */
  operatorDeployment(cluster: ClusterModel): OperatorDeployment;

  /**
   * How a person looks at a cluster and helps it.
   *
   * @param cluster the cluster
   */
  commands(cluster: ClusterModel): AlertCommands;

  /**
   * Creates what a cluster needs to serve metrics besides its own object.
   *
   * @param scope the construct that gets the objects
   * @param cluster the cluster
   * @param image image with `sh` and `psql`, for Jobs
   */
  bindMonitoring(scope: Construct, cluster: IClusterView, image: string): void;
}
