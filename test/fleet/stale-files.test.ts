import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import type { FleetAppProps, StaleFiles } from '../../lib';
import { filesIn, newFolder } from '../support/output';

/** The library as a new process finds it: what apps of one program have printed is not stale for one another. */
function library(): typeof import('../../lib') {
  jest.resetModules();
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../lib') as typeof import('../../lib');
}

let outdir = '';
beforeEach(() => {
  outdir = newFolder();
});
afterEach(() => {
  fs.rmSync(outdir, { recursive: true });
});

const file = (name: string) => path.join(outdir, name);
const names = () => Object.keys(filesIn(outdir));

/** A program of its own that prints empty charts, after it has printed some of them early. */
function program(charts: readonly string[], staleFiles: keyof typeof StaleFiles = 'REMOVE', props: FleetAppProps = {}): readonly string[] {
  const lib = library();
  const app = new lib.FleetApp({ outdir, staleFiles: lib.StaleFiles[staleFiles], ...props });
  charts.forEach((name) => new Chart(app, name));
  app.synth();
  return app.removedFiles;
}

const message = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
};

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const HEAD = 'Validation failed with the following errors:\n  ';

test('files that are printed no longer are removed, and no others', () => {
  fs.writeFileSync(file('README.md'), 'mine');
  fs.writeFileSync(file('mine.k8s.yaml'), 'mine');
  expect(program(['b', 'a', 'c'])).toEqual([]);
  expect(fs.readFileSync(file('.fleet-files'), 'utf8')).toBe(['a', 'b', 'c'].map((name) => `${EMPTY}  ${name}.k8s.yaml\n`).join(''));
  expect(program(['a'])).toEqual(['b.k8s.yaml', 'c.k8s.yaml']);
  expect(names()).toEqual(['.fleet-files', 'README.md', 'a.k8s.yaml', 'mine.k8s.yaml']);
  expect(fs.readFileSync(file('.fleet-files'), 'utf8')).toBe(`${EMPTY}  a.k8s.yaml\n`);
});

test('folders that are left empty are removed', () => {
  const perChart = { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE };
  const lib = library();
  const app = new lib.FleetApp({ outdir, staleFiles: lib.StaleFiles.REMOVE });
  for (const folder of ['prod/eu', 'prod/us', 'test']) {
    new Chart(new lib.FleetTarget(app, folder.replace('/', '-'), { folder }), 'orders');
  }
  app.synth();
  fs.writeFileSync(file('prod/us/kustomization.yaml'), 'mine');
  expect(program([], 'REMOVE', perChart)).toEqual(['prod/eu/orders.k8s.yaml', 'prod/us/orders.k8s.yaml', 'test/orders.k8s.yaml']);
  expect(names()).toEqual(['.fleet-files', 'prod/', 'prod/us/', 'prod/us/kustomization.yaml']);
});

test('FLEET-004: or they are refused, until somebody deletes them', () => {
  program(['a', 'b'], 'REFUSE');
  const refused = `${HEAD}[${outdir}] [FLEET-004] 'b.k8s.yaml' was printed by an earlier synth and is printed no longer; delete it, or write 'staleFiles: StaleFiles.REMOVE' (whoever applies the folder would go on to apply it)`;
  expect(message(() => program(['a', 'c'], 'REFUSE'))).toBe(refused);
  expect(message(() => program(['a', 'c'], 'REFUSE'))).toBe(refused);
  expect(names()).toEqual(['.fleet-files', 'a.k8s.yaml', 'b.k8s.yaml', 'c.k8s.yaml']);
  fs.rmSync(file('b.k8s.yaml'));
  expect(program(['a', 'c'], 'REFUSE')).toEqual([]);
});

test('FLEET-004: a file that was changed since is not removed', () => {
  program(['a', 'b']);
  fs.writeFileSync(file('b.k8s.yaml'), 'mine now');
  const refused = `${HEAD}[${outdir}] [FLEET-004] 'b.k8s.yaml' was printed by an earlier synth, is printed no longer and was changed since; delete it or, to keep it, delete its line in .fleet-files (whoever applies the folder would go on to apply it)`;
  expect(message(() => program(['a']))).toBe(refused);
  expect(fs.readFileSync(file('b.k8s.yaml'), 'utf8')).toBe('mine now');
  fs.writeFileSync(file('.fleet-files'), `${EMPTY}  a.k8s.yaml\n`);
  expect(program(['a'])).toEqual([]);
  expect(names()).toEqual(['.fleet-files', 'a.k8s.yaml', 'b.k8s.yaml']);
});

test('FLEET-001: an app that overwrites itself removes nothing, and what it wrote is known', () => {
  program(['a', 'b']);
  const lib = library();
  const app = new lib.FleetApp({ outdir, staleFiles: lib.StaleFiles.REMOVE, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  ['one', 'two'].forEach((id) => {
    new ApiObject(new Chart(app, id), 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'main', namespace: id } });
  });
  expect(message(() => app.synth())).toContain('[FLEET-001] ');
  expect(names()).toEqual(['.fleet-files', 'ConfigMap.main.k8s.yaml', 'a.k8s.yaml', 'b.k8s.yaml']);
  expect(program(['a'])).toEqual(['ConfigMap.main.k8s.yaml', 'b.k8s.yaml']);
});

test('a link is not removed', () => {
  program(['a', 'b']);
  fs.rmSync(file('b.k8s.yaml'));
  fs.symlinkSync(file('a.k8s.yaml'), file('b.k8s.yaml'));
  expect(program(['a'])).toEqual([]);
  expect(names()).toEqual(['.fleet-files', 'a.k8s.yaml', 'b.k8s.yaml']);
});

test.each([
  ['<<<<<<< HEAD', 'two branches that were not merged'],
  [`${EMPTY}  ../outside.yaml`, 'a file above the folder'],
  [`${EMPTY}  a/../../outside.yaml`, 'a file above a folder'],
  [`${EMPTY}  ${path.resolve('/', 'etc', 'hosts')}`, 'any file'],
  ['a.k8s.yaml', 'no hash'],
])('FLEET-005: the line %j is refused', (line) => {
  fs.writeFileSync(file('.fleet-files'), `${EMPTY}  b.k8s.yaml\n${line}\n`);
  fs.writeFileSync(file('b.k8s.yaml'), '');
  expect(message(() => program(['a']))).toBe(
    `${HEAD}[${outdir}] [FLEET-005] line 2 of .fleet-files must be a hash and a path below the folder, got '${line}'; take the list of the last commit or, where it does not matter what is stale, delete it (it says what may be deleted)`,
  );
  expect(names()).toContain('b.k8s.yaml');
});

test('a list that Git has merged is read', () => {
  program(['a', 'b']);
  const other = 'f'.repeat(64);
  fs.writeFileSync(file('.fleet-files'), [`${EMPTY}  a.k8s.yaml`, `${other}  b.k8s.yaml`, `${EMPTY}  b.k8s.yaml`, ''].join('\r\n'));
  expect(program(['a'])).toEqual(['b.k8s.yaml']);
});

test('apps of one program share a folder', () => {
  const print = (charts: Record<string, readonly string[]>) => {
    const lib = library();
    return Object.values(charts).map((ids) => {
      const app = new lib.FleetApp({ outdir, staleFiles: lib.StaleFiles.REMOVE });
      ids.forEach((id) => new Chart(app, id));
      app.synth();
      return app.removedFiles;
    });
  };
  expect(print({ one: ['a', 'b'], two: ['c', 'd'] })).toEqual([[], []]);
  expect(names()).toEqual(['.fleet-files', ...['a', 'b', 'c', 'd'].map((name) => `${name}.k8s.yaml`)]);
  print({ one: ['a'], two: ['c', 'd'] });
  expect(names()).toEqual(['.fleet-files', ...['a', 'c', 'd'].map((name) => `${name}.k8s.yaml`)]);
});

test('a file that one synth of an app has printed is stale for the next', () => {
  const lib = library();
  const app = new lib.FleetApp({ outdir, staleFiles: lib.StaleFiles.REMOVE });
  const early = new Chart(app, 'early');
  ['a', 'b'].forEach((name) => new Chart(app, name));
  app.release(early);
  app.synth();
  expect(app.removedFiles).toEqual([]);
  app.node.tryRemoveChild('b');
  app.synth();
  expect(app.removedFiles).toEqual(['b.k8s.yaml']);
  expect(names()).toEqual(['.fleet-files', 'a.k8s.yaml', 'early.k8s.yaml']);
});

test('metadata of constructs are one of the files', () => {
  program(['a'], 'REMOVE', { recordConstructMetadata: true });
  expect(names()).toEqual(['.fleet-files', 'a.k8s.yaml', 'construct-metadata.json']);
  expect(program(['a'])).toEqual(['construct-metadata.json']);
});

test('without being asked, nothing is removed and no list is kept', () => {
  program(['a', 'b'], 'IGNORE');
  program(['a'], 'IGNORE');
  expect(names()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
  const app = new App({ outdir });
  new Chart(app, 'a');
  app.synth();
  expect(names()).toEqual(['a.k8s.yaml', 'b.k8s.yaml']);
});
