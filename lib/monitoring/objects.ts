import { ApiObjectMetadata } from 'cdk8s';
import { MetricsDiscovery, MonitoringModel } from '../model/monitoring';
import { ClusterIdentity } from '../model/identity';
import { MetricsTarget } from '../operators/monitoring-contract';
import { nonEmpty } from '../private/kubernetes';
import { CLUSTER_LABEL, POOL_LABEL } from '../private/promql';
import { relabelingSpec } from '../private/relabelings';
import { AlertingRule, promDuration } from './alert-rules';
import { RecordingRule } from './service-levels';

/** The objects of the Prometheus Operator. */

export const POD_MONITOR = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PodMonitor' };
export const PROMETHEUS_RULE = { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule' };

/** Whether there are objects of the Prometheus Operator. */
export const hasObjects = ({ enabled, discovery }: MonitoringModel): boolean => enabled && discovery === MetricsDiscovery.POD_MONITOR;

/** What the objects of a cluster have in common. */
export const objectMetadata = (
  name: string,
  { namespace }: Pick<ClusterIdentity, 'namespace'>,
  { labels, toleratesMissingKinds }: MonitoringModel,
): ApiObjectMetadata => ({
  name,
  namespace,
  labels: nonEmpty(labels),
  annotations: toleratesMissingKinds ? { 'argocd.argoproj.io/sync-options': 'SkipDryRunOnMissingResource=true' } : undefined,
});

/** Reasons why nobody is told of something: what is missing has to be found, and judged by the next reader. */
const withReasons = (metadata: ApiObjectMetadata, reasons: readonly (readonly [key: string, reason: string])[]): ApiObjectMetadata => ({
  ...metadata,
  annotations: nonEmpty({ ...metadata.annotations, ...(Object.fromEntries(reasons) as { [key: string]: string }) }),
});

/** Metadata of the object with the alerts, which says why some are not in it. */
export const alertMetadata = (name: string, identity: Pick<ClusterIdentity, 'namespace'>, monitoring: MonitoringModel): ApiObjectMetadata =>
  withReasons(
    objectMetadata(name, identity, monitoring),
    monitoring.alerts.exclusions.map(({ alert, reason }) => [`excluded.cdk8s-postgres/${alert}`, reason]),
  );

/** Metadata of the object by which a cluster is scraped, which is there also when there are no alerts, and says why. */
export const scrapeMetadata = (
  name: string,
  identity: Pick<ClusterIdentity, 'namespace'>,
  monitoring: MonitoringModel,
): ApiObjectMetadata => {
  const { silence } = monitoring.alerts;
  return withReasons(objectMetadata(name, identity, monitoring), silence === undefined ? [] : [['cdk8s-postgres/silence', silence]]);
};

/** The name of a label as the discovery of Prometheus has it. */
const metaLabel = (key: string): string => `__meta_kubernetes_pod_label_${key.replace(/[^a-zA-Z0-9_]/g, '_')}`;

/** A PodMonitor: which pods Prometheus scrapes, and how their series are called. */
export function podMonitorSpec(target: MetricsTarget, monitoring: MonitoringModel): unknown {
  const { interval, relabelings, metricRelabelings } = monitoring;
  const { tls, poolName } = target;
  return {
    selector: { matchLabels: target.podLabels },
    podMetricsEndpoints: [
      {
        port: target.portName,
        interval: interval && promDuration(interval.toSeconds()),
        ...(tls && {
          scheme: 'https',
          tlsConfig: { ca: { secret: { name: tls.secretName, key: tls.secretKey } }, serverName: tls.serverName },
        }),
        relabelings: [
          // The roles of the pods are no labels: a failover would begin other series.
          { sourceLabels: [metaLabel(target.clusterLabel)], targetLabel: CLUSTER_LABEL },
          ...(poolName === undefined ? [] : [{ targetLabel: POOL_LABEL, replacement: poolName }]),
          ...relabelings.map(relabelingSpec),
        ],
        metricRelabelings: nonEmpty(metricRelabelings.map(relabelingSpec)),
      },
    ],
  };
}

/** A PrometheusRule with one group. */
export const prometheusRuleSpec = (group: string, rules: readonly (AlertingRule | RecordingRule)[]): unknown => ({
  groups: [{ name: group, rules }],
});
