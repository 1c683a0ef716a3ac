import { Alert } from '../../../model/alert';
import { ALERT_CAPABILITIES } from '../../../model/alert-capabilities';
import { Capability } from '../../../model/capability';
import { Refusal, SomeRows, Variant, fieldsOf } from '../../refusals';
import { alertRows } from '../../shared/alert-rows';
import { CrunchySettings } from '../settings';

const field = fieldsOf('PostgresCluster');
const EXPORTER = '/spec/monitoring/pgmonitor/exporter';
const ADDED = '/spec/instrumentation/metrics/customQueries/add/0';

/** Two ways to more queries than the exporter has by itself, each behind a feature gate. */
const GATES =
  `switch on a feature gate of the operator and say so in PostgresOperator.crunchy(...): 'OpenTelemetryMetrics' and ` +
  `openTelemetryMetricsEnabled: true, or 'AppendCustomQueries' and appendCustomQueriesEnabled: true`;

const COLLECTOR =
  `switch on the feature gate 'OpenTelemetryMetrics' of the operator and write openTelemetryMetricsEnabled: true in ` +
  'PostgresOperator.crunchy(...)';

/** Alerts that need our own queries. */
const BY_QUERIES: Partial<Record<Alert, Refusal>> = {
  [Alert.REPLICA_TIMELINE]: { rule: 'PGO-106', instead: GATES },
  [Alert.ARCHIVING_BEHIND]: { rule: 'PGO-107', instead: GATES },
  [Alert.MULTIXACT_WRAPAROUND]: { rule: 'PGO-108', instead: GATES },
};

/** Alerts about pools, of which the collector alone knows. */
const OF_POOLS: Partial<Record<Alert, Refusal>> = {
  [Alert.POOL_SATURATED]: { rule: 'PGO-109', instead: COLLECTOR },
  [Alert.POOL_DOWN]: { rule: 'PGO-110', instead: COLLECTOR },
};

/** What PGO has of monitoring as it is installed by default: the exporter, with the queries that it brings along. */
export const MONITORING_ROWS = {
  [Capability.MONITORING]: 'PodMonitor /spec/podMetricsEndpoints',
  [Capability.MONITORING_ANNOTATIONS]: field('/spec/instances/0/metadata/annotations'),
  [Capability.MONITORING_TLS]: field(`${EXPORTER}/customTLSSecret`),
  [Capability.MONITORING_QUERIES]: { rule: 'PGO-102', instead: GATES },
  [Capability.MONITORING_QUERIES_DATABASES]: { rule: 'PGO-103', instead: COLLECTOR },
  [Capability.MONITORING_QUERIES_CACHE]: { rule: 'PGO-104', instead: GATES },
  [Capability.MONITORING_QUERIES_PRIMARY]: { rule: 'PGO-105', instead: GATES },
  ...alertRows({ ...BY_QUERIES, ...OF_POOLS }),
} satisfies SomeRows;

const isCollector = ({ openTelemetryMetricsEnabled }: CrunchySettings): boolean => openTelemetryMetricsEnabled;
const isAppending = ({ appendCustomQueriesEnabled }: CrunchySettings): boolean => appendCustomQueriesEnabled;
const hasQueries = (settings: CrunchySettings): boolean => isCollector(settings) || isAppending(settings);

const QUERIES: readonly Capability[] = [
  Capability.MONITORING_QUERIES,
  Capability.MONITORING_QUERIES_CACHE,
  Capability.MONITORING_QUERIES_PRIMARY,
];

const RULES = 'PrometheusRule /spec/groups/0/rules';

/** What the feature gates of the operator add and take away. */
export const MONITORING_VARIANTS: readonly Variant<CrunchySettings>[] = [
  ...[...QUERIES, Capability.MONITORING_QUERIES_DATABASES].map((capability) => ({ capability, holds: isCollector, row: field(ADDED) })),
  ...QUERIES.map((capability) => ({ capability, holds: isAppending, row: field(`${EXPORTER}/configuration`) })),
  ...(Object.keys(BY_QUERIES) as Alert[]).map((alert) => ({ capability: ALERT_CAPABILITIES[alert], holds: hasQueries, row: RULES })),
  ...(Object.keys(OF_POOLS) as Alert[]).map((alert) => ({ capability: ALERT_CAPABILITIES[alert], holds: isCollector, row: RULES })),
  {
    capability: Capability.MONITORING_TLS,
    holds: isCollector,
    row: { rule: 'PGO-111', instead: `leave 'monitoring.tls' out; the collector answers in the clear` },
  },
  {
    capability: Capability.ALERT_METRICS_FAILING,
    holds: isCollector,
    row: { rule: 'PGO-112', instead: 'leave it out; the collector does not tell whether its queries fail, only whether it answers' },
  },
];
