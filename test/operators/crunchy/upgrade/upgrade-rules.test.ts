import { PostgresOperator, PostgresVersion, UpgradeTransfer } from '../../../../lib';
import { UPGRADE_RULES } from '../../../../lib/operators/crunchy/upgrade/upgrade-rules';
import { Ask, program } from '../../../support/programs';
import { only } from '../../../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../../../support/rule-case';

const operator = PostgresOperator.crunchy();

/** Upgrades that PGO refuses or gets wrong. */
const CASES: readonly RuleCase<Ask>[] = [
  {
    rule: 'PGO-161',
    broken: { onDemand: [{}], upgrade: {} },
    says: `the backup 'before-v3' must not stand beside the MajorUpgrade, which takes one before and one after; take the OnDemandBackup out (there is one field for a backup that is taken once, and the upgrade takes its own before and after)`,
    kept: { backup: {}, upgrade: {} },
  },
  {
    rule: 'PGO-162',
    broken: {
      cluster: { version: PostgresVersion.V15 },
      upgrade: { to: PostgresVersion.V16, transfer: UpgradeTransfer.COPY_FILE_RANGE },
    },
    says: `'transfer' must be another one for PostgreSQL 16, got UpgradeTransfer.COPY_FILE_RANGE; write UpgradeTransfer.CLONE where the file system shares blocks, UpgradeTransfer.COPY elsewhere (pg_upgrade of an older version does not know the method, and the upgrade fails while the cluster is down)`,
    kept: { upgrade: { transfer: UpgradeTransfer.COPY_FILE_RANGE } },
  },
];

describeRules(CASES, {
  rules: UPGRADE_RULES,
  place: 'test/upgrade',
  program: (ask) => program(operator, ask),
  prints: (manifests) => expect(only(manifests, 'PostgresCluster').spec).toBeDefined(),
});

everyRuleHasACase(UPGRADE_RULES, CASES);
