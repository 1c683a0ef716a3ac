import { ClusterVerb, IPostgresOperator, PostgresOperator } from 'cdk8s-postgres';
import * as fs from 'fs';
import * as path from 'path';
import { program } from '../support/programs';
import { at, render } from '../support/render';
import type { Finished } from './processes';
import { makeFolder, run, temporaryFolder, writePrivate } from './processes';

// The printed program of a VerbJob, by a real shell. Where kubectl leads to is a folder: an object is a file of its name.

const KUBECTL = `#!/bin/sh
set -eu
printf '%s\\n' "$*" >>"$OBJECTS/calls"
if [ -f "$OBJECTS/refuses" ]; then
  cat "$OBJECTS/refuses" >&2
  exit 1
fi
verb=$1 object="$OBJECTS/$2.$3"
case $verb in
  create)
    if [ -f "$object" ]; then
      echo 'Error from server (AlreadyExists)' >&2
      exit 1
    fi
    echo "\${4#--from-literal=ended=}" >"$object"
    ;;
  get) cat "$object" ;;
  patch)
    if [ ! -f "$object" ]; then
      echo 'Error from server (NotFound)' >&2
      exit 1
    fi
    case "$5" in
      *'"ended":"true"'*) echo true >"$object" ;;
      *) printf '%s' "\${5#--patch=}" >"$object" ;;
    esac
    ;;
  delete) rm -f "$object" ;;
esac
`;

let folder: string;
let objects: string;

beforeEach(() => {
  folder = temporaryFolder();
  objects = makeFolder(path.join(folder, 'objects'));
  const bin = makeFolder(path.join(folder, 'bin'));
  fs.writeFileSync(path.join(bin, 'kubectl'), KUBECTL, { mode: 0o755 });
});

afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

/** The printed Job, run once. */
function done(verb: ClusterVerb, token = 'ticket-1234', operator: IPostgresOperator = PostgresOperator.cloudNativePg()): Promise<Finished> {
  const cluster = { databases: [{ name: 'orders', owner: 'orders-app' }] };
  const manifests = render(program(operator, { cluster, verb: { verb, token } }));
  const job = manifests.find(({ kind, metadata }) => kind === 'Job' && metadata.name.includes('-verb-'))!;
  const [{ command, env }] = at(job, '/spec/template/spec/containers') as [{ command: string[]; env: { name: string; value: string }[] }];
  const [shell, ...args] = command;
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  return run(shell!, args, { folder, env: { ...variables, OBJECTS: objects, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` } });
}

const put = (name: string, text = ''): void => writePrivate(path.join(objects, name), text);
const read = (name: string): string | undefined => {
  const file = path.join(objects, name);
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
};
const memory = (): string => fs.readdirSync(objects).find((name) => name.startsWith('configmap.'))!;

test('a Secret is deleted once for a token, also when the Job and the Secret are made anew', async () => {
  put('secrets.orders-app');
  expect(await done(ClusterVerb.newPassword('orders-app'))).toMatchObject({ code: 0 });
  expect(read('secrets.orders-app')).toBeUndefined();
  expect(read(memory())).toBe('true\n');

  put('secrets.orders-app', 'of the operator');
  const again = await done(ClusterVerb.newPassword('orders-app'));
  expect(again).toMatchObject({ code: 0, stdout: 'done before, under the same token\n' });
  expect(read('secrets.orders-app')).toBe('of the operator');

  expect(await done(ClusterVerb.newPassword('orders-app'), 'ticket-5678')).toMatchObject({ code: 0 });
  expect(read('secrets.orders-app')).toBeUndefined();
});

test('a replica is marked', async () => {
  put('pods.orders-2');
  expect(await done(ClusterVerb.newInstance('orders-2'))).toMatchObject({ code: 0 });
  expect(read('pods.orders-2')).toBe('{"metadata":{"annotations":{"alpha.cnpg.io/unrecoverable":"true"}}}');
});

test('what fails is not taken for done, and is not done a second time', async () => {
  const first = await done(ClusterVerb.newInstance('orders-2'));
  expect(first).toMatchObject({ code: 1, stderr: 'Error from server (NotFound)\n' });
  put('pods.orders-2');
  const again = await done(ClusterVerb.newInstance('orders-2'));
  expect(again).toMatchObject({
    code: 1,
    stderr: 'begun before under the same token, and not ended; write another token to do it again\n',
  });
  expect(read('pods.orders-2')).toBe('');
});

test('an API server that refuses is not taken for a token that was there', async () => {
  put('refuses', 'Error from server (Forbidden)\n');
  const result = await done(ClusterVerb.newCertificate());
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('Error from server (Forbidden)');
  expect(read('calls')).not.toMatch(/^(delete|patch) /m);
});
