import { ClusterModel } from '../../../model/cluster-model';
import { CrunchySettings } from '../settings';

/** The last major version that the exporter knows. PGO goes wrong with it on later ones. */
export const LAST_EXPORTER_MAJOR = 17;

/** Port of either. */
export const METRICS_PORT = 9187;

/** What serves the metrics of the instances of a cluster. */
export enum MetricsSource {
  /** The container `exporter`. */
  EXPORTER = 'exporter',
  /** The container `collector`, behind a feature gate of the operator. */
  COLLECTOR = 'collector',
}

/** What serves the metrics of a cluster; nothing where there is nothing that could. */
export function metricsSource({ version, monitoring }: ClusterModel, settings: CrunchySettings): MetricsSource | undefined {
  if (!monitoring.enabled) {
    return undefined;
  }
  if (settings.openTelemetryMetricsEnabled) {
    return MetricsSource.COLLECTOR;
  }
  return version.majorNumber <= LAST_EXPORTER_MAJOR ? MetricsSource.EXPORTER : undefined;
}
