import { ClusterModel } from '../model/cluster-model';
import { selector } from '../private/promql';
import { sleepJobNames } from '../private/sleep-jobs';

/** Seconds that a cluster may take until its instances answer again. */
const WAKING_SECONDS = 600;

/**
 * Whether a cluster sleeps by its schedule, or has just been woken: a vector of one element, or of none.
 *
 * It sleeps when it was put to sleep later than its waking was due, so a waking that fails is no silence.
 */
function asleep({ identity }: ClusterModel): string {
  const { namespace } = identity;
  const { sleep, wake } = sleepJobNames(identity);
  const asked = `max(${selector('kube_cronjob_status_last_successful_time', { namespace, cronjob: sleep })})`;
  const woken = `max(${selector('kube_cronjob_status_last_schedule_time', { namespace, cronjob: wake })})`;
  return `(${asked} > (${woken} or vector(0))) or (time() - ${woken} < ${WAKING_SECONDS})`;
}

/** A rule of Prometheus that says nothing while the cluster sleeps by its schedule. */
export const exceptAsleep = <R extends { readonly expr: string }>(rule: R, model: ClusterModel): R =>
  model.sleep === undefined ? rule : { ...rule, expr: `(${rule.expr}) unless on () (${asleep(model)})` };
