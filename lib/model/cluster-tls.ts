import { Duration } from 'cdk8s';
import { ClusterTlsKind } from './kinds';

/**
 * Certificates that cert-manager makes.
 */
export interface CertManagerOptions {
  /** Name of the `Issuer` or `ClusterIssuer`. It has to sign names inside of the cluster and to give out its CA: a CA issuer, Vault, ... */
  readonly issuerName: string;

  /**
   * Whether the issuer is a `ClusterIssuer`, which all namespaces share.
   *
   * @default false
   */
  readonly clusterIssuer?: boolean;

  /**
   * How long a certificate is valid.
   *
   * @default Duration.days(90)
   */
  readonly duration?: Duration;

  /**
   * How long before its end a certificate is renewed. Less than `duration` (rule TLS-003).
   *
   * @default Duration.days(30)
   */
  readonly renewBefore?: Duration;

  /**
   * Whether the replicas get their certificate from the issuer too, and not from the operator. Crunchy PGO has no other way; on CloudNativePG
   * no pool can be had then (rule CNPG-080); on the Zalando operator replicas use passwords (rule ZAL-160).
   *
   * @default - as the operator has it
   */
  readonly replicationCertificate?: boolean;

  /**
   * Further DNS names of the server, by which it is reached from elsewhere.
   *
   * @default - the names of the services, of pools too, and of what exposes them
   */
  readonly additionalDnsNames?: string[];
}

/**
 * Secrets with certificates that somebody else makes, of type `kubernetes.io/tls`.
 */
export interface TlsSecretOptions {
  /** Secret with `tls.crt`, `tls.key` and `ca.crt` for the server: its certificate has the names of all services, of pools too. */
  readonly serverSecret: string;

  /**
   * Secret whose `ca.crt` has signed the certificate of the server.
   *
   * @default - the `ca.crt` of `serverSecret`
   */
  readonly caSecret?: string;

  /**
   * Secret with `tls.crt`, `tls.key` and `ca.crt` for the replicas: the common name is the operator's replication role, `streaming_replica`
   * on CloudNativePG and `_crunchyrepl` on Crunchy PGO, which needs it (rule PGO-080).
   *
   * @default - the operator makes one
   */
  readonly replicationSecret?: string;
}

/**
 * Where the certificates of a cluster come from. Connections without TLS are refused, whatever it is.
 */
export class ClusterTls {
  /**
   * The operator makes them. Clients can check them on CloudNativePG and Crunchy PGO; on the Zalando operator each pod signs its own.
   */
  public static operatorGenerated(): ClusterTls {
    return new ClusterTls('operator', undefined, undefined);
  }

  /**
   * cert-manager makes them: `Certificate` objects with the names, the usages and the labels that the operator needs are printed.
   *
   * @param options which issuer
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public static certManager(options: CertManagerOptions): ClusterTls {
    return new ClusterTls('cert-manager', options, undefined);
  }

  /**
   * Secrets that somebody else makes and renews.
   *
   * @param secrets which Secrets
   */
  public static fromSecrets(secrets: TlsSecretOptions): ClusterTls {
    return new ClusterTls('secrets', undefined, secrets);
  }

  /** `operator`, `cert-manager` or `secrets`. */
  public readonly kind: string;

  /** What cert-manager is told. */
  public readonly issuance?: CertManagerOptions;

  /** The Secrets of somebody else. */
  public readonly secrets?: TlsSecretOptions;

  private constructor(kind: ClusterTlsKind, issuance?: CertManagerOptions, secrets?: TlsSecretOptions) {
    this.kind = kind;
    this.issuance = issuance;
    this.secrets = secrets;
  }

  /** `kind`, typed. @internal */
  public get _kind(): ClusterTlsKind {
    return this.kind as ClusterTlsKind;
  }
}
