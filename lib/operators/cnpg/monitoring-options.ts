import { SecretKeyRef } from '../../model/backup-target';
import { ConfigMapKeyRef } from '../../model/container';
import { Relabeling } from '../../model/monitoring';

/**
 * What the Cluster itself says of its metrics, beside what `monitoring` of the library prints.
 *
 * @see https://cloudnative-pg.io/documentation/current/monitoring/
 */
export interface CloudNativePgMonitoringOptions {
  /**
   * Whether the operator makes a PodMonitor. The field is deprecated: `monitoring` prints one that is part of the program, and both together
   * count everything twice (rule CNPG-195).
   *
   * @default false
   */
  readonly podMonitor?: boolean;

  /**
   * Steps of relabeling of its targets. With `podMonitor` only (rule CNPG-195).
   *
   * @default - none
   */
  readonly relabelings?: Relabeling[];

  /**
   * Steps of relabeling of what it scrapes. With `podMonitor` only (rule CNPG-195).
   *
   * @default - none
   */
  readonly metricRelabelings?: Relabeling[];

  /**
   * Queries of one's own, in the operator's form: keys of ConfigMaps.
   *
   * @default - none
   */
  readonly queriesConfigMaps?: ConfigMapKeyRef[];

  /**
   * Queries of one's own, in the operator's form: keys of Secrets.
   *
   * @default - none
   */
  readonly queriesSecrets?: SecretKeyRef[];

  /**
   * Whether the operator's own queries are left off.
   *
   * @default false
   */
  readonly defaultQueriesDisabled?: boolean;
}
