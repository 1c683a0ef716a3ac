import { IHaCluster } from '../refs/ha-cluster-ref';
import { ComputeOptions } from '../model/compute';
import { Exposure } from '../model/exposure';
import { PlacementOptions } from '../model/placement';
import { PoolClientTls } from '../model/pool-client-tls';
import { PoolAccess, PoolMode } from '../model/pool-mode';

/**
 * Properties of `ConnectionPool`.
 */
export interface ConnectionPoolProps {
  /** The cluster that the pool leads to, in the same namespace. */
  readonly cluster: IHaCluster;

  /**
   * When a server connection is taken back from its client.
   *
   * @default PoolMode.SESSION
   */
  readonly mode?: PoolMode;

  /**
   * Which instances the pool leads to.
   *
   * @default PoolAccess.READ_WRITE
   */
  readonly access?: PoolAccess;

  /**
   * Pooler pods.
   *
   * @default 2
   */
  readonly instances?: number;

  /**
   * Server connections that each pod may hold for each pair of user and database (`default_pool_size` of pgbouncer).
   *
   * All pods of all pools together, to all databases and for all roles that may log in there, must leave room below `max_connections` (rule
   * POOL-007); `maxDatabaseConnections` bounds them more easily.
   *
   * @default - the operator's default: 20, or on Zalando a half of `maxDatabaseConnections`
   * @see https://www.pgbouncer.org/config.html#default_pool_size
   */
  readonly poolSize?: number;

  /**
   * Client connections that each pod accepts (`max_client_conn` of pgbouncer).
   *
   * @default - the operator's default
   * @see https://www.pgbouncer.org/config.html#max_client_conn
   */
  readonly maxClientConnections?: number;

  /**
   * Server connections that each pod may hold to one database, all users together (`max_db_connections` of pgbouncer).
   *
   * @default - the operator's default: no limit, or on Zalando 60 for all pods together
   * @see https://www.pgbouncer.org/config.html#max_db_connections
   */
  readonly maxDatabaseConnections?: number;

  /**
   * Further pgbouncer settings, all values as text.
   *
   * @default - none
   * @see https://www.pgbouncer.org/config.html
   */
  readonly parameters?: { [name: string]: string };

  /**
   * CPU and memory of each pooler pod.
   *
   * @default - 100m CPU with a limit of 1, 128Mi memory with a limit of 128Mi
   */
  readonly compute?: ComputeOptions;

  /**
   * Where the pooler pods may run; what is not said here is as the cluster has it. `tolerations: []` and `nodeSelector: {}` take away those
   * of the cluster.
   *
   * @default - the nodes of the cluster (any node where another app owns it), with its priority, spread over nodes and zones (preferred)
   */
  readonly placement?: PlacementOptions;

  /**
   * Name of the pool and of its service, on operators whose pools are objects of their own.
   *
   * @default - `<clusterName>-pool-rw` or `<clusterName>-pool-ro`, or the operator's fixed name
   */
  readonly poolName?: string;

  /**
   * Image of pgbouncer, with a tag that is not `latest` (rule POOL-043). On Zalando both pools of a cluster have the same one.
   *
   * @default - that of the operator, which changes with the operator
   */
  readonly image?: string;

  /**
   * Whether clients may come without TLS.
   *
   * @default PoolClientTls.REQUIRE
   */
  readonly clientTls?: PoolClientTls;

  /**
   * TCP port of the pool, 1024 to 65535 (rule POOL-044).
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Labels of the pooler pods beside those of the cluster.
   *
   * @default - those of the cluster
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pooler pods beside those of the cluster.
   *
   * @default - those of the cluster
   */
  readonly annotations?: { [key: string]: string };

  /**
   * How the pool is reached from outside of the Kubernetes cluster, as the Service `<service of the pool>-external`.
   *
   * @default - it is not
   */
  readonly exposure?: Exposure;
}
