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
Rules.of(cluster).suppress('HA-002', 'taken over as it runs'); // 'instances' is 1
Rules.of(cluster).suppress('HA-017', 'taken over as it runs'); // the cluster 'acid-notes' has no BackupPolicy
Rules.of(cluster).suppress('HA-060', 'taken over as it runs'); // 'max_wal_size' must be less than 'storage.size', which is 1Gi, got the...

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
  const { source, result } = adopted('crunchy-typed.yaml');
  expect(fieldsOf(result, 'kept by a typed patch')).toEqual([
    'PostgresCluster spec.patroni.dynamicConfiguration.postgresql.parameters.wal_level',
  ]);
  expect(source).toContain("JsonPatch.add('/spec/patroni/dynamicConfiguration/postgresql'");
});

test.each([
  [
    'cnpg-in-tree.yaml',
    ['Cluster spec.backup.barmanObjectStore.data.jobs'],
    ['barman: { inTree: true', 'BackupEncryption.serverSide()', "fullNames: ['pictures-db-daily']"],
  ],
  ['cnpg-follower.yaml', [], ["new ReplicaCluster(chart, 'Cluster', {", "source: ReplicaSource.streaming({ clusterName: 'ebb'"]],
  [
    'cnpg-old-forms.yaml',
    [],
    ["RecoveryTarget.time('2024-03-01T10:00:00+00:00')", "antiAffinity: { required: true, topologyKey: 'topology.kubernetes.io/zone' }"],
  ],
  ['cnpg-chats.yaml', ['Cluster spec.bootstrap.initdb.import.pgDumpExtraOptions'], ["serverName: 'old-pg',"]],
  [
    'crunchy-captured.yaml',
    [
      'PostgresCluster spec.backups.pgbackrest.global.repo1-s3-verify-tls',
      'PostgresCluster spec.openshift',
      'PostgresCluster spec.patroni.dynamicConfiguration.postgresql.use_pg_rewind',
      'PostgresCluster spec.patroni.dynamicConfiguration.postgresql.parameters.wal_level',
      'PostgresCluster spec.authentication.rules',
    ],
    ["slots: [{ name: 'reader', database: 'desks' }]", 'superuser: {},', 'dataVolume: { accessMode: VolumeAccessMode.READ_WRITE_MANY }'],
  ],
  ['crunchy-plain.yaml', [], ['retention: BackupRetention.unlimited(),', 'exporter: { image: ']],
  ['zalando-follower.yaml', [], ["source: ReplicaSource.streaming({ clusterName: 'acid-voice', host: 'acid-voice.hall', port: 5433 }),"]],
  [
    'zalando-full.yaml',
    [
      'postgresql spec.volume.iops',
      'postgresql spec.volume.throughput',
      'postgresql spec.patroni.slots.tape.type',
      'postgresql spec.patroni.slots.reader.type',
      'postgresql spec.patroni.slots.reader.database',
      'postgresql spec.patroni.slots.reader.plugin',
      'postgresql spec.maintenanceWindows',
    ],
    ['origin: {', 'unlimitedEmptyDir: true', "schedule: '30 00 * * *'"],
  ],
])('%s: no more is patched than no prop says', (file, patched, says) => {
  const { source, result } = adopted(file);
  expect(fieldsOf(result, 'kept by a typed patch')).toEqual(patched);
  says.forEach((text) => expect(source).toContain(text));
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
  expect(found.outcome.objects.find(({ json }) => json.kind === 'ScheduledBackup')!.json).toMatchObject({
    metadata: { name: 'orders-nightly' },
    spec: { method: 'plugin', pluginConfiguration: { name: 'barman-cloud.cloudnative-pg.io' }, backupOwnerReference: 'self' },
  });
  expect(found.source).toContain("fullNames: ['orders-nightly']");
});

test('an archive of the plugin is a policy at its place, and an image catalog is one', () => {
  const { source, patches } = adopted('cnpg-plugin.yaml');
  expect(source).toContain("images: [{ version: PostgresVersion.V17, image: 'ghcr.io/cloudnative-pg/postgresql:17.2' }],");
  expect(source).toContain("place: ArchivePlace.barman({ serverName: 'mail', objectStoreName: 'mail-store' }),");
  expect(patches.map(({ construct }) => construct)).toEqual(['backups']);
});

test('what stood in the configuration of Patroni and has a field of its own is said by props, and said to be', () => {
  const { belongings, original, deliberate, samples } = readManifests(['crunchy-typed.yaml'], { cwd: RUNNING, fileBytes: 1e6 });
  const found = adopt(belongings, synthesize, samples);
  const { fields, disruptive } = classified(original, { ...found, deliberate });
  expect(disruptive).toEqual([]);
  expect(fields.filter((one) => one.class === 'changed on purpose').map(({ field }) => field)).toEqual([
    'spec.config.parameters.max_connections',
    'spec.config.parameters.work_mem',
    'spec.authentication.rules',
  ]);
  // The schema of the field refuses this one, so it stays where it is.
  expect(fields.filter((one) => one.class === 'kept by a typed patch').map(({ field }) => field)).toEqual([
    'spec.patroni.dynamicConfiguration.postgresql.parameters.wal_level',
  ]);
  expect(found.source).toContain("parameters: { max_connections: '300', work_mem: '16MB' },");
  expect(found.source).toContain("hbaRules: ['hostnossl all all 10.20.0.0/16 scram-sha-256'],");
});

test('a user who is let into the database of another one owns nothing', () => {
  const { source } = adopted('crunchy-typed.yaml');
  expect(source).toContain("userDatabases: { reader: ['tickets'] },");
  expect(source).toContain("roles: [{ name: 'reader' }],");
});

test('prepared databases, volumes, checksums and dumps of a cluster of Zalando are said by props', () => {
  const { source, patches } = adopted('zalando-prepared.yaml');
  expect(patches).toEqual([]);
  expect(source).toContain('schemas: { data: {}, history: { defaultRoles: true, defaultUsers: false } },');
  expect(source).toContain(
    "volumes: [{ name: 'words', mountPath: '/opt/words', containers: ['postgres'], configMapName: 'library-words' }],",
  );
  expect(source).toContain('creation: { dataChecksums: true },');
  expect(source).toContain("roles: [{ name: 'librarian', login: false, attributes: { createDatabases: true } }],");
  expect(source).toContain("new LogicalBackup(chart, 'Dumps', { cluster, schedule: '30 1 * * *' });");
});

test('what a cluster was made of, its Services and its standbys of a commit in their old form are said by props', () => {
  const { belongings, original, deliberate, samples } = readManifests(['cnpg-grown.yaml'], { cwd: RUNNING, fileBytes: 1e6 });
  const found = adopt(belongings, synthesize, samples);
  const { fields, disruptive } = classified(original, { ...found, deliberate });
  expect(disruptive).toEqual([]);
  expect(fields.filter((one) => one.class === 'changed on purpose').map(({ field }) => field)).toEqual([
    'spec.minSyncReplicas',
    'spec.maxSyncReplicas',
  ]);
  expect(fields.filter((one) => one.class === 'kept by a typed patch' || one.class === 'lost')).toEqual([]);
  expect(found.source).toContain('replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }),');
  expect(found.source).toContain('recovery: RecoverySource.logicalImport({');
  expect(found.source).toContain("CreationSql.fromConfigMap('parcels-tables', 'tables.sql', { database: 'parcels' }),");
  expect(found.source).toContain('target: CloudNativePgServiceTarget.PRIMARY,');
});

test('the archive that a cluster was made of is carried over to the plugin with its own', () => {
  const { belongings, original, deliberate, samples } = readManifests(['cnpg-restored.yaml'], {
    cwd: RUNNING,
    fileBytes: 1e6,
    plugin: true,
  });
  const found = adopt(belongings, synthesize, samples);
  const { fields, additions } = classified(original, { ...found, deliberate });
  expect(found.outcome.problems).toEqual([]);
  expect(fields.filter((one) => one.class === 'kept by a typed patch' || one.class === 'lost')).toEqual([]);
  expect(additions.map(({ object }) => object)).toEqual(
    expect.arrayContaining(['ObjectStore meters-backup', 'ObjectStore meters-recovery']),
  );
  expect(found.source).toContain("clusterName: 'meters-2024',");
  expect(found.source).toContain("place: ArchivePlace.barman({ serverName: 'meters-v1', path: 'meters' }),");
});

test('pgAdmin is a construct of the cluster that it shows first', () => {
  const { source, result, patches } = adopted('crunchy-pgadmin.yaml');
  expect(patches.filter(({ construct }) => construct.startsWith('pgAdmin'))).toEqual([]);
  expect(result.fields.filter((one) => one.object.startsWith('PGAdmin') && one.class !== 'same')).toEqual([]);
  expect(source).toContain(`new PgAdmin(chart, 'PgAdmin', {
  operator: cluster.operator,
  pgAdminName: 'desk',
  storage: { size: Size.gibibytes(1) },
  servers: [PgAdminServers.ofCluster(cluster), PgAdminServers.ofLabels('team', { team: 'books' }), PgAdminServers.ofAll('everything')],
`);
  expect(source).toContain(`  settings: { MAX_LOGIN_ATTEMPTS: '4', SHOW_GRAVATAR_IMAGE: 'false', LOGIN_BANNER: '"Library staff only."' },
`);
});

test('a copy of a whole server gets no database of its own, and what the operator writes back is dropped', () => {
  const { outcome, patches } = adopted('cnpg-imported.yaml');
  const { bootstrap } = (outcome.objects.find(({ json }) => json.kind === 'Cluster')!.json as { spec: { bootstrap: object } }).spec;
  expect(bootstrap).not.toHaveProperty('initdb.database');
  expect(bootstrap).not.toHaveProperty('initdb.owner');
  expect(JSON.stringify(patches)).not.toMatch(/monitoring|failoverQuorum|syncReplicaElectionConstraint|resources/);
});

test('a release of Helm: what it has beside the cluster stays, and its Secrets are not looked into', () => {
  const { source } = adopted('cnpg-chart.yaml');
  expect(source).toContain("poolName: 'depot-cluster-pooler-ro', access: PoolAccess.READ_ONLY");
  expect(source).toContain(`databases: [
    { name: 'depot', owner: 'depot' },
    { name: 'timetable', owner: 'dispatcher' },
  ],`);
  expect(source).toContain('imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT');
  expect(source).not.toMatch(/PrometheusRule|kind: 'Job'|kind: 'Secret'/);
});

test('further sets of instances of PGO and volumes that grow are said by props', () => {
  const { source, result } = adopted('crunchy-sets.yaml');
  expect(source).toContain(`  storage: { size: Size.gibibytes(30), autoGrow: { limit: Size.gibibytes(90), trigger: 70 } },`);
  expect(source).toContain(`name: 'slow'`);
  expect(fieldsOf(result, 'kept by a typed patch').filter((field) => /instances/.test(field))).toEqual([]);
});

test('standbys that are chosen by their zones are not carried over', () => {
  const { deliberate, original } = readManifests(['cnpg-zones.yaml'], { cwd: RUNNING, fileBytes: 1e6 });
  expect(deliberate).toEqual([]);
  expect(original[0]!.raw.spec).toMatchObject({ minSyncReplicas: 1, maxSyncReplicas: 1 });
});
