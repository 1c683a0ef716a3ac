import { ClusterModel } from '../../../model/cluster-model';
import { Rule } from '../../../private/rules';
import { MAX_HBA_LENGTH, linesOf } from './access-rule-lines';
import { LAST_HBA_LINE, MAX_HBA_LINES, hbaLines } from './hba-spec';
import { ClusterContext } from '../rule-contexts';

const REFUSED = 'the API server refuses the cluster object';

const PRINTABLE = /^[\x20-\x7e]*$/;

/** What PGO refuses in pg_hba.conf, whether it was written as lines or as access rules. */
export const HBA_RULES: readonly Rule<ClusterContext>[] = [
  {
    id: 'PGO-024',
    summary: `there are at most ${MAX_HBA_LINES} lines of pg_hba.conf, those of access rules and the last one included`,
    why: `${REFUSED}: PGO takes ${MAX_HBA_LINES} lines, and the last one is '${LAST_HBA_LINE}' or, behind access rules, refuses everybody else`,
    check: ({ model }) => {
      const { hbaRules, accessRules } = model;
      const count = hbaLines(model).length;
      if (count <= MAX_HBA_LINES) {
        return undefined;
      }
      return accessRules.length === 0
        ? `'hbaRules' must be at most ${MAX_HBA_LINES - 1} lines, got ${hbaRules.length}; write several databases, roles or a wider network in one line`
        : `'accessRules' must be at most ${MAX_HBA_LINES - 1} lines together with 'hbaRules', one for each address, got ${count - 1}; write wider networks, or groups instead of roles`;
    },
  },
  {
    id: 'PGO-025',
    summary: `a line of pg_hba.conf has at most ${MAX_HBA_LENGTH} characters`,
    why: REFUSED,
    check: ({ model }) => [
      ...model.hbaRules.flatMap((line, i) =>
        line.length > MAX_HBA_LENGTH
          ? [`'hbaRules[${i}]' must be at most ${MAX_HBA_LENGTH} characters, got ${line.length}; write two lines`]
          : [],
      ),
      ...tooLong(model),
    ],
  },
  {
    id: 'PGO-072',
    summary: 'where there is a pool, some access rule lets in passwords',
    why: 'pgbouncer logs in with the password of the client and has no certificate of its own, so nobody would get through the pool',
    check: ({ model: { accessRules, pools } }) =>
      pools.length > 0 && accessRules.length > 0 && !accessRules.some(({ allows, options }) => allows && options.method !== 'certificate')
        ? `'accessRules' must let in somebody with a password, since the cluster has a pool; write AccessRule.allow({ roles: [...] }), or take the pool out`
        : undefined,
  },
  {
    id: 'PGO-073',
    summary: 'names in access rules are printable ASCII',
    why: REFUSED,
    check: ({ model: { accessRules } }) =>
      accessRules.flatMap(({ options: { roles = [], databases = [] } }, i) =>
        [...roles, ...databases]
          .filter((name) => !PRINTABLE.test(name))
          .map((name) => `'accessRules[${i}]' must have names of printable ASCII only, got '${name}'; leave the list out, or rename it`),
      ),
  },
];

/** Access rules with a line that cannot be made shorter by writing two. */
function tooLong(cluster: ClusterModel): string[] {
  return cluster.accessRules.flatMap((rule, i) =>
    linesOf(cluster, rule)
      .filter((line) => line.length > MAX_HBA_LENGTH)
      .map(
        (line) =>
          `'accessRules[${i}]' must be lines of at most ${MAX_HBA_LENGTH} characters, got ${line.length}: ${line}; leave out the longer name`,
      ),
  );
}
