import { SecretKeyRef } from './backup-target';
import { ClusterTls } from './cluster-tls';
import { ClusterIdentity } from './identity';
import { SslMode } from './ssl-mode';

/**
 * How a client knows that it talks to the right server.
 */
export interface EndpointTls {
  /**
   * Key of a Secret, in the namespace of the cluster, with the CA that has signed the certificate of the server.
   *
   * @default - nobody has: each server has a certificate of its own
   */
  readonly ca?: SecretKeyRef;

  /**
   * The name that stands in the certificate.
   *
   * @default - none that could be checked
   */
  readonly serverName?: string;
}

/**
 * Where a client connects to.
 */
export class Endpoint {
  /** DNS name of the service, with its namespace where that is known: `orders-rw.orders.svc`. */
  public readonly host: string;

  /** TCP port. */
  public readonly port: number;

  /** How a client knows that it talks to the right server. */
  public readonly tls: EndpointTls;

  /**
   * @param host DNS name
   * @param port TCP port
   * @param tls how a client knows that it talks to the right server; nothing where it cannot
   */
  public constructor(host: string, port: number, tls: EndpointTls = {}) {
    this.host = host;
    this.port = port;
    this.tls = tls;
  }

  /** Host and port as one word, `host:port`. */
  public get hostAndPort(): string {
    return `${this.host}:${this.port}`;
  }

  /** The name that the certificate of the server has, for clients that are told it apart from the host; undefined where it has none. */
  public get tlsServerName(): string | undefined {
    return this.tls.serverName;
  }

  /** The most that a client can ask of TLS here. */
  public get sslMode(): SslMode {
    if (this.tls.ca === undefined) {
      return SslMode.REQUIRE;
    }
    return this.tls.serverName === undefined ? SslMode.VERIFY_CA : SslMode.VERIFY_FULL;
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
  /** Where the certificates come from. */
  readonly tls: ClusterTls;
}
