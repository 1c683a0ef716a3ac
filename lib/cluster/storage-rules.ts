import { ClusterModel } from '../model/cluster-model';
import { autoGrowProblems } from '../private/auto-grow-problems';
import { Rule, RuleFacts } from '../private/rules';

/** What is wrong with how volumes grow, of clusters and of backups. */
const AUTO_GROW: RuleFacts = {
  id: 'STO-001',
  summary: 'a volume grows by itself to more than it has, from half full on, by whole mebibytes',
  why: 'the operator takes the limit for the size where it is the smaller one, and the API server refuses other numbers',
};

/** What holds for volumes on every operator. */
export const STORAGE_RULES: readonly Rule<{ readonly model: ClusterModel }>[] = [
  {
    ...AUTO_GROW,
    check: ({ model: { storage, walStorage } }) => [
      ...autoGrowProblems('storage', storage),
      ...(walStorage ? autoGrowProblems('walStorage', walStorage) : []),
    ],
  },
  {
    id: 'STO-003',
    summary: 'the volume of a tablespace does not grow by itself',
    why: 'no operator looks at how full it is',
    check: ({ model: { tablespaces } }) =>
      tablespaces.flatMap(({ storage }, i) =>
        storage.autoGrow ? [`'tablespaces[${i}].storage.autoGrow' must be left out; write a larger 'size'`] : [],
      ),
  },
];
