import { Rule } from '../../../private/rules';
import { ClusterContext } from '../rule-contexts';

/** What PGO takes as the name of a volume, which our script gives to the tablespace too. */
const NAME = /^[a-z][a-z0-9]*$/;

/** What PGO refuses in tablespaces. */
export const TABLESPACE_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-138',
    summary: 'a tablespace has a name of lower-case letters and digits',
    why: 'the API server refuses the cluster object',
    check: ({ model: { tablespaces } }) =>
      tablespaces.flatMap(({ name }, i) =>
        NAME.test(name) ? [] : [`'tablespaces[${i}].name' must be lower-case letters and digits, with a letter first, got '${name}'`],
      ),
  },
];
