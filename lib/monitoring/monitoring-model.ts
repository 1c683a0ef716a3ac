import { AlertModel, AlertOptions } from '../model/alert';
import { MetricsDiscovery, MonitoringModel, MonitoringOptions } from '../model/monitoring';
import { merged } from './monitoring-defaults';

/** The pages that this library brings along. */
export const RUNBOOKS = 'https://github.com/cdk8s-postgres/cdk8s-postgres/blob/main/docs/runbooks/';

/**
 * How a cluster is watched, with every default filled in. Copied, so that later changes of the options do nothing.
 *
 * @param given what its program says of it
 * @param defaults what is said of all clusters that it stands among
 */
export function monitoringModel(given?: MonitoringOptions, defaults?: MonitoringOptions): MonitoringModel {
  const options = merged(defaults, given) ?? {};
  return {
    asked: given !== undefined,
    enabled: options.enabled ?? true,
    discovery: options.discovery ?? MetricsDiscovery.POD_MONITOR,
    labels: { ...options.labels },
    toleratesMissingKinds: options.toleratesMissingKinds ?? true,
    interval: options.interval,
    tls: options.tls ?? false,
    relabelings: (options.relabelings ?? []).map((step) => ({ ...step })),
    metricRelabelings: (options.metricRelabelings ?? []).map((step) => ({ ...step })),
    queries: (options.queries ?? []).map((query) => ({ ...query, columns: query.columns.map((column) => ({ ...column })) })),
    objective: { ...options.objective },
    runbooks: options.runbooks ?? false,
    alerts: alertModel(options.alerts),
  };
}

function alertModel({ adjustments = [], exclusions = [], silence, labels, runbookUrl = RUNBOOKS }: AlertOptions = {}): AlertModel {
  return {
    adjustments: adjustments.map((adjustment) => ({ ...adjustment })),
    exclusions: exclusions.map((exclusion) => ({ ...exclusion })),
    silence,
    labels: { ...labels },
    runbookUrl: runbookUrl.endsWith('/') ? runbookUrl : `${runbookUrl}/`,
  };
}
