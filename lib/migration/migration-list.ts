import { MigrationStepKind, byKind } from '../model/kinds';
import { stepList } from '../operators/step-list';
import { CUT_OVER, GIVE_UP, MigrationListFacts, NEVER, NO_STEP, SAME, StepFacts, done, oldSide, oneJob, read } from './list-steps';
import { PHYSICAL_STEPS } from './physical-list';

const isLogical = ({ migration }: MigrationListFacts): boolean => migration.plan.method === 'logical';

/** The source may be the one that takes over again. */
const maybeBack = ({ migration }: MigrationListFacts): boolean => migration.plan.wayBack && migration.round > 1;

const STEPS: { readonly [step in MigrationStepKind]: (facts: MigrationListFacts) => StepFacts } = {
  prepare: (facts) => ({
    before: [
      ...facts.beginning,
      {
        text: `The target ${facts.migration.plan.target.words} is ready and empty. From now on nobody but superusers gets into its databases.`,
      },
    ],
    wait: [
      read(
        facts,
        'Every line `blocker:` is repaired, at the source or in the program; the Job looks again by itself. A line `left behind:` is something that does not come across, a line `warning:` something to think about.',
      ),
      done(facts, 'Roles and schema are at the target.'),
    ],
    next: 'Then write `step: MigrationStep.copy()`, in a commit of its own.',
    back: [GIVE_UP],
  }),
  copy: (facts) => ({
    before: [
      {
        text: isLogical(facts)
          ? 'From this commit until the cut over nobody changes the schema at the source, for that does not come across.'
          : 'From this commit on the source refuses writers: applications stand still until the cut over.',
      },
      ...(facts.migration.plan.source.slotsByOperator
        ? [
            {
              text: 'Nobody restarts the source or changes its slots while tables are copied: Patroni drops slots that it does not know then, and PostgreSQL begins the table anew.',
            },
          ]
        : []),
    ],
    wait: isLogical(facts)
      ? [done(facts, 'The target has subscribed; the tables are being copied.')]
      : [read(facts, SAME), done(facts, 'The dump is loaded, and both sides are the same.')],
    next: isLogical(facts) ? 'Then write `step: MigrationStep.follow()`, in a commit of its own.' : `Then write ${CUT_OVER}.`,
    back: [GIVE_UP],
  }),
  follow: (facts) => ({
    before: [],
    wait: [
      read(facts, `Every table is copied, and the target is seconds behind. ${SAME}`),
      done(facts, 'The target follows, and both sides are the same but for what is on the way.'),
      ...(maybeBack(facts)
        ? [
            {
              text: 'Where the target hands back, both sides are closed and compared before the source is opened; its line `check passed: ...` comes first, and is not the one for the next step.',
            },
          ]
        : []),
    ],
    next: `Then, when applications may stand still for minutes, write ${CUT_OVER}.`,
    back: [
      GIVE_UP,
      ...(maybeBack(facts)
        ? [
            {
              text: "While both sides are closed, because the target has handed back and a line `different:` stays: `step: MigrationStep.reverse('...')` with the code of the cut over opens the target again.",
            },
          ]
        : []),
    ],
  }),
  cutOver: (facts) => ({
    before: [
      { text: 'No transaction at the source is open for long: its session is ended.' },
      { text: '`migration.current` is the target from this commit on; applications that come early wait until it lets them in.' },
    ],
    wait: [
      read(facts, isLogical(facts) ? `The last changes and the sequences are across. ${SAME}` : 'The target is opened.'),
      done(facts, 'The target lets clients in.'),
    ],
    next: facts.migration.plan.wayBack
      ? "Then write `step: MigrationStep.reverse('...')`, to be able to go back, or `step: MigrationStep.retire('...')`, with the code of the line `check passed: ...`, in a commit of its own. The target keeps WAL for the way back until then."
      : "Then write `step: MigrationStep.retire('...')` with the code of the line `check passed: ...`, in a commit of its own.",
    back: [
      {
        text: isLogical(facts)
          ? `Until the Job is done: write \`step: MigrationStep.follow()\` and \`round: ${facts.migration.round + 1}\`, and the source takes writers again.`
          : 'Until the Job is done: write `step: MigrationStep.giveUp()`, and the source takes writers again.',
      },
      {
        text: 'Were the target to be lost before that: `MigrationStep.giveUp()` opens the source without it, ten minutes after it has ceased to answer. The log of the Job has the SQL that opens the source, too, behind the line `the source is closed`.',
      },
      facts.migration.plan.wayBack
        ? { text: 'After that: `MigrationStep.reverse(...)`, and from there back to `MigrationStep.follow()`.' }
        : NEVER,
    ],
  }),
  // Rule MIG-008 says that nothing is promoted where rows are copied.
  promote: () => NO_STEP,
  reverse: (facts) => ({
    before: [],
    wait: [done(facts, 'The source follows the target.')],
    next: "Then, when nobody wants to go back any more, write `step: MigrationStep.retire('...')` with the same code, in a commit of its own.",
    back: [
      {
        text: `Write \`step: MigrationStep.follow()\` and \`round: ${facts.migration.round + 1}\`: the target is closed, both sides are compared, and the source takes over with all that was written there; \`migration.current\` is the source.`,
      },
    ],
  }),
  retire: (facts) => ({
    before: [{ text: 'The target has a backup of its own.' }],
    wait: [done(facts, 'Nothing of the migration is left at either side.')],
    next: 'Then take the Migration out of the program, with what it asked of both clusters, and connect applications to the target itself.',
    back: [oldSide(facts), NEVER],
  }),
  giveUp: (facts) => ({
    before: [
      {
        text: 'No client has written to the target. Where it is lost, the Job opens the source without it, ten minutes after it has ceased to answer, unless clients were let in there.',
      },
    ],
    wait: [done(facts, 'The source takes writers, and nothing of the migration is left at either side.')],
    next: 'Then take the Migration out of the program; another attempt takes another target, empty, or a higher `attempt`.',
    back: [],
  }),
};

/** The step of a migration for the person who takes it: Markdown with the commands. */
export function migrationList(facts: MigrationListFacts): string {
  const { plan, step, round } = facts.migration;
  const { before, wait, next, back } = byKind(step._kind, plan.method === 'physical' ? PHYSICAL_STEPS : STEPS)(facts);
  return stepList({
    title: `Migration from ${plan.source.words} to ${plan.target.words}: ${step.kind}`,
    before: step.kind === 'prepare' ? before : [...before, oneJob(facts)],
    wait,
    next: next === '' || round === 1 ? next : `${next} \`round: ${round}\` stays.`,
    back,
  });
}
