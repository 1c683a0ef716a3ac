import { SecretKeyRef } from '../model/backup-target';
import { onlyMembers } from '../model/members';
import { PostgresVersion } from '../model/postgres-version';
import { POSTGRES_PORT } from '../model/service-address';
import { SslMode } from '../model/ssl-mode';
import { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * Who runs a server outside of the library, which decides what a role there may do.
 */
export enum PostgresProvider {
  /** A server with a superuser: on a machine of one's own, or of an operator that the library does not know. */
  SERVER = 'server',
  /** Amazon RDS and Aurora. */
  AMAZON_RDS = 'amazon-rds',
  /** Google Cloud SQL and AlloyDB. */
  GOOGLE_CLOUD_SQL = 'google-cloud-sql',
  /** Azure Database for PostgreSQL, flexible server. */
  AZURE = 'azure',
}
onlyMembers(PostgresProvider, 'PostgresProvider');

/**
 * Where user and password of a role outside of the library are.
 */
export interface ExternalCredentials {
  /** Name of the Secret, in the namespace of the target. */
  readonly secretName: string;

  /**
   * Key of the name of the role.
   *
   * @default username
   */
  readonly usernameKey?: string;

  /**
   * Key of the password.
   *
   * @default password
   */
  readonly passwordKey?: string;
}

/**
 * A PostgreSQL server that is no cluster of the app.
 */
export interface ExternalPostgresOptions {
  /** Host name of the server itself, as the pods of the target reach it; no pool leads to a slot (rule MIG-011). */
  readonly host: string;

  /**
   * Port of the server.
   *
   * @default 5432
   */
  readonly port?: number;

  /** PostgreSQL major version of the server. */
  readonly version: PostgresVersion;

  /** Role that reads everything there, and for a logical migration may replicate: a superuser where there is one. */
  readonly credentials: ExternalCredentials;

  /**
   * The CA that has signed the certificate of the server: a key of a Secret in the namespace of the target.
   *
   * @default - the certificate is not verified
   */
  readonly ca?: SecretKeyRef;

  /**
   * What the Jobs ask of TLS. The target itself, which has no CA of others, asks for encryption only.
   *
   * @default - `VERIFY_FULL` with a `ca`, else `REQUIRE`
   */
  readonly sslMode?: SslMode;

  /**
   * Who runs the server.
   *
   * @default PostgresProvider.SERVER
   */
  readonly provider?: PostgresProvider;

  /**
   * Whether the role of `credentials` is a superuser, which carries passwords as they are stored and may publish what others own.
   *
   * @default - true on `PostgresProvider.SERVER`, false elsewhere
   */
  readonly superuser?: boolean;
}

/**
 * What a migration from a cluster in another namespace needs.
 */
export interface ClusterSourceOptions {
  /**
   * A copy of the Secret of its superuser, for a cluster in another namespace (rule MIG-001).
   *
   * @default - the Secret that its operator makes
   */
  readonly credentials?: ExternalCredentials;

  /**
   * A copy of the CA of its certificate, for a cluster in another namespace: a key of a Secret in the namespace of the target.
   *
   * @default - the CA as its operator makes it; of a cluster in another namespace the certificate is not verified
   */
  readonly ca?: SecretKeyRef;
}

/**
 * Where the databases of a migration come from.
 */
export class MigrationSource {
  /**
   * A cluster of this app.
   *
   * @param cluster the cluster
   * @param options what is needed where it is in another namespace than the target
   */
  public static cluster(cluster: IHaCluster, options: ClusterSourceOptions = {}): MigrationSource {
    return new MigrationSource(cluster, undefined, options);
  }

  /**
   * Any other PostgreSQL server, a cluster of another app included.
   *
   * @param options where it is and who may log in
   */
  public static external(options: ExternalPostgresOptions): MigrationSource {
    return new MigrationSource(undefined, options);
  }

  /** The cluster; undefined where the server is another one. */
  public readonly haCluster?: IHaCluster;

  /** The server; undefined where it is a cluster of this app. */
  public readonly server?: ExternalPostgresOptions;

  /** Copies of what is in the namespace of the cluster; undefined where there is none. */
  public readonly copies?: ClusterSourceOptions;

  private constructor(haCluster: IHaCluster | undefined, server: ExternalPostgresOptions | undefined, copies?: ClusterSourceOptions) {
    this.haCluster = haCluster;
    this.server = server;
    this.copies = copies;
  }

  /** Host of the primary. */
  public get host(): string {
    return this.haCluster?.primary.host ?? this.server?.host ?? '';
  }

  /** Port of the primary. */
  public get port(): number {
    return this.haCluster?.primary.port ?? this.server?.port ?? POSTGRES_PORT;
  }
}
