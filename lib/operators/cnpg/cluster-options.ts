import { ImageExtension } from '../../model/image-extension';
import { onlyMembers } from '../../model/members';
import { CloudNativePgBarman, CloudNativePgExternalCluster, CloudNativePgPlugin, CloudNativePgScheduledBackups } from './archive-options';
import { CloudNativePgMonitoringOptions } from './monitoring-options';
import { CloudNativePgPodOptions } from './pod-options';
import { CloudNativePgTiming, CloudNativePgProbes, CloudNativePgNodeMaintenance } from './timing-options';
import { CloudNativePgServices, CloudNativePgPoolerOptions } from './service-options';
import { CloudNativePgSynchronous, CloudNativePgLdap } from './server-options';

/**
 * What the operator and the instance manager write into their logs.
 */
export enum CloudNativePgLogLevel {
  /** Errors. */
  ERROR = 'error',
  /** Warnings too. */
  WARNING = 'warning',
  /** What is done, too. */
  INFO = 'info',
  /** Details. */
  DEBUG = 'debug',
  /** Everything. */
  TRACE = 'trace',
}
onlyMembers(CloudNativePgLogLevel, 'CloudNativePgLogLevel');

/**
 * What CloudNativePG has besides, for clusters that were written for it: each is a field of its objects, and nothing is printed that is not
 * said.
 */
export interface CloudNativePgClusterOptions {
  /**
   * What is done with the pods.
   *
   * @default - what the operator does by itself
   */
  readonly pods?: CloudNativePgPodOptions;

  /**
   * How long the operator waits, and for what.
   *
   * @default - as the operator has it
   */
  readonly timing?: CloudNativePgTiming;

  /**
   * Probes of the instances.
   *
   * @default - those of the operator
   */
  readonly probes?: CloudNativePgProbes;

  /**
   * Which standbys a synchronous commit waits for. With `Replication.synchronous(...)` only (rule CNPG-141).
   *
   * @default - any of the cluster
   */
  readonly synchronous?: CloudNativePgSynchronous;

  /**
   * Services of the cluster.
   *
   * @default - those of the operator
   */
  readonly services?: CloudNativePgServices;

  /**
   * What the pools of the cluster have besides.
   *
   * @default - what the operator does by itself
   */
  readonly poolers?: CloudNativePgPoolerOptions;

  /**
   * Extensions that come as volumes with images in them. `databases` create them, as other ones.
   *
   * @default - those of the image of PostgreSQL
   */
  readonly imageExtensions?: ImageExtension[];

  /**
   * Lines of pg_ident.conf, which map names of the system or of certificates to roles.
   *
   * @default - none
   * @see https://www.postgresql.org/docs/current/auth-username-maps.html
   */
  readonly identLines?: string[];

  /**
   * A directory that is asked for passwords. Its line of pg_hba.conf stands behind those of the program, so that `hbaRules` and `accessRules`
   * that let somebody in, or keep everybody out, come first (rule CNPG-145).
   *
   * @default - none
   */
  readonly ldap?: CloudNativePgLdap;

  /**
   * Whether ALTER SYSTEM is allowed. What it sets is in no manifest.
   *
   * @default false
   */
  readonly alterSystemEnabled?: boolean;

  /**
   * What is written into logs.
   *
   * @default CloudNativePgLogLevel.INFO
   */
  readonly logLevel?: CloudNativePgLogLevel;

  /**
   * What the cluster is, for people.
   *
   * @default - nothing
   */
  readonly description?: string;

  /**
   * Maintenance of nodes.
   *
   * @default - there is none
   */
  readonly nodeMaintenance?: CloudNativePgNodeMaintenance;

  /**
   * How barman-cloud is run, which archives.
   *
   * @default - by the plugin, as `transfer` of the policy says
   */
  readonly barman?: CloudNativePgBarman;

  /**
   * What ScheduledBackups have besides.
   *
   * @default - as the library has them
   */
  readonly scheduledBackups?: CloudNativePgScheduledBackups;

  /**
   * Plugins of the instances, beside the one that a `BackupPolicy` prints.
   *
   * @default - none
   */
  readonly plugins?: CloudNativePgPlugin[];

  /**
   * Servers and archives that the Cluster knows by name, beside those that the program says otherwise.
   *
   * @default - none
   */
  readonly externalClusters?: CloudNativePgExternalCluster[];

  /**
   * What the Cluster itself says of its metrics.
   *
   * @default - nothing
   */
  readonly monitoring?: CloudNativePgMonitoringOptions;
}
