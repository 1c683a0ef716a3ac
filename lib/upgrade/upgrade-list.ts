import { ClusterModel } from '../model/cluster-model';
import { byKind } from '../model/kinds';
import { RunbookStep } from '../operators/runbook-step';
import { UpgradeStepFacts } from '../operators/upgrade-contract';

const NEXT = {
  prepare: 'Then write `step: UpgradeStep.run()`, in a commit of its own.',
  run: 'Then write `step: UpgradeStep.finish()`, in a commit of its own.',
  finish: 'Then write the new version into the cluster, and `step: UpgradeStep.tidy()`.',
  tidy: '',
} as const;

/** The step of an upgrade for the person who takes it: Markdown with the commands. */
export function upgradeList(model: ClusterModel, facts: UpgradeStepFacts): string {
  const { identity, upgrade } = model;
  const { step, to } = upgrade!;
  const sections: readonly [title: string, lines: readonly RunbookStep[], next: string][] = [
    ['Before the commit of this step', facts.before, ''],
    ['Before the next step', facts.wait, byKind(step._kind, NEXT)],
    ['The way back', facts.back, ''],
  ];
  return [
    `# Upgrade of ${identity.name} to PostgreSQL ${to.major}: ${step.kind}`,
    ...sections.flatMap(([title, lines, next]) =>
      lines.length === 0 ? [] : [`## ${title}`, lines.map(item).join('\n'), ...(next === '' ? [] : [next])],
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

const item = ({ text, command }: RunbookStep): string => (command === undefined ? `- ${text}` : `- ${text}\n\n      ${command}\n`);
