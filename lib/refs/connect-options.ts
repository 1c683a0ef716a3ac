import type { IConnectionPool } from './connection-pool-ref';
import type { IHaCluster } from './ha-cluster-ref';
import { ConnectionTarget } from '../model/connection';
import { SslMode } from '../model/ssl-mode';

/**
 * As whom an application connects, and which way.
 */
export interface ConnectOptions {
  /** The role: an owner of a database or one of `roles` (rule CONN-001), and never `postgres` (rule CONN-002). */
  readonly role: string;

  /**
   * The database.
   *
   * @default - the one that the role owns or has access to, where there is only one
   */
  readonly database?: string;

  /**
   * The instances; not with `via`.
   *
   * @default ConnectionTarget.PRIMARY
   */
  readonly target?: ConnectionTarget;

  /**
   * Name of a replica set of the cluster: reads of its instances, as long as none of them is the primary; not with `via` or `target` (rule
   * CONN-130). The certificate of the server has the name of the Service only where cert-manager makes it; elsewhere the authority can be
   * checked and the name cannot.
   *
   * @default - as `target` says
   */
  readonly replicaSet?: string;

  /**
   * A pool of the cluster, which decides to which instances it leads.
   *
   * @default - straight to the instances
   */
  readonly via?: IConnectionPool;

  /**
   * Whether the application is known to keep nothing in its session beyond a transaction: then nothing is said of what such a pool breaks.
   *
   * @default false
   */
  readonly withoutSessionState?: boolean;

  /**
   * What stands before the name of each variable, for a container with several connections: `ORDERS_` for `ORDERS_PGHOST`.
   *
   * @default - nothing
   */
  readonly prefix?: string;

  /**
   * What the client asks of TLS. More than the endpoint can prove is refused (rule CONN-007).
   *
   * @default - the most that the endpoint can prove
   */
  readonly sslMode?: SslMode;

  /**
   * The Secret that user and password are read from, for an application in another namespace than its cluster: a copy with the same keys.
   *
   * @default - the Secret of the role
   */
  readonly credentialsSecret?: string;

  /**
   * The Secret that the CA is read from, for an application in another namespace than its cluster: a copy with the same key.
   *
   * @default - the Secret of the cluster
   */
  readonly caSecret?: string;
}

/**
 * Properties of `DatabaseConnection`.
 */
export interface DatabaseConnectionProps extends ConnectOptions {
  /** The cluster. */
  readonly cluster: IHaCluster;
}

/**
 * A volume for programs that follow the Service Binding specification.
 */
export interface ServiceBindingOptions {
  /**
   * Name of the binding: the folder below `root`.
   *
   * @default - the name of the cluster
   */
  readonly name?: string;

  /**
   * Folder of all bindings, which `SERVICE_BINDING_ROOT` names.
   *
   * @default /bindings
   */
  readonly root?: string;
}
