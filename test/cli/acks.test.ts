import * as path from 'path';
import { cnpg, edited, set } from './support/objects';
import { command, compareObjects, folder, found, removeFolders, write, yamlOf } from './support/guard';

afterAll(removeFolders);

const FEWER = edited(cnpg(), ['spec.instances', 2]);
const SMALLER = edited(cnpg(), ['spec.storage.size', '20Gi']);
const digestOf = (rule: string, head = FEWER): string => found([cnpg()], [head]).find((finding) => finding.rule === rule)!.digest;

const ack = (fields: { readonly [key: string]: string }): string =>
  `acknowledgements:\n${Object.entries({
    rule: 'G030',
    object: 'postgresql.cnpg.io/Cluster/shop/orders',
    field: '"spec.instances"',
    digest: `'${digestOf('G030')}'`,
    reason: 'the load is gone',
    expires: '2030-01-31',
    ...fields,
  })
    .map(([key, value], i) => `${i === 0 ? '  - ' : '    '}${key}: ${value}\n`)
    .join('')}`;

/** Guard with a file of acknowledgements beside the head folder. */
function judged(acks: string, head = FEWER, ...args: readonly string[]) {
  const cwd = write(folder(), { 'base/all.yaml': yamlOf([cnpg()]), 'head/all.yaml': yamlOf([head]), '.cdk8s-postgres-guard.yaml': acks });
  return command(cwd, 'guard', '--base', 'base', '--head', 'head', ...args);
}

test('a finding prints what confirms it', () => {
  const { out, status } = compareObjects([cnpg()], [FEWER]);
  const stanza = out.split("add to 'acknowledgements' in .cdk8s-postgres-guard.yaml:\n")[1]!.split('\n\n')[0]!;
  expect(status).toBe(2);
  const { status: then, out: after } = judged(`acknowledgements:\n${stanza.replace('reason: ...', 'reason: the load is gone')}\n`);
  expect(then).toBe(0);
  expect(after).toBe(
    '  acknowledged  G030  Cluster shop/orders: the load is gone\n\n0 blocked, 0 to confirm, 0 warnings, 0 notes, 1 acknowledged; 1 objects, 0 new, 1 changed, 0 gone\n',
  );
});

test('an acknowledgement holds for the value that it was written for', () => {
  const { status, out } = judged(ack({}), edited(cnpg(), ['spec.instances', 1], ['spec.postgresql.synchronous']));
  expect(status).toBe(2);
  expect(out).toContain('The acknowledgement of G030 for postgresql.cnpg.io/Cluster/shop/orders confirms nothing.');
});

test('and until its last day', () => {
  expect(judged(ack({ expires: '2030-01-15' })).status).toBe(0);
  const { status, out } = judged(ack({ expires: '2030-01-14' }));
  expect(status).toBe(2);
  expect(out).toContain('WARNING  G116 acknowledgement-stale  acknowledgement of G030  .cdk8s-postgres-guard.yaml:2');
  expect(out).toContain('The acknowledgement of G030 for postgresql.cnpg.io/Cluster/shop/orders ended on 2030-01-14.');
});

test('one that confirms nothing is a warning, which --strict does not let pass', () => {
  expect(judged(ack({}), cnpg())).toMatchObject({ status: 0 });
  expect(judged(ack({}), cnpg(), '--strict')).toMatchObject({ status: 1 });
  expect(judged('acknowledgements: []\n', cnpg(), '--strict')).toMatchObject({ status: 0 });
  expect(judged('', cnpg(), '--strict')).toMatchObject({ status: 0 });
});

test('what is blocked needs a second word', () => {
  const text = ack({ rule: 'G025', field: '"spec.storage.size"', digest: `'${digestOf('G025', SMALLER)}'` });
  const { status, out } = judged(text, SMALLER);
  expect(status).toBe(3);
  expect(out).toContain('It is acknowledged; what is blocked needs --allow-destroy, too.');
  expect(judged(text, SMALLER, '--allow-destroy')).toMatchObject({ status: 0 });
  expect(compareObjects([cnpg()], [SMALLER], '--allow-destroy').status).toBe(3);
});

test.each([
  ['rule: G030\n', ".cdk8s-postgres-guard.yaml:1: a list 'acknowledgements' is expected"],
  ['acknowledgements: 3\n', ".cdk8s-postgres-guard.yaml:1: a list 'acknowledgements' is expected"],
  [ack({ reason: "''" }), ".cdk8s-postgres-guard.yaml:2: an acknowledgement needs 'reason'"],
  [ack({ rule: 'G999' }), ".cdk8s-postgres-guard.yaml:2: there is no rule 'G999'"],
  [ack({ expires: 'soon' }), ".cdk8s-postgres-guard.yaml:2: 'expires' is a day such as 2030-01-31, got 'soon'"],
  [
    ack({ forever: 'true' }),
    ".cdk8s-postgres-guard.yaml:2: an acknowledgement has no 'forever'; it has rule, object, field, digest, reason, expires",
  ],
  ['acknowledgements:\n  - [\n', /^\.cdk8s-postgres-guard\.yaml:\d+: no YAML: /],
])('a file that is no file of acknowledgements: %j', (text, message) => {
  const { status, out, err } = judged(text);
  expect({ status, out }).toEqual({ status: 65, out: '' });
  const line = err.replace('cdk8s-postgres: ', '').trimEnd();
  if (typeof message === 'string') {
    expect(line).toBe(message);
  } else {
    expect(line).toMatch(message);
  }
});

test('the file may stand elsewhere', () => {
  const cwd = write(folder(), { 'base/all.yaml': yamlOf([cnpg()]), 'head/all.yaml': yamlOf([FEWER]), 'guard/acks.yaml': ack({}) });
  expect(command(cwd, 'guard', '--base', 'base', '--head', path.join(cwd, 'head'), '--acks', 'guard/acks.yaml').status).toBe(0);
  expect(command(cwd, 'guard', '--base', 'base', '--head', 'head').status).toBe(2);
});

test('two removals are confirmed one by one', () => {
  const two = [cnpg(), set(cnpg('billing'), 'metadata.namespace', 'sales')];
  const [first, second] = found(two, []).filter(({ rule }) => rule === 'G001');
  expect(first!.digest).toBe(second!.digest);
  expect(first!.object).not.toBe(second!.object);
});
