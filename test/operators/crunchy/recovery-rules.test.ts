import { PostgresOperator } from 'cdk8s-postgres';
import { CRUNCHY_RULES } from '../../../lib/operators/crunchy/rules';
import { findings, render } from '../../support/render';
import { RECOVERY_CASES, built } from './recovery-cases';

const whyOf = (rule: string): string => CRUNCHY_RULES.find(({ id }) => id === rule)!.why;

describe.each(RECOVERY_CASES)('$rule', ({ rule, bad, good, place = 'db', says, options, goodOptions }) => {
  test('refuses a model that breaks it, and says all of it', () => {
    expect(findings(built(bad, PostgresOperator.crunchy(options)))).toEqual(
      says.map((text) => `[test/${place}] [${rule}] ${text} (${whyOf(rule)})`),
    );
  });

  test('lets a model pass that keeps it', () => {
    expect(render(built(good, PostgresOperator.crunchy(goodOptions)))).not.toEqual([]);
  });
});
