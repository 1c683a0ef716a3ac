import * as fs from 'fs';
import { Capability } from '../../lib';
import { AVAILABILITY } from '../../lib/operators/availability';
import { AVAILABILITY_FILE, availability } from '../../scripts/availability';
import { EVERY_VERSION, OPERATORS } from '../../scripts/operators';
import { findings } from '../support/render';
import { program } from '../support/programs';
import { ToyOperator } from '../../examples/bring-your-own-operator/toy-operator';

test('the committed table is the one that the operators make; npm run docs writes it', () => {
  expect(fs.readFileSync(AVAILABILITY_FILE, 'utf8')).toBe(availability());
});

test('the table names exactly the operators whose newest version has a capability', () => {
  const newest = OPERATORS.map(({ create }) => create());
  const actual = Object.values(Capability).map((capability) => [
    capability,
    newest
      .filter(({ capabilities }) => capabilities.some((row) => row.capability === capability && row.path !== undefined))
      .map(({ facts }) => facts.displayName),
  ]);
  expect(Object.entries(AVAILABILITY)).toEqual(actual);
});

test('an operator in its newest version is the one that its factory makes', () => {
  expect(OPERATORS.map(({ create }) => create().facts)).toEqual(
    OPERATORS.map(({ create, versions }) => create(versions[versions.length - 1]).facts),
  );
});

describe.each(EVERY_VERSION.map((operator) => [`${operator.facts.displayName} ${operator.facts.operatorVersion}`, operator] as const))(
  '%s',
  (_, { capabilities }) => {
    test('leaves it to the table who has what it refuses', () => {
      expect(capabilities.filter((row) => 'availableOn' in row)).toEqual([]);
    });

    test('no rule refuses two things in different words', () => {
      const refused = capabilities.filter(({ rule }) => rule !== undefined);
      const words = refused.map(({ rule, instead }) => `${rule} ${instead}`);
      expect(new Set(words).size).toBe(new Set(refused.map(({ rule }) => rule)).size);
    });
  },
);

describe('a refusal of an operator that is not of this library', () => {
  const asks = { backup: { suspended: true } };
  const refusal = (availableOn?: string[]): string => {
    const toy = new ToyOperator();
    const capabilities = toy.capabilities.map((row) => (row.path === undefined ? { ...row, availableOn } : row));
    const [first] = findings(program(Object.assign(toy, { capabilities }), asks));
    return first!;
  };
  const says = (available: string): string =>
    `[test/backups] [TOY-001] asked for suspended schedules; leave it out, or use a grown-up operator; ${available} (Toy 1.0 does not have it)`;

  test('names those of the library that have it', () => {
    expect(refusal()).toBe(says('available on CloudNativePG and Crunchy PGO'));
  });

  test('names whom the operator names', () => {
    expect(refusal(['Mine', 'Yours', 'Theirs'])).toBe(says('available on Mine, Yours and Theirs'));
    expect(refusal([])).toBe(says('no supported operator has it'));
  });
});
