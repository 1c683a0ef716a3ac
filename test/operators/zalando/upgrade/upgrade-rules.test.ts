import { ArchivePlace, PostgresOperator, UpgradeStep } from '../../../../lib';
import { UPGRADE_RULES } from '../../../../lib/operators/zalando/upgrade/upgrade-rules';
import { Ask, program } from '../../../support/programs';
import { only } from '../../../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../../../support/rule-case';

const operator = PostgresOperator.zalando({ teamId: 'orders' });

/** Upgrades that the operator or its image gets wrong. */
const CASES: readonly RuleCase<Ask>[] = [UpgradeStep.prepare(), UpgradeStep.run(), UpgradeStep.finish()].map((step) => ({
  rule: 'ZAL-243',
  of: step.kind,
  broken: { backup: { place: ArchivePlace.walG({ path: 'old/orders' }) }, upgrade: { step } },
  says: `'place' of the BackupPolicy must not name the whole folder 'old/orders' beside a MajorUpgrade; leave 'path' out, or 'place', in a commit of its own before, and take a backup in the new place (the image puts the new version into no other path, and the archives of two versions in one folder restore neither)`,
  kept: { backup: { place: ArchivePlace.walG({ scopePrefix: 'old-' }) }, upgrade: { step } },
}));

describeRules(CASES, {
  rules: UPGRADE_RULES,
  place: 'test/upgrade',
  program: (ask) => program(operator, ask),
  prints: (manifests) => expect(only(manifests, 'postgresql').spec).toBeDefined(),
});

everyRuleHasACase(UPGRADE_RULES, CASES);
