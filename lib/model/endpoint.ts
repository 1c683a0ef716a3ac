import { ClusterIdentity } from './models';

/**
 * Where a client connects to.
 */
export class Endpoint {
  /** DNS name of the service, with its namespace where that is known: `orders-rw.orders.svc`. */
  public readonly host: string;

  /** TCP port. */
  public readonly port: number;

  /**
   * @param host DNS name
   * @param port TCP port
   */
  public constructor(host: string, port: number) {
    this.host = host;
    this.port = port;
  }

  /** Host and port as one word, `host:port`. */
  public get hostAndPort(): string {
    return `${this.host}:${this.port}`;
  }
}

/**
 * A cluster and where it answers: what everything that leads to a cluster needs to know of it.
 */
export interface IClusterAddress {
  /** Name and namespace of the cluster object. */
  readonly identity: ClusterIdentity;
  /** Where the primary answers; for reads and writes. */
  readonly primary: Endpoint;
}
