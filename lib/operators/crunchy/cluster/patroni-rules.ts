import { STORED_PASSWORDS, storedPasswordProblem } from '../../shared/stored-passwords';
import { droppedByPatroni, loweredByPatroni } from '../../shared/patroni';
import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

/** What Patroni, which PGO hands replication and parameters to, ignores or gets wrong. The schema of PGO has no such bounds. */
export const PATRONI_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-027',
    summary: 'strict synchronous replication waits for one standby',
    why: 'Patroni lowers the number to the standbys that are left, so that one alone confirms commits that were to be on several',
    check: ({ model }) => loweredByPatroni(model),
  },
  {
    id: 'PGO-197',
    ...STORED_PASSWORDS,
    check: ({ model }) => storedPasswordProblem(model),
  },
  {
    id: 'PGO-028',
    summary: 'parameters have values that Patroni accepts',
    why: 'Patroni drops the value without a word and the server runs with the default',
    check: ({ model }) => droppedByPatroni(model),
  },
];
