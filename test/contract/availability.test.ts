import { PostgresOperator } from '../../lib';

/** The newest version of each operator. */
const NEWEST = [PostgresOperator.cloudNativePg(), PostgresOperator.zalando({ teamId: 'acme' }), PostgresOperator.crunchy()];

describe.each(NEWEST)('$facts.displayName', (operator) => {
  test('a refusal names exactly the operators that have what was asked for', () => {
    const said = operator.capabilities
      .filter(({ path }) => path === undefined)
      .map(({ capability, availableOn }) => [capability, availableOn]);
    const actual = said.map(([capability]) => [
      capability,
      NEWEST.filter(({ capabilities }) => capabilities.some((row) => row.capability === capability && row.path !== undefined)).map(
        ({ facts }) => facts.displayName,
      ),
    ]);
    expect(said).toEqual(actual);
  });

  test('no rule refuses two things in different words', () => {
    const refused = operator.capabilities.filter(({ rule }) => rule !== undefined);
    expect(new Set(refused.map(({ rule }) => rule)).size).toBe(refused.length);
  });
});
