import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { cnpg, edited } from './support/objects';
import { command, folder, removeFolders, write, yamlOf } from './support/guard';

afterAll(removeFolders);

const FEWER = edited(cnpg(), ['spec.instances', 2]);
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

const git = (cwd: string, ...args: readonly string[]): string =>
  execFileSync('git', args, { cwd, env: ENVIRONMENT, encoding: 'utf8', stdio: 'pipe' });

function commit(cwd: string, files: { readonly [name: string]: string }): void {
  write(cwd, files);
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', 'a change');
}

function repository(files: { readonly [name: string]: string }): string {
  const cwd = folder();
  git(cwd, 'init', '-q', '-b', 'main');
  commit(cwd, files);
  return cwd;
}

/** Everything below a folder with its times, to see that nothing was touched. */
function listing(cwd: string): string[] {
  return fs
    .readdirSync(cwd, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => `${name} ${fs.statSync(path.join(cwd, name)).mtimeMs}`);
}

test('a pull request: two commits, an acknowledgement, a merge', () => {
  const cwd = repository({ 'deploy/dist/orders.k8s.yaml': yamlOf([cnpg()]) });
  git(cwd, 'checkout', '-q', '-b', 'smaller');
  commit(cwd, { 'deploy/dist/orders.k8s.yaml': yamlOf([FEWER]) });

  const before = listing(cwd);
  const first = command(cwd, 'guard', '--base', 'main', '--head', 'deploy/dist');
  expect({ status: first.status, err: first.err }).toEqual({ status: 2, err: '' });
  expect(first.out).toContain('CONFIRM  G030 replicas-lowered  Cluster shop/orders  deploy/dist/orders.k8s.yaml:');
  expect(first.out).toContain('spec.instances: 3 -> 2');
  expect(listing(cwd)).toEqual(before);

  const stanza = first.out.split("add to 'acknowledgements' in deploy/.cdk8s-postgres-guard.yaml:\n")[1]!.split('\n\n')[0]!;
  commit(cwd, { 'deploy/.cdk8s-postgres-guard.yaml': `acknowledgements:\n${stanza.replace('...', 'the load is gone')}\n` });
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'deploy/dist', '--strict').status).toBe(0);

  git(cwd, 'checkout', '-q', 'main');
  git(cwd, 'merge', '-q', '--no-ff', '-m', 'merge', 'smaller');
  const after = command(cwd, 'guard', '--base', 'main', '--head', 'deploy/dist', '--strict');
  expect(after.status).toBe(1);
  expect(after.out).toContain('The acknowledgement of G030 for postgresql.cnpg.io/Cluster/shop/orders confirms nothing.');
  // The first parent is what ran before the merge.
  expect(command(cwd, 'guard', '--base', 'HEAD^1', '--head', 'deploy/dist').status).toBe(0);
});

test('from a folder of the repository, and with a path of the ref', () => {
  const cwd = repository({ 'old/all.yaml': yamlOf([cnpg()]), 'new/all.yaml': yamlOf([FEWER]) });
  expect(command(path.join(cwd, 'new'), 'guard', '--base', 'main', '--head', '.').status).toBe(0);
  const { status, out } = command(path.join(cwd, 'new'), 'guard', '--base', 'main:old', '--head', '.');
  expect(status).toBe(2);
  expect(out).toContain('0 new, 1 changed, 0 gone');
});

test('one file of the ref', () => {
  const cwd = repository({ 'a.yaml': yamlOf([cnpg()]), 'b.yaml': yamlOf([cnpg('billing')]) });
  write(cwd, { 'a.yaml': yamlOf([FEWER]) });
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'a.yaml')).toMatchObject({ status: 2 });
});

test('a folder that the ref does not have', () => {
  const cwd = repository({ 'README.md': 'a' });
  write(cwd, { 'dist/all.yaml': yamlOf([cnpg()]) });
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'dist')).toMatchObject({
    status: 0,
    err: "guard: 'main' has no manifests at 'dist/': everything is new\n",
  });
});

test.each(['nowhere', '--upload-pack=touch', 'main:', 'HEAD~99'])('%s is no ref', (ref) => {
  const cwd = repository({ 'dist/all.yaml': yamlOf([cnpg()]) });
  const { status, out, err } = command(cwd, 'guard', `--base=${ref}`, '--head', 'dist');
  if (ref === 'main:') {
    // The whole of the commit.
    expect(status).toBe(0);
    return;
  }
  expect({ status, out }).toEqual({ status: 64, out: '' });
  expect(err).toMatch(/^cdk8s-postgres: --base '.+' is neither a folder nor a (git )?ref.*\n$/);
});

test('no repository', () => {
  const cwd = write(folder(), { 'dist/all.yaml': yamlOf([cnpg()]) });
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'dist')).toEqual({
    status: 64,
    out: '',
    err: "cdk8s-postgres: --base 'main' is no folder, and 'dist' is in no git repository where it could be a ref\n",
  });
});

test('a link of a commit out of the folder', () => {
  const cwd = repository({ 'dist/all.yaml': yamlOf([cnpg()]), 'secret.yaml': 'a' });
  fs.symlinkSync('../secret.yaml', path.join(cwd, 'dist', 'out.yaml'));
  git(cwd, 'add', '-A');
  git(cwd, 'commit', '-q', '-m', 'a link');
  fs.rmSync(path.join(cwd, 'dist', 'out.yaml'));
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'dist')).toEqual({
    status: 65,
    out: '',
    err: 'cdk8s-postgres: main:dist/out.yaml: a symbolic link that leads out of main:dist/; nothing outside of the folder is read\n',
  });
});

test('a file of the commit that is too large, or no YAML', () => {
  const cwd = repository({ 'dist/all.yaml': `${yamlOf([cnpg()])}---\na: [` });
  expect(command(cwd, 'guard', '--base', 'main', '--head', 'dist', '--max-file-size', '0.0001')).toMatchObject({ status: 65, out: '' });
  write(cwd, { 'dist/all.yaml': yamlOf([cnpg()]) });
  const { status, err } = command(cwd, 'guard', '--base', 'main', '--head', 'dist');
  expect(status).toBe(65);
  expect(err).toMatch(/^cdk8s-postgres: main:dist\/all\.yaml:\d+: no YAML: .+\n$/);
});

test('nothing is fetched, not by a clone without blobs either', () => {
  const origin = repository({ 'dist/all.yaml': yamlOf([cnpg()]) });
  git(origin, 'config', 'uploadpack.allowFilter', 'true');
  commit(origin, { 'dist/all.yaml': yamlOf([FEWER]) });
  const cwd = path.join(folder(), 'clone');
  git(origin, 'clone', '-q', '--filter=blob:none', `file://${origin}`, cwd);
  const { status, out, err } = command(cwd, 'guard', '--base', 'HEAD~1', '--head', 'dist');
  expect({ status, out }).toEqual({ status: 65, out: '' });
  expect(err).toBe(
    'cdk8s-postgres: HEAD~1: this clone does not have every file of the commit, and nothing is fetched: clone without --filter\n',
  );
});
