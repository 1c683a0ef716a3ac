import { ClusterModel } from '../../../model/cluster-model';
import { Rule } from '../../../private/rules';
import { CrunchySettings } from '../settings';
import { LAST_EXPORTER_MAJOR, metricsSource } from './metrics-source';

/** What PGO gets wrong about metrics. */
export const MONITORING_RULES: readonly Rule<{ readonly cluster: ClusterModel; readonly settings: CrunchySettings }>[] = [
  {
    id: 'PGO-101',
    summary: 'a cluster that is watched has something that serves its metrics',
    why: 'PGO has no exporter for later versions, ignores its collector while the feature gate is off, and nobody would be told when something breaks',
    check: ({ cluster, settings }) =>
      cluster.monitoring.enabled && metricsSource(cluster, settings) === undefined
        ? `PostgreSQL ${cluster.version.major} has no exporter, which ends with ${LAST_EXPORTER_MAJOR}; where the operator runs with the feature gate OpenTelemetryMetrics, write PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }), otherwise 'monitoring: { enabled: false }'`
        : undefined,
  },
];
