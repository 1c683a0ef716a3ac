import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { ConnectionPool, HaCluster, IPostgresOperator, PoolMode } from '../../lib';
import { OPERATORS } from '../../scripts/operators';
import { program, smallestCluster } from '../support/programs';
import { Manifest, render } from '../support/render';
import { ask, clientAsk, clusterProps, recoveryAsk } from './generators';

/** What a program prints, or the message that it is refused with. */
function outcome(operator: IPostgresOperator, asked: Parameters<typeof program>[1]): string {
  try {
    return JSON.stringify(render(program(operator, asked)));
  } catch (error) {
    return (error as Error).message;
  }
}

/** The findings of a message; a text that spans lines belongs to the finding that it began with. */
const FINDING = /^ {2}\[[^\]]+\] \[[A-Z]+-\d{3}\] /;

describe.each(OPERATORS.map(({ displayName, createFull }) => [displayName, () => createFull()] as const))('%s', (_, create) => {
  test.each([
    ['any program', ask],
    ['any program of backup and recovery', recoveryAsk],
    ['any program with an application', clientAsk],
  ])('%s is printed, or refused by rules', (_name, programs) => {
    fc.assert(
      fc.property(programs, (asked) => {
        const result = outcome(create(), asked);
        if (result.startsWith('[')) {
          return;
        }
        const [head, first] = result.split('\n');
        expect(head).toBe('Validation failed with the following errors:');
        expect(first).toMatch(FINDING);
        expect(result).not.toMatch(/TypeError|is not a function|Failed serializing|Cannot read/);
      }),
      { numRuns: 400 },
    );
  });

  test('the same program prints the same bytes', () => {
    fc.assert(
      fc.property(fc.oneof(ask, recoveryAsk, clientAsk), (asked) => {
        expect(outcome(create(), asked)).toBe(outcome(create(), asked));
      }),
      { numRuns: 60 },
    );
  });

  test('the order of props does not matter', () => {
    fc.assert(
      fc.property(clusterProps, (cluster) => {
        const reversed = Object.fromEntries(Object.entries(cluster).reverse());
        expect(outcome(create(), { cluster: reversed })).toBe(outcome(create(), { cluster }));
      }),
      { numRuns: 60 },
    );
  });

  test('nothing empty is printed but what has a meaning', () => {
    const EMPTY_MEANS = /^\/spec\/users\/[^/]+$/;
    const empties = (value: unknown, pointer: string): string[] => {
      if (typeof value !== 'object' || value === null) {
        return value === null || value === undefined ? [pointer] : [];
      }
      return Object.keys(value).length === 0
        ? [pointer]
        : Object.entries(value).flatMap(([key, inner]) => empties(inner, `${pointer}/${key}`));
    };
    fc.assert(
      fc.property(ask, (asked) => {
        const result = outcome(create(), asked);
        const manifests = result.startsWith('[') ? (JSON.parse(result) as Manifest[]) : [];
        expect(manifests.flatMap((manifest) => empties(manifest, '')).filter((pointer) => !EMPTY_MEANS.test(pointer))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  test('a pool that is added late is printed like one that is added early', () => {
    fc.assert(
      fc.property(fc.constantFrom(PoolMode.SESSION, PoolMode.TRANSACTION), fc.integer({ min: 1, max: 4 }), (mode, instances) => {
        const late = new Chart(Testing.app(), 'test', { namespace: 'orders' });
        const cluster = new HaCluster(late, 'db', smallestCluster(create()));
        Testing.synth(late);
        new ConnectionPool(late, 'pool-0', { cluster, mode, instances });
        expect(Testing.synth(late)).toEqual(render(program(create(), { pools: [{ mode, instances }] })));
      }),
      { numRuns: 10 },
    );
  });
});
