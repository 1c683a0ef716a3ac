import { ComputeModel } from '../../../model/compute';
import { PlacementModel } from '../../../model/placement';
import { nodeAffinity, wholeAffinity } from '../../../private/affinity';
import { saidRequirements } from '../../../private/compute-defaults';
import { nonEmpty, tolerations } from '../../../private/kubernetes';

/** Where instances and poolers may run, and beside which other pods. */
export const groupPlacementFields = (placement: PlacementModel) => ({ ...placementFields(placement), affinity: wholeAffinity(placement) });

/** Where a pod may run, as every kind of pod of PGO has it; how instances are spread is said apart. */
export function placementFields(placement: PlacementModel) {
  const affinity = nodeAffinity(placement);
  return {
    affinity: affinity && { nodeAffinity: affinity },
    tolerations: nonEmpty(tolerations(placement)),
    priorityClassName: placement.priorityClassName,
  };
}

/** Where the pods of backups and restores may run, and how much they take: PGO makes them without either by itself. */
export const podFields = (placement: PlacementModel, compute: ComputeModel) => ({
  resources: saidRequirements(compute),
  ...placementFields(placement),
});
