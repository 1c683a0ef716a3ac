import { Alert, AlertAdjustment, AlertModel, AlertSeverity } from '../model/alert';
import { ClusterIdentity } from '../model/identity';
import { IMonitoringOperator } from '../operators/monitoring-contract';
import { CLUSTER_LABEL } from '../private/promql';
import { CLUSTER_ALERTS } from './alert-catalogue';
import { AlertRow } from './alert-row';
import { expressionsOf, signalsOf } from './expressions';
import { Watch } from './watch';

/** One rule as Prometheus has it. */
export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
}

/** A condition before anybody has adjusted it. */
export interface Condition {
  readonly alert: Alert;
  readonly severity: AlertSeverity;
  /** Seconds that it has to be true. */
  readonly after: number;
  readonly expr: string;
  readonly summary: string;
  readonly description: string;
}

/** Whether a cluster raises an alert: it can have it, its operator's metrics tell it, and nobody has excluded it. */
export const isRaised = (row: AlertRow, watch: Watch, operator: IMonitoringOperator): boolean =>
  !watch.sleeps && row.applies(watch) && isTold(row, watch, operator) && !isExcluded(watch.model.monitoring.alerts, row.alert);

/** Whether the metrics of an operator tell what an alert has to know. */
export const isTold = (row: AlertRow, { model }: Watch, operator: IMonitoringOperator): boolean => {
  const told = signalsOf(operator, model);
  return row.needs.every((several) => several.some((signal) => told.has(signal)));
};

/** Whether nobody wants to know. */
export const isExcluded = ({ exclusions }: AlertModel, alert: Alert): boolean => exclusions.some((exclusion) => exclusion.alert === alert);

const adjustmentOf = ({ adjustments }: AlertModel, alert: Alert): AlertAdjustment | undefined =>
  adjustments.find((adjustment) => adjustment.alert === alert);

/** From where on an alert of a cluster fires, in its unit; not a number where it has no threshold. */
export const thresholdOf = (row: AlertRow, watch: Watch): number =>
  adjustmentOf(watch.model.monitoring.alerts, row.alert)?.threshold?.value ?? row.threshold?.value(watch) ?? NaN;

/** The alerts of a cluster. */
export function clusterRules(watch: Watch, operator: IMonitoringOperator, certificates: readonly string[]): AlertingRule[] {
  const { monitoring, identity } = watch.model;
  const whole = expressionsOf(watch, operator, certificates);
  return CLUSTER_ALERTS.filter((row) => isRaised(row, watch, operator)).flatMap((row) =>
    (row.each?.(watch) ?? [watch]).map((part) => {
      const expressions = part === watch ? whole : expressionsOf(part, operator, certificates);
      const expr = row.expr(expressions, thresholdOf(row, part), part);
      const { alert, summary, description } = row;
      return ruleOf(
        { alert, severity: row.severity(part), after: row.after(part), expr, summary, description },
        monitoring.alerts,
        identity,
      );
    }),
  );
}

/** A condition as a rule, as the program has adjusted it. */
export function ruleOf(condition: Condition, alerts: AlertModel, { name, namespace }: ClusterIdentity): AlertingRule {
  const { severity = condition.severity, after } = adjustmentOf(alerts, condition.alert) ?? {};
  const seconds = after?.toSeconds() ?? condition.after;
  return {
    alert: condition.alert,
    expr: condition.expr,
    ...(seconds > 0 && { for: promDuration(seconds) }),
    labels: { ...alerts.labels, severity, [CLUSTER_LABEL]: name, ...(namespace !== undefined && { namespace }) },
    annotations: {
      summary: `${name}: ${condition.summary}`,
      description: condition.description,
      runbook_url: pageOf(alerts.runbookUrl, condition.alert),
    },
  };
}

/** Addresses of pages, by where they begin: most clusters have the same, and a program of many need not hold each of them for each cluster. */
const PAGES = new Map<string, Map<Alert, string>>();

function pageOf(runbookUrl: string, alert: Alert): string {
  const pages = PAGES.get(runbookUrl) ?? new Map<Alert, string>();
  PAGES.set(runbookUrl, pages);
  const page = pages.get(alert) ?? `${runbookUrl}${alert}.md`;
  pages.set(alert, page);
  return page;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', 24 * 3600],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
];

/** Seconds as Prometheus writes them: the largest unit that leaves a whole number. */
export function promDuration(seconds: number): string {
  const [unit, size] = UNITS.find(([, of]) => seconds % of === 0) ?? ['s', 1];
  return `${seconds / size}${unit}`;
}
