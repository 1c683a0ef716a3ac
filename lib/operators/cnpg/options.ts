import { onlyMembers } from '../../model/members';
import { CloudNativePgClusterOptions } from './cluster-options';

// The front door knows this file alone.
export * from './archive-options';
export * from './cluster-options';
export * from './monitoring-options';
export * from './pod-options';
export * from './server-options';
export * from './service-options';
export * from './timing-options';

/**
 * Versions of CloudNativePG that manifests can be printed for.
 *
 * @see https://cloudnative-pg.io/documentation/current/supported_releases/
 */
export enum CloudNativePgVersion {
  /** 1.28. */
  V1_28 = '1.28',
  /** 1.29. */
  V1_29 = '1.29',
  /** 1.30. */
  V1_30 = '1.30',
}
onlyMembers(CloudNativePgVersion, 'CloudNativePgVersion');

/**
 * Who starts the switchover that ends an update.
 */
export enum CloudNativePgUpdateStrategy {
  /** The operator, as soon as the replicas are updated. */
  UNSUPERVISED = 'unsupervised',
  /**
   * A person, with `kubectl cnpg promote`, or with `kubectl cnpg restart` where the image stays the same; the operator waits. Not with a
   * single instance (rule CNPG-011).
   */
  SUPERVISED = 'supervised',
}
onlyMembers(CloudNativePgUpdateStrategy, 'CloudNativePgUpdateStrategy');

/**
 * How the primary is updated.
 */
export enum CloudNativePgUpdateMethod {
  /** An updated replica takes over: an interruption of seconds. */
  SWITCHOVER = 'switchover',
  /** The primary restarts in place: an interruption as long as its start takes. */
  RESTART = 'restart',
}
onlyMembers(CloudNativePgUpdateMethod, 'CloudNativePgUpdateMethod');

/**
 * What the recommended image holds.
 */
export enum CloudNativePgImageType {
  /** PostgreSQL with the extensions of its own distribution. */
  MINIMAL = 'minimal',
  /** With pgaudit, pgvector, pg_failover_slots, all locales and JIT. */
  STANDARD = 'standard',
}
onlyMembers(CloudNativePgImageType, 'CloudNativePgImageType');

/**
 * What only CloudNativePG has.
 *
 * A `BackupPolicy`, a recovery from an archive and a replica cluster that reads one need the Barman Cloud plugin, installed in the namespace
 * of the operator: version 0.13 for base backups with LZ4, version 0.14 for replica clusters.
 *
 * @see https://cloudnative-pg.io/plugin-barman-cloud/docs/installation/
 */
export interface CloudNativePgOptions extends CloudNativePgClusterOptions {
  /**
   * Version of the operator that the manifests are applied to. From 1.30 on roles are objects of their own, before they are a field of the
   * Cluster; a role stays when it moves from there to here.
   *
   * @default CloudNativePgVersion.V1_30
   */
  readonly operatorVersion?: CloudNativePgVersion;

  /**
   * Who starts the switchover that ends an update.
   *
   * @default CloudNativePgUpdateStrategy.UNSUPERVISED
   */
  readonly updateStrategy?: CloudNativePgUpdateStrategy;

  /**
   * How the primary is updated. With `SWITCHOVER`, which a single instance cannot do (rule CNPG-012), the operator refuses a change that
   * touches image and parameters at once.
   *
   * @default - SWITCHOVER, or RESTART for a single instance
   */
  readonly updateMethod?: CloudNativePgUpdateMethod;

  /**
   * What the recommended image holds; what else is to be loaded needs an image of its own (rule CNPG-014). Not used for a pinned image or
   * a catalog.
   *
   * @default CloudNativePgImageType.STANDARD
   * @see https://github.com/cloudnative-pg/postgres-containers
   */
  readonly imageType?: CloudNativePgImageType;

  /**
   * Debian release of the recommended image, `trixie` or `bookworm` (rule CNPG-013). Another release has other collations, which breaks
   * indexes: keep it for the life of the cluster. Not used for a pinned image or a catalog.
   *
   * @default trixie
   */
  readonly imageDistribution?: string;
}
