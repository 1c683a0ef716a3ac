import { ClusterModel } from '../model/cluster-model';
import { IMonitoringOperator, Signal, SignalExpression } from '../operators/monitoring-contract';
import { CLUSTER_LABEL, POOL_LABEL, escapedForRegex, selector } from '../private/promql';
import { Expressions } from './alert-row';
import { Watch } from './watch';

/** Expressions by what they tell, each in the order of its operator. */
type Told = ReadonlyMap<Signal, readonly SignalExpression[]>;

/**
 * What the metrics of the cluster tell that was asked for last: every alert of it wants to know it, one after the other. For all clusters of a
 * program it would be more than all that is printed of them.
 */
let last = new WeakMap<ClusterModel, Told>();

/** What the metrics of a cluster tell. */
export function signalsOf(operator: IMonitoringOperator, model: ClusterModel): Told {
  const known = last.get(model);
  if (known) {
    return known;
  }
  const told = bySignal(operator.signals(model));
  last = new WeakMap([[model, told]]);
  return told;
}

function bySignal(expressions: readonly SignalExpression[]): Told {
  const told = new Map<Signal, SignalExpression[]>();
  for (const expression of expressions) {
    const same = told.get(expression.signal);
    if (same) {
      same.push(expression);
    } else {
      told.set(expression.signal, [expression]);
    }
  }
  return told;
}

/**
 * The PromQL of a cluster.
 *
 * @param watch what it declares
 * @param operator how its operator's metrics tell it
 * @param certificates names of its objects of cert-manager
 */
export function expressionsOf(watch: Watch, operator: IMonitoringOperator, certificates: readonly string[]): Expressions {
  const { model } = watch;
  const { name, namespace } = model.identity;
  const told = signalsOf(operator, model);
  const [age] = watch.backupAges;
  const find = (signal: Signal): string | undefined =>
    told.get(signal)?.find(({ repository }) => repository === undefined || repository === age?.repository)?.promql;
  const claims = { persistentvolumeclaim: operator.volumeNames(model).instances };
  const deployment = operator.operatorDeployment(model);
  return {
    has: (signal) => find(signal) !== undefined,
    of: (signal) => {
      const promql = find(signal);
      if (promql === undefined) {
        throw new Error(`no metric tells '${signal}'`);
      }
      return promql;
    },
    recorded: (level) => selector(level, { namespace, [CLUSTER_LABEL]: name }),
    // The pods of pools belong to the cluster too, and have a label more.
    up: selector('up', { namespace, [CLUSTER_LABEL]: name, [POOL_LABEL]: '' }),
    volumeFree: selector('kubelet_volume_stats_available_bytes', { namespace }, claims),
    volumeSize: selector('kubelet_volume_stats_capacity_bytes', { namespace }, claims),
    operatorReplicas: selector(
      'kube_deployment_status_replicas_available',
      { namespace: deployment.namespace },
      { deployment: deployment.name },
    ),
    certificateExpiry: selector(
      'certmanager_certificate_expiration_timestamp_seconds',
      { namespace },
      { name: certificates.map(escapedForRegex).join('|') },
    ),
  };
}
