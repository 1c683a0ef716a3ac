import { Yaml } from 'cdk8s';
import { MetricQuery } from '../../model/metric-query';

/** What a reader has beside the common fields. */
type OwnFields = (query: MetricQuery) => object;

/** How postgres_exporter is told of a query that only the primary runs. */
const ofExporter: OwnFields = ({ primaryOnly }) => (primaryOnly ? { master: true } : {});

/** Clusters of one program mostly have the same queries, and printing them takes longer than all the rest of a cluster. */
const PRINTED = new WeakMap<OwnFields, WeakMap<MetricQuery, string>>();

/** The last whole file of each reader: where the next cluster has the same queries, both print one text instead of a copy each. */
const LAST = new WeakMap<OwnFields, { readonly queries: readonly MetricQuery[]; readonly text: string }>();

/**
 * Queries in the format that came with postgres_exporter, which CloudNativePG reads too.
 *
 * @param queries the queries
 * @param own what the reader has beside the common fields; one function for all files of a reader
 */
export function queryFile(queries: readonly MetricQuery[], own = ofExporter): string {
  const last = LAST.get(own);
  if (last && last.queries.length === queries.length && last.queries.every((query, i) => query === queries[i])) {
    return last.text;
  }
  const printed = PRINTED.get(own) ?? new WeakMap<MetricQuery, string>();
  PRINTED.set(own, printed);
  const text = queries
    .map((query) => {
      const known = printed.get(query) ?? entry(query, own);
      printed.set(query, known);
      return known;
    })
    .join('');
  LAST.set(own, { queries, text });
  return text;
}

const entry = (query: MetricQuery, own: OwnFields): string =>
  Yaml.stringify({
    [query.name]: {
      query: query.sql,
      ...own(query),
      ...(query.cache && { cache_seconds: query.cache.toSeconds() }),
      metrics: query.columns.map(({ name, usage, description }) => ({ [name]: { usage, description } })),
    },
  });
