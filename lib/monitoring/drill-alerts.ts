import { Construct } from 'constructs';
import { Alert, AlertSeverity, AlertUnit } from '../model/alert';
import { ClusterIdentity } from '../model/identity';
import { MonitoringModel } from '../model/monitoring';
import { Manifest } from '../private/manifest';
import { selector } from '../private/promql';
import { AlertingRule, Condition, ruleOf } from './alert-rules';
import { AlertCommands } from '../operators/monitoring-contract';
import { runbooks } from './pages/runbooks';
import { PROMETHEUS_RULE, hasObjects, objectMetadata, prometheusRuleSpec } from './objects';

/** A drill, as far as alerts know it. */
export interface WatchedDrill {
  /** Name of its CronJob. */
  readonly name: string;
  /** Namespace of its CronJob; undefined where it is the one that the manifest is applied to. */
  readonly namespace?: string;
  /** Seconds that may pass without one that succeeded. */
  readonly maxAge: number;
  /** Labels of what belongs to it. */
  readonly labels: { readonly [key: string]: string };
  /** The cluster whose backups it proves. */
  readonly cluster: ClusterIdentity;
}

/** One alert about a drill. kube-state-metrics tells all of it, on every operator. */
export interface DrillAlertRow {
  readonly alert: Alert;
  readonly severity: AlertSeverity;
  /** Seconds that it has to be true. */
  readonly after: number;
  readonly threshold?: { readonly unit: AlertUnit; readonly value: (drill: WatchedDrill) => number };
  readonly expr: (metric: (name: string, prefix?: string) => string, threshold: number) => string;
  readonly summary: string;
  readonly description: string;
}

/** Series of one CronJob. */
const BY_JOB = 'on (namespace, cronjob)';

export const DRILL_ALERTS: readonly DrillAlertRow[] = [
  {
    alert: Alert.DRILL_FAILED,
    severity: AlertSeverity.WARNING,
    after: 10 * 60,
    // Failed Jobs stay for whoever looks at them, so it is the last run that counts.
    expr: (metric) =>
      `(${metric('last_schedule_time')} > ${BY_JOB} (${metric('last_successful_time')} or 0 * ${metric('last_schedule_time')}))` +
      ` and ${BY_JOB} ${metric('active')} == 0`,
    summary: 'the last restore drill failed',
    description: 'A backup could not be restored, or what was restored is not what it should be. The Job of the drill says which.',
  },
  {
    alert: Alert.DRILL_STALE,
    severity: AlertSeverity.WARNING,
    after: 3600,
    threshold: { unit: AlertUnit.DURATION, value: ({ maxAge }) => maxAge },
    expr: (metric, threshold) =>
      `time() - ${metric('last_successful_time')} > ${threshold}` +
      ` or (time() - ${metric('created', 'kube_cronjob_')} > ${threshold}) unless ${BY_JOB} ${metric('last_successful_time')}`,
    summary: 'no restore drill has succeeded for {{ $value | humanizeDuration }}',
    description: 'Nobody knows whether the backups restore.',
  },
];

/** The alerts of a drill. */
export function drillRules(drill: WatchedDrill, { alerts }: MonitoringModel): AlertingRule[] {
  const { name: cronjob, namespace, cluster } = drill;
  const metric = (name: string, prefix = 'kube_cronjob_status_'): string => selector(`${prefix}${name}`, { namespace, cronjob });
  return DRILL_ALERTS.filter(({ alert }) => !alerts.exclusions.some((exclusion) => exclusion.alert === alert)).map((row) => {
    const adjusted = alerts.adjustments.find(({ alert }) => alert === row.alert)?.threshold?.value;
    const { alert, severity, after, summary, description } = row;
    const expr = row.expr(metric, adjusted ?? row.threshold?.value(drill) ?? NaN);
    const condition: Condition = { alert, severity, after, expr, summary, description };
    return ruleOf(condition, alerts, cluster);
  });
}

/**
 * Prints who is told of a drill, and the pages of these alerts where the cluster has its pages printed.
 *
 * @param scope the construct that gets the objects
 * @param drill the drill
 * @param monitoring how its cluster is watched
 * @param commands how a person looks at its cluster; nothing where nobody says how
 */
export function bindDrillAlerts(scope: Construct, drill: WatchedDrill, monitoring: MonitoringModel, commands?: AlertCommands): void {
  if (hasObjects(monitoring)) {
    new Manifest(scope, 'Alerts', {
      gvk: PROMETHEUS_RULE,
      metadata: objectMetadata(`${drill.name}-alerts`, drill, { ...monitoring, labels: { ...drill.labels, ...monitoring.labels } }),
      spec: () => prometheusRuleSpec(`drill-${drill.name}`, drillRules(drill, monitoring)),
      printedWhile: () => drillRules(drill, monitoring).length > 0,
    });
    if (monitoring.runbooks && commands) {
      new Manifest(scope, 'Runbooks', {
        gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
        metadata: { name: `${drill.name}-runbooks`, namespace: drill.namespace, labels: { ...drill.labels } },
        data: () =>
          runbooks(
            drillRules(drill, monitoring),
            commands,
            `Restore drill \`${drill.name}\` of the cluster \`${drill.cluster.name}\``,
            drill,
          ),
        printedWhile: () => drillRules(drill, monitoring).length > 0,
      });
    }
  }
}
