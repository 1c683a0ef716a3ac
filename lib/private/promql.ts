/** Pieces of PromQL. */

/** The label that every target of a cluster gets, on every operator. */
export const CLUSTER_LABEL = 'pg_cluster';

/** The label that the targets of a pool get besides. */
export const POOL_LABEL = 'pg_pool';

/** Labels and their values; what has none is left out. */
type Labels = { readonly [name: string]: string | undefined };

/** A text as PromQL writes it. */
const quoted = (text: string): string => (/["\\]/.test(text) ? escaped(text) : `"${text}"`);
const escaped = (text: string): string => `"${text.replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;

/**
 * A selector: `up{namespace="app",pg_cluster="orders"}`.
 *
 * @param metric name of the metric
 * @param equal labels that have these values
 * @param matching labels whose values match these RE2 expressions, which are anchored
 */
export function selector(metric: string, equal: Labels, matching: Labels = {}): string {
  return `${metric}{${given(matching, '=~', given(equal, '=', ''))}}`;
}

/** Labels behind those before them; called some hundred times for each cluster. */
function given(labels: Labels, operator: string, before: string): string {
  let text = before;
  for (const name of Object.keys(labels)) {
    const value = labels[name];
    if (value !== undefined) {
      text += `${text === '' ? '' : ','}${name}${operator}${quoted(value)}`;
    }
  }
  return text;
}

/** A text as a part of an RE2 expression. */
export const escapedForRegex = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
