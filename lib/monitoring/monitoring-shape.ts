import { AlertAdjustment, AlertExclusion, AlertOptions, AlertSeverity } from '../model/alert';
import { MetricColumn, MetricQuery, MetricUsage } from '../model/metric-query';
import { MetricsDiscovery, MonitoringOptions, ServiceObjective } from '../model/monitoring';
import { RELABELING } from '../private/relabelings';
import { Shape, boolean, instance, listOf, number, oneOf, optional, required, struct, text, textMap } from '../private/shape';

/** What each prop about monitoring may hold. */

const duration = instance('a Duration of cdk8s such as Duration.minutes(5)', ['toSeconds']);

const threshold = instance('an AlertThreshold such as AlertThreshold.percent(80)', ['unit', 'value', 'text']);

const ADJUSTMENT: Shape<AlertAdjustment> = {
  // Whether there is such an alert is a rule's matter, which can say what was meant.
  alert: required(text),
  threshold: optional(threshold),
  after: optional(duration),
  severity: optional(oneOf(AlertSeverity, 'AlertSeverity')),
};

const EXCLUSION: Shape<AlertExclusion> = { alert: required(text), reason: required(text) };

const ALERTS: Shape<AlertOptions> = {
  adjustments: optional(listOf(struct(ADJUSTMENT))),
  exclusions: optional(listOf(struct(EXCLUSION))),
  silence: optional(text),
  labels: optional(textMap),
  runbookUrl: optional(text),
};

const COLUMN: Shape<MetricColumn> = {
  name: required(text),
  usage: required(oneOf(MetricUsage, 'MetricUsage')),
  description: required(text),
};

const QUERY: Shape<MetricQuery> = {
  name: required(text),
  sql: required(text),
  columns: required(listOf(struct(COLUMN))),
  databases: optional(listOf(text)),
  cache: optional(duration),
  primaryOnly: optional(boolean),
};

const OBJECTIVE: Shape<ServiceObjective> = { availability: optional(number), rpo: optional(duration) };

export const MONITORING_SHAPE: Shape<MonitoringOptions> = {
  enabled: optional(boolean),
  discovery: optional(oneOf(MetricsDiscovery, 'MetricsDiscovery')),
  labels: optional(textMap),
  toleratesMissingKinds: optional(boolean),
  interval: optional(duration),
  tls: optional(boolean),
  relabelings: optional(listOf(struct(RELABELING))),
  metricRelabelings: optional(listOf(struct(RELABELING))),
  queries: optional(listOf(struct(QUERY))),
  objective: optional(struct(OBJECTIVE)),
  runbooks: optional(boolean),
  alerts: optional(struct(ALERTS)),
};
