import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';
import { LAST_EXPORTER_MAJOR, metricsSource } from './metrics-source';

/** What PGO gets wrong about metrics. */
export const MONITORING_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-101',
    summary: 'a cluster that is watched has something that serves its metrics',
    why: 'PGO has no exporter for later versions, ignores its collector while the feature gate is off, and nobody would be told when something breaks',
    check: ({ model, settings }) =>
      model.monitoring.enabled && metricsSource(model, settings) === undefined
        ? `PostgreSQL ${model.version.major} has no exporter, which ends with ${LAST_EXPORTER_MAJOR}; where the operator runs with the feature gate OpenTelemetryMetrics, write PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }), otherwise 'monitoring: { enabled: false }'`
        : undefined,
  },
  {
    id: 'PGO-113',
    summary: 'queries are not called like those of PGO',
    why: 'two metrics of one name make the exporter drop both',
    check: ({ model: { monitoring } }) =>
      monitoring.queries.flatMap(({ name }, i) =>
        name.startsWith('ccp_')
          ? [`'monitoring.queries[${i}].name' must not begin with 'ccp_' as the metrics of PGO do, got '${name}'`]
          : [],
      ),
  },
];
