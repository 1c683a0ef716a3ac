import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { serviceHost } from '../../../model/service-address';
import { CLUSTER_LABEL, POOL_LABEL, escapedForRegex, selector } from '../../../private/promql';
import { Manifest } from '../../../private/manifest';
import { IClusterView } from '../../cluster-view';
import {
  AlertCommands,
  IMonitoringOperator,
  MetricsTarget,
  OperatorDeployment,
  PoolSignals,
  SignalExpression,
  VolumeNames,
} from '../../monitoring-contract';
import { OPERATOR_NAMESPACE, commands } from './commands';
import { PGO_PREFIX, instanceLabels, poolLabels } from '../names';
import { CA_KEY } from '../network/tls-spec';
import { CrunchySettings } from '../settings';
import { certificateSecret } from './exporter-spec';
import { METRICS_PORT, MetricsSource, metricsSource } from './metrics-source';
import { hasQueries, queriesData, queriesName } from './queries';
import { signals } from './signals';

/** How pods of each source are known, and how the port is called. */
const SOURCES: Readonly<Record<MetricsSource, { readonly label: string; readonly portName: string }>> = {
  [MetricsSource.EXPORTER]: { label: `${PGO_PREFIX}crunchy-postgres-exporter`, portName: 'exporter' },
  [MetricsSource.COLLECTOR]: { label: `${PGO_PREFIX}crunchy-otel-collector`, portName: 'otel-metrics' },
};

/** The one pool of a cluster is called like it, so that its series are not those of the cluster. */
const POOL_NAME = 'pgbouncer';

/** A sidecar serves metrics: the exporter, or the collector where the gate of the operator is open, which alone knows pools. */
export class CrunchyMonitoring implements IMonitoringOperator {
  public constructor(private readonly settings: CrunchySettings) {}

  public instanceMetrics(cluster: ClusterModel): MetricsTarget | undefined {
    const source = metricsSource(cluster, this.settings);
    if (source === undefined) {
      return undefined;
    }
    const { identity, monitoring } = cluster;
    const tls = {
      secretName: certificateSecret(cluster, this.settings),
      secretKey: CA_KEY,
      serverName: serviceHost(`${identity.name}-primary`, identity),
    };
    return { ...target(source, instanceLabels(identity)), tls: monitoring.tls ? tls : undefined };
  }

  public poolMetrics({ cluster: identity }: PoolModel): MetricsTarget | undefined {
    return this.settings.openTelemetryMetricsEnabled
      ? { ...target(MetricsSource.COLLECTOR, poolLabels(identity)), poolName: POOL_NAME }
      : undefined;
  }

  public signals(cluster: ClusterModel): SignalExpression[] {
    const source = metricsSource(cluster, this.settings);
    return source
      ? signals(cluster, { hasExporter: source === MetricsSource.EXPORTER, hasQueries: hasQueries(cluster, this.settings) })
      : [];
  }

  public poolSignals({ cluster: { name, namespace } }: PoolModel): PoolSignals {
    const labels = { namespace, [CLUSTER_LABEL]: name, [POOL_LABEL]: POOL_NAME };
    const total = (column: string): string =>
      `sum by (namespace, ${CLUSTER_LABEL}, ${POOL_LABEL}, pod, database) (${selector(`ccp_pgbouncer_pools_${column}`, labels)})`;
    return {
      waiting: total('client_waiting'),
      active: total('client_active'),
      idleServers: total('server_idle'),
      maxWait: `max by (namespace, ${CLUSTER_LABEL}, ${POOL_LABEL}, pod, database) (${selector('ccp_pgbouncer_clients_wait_seconds', labels)})`,
    };
  }

  public volumeNames({ identity }: ClusterModel): VolumeNames {
    const name = escapedForRegex(identity.name);
    const set = escapedForRegex(this.settings.instanceSetName);
    return { instances: `${name}-${set}-[a-z0-9]{4}-(pgdata|pgwal)|${name}-repo[1-4]` };
  }

  public operatorDeployment({ network }: ClusterModel): OperatorDeployment {
    return { namespace: network.operatorNamespace ?? OPERATOR_NAMESPACE, name: 'pgo' };
  }

  public commands(cluster: ClusterModel): AlertCommands {
    return commands(cluster);
  }

  public bindMonitoring(scope: Construct, cluster: IClusterView): void {
    const { identity } = cluster.model;
    new Manifest(scope, 'MetricQueries', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: queriesName(identity), namespace: identity.namespace },
      data: () => queriesData(cluster.model, this.settings),
      printedWhile: () => hasQueries(cluster.model, this.settings),
    });
  }
}

const target = (source: MetricsSource, podLabels: { [key: string]: string }): MetricsTarget => ({
  podLabels: { ...podLabels, [SOURCES[source].label]: 'true' },
  clusterLabel: `${PGO_PREFIX}cluster`,
  port: METRICS_PORT,
  portName: SOURCES[source].portName,
});
