import { App, Chart } from 'cdk8s';
import { APPS } from '../../examples/all';
import { Capability, IPostgresOperator, OperatorChoice, PostgresOperator } from '../../lib';
import { AVAILABILITY } from '../../lib/operators/availability';
import { OPERATORS } from '../../scripts/operators';
import { ASKS } from '../contract/asks';
import { program } from '../support/programs';

// The answer of a choice against the tables that the contract suite holds every operator to.

const CANDIDATES = [PostgresOperator.cloudNativePg(), PostgresOperator.zalando({ teamId: 'acme' }), PostgresOperator.crunchy()];

/** What each operator refuses of the smallest program that asks for a capability. */
const refusedOf = (capability: Capability): { [operator: string]: string[] } => {
  const asks = { addTo: (chart: Chart, operator: IPostgresOperator) => program(operator, ASKS[capability])(chart) };
  const { verdicts } = OperatorChoice.of(asks, { candidates: CANDIDATES });
  return Object.fromEntries(verdicts.map(({ operator, refusals }) => [operator, refusals.map(({ id }) => id)]));
};

test.each(Object.values(Capability))('who is left for %s is who has it', (capability) => {
  const refused = refusedOf(capability);
  for (const operator of CANDIDATES) {
    const { rule } = operator.capabilities.find((row) => row.capability === capability)!;
    const ids = refused[operator.facts.displayName]!;
    expect({ capability, isRefused: ids.includes(rule ?? 'none') }).toEqual({
      capability,
      isRefused: !AVAILABILITY[capability].includes(operator.facts.displayName),
    });
  }
});

const FACTORIES = ['cloudNativePg', 'zalando', 'crunchy'] as const;

/** An example with another operator in the place of those that it names. */
function example(build: (app: App) => void) {
  return {
    addTo: (chart: Chart, operator: IPostgresOperator) => {
      const spies = FACTORIES.map((factory) => jest.spyOn(PostgresOperator, factory).mockReturnValue(operator as never));
      try {
        build(chart.node.root as App);
      } finally {
        spies.forEach((spy) => spy.mockRestore());
      }
    },
  };
}

/** Which rules refuse which example on which operator; those that are not named fit all three. */
const REFUSED: { readonly [example: string]: { readonly [operator: string]: readonly string[] } } = {
  // On Zalando replicas have no certificates; the example asks for them where CloudNativePG is the source of Crunchy PGO.
  'migrate-files': { 'Zalando Postgres Operator': ['ZAL-160'] },
  'founding-chapter': {
    CloudNativePG: ['CNPG-050', 'CNPG-051', 'CNPG-053'],
    'Zalando Postgres Operator': ['ZAL-020', 'ZAL-105', 'ZAL-108', 'ZAL-110', 'ZAL-114', 'ZAL-115'],
    'Crunchy PGO': ['PGO-017'],
  },
  'backup-and-recovery': {
    CloudNativePG: ['CNPG-050', 'CNPG-051', 'CNPG-052', 'CNPG-053', 'CNPG-056', 'CNPG-058'],
    'Zalando Postgres Operator': ['ZAL-105', 'ZAL-108', 'ZAL-109', 'ZAL-110', 'ZAL-122', 'ZAL-123', 'ZAL-125', 'ZAL-126'],
    'Crunchy PGO': ['PGO-053', 'PGO-054'],
  },
  monitoring: {
    CloudNativePG: ['MON-021'],
    'Zalando Postgres Operator': ['MON-021', 'ZAL-181', 'ZAL-182'],
    'Crunchy PGO': ['MON-021', 'PGO-102', 'PGO-103', 'PGO-104', 'PGO-105'],
  },
};

/** Rules of what an operator has: how often backups are taken, how roles are called, one name for one thing. */
const CONDITIONS: readonly string[] = ['ZAL-020', 'PGO-017', 'MON-021'];

/** Examples of what one operator's objects look like: a patch of one of their fields, or an operator of the example's own. */
const OF_ONE_OPERATOR = ['adopted', 'bring-your-own-operator'];

describe.each(APPS.filter(({ folder }) => !OF_ONE_OPERATOR.includes(folder)))('$folder', ({ folder, build }) => {
  const { verdicts } = OperatorChoice.of(example(build), { candidates: CANDIDATES });

  test('is refused by the rules that are known, and fits the others', () => {
    const refused = verdicts
      .filter(({ fits }) => !fits)
      .map(({ operator, refusals }) => [operator, [...new Set(refusals.map(({ id }) => id))].sort()]);
    expect(Object.fromEntries(refused)).toEqual(REFUSED[folder] ?? {});
  });

  test.each(OPERATORS.map(({ displayName }) => displayName))('on %s is refused by what the contract suite finds there', (name) => {
    const { capabilities } = CANDIDATES.find(({ facts }) => facts.displayName === name)!;
    const ids = new Set(verdicts.find(({ operator }) => operator === name)!.refusals.map(({ id }) => id));
    for (const id of ids) {
      const lacking = capabilities.filter(({ rule }) => rule === id);
      if (lacking.length === 0) {
        // It has it, with a condition.
        expect(CONDITIONS).toContain(id);
        continue;
      }
      expect(lacking.map(({ capability }) => AVAILABILITY[capability].includes(name))).not.toContain(true);
      expect(lacking.some(({ capability }) => refusedOf(capability)[name]!.includes(id))).toBe(true);
    }
  });
});
