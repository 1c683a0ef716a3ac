import { onlyMembers } from './members';

/**
 * How a client proves who it is.
 */
export enum AccessMethod {
  /** With its password, which never goes over the line. */
  PASSWORD = 'password',
  /** With a certificate that the CA of the cluster has signed and whose common name is the role. */
  CERTIFICATE = 'certificate',
}
onlyMembers(AccessMethod, 'AccessMethod');

/**
 * Whom an access rule is about.
 */
export interface AccessRuleOptions {
  /**
   * The roles; with a group, every member of it.
   *
   * @default - every role
   */
  readonly roles?: string[];

  /**
   * The databases.
   *
   * @default - every database
   */
  readonly databases?: string[];

  /**
   * Where the client is, as CIDRs: `10.20.0.0/16`. What comes through a pool has the address of the pool's pod.
   *
   * @default - anywhere
   */
  readonly addresses?: string[];

  /**
   * How the client proves who it is; not for a rejection.
   *
   * @default AccessMethod.PASSWORD
   */
  readonly method?: AccessMethod;
}

/**
 * Who may log in, from where, to which database, and how. The first rule that fits a connection decides; where there are rules, whomever
 * none of them fits is refused. All of them are about connections with TLS, since others are refused anyway.
 *
 * @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
 */
export class AccessRule {
  /**
   * Lets somebody in.
   *
   * @param options whom, from where, to which database
   */
  public static allow(options: AccessRuleOptions = {}): AccessRule {
    return new AccessRule(true, options);
  }

  /**
   * Keeps somebody out.
   *
   * @param options whom, from where, to which database
   */
  public static reject(options: AccessRuleOptions = {}): AccessRule {
    return new AccessRule(false, options);
  }

  /** Whether the rule lets somebody in. */
  public readonly allows: boolean;

  /** Whom it is about. */
  public readonly options: AccessRuleOptions;

  private constructor(allows: boolean, options: AccessRuleOptions) {
    this.allows = allows;
    this.options = options;
  }
}
