import { Chart, Testing } from 'cdk8s';
import { Capability, ConnectionPool, HaCluster, IPostgresOperator } from '../../lib';
import { AVAILABILITY } from '../../lib/operators/availability';
import { Ask, AskOf, program, smallestCluster } from '../support/programs';
import { at, findings, render } from '../support/render';
import { ASKS } from './asks';

/** An operator under test, and what a program has to say for it besides. */
export interface Subject {
  readonly name: string;
  readonly create: () => IPostgresOperator;
}

/** Asks whose refusal depends on another capability too: the other one is named first by the operator. */
const lines = (operator: IPostgresOperator, ask: Ask | AskOf): string[] => findings(program(operator, ask));

/** What every operator has to keep, whoever wrote it. */
export function keepsTheContract({ name, create }: Subject): void {
  describe(`${name} keeps the contract`, () => {
    const operator = create();

    test('its facts are complete', () => {
      expect(operator.facts.displayName).toMatch(/^\S.*\S$/);
      expect(operator.facts.operatorVersion).toMatch(/^\d+\.\d+$/);
      expect(operator.facts.postgresMajors).toEqual([...operator.facts.postgresMajors].sort((a, b) => a - b));
      expect(operator.facts.postgresMajors).toContain(17);
    });

    test('it says something of each capability, once', () => {
      expect(operator.capabilities.map(({ capability }) => capability).sort()).toEqual(Object.values(Capability).sort());
    });

    test('each capability is either declared with a path or refused with a rule', () => {
      for (const statement of operator.capabilities) {
        expect({ ...statement, isDeclared: statement.path !== undefined }).toEqual({
          ...statement,
          isDeclared: statement.rule === undefined && statement.instead === undefined,
        });
      }
    });

    describe.each(operator.capabilities.filter(({ path }) => path !== undefined))('$capability', ({ capability, path }) => {
      test(`renders at ${path}`, () => {
        const [kind, pointer] = path!.split(' ') as [string, string];
        const manifests = render(program(operator, ASKS[capability]));
        const found = manifests.filter((manifest) => manifest.kind === kind && at(manifest, pointer) !== undefined);
        expect(found.map((manifest) => manifest.kind)).toContain(kind);
      });
    });

    const refused = operator.capabilities.filter(({ path }) => path === undefined);
    if (refused.length > 0) {
      describe.each(refused)('$capability', ({ capability, rule, instead, availableOn }) => {
        test(`is refused by ${rule}`, () => {
          const { displayName, operatorVersion } = operator.facts;
          const others = availableOn ?? AVAILABILITY[capability].filter((other) => other !== displayName);
          const itself = `${displayName} in its newest version, as it is installed by default`;
          const whoHas = others.length > 0 ? listed(others) : AVAILABILITY[capability].includes(displayName) ? itself : undefined;
          const available = whoHas === undefined ? '; no supported operator has it' : `; available on ${whoHas}`;
          const pattern = new RegExp(
            `^\\[test/[A-Za-z0-9/-]+\\] \\[${rule}\\] asked for .+; ${escape(instead! + available)} \\(${escape(`${displayName} ${operatorVersion} does not have it`)}\\)$`,
          );
          expect(lines(operator, ASKS[capability])).toContainEqual(expect.stringMatching(pattern));
        });
      });
    }

    test('a second rendering gives the same objects', () => {
      const chart = new Chart(Testing.app(), 'test', { namespace: 'orders' });
      program(create(), { cluster: {}, backup: {}, pools: [{}] })(chart);
      const first = JSON.stringify(Testing.synth(chart));
      expect(JSON.stringify(Testing.synth(chart))).toBe(first);
    });

    test('a pool that is attached after a synth is rendered by the next', () => {
      const early = render(program(create(), { pools: [{}] }));
      const chart = new Chart(Testing.app(), 'test', { namespace: 'orders' });
      const cluster = new HaCluster(chart, 'db', smallestCluster(create()));
      Testing.synth(chart);
      new ConnectionPool(chart, 'pool-0', { cluster });
      expect(Testing.synth(chart)).toEqual(early);
    });

    test('addresses of an imported cluster are those of an owned one', () => {
      const chart = new Chart(Testing.app(), 'test', { namespace: 'orders' });
      const owned = new HaCluster(chart, 'db', smallestCluster(operator));
      const imported = HaCluster.fromHaClusterAttributes(chart, 'same', { clusterName: 'orders', namespace: 'orders', operator });
      expect(imported.primary.hostAndPort).toBe(owned.primary.hostAndPort);
      expect(imported.replicas.hostAndPort).toBe(owned.replicas.hostAndPort);
    });
  });
}

const listed = (names: readonly string[]): string =>
  names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}` : names.join();

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
