import { GIVEN_UP_PROMOTED, NEXT } from '../../cli/guard/rules/migrations';
import { MigrationStepKind } from '../../lib/model/kinds';
import { phasesOf } from '../../lib/migration/migration-job';
import { MigrationPhase } from '../../lib/migration/migration-plan';
import { migrationScripts } from '../../lib/migration/scripts';
import { PLAN } from './migration-plans';

// What a Job tells a person to write is a step that guard lets pass behind that of the Job; in a Job's text `MigrationStep.retire` or `the step 'retire'`.

const TOLD = /MigrationStep\.(\w+)\(({ afterPromote: true })?|the step '(\w+)'/g;

/** The step that a text names, as guard calls it. */
const named = ([, written, promoted, quoted]: RegExpMatchArray): string => (promoted ? GIVEN_UP_PROMOTED : (written ?? quoted)!);

/** Where guard asks for somebody who has read the log: behind `giveUp` the target may be open with old data. */
const ASKED = ['giveUp', GIVEN_UP_PROMOTED];

/** Scripts that the Jobs of several steps have, which say what holds for one of them only. */
const SHARED = ['replication.sh', 'physical.sh', 'following.sql', 'switch.sh'];

/** Steps that are told of for what they will do, and not as the next one to write. */
const LATER: Readonly<Record<string, readonly string[]>> = { 'logical cutOver': ['reverse', 'retire'] };

const METHODS = ['logical', 'dump', 'physical'] as const;

const steps = METHODS.flatMap((method) =>
  Object.entries(NEXT[method]!)
    .filter(([step]) => step !== '' && !ASKED.includes(step))
    .map(([step, next]) => ({ method, step: step as MigrationStepKind, next })),
);

test.each(steps)('what the Job of $step tells, $method', ({ method, step, next }) => {
  const plan = { ...PLAN, method, wayBack: method === 'logical' };
  const phases = phasesOf(method, step, plan.wayBack).filter((phase): phase is MigrationPhase => !phase.startsWith('check'));
  const texts = phases.flatMap((phase) => Object.entries(migrationScripts(phase, plan)).filter(([file]) => !SHARED.includes(file)));
  const told = texts.flatMap(([, text]) => [...text.matchAll(TOLD)].map(named));
  // In a higher round the source may be the one that was about to take over again.
  const allowed = [...next, step, ...(step === 'follow' && plan.wayBack ? ['reverse'] : []), ...(LATER[`${method} ${step}`] ?? [])];
  expect([...new Set(told)].filter((one) => !allowed.includes(one))).toEqual([]);
});

test('texts are found', () => {
  const retire = Object.values(migrationScripts('retire', PLAN)).join('\n');
  expect([...retire.matchAll(TOLD)].map(named)).toContain('cutOver');
});
