import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { ClusterTls } from '../../../model/cluster-tls';
import { ClusterIdentity } from '../../../model/identity';
import { PoolModel } from '../../../model/pool-model';
import { Manifest } from '../../../private/manifest';
import { CLUSTER_LABEL, POOL_LABEL, escapedForRegex, selector } from '../../../private/promql';
import { IClusterView } from '../../cluster-view';
import {
  AlertCommands,
  IMonitoringOperator,
  MetricsTarget,
  MetricsTls,
  OperatorDeployment,
  PoolSignals,
  SignalExpression,
  VolumeNames,
} from '../../monitoring-contract';
import { commands } from './commands';
import { RELOAD_LABEL, poolLabels, poolName } from '../names';
import { OPERATOR_NAMESPACE, podSelectors } from '../network/pods';
import { serverCa } from '../network/tls-spec';
import { encryptsMetrics } from '../pool/pool-spec';
import type { Settings } from '../settings';
import { METRICS_PORT, POOL_METRICS_PORT } from './ports';
import { QUERIES_KEY, queriesName, queriesText } from './queries';
import { signals } from './signals';

const CLUSTER_KEY = 'cnpg.io/cluster';

/** Both containers call it so. */
const PORT_NAME = 'metrics';

/** Instances and poolers show the certificate of the server, which has the names of its Services. */
function certificateOf(identity: ClusterIdentity, tls: ClusterTls): MetricsTls {
  const { name: secretName, key: secretKey } = serverCa(identity, tls);
  return { secretName, secretKey, serverName: `${identity.name}-rw` };
}

/** Instances and poolers serve metrics anyway; what is printed only lets them be found, and adds a few queries. */
export class CloudNativePgMonitoring implements IMonitoringOperator {
  public constructor(private readonly settings: Settings) {}

  public instanceMetrics({ identity, monitoring, tls }: ClusterModel): MetricsTarget | undefined {
    return {
      podLabels: podSelectors(identity).instances,
      clusterLabel: CLUSTER_KEY,
      port: METRICS_PORT,
      portName: PORT_NAME,
      tls: monitoring.tls ? certificateOf(identity, tls) : undefined,
    };
  }

  public poolMetrics(pool: PoolModel): MetricsTarget | undefined {
    return {
      podLabels: { ...poolLabels(pool), 'cnpg.io/podRole': 'pooler' },
      clusterLabel: CLUSTER_KEY,
      port: POOL_METRICS_PORT,
      portName: PORT_NAME,
      poolName: poolName(pool),
      tls: encryptsMetrics(pool, this.settings) ? certificateOf(pool.cluster, pool.tls) : undefined,
    };
  }

  public signals(cluster: ClusterModel): SignalExpression[] {
    return signals(cluster);
  }

  public poolSignals(pool: PoolModel): PoolSignals {
    const { name, namespace } = pool.cluster;
    const labels = { namespace, [CLUSTER_LABEL]: name, [POOL_LABEL]: poolName(pool) };
    const metric = (column: string): string =>
      `max by (namespace, ${CLUSTER_LABEL}, ${POOL_LABEL}, pod, database) (${selector(`cnpg_pgbouncer_pools_${column}`, labels)})`;
    return {
      waiting: metric('cl_waiting'),
      maxWait: metric('maxwait'),
      active: metric('cl_active'),
      idleServers: metric('sv_idle'),
    };
  }

  public volumeNames({ identity }: ClusterModel): VolumeNames {
    return { instances: `${escapedForRegex(identity.name)}-[0-9]+(-wal|-tbs-.+)?` };
  }

  public operatorDeployment({ network }: ClusterModel): OperatorDeployment {
    // The manifest calls it by the first name, the chart by the second one with that of the release in front.
    return { namespace: network.operatorNamespace ?? OPERATOR_NAMESPACE, name: 'cnpg-controller-manager|(.+-)?cloudnative-pg' };
  }

  public commands(cluster: ClusterModel): AlertCommands {
    return commands(cluster);
  }

  public bindMonitoring(scope: Construct, cluster: IClusterView): void {
    const { identity } = cluster.model;
    new Manifest(scope, 'MetricQueries', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: queriesName(identity), namespace: identity.namespace, labels: { ...RELOAD_LABEL } },
      data: () => ({ [QUERIES_KEY]: queriesText(cluster.model) }),
    });
  }
}
