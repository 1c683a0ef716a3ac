import { ClusterModel } from '../../../model/cluster-model';
import { ClusterDefault } from '../../../model/take-over';
import { PrimaryUpdate } from '../../../model/updates';
import { hasDefault } from '../../../private/cluster-defaults';
import { Rule } from '../../../private/rules';
import { CloudNativePgUpdateMethod, CloudNativePgUpdateStrategy } from '../options';
import { ClusterContext } from '../rule-contexts';
import { Settings } from '../settings';

const METHODS: Readonly<Record<PrimaryUpdate, CloudNativePgUpdateMethod>> = {
  [PrimaryUpdate.SWITCHOVER]: CloudNativePgUpdateMethod.SWITCHOVER,
  [PrimaryUpdate.RESTART]: CloudNativePgUpdateMethod.RESTART,
};

/** What the operator reads from annotations of the Cluster: it is told by their values, and forgets nothing. */
export function stateAnnotations({ state, updates, verbs }: ClusterModel): { [key: string]: string | undefined } {
  return {
    'cnpg.io/hibernation': state._kind === 'stopped' ? 'on' : undefined,
    'cnpg.io/reconciliationLoop': state._kind === 'paused' ? 'disabled' : undefined,
    'cnpg.io/fencedInstances': state._kind === 'fenced' ? JSON.stringify(state.instances ?? ['*']) : undefined,
    'cnpg.io/reconcilePodSpec': updates?.hold ? 'disabled' : undefined,
    'kubectl.kubernetes.io/restartedAt': verbs?.restart,
  };
}

/** How the primary is updated, where that is said or not left to the operator. */
export function updateMethod(model: ClusterModel, settings: Settings): CloudNativePgUpdateMethod | undefined {
  const { instances, updates } = model;
  const asked = updates?.primary && METHODS[updates.primary];
  const byDefault = instances > 1 ? CloudNativePgUpdateMethod.SWITCHOVER : CloudNativePgUpdateMethod.RESTART;
  return asked ?? settings.updateMethod ?? (hasDefault(model, ClusterDefault.DISRUPTION) ? byDefault : undefined);
}

/** Who goes on when the primary is to be updated. */
export const updateStrategy = ({ updates }: ClusterModel, settings: Settings): CloudNativePgUpdateStrategy =>
  updates?.supervised === undefined
    ? settings.updateStrategy
    : updates.supervised
      ? CloudNativePgUpdateStrategy.SUPERVISED
      : CloudNativePgUpdateStrategy.UNSUPERVISED;

/** What CloudNativePG makes of a state that is not what it looks like. */
export const STATE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'CNPG-165',
    summary: 'a pause of reconciliation acknowledges that there is no failover',
    why: 'the operator is who lets a replica take the place of a primary that fails, and it does nothing meanwhile',
    check: ({ model: { state } }) =>
      state._kind === 'paused' && !state.withoutFailover
        ? `'state' must say that nobody takes the place of a primary that fails; write ClusterState.paused({ withoutFailover: true }), or updates: { hold: true } to hold changes of the pods only`
        : undefined,
  },
];
