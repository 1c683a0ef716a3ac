import { PostgresOperator, UpdateOptions } from '../../../../lib';
import { STATE_RULES } from '../../../../lib/operators/zalando/cluster/state';
import { program } from '../../../support/programs';
import { only } from '../../../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../../../support/rule-case';

const operator = PostgresOperator.zalando({ teamId: 'orders' });

const CASES: readonly RuleCase<UpdateOptions>[] = [
  {
    rule: 'ZAL-250',
    broken: { windows: [{ from: '01:00', to: '01:45' }] },
    says: `'updates.windows[0]' must be open for 60 minutes or more, got 45; let it close later (the operator looks at a cluster every half hour, and may miss a shorter one)`,
    kept: { windows: [{ from: '01:00', to: '02:00' }] },
  },
];

describeRules(CASES, {
  rules: STATE_RULES,
  place: 'test/db',
  program: (updates) => program(operator, { cluster: { updates } }),
  prints: (manifests) => expect(only(manifests, 'postgresql').spec).toBeDefined(),
});

everyRuleHasACase(STATE_RULES, CASES);
