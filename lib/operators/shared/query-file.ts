import { Yaml } from 'cdk8s';
import { MetricQuery } from '../../model/metric-query';

/** Clusters of one program mostly have the same queries, and printing them takes longer than all the rest of a cluster. */
const PRINTED = new Map<string, string>();
const MOST_FILES = 100;

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
  const key = JSON.stringify(file);
  const known = PRINTED.get(key);
  if (known !== undefined) {
    return known;
  }
  const text = Yaml.stringify(Object.fromEntries(file));
  if (PRINTED.size >= MOST_FILES) {
    PRINTED.clear();
  }
  PRINTED.set(key, text);
  return text;
}
