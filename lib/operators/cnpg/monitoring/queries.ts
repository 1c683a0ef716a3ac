import type { ClusterSpecMonitoring } from '../../../../imports/cnpg/cluster';
import { MetricQuery } from '../../../model/metric-query';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
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
export function monitoringSpec({ identity, monitoring }: ClusterModel): ClusterSpecMonitoring | undefined {
  if (!monitoring.enabled) {
    return undefined;
  }
  return {
    customQueriesConfigMap: [
      { name: DEFAULT_QUERIES, key: QUERIES_KEY },
      { name: queriesName(identity), key: QUERIES_KEY },
    ],
    tls: monitoring.tls ? { enabled: true } : undefined,
  };
}
