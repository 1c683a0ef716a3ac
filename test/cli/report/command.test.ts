import * as fs from 'fs';
import * as path from 'path';
import { run } from '../../../cli/run';
import { command, folder, removeFolders, write, yamlOf } from '../support/guard';
import { cnpg, object, store } from '../support/objects';

afterAll(removeFolders);

const GOOD = yamlOf([cnpg(), store()]);

function report(files: { readonly [name: string]: string }, ...args: readonly string[]) {
  const cwd = write(folder(), { 'dist/.keep': '' });
  write(path.join(cwd, 'dist'), files);
  return { cwd, ...command(cwd, 'report', 'dist', ...args) };
}

test('the page is written, and nothing else', () => {
  const { cwd, status, out, err } = report({ 'a.yaml': GOOD });
  expect({ status, out, err }).toEqual({ status: 0, out: '', err: 'report: 1 cluster of 2 objects in postgres-report.html\n' });
  expect(fs.readdirSync(cwd).sort()).toEqual(['dist', 'postgres-report.html']);
  expect(fs.readFileSync(path.join(cwd, 'postgres-report.html'), 'utf8')).toMatch(/^<!doctype html>\n[\s\S]*<\/html>\n$/);
});

test('the page is written where one says, over the one before, and to the output', () => {
  const { cwd, out } = report({ 'a.yaml': GOOD }, '--out', '-');
  expect(out).toContain('<title>PostgreSQL in dist</title>');
  expect(command(cwd, 'report', 'dist', '--out', 'dist/report.html').status).toBe(0);
  expect(command(cwd, 'report', 'dist', '--out', 'dist/report.html', '--title', 'Production').status).toBe(0);
  expect(fs.readFileSync(path.join(cwd, 'dist/report.html'), 'utf8')).toContain('<title>Production</title>');
});

test('the page says the same of the same output', () => {
  const { cwd, out } = report({ 'a.yaml': GOOD }, '--out', '-');
  expect(command(cwd, 'report', 'dist', '--out', '-').out).toBe(out);
});

test('a diagram goes to the output, or into a file', () => {
  const { cwd, out, err } = report({ 'a.yaml': GOOD }, '--mermaid');
  expect(out).toMatch(/^flowchart LR\n/);
  expect(err).toBe('');
  expect(command(cwd, 'report', 'dist', '--mermaid', '--out', 'x.mmd').out).toBe('');
  expect(fs.readFileSync(path.join(cwd, 'x.mmd'), 'utf8')).toBe(out);
});

test.each([
  [[], 'the folder is missing; see cdk8s-postgres report --help'],
  [['dist', 'more'], "one folder is reported, got 'dist' and 'more'; see cdk8s-postgres report --help"],
  [['nowhere'], "there is no file or folder 'nowhere'"],
  [['dist', '--wrong'], "Unknown option '--wrong'; see cdk8s-postgres report --help"],
  [['dist', '--max-file-size', 'big'], "--max-file-size is a number of MiB, got 'big'"],
  [['dist', '--out', ''], "--out is the name of a file, got ''"],
  [['dist', '--out', 'dist'], "--out is a file, and 'dist' is a folder"],
  [['dist', '--out', 'no/where.html'], "there is no folder 'no' for --out"],
  [['dist', '--out', 'dist/a.yaml'], "--out is 'dist/a.yaml', which is one of the manifests"],
])('%j is a wrong call', (args, message) => {
  const cwd = write(folder(), { 'dist/a.yaml': GOOD });
  const { status, out, err } = command(cwd, 'report', ...args);
  expect({ status, out, line: err.split('\n')[0] }).toEqual({ status: 64, out: '', line: `cdk8s-postgres: ${message}` });
  expect(fs.readFileSync(path.join(cwd, 'dist/a.yaml'), 'utf8')).toBe(GOOD);
});

test.each([
  ['malformed YAML', { 'a.yaml': `${GOOD}---\nkind: [` }, /^cdk8s-postgres: dist\/a\.yaml:\d+: no YAML: .+\n$/],
  [
    'an object without a name',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' },
    /^cdk8s-postgres: dist\/a\.yaml:1: ConfigMap without metadata\.name\n$/,
  ],
  [
    'no cluster',
    { 'a.yaml': yamlOf([object('v1', 'ConfigMap', 'a')]) },
    /^cdk8s-postgres: dist: no cluster of CloudNativePG, the Zalando Postgres Operator or Crunchy PGO among 1 object in 1 file; name the folder that the program prints into\n$/,
  ],
  ['an empty folder', {}, /^cdk8s-postgres: dist: no cluster of .+ among 0 objects in 0 files; .+\n$/],
])('%s is unreadable, and nothing is written', (_name, files, message) => {
  const { cwd, status, out, err } = report(files as { [name: string]: string });
  expect({ status, out }).toEqual({ status: 65, out: '' });
  expect(err).toMatch(message);
  expect(fs.readdirSync(cwd)).toEqual(['dist']);
});

test('a file of 200 MB, and a link out of the folder', () => {
  const { cwd } = report({ 'a.yaml': GOOD });
  fs.truncateSync(path.join(cwd, 'dist/a.yaml'), 200 * 1024 ** 2);
  expect(command(cwd, 'report', 'dist').err).toBe(
    'cdk8s-postgres: dist/a.yaml: 200 MiB, more than the 64 MiB that are read; raise --max-file-size if that is a rendering\n',
  );
  fs.writeFileSync(path.join(cwd, 'dist/a.yaml'), GOOD);
  fs.symlinkSync('/etc/hostname', path.join(cwd, 'dist/b.yaml'));
  expect(command(cwd, 'report', 'dist')).toEqual({
    status: 65,
    out: '',
    err: 'cdk8s-postgres: dist/b.yaml: a symbolic link that leads out of dist; nothing outside of the folder is read\n',
  });
});

test('what is no object, and what is printed twice, is told', () => {
  const { err, status } = report({ 'a.yaml': GOOD, 'b.yaml': GOOD, 'values.yaml': 'replicas: 3\n' });
  expect(status).toBe(0);
  expect(err.split('\n').slice(0, 3)).toEqual([
    'report: Cluster shop/orders is printed twice, at dist/a.yaml:1 and dist/b.yaml:1; the report is about the first.',
    expect.stringMatching(/^report: ObjectStore shop\/orders-store is printed twice, /),
    'report: dist/values.yaml:1: no Kubernetes object (apiVersion and kind), skipped.',
  ]);
});

test('progress is told on a terminal', () => {
  const cwd = write(folder(), { 'dist/a.yaml': yamlOf(Array.from({ length: 120 }, (_, i) => cnpg(`c-${i}`))) });
  let err = '';
  let time = 0;
  run(['report', 'dist'], {
    out: () => undefined,
    err: (text) => (err += text),
    cwd,
    now: () => (time += 5000),
    terminal: true,
    version: '0.0.0',
  });
  expect(err.split('\n')).toEqual([
    'report: reading dist: 100 objects',
    'report: looking at clusters: 100 objects',
    'report: 120 clusters of 120 objects in postgres-report.html',
    '',
  ]);
});

test('help', () => {
  expect(command('.', 'report', '--help')).toMatchObject({ status: 0, err: '' });
});
