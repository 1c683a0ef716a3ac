import * as fs from 'fs';
import * as path from 'path';
import { command, folder, removeFolders, write, yamlOf } from '../support/guard';
import { cnpg, zalando } from '../support/objects';

afterAll(removeFolders);

/** Runs adopt on files. */
function adopt(files: { readonly [name: string]: string }, ...args: readonly string[]) {
  const cwd = write(folder(), files);
  return { cwd, ...command(cwd, 'adopt', ...(args.length > 0 ? args : ['.'])) };
}

const SECRET = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: orders\nstringData:\n  key: not-for-print\n';
const GOOD = yamlOf([cnpg()]);

/** Ten names of ten names of ten names, and so on. */
const BOMB = [
  'a: &a [x, x, x, x, x, x, x, x, x, x]',
  ...'bcdefg'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdef'[i]}, `.repeat(10)}]`),
].join('\n');

test.each([
  ['broken YAML', { 'a.yaml': `${GOOD}---\nkind: [` }, /^cdk8s-postgres: a\.yaml:\d+: no YAML: .+\n$/],
  ['no cluster', { 'a.yaml': SECRET }, 'cdk8s-postgres: no cluster of CloudNativePG, Zalando or Crunchy PGO in .; there is Secret\n'],
  ['nothing', { 'a.yaml': '# nothing\n' }, 'cdk8s-postgres: no cluster of CloudNativePG, Zalando or Crunchy PGO in .\n'],
  [
    'an API version that is not known',
    { 'a.yaml': GOOD.replace('postgresql.cnpg.io/v1', 'postgresql.cnpg.io/v7') },
    "cdk8s-postgres: a.yaml:1: Cluster of the API version 'v7', which is not known here; known is v1\n",
  ],
  [
    'a template of Helm',
    { 'a.yaml': GOOD.replace(/instances: \d+/, "instances: '{{ .Values.instances }}'") },
    /^cdk8s-postgres: a\.yaml:1: Cluster \S+ holds '\{\{ \.Values\.instances \}\}'; a Helm template has to be rendered before\n$/,
  ],
  [
    'one name twice',
    { 'a.yaml': GOOD, 'b.yaml': GOOD },
    /^cdk8s-postgres: b\.yaml:1: Cluster \S+ stands at a\.yaml:1 already; take the one out that is not applied\n$/,
  ],
  [
    'two clusters',
    { 'a.yaml': yamlOf([cnpg(), zalando()]) },
    /^cdk8s-postgres: 2 clusters in \.: Cluster \S+, postgresql \S+; choose one with --cluster <name>.*\n$/,
  ],
  [
    'a template of Helm as a value',
    { 'a.yaml': GOOD.replace(/instances: \d+/, 'instances: {{ .Values.instances }}') },
    /^cdk8s-postgres: a\.yaml:\d+: the document has a map as a key, as an unrendered '\{\{ \}\}' of Helm makes it; render it first\n$/,
  ],
  [
    'a template of Helm around a document',
    { 'a.yaml': `{{- if .Values.database }}\n${GOOD}{{- end }}\n` },
    /^cdk8s-postgres: a\.yaml:1: no YAML: .+; it holds \{\{ \}\}: a Helm template has to be rendered before it is compared\n$/,
  ],
  [
    'one key twice',
    { 'a.yaml': GOOD.replace(/instances: (\d+)/, 'instances: $1\n  instances: 5') },
    /^cdk8s-postgres: a\.yaml:\d+: no YAML: Map keys must be unique\n$/,
  ],
  [
    'anchors that expand without end',
    { 'a.yaml': `${GOOD}---\n${BOMB}` },
    /^cdk8s-postgres: a\.yaml:\d+: the document expands to more than 500,000 values through its anchors\n$/,
  ],
  [
    'other kinds alone',
    {
      'a.yaml':
        'apiVersion: apps/v1\nkind: StatefulSet\nmetadata:\n  name: orders\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: orders\n',
    },
    'cdk8s-postgres: no cluster of CloudNativePG, Zalando or Crunchy PGO in .; there is StatefulSet, Service\n',
  ],
])('%s ends with one line and the status 2', (_, files, message) => {
  const { status, out, err, cwd } = adopt(files, '.', '--out', 'main.ts');
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(err).toEqual(typeof message === 'string' ? message : expect.stringMatching(message));
  expect(fs.existsSync(path.join(cwd, 'main.ts'))).toBe(false);
});

test.each([
  [[], 'a file or folder with the manifests of a cluster is missing; see cdk8s-postgres adopt --help'],
  [['nowhere'], "there is no file or folder 'nowhere'"],
  [['.', '--out', 'a.ts', '--check', 'b.ts'], '--out writes a program and --check compares one; give one of them'],
  [['.', '--max-file-size', 'much'], "--max-file-size is a number of MiB, got 'much'"],
  [['.', '--out', 'nowhere/main.ts'], "there is no folder 'nowhere' for '--out nowhere/main.ts'; make it first"],
  [['.', '--out', 'a.yaml'], "'a.yaml' is there already; nothing is overwritten"],
  [['.', '--cluster', 'missing'], "no cluster 'missing' in .; there is orders"],
  [['.', '--check', 'missing.ts'], "there is no program 'missing.ts'"],
])('a wrong call %j', (args, message) => {
  const cwd = write(folder(), { 'a.yaml': GOOD });
  const { status, err } = command(cwd, 'adopt', ...args);
  expect({ status, err }).toEqual({ status: 2, err: `cdk8s-postgres: ${message}\n` });
});

test('a file that is too large is not read', () => {
  const { status, err } = adopt({ 'a.yaml': `${GOOD}# ${'x'.repeat(2 * 1024 ** 2)}` }, '.', '--max-file-size', '1');
  expect({ status, err }).toEqual({
    status: 2,
    err: 'cdk8s-postgres: a.yaml: 3 MiB, more than the 1 MiB that are read; raise --max-file-size if that is a rendering\n',
  });
});

test('a program is written whole, once, and holds no data of a Secret', () => {
  const { status, out, cwd } = adopt({ 'in/a.yaml': `${GOOD}---\n${SECRET}` }, 'in', '--out', 'main.ts');
  expect(status).toBe(0);
  expect(out).toContain('Left where it is:\n  Secret orders\n');
  const source = fs.readFileSync(path.join(cwd, 'main.ts'), 'utf8');
  expect(source).toContain('takenOver: TakeOver.asItRuns(),');
  expect(source + out).not.toContain('not-for-print');
  const again = command(cwd, 'adopt', 'in', '--out', 'main.ts');
  expect(again).toEqual({ status: 2, out: '', err: "cdk8s-postgres: 'main.ts' is there already; nothing is overwritten\n" });
  expect(fs.readFileSync(path.join(cwd, 'main.ts'), 'utf8')).toBe(source);
});

test('the report is JSON where asked for, with the program', () => {
  const { status, out } = adopt({ 'a.yaml': GOOD }, '.', '--json');
  const report = JSON.parse(out) as { counts: { lost: number }; program: string };
  expect({ status, lost: report.counts.lost }).toEqual({ status: 0, lost: 0 });
  expect(report.program).toContain('new HaCluster');
});

describe('--check', () => {
  const check = (printed: string) => adopt({ 'in/a.yaml': GOOD, 'dist/a.yaml': printed }, 'in', '--check', 'dist');

  test('the same is the same', () => {
    expect(check(GOOD)).toMatchObject({ status: 0, out: 'dist prints what the manifests say\n' });
  });

  test('what restarts, moves or deletes gives the status 1', () => {
    const { status, out } = check(GOOD.replace('instances: 3', 'instances: 1'));
    expect(status).toBe(1);
    expect(out).toMatch(
      /spec\.instances: The pods with the highest numbers are removed, and their volumes are deleted at once\.\n1 difference, 1 of which restarts, moves or deletes something\n$/,
    );
  });

  test('a cluster that is not printed is deleted where things are pruned', () => {
    const { status, out } = check(SECRET);
    expect(status).toBe(1);
    expect(out).toContain('It is not printed, and is deleted where what is gone is pruned.\n');
  });

  test('a program in JavaScript is run', () => {
    const program =
      "require('fs').writeFileSync(require('path').join(process.env.CDK8S_OUTDIR, 'a.yaml'), process.env.NOTHING ?? '# nothing\\n');";
    const { status } = adopt({ 'in/a.yaml': GOOD, 'main.js': program }, 'in', '--check', 'main.js');
    expect(status).toBe(1);
  });

  test('a program that ends with an error is told', () => {
    const { status, err } = adopt({ 'in/a.yaml': GOOD, 'main.js': "throw new Error('broken');" }, 'in', '--check', 'main.js');
    expect({ status, err }).toEqual({ status: 2, err: "cdk8s-postgres: 'main.js' ends in line 1 with status 1: Error: broken\n" });
  });

  test('every finding of a program that its rules refuse is told', () => {
    const program =
      "throw new Error('Validation failed with the following errors:\\n  [shop/db] [HA-001] one\\n  [shop/db] [HA-003] two');";
    const { status, err } = adopt({ 'in/a.yaml': GOOD, 'main.js': program }, 'in', '--check', 'main.js');
    expect({ status, err }).toEqual({
      status: 2,
      err: "cdk8s-postgres: 'main.js' ends in line 1 with status 1: Error: Validation failed with the following errors:\n  [shop/db] [HA-001] one\n  [shop/db] [HA-003] two\n",
    });
  });
});

test('anchors are what they stand for', () => {
  const text = GOOD.replace(/\n {2}storage:/, '\n  storage: &disk').replace(/walStorage:\n.*\n.*\n/, 'walStorage: *disk\n');
  const { status, out } = adopt({ 'a.yaml': text }, '.');
  expect(status).toBe(0);
  expect(out).toMatch(/storage: (\{ size: Size\.gibibytes\(50\).*\}),\n\s+walStorage: \1,/);
});

test('a field that the operator does not know is kept, allowed by name, and told in one line', () => {
  const { status, out, err } = adopt({ 'a.yaml': GOOD.replace(/instances: (\d+)/, 'instances: $1\n  instancez: 5') }, '.');
  expect(status).toBe(0);
  expect(out).toContain("Rules.of(cluster).allowField('/spec/instancez', 'taken over as it runs');");
  expect(out).toContain("JsonPatch.add('/spec/instancez', 5)");
  expect(err.split('\n').filter((line) => line.includes('CRD-001'))).toEqual([
    "  CRD-001: /spec/instancez is no field of this kind; remove the patch or, for a newer operator, allow it with Rules.of(...).allowField('/spec/instancez', reason)",
  ]);
});

test('a file of 50 MiB is read, and all of it but the cluster left where it is', () => {
  const filler = `---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: filler\ndata:\n  text: '${'x'.repeat(50 * 1024 ** 2)}'\n`;
  const { status, err } = adopt({ 'a.yaml': `${GOOD}${filler}` }, '.');
  expect(status).toBe(0);
  expect(err).toContain('Left where it is:\n  ConfigMap filler\n');
  expect(err.length).toBeLessThan(1e5);
});

test.each(['v8', 'v1alpha1'])('the API version %s of PGO is not known', (version) => {
  const text = `apiVersion: postgres-operator.crunchydata.com/${version}\nkind: PostgresCluster\nmetadata:\n  name: hippo\nspec: {}\n`;
  const { status, out, err } = adopt({ 'a.yaml': text }, '.');
  expect({ status, out, err }).toEqual({
    status: 2,
    out: '',
    err: `cdk8s-postgres: a.yaml:1: PostgresCluster of the API version '${version}', which is not known here; known is v1, v1beta1\n`,
  });
});

test('a folder that Kustomize reads is read, too, and the report says that Kustomize was not run', () => {
  const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n';
  const { status, out } = adopt({ 'in/a.yaml': GOOD, 'in/kustomization.yaml': kustomization }, 'in', '--out', 'main.ts');
  expect(status).toBe(0);
  expect(out).toContain(
    "Left where it is:\n  in/kustomization.yaml:1: Kustomize was not run; where it changes something, read what 'kubectl kustomize' prints\n",
  );
  expect(out).toContain(
    "'main.ts' is written. What comes next, in the folder of a package that has cdk8s-postgres, cdk8s, cdk8s-plus-28, constructs and tsx:\n" +
      '  npx tsx main.ts\n  npx cdk8s-postgres adopt in --check main.ts\n',
  );
});

test('a version that no manifest says has to be looked up', () => {
  const { out } = adopt({ 'a.yaml': GOOD.replace(/ *imageName: .*\n/, '') }, '.', '--out', 'main.ts');
  expect(out).toContain(
    "To be looked up:\n  version: no manifest says which PostgreSQL runs; read 'kubectl get cluster orders -o yaml' instead, or write the version that runs\n",
  );
});
