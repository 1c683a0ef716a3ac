import { Ask, askedWhen } from '../private/asks';
import { Capability } from '../model/capability';
import { ClusterModel } from '../model/cluster-model';
import { PairStep } from '../model/pair-step';
import { InPlaceRestoreModel } from '../model/recovery-model';
import { targetAsks } from '../origin/origin-asks';

/** What a restore over the data of a cluster asks for. */
export const IN_PLACE_ASKS: readonly Ask<InPlaceRestoreModel>[] = [
  [Capability.RECOVERY_IN_PLACE, (m) => [`the restore '${m.id}' over the data of a running cluster`]],
  ...targetAsks<InPlaceRestoreModel>(({ target }) => target),
];

/** What is asked for by a pair: its step, and whether the cluster that began as the primary is the replica now. */
export interface PairStage {
  readonly step: PairStep;
  readonly swapped: boolean;
}

/** What a pair of clusters asks for. */
export const PAIR_ASKS: readonly Ask<PairStage>[] = [
  [Capability.REPLICA_PAIR, () => ['a pair of clusters']],
  [Capability.REPLICA_PAIR_SWAPPED, ({ swapped }) => askedWhen(swapped, 'a pair whose old primary follows the new one')],
  [Capability.REPLICA_PROMOTION_TOKEN, ({ step }) => askedWhen(step.token !== undefined, 'a promotion with a token')],
];

/** What a restore drill asks for. */
export const DRILL_ASKS: readonly Ask<ClusterModel>[] = [[Capability.RECOVERY_DRILL, () => ['a restore drill']]];
