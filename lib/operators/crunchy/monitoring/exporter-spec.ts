import type {
  PostgresClusterSpecInstrumentation,
  PostgresClusterSpecMonitoring,
  PostgresClusterSpecMonitoringPgmonitorExporter,
} from '../../../../imports/crunchy/postgres-cluster';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterDefault } from '../../../model/take-over';
import { hasDefault } from '../../../private/cluster-defaults';
import { computeModel, resourceRequirements, saidRequirements } from '../../../private/compute-defaults';
import { some } from '../../../private/pod-fields';
import { clusterCertificate } from '../names';
import { serverSecret } from '../network/tls-spec';
import { CrunchyExporter } from '../running-options';
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
      return settings.exporter === undefined ? {} : { monitoring: { pgmonitor: { exporter: saidSpec(model, settings.exporter) } } };
  }
}

const exporterSpec = (model: ClusterModel, settings: CrunchySettings): PostgresClusterSpecMonitoringPgmonitorExporter => {
  const said = saidSpec(model, settings.exporter ?? {});
  // Without the feature gate these would be all queries, and not a few more.
  const own = hasQueries(model, settings) ? [{ configMap: { name: queriesName(model.identity) } }] : [];
  return {
    ...said,
    configuration: some([...own, ...(said.configuration ?? [])]),
    customTlsSecret: model.monitoring.tls ? { name: certificateSecret(model, settings) } : undefined,
  };
};

/** As much of the exporter as the program says by the option. */
const saidSpec = (
  model: ClusterModel,
  { image, compute, queriesConfigMaps }: CrunchyExporter,
): PostgresClusterSpecMonitoringPgmonitorExporter => ({
  image,
  resources: saidRequirements(computeModel(compute, COMPUTE, !hasDefault(model, ClusterDefault.COMPUTE) && !model.monitoring.enabled)),
  configuration: some(queriesConfigMaps)?.map((name) => ({ configMap: { name } })),
});
