import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { stringify } from 'yaml';
import { standing } from '../../cli/guard/finding';
import { sideOf } from '../../cli/manifests/side';
import { rendering } from '../../cli/manifests/read/rendering';
import { Validation } from '../../cli/validation';
import { Violation } from '../../cli/validation/contract';
import { cnpg, set } from './support/objects';
import { folder, removeFolders, write, yamlOf } from './support/guard';
import { JsonMap } from '../../cli/values/json';

afterAll(removeFolders);

const ROOT = path.join(__dirname, '..', '..');

/** An app of cdk8s that prints one object. */
const program = (object: object) => `
const { ApiObject, App, Chart } = require(${JSON.stringify(path.join(ROOT, 'node_modules', 'cdk8s'))});
const app = new App();
new ApiObject(new Chart(app, 'shop'), 'thing', ${JSON.stringify(object)});
app.synth();
`;

/** Runs cdk8s itself, with the plugin as it is written. */
function synth(object: object, properties: object = {}) {
  const cwd = folder();
  write(cwd, {
    'main.js': program(object),
    'cdk8s.yaml': stringify({
      language: 'typescript',
      app: 'node main.js',
      validations: [{ package: path.join(ROOT, 'cli', 'validation', 'index.ts'), version: '0.1.0', class: 'Validation', properties }],
    }),
  });
  const cli = path.join(ROOT, 'node_modules', 'cdk8s-cli', 'bin', 'cdk8s');
  const tsx = path.join(ROOT, 'node_modules', 'tsx', 'dist', 'cjs', 'index.cjs');
  const args = ['--require', tsx, cli, 'synth', '--check-upgrade=false', '--validation-reports-output-file', 'reports.json'];
  const { status, stdout, stderr } = spawnSync('node', args, { cwd, encoding: 'utf8', timeout: 60_000 });
  const file = path.join(cwd, 'reports.json');
  const reports = fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as { reports: Report[] }).reports : [];
  return { status, told: stdout + stderr, report: reports[0] };
}

interface Report {
  readonly summary: { readonly status: string; readonly metadata: { readonly [key: string]: string } };
  readonly violations: readonly (Omit<Violation, 'violatingResources'> & { readonly violatingConstructs: readonly object[] })[];
}

const url = 'postgres://shop:9dQzXw@db.shop.svc/shop';

test('a synth with a credential fails, and does not repeat it', () => {
  const { status, told, report } = synth({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'app', namespace: 'shop' },
    data: { url },
  });
  expect({ status, violations: report?.violations, summary: report?.summary.status }).toEqual({
    status: 2,
    summary: 'failure',
    violations: [
      {
        ruleName: 'G106 plaintext-credential (block)',
        recommendation:
          'A password in a URL stands at data.url. Whoever reads the repository has it, now and in its history. Nothing is done to the database. (read in the operator)',
        fix: 'Refer to a Secret that External Secrets, Sealed Secrets, SOPS or a person makes, and change the credential: it is known.',
        violatingConstructs: [
          {
            resourceName: 'app',
            constructPath: 'shop/thing',
            manifestPath: 'dist/shop.k8s.yaml:7',
            locations: [expect.stringMatching(/^core\/ConfigMap\/shop\/app data\.url \(digest [0-9a-f]{16}\)$/)],
          },
        ],
      },
    ],
  });
  expect(told).not.toContain('9dQzXw');
}, 90_000);

test('a synth without one passes', () => {
  const { status, report } = synth({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'app', namespace: 'shop' }, data: { a: 'b' } });
  expect({ status, report: report?.summary }).toMatchObject({
    status: 0,
    report: { status: 'success', metadata: { objects: '1', block: '0' } },
  });
}, 90_000);

/** What the plugin says of objects, as cdk8s calls it. */
async function validated(objects: readonly JsonMap[], properties: object = {}, files: { readonly [name: string]: string } = {}) {
  const cwd = folder();
  write(cwd, { 'dist/all.yaml': yamlOf(objects), ...files });
  const violations: Violation[] = [];
  let ended: string | undefined;
  const manifests = [path.join(cwd, 'dist', 'all.yaml')];
  const report = { addViolation: (one: Violation) => violations.push(one), submit: (status: string) => (ended = status) };
  const spy = jest.spyOn(process, 'cwd').mockReturnValue(cwd);
  try {
    await new Validation({ ...properties }).validate({ manifests, report });
  } finally {
    spy.mockRestore();
  }
  return { ended, rules: violations.map(({ ruleName }) => ruleName), violations };
}

const emergency = set(cnpg(), 'metadata.annotations["cnpg.io/validation"]', 'disabled');

test('rules of guard that need no base hold', async () => {
  expect(await validated([cnpg()])).toMatchObject({ ended: 'success', rules: [] });
  expect(await validated([emergency])).toMatchObject({ ended: 'failure', rules: ['G082 emergency-annotation (block)'] });
});

test('an acknowledgement lets it pass', async () => {
  const { violations } = await validated([emergency]);
  const [, object, field, digest] = /^(\S+) (.+) \(digest (\w+)\)$/.exec(violations[0]!.violatingResources[0]!.locations[0]!)!;
  const acks = stringify({ acknowledgements: [{ rule: 'G082', object, field, digest, reason: 'drill', expires: '2999-01-01' }] });
  const other =
    acks +
    stringify([{ rule: 'G030', object, digest, reason: 'fewer', expires: '2999-01-01' }])
      .replace(/^/gm, '  ')
      .trimEnd();
  expect(await validated([emergency], { acks: 'acks.yaml', allowDestroy: true }, { 'acks.yaml': other })).toMatchObject({
    ended: 'success',
    rules: [],
  });
  expect(await validated([emergency], { acks: 'acks.yaml' }, { 'acks.yaml': acks })).toMatchObject({ ended: 'failure' });
});

test('a file of acknowledgements that is not there yet acknowledges nothing', async () => {
  expect(await validated([cnpg()], { acks: 'acks.yaml' })).toMatchObject({ ended: 'success', rules: [] });
  expect(await validated([emergency], { acks: 'acks.yaml', allowDestroy: true })).toMatchObject({ ended: 'failure' });
});

const unprotected = set(cnpg(), 'metadata.annotations', {});

test('warnings are told, and fail where that is asked for', async () => {
  expect(await validated([unprotected])).toMatchObject({ ended: 'success', rules: ['G005 protection-missing (warn)'] });
  expect(await validated([unprotected], { strict: true })).toMatchObject({ ended: 'failure' });
});

test.each([
  [{ acs: 'x' }, `the validation has no property 'acs'; it has acks, allowDestroy, strict, namespace`],
  [{ strict: 'yes' }, `the property 'strict' of the validation must be a boolean, got "yes"`],
])('properties %j are refused', (properties, message) => {
  expect(() => new Validation(properties)).toThrow(message);
});

test('a credential in base64 is found, and what is only base64 is not', () => {
  const found = (text: string) => {
    const value = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'app' },
      binaryData: { a: Buffer.from(text).toString('base64') },
    };
    return standing(sideOf(rendering([{ file: 'a.yaml', text: stringify(value) }], new Map(), { progress: () => undefined }))).map(
      ({ what }) => what,
    );
  };
  expect(found(`url: ${url}`)).toEqual(['A password in a URL, in base64, stands at binaryData.a.']);
  expect(found('nothing that anybody has to hide from you')).toEqual([]);
});
