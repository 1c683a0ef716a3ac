import { allInstances } from '../model/all-instances';
import { ClusterModel } from '../model/cluster-model';
import { PrimaryUpdate, MaintenanceWindow } from '../model/updates';
import { idProblem } from '../backup/on-demand-rules';
import { Rule } from '../private/rules';
import { defined } from '../private/value-problems';

/** A date, however it is spelt, or seconds since 1970. */
const TIME_LIKE = /\d{4}-?\d{2}-?\d{2}|\d{9,}/;
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

function windowProblems({ from, to }: MaintenanceWindow, i: number): string[] {
  const wrong = [
    ['from', from],
    ['to', to],
  ].filter(([, time]) => !TIME_OF_DAY.test(time!));
  if (wrong.length > 0) {
    return wrong.map(
      ([name, time]) =>
        `'updates.windows[${i}].${name}' must be a time of the day in UTC such as '01:30', with no zone behind it, got '${time}'`,
    );
  }
  return from < to
    ? []
    : [
        `'updates.windows[${i}]' must close after it opens on the same day, got ${from} to ${to}; write two windows for a night, one until '23:59' and one from '00:00'`,
      ];
}

const WHAT_FOR = `what it is for, 'ticket-1234'`;

/** What is wrong with the token of something that is done once. */
export const tokenProblem = (prop: string, token: string): string | undefined =>
  idProblem(prop, token, WHAT_FOR) ??
  (TIME_LIKE.test(token) ? `'${prop}' must not have a date or a time in it, got '${token}'; write ${WHAT_FOR}` : undefined);

/** What is wrong with how a cluster is updated, stopped and told to do things, on every operator. */
export const STATE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    id: 'HA-120',
    summary: 'updates fit the number of instances',
    why: 'there is nobody who could take the place of a single instance, and the operator refuses the cluster or waits for ever',
    check: ({ model: { updates, verbs, ...model } }) =>
      allInstances(model) > 1
        ? undefined
        : defined([
            updates?.primary === PrimaryUpdate.SWITCHOVER
              ? `'updates.primary' must not be PrimaryUpdate.SWITCHOVER with one instance; write PrimaryUpdate.RESTART, or leave it out`
              : undefined,
            updates?.supervised ? `'updates.supervised' must not be true with one instance; leave it out` : undefined,
            verbs?.switchover !== undefined ? `'verbs.switchover' must not be given with one instance; write 'verbs.restart'` : undefined,
          ]),
  },
  {
    id: 'HA-121',
    summary: 'a maintenance window is a time of a day in UTC',
    why: 'the operator refuses the cluster, or waits for a time that nobody meant',
    check: ({ model: { updates } }) => (updates?.windows ?? []).flatMap(windowProblems),
  },
  {
    id: 'STATE-001',
    summary: 'a member of a pair runs',
    why: 'the step of the pair says who writes, and what is stopped can neither hand over nor take over',
    check: ({ model: { identity, state, pair } }) =>
      pair && state._kind !== 'running'
        ? `'state' must be ClusterState.running() in a ClusterPair, got '${state.kind}' for '${identity.name}'; take the pair out first, or stop writes with step: PairStep.demote()`
        : undefined,
  },
  {
    id: 'STATE-002',
    summary: 'a cluster that is upgraded, restored in place or backed up once runs',
    why: 'what is asked for would begin at some later day, when the cluster wakes',
    check: ({ model: { state, upgrade, inPlaceRestore, onDemandBackups } }) =>
      state._kind === 'running'
        ? undefined
        : defined([
            upgrade && upgrade.step._kind !== 'tidy'
              ? `'state' must be ClusterState.running() beside a MajorUpgrade, got '${state.kind}'; wake the cluster in a commit of its own before`
              : undefined,
            inPlaceRestore
              ? `'state' must be ClusterState.running() beside an InPlaceRestore, got '${state.kind}'; wake the cluster before`
              : undefined,
            ...onDemandBackups.map(
              ({ id }) =>
                `'state' must be ClusterState.running() beside the OnDemandBackup '${id}', got '${state.kind}'; take the backup out, or wake the cluster`,
            ),
          ]),
  },
  {
    id: 'STATE-003',
    summary: 'instances that are fenced are some of the cluster',
    why: 'a name that no instance has fences nothing, and an empty list says nothing',
    check: ({
      model: {
        identity: { name },
        instances,
        state,
      },
    }) => {
      const names = state.instances;
      if (names === undefined) {
        return undefined;
      }
      if (names.length === 0 || names.length > instances || new Set(names).size !== names.length) {
        return `'state' must fence 1 to ${instances} instances, each once, got ${names.length}: ${JSON.stringify(names)}; write ClusterState.fenced() for all of them`;
      }
      const prefix = `${name}-`;
      return names
        .filter((one) => !one.startsWith(prefix) || !/^[1-9]\d*$/.test(one.slice(prefix.length)))
        .map((one) => `'state' must fence instances such as '${name}-1', got '${one}'; kubectl get pods shows their names`);
    },
  },
  {
    id: 'VERB-001',
    summary: 'a token says what it is for, and is no date',
    why: 'a token acts once for each new value; one that is made when the program runs is a new one each time',
    check: ({ model: { verbs } }) =>
      Object.entries(verbs ?? {}).flatMap(([verb, token]) => {
        const problem = token === undefined ? undefined : tokenProblem(`verbs.${verb}`, token as string);
        return problem === undefined ? [] : [problem];
      }),
  },
  {
    id: 'VERB-002',
    summary: 'what is told to do something runs and is not being upgraded',
    why: 'the token would act at some later moment, when nobody expects it',
    check: ({ model: { verbs, state, upgrade } }) =>
      Object.entries(verbs ?? {}).flatMap(([verb, token]) =>
        token === undefined || (state._kind === 'running' && (upgrade === undefined || upgrade.step._kind === 'tidy'))
          ? []
          : [
              `'verbs.${verb}' must not be given ${state._kind === 'running' ? 'beside a MajorUpgrade' : `in the state '${state.kind}'`}; take it out until that is over`,
            ],
      ),
  },
  {
    id: 'VERB-010',
    summary: 'what is told to do something is not being restored',
    why: 'what a token has done is remembered in the cluster object, and one that is made anew remembers nothing',
    check: ({ model: { verbs, recovery, inPlaceRestore } }) =>
      defined([
        recovery && verbs?.switchover !== undefined
          ? `'verbs.switchover' must not be given beside 'recovery', for the cluster may be made anew by this program; take the token out, and write another one when the cluster runs`
          : undefined,
        ...Object.entries(verbs ?? {}).map(([verb, token]) =>
          inPlaceRestore && token !== undefined
            ? `'verbs.${verb}' must not be given beside an InPlaceRestore; take it out until that is over`
            : undefined,
        ),
      ]),
  },
];
