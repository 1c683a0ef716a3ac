import { PoolModel } from '../model/pool-model';
import { IMonitoringOperator } from '../operators/monitoring-contract';
import { CLUSTER_LABEL } from '../private/promql';
import { CLUSTER_ALERTS } from './alert-catalogue';
import { isExcluded, isRaised, thresholdOf } from './alert-rules';
import { POOL_ALERTS, poolThreshold } from './pool-alerts';
import { RecordingRule } from './service-levels';
import { Watch } from './watch';

/**
 * From where on an alert of a cluster fires, in the unit of the alert, one series for each. A dashboard serves clusters whose thresholds
 * differ, so it cannot have them in itself.
 */
export const THRESHOLD = 'pg_cluster:alert_threshold:value';

/** A value with labels. */
const labelled = (value: number, labels: { readonly [name: string]: string }): string =>
  Object.entries(labels).reduce((promql, [name, text]) => `label_replace(${promql}, "${name}", "${text}", "", "")`, `vector(${value})`);

/** The thresholds of the alerts that a cluster and its pools raise, as one rule; nothing where none has any. */
export function thresholdRules(watch: Watch, operator: IMonitoringOperator, pools: readonly PoolModel[]): RecordingRule[] {
  const { identity, monitoring } = watch.model;
  const { name, namespace } = identity;
  const ofCluster = CLUSTER_ALERTS.filter((row) => row.threshold !== undefined && isRaised(row, watch, operator)).flatMap((row) =>
    (row.each?.(watch) ?? [watch]).map((part) => {
      const [age] = row.each ? part.backupAges : [];
      return labelled(thresholdOf(row, part), { alert: row.alert, ...(age && { repository: `${age.repository}` }) });
    }),
  );
  const isTold = pools.some((pool) => operator.poolMetrics(pool, watch.model));
  const ofPools = POOL_ALERTS.filter(
    ({ alert, threshold }) => isTold && threshold !== undefined && !isExcluded(monitoring.alerts, alert),
  ).map((row) => labelled(poolThreshold(row, monitoring.alerts), { alert: row.alert }));
  const all = [...ofCluster, ...ofPools];
  return all.length === 0
    ? []
    : [
        {
          record: THRESHOLD,
          expr: all.join('\nor '),
          labels: { [CLUSTER_LABEL]: name, ...(namespace !== undefined && { namespace }) },
        },
      ];
}
