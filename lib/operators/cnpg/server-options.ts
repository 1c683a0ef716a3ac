import { SecretKeyRef } from '../../model/backup-target';

/**
 * Which standbys a synchronous commit waits for, beyond how many `replication` says.
 *
 * @see https://cloudnative-pg.io/documentation/current/replication/#synchronous-replication
 */
export interface CloudNativePgSynchronous {
  /**
   * Whether the first ones of the list count (`FIRST`), and not any.
   *
   * @default false
   */
  readonly first?: boolean;

  /**
   * Names of standbys before those of the cluster. Not with `writesWithoutStandby` (rule CNPG-141).
   *
   * @default - none
   */
  readonly standbysBefore?: string[];

  /**
   * Names of standbys behind those of the cluster. Not with `writesWithoutStandby` (rule CNPG-141).
   *
   * @default - none
   */
  readonly standbysAfter?: string[];

  /**
   * How many names of the cluster stand in the list.
   *
   * @default - all
   */
  readonly maxStandbysFromCluster?: number;

  /**
   * Whether a failover needs so many standbys that one of them has every confirmed transaction.
   *
   * @default false
   */
  readonly failoverQuorum?: boolean;
}

/**
 * How a directory is asked who may log in.
 *
 * @see https://cloudnative-pg.io/documentation/current/postgresql_conf/#ldap-configuration
 */
export interface CloudNativePgLdap {
  /** Host of the directory. */
  readonly server: string;

  /**
   * TCP port.
   *
   * @default - that of the scheme
   */
  readonly port?: number;

  /**
   * Whether the connection begins with TLS (`ldaps`).
   *
   * @default false
   */
  readonly ldaps?: boolean;

  /**
   * Whether it goes over to TLS (`StartTLS`).
   *
   * @default false
   */
  readonly startTls?: boolean;

  /**
   * What stands before the name of the user in a simple bind. Either `prefix` and `suffix`, or `baseDn` (rule CNPG-145).
   *
   * @default - a search
   */
  readonly prefix?: string;

  /**
   * What stands behind the name of the user in a simple bind.
   *
   * @default - nothing
   */
  readonly suffix?: string;

  /**
   * Where the user is searched.
   *
   * @default - a simple bind
   */
  readonly baseDn?: string;

  /**
   * Who searches.
   *
   * @default - nobody: without logging in
   */
  readonly bindDn?: string;

  /**
   * The password of who searches, in a Secret.
   *
   * @default - none
   */
  readonly bindPassword?: SecretKeyRef;

  /**
   * Attribute that is the name of the user.
   *
   * @default uid
   */
  readonly searchAttribute?: string;

  /**
   * Filter of the search.
   *
   * @default - by the attribute
   */
  readonly searchFilter?: string;
}
