import { Alert, AlertModel, AlertSeverity, AlertUnit } from '../model/alert';
import { PoolModel } from '../model/pool-model';
import { PoolSignals } from '../operators/monitoring-contract';
import { AlertingRule, isExcluded, ruleOf } from './alert-rules';

/** One alert about a pool. */
export interface PoolAlertRow {
  readonly alert: Alert;
  readonly severity: AlertSeverity;
  /** Seconds that it has to be true. */
  readonly after: number;
  readonly threshold?: { readonly unit: AlertUnit; readonly value: number };
  readonly expr: (signals: PoolSignals, up: string, threshold: number, pool: PoolModel) => string;
  readonly summary: string;
  readonly description: string;
}

/** What can be wrong with a pool. */
export const POOL_ALERTS: readonly PoolAlertRow[] = [
  {
    alert: Alert.POOL_SATURATED,
    severity: AlertSeverity.WARNING,
    after: 300,
    threshold: { unit: AlertUnit.DURATION, value: 5 },
    expr: ({ maxWait, waiting }, _, threshold) => `(${maxWait}) > ${threshold} and on (namespace, pod, database) (${waiting}) > 0`,
    summary: 'clients of the pool {{ $labels.pg_pool }} have waited for {{ $value | humanizeDuration }}',
    description: 'All server connections are in use. Applications wait for one, and time out.',
  },
  {
    alert: Alert.POOL_DOWN,
    severity: AlertSeverity.WARNING,
    after: 300,
    expr: (_, up, __, { instances }) => `(count(${up} == 1) or vector(0)) < ${instances}`,
    summary: 'only {{ $value }} pods of a pool answer',
    description: 'Fewer pods of the pool run than were asked for. Without any, applications that connect through it are refused.',
  },
];

/** From where on an alert of pools fires, in its unit; not a number where it has no threshold. */
export const poolThreshold = (row: PoolAlertRow, { adjustments }: AlertModel): number =>
  adjustments.find(({ alert }) => alert === row.alert)?.threshold?.value ?? row.threshold?.value ?? NaN;

/** The alerts of a pool. */
export function poolRules(pool: PoolModel, signals: PoolSignals, up: string, alerts: AlertModel): AlertingRule[] {
  return POOL_ALERTS.filter(({ alert }) => !isExcluded(alerts, alert)).map((row) => {
    const expr = row.expr(signals, up, poolThreshold(row, alerts), pool);
    const { alert, severity, after, summary, description } = row;
    return ruleOf({ alert, severity, after, expr, summary, description }, alerts, pool.cluster);
  });
}
