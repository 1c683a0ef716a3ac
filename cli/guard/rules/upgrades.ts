import { KubeObject } from '../../manifests/object';
import { GuardRule, Hit } from '../rule';
import { listField, stepsOf } from './step-lists';

/** Label of the list that a MajorUpgrade prints, with the name of the cluster. */
const LABEL = 'cdk8s-postgres/upgrade';

/** In their order. The first is where an upgrade begins, and what is not there is before it. */
const STEPS = ['prepare', 'run', 'finish', 'tidy'];

/** Names the step that was left out, or the way that is none. */
function jump(old: KubeObject | undefined, list: KubeObject): Hit | undefined {
  const step = listField(list, 'step')!;
  const isOther =
    old !== undefined && (listField(old, 'to') !== listField(list, 'to') || listField(old, 'attempt') !== listField(list, 'attempt'));
  const before = old === undefined || isOther ? -1 : STEPS.indexOf(listField(old, 'step')!);
  const now = STEPS.indexOf(step);
  const hit = { object: list, field: 'data.step', old: listField(old, 'step'), new: step, evidence: 'read' as const };
  if (now > before + 1) {
    const missing = STEPS.slice(before + 1, now);
    return {
      ...hit,
      what: `The upgrade comes to '${step}' without '${missing.join(`' and '`)}'.`,
      does: 'What the steps between see to has not happened: a backup, a shutdown, the upgrade of the data.',
    };
  }
  return before > now && !(before === 1 && now === 0)
    ? {
        ...hit,
        what: `The upgrade goes back from '${STEPS[before]}' to '${step}'.`,
        does: 'The data are those of the new version by then; servers of the old one do not start on them.',
      }
    : undefined;
}

/** An upgrade that goes away before its last step. */
const goesAway = (list: KubeObject): Hit | undefined => {
  const step = listField(list, 'step');
  return step === 'run' || step === 'finish'
    ? {
        object: list,
        field: 'data.step',
        old: step,
        what: `The upgrade disappears at its step '${step}'.`,
        does: 'The cluster is printed with the version that it says itself, which is the old one.',
        evidence: 'read',
      }
    : undefined;
};

/** What a MajorUpgrade may not do from one commit to the next. */
export const UPGRADE_RULES: readonly GuardRule[] = [
  {
    id: 'G137',
    name: 'upgrade-step-skipped',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A major upgrade leaves a step out, goes back, or disappears half way.',
    why: 'Each step waits for what the one before has begun; from the second on, data of the new version are there or on the way.',
    safe: 'One step a commit: prepare, run, finish, tidy. Back from run to prepare only when the upgrade has failed.',
    check: stepsOf(LABEL, jump, goesAway),
  },
];
