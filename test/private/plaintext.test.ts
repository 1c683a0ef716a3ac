import { ApiObject, JsonPatch } from 'cdk8s';
import { HaCluster, PostgresOperator, Rules } from '../../lib';
import { credentialShape } from '../../lib/private/plaintext';
import { leaksOf } from '../../cli/guard/rules/plaintext';
import { rendering } from '../../cli/manifests/read/rendering';
import { smallestCluster } from '../support/programs';
import { findings, only, render } from '../support/render';

/** Made of parts, so that no scanner takes this file for a leak. */
const SAMPLES: readonly (readonly [string, string])[] = [
  ['a private key', ['-----BEGIN EC', 'PRIVATE KEY-----'].join(' ')],
  ['an access key of AWS', `AKIA${'Z'.repeat(16)}`],
  ['a URL with a password', ['postgres://app', 'x1@db/app'].join(':')],
  ['a SCRAM verifier', ['SCRAM-SHA-256', '4096:salt'].join('$')],
  ['a token of Vault', `hvs.${'a'.repeat(24)}`],
  ['a token of GitHub', `ghp_${'a'.repeat(36)}`],
  ['a JSON web token', ['eyJhbGciOiJI', 'eyJzdWIiOiJh', 'signature0'].join('.')],
  ['an account key of Azure', `AccountKey=${'a'.repeat(24)}`],
  ['a key file of Google Cloud', '{"private_key": "..."}'],
];

test.each(SAMPLES)('%s is told, as it is and in base64', (what, text) => {
  expect(credentialShape(text)).toBe(what);
  expect(credentialShape(Buffer.from(`key: ${text}, of a file`).toString('base64'))).toBe(`${what}, in base64`);
});

test.each(SAMPLES)('%s is told by guard, too', (_, text) => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { text } };
  const { objects } = rendering([{ file: 'a.json', text: JSON.stringify(object) }], new Map(), { progress: () => undefined });
  expect(leaksOf(objects[0]!).map(({ field }) => field)).toEqual(['data.text']);
});

test.each([
  'postgres://$(USER):$(PASSWORD)@db/app',
  'https://s3.example.com:9000/bucket',
  's3://bucket/path@v1',
  '/etc/ssl/private/tls.key',
  'a sentence about a PRIVATE KEY and a password',
  'U2VydmljZXMgYW5kIG5vdGhpbmcgZWxzZQ==',
  'sha256:3a7bd3e2360a3d29eea436fcfb7e44c735d117c42d1c1835420b6b9942dd4f1b',
  '-----BEGIN CERTIFICATE-----',
])('%s is none', (text) => {
  expect(credentialShape(text)).toBeUndefined();
});

test.each(['a.'.repeat(50_000), `${' '.repeat(50_000)}x(`, 'eyJ-'.repeat(20_000), '-----BEGIN '.repeat(10_000), 'A'.repeat(100_000)])(
  'a long text takes no long time: %.20s',
  (text) => {
    const before = process.cpuUsage().user;
    expect(credentialShape(text)).toBeUndefined();
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(2_000_000);
  },
);

const patched = (value: string) => (chart: ConstructorParameters<typeof HaCluster>[0]) => {
  const db = new HaCluster(chart, 'db', smallestCluster(PostgresOperator.cloudNativePg()));
  ApiObject.of(db).addJsonPatch(JsonPatch.add('/spec/env', [{ name: 'REPORTS', value }]));
  return db;
};

test('SEC-020: a printed object with a credential is refused, and the credential is not repeated', () => {
  const [, url] = SAMPLES[2]!;
  expect(findings(patched(url))).toEqual([
    '[test/db/Resource] [SEC-020] /spec/env/0/value holds a URL with a password; refer to a Secret that External Secrets or Sealed Secrets makes, and consider the credential as leaked (whoever reads the repository has it, now and in its history)',
  ]);
  expect(only(render(patched('https://db/app')), 'Cluster')).toMatchObject({ spec: { env: [{ value: 'https://db/app' }] } });
});

test('SEC-020 is suppressed with a reason', () => {
  const manifests = render((chart) => Rules.of(patched(SAMPLES[2]![1])(chart)).suppress('SEC-020', 'a public demo'));
  expect(only(manifests, 'Cluster').metadata.annotations).toMatchObject({ 'suppressed.cdk8s-postgres/SEC-020': 'a public demo' });
});
