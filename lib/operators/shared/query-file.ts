import { Yaml } from 'cdk8s';
import { MetricQuery } from '../../model/metric-query';

/**
 * Queries in the format that came with postgres_exporter, which CloudNativePG reads too.
 *
 * @param queries the queries
 * @param own what the reader has beside the common fields
 */
export function queryFile(queries: readonly MetricQuery[], own: (query: MetricQuery) => object = () => ({})): string {
  const file = queries.map((query) => [
    query.name,
    {
      query: query.sql,
      ...own(query),
      ...(query.cache && { cache_seconds: query.cache.toSeconds() }),
      metrics: query.columns.map(({ name, usage, description }) => ({ [name]: { usage, description } })),
    },
  ]);
  return Yaml.stringify(Object.fromEntries(file));
}
