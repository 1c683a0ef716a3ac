import { ClusterModel } from '../model/cluster-model';
import { byKind } from '../model/kinds';
import { stepList } from '../operators/step-list';
import { UpgradeStepFacts } from '../operators/upgrade-contract';

const NEXT = {
  prepare: 'Then write `step: UpgradeStep.run()`, in a commit of its own.',
  run: 'Then write `step: UpgradeStep.finish()`, in a commit of its own.',
  finish: 'Then write the new version into the cluster, and `step: UpgradeStep.tidy()`.',
  tidy: '',
} as const;

/** The step of an upgrade for the person who takes it: Markdown with the commands. */
export function upgradeList({ identity, upgrade }: ClusterModel, { before, wait, back }: UpgradeStepFacts): string {
  const { step, to } = upgrade!;
  return stepList({
    title: `Upgrade of ${identity.name} to PostgreSQL ${to.major}: ${step.kind}`,
    before,
    wait,
    next: byKind(step._kind, NEXT),
    back,
  });
}
