import { ArchiveModel } from './backup-model';
import { SecretKeyRef } from './backup-target';
import { RecoveryTarget } from './recovery-target';
import { ReplicaSource } from './replica-source';

/**
 * A restore over the data of a running cluster.
 */
export interface InPlaceRestoreModel {
  /** Stable id: another one is another restore. */
  readonly id: string;
  /** Which repository of the policy is read, from 1. */
  readonly repository: number;
  /** Where the recovery ends. */
  readonly target: RecoveryTarget;
}

/**
 * As whom a cluster streams from a primary of another operator.
 */
export interface StreamingLogin {
  /** The role. */
  readonly user: string;
  /**
   * Its password.
   *
   * @default - it comes with a certificate
   */
  readonly password?: SecretKeyRef;
  /**
   * TLS Secret (`tls.crt`, `tls.key`, `ca.crt`) with its certificate, and the CA of the server.
   *
   * @default - it comes with a password
   */
  readonly certificateSecret?: string;
  /**
   * The CA of the server, where it comes with a password.
   *
   * @default - the certificate of the server is not verified
   */
  readonly ca?: SecretKeyRef;
  /**
   * What is asked of TLS, as libpq calls it.
   *
   * @default - `verify-ca` with a certificate, `require` with a password
   */
  readonly sslMode?: string;
}

/**
 * What a cluster follows, and whether it still does.
 */
export interface ReplicaModel {
  /** What it follows. */
  readonly source: ReplicaSource;
  /** Whether it was made a primary of its own. */
  readonly promoted: boolean;
  /**
   * As whom it streams.
   *
   * @default - as replicas of its own operator do
   */
  readonly login?: StreamingLogin;
}

/**
 * A cluster as one of a pair, of which one is the primary.
 */
export interface PairModel {
  /** Name of the member that is the primary, or shall become it. */
  readonly primary: string;
  /** Name of the other member. */
  readonly other: string;
  /**
   * Archive of the other member.
   *
   * @default - it has no backup policy
   */
  readonly otherArchive?: ArchiveModel;
  /** Whether this cluster was the primary and shall take no more writes. */
  readonly demoted: boolean;
  /**
   * What the demoted member has left for the one that becomes the primary.
   *
   * @default - none
   */
  readonly promotionToken?: string;
}
