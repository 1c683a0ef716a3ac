import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';

/**
 * Server connections that each pod of a pool may open.
 */
export interface PoolLimits {
  /** To each pair of role and database, the reserve of the pooler included. */
  readonly perRoleAndDatabase: number;
  /**
   * To each database, all roles together.
   *
   * @default - no limit of its own
   */
  readonly perDatabase?: number;
}

/**
 * What a server of an operator has although the program does not say so: libraries, extensions, numbers.
 */
export interface IServerFacts {
  /**
   * Libraries that the server loads at its start beside those of the program.
   *
   * @param cluster the cluster
   */
  loadedLibraries(cluster: ClusterModel): string[];

  /**
   * Extensions that the image of the cluster has beside those that come with PostgreSQL; undefined where that is not known, as of an image
   * of somebody's own, or where the rules of the operator speak of it themselves.
   *
   * @param cluster the cluster
   */
  imageExtensions(cluster: ClusterModel): string[] | undefined;

  /**
   * The database that the operator itself has put an extension into which a server can have in one database only; undefined where it has not.
   *
   * @param extension name of the extension
   */
  homeOf(extension: string): string | undefined;

  /**
   * What `max_connections` is where the cluster does not set it.
   *
   * @param cluster the cluster
   */
  maxConnections(cluster: ClusterModel): number;

  /**
   * Server connections of each pod of a pool, with the operator's defaults for what the pool does not say.
   *
   * @param pool the pool
   */
  poolLimits(pool: PoolModel): PoolLimits;
}
