import { canonicalCron, parseCron } from '../../../model/cron';
import { Rule } from '../../../private/rules';
import type { ClusterContext } from '../rule-contexts';

/** What the custom resource takes: a number or `*`, each with a step. */
const SIMPLE = /^(\d+|\*)(\/\d+)?( (\d+|\*)(\/\d+)?){4}$/;

/** What this operator adds to the rules of dumps. */
export const LOGICAL_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'ZAL-213',
    summary: `the schedule of dumps has numbers, '*' and '/' only`,
    why: 'the API server refuses the cluster object',
    check: ({ model: { logicalBackup } }) => {
      const schedule = logicalBackup?.schedule;
      // Rule BAK-065 says what cannot be read.
      return schedule === undefined || typeof parseCron(schedule) === 'string' || SIMPLE.test(canonicalCron(schedule))
        ? undefined
        : `'schedule' of the LogicalBackup must have no list, range or name, got '${schedule}'; write for example '30 1 * * *'`;
    },
  },
];
