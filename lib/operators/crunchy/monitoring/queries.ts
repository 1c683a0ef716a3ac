import { Yaml } from 'cdk8s';
import type { PostgresClusterSpecInstrumentationMetricsCustomQueriesAdd } from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterIdentity } from '../../../model/identity';
import { MetricQuery, MetricUsage } from '../../../model/metric-query';
import { DATABASE_QUERY, INSTANCE_QUERY } from '../../shared/metric-queries';
import { queryFile } from '../../shared/query-file';
import { CrunchySettings } from '../settings';
import { MetricsSource, metricsSource } from './metrics-source';

/** Queries of ours beside those that PGO brings along, where there can be any. */
const PGO_QUERIES: readonly MetricQuery[] = [INSTANCE_QUERY, DATABASE_QUERY];

/** Key of the queries for the exporter. */
const EXPORTER_KEY = 'queries.yaml';

/** How often the collector asks where nobody says otherwise: what it does itself for most queries is more than Prometheus would see. */
const INTERVAL = '30s';

/** Name of the ConfigMap with the queries of a cluster. */
export const queriesName = ({ name }: ClusterIdentity): string => `${name}-metric-queries`;

/** Whether the cluster can have queries beside those of PGO. */
export const hasQueries = (model: ClusterModel, settings: CrunchySettings): boolean => {
  const source = metricsSource(model, settings);
  return source === MetricsSource.COLLECTOR || (source === MetricsSource.EXPORTER && settings.appendCustomQueriesEnabled);
};

const queriesOf = ({ monitoring }: ClusterModel): readonly MetricQuery[] => [...PGO_QUERIES, ...monitoring.queries];

/** The files of queries, in the form of what reads them. */
export function queriesData(model: ClusterModel, settings: CrunchySettings): { [key: string]: string } {
  const queries = queriesOf(model);
  return metricsSource(model, settings) === MetricsSource.COLLECTOR
    ? Object.fromEntries(queries.map((query) => [collectorKey(query), collectorFile(query)]))
    : { [EXPORTER_KEY]: queryFile(queries) };
}

/** Each query has a file of its own for the collector: how often it runs, and where, is said beside the file. */
const collectorKey = ({ name }: MetricQuery): string => `${name}.yaml`;

/** The collector knows nothing of who is the primary, so the query itself has to. */
const collectorSql = ({ sql, primaryOnly }: MetricQuery): string =>
  primaryOnly ? `SELECT * FROM (\n${sql}\n) AS answer WHERE NOT pg_catalog.pg_is_in_recovery()` : sql;

/** A query as the receiver of the collector reads it. */
function collectorFile(query: MetricQuery): string {
  const labels = query.columns.filter(({ usage }) => usage === MetricUsage.LABEL).map(({ name }) => name);
  const metrics = query.columns
    .filter(({ usage }) => usage !== MetricUsage.LABEL)
    .map(({ name, description }) => ({
      metric_name: `${query.name}_${name}`,
      value_column: name,
      value_type: 'double',
      description,
      ...(labels.length > 0 && { attribute_columns: labels }),
    }));
  return Yaml.stringify([{ sql: collectorSql(query), metrics }]);
}

/** The queries, as the cluster names them for the collector. */
export const addedQueries = (model: ClusterModel): PostgresClusterSpecInstrumentationMetricsCustomQueriesAdd[] =>
  queriesOf(model).map((query, i) => ({
    // Names have twenty characters at the most.
    name: `queries-${i + 1}`,
    queries: { name: queriesName(model.identity), key: collectorKey(query) },
    collectionInterval: query.cache === undefined ? INTERVAL : `${query.cache.toSeconds()}s`,
    databases: query.databases && [...query.databases],
  }));
