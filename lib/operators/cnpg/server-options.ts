import { ImagePullPolicy } from '../../model/image-pull-policy';
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
 * An extension that comes as a volume with an image in it. PostgreSQL 18 and Kubernetes 1.35, or the gate `ImageVolume` before (rule CNPG-144).
 *
 * @see https://cloudnative-pg.io/documentation/current/imagevolume_extensions/
 */
export interface CloudNativePgImageExtension {
  /** Name, by which it is mounted at `/extensions/<name>`: at most 59 lower-case letters, digits, `-` and `_`. */
  readonly name: string;

  /**
   * Image, with a tag that is not `latest`.
   *
   * @default - that of the image catalog, from version 1.29 on
   */
  readonly image?: string;

  /**
   * When the image is pulled.
   *
   * @default - where the node does not have it
   */
  readonly imagePullPolicy?: ImagePullPolicy;

  /**
   * Folders of control files in it, for `extension_control_path`.
   *
   * @default - share
   */
  readonly controlPaths?: string[];

  /**
   * Folders of libraries in it, for `dynamic_library_path`.
   *
   * @default - lib
   */
  readonly libraryPaths?: string[];

  /**
   * Folders in it for `LD_LIBRARY_PATH`.
   *
   * @default - none
   */
  readonly systemLibraryPaths?: string[];

  /**
   * Folders in it for `PATH`; from version 1.29 on (rule CNPG-144).
   *
   * @default - none
   */
  readonly binaryPaths?: string[];
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
