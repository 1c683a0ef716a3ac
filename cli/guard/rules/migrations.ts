import { Comparison } from '../../manifests/compare/compare';
import { KubeObject } from '../../manifests/object';
import { at, textOf } from '../../values/json';
import { GuardRule, Hit } from '../rule';
import { listField, stepsOf } from './step-lists';

/** Label of the list that a Migration prints, with the name of the target. */
const LABEL = 'cdk8s-postgres/migration';

/** What is given up behind a promotion: the target is not printed as a follower again, for it cannot be one. */
export const GIVEN_UP_PROMOTED = 'giveUp({ afterPromote: true })';

const LAST: readonly string[] = ['retire', 'giveUp', GIVEN_UP_PROMOTED];

/** The step of a list. */
const stepOf = (list: KubeObject): string =>
  listField(list, 'afterPromote') === 'true' ? GIVEN_UP_PROMOTED : (listField(list, 'step') ?? '');

/** Which steps may follow which, by method; the first one follows nothing. */
export const NEXT: { readonly [method: string]: { readonly [step: string]: readonly string[] } } = {
  logical: {
    '': ['prepare'],
    prepare: ['copy', 'giveUp'],
    copy: ['follow', 'giveUp'],
    // Back to follow from the cut over is the way back while no client has written to the target.
    follow: ['cutOver', 'giveUp'],
    cutOver: ['reverse', 'retire', 'follow', 'giveUp'],
    // The source takes over again.
    reverse: ['retire', 'follow', 'cutOver'],
    // The code that it asks for is printed before the target is opened, and does not know of a way back that has begun: its Job says what comes first.
    retire: ['cutOver', 'follow', 'reverse'],
    giveUp: [],
  },
  dump: {
    '': ['prepare'],
    prepare: ['copy', 'giveUp'],
    copy: ['cutOver', 'giveUp'],
    cutOver: ['retire', 'giveUp'],
    retire: ['cutOver'],
    giveUp: [],
  },
  physical: {
    '': ['prepare'],
    prepare: ['follow', 'giveUp'],
    // Nobody has to wait for the Job of the first step to write the next one, which does nothing then.
    follow: ['cutOver', 'giveUp', 'prepare'],
    // Until the promotion the source can take writers again, and the target follows on.
    cutOver: ['promote', 'follow', 'giveUp'],
    promote: ['retire', GIVEN_UP_PROMOTED],
    retire: ['promote'],
    giveUp: [],
    [GIVEN_UP_PROMOTED]: [],
  },
};

/** In the order in which Jobs take each other's place, but for those of a higher round. */
const ORDER: readonly string[] = ['prepare', 'copy', 'follow', 'cutOver', 'promote', 'reverse', 'retire', 'giveUp'];

const quoted = (steps: readonly string[]): string => steps.map((step) => `'${step}'`).join(' or ');

/** What is wrong with the round of a step that may come: its Job would leave everything to those of a later turn. */
function lateRound(old: KubeObject, list: KubeObject, before: string, step: string): Hit | undefined {
  const [was, is] = [old, list].map((one) => Number(listField(one, 'round') ?? '1')) as [number, number];
  const [from, to] = [old, list].map((one) => ORDER.indexOf(listField(one, 'step') ?? '')) as [number, number];
  const least = to < from ? was + 1 : was;
  return is >= least
    ? undefined
    : {
        object: list,
        field: 'data.round',
        old: `${was}`,
        new: `${is}`,
        what: `The migration goes from '${before}', round ${was}, to '${step}', round ${is}; the round is ${least} or higher there.`,
        does: 'The Job of the step does nothing, for one of a later step or round has come before.',
        evidence: 'read',
      };
}

/** Another attempt, or another source, while the one before is not at its end. Where only roles and a schema are made it does no harm. */
function beginsTooEarly(old: KubeObject, list: KubeObject): Hit | undefined {
  const before = stepOf(old);
  return LAST.includes(before) || (before === 'prepare' && listField(old, 'method') !== 'physical')
    ? undefined
    : {
        object: list,
        field: 'data.step',
        old: before,
        new: stepOf(list),
        what: `Another migration to this cluster begins, while the one before is at its step '${before}'; its step giveUp comes first, or those to its end.`,
        does: 'What it has made stays in both servers: slots keep WAL for nobody, and a source that it has closed is taken for one that lets nobody in.',
        evidence: 'read',
      };
}

/** Names the step that was left out, or the way that is none. */
function jump(old: KubeObject | undefined, list: KubeObject): Hit | undefined {
  const step = stepOf(list);
  const isOther = old !== undefined && ['from', 'attempt', 'method'].some((name) => listField(old, name) !== listField(list, name));
  const early = isOther && old !== undefined ? beginsTooEarly(old, list) : undefined;
  if (early !== undefined) {
    return early;
  }
  const before = old === undefined || isOther ? '' : stepOf(old);
  const known = NEXT[listField(list, 'method') ?? '']?.[before];
  // In a higher round the source may be the one that was about to take over again.
  const allowed =
    before === 'follow' && listField(list, 'method') === 'logical' && Number(listField(old, 'round') ?? '1') > 1
      ? known?.concat('reverse')
      : known;
  const late = before === '' || !allowed?.concat(before).includes(step) ? undefined : lateRound(old!, list, before, step);
  if (late !== undefined) {
    return late;
  }
  if (step === before || allowed === undefined || allowed.includes(step)) {
    return undefined;
  }
  const hit = { object: list, field: 'data.step', old: old && stepOf(old), new: step, evidence: 'read' as const };
  return before === ''
    ? {
        ...hit,
        what: `The migration begins at '${step}' and not at 'prepare'.`,
        does: 'Neither side has what the step needs: roles, schema, publications.',
      }
    : {
        ...hit,
        what: `The migration goes from '${before}' to '${step}'; after '${before}' comes ${allowed.length > 0 ? quoted(allowed) : 'nothing'}.`,
        does: LAST.includes(before)
          ? `What the step needs may be gone, and the target may be open with old data. Only where the Job of '${before}' says that '${step}' comes again.`
          : 'What the steps between see to has not happened: a copy, a comparison of both sides, an end of writing.',
      };
}

/** A migration that goes away before its last step. */
const goesAway = (list: KubeObject): Hit | undefined => {
  const step = stepOf(list);
  return LAST.includes(step)
    ? undefined
    : {
        object: list,
        field: 'data.step',
        old: step,
        what: `The migration disappears at its step '${step}'.`,
        does: 'Publications, subscriptions and slots stay in both servers, where WAL is kept for nobody, and a side may stay closed for writers.',
        evidence: 'read',
      };
};

/**
 * A dump that begins. Of the other methods the step that closes the source has the code of a check, which a person has copied to go on; nobody has
 * been asked anything before this one.
 */
function standstill(old: KubeObject | undefined, list: KubeObject): Hit | undefined {
  const [was, is] = [old && listField(old, 'step'), listField(list, 'step')!];
  return listField(list, 'method') !== 'dump' || is !== 'copy' || was === is
    ? undefined
    : {
        object: list,
        field: 'data.step',
        old: was,
        new: is,
        what: 'The source of a migration is closed for writers before it is dumped.',
        does: 'Sessions are ended, and applications stand still until the target is opened by the step cutOver.',
        evidence: 'read',
      };
}

/** The list of a migration that copies files to a cluster, at a step. */
const isFileList =
  (step: string, cluster: KubeObject) =>
  (list: KubeObject): boolean =>
    list.kind === 'ConfigMap' &&
    list.namespace === cluster.namespace &&
    textOf(at(list.value, 'metadata', 'labels', LABEL)) === cluster.name &&
    listField(list, 'method') === 'physical' &&
    listField(list, 'step') === step;

/** Whether a migration promotes the cluster, which it has waited and looked for; rule G138 sees that it did. */
export const promotedByMigration = ({ head }: Comparison, cluster: KubeObject): boolean =>
  head.objects.some(isFileList('promote', cluster));

/** Whether a migration that has copied files to the cluster is taken out at its end: the cluster is one of its own from then on. */
export const isOwnFromNow = ({ removed }: Comparison, cluster: KubeObject): boolean => removed.some(isFileList('retire', cluster));

/** What a Migration may not do from one commit to the next. */
export const MIGRATION_RULES: readonly GuardRule[] = [
  {
    id: 'G138',
    name: 'migration-step-skipped',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A migration leaves a step out, goes back where there is no way, or disappears half way.',
    why: 'Each step waits for what the one before has begun; from the cut over on there are writes that the other side does not have.',
    safe: 'One step a commit: prepare, copy, follow, cutOver, reverse if wanted, retire; with a dump prepare, copy, cutOver, retire; with files prepare, follow, cutOver, promote, retire. Until clients write to the target, giveUp. Then take it out, or begin another attempt.',
    check: stepsOf(LABEL, jump, goesAway),
  },
  {
    id: 'G141',
    name: 'migration-standstill',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A dump begins, for which applications stand still.',
    why: 'What is written to the source behind a dump is not in it, so the source refuses writers from here to the cut over.',
    safe: 'Say when to those who use the applications, stop them, and merge then. Where nobody may stand still that long: MigrationMethod.logical(), from the first step on.',
    check: stepsOf(LABEL, standstill, () => undefined),
  },
];
