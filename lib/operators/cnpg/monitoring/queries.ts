import type { ClusterSpecMonitoring } from '../../../../imports/cnpg/cluster';
import { MetricQuery } from '../../../model/metric-query';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
import { fields, some } from '../../../private/pod-fields';
import { relabelingSpec } from '../../../private/relabelings';
import type { Settings } from '../settings';
import { queryFile } from '../../shared/query-file';
import { CNPG_QUERIES } from './signals';

/** Key of the queries in a ConfigMap, ours and the operator's. */
export const QUERIES_KEY = 'queries';

/** The operator's own queries. Its admission webhook puts them in front where they are not named, and so the manifest would differ. */
const DEFAULT_QUERIES = 'cnpg-default-monitoring';

/** Name of the ConfigMap with the queries of a cluster. */
export const queriesName = ({ name }: ClusterIdentity): string => `${name}-metric-queries`;

const ownFields = ({ databases, primaryOnly }: MetricQuery): object => ({
  ...(databases && { target_databases: [...databases] }),
  ...(primaryOnly && { primary: true }),
});

/** The queries of a cluster as its instances read them. */
export const queriesText = ({ monitoring }: ClusterModel): string => queryFile([...CNPG_QUERIES, ...monitoring.queries], ownFields);

/** Where the instances find their queries, and whether they encrypt what they answer with. Only the latter restarts them. */
export function monitoringSpec(
  { identity, monitoring }: ClusterModel,
  { monitoring: said = {} }: Settings,
): ClusterSpecMonitoring | undefined {
  const own = monitoring.enabled
    ? [
        { name: DEFAULT_QUERIES, key: QUERIES_KEY },
        { name: queriesName(identity), key: QUERIES_KEY },
      ]
    : [];
  const configMaps = [...own, ...(said.queriesConfigMaps ?? []).map(({ name, key }) => ({ name, key }))];
  return fields({
    customQueriesConfigMap: some(configMaps),
    customQueriesSecret: some(said.queriesSecrets)?.map(({ name, key }) => ({ name, key })),
    disableDefaultQueries: said.defaultQueriesDisabled,
    enablePodMonitor: said.podMonitor,
    podMonitorRelabelings: some(said.relabelings)?.map(relabelingSpec) as ClusterSpecMonitoring['podMonitorRelabelings'],
    podMonitorMetricRelabelings: some(said.metricRelabelings)?.map(relabelingSpec) as ClusterSpecMonitoring['podMonitorMetricRelabelings'],
    tls: monitoring.enabled && monitoring.tls ? { enabled: true } : undefined,
  }) as ClusterSpecMonitoring | undefined;
}
