import type {
  PostgresClusterSpecInstrumentation,
  PostgresClusterSpecMonitoring,
  PostgresClusterSpecMonitoringPgmonitorExporter,
} from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { resourceRequirements } from '../../../private/compute-defaults';
import { clusterCertificate } from '../names';
import { serverSecret } from '../network/tls-spec';
import { CrunchySettings } from '../settings';
import { addedQueries, hasQueries, queriesName } from './queries';
import { MetricsSource, metricsSource } from './metrics-source';

/** What a sidecar of each instance takes. */
const COMPUTE = { cpu: '25m', cpuLimit: '200m', memory: '64Mi', memoryLimit: '128Mi' };

/** Secret with the certificate of the server, which the exporter shows too. */
export const certificateSecret = ({ identity, tls }: ClusterModel, settings: CrunchySettings): string =>
  serverSecret(identity, tls, settings) ?? clusterCertificate(identity);

/** The fields of the cluster that make it serve metrics. A change of any of them restarts the instances, one after the other. */
export function metricsSpec(
  model: ClusterModel,
  settings: CrunchySettings,
): { readonly monitoring?: PostgresClusterSpecMonitoring; readonly instrumentation?: PostgresClusterSpecInstrumentation } {
  switch (metricsSource(model, settings)) {
    case MetricsSource.EXPORTER:
      return { monitoring: { pgmonitor: { exporter: exporterSpec(model, settings) } } };
    case MetricsSource.COLLECTOR:
      return { instrumentation: { resources: resourceRequirements(COMPUTE), metrics: { customQueries: { add: addedQueries(model) } } } };
    case undefined:
      return {};
  }
}

const exporterSpec = (model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecMonitoringPgmonitorExporter => ({
  resources: resourceRequirements(COMPUTE),
  // Without the feature gate these would be all queries, and not a few more.
  configuration: hasQueries(model, settings) ? [{ configMap: { name: queriesName(model.identity) } }] : undefined,
  customTlsSecret: model.monitoring.tls ? { name: certificateSecret(model, settings) } : undefined,
});
