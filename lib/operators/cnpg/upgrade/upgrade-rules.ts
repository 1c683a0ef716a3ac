import { ClusterModel } from '../../../model/cluster-model';
import { Rule } from '../../../private/rules';

/** The first version that the webhook lets a cluster be upgraded to. */
const FIRST_TARGET = 16;

/** What CloudNativePG refuses or gets wrong in an upgrade. */
export const UPGRADE_RULES: readonly Rule<ClusterModel>[] = [
  {
    id: 'CNPG-162',
    summary: 'a major upgrade in place goes to PostgreSQL 16 or later',
    why: 'the webhook refuses the whole Cluster: before 16 the rules by which text is sorted are not carried over',
    check: ({ upgrade }) =>
      upgrade && upgrade.to.majorNumber < FIRST_TARGET
        ? `'to' must be ${FIRST_TARGET} or higher, got ${upgrade.to.major}; upgrade to a later version, or import into a new cluster with RecoverySource.logicalImport(...)`
        : undefined,
  },
  {
    id: 'CNPG-163',
    summary: 'the upgraded cluster archives to a place of its own',
    why: 'it begins a new history on timeline 1, and the operator does not look whether the place is empty: its files overwrite those of the old version',
    check: ({ upgrade, backup }) => {
      // From the switch on, the model has the new generation; the last step has it in the policy.
      if (upgrade === undefined || backup === undefined || upgrade.step._kind === 'tidy') {
        return undefined;
      }
      const { archiveGeneration } = upgrade;
      const next = backup.generation + (upgrade.switched && archiveGeneration !== undefined ? 0 : 1);
      return archiveGeneration === undefined ? `'archiveGeneration' must be given, got none; write archiveGeneration: ${next}` : undefined;
    },
  },
];
