import { onlyMembers } from './members';
import { Duration } from 'cdk8s';

/**
 * What a column of a query is.
 */
export enum MetricUsage {
  /** A label of the metrics. */
  LABEL = 'LABEL',
  /** A number that goes up and down. */
  GAUGE = 'GAUGE',
  /** A number that only goes up. */
  COUNTER = 'COUNTER',
}
onlyMembers(MetricUsage, 'MetricUsage');

/**
 * One column of a query.
 */
export interface MetricColumn {
  /** Name of the column, and of the metric behind the name of the query (rule MON-007). */
  readonly name: string;

  /** What it is. */
  readonly usage: MetricUsage;

  /** What it means: the help text of the metric. */
  readonly description: string;
}

/**
 * A query whose answer becomes metrics: `<name>_<column>`, on CloudNativePG `cnpg_<name>_<column>`.
 */
export interface MetricQuery {
  /** Beginning of the names of the metrics; letters, digits and `_` (rule MON-007). */
  readonly name: string;

  /**
   * One statement that only reads (rule MON-006), without a semicolon. It runs with the rights of a monitoring role: grant that role what it
   * has to read besides catalogs and statistics.
   */
  readonly sql: string;

  /** Every column that the query answers with (rule MON-007); at least one is no label. */
  readonly columns: MetricColumn[];

  /**
   * Databases that it runs in.
   *
   * @default - the database `postgres`
   */
  readonly databases?: string[];

  /**
   * How long an answer is good for.
   *
   * @default - the query runs at every scrape, or as often as the operator does it
   */
  readonly cache?: Duration;

  /**
   * Whether it only runs on the instance that takes writes.
   *
   * @default false
   */
  readonly primaryOnly?: boolean;
}
