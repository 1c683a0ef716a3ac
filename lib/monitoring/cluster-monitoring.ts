import { Construct } from 'constructs';
import { MonitoringModel } from '../model/monitoring';
import { ClusterModel } from '../model/cluster-model';
import { PoolModel } from '../model/pool-model';
import { IClusterView } from '../operators/cluster-view';
import { IPostgresOperator } from '../operators/contract';
import { IMonitoringOperator } from '../operators/monitoring-contract';
import { Manifest } from '../private/manifest';
import { CLUSTER_LABEL, POOL_LABEL, selector } from '../private/promql';
import { CLUSTER_ALERTS } from './alert-catalogue';
import { exceptAsleep } from './asleep';
import { AlertingRule, clusterRules, isRaised } from './alert-rules';
import {
  POD_MONITOR,
  PROMETHEUS_RULE,
  alertMetadata,
  hasObjects,
  objectMetadata,
  podMonitorSpec,
  prometheusRuleSpec,
  scrapeMetadata,
} from './objects';
import { expressionsOf } from './expressions';
import { runbooks } from './pages/runbooks';
import { poolRules } from './pool-alerts';
import { RecordingRule, recordingRules } from './service-levels';
import { thresholdRules } from './threshold-levels';
import { watchOf } from './watch';

/**
 * Prints how a cluster is watched: what its operator needs to serve metrics, where Prometheus finds them, and who is told what.
 *
 * @param scope the construct that gets the objects
 * @param view the cluster
 * @param plan its operator, and an image with `sh` and `psql`
 */
export function bindClusterMonitoring(
  scope: Construct,
  view: IClusterView,
  plan: { readonly operator: IPostgresOperator; readonly image: string },
): void {
  const { identity, monitoring } = view.model;
  const watching = plan.operator.monitoring;
  if (!monitoring.enabled || watching === undefined) {
    return;
  }
  watching.bindMonitoring(scope, view, plan.image);
  if (!hasObjects(monitoring)) {
    return;
  }
  new Manifest(scope, 'PodMonitor', {
    gvk: POD_MONITOR,
    metadata: scrapeMetadata(identity.name, identity, monitoring),
    spec: () => podMonitorSpec(watching.instanceMetrics(view.model)!, monitoring),
    printedWhile: () => watching.instanceMetrics(view.model) !== undefined,
  });
  new Manifest(scope, 'Alerts', {
    gvk: PROMETHEUS_RULE,
    metadata: alertMetadata(`${identity.name}-alerts`, identity, monitoring),
    spec: () =>
      // One group, in which rules are evaluated in their order: alerts see what was recorded just now.
      prometheusRuleSpec(`postgres-${identity.name}`, [
        ...levelsOf(view.model, watching),
        ...alertsOf(view.model, plan.operator, watching),
      ]),
    printedWhile: () => hasAlerts(view.model, watching),
  });
  if (monitoring.runbooks) {
    new Manifest(scope, 'Runbooks', {
      gvk: { apiVersion: 'v1', kind: 'ConfigMap' },
      metadata: { name: `${identity.name}-runbooks`, namespace: identity.namespace },
      data: () =>
        runbooks(alertsOf(view.model, plan.operator, watching), watching.commands(view.model), `Cluster \`${identity.name}\``, identity),
      printedWhile: () => hasAlerts(view.model, watching),
    });
  }
}

/** Whether clusters as they are raise any alert: each walk through the tree asks whether the objects are printed. */
const RAISE = new WeakMap<ClusterModel, boolean>();

/** Whether a cluster or one of its pools raises any alert. */
function hasAlerts(model: ClusterModel, watching: IMonitoringOperator): boolean {
  const watch = watchOf(model);
  const raises =
    RAISE.get(model) ??
    (CLUSTER_ALERTS.some((row) => isRaised(row, watch, watching)) ||
      (!watch.sleeps && model.pools.some((pool) => watching.poolMetrics(pool, model))));
  RAISE.set(model, raises);
  return raises;
}

/** What is recorded of a cluster, for its dashboards too. One that sleeps is neither available nor the opposite. */
function levelsOf(model: ClusterModel, watching: IMonitoringOperator): RecordingRule[] {
  const watch = watchOf(model);
  return watch.sleeps
    ? []
    : [
        ...recordingRules(watch, expressionsOf(watch, watching, [])).map((rule) => exceptAsleep(rule, model)),
        ...thresholdRules(watch, watching, model.pools),
      ];
}

/** All alerts of a cluster and of its pools. */
function alertsOf(model: ClusterModel, operator: IPostgresOperator, watching: IMonitoringOperator): AlertingRule[] {
  const certificates = model.tls.issuance ? operator.certificates(model).map(({ secretName }) => secretName) : [];
  const { pools, monitoring } = model;
  const watch = watchOf(model);
  return [
    ...clusterRules(watch, watching, certificates),
    ...(watch.sleeps ? [] : pools).flatMap((pool) => poolAlertsOf(pool, model, watching, monitoring)),
  ].map((rule) => exceptAsleep(rule, model));
}

function poolAlertsOf(
  pool: PoolModel,
  model: ClusterModel | undefined,
  watching: IMonitoringOperator,
  { alerts }: MonitoringModel,
): AlertingRule[] {
  const target = watching.poolMetrics(pool, model);
  if (target === undefined) {
    return [];
  }
  const { name, namespace } = pool.cluster;
  const up = selector('up', { namespace, [CLUSTER_LABEL]: name, [POOL_LABEL]: target.poolName });
  return poolRules(pool, watching.poolSignals(pool), up, alerts);
}

/**
 * Prints where Prometheus finds the pods of a pool.
 *
 * @param scope the construct that gets the objects
 * @param pool the pool
 * @param plan its operator; how its cluster is watched
 */
export function bindPoolMonitoring(
  scope: Construct,
  pool: PoolModel,
  plan: { readonly operator: IPostgresOperator; readonly monitoring: MonitoringModel },
): void {
  const { operator, monitoring } = plan;
  const target = operator.monitoring?.poolMetrics(pool);
  if (target?.poolName === undefined || !hasObjects(monitoring)) {
    return;
  }
  new Manifest(scope, 'PodMonitor', {
    gvk: POD_MONITOR,
    metadata: objectMetadata(`${pool.cluster.name}-${suffix(pool, target.poolName)}`, pool.cluster, monitoring),
    spec: () => podMonitorSpec(target, monitoring),
  });
}

/** What stands behind the name of the cluster, once. */
const suffix = ({ cluster }: PoolModel, poolName: string): string =>
  poolName.startsWith(`${cluster.name}-`) ? poolName.slice(cluster.name.length + 1) : poolName;
