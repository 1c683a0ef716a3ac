import { memberOf } from './left-off';
import { ClusterDefault, TakeOver } from '../model/take-over';
import { OperatorFacts } from '../operators/operator-facts';
import { Rule } from '../private/rules';

/** What a cluster says of its past, as given. */
export interface TakeOverContext {
  readonly takenOver?: TakeOver;
  readonly facts: OperatorFacts;
}

/** What holds for a cluster that was there before. */
export const TAKE_OVER_RULES: readonly Rule<TakeOverContext>[] = [
  {
    id: 'TAKE-001',
    summary: 'a default that a cluster gets after it was taken over is one that its operator has',
    why: 'it would be taken for protection that is not there',
    check: ({ takenOver, facts: { displayName, clusterDefaults } }) =>
      takenOver?.but
        .filter((one) => clusterDefaults?.[one] === undefined)
        .map((one) => {
          const there = Object.values(ClusterDefault).filter((other) => clusterDefaults?.[other] !== undefined);
          return `'takenOver' names ${memberOf(one)}, and ${displayName} has no such default; there is ${there.map(memberOf).join(', ')}`;
        }),
  },
  {
    id: 'TAKE-002',
    summary: 'each default that a cluster gets after it was taken over is named once',
    why: 'who takes one of the two out believes it to be off',
    check: ({ takenOver }) =>
      [...new Set(takenOver?.but.filter((one, i, all) => all.indexOf(one) !== i))].map(
        (one) => `'takenOver' names ${memberOf(one)} more than once; name it once`,
      ),
  },
];
