import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import type { AnyPeer } from './any-cdk8s-plus';
import { IHaCluster } from './ha-cluster-ref';
import { Endpoint } from '../model/endpoint';
import { PoolAccess, PoolMode } from '../model/pool-mode';

/**
 * A pool of a cluster: one that this app owns (`ConnectionPool`) or one that another app owns
 * (`ConnectionPool.fromConnectionPoolAttributes`).
 */
export interface IConnectionPool extends IConstruct {
  /** The cluster that the pool leads to. */
  readonly cluster: IHaCluster;
  /** Where applications connect to. */
  readonly endpoint: Endpoint;
  /** When a server connection is taken back from its client. */
  readonly mode: PoolMode;

  /**
   * Lets somebody connect to the pool; what connects by `connect` is let in already.
   *
   * @param peer pods, namespaces or addresses of cdk8s-plus
   */
  allowFrom(peer: INetworkPolicyPeer): void;
  allowFrom(peer: AnyPeer): void;
}

/**
 * What is known of a pool that another app owns.
 */
export interface ConnectionPoolAttributes {
  /** The cluster that the pool leads to. */
  readonly cluster: IHaCluster;

  /**
   * When a server connection is taken back from its client, as the owner writes it.
   *
   * @default PoolMode.SESSION
   */
  readonly mode?: PoolMode;

  /**
   * Which instances the pool leads to, as the owner writes it.
   *
   * @default PoolAccess.READ_WRITE
   */
  readonly access?: PoolAccess;

  /**
   * Name of the pool, where the owner has given it one.
   *
   * @default - as for a pool that says nothing
   */
  readonly poolName?: string;

  /**
   * TCP port of the pool, where the owner has given it one.
   *
   * @default 5432
   */
  readonly port?: number;
}
