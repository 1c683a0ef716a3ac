/** Pieces of PromQL. */

/** The label that every target of a cluster gets, on every operator. */
export const CLUSTER_LABEL = 'pg_cluster';

/** The label that the targets of a pool get besides. */
export const POOL_LABEL = 'pg_pool';

/** Labels and their values; what has none is left out. */
type Labels = { readonly [name: string]: string | undefined };

/** A text as PromQL writes it. */
const quoted = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;

/**
 * A selector: `up{namespace="app",pg_cluster="orders"}`.
 *
 * @param metric name of the metric
 * @param equal labels that have these values
 * @param matching labels whose values match these RE2 expressions, which are anchored
 */
export function selector(metric: string, equal: Labels, matching: Labels = {}): string {
  const given = (labels: Labels, operator: string): string[] =>
    Object.entries(labels).flatMap(([name, value]) => (value === undefined ? [] : [`${name}${operator}${quoted(value)}`]));
  return `${metric}{${[...given(equal, '='), ...given(matching, '=~')].join(',')}}`;
}

/** A text as a part of an RE2 expression. */
export const escapedForRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
