import * as fs from 'fs';
import * as path from 'path';
import { adopt } from '../../../cli/adopt/adopt';
import { synthesizer } from '../../../cli/adopt/fit/synthesis';
import { readManifests } from '../../../cli/adopt/read/read';
import { Classified, classified } from '../../../cli/adopt/report/classes';

/** The library as programs load it. */
const synthesize = synthesizer((name) => jest.requireActual<object>(name === 'cdk8s-postgres' ? '../../../lib' : name));

const RUNNING = path.join(__dirname, '..', 'support', 'running');
const FILES = fs.readdirSync(RUNNING);

function adopted(file: string) {
  const { belongings, samples } = readManifests([file], { cwd: RUNNING, fileBytes: 1e6 });
  const found = adopt(belongings, synthesize, samples);
  return { ...found, result: classified(belongings, found) };
}

const fieldsOf = ({ fields }: Classified, wanted: string): string[] =>
  fields.filter((one) => one.class === wanted).map(({ object, field }) => `${object.split(' ')[0]} ${field}`);

test.each(FILES)('%s: nothing is lost, and nothing restarts', (file) => {
  const { result, outcome, refused } = adopted(file);
  expect(outcome.problems).toEqual([]);
  expect(outcome.failure).toBeUndefined();
  expect(fieldsOf(result, 'lost')).toEqual([]);
  expect(result.disruptive).toEqual([]);
  expect(refused).toEqual([]);
});

test('a program is what a person would write: no default, names for constants, only imports that are used', () => {
  expect(adopted('zalando-small.yaml').source).toBe(`import { App, Chart, Size } from 'cdk8s';
import { HaCluster, PostgresOperator, PostgresVersion, Rules, TakeOver } from 'cdk8s-postgres';

const app = new App();
const chart = new Chart(app, 'acid-notes');

const cluster = new HaCluster(chart, 'Cluster', {
  clusterName: 'acid-notes',
  operator: PostgresOperator.zalando({ teamId: 'acid' }),
  version: PostgresVersion.V17,
  instances: 1,
  storage: { size: Size.gibibytes(1) },
  takenOver: TakeOver.asItRuns(),
});

// What the cluster runs without. Mend one, and take its line out.
Rules.of(cluster).suppress('HA-002', 'taken over as it runs');
Rules.of(cluster).suppress('HA-017', 'taken over as it runs');
Rules.of(cluster).suppress('HA-060', 'taken over as it runs');

app.synth();
`);
});

test('what the API server and the operator have filled in is dropped', () => {
  const { source, result, patches } = adopted('cnpg-live.yaml');
  expect(patches).toEqual([]);
  expect(result.fields.map(({ field }) => field)).toEqual([
    'spec.imageName',
    'spec.instances',
    'spec.postgresql.parameters.work_mem',
    'spec.storage.size',
  ]);
  expect(source).not.toMatch(/archive_mode|last-applied|uid|status/);
});

test('a field that no prop says is kept by a patch', () => {
  const { source, result } = adopted('cnpg-orders.yaml');
  expect(fieldsOf(result, 'kept by a typed patch')).toContain('Cluster spec.backup.retentionPolicy');
  expect(source).toContain("JsonPatch.add('/spec/backup', {");
});

test('a pool is a construct, and what nothing prints is an object', () => {
  const { source } = adopted('cnpg-orders.yaml');
  expect(source).toContain(
    `ConnectionPool(chart, 'Pool', {
  cluster,
  mode: PoolMode.TRANSACTION,
  poolName: 'orders-pooler',
  poolSize: 20,
  maxClientConnections: 500,
`.replace("  mode: PoolMode.TRANSACTION,\n  poolName: 'orders-pooler',", "  poolName: 'orders-pooler',\n  mode: PoolMode.TRANSACTION,"),
  );
  expect(source).toContain("new ApiObject(chart, 'NetworkPolicy-orders', {");
});

test('placeholders are declared once and printed again', () => {
  const { source, outcome } = adopted('cnpg-placeholders.yaml');
  expect(source).toContain("const bucket = Placeholder.declare(app, '${BUCKET}', 'sample-bucket-x');"); // eslint-disable-line no-template-curly-in-string
  expect(source).toContain("Placeholder.at(cluster, '/spec/instances', '${INSTANCES:=3}');"); // eslint-disable-line no-template-curly-in-string
  expect(outcome.objects).toHaveLength(1);
});

test('a rule that the cluster breaks as it runs is suppressed, with what it says in the report', () => {
  const { exemptions } = adopted('zalando-old.yaml');
  expect(exemptions.map(({ rule }) => rule)).toEqual(expect.arrayContaining(['HA-004', 'HA-017']));
  expect(exemptions.find(({ rule }) => rule === 'HA-004')?.what).toContain('12');
});

test('what is adopted from the output of an adopted program is that program', () => {
  const { source } = adopted('zalando-billing.yaml');
  const { belongings, samples } = readManifests(['zalando-billing.yaml'], { cwd: RUNNING, fileBytes: 1e6 });
  const first = adopt(belongings, synthesize, samples);
  const [cluster] = belongings;
  const again = adopt([{ ...cluster!, raw: first.outcome.objects[0]!.json }], synthesize);
  expect(again.outcome.objects).toEqual(first.outcome.objects);
  expect(first.source).toBe(source);
});

test('an archive without the plugin is carried over on demand: at the same place, with its schedules, and said', () => {
  const { belongings, original, deliberate, samples } = readManifests(['cnpg-orders.yaml'], { cwd: RUNNING, fileBytes: 1e6, plugin: true });
  const found = adopt(belongings, synthesize, samples);
  const { fields, additions } = classified(original, { ...found, deliberate });
  expect(found.outcome.problems).toEqual([]);
  expect(fields.filter((one) => one.class === 'lost')).toEqual([]);
  expect(fields.filter((one) => one.class === 'changed on purpose').map(({ field }) => field)).toEqual([
    'spec.backup.retentionPolicy',
    'spec.backup.barmanObjectStore.destinationPath',
    'spec.backup.barmanObjectStore.endpointURL',
    'spec.backup.barmanObjectStore.s3Credentials.accessKeyId.name',
    'spec.backup.barmanObjectStore.s3Credentials.accessKeyId.key',
    'spec.backup.barmanObjectStore.s3Credentials.secretAccessKey.name',
    'spec.backup.barmanObjectStore.s3Credentials.secretAccessKey.key',
    'spec.backup.barmanObjectStore.wal.compression',
  ]);
  expect(additions.map(({ object }) => object)).toContain('ObjectStore orders-backup');
  expect(found.source).toContain("place: ArchivePlace.barman({ serverName: 'orders', path: 'orders' }),");
  expect(found.source).toContain("pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' },");
});

test('an archive of the plugin is a policy at its place', () => {
  const { source, patches } = adopted('cnpg-plugin.yaml');
  expect(source).toContain("place: ArchivePlace.barman({ serverName: 'mail', objectStoreName: 'mail-store' }),");
  expect(patches.map(({ construct }) => construct)).toEqual(['backups']);
});
