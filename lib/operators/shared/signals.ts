import { ClusterIdentity } from '../../model/identity';
import { Signal, SignalExpression } from '../monitoring-contract';
import { CLUSTER_LABEL, selector } from '../../private/promql';

/** What the expressions of several operators have in common. */

/** Labels that make a series one of an instance. What else an exporter puts on it may change with each of its restarts. */
const BY_POD = `namespace, ${CLUSTER_LABEL}, pod`;

/** The metrics of one cluster. */
export class Metrics {
  public constructor(private readonly identity: ClusterIdentity) {}

  /** One metric, as it was scraped. */
  public raw(metric: string, labels: { readonly [name: string]: string } = {}): string {
    const { name, namespace } = this.identity;
    return selector(metric, { namespace, [CLUSTER_LABEL]: name, ...labels });
  }

  /**
   * The largest value of each instance.
   *
   * @param metric name of the metric
   * @param labels labels that it has to have
   * @param by further labels that keep series apart
   */
  public each(metric: string, labels: { readonly [name: string]: string } = {}, ...by: readonly string[]): string {
    return largest(this.raw(metric, labels), ...by);
  }
}

/** The largest value of each instance. */
export const largest = (promql: string, ...by: readonly string[]): string => `max by (${[BY_POD, ...by].join(', ')}) (${promql})`;

/** By how much a counter of each instance grows in a second. */
export const perSecond = (promql: string): string => `rate((${promql})[5m:1m])`;

/** The series of instances that others say something of: of the primary, for example. */
export const onlyOn = (promql: string, condition: string): string => `${promql} and on (${BY_POD}) ${condition}`;

/** A table of what can be told, as the contract has it. */
export const expressions = (told: { readonly [S in Signal]?: string }): SignalExpression[] =>
  (Object.keys(told) as Signal[]).flatMap((signal) => (told[signal] === undefined ? [] : [{ signal, promql: told[signal] }]));
