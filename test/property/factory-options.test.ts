import * as fc from 'fast-check';
import { IPostgresOperator, PostgresOperator, PostgresVersion, Replication } from '../../lib';
import { Ask, program } from '../support/programs';
import { render } from '../support/render';
import { cnpg, crunchy, oneOrAll, zalando } from './option-generators';

/** Whatever the options of a factory are, a program with them is printed, or refused by rules. */

const ASKS: readonly Ask[] = [
  { pools: [{}], backup: {} },
  { cluster: { version: PostgresVersion.V17, replication: Replication.synchronous() } },
];

const FINDING = /^ {2}\[test\/[a-z0-9-]+(\/[A-Za-z0-9-]+)?\] \[[A-Z]+-\d{3}\] .+ \(.+\)$/s;

const OPERATORS: [string, fc.Arbitrary<() => IPostgresOperator>][] = [
  ['CloudNativePG', oneOrAll(cnpg).map((options) => () => PostgresOperator.cloudNativePg(options))],
  ['Crunchy PGO', oneOrAll(crunchy).map((options) => () => PostgresOperator.crunchy(options))],
  ['Zalando', oneOrAll(zalando).map((options) => () => PostgresOperator.zalando({ teamId: 'acme', ...options }))],
];

test.each(OPERATORS)('any options of %s are printed, or refused by rules', (_, factories) => {
  let printed = 0;
  fc.assert(
    fc.property(factories, fc.constantFrom(...ASKS), (create, ask) => {
      try {
        expect(render(program(create(), ask)).length).toBeGreaterThan(0);
        printed += 1;
      } catch (error) {
        const [head, first] = (error as Error).message.split('\n');
        expect(head).toBe('Validation failed with the following errors:');
        expect(first).toMatch(FINDING);
      }
    }),
    { numRuns: 200 },
  );
  expect(printed).toBeGreaterThan(0);
});
