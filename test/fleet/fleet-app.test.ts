import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, AppProps, Chart, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { FleetApp, FleetAppProps, FleetTarget, FleetTargetProps } from '../../lib';
import { filesIn, newFolder, outputOf } from '../support/output';

const map = (scope: Construct, id: string, namespace: string | undefined, data = id): ApiObject =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'main', namespace }, data: { of: data } });

/** What a FleetApp prints, or its message. */
const printed = (build: (app: FleetApp) => void, props: Omit<FleetAppProps, keyof AppProps> & AppProps = {}) =>
  outputOf(FleetApp, build as (app: App) => void, props);

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

const HEAD = 'Validation failed with the following errors:\n  ';
const { FILE_PER_APP, FILE_PER_CHART, FILE_PER_RESOURCE, FOLDER_PER_CHART_FILE_PER_RESOURCE } = YamlOutputType;

describe('FLEET-001', () => {
  const twins = (app: FleetApp) => ['one', 'two'].forEach((name) => map(new Chart(app, name), name, name));

  test('two objects of one kind and name do not go into one file', () => {
    expect(printed(twins, { yamlOutputType: FILE_PER_RESOURCE })).toBe(
      `${HEAD}[two/two] [FLEET-001] the file 'ConfigMap.main.k8s.yaml' is also that of one/one, and holds something else; give one of them another name, or write 'stableNames: true' or YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE (the second would replace the first, and nobody would see that it is gone)`,
    );
  });

  test.each([
    [
      'with stable names',
      { yamlOutputType: FILE_PER_RESOURCE, stableNames: true },
      ['ConfigMap.one.main.k8s.yaml', 'ConfigMap.two.main.k8s.yaml'],
    ],
    [
      'with a folder for each chart',
      { yamlOutputType: FOLDER_PER_CHART_FILE_PER_RESOURCE },
      ['one/', 'one/ConfigMap.main.k8s.yaml', 'two/', 'two/ConfigMap.main.k8s.yaml'],
    ],
    ['with a file for each chart', { yamlOutputType: FILE_PER_CHART }, ['one.k8s.yaml', 'two.k8s.yaml']],
    ['with one file', { yamlOutputType: FILE_PER_APP }, ['app.k8s.yaml']],
  ])('they do not %s', (_, props, files) => {
    expect(Object.keys(printed(twins, props))).toEqual(files);
  });

  test('the same object may be printed twice', () => {
    const same = (app: FleetApp) => ['one', 'two'].forEach((name) => map(new Chart(app, name), name, undefined, 'both'));
    const files = printed(same, { yamlOutputType: FILE_PER_RESOURCE });
    expect(files).toEqual(outputOf(App, same as (app: App) => void, { yamlOutputType: FILE_PER_RESOURCE }));
    expect(Object.keys(files)).toEqual(['ConfigMap.main.k8s.yaml']);
  });

  test('names that differ in capitals are one file on some systems', () => {
    const build = (app: FleetApp) => {
      const chart = new Chart(app, 'a');
      ['Thing', 'THING'].forEach((kind) => new ApiObject(chart, kind, { apiVersion: 'v1', kind, metadata: { name: 'main' } }));
    };
    expect(printed(build, { yamlOutputType: FILE_PER_RESOURCE })).toContain(
      `[a/THING] [FLEET-001] the file 'THING.main.k8s.yaml' is also that of a/Thing, and holds something else;`,
    );
  });
});

describe('stable names', () => {
  const dependent = (app: FleetApp) => {
    const [first, second] = ['b', 'a'].map((name) => new Chart(app, name));
    second!.addDependency(first!);
    [first, second].forEach((chart) => map(chart!, 'map', 'orders'));
  };

  test.each([
    [false, ['0000-b.k8s.yaml', '0001-a.k8s.yaml']],
    [true, ['a.k8s.yaml', 'b.k8s.yaml']],
  ])('%p: charts that depend on each other are %j', (stableNames, files) => {
    expect(Object.keys(printed(dependent, { stableNames }))).toEqual(files);
  });

  test('the order within one file stays that of the dependencies', () => {
    const both = [true, false].map((stableNames) => printed(dependent, { stableNames, yamlOutputType: FILE_PER_APP }));
    expect(both[0]).toEqual(both[1]);
  });

  test('an object without namespace has none in its name', () => {
    const files = printed((app) => map(new Chart(app, 'a'), 'map', undefined), { stableNames: true, yamlOutputType: FILE_PER_RESOURCE });
    expect(Object.keys(files)).toEqual(['ConfigMap.main.k8s.yaml']);
  });
});

describe('targets', () => {
  const targets = (app: FleetApp) => {
    map(new Chart(app, 'shared'), 'map', 'a');
    for (const region of ['eu', 'us']) {
      const target = new FleetTarget(app, region, { folder: `prod/${region}` });
      map(new Chart(target, 'orders'), 'map', 'a', region);
      map(new Chart(target, 'Billing'), 'map', 'b', region);
      map(new Chart(new Construct(target, 'team'), 'crm'), 'map', 'c', region);
    }
  };

  test.each([
    [
      FILE_PER_CHART,
      [
        ...[
          'prod/',
          'prod/eu/',
          'prod/eu/eu-billing-c835a1a7.k8s.yaml',
          'prod/eu/eu-team-crm-c8d657c9.k8s.yaml',
          'prod/eu/orders.k8s.yaml',
        ],
        ...['prod/us/', 'prod/us/orders.k8s.yaml', 'prod/us/us-billing-c8882b19.k8s.yaml', 'prod/us/us-team-crm-c887354b.k8s.yaml'],
        'shared.k8s.yaml',
      ],
    ],
    [FILE_PER_APP, ['app.k8s.yaml', 'prod/', 'prod/eu/', 'prod/eu/app.k8s.yaml', 'prod/us/', 'prod/us/app.k8s.yaml']],
  ])('have a folder each (%p)', (yamlOutputType, files) => {
    expect(Object.keys(printed(targets, { yamlOutputType }))).toEqual(files);
  });

  test('have a file for each object', () => {
    const files = printed(targets, { yamlOutputType: FILE_PER_RESOURCE, stableNames: true });
    expect(Object.keys(files).filter((name) => name.startsWith('prod/eu/'))).toEqual([
      'prod/eu/',
      'prod/eu/ConfigMap.a.main.k8s.yaml',
      'prod/eu/ConfigMap.b.main.k8s.yaml',
      'prod/eu/ConfigMap.c.main.k8s.yaml',
    ]);
  });

  test('number their charts apart from each other', () => {
    const files = printed((app) => {
      const [eu, us] = ['eu', 'us'].map((id) => new FleetTarget(app, id));
      const [one, two, other] = [new Chart(eu!, 'one'), new Chart(eu!, 'two'), new Chart(us!, 'three')];
      one.addDependency(two);
      one.addDependency(other);
    });
    expect(Object.keys(files)).toEqual(['eu/', 'eu/0000-two.k8s.yaml', 'eu/0001-one.k8s.yaml', 'us/', 'us/three.k8s.yaml']);
  });

  const refused = (props: FleetTargetProps, scope: (app: FleetApp) => Construct = (app) => app, id = 'eu') =>
    message(() => {
      const app = new FleetApp({ outdir: newFolder() });
      new FleetTarget(app, 'us', { folder: 'prod/us' });
      new FleetTarget(scope(app), id, props);
    });
  const WHY = '(whoever applies the folder of one target must find its objects there, and no others)';

  test.each([
    [
      '../eu',
      `'folder' must be names of letters, digits, dots, dashes and underscores with / between them, got '../eu'; write for example 'prod/eu-west-1'`,
    ],
    [
      '',
      `'folder' must be names of letters, digits, dots, dashes and underscores with / between them, got ''; write for example 'prod/eu-west-1'`,
    ],
    ['prod/us', `the folder 'prod/us' and 'prod/us' of us lie in one another; give each target a folder of its own`],
    ['PROD', `the folder 'PROD' and 'prod/us' of us lie in one another; give each target a folder of its own`],
    ['prod/us/a', `the folder 'prod/us/a' and 'prod/us' of us lie in one another; give each target a folder of its own`],
  ])('FLEET-006: the folder %j is refused', (folder, what) => {
    expect(refused({ folder })).toBe(`${HEAD}[eu] [FLEET-006] ${what} ${WHY}`);
  });

  test('FLEET-006: a target stands in a FleetApp, in no chart and in no other target', () => {
    expect(message(() => new FleetTarget(new App(), 'eu'))).toBe(
      `${HEAD}[eu] [FLEET-006] a FleetTarget stands in a FleetApp, got App; write new FleetApp(...) ${WHY}`,
    );
    for (const [outer, scope] of [
      ['chart', (app: FleetApp) => new Chart(app, 'chart')],
      ['us', (app: FleetApp) => app.node.findChild('us') as Construct],
    ] as const) {
      expect(refused({}, scope)).toBe(
        `${HEAD}[${outer}/eu] [FLEET-006] a FleetTarget must not stand in another target or in a chart, got ${outer}; write it beside and give it the 'folder' that it should have ${WHY}`,
      );
    }
    const grouped = (app: FleetApp) => new FleetTarget(new Construct(app, 'prod'), 'eu');
    expect(grouped(new FleetApp({ outdir: newFolder() })).folder).toBe('eu');
  });

  test('props of a wrong shape are refused', () => {
    expect(refused({ folder: 1, kubernetes: 'prod' } as never)).toBe(
      `${HEAD}[eu] [PROP-001] 'kubernetes' is not a prop; known props: folder, kubernetesCluster (a misspelt prop would be ignored)\n` +
        `  [eu] [PROP-003] 'folder' must be a string, got 1 (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)`,
    );
  });
});

test('options of a wrong type are refused', () => {
  const props = { stableNames: 'yes', staleFiles: 'DELETE' } as never;
  expect(message(() => new FleetApp(props))).toBe(
    `${HEAD}[FleetApp] [PROP-003] 'stableNames' must be true or false, got 'yes' (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)\n` +
      `  [FleetApp] [PROP-003] 'staleFiles' must be StaleFiles.IGNORE or StaleFiles.REFUSE or StaleFiles.REMOVE, got 'DELETE' (JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)`,
  );
});

test('an app without options prints where cdk8s does', () => {
  const folder = newFolder();
  process.env.CDK8S_OUTDIR = path.join(folder, 'out');
  try {
    const app = new FleetApp();
    new Chart(app, 'a');
    app.synth();
    expect(filesIn(folder)).toEqual({ 'out/': '', 'out/a.k8s.yaml': '' });
  } finally {
    delete process.env.CDK8S_OUTDIR;
    fs.rmSync(folder, { recursive: true });
  }
});
