import * as fs from 'fs';
import * as path from 'path';
import { command, folder, removeFolders } from './support/guard';

afterAll(removeFolders);

const EXAMPLE = path.join(__dirname, '..', '..', 'examples', 'argo-cd');

test('the pull request in the README of the example is stopped, with the text that stands there', () => {
  const cwd = folder();
  for (const side of ['base', 'manifests']) {
    fs.cpSync(path.join(EXAMPLE, 'manifests'), path.join(cwd, side), { recursive: true });
  }
  const file = path.join(cwd, 'manifests', 'team-payments.k8s.yaml');
  const text = fs.readFileSync(file, 'utf8');
  expect(text).toContain('size: 200Gi');
  fs.writeFileSync(file, text.replace('size: 200Gi', 'size: 100Gi'));
  const { status, out } = command(cwd, 'guard', '--base', 'base', '--head', 'manifests');
  expect(status).toBe(3);
  const readme = fs.readFileSync(path.join(EXAMPLE, 'README.md'), 'utf8');
  expect(/```text\n([^]*?)```/.exec(readme)?.[1]).toBe(out);
});

test('what is committed needs no base to be blocked, nor is anything to be confirmed', () => {
  const cwd = folder();
  fs.cpSync(path.join(EXAMPLE, 'manifests'), path.join(cwd, 'manifests'), { recursive: true });
  fs.mkdirSync(path.join(cwd, 'empty'));
  const { status, out } = command(cwd, 'guard', '--base', 'empty', '--head', 'manifests');
  expect([status, out]).toEqual([0, expect.stringContaining('0 blocked, 0 to confirm')]);
});
