import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, Helm, Include, JsonPatch, Lazy, ResolutionContext, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { APPS } from '../../examples/all';
import { FleetApp, PostgresOperator } from '../../lib';
import { ASKS } from '../contract/asks';
import { newFolder, outputOf, textOf } from '../support/output';
import { program } from '../support/programs';

const TYPES = [
  ['FILE_PER_APP', YamlOutputType.FILE_PER_APP],
  ['FILE_PER_CHART', YamlOutputType.FILE_PER_CHART],
  ['FILE_PER_RESOURCE', YamlOutputType.FILE_PER_RESOURCE],
  ['FOLDER_PER_CHART_FILE_PER_RESOURCE', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
] as const;

/** Without the one that is too large to be committed as a whole. The script that renders examples prints that one by a FleetApp. */
const SMALL = APPS.filter(({ committed }) => committed === undefined);

/** Whether two objects of a program go into one file, which cdk8s does in silence. */
const overwrites = (output: unknown): boolean => typeof output === 'string' && output.includes('[FLEET-001] ');

describe.each(TYPES)('%s', (_, yamlOutputType) => {
  test.each(SMALL)('the example $folder is printed as by cdk8s', ({ build }) => {
    const printed = outputOf(FleetApp, build, { yamlOutputType });
    const expected = outputOf(App, build, { yamlOutputType });
    if (overwrites(printed)) {
      const objects = textOf(App, build).split('---\n');
      expect(Object.keys(expected).length).toBeLessThan(objects.length);
    } else {
      expect(printed).toEqual(expected);
    }
  });

  test.each([
    ['CloudNativePG', () => PostgresOperator.cloudNativePg()],
    ['Zalando', () => PostgresOperator.zalando({ teamId: 'acme' })],
    ['Crunchy', () => PostgresOperator.crunchy()],
  ])('what %s can do is printed as by cdk8s', (_name, create) => {
    const operator = create();
    const declared = operator.capabilities.filter(({ path: at }) => at !== undefined);
    // Files of single objects do not say the namespace, so each of these programs is an app of its own there.
    const apart = yamlOutputType === YamlOutputType.FILE_PER_RESOURCE;
    const all = yamlOutputType === YamlOutputType.FILE_PER_CHART;
    const groups = apart ? declared.slice(0, 6).map((one) => [one]) : [declared.filter((_one, i) => i % (all ? 3 : 9) === 0)];
    for (const group of groups) {
      const build = (app: App) =>
        group.forEach(({ capability }, i) => {
          program(operator, ASKS[capability])(new Chart(app, `chart-${i}`, { namespace: `namespace-${i}` }));
        });
      const printed = outputOf(FleetApp, build, { yamlOutputType, recordConstructMetadata: true });
      expect(printed).toEqual(outputOf(App, build, { yamlOutputType, recordConstructMetadata: true }));
      expect(typeof printed).toBe('object');
    }
  });
});

test('examples in one app are printed as by cdk8s', () => {
  const build = (app: App) => SMALL.forEach((example) => example.build(app));
  expect(outputOf(FleetApp, build)).toEqual(outputOf(App, build));
  expect(textOf(FleetApp, build)).toBe(textOf(App, build));
});

/** One step of a random program; numbers choose among what is there. */
type Step =
  | { readonly do: 'chart'; readonly at: number; readonly id: string; readonly bare: boolean }
  | { readonly do: 'construct'; readonly at: number; readonly id: string }
  | { readonly do: 'object'; readonly at: number; readonly id: string; readonly name?: string; readonly value: unknown }
  | { readonly do: 'depend'; readonly from: number; readonly on: number }
  | { readonly do: 'refuse'; readonly at: number };

const id = fc.constantFrom(
  '0',
  '1',
  '12',
  '007',
  '4294967295',
  '-1',
  'a',
  'b',
  'c',
  'd',
  'Upper',
  'with space',
  'é',
  'Default',
  'resource',
  'x'.repeat(70),
);
const data = fc.oneof(
  fc.constantFrom<unknown>(
    'yes',
    'a\nb',
    '',
    null,
    undefined,
    0,
    true,
    [],
    {},
    [[]],
    { yes: 'no' },
    Lazy.any({ produce: () => ({ late: ['on'] }) }),
  ),
  fc.constantFrom<unknown>({ resolve: () => 'token' }, { spec: { a: 1, b: [{ c: 'd' }] } }, Lazy.any({ produce: () => undefined })),
  fc.jsonValue({ maxDepth: 2 }),
);
const at = fc.nat(30);
const trees: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 40, arbitrary: fc.record({ do: fc.constant('chart' as const), at, id, bare: fc.boolean() }) },
    { weight: 20, arbitrary: fc.record({ do: fc.constant('construct' as const), at, id }) },
    {
      weight: 60,
      arbitrary: fc.record(
        { do: fc.constant('object' as const), at, id, name: fc.constantFrom('one', 'two', 'system:three'), value: data },
        { requiredKeys: ['do', 'at', 'id', 'value'] },
      ),
    },
    { weight: 40, arbitrary: fc.record({ do: fc.constant('depend' as const), from: at, on: at }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('refuse' as const), at }) },
  ) as fc.Arbitrary<Step>,
  { minLength: 3, maxLength: 25 },
);

/** Runs the steps; those that cdk8s refuses at once are passed over, for both apps alike. */
function run(app: App, steps: readonly Step[]): void {
  const constructs: Construct[] = [app];
  const pick = (n: number) => constructs[n % constructs.length]!;
  const free = (scope: Construct, wanted: string) => scope.node.tryFindChild(wanted.replace(/\//g, '--')) === undefined;
  const charted = (scope: Construct) => scope.node.scopes.some((one) => Chart.isChart(one));
  for (const step of steps) {
    if (step.do === 'depend') {
      // Constructs outside of charts, of which cdk8s can make no dependency, are chosen now and then.
      const inCharts = step.from === step.on ? constructs : constructs.filter(charted);
      if (inCharts.length > 0) {
        inCharts[step.from % inCharts.length]!.node.addDependency(inCharts[step.on % inCharts.length]!);
      }
    } else if (step.do === 'refuse') {
      pick(step.at).node.addValidation({ validate: () => ['this is refused', 'and this'] });
    } else if (free(pick(step.at), step.id)) {
      const scope = pick(step.at);
      if (step.do === 'chart') {
        constructs.push(
          new Chart(scope, step.id, step.bare ? {} : { namespace: 'ns', labels: { app: step.id }, disableResourceNameHashes: true }),
        );
      } else if (step.do === 'construct') {
        constructs.push(new Construct(scope, step.id));
      } else if (charted(scope)) {
        const { name, value } = step;
        const props = {
          apiVersion: 'v1',
          kind: step.id.length % 2 ? 'CronJob' : 'Thing',
          metadata: { name, labels: { no: 'yes' } },
          data: value,
        };
        constructs.push(new ApiObject(scope, step.id, props));
      }
    }
  }
}

const RUNS = Number(process.env.FLEET_RUNS ?? 200);

test('any tree of charts, constructs and objects with any dependencies is printed, or refused, as by cdk8s', () => {
  fc.assert(
    fc.property(trees, fc.constantFrom(...TYPES), (tree, [, yamlOutputType]) => {
      const props = { yamlOutputType, recordConstructMetadata: true };
      const printed = outputOf(FleetApp, (app) => run(app, tree), props);
      if (!overwrites(printed)) {
        expect(printed).toEqual(outputOf(App, (app) => run(app, tree), props));
      }
    }),
    { numRuns: RUNS },
  );
});

test('any tree is printed as one text as by cdk8s', () => {
  fc.assert(
    fc.property(trees, (tree) => {
      expect(textOf(FleetApp, (app) => run(app, tree))).toBe(textOf(App, (app) => run(app, tree)));
    }),
    { numRuns: RUNS },
  );
});

test('the files of a random tree are not always refused, nor its dependencies circles', () => {
  const outcomes = fc.sample(trees, { numRuns: 200, seed: 7 }).map((tree) => outputOf(FleetApp, (app) => run(app, tree)));
  expect(
    outcomes.filter((printed) => typeof printed === 'object' && Object.keys(printed).some((name) => /^000[1-9]-/.test(name))).length,
  ).toBeGreaterThan(20);
  expect(
    outcomes.filter((printed) => typeof printed === 'string' && printed.startsWith('Dependency cycle detected: ')).length,
  ).toBeGreaterThan(20);
});

describe('what stands in a chart', () => {
  const same = (build: (app: App) => void, props = {}) => {
    for (const [, yamlOutputType] of TYPES) {
      const printed = outputOf(FleetApp, build, { ...props, yamlOutputType });
      expect(printed).toEqual(outputOf(App, build, { ...props, yamlOutputType }));
      expect(typeof printed).toBe('object');
    }
    expect(textOf(FleetApp, build)).toBe(textOf(App, build));
  };
  const map = (entries: unknown, name = 'map') => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: entries });

  test('objects of a file', () => {
    const url = path.join(newFolder(), 'objects.yaml');
    fs.writeFileSync(
      url,
      'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: on\n---\napiVersion: v1\nkind: Secret\nstringData: {a: "1", b: "yes"}\n',
    );
    same((app) => new Include(new Chart(app, 'included'), 'file', { url }));
  });

  test('objects of a Helm chart', () => {
    const helmExecutable = path.join(newFolder(), 'helm');
    fs.writeFileSync(helmExecutable, '#!/bin/sh\nprintf "apiVersion: v1\\nkind: Service\\nmetadata:\\n  name: $2\\n"\n', { mode: 0o755 });
    same((app) => new Helm(new Chart(app, 'helm'), 'chart', { chart: 'redis', helmExecutable }));
  });

  test('patched objects, where a patch puts one value into two places', () => {
    const value = { shared: [1] };
    same((app) =>
      new ApiObject(new Chart(app, 'patched'), 'map', map({ a: '1' })).addJsonPatch(
        JsonPatch.add('/data/b', value),
        JsonPatch.add('/data/c', value),
        JsonPatch.copy('/data/b', '/data/d'),
        JsonPatch.remove('/data/a'),
      ),
    );
  });

  test('objects that print one value twice', () => {
    class Twice extends ApiObject {
      public override toJson(): unknown {
        const value = { a: 'b' };
        return { ...map({ one: value, two: value }), when: [value] };
      }
    }
    same((app) => new Twice(new Chart(app, 'twice'), 'object', map({})));
  });

  test('a chart that prints in a way of its own', () => {
    class Own extends Chart {
      public override toJson(): unknown[] {
        return [...(super.toJson() as unknown[]), map({ own: 'yes' }, 'own'), undefined];
      }
    }
    same((app) => {
      new ApiObject(new Own(app, 'own'), 'map', map({ a: '1' }));
      new ApiObject(new Chart(app, 'usual'), 'map', map({ a: '1' }, 'usual'));
    });
  });

  test('values that are resolved in ways of their own', () => {
    const resolvers = [
      {
        resolve: (context: ResolutionContext) => {
          if (context.value === 'on') {
            context.replaceValue(`${context.obj.name}/${context.key.join('.')}`);
          }
        },
      },
    ];
    same((app) => new ApiObject(new Chart(app, 'resolved'), 'map', map({ a: 'on', b: Lazy.any({ produce: () => 'on' }) })), { resolvers });
  });

  test('an extension of files', () => same((app) => new ApiObject(new Chart(app, 'a'), 'map', map({})), { outputFileExtension: '.yml' }));

  test('keys in the order of the program', () => {
    process.env.CDK8S_DISABLE_SORT = '1';
    try {
      same((app) => new ApiObject(new Chart(app, 'a'), 'map', map({ z: '1', a: '2' })));
    } finally {
      delete process.env.CDK8S_DISABLE_SORT;
    }
  });

  test('nothing', () => {
    same(() => undefined);
    same((app) => new Chart(app, 'empty'));
  });

  test('an app that is printed twice', () => {
    same((app) => {
      const [one, two] = [new Chart(app, 'one'), new Chart(app, 'two')];
      new ApiObject(one, 'map', map({}, 'one')).addDependency(new ApiObject(two, 'map', map({}, 'two')));
      app.synth();
      new ApiObject(two, 'more', map({}, 'more'));
    });
  });
});
