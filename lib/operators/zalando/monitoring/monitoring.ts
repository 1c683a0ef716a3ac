import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { PoolModel } from '../../../model/pool-model';
import { writes } from '../../../model/standing';
import { Manifest } from '../../../private/manifest';
import { escapedForRegex } from '../../../private/promql';
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
import { commands } from './commands';
import { OPERATOR_NAMESPACE, podLabels } from '../names';
import { EXPORTER_PORT, EXPORTER_PORT_NAME, QUERIES_KEY, queriesName, queriesText } from './exporter';
import { METRICS_ROLE, SUPERUSER, bindMetricsRole } from './role';
import { signals } from './signals';

/** An exporter beside each instance, its queries, and a Job that gives its role what it may see. */
export class ZalandoMonitoring implements IMonitoringOperator {
  public instanceMetrics({ identity }: ClusterModel): MetricsTarget | undefined {
    return { podLabels: podLabels(identity.name), clusterLabel: 'cluster-name', port: EXPORTER_PORT, portName: EXPORTER_PORT_NAME };
  }

  public readonly ownRoles = [SUPERUSER, METRICS_ROLE];

  public poolMetrics(_pool: PoolModel): MetricsTarget | undefined {
    // The operator's pooler shows its statistics to no role that a manifest can name.
    return undefined;
  }

  public signals(cluster: ClusterModel): SignalExpression[] {
    return signals(cluster);
  }

  public poolSignals(): PoolSignals {
    throw new Error('the pools of this operator have no metrics');
  }

  public volumeNames({ identity }: ClusterModel): VolumeNames {
    return { instances: `pgdata-${escapedForRegex(identity.name)}-[0-9]+` };
  }

  public operatorDeployment({ network }: ClusterModel): OperatorDeployment {
    return { namespace: network.operatorNamespace ?? OPERATOR_NAMESPACE, name: '(.+-)?postgres-operator' };
  }

  public commands(cluster: ClusterModel): AlertCommands {
    return commands(cluster);
  }

  public bindMonitoring(scope: Construct, cluster: IClusterView, image: string): void {
    const { identity } = cluster.model;
    new Manifest(scope, 'MetricQueries', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: queriesName(identity), namespace: identity.namespace },
      data: () => ({ [QUERIES_KEY]: queriesText(cluster.model, writes(cluster.model)) }),
    });
    bindMetricsRole(scope, cluster, image);
  }
}
