import { MigrationStepKind } from '../model/kinds';
import { RunbookStep } from '../operators/runbook-step';
import { CUT_OVER, GIVE_UP, MigrationListFacts, NEVER, NO_STEP, SAME, StepFacts, done, oldSide, read } from './list-steps';

/** The follower cannot be kept: it has the files of the source, and no operator makes an empty cluster of it. */
const WITHOUT_TARGET: RunbookStep = {
  text: 'The target is of no use then: take it out of the program together with the Migration, and its volumes with it; another attempt takes a target of another name.',
};

/** What somebody has done at a server that no operator of the program looks after. */
const outside = ({ migration: { plan, method } }: MigrationListFacts): RunbookStep[] => [
  {
    text: `The Secret '${method.physicalOptions?.replicationSecret}' is there, with a \`password\` that nobody has seen. The Job makes the role \`${plan.streamingRole?.name}\` with it at the server, and drops it at the end.`,
  },
  {
    text: `The server lets that role in, by a line of its \`pg_hba.conf\` such as \`hostssl replication ${plan.streamingRole?.name} <network of the pods> scram-sha-256\`, and its \`wal_keep_size\` is more than it writes in an hour. Both want a reload, and no restart.`,
  },
  {
    text: 'What was not in its data directory does not come along: configuration, certificates, tablespaces elsewhere. Settings that count are written as `parameters` of the target.',
  },
  {
    text: 'The superuser of the Jobs is let in from the pods, too, to each database, with TLS. Both servers have one hardware architecture, and the owner of each database in the program is the one that it has there.',
  },
  {
    text: 'Applications are connected by `migration.current` in the commit of `promote`, and not before: the Secret of the owner is made then.',
  },
];

/** The steps of a migration that copies files. */
export const PHYSICAL_STEPS: { readonly [step in MigrationStepKind]: (facts: MigrationListFacts) => StepFacts } = {
  prepare: (facts) => ({
    before: [
      { text: `It is done by copying files because: ${facts.migration.method.physicalOptions?.reason ?? ''}` },
      { text: 'It was done before with a copy of the source, a restored backup of it for example, for no operator tests it.' },
      ...facts.beginning,
      ...(facts.migration.plan.target.compared ? outside(facts) : []),
      {
        text: `The target ${facts.migration.plan.target.words} does not exist yet. It is made by this commit, as one instance that copies the files of the source and follows it; a cluster that ran before cannot become a follower.`,
      },
    ],
    wait: [
      read(
        facts,
        'Every line `blocker:` is repaired, at the source or in the program; the Job looks again by itself. A line `left behind:` is something that does not come across, a line `warning:` something to think about.',
      ),
      done(facts, 'The target has the files and follows.'),
    ],
    next: 'Then write `step: MigrationStep.follow()`, in a commit of its own.',
    back: [GIVE_UP, WITHOUT_TARGET],
  }),
  copy: () => NO_STEP,
  follow: (facts) => ({
    before: [],
    wait: [
      read(
        facts,
        'The target streams and is seconds behind, and its server can run with these files: it has the locales, the libraries of all extensions and the settings. The line `check passed: ...` has the code for the next step.',
      ),
      done(facts, 'The target follows.'),
    ],
    next: `Then, when applications may stand still for minutes, write ${CUT_OVER}.`,
    back: [GIVE_UP, WITHOUT_TARGET],
  }),
  cutOver: (facts) => ({
    before: [
      { text: 'No transaction at the source is open for long: its session is ended.' },
      { text: '`migration.current` is the source still, which takes no writes from this commit on.' },
    ],
    wait: [
      read(
        facts,
        'The source refuses writers, and the target has all of its WAL. The line `check passed: ...` has the code for the next step.',
      ),
      done(facts, 'The target has all that was written.'),
    ],
    next: "Then write `step: MigrationStep.promote('...')` with the code of the line `check passed: ...`, in a commit of its own.",
    back: [
      {
        text: `Write \`step: MigrationStep.follow()\` and \`round: ${facts.migration.round + 1}\`, and the source takes writers again, and the target follows.`,
      },
      GIVE_UP,
    ],
  }),
  promote: (facts) => ({
    before: [
      { text: 'From this commit on the target is a primary of its own, for good: it never follows the source again.' },
      { text: '`migration.current` is the target; applications that come early wait until it lets them in.' },
    ],
    wait: [read(facts, `Indexes are made anew where the target sorts otherwise. ${SAME}`), done(facts, 'The target lets clients in.')],
    next: "Then write `step: MigrationStep.retire('...')` with the code of the line `check passed: ...`, in a commit of its own.",
    back: [
      {
        text: 'Until the Job is done: write `step: MigrationStep.giveUp({ afterPromote: true })`, and the source takes writers again. The target is lost with that: take it out of the program in the commit after it, with the Migration.',
      },
      {
        text: 'Were the source lost for good meanwhile: the Job says so, and prints the SQL that opens the target without it, behind the line `blocker: were the source lost`.',
      },
      NEVER,
    ],
  }),
  reverse: () => NO_STEP,
  retire: (facts) => ({
    before: [{ text: 'The target has a backup of its own, and all of its instances.' }],
    wait: [done(facts, 'Nothing of the migration is left at either side.')],
    next: 'Then take the Migration out of the program, with what it asked of both clusters, and connect applications to the target itself.',
    back: [oldSide(facts), NEVER],
  }),
  giveUp: (facts) => ({
    before: [
      { text: 'No client has written to the target.' },
      {
        text: facts.migration.step.giveUpOptions?.afterPromote
          ? 'The target goes on as a primary that nobody is let in to. A line `blocker:` says that it has taken over already: then `promote` comes again.'
          : 'Where the commit before was `promote`, this is `MigrationStep.giveUp({ afterPromote: true })`: a server that takes writes cannot follow again.',
      },
    ],
    wait: [done(facts, 'The source takes writers, and nothing of the migration is left there.')],
    next: 'Then take the Migration and its target out of the program, and the volumes of the target with it.',
    back: [],
  }),
};
