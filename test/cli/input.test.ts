import * as fs from 'fs';
import * as path from 'path';
import { cnpg, object, zalando } from './support/objects';
import { command, compareObjects, folder, removeFolders, write, yamlOf } from './support/guard';

afterAll(removeFolders);

const GOOD = yamlOf([cnpg()]);

/** Runs guard on a good base and a head with these files. */
function head(files: { readonly [name: string]: string }, ...args: readonly string[]) {
  const cwd = write(folder(), { 'base/all.yaml': GOOD });
  fs.mkdirSync(path.join(cwd, 'head'));
  write(path.join(cwd, 'head'), files);
  return { cwd, ...command(cwd, 'guard', '--base', 'base', '--head', 'head', ...args) };
}

const bomb = (): string => {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 9; i += 1) {
    lines.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);
  }
  return lines.join('\n');
};
const mergeBomb = (): string => {
  const lines = ['m0: &m0 { k0: [x, x, x, x, x, x, x, x, x, x] }'];
  for (let i = 1; i < 9; i += 1) {
    lines.push(`m${i}: &m${i}\n  <<: *m${i - 1}\n${Array.from({ length: 10 }, (_, k) => `  k${i}_${k}: *m${i - 1}`).join('\n')}`);
  }
  return lines.join('\n');
};

test.each([
  ['malformed YAML', { 'a.yaml': `${GOOD}---\nkind: [` }, /^cdk8s-postgres: head\/a\.yaml:\d+: no YAML: .+\n$/],
  [
    'a key twice',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nkind: Secret\n' },
    'cdk8s-postgres: head/a.yaml:3: no YAML: Map keys must be unique\n',
  ],
  [
    'a Helm template',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Values.name }}\n' },
    "cdk8s-postgres: head/a.yaml:4: the document has a map as a key, as an unrendered '{{ }}' of Helm makes it; render it first\n",
  ],
  [
    'a Helm template with a block',
    { 'a.yaml': '{{- if .Values.on }}\napiVersion: v1\nkind: ConfigMap\n{{- end }}\n' },
    /^cdk8s-postgres: head\/a\.yaml:\d+: no YAML: .+; it holds \{\{ \}\}: a Helm template has to be rendered before it is compared\n$/,
  ],
  [
    'a key __proto__',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n__proto__:\n  polluted: true\n' },
    "cdk8s-postgres: head/a.yaml:5: the document has a key '__proto__', which no Kubernetes object has\n",
  ],
  [
    'a key __proto__ in JSON',
    { 'a.json': '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"__proto__":{"polluted":true}}' },
    "cdk8s-postgres: head/a.json:1: the document has a key '__proto__', which no Kubernetes object has\n",
  ],
  [
    'a bomb of anchors',
    { 'a.yaml': bomb() },
    /^cdk8s-postgres: head\/a\.yaml:\d+: the document expands to more than 500,000 values through its anchors\n$/,
  ],
  [
    'a bomb of merges',
    { 'a.yaml': mergeBomb() },
    /^cdk8s-postgres: head\/a\.yaml:\d+: the document expands to more than 500,000 values through its anchors\n$/,
  ],
  [
    'an anchor of another document',
    { 'a.yaml': 'a: &labels { b: c }\n---\nd: *labels\n' },
    /^cdk8s-postgres: head\/a\.yaml:3: the document has '\*labels' without '&labels' before it; an anchor holds within its own document\n$/,
  ],
  ['an anchor in itself', { 'a.yaml': 'a: &a\n  b: *a\n' }, /^cdk8s-postgres: head\/a\.yaml:\d+: the document .+\n$/],
  ['deep nesting', { 'a.yaml': '['.repeat(5000) }, /^cdk8s-postgres: head\/a\.yaml:\d+: .+\n$/],
  [
    'an object without a name',
    { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' },
    'cdk8s-postgres: head/a.yaml:1: ConfigMap without metadata.name\n',
  ],
])('%s is unreadable', (_name, files, message) => {
  const { status, out, err } = head(files as { [name: string]: string });
  expect({ status, out }).toEqual({ status: 65, out: '' });
  if (typeof message === 'string') {
    expect(err).toBe(message);
  } else {
    expect(err).toMatch(message);
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a file that is no UTF-8', () => {
  const cwd = write(folder(), { 'base/all.yaml': GOOD, 'head/all.yaml': '' });
  fs.writeFileSync(path.join(cwd, 'head', 'all.yaml'), Buffer.from([0xff, 0xfe, 0x41]));
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head')).toEqual({
    status: 65,
    out: '',
    err: 'cdk8s-postgres: head/all.yaml: not UTF-8\n',
  });
});

test('a file of 200 MB', () => {
  const cwd = write(folder(), { 'base/all.yaml': GOOD, 'head/all.yaml': '' });
  fs.truncateSync(path.join(cwd, 'head', 'all.yaml'), 200 * 1024 ** 2);
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head')).toEqual({
    status: 65,
    out: '',
    err: 'cdk8s-postgres: head/all.yaml: 200 MiB, more than the 64 MiB that are read; raise --max-file-size if that is a rendering\n',
  });
});

test('a limit of one’s own', () => {
  const { err, status } = head({ 'a.yaml': GOOD }, '--max-file-size', '0.0001');
  expect({ err, status }).toEqual({
    status: 65,
    err: 'cdk8s-postgres: head/a.yaml: 1 MiB, more than the 1 MiB that are read; raise --max-file-size if that is a rendering\n',
  });
});

test('a link out of the folder, and one inside of it', () => {
  const cwd = write(folder(), { 'base/all.yaml': GOOD, 'head/all.yaml': GOOD, 'secret.yaml': 'apiVersion: v1' });
  fs.symlinkSync('all.yaml', path.join(cwd, 'head', 'same.yaml'));
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head').status).toBe(0);
  fs.symlinkSync('../secret.yaml', path.join(cwd, 'head', 'out.yaml'));
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head')).toEqual({
    status: 65,
    out: '',
    err: 'cdk8s-postgres: head/out.yaml: a symbolic link that leads out of head; nothing outside of the folder is read\n',
  });
});

test.each([
  [['guard'], '--base is missing; see cdk8s-postgres guard --help'],
  [['guard', '--base', 'base'], '--head is missing; see cdk8s-postgres guard --help'],
  [['guard', '--base', 'base', '--head', 'nowhere'], "there is no file or folder 'nowhere'"],
  [['guard', '--base', 'base', '--head', 'head', '--format', 'xml'], "--format is one of text, json, sarif, markdown, got 'xml'"],
  [['guard', '--base', 'base', '--head', 'head', '--max-file-size', 'big'], "--max-file-size is a number of MiB, got 'big'"],
  [['guard', '--base', 'base', '--head', 'head', '--acks', 'none.yaml'], "there is no file 'none.yaml'"],
  [['guard', '--base', '--oops', '--head', 'head'], "Option '--base' argument is ambiguous; see cdk8s-postgres guard --help"],
  [['guard', '--wrong'], "Unknown option '--wrong'; see cdk8s-postgres guard --help"],
  [['watch'], "there is no verb 'watch'; there is adopt, choose, guard, report"],
  [['__proto__'], "there is no verb '__proto__'; there is adopt, choose, guard, report"],
])('%j is a wrong call', (args, message) => {
  const cwd = write(folder(), { 'base/all.yaml': GOOD, 'head/all.yaml': GOOD });
  const { status, out, err } = command(cwd, ...args);
  expect({ status, out }).toEqual({ status: 64, out: '' });
  expect(err.split('\n')[0]).toBe(`cdk8s-postgres: ${message}`);
});

test('help, and the version', () => {
  expect(command('.', '--version')).toEqual({ status: 0, out: '0.0.0\n', err: '' });
  expect(command('.', 'guard', '--help')).toMatchObject({ status: 0, err: '' });
  expect(command('.', '--help')).toMatchObject({ status: 0, err: '' });
  expect(command('.')).toMatchObject({ status: 64, out: '' });
});

test('what cdk8s writes beside the manifests is no document', () => {
  const cwd = write(folder(), { 'base/a.yaml': '', 'head/construct-metadata.json': '{"version":"1.0.0","resources":{}}' });
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head')).toMatchObject({ status: 0, err: '' });
});

test('documents that are no objects are told and skipped', () => {
  const { status, err } = head({ 'a.yaml': GOOD, 'values.yaml': 'replicas: 3\n', 'notes.txt': '{{', '.hidden/a.yaml': '[' });
  expect({ status, err }).toEqual({ status: 0, err: 'guard: head/values.yaml:1: no Kubernetes object (apiVersion and kind), skipped\n' });
});

test('nothing is written', () => {
  const { cwd } = head({ 'a.yaml': yamlOf([zalando()]) });
  expect(fs.readdirSync(cwd).sort()).toEqual(['base', 'head']);
  expect(fs.readdirSync(path.join(cwd, 'head'))).toEqual(['a.yaml']);
});

test('two documents of one object are blocked, and cannot be acknowledged', () => {
  const { status, out } = compareObjects([cnpg()], [cnpg(), cnpg()]);
  expect(status).toBe(3);
  expect(out).toContain('Cluster shop/orders stands here and at head/all.yaml:1.');
  expect(out).not.toContain('add to');
});

test('a credential is not repeated, whatever is said of its field', () => {
  const secret = 'correct-horse-battery';
  const before = { ...zalando() };
  const after = JSON.parse(JSON.stringify(before)) as typeof before;
  ((after.spec as { env: unknown[] }).env as unknown[]).push({ name: 'EXTRA_PASSWORD', value: secret });
  for (const format of ['text', 'json', 'markdown', 'sarif']) {
    for (const sides of [
      [before, after],
      [after, before],
    ]) {
      expect(compareObjects([sides[0]!], [sides[1]!], '--format', format, '--all').out).not.toContain(secret);
    }
  }
  expect(compareObjects([], [object('v1', 'Secret', 'pg', { stringData: { password: secret } })]).out).not.toContain(secret);
});
