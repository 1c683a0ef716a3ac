import { Chart, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  AzureCredentials,
  BackupArchive,
  BackupEncryption,
  BackupPolicy,
  BackupRetention,
  BackupTarget,
  ClusterPair,
  ClusterState,
  ConnectionPool,
  DataCheck,
  DrillCheck,
  GcsCredentials,
  GitOpsOutput,
  HaCluster,
  HaClusterProps,
  InPlaceRestore,
  MaintenanceJob,
  MaintenanceTask,
  MajorUpgrade,
  Migration,
  MigrationMethod,
  MigrationSource,
  MigrationStep,
  MonitoringDefaults,
  OnDemandBackup,
  PairStep,
  Platform,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
  Prerequisites,
  RecoverySource,
  RecoveryTarget,
  ReplicaCluster,
  ReplicaSource,
  Replication,
  RestoreDrill,
} from '../../lib';
import { PermissiveOperator } from '../support/permissive-operator';
import { OLD_ARCHIVE, S3, SECRET, SMALLEST_BACKUP, SMALLEST_DRILL, program, smallestCluster } from '../support/programs';
import { findings, newChart } from '../support/render';

const operator = new PermissiveOperator();
const WHY_TYPE = '(JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)';
const WHY_TOKEN = '(names and addresses are checked, and printed into other objects, before tokens are resolved)';

/** Props as they come from JavaScript, where no compiler looks. */
const untyped = (props: object) => program(operator, { cluster: props as Partial<HaClusterProps> });

test.each<[string, object, string]>([
  [
    'an unknown prop',
    { instnaces: 3 },
    `[PROP-001] 'instnaces' is not a prop; did you mean 'instances'? (a misspelt prop would be ignored)`,
  ],
  [
    'an unknown prop of a struct',
    { storage: { size: Size.gibibytes(5), class: 'fast' } },
    `[PROP-001] 'storage.class' is not a prop; did you mean 'storage.storageClass'? (a misspelt prop would be ignored)`,
  ],
  [
    'the word of another tool, of which one thing is said',
    { clusterName: undefined, name: 'orders', replicas: 3 },
    [
      `[PROP-001] 'name' is not a prop; did you mean 'clusterName'? (a misspelt prop would be ignored)`,
      `[test/db] [PROP-001] 'replicas' is not a prop; did you mean 'instances'? (a misspelt prop would be ignored)`,
    ].join('\n'),
  ],
  [
    'a misspelt list',
    { databses: [] },
    `[PROP-001] 'databses' is not a prop; did you mean 'databases'? (a misspelt prop would be ignored)`,
  ],
  [
    'a word of another tool beside the right one',
    { name: 'orders' },
    `[PROP-001] 'name' is not a prop; known props: accessImage, accessRules, annotations, changeCapture, clusterName, compute, creation, databases, exposure, hbaRules, image, imagePullSecrets, instances, labels, monitoring, network, nonProduction, objectMetadata, operator, parameters, placement, platform, podSecurity, preloadLibraries, recovery, replicaSets, replication, roles, state, storage, superuser, tablespaces, takenOver, tls, updates, verbs, version, walStorage (a misspelt prop would be ignored)`,
  ],
  [
    'a Secret where its name is wanted',
    { storage: { size: Size.gibibytes(5), storageClass: kplus.Secret.fromSecretName(newChart(), 's', 'pg-s3') } },
    `[PROP-003] 'storage.storageClass' must be a name, got the object 'pg-s3' itself; write its name, 'pg-s3' ${WHY_TYPE}`,
  ],
  [
    'a missing prop',
    { version: undefined },
    `[PROP-002] 'version' is undefined; write a PostgresVersion such as PostgresVersion.V17 (there is no safe default for it)`,
  ],
  [
    'a version that there is not',
    { version: (PostgresVersion as unknown as { readonly V99: PostgresVersion }).V99 },
    `[PROP-002] 'version' is undefined; write a PostgresVersion such as PostgresVersion.V17 (there is no safe default for it)`,
  ],
  ['a missing owner', { databases: [{ name: 'orders' }] }, `[PROP-002] 'databases[0].owner' is missing (there is no safe default for it)`],
  [
    'a size as text',
    { storage: { size: '50 GB' } },
    `[PROP-003] 'storage.size' must be a Size of cdk8s such as Size.gibibytes(50), got '50 GB' ${WHY_TYPE}`,
  ],
  [
    'storage as text',
    { storage: '50 GB' },
    `[PROP-003] 'storage' must be an object with size, got '50 GB'; write { size: ... } ${WHY_TYPE}`,
  ],
  [
    'a size as storage',
    { storage: Size.gibibytes(50) },
    `[PROP-003] 'storage' must be an object with size, got an object of type Size; write { size: ... } ${WHY_TYPE}`,
  ],
  ['a CPU as compute', { compute: kplus.Cpu.millis(500) }, `[PROP-003] 'compute' must be an object, got an object of type Cpu ${WHY_TYPE}`],
  ['a number as text', { instances: '3' }, `[PROP-003] 'instances' must be a number, got '3'; write 3 ${WHY_TYPE}`],
  ['a text as number', { instances: 'three' }, `[PROP-003] 'instances' must be a number, got 'three' ${WHY_TYPE}`],
  [
    'yes as text',
    { network: { managedElsewhere: 'true' } },
    `[PROP-003] 'network.managedElsewhere' must be true or false, got 'true'; write true ${WHY_TYPE}`,
  ],
  [
    'a text as list',
    { preloadLibraries: 'pg_cron' },
    `[PROP-003] 'preloadLibraries' must be a list, got 'pg_cron'; write ['pg_cron'] ${WHY_TYPE}`,
  ],
  [
    'a number as parameter',
    { parameters: { max_connections: 200 } },
    `[PROP-003] 'parameters['max_connections']' must be a string, got 200; write '200' ${WHY_TYPE}`,
  ],
  [
    'a key that JavaScript keeps',
    { labels: { constructor: 'x' } },
    `[PROP-003] 'labels' must not have the key 'constructor', which cdk8s cannot print; write another key ${WHY_TYPE}`,
  ],
  [
    'a Map',
    { parameters: new Map([['a', 'b']]) },
    `[PROP-003] 'parameters' must be a map of strings, got an object of type Map ${WHY_TYPE}`,
  ],
  [
    'a prop that every object has',
    { toString: 'x' },
    `[PROP-001] 'toString' is not a prop; known props: accessImage, accessRules, annotations, changeCapture, clusterName, compute, creation, databases, exposure, hbaRules, image, imagePullSecrets, instances, labels, monitoring, network, nonProduction, objectMetadata, operator, parameters, placement, platform, podSecurity, preloadLibraries, recovery, replicaSets, replication, roles, state, storage, superuser, tablespaces, takenOver, tls, updates, verbs, version, walStorage (a misspelt prop would be ignored)`,
  ],
  [
    'a hole in a list',
    { preloadLibraries: Array.from({ length: 1 }) },
    `[PROP-003] 'preloadLibraries[0]' must be a string, got undefined ${WHY_TYPE}`,
  ],
  [
    'a size as CPU',
    { compute: { cpu: Size.gibibytes(1) } },
    `[PROP-003] 'compute.cpu' must be a Cpu of cdk8s-plus such as Cpu.millis(500), got an object of type Size ${WHY_TYPE}`,
  ],
  [
    'a literal as replication',
    { replication: { standbys: 1 } },
    `[PROP-003] 'replication' must be a Replication such as Replication.synchronous(), got an object of type Object ${WHY_TYPE}`,
  ],
  [
    'a misspelt option of replication',
    { replication: Replication.synchronous({ standby: 2 } as never) },
    `[PROP-001] 'replication.standby' is not a prop; did you mean 'replication.standbys'? (a misspelt prop would be ignored)`,
  ],
  [
    'a factory that is not called',
    { operator: PostgresOperator.cloudNativePg },
    `[PROP-003] 'operator' must be a PostgresOperator such as PostgresOperator.cloudNativePg(), got the function or class 'cloudNativePg', which is not called ${WHY_TYPE}`,
  ],
  ['null', { instances: null }, `[PROP-003] 'instances' must be a number, got null ${WHY_TYPE}`],
  [
    'a word of an enum',
    { placement: { nodes: 'always' } },
    `[PROP-003] 'placement.nodes' must be SpreadRule.REQUIRED or SpreadRule.PREFERRED or SpreadRule.NONE, got 'always' ${WHY_TYPE}`,
  ],
  ['a list as map', { labels: ['a'] }, `[PROP-003] 'labels' must be a map of strings, got a list ${WHY_TYPE}`],
  [
    'a token',
    { clusterName: Lazy.any({ produce: () => 'orders' }) },
    `[PROP-004] 'clusterName' is a token that is only known later; write the value itself ${WHY_TOKEN}`,
  ],
  [
    'a text token',
    { clusterName: 'a-$' + '{Token[TOKEN.7]}' },
    `[PROP-004] 'clusterName' is a token that is only known later; write the value itself ${WHY_TOKEN}`,
  ],
])('%s is refused', (_, props, says) => {
  expect(findings(untyped(props)).join('\n')).toBe(`[test/db] ${says}`);
});

test('a size that is none is refused', () => {
  expect(findings(untyped({ storage: { size: { toKibibytes: 5 } } }))).toEqual([
    `[test/db] [PROP-003] 'storage.size' must be a Size of cdk8s such as Size.gibibytes(50), got an object of type Object ${WHY_TYPE}`,
  ]);
});

test('all wrong props of a construct are in one error', () => {
  expect(findings(untyped({ clusterName: 1, instances: 'x', foo: 1 }))).toHaveLength(3);
});

test('a missing target is refused', () => {
  const { schedules, retention } = SMALLEST_BACKUP;
  const build = (chart: Chart) =>
    new BackupPolicy(chart, 'backups', { schedules, retention, cluster: new HaCluster(chart, 'db', smallestCluster(operator)) } as never);
  expect(findings(build)).toEqual([
    `[test/backups] [PROP-002] 'target' is missing; write a BackupTarget such as BackupTarget.s3(...) (there is no safe default for it)`,
  ]);
});

test('a target without credentials is refused', () => {
  const target = BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1' } as never);
  expect(findings(program(operator, { backup: { target } }))).toEqual([
    `[test/backups] [PROP-002] 'target.credentials' is missing; write ObjectStoreCredentials such as ObjectStoreCredentials.fromSecret(...) (there is no safe default for it)`,
  ]);
});

test('an S3-compatible target without endpoint is refused', () => {
  const target = BackupTarget.s3Compatible({ bucket: 'acme-pg', credentials: SECRET } as never);
  expect(findings(program(operator, { backup: { target } }))).toEqual([
    `[test/backups] [PROP-002] 'target.endpoint' is missing (there is no safe default for it)`,
  ]);
});

const missing = (prop: string, write = '') =>
  `[PROP-002] '${prop}' is missing${write === '' ? '' : `; write ${write}`} (there is no safe default for it)`;
const none = (prop: string, write = '') =>
  `[PROP-002] '${prop}' is undefined${write === '' ? '' : `; write ${write}`} (there is no safe default for it)`;
const wrong = (prop: string, allowed: string, got: string) => `[PROP-003] '${prop}' must be ${allowed}, got ${got} ${WHY_TYPE}`;
const made = (prop: string, allowed: string, got: string) =>
  `[PROP-003] what '${prop}' is made of must be ${allowed}, got ${got} ${WHY_TYPE}`;
const misspelt = (prop: string, meant: string) =>
  `[PROP-001] '${prop}' is not a prop; did you mean '${meant}'? (a misspelt prop would be ignored)`;
const unknown = (prop: string, known: string) =>
  `[PROP-001] '${prop}' is not a prop; known props: ${known} (a misspelt prop would be ignored)`;

test.each<[string, object, string[]]>([
  [
    'a misspelt retention',
    { retention: BackupRetention.days(7, { walCounts: 2 } as never) },
    [`[PROP-001] 'retention.walCounts' is not a prop; did you mean 'retention.walCount'? (a misspelt prop would be ignored)`],
  ],
  [
    'a retention without number',
    { retention: BackupRetention.count(undefined as never) },
    [made('retention', 'a number of days or backups', 'undefined')],
  ],
  ['a count as text', { retention: BackupRetention.daysAndCount(7, '2' as never) }, [made('retention', 'a number', `'2'; write 2`)]],
  [
    'encryption as a word',
    { encryption: 'AES256' },
    [wrong('encryption', 'a BackupEncryption such as BackupEncryption.serverSide()', `'AES256'`)],
  ],
  ['a KMS key that is none', { encryption: BackupEncryption.kms(undefined as never) }, [made('encryption', 'a string', 'undefined')]],
  [
    'encryption without Secret',
    { encryption: BackupEncryption.clientSide(undefined as never, { key: 'x' } as never) },
    [made('encryption', 'a string', 'undefined'), unknown('encryption.key', 'configFile, encryptionKey')],
  ],
  [
    'a misspelt transfer',
    { transfer: { compression: 'rar', bandwidth: 5 } },
    [
      unknown('transfer.bandwidth', 'bandwidthPerSecond, compression, immediateCheckpoint, parallelism'),
      wrong(
        'transfer.compression',
        ['NONE', 'GZIP', 'BZIP2', 'LZ4', 'ZSTD'].map((name) => `BackupCompression.${name}`).join(' or '),
        `'rar'`,
      ),
    ],
  ],
  ['snapshots without class', { snapshots: { walClassName: 'csi' } }, [missing('snapshots.className')]],
  ['suspended as text', { suspended: 'yes' }, [wrong('suspended', 'true or false', `'yes'`)]],
  [
    'a schedule as text',
    { schedules: ['0 2 * * *'] },
    [wrong('schedules[0]', 'a BackupSchedule such as BackupSchedule.full(...)', `'0 2 * * *'`)],
  ],
  [
    'a bucket of Google without credentials',
    { target: BackupTarget.gcs({ bucket: 'acme-pg' } as never) },
    [missing('target.credentials', 'GcsCredentials such as GcsCredentials.fromSecret(...)')],
  ],
  [
    'a key of Google that is no text',
    { target: BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs', 5 as never) }) },
    [made('target.credentials', 'a string', '5')],
  ],
  [
    'a container of Azure with nothing else',
    { target: BackupTarget.azure({ container: 'postgres', account: 'acme' } as never) },
    [
      unknown('target.account', 'container, credentials, prefix, storageAccount'),
      missing('target.storageAccount'),
      missing('target.credentials', 'AzureCredentials such as AzureCredentials.fromSecret(...)'),
    ],
  ],
  [
    'misspelt keys of Azure',
    {
      target: BackupTarget.azure({
        storageAccount: 'acmepg',
        container: 'postgres',
        credentials: AzureCredentials.sasToken('pg-azure', { token: 'x' } as never),
      }),
    },
    [unknown('target.credentials.token', 'configFile, storageAccount, value')],
  ],
  [
    'a virtual host as text',
    { target: BackupTarget.s3Compatible({ bucket: 'a', endpoint: 'https://b', credentials: SECRET, virtualHostStyle: 'on' as never }) },
    [wrong('target.virtualHostStyle', 'true or false', `'on'`)],
  ],
])('%s in a policy is refused', (_, backup, says) => {
  expect(findings(program(operator, { backup }))).toEqual(says.map((line) => `[test/backups] ${line}`));
});

const ARCHIVE = 'a BackupArchive such as policy.archive or BackupArchive.of(...)';
const TARGET = 'a RecoveryTarget such as RecoveryTarget.latest()';
const fromOld = (options: object): object => ({ recovery: RecoverySource.fromArchive(OLD_ARCHIVE, options) });
const fromPlace = (options: object): object => ({ recovery: RecoverySource.fromArchive(BackupArchive.of(options as never)) });

test.each<[string, object, string[]]>([
  [
    'an archive as source',
    { recovery: OLD_ARCHIVE },
    [wrong('recovery', 'a RecoverySource such as RecoverySource.fromArchive(policy.archive)', 'an object of type BackupArchive')],
  ],
  ['no archive', { recovery: RecoverySource.fromArchive(undefined as never) }, [made('recovery', ARCHIVE, 'undefined')]],
  [
    'a target of a policy as archive',
    { recovery: RecoverySource.fromArchive(S3 as never) },
    [made('recovery', ARCHIVE, 'an object of type BackupTarget')],
  ],
  [
    'an archive of which little is known',
    fromPlace({ target: S3, namespace: 5 }),
    [
      missing('recovery.clusterName'),
      wrong('recovery.namespace', 'a string', '5'),
      missing('recovery.version', 'a PostgresVersion such as PostgresVersion.V17'),
    ],
  ],
  [
    'an archive of nothing',
    fromPlace(undefined as never),
    [
      missing('recovery.clusterName'),
      missing('recovery.target', 'a BackupTarget such as BackupTarget.s3(...)'),
      missing('recovery.namespace'),
      missing('recovery.version', 'a PostgresVersion such as PostgresVersion.V17'),
    ],
  ],
  [
    'a misspelt option of an archive',
    fromPlace({ clusterName: 'orders-old', namespace: 'orders', target: S3, version: PostgresVersion.V17, archiveGeneration: 2 }),
    [
      unknown(
        'recovery.archiveGeneration',
        'clusterName, databases, encryption, generation, image, namespace, parameters, preloadLibraries, repository, storage, tablespaces, target, version, walStorage',
      ),
    ],
  ],
  [
    'an archive without repositories',
    { recovery: RecoverySource.fromArchive(new BackupArchive({} as never)) },
    [none('recovery.cluster'), none('recovery.generation'), wrong('recovery.repositories', 'a list', 'undefined')],
  ],
  [
    'a repository of an archive that is none',
    {
      recovery: RecoverySource.fromArchive(
        new BackupArchive({ cluster: { name: 'orders-old' }, generation: 1, repositories: [null] } as never),
      ),
    },
    [none('recovery.repositories[0].index'), none('recovery.repositories[0].target', 'a BackupTarget such as BackupTarget.s3(...)')],
  ],
  ['a misspelt target', fromOld({ targetTime: '2026-08-01T10:30:00Z' }), [misspelt('recovery.targetTime', 'recovery.target')]],
  [
    'a time as options',
    fromOld('2026-08-01T10:30:00Z' as never),
    [made('recovery', 'an object such as { target: ..., repository: ... }', `'2026-08-01T10:30:00Z'`)],
  ],
  [
    'a target as options',
    fromOld(RecoveryTarget.time('2026-08-01T10:30:00Z') as never),
    [made('recovery', 'an object such as { target: ..., repository: ... }', 'an object of type RecoveryTarget')],
  ],
  [
    'a misspelt option of a clone',
    { recovery: RecoverySource.clone({ identity: {}, operator: {}, node: {} } as never, { repo: 2 } as never) },
    [unknown('recovery.repo', 'repository')],
  ],
  [
    'an archive without target',
    fromPlace({ clusterName: 'orders-old', namespace: 'orders', version: PostgresVersion.V17 }),
    [missing('recovery.target', 'a BackupTarget such as BackupTarget.s3(...)')],
  ],
  ['a time as target', fromOld({ target: '2026-08-01T10:30:00Z' }), [wrong('recovery.target', TARGET, `'2026-08-01T10:30:00Z'`)]],
  [
    'a Date as time',
    fromOld({ target: RecoveryTarget.time(new Date(0) as never) }),
    [made('recovery.target', 'a string', 'an object of type Date')],
  ],
  [
    'a misspelt option of a target',
    fromOld({ target: RecoveryTarget.lsn('0/3000060', { inclusive: false } as never) }),
    [unknown('recovery.target.inclusive', 'backup, exclusive, timeline')],
  ],
  ['a repository as text', fromOld({ repository: 'repo1' }), [wrong('recovery.repository', 'a number', `'repo1'`)]],
  ['a clone of a name', { recovery: RecoverySource.clone('orders-live' as never) }, [made('recovery', 'an HaCluster', `'orders-live'`)]],
  ['snapshots of nothing', { recovery: RecoverySource.fromSnapshots({} as never) }, [missing('recovery.dataSnapshot')]],
  [
    'an import of nothing',
    { recovery: RecoverySource.logicalImport({ port: '5432' } as never) },
    [
      missing('recovery.host'),
      wrong('recovery.port', 'a number', `'5432'; write 5432`),
      missing('recovery.user'),
      missing('recovery.password'),
    ],
  ],
  [
    'a password in clear text',
    { recovery: RecoverySource.logicalImport({ host: 'old', user: 'app', database: 'orders', password: 'x' as never }) },
    [wrong('recovery.password', `a reference to a Secret such as { name: 'old-db', key: 'password' }`, 'an object of type String')],
  ],
])('%s in a recovery is refused', (_, props, says) => {
  expect(findings(untyped(props))).toEqual(says.map((line) => `[test/db] ${line}`));
});

/** A policy of a cluster, for what hangs on it. */
const policyIn = (chart: Chart) => {
  const databases = [{ name: 'orders', owner: 'orders-app' }];
  const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases });
  return new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
};

test.each<[string, (chart: Chart) => void, string[]]>([
  [
    'a backup of nothing',
    (chart) => new OnDemandBackup(chart, 'x', {} as never),
    [missing('policy', 'a BackupPolicy'), missing('backupId')],
  ],
  [
    'a backup of a cluster',
    (chart) => new OnDemandBackup(chart, 'x', { policy: policyIn(chart).cluster as never, backupId: 'v3' }),
    [wrong('policy', 'a BackupPolicy', 'an object of type HaCluster')],
  ],
  [
    'a backup of another type',
    (chart) => new OnDemandBackup(chart, 'x', { policy: policyIn(chart), backupId: 'v3', type: 'all' as never, repository: '1' as never }),
    [
      wrong('type', ['FULL', 'DIFFERENTIAL', 'INCREMENTAL', 'SNAPSHOT'].map((name) => `BackupType.${name}`).join(' or '), `'all'`),
      wrong('repository', 'a number', `'1'; write 1`),
    ],
  ],
  [
    'a restore without interlock',
    (chart) => new InPlaceRestore(chart, 'x', { policy: policyIn(chart), restoreId: 'undo', target: 'latest' } as never),
    [missing('overwrites'), wrong('target', TARGET, `'latest'`)],
  ],
  [
    'a replica without source',
    (chart) => new ReplicaCluster(chart, 'x', smallestCluster(operator) as never),
    [missing('source', 'a ReplicaSource such as ReplicaSource.archive(policy.archive)')],
  ],
  [
    'a replica of an archive that is none',
    (chart) => new ReplicaCluster(chart, 'x', { ...smallestCluster(operator), source: ReplicaSource.archive(undefined as never) }),
    [made('source', ARCHIVE, 'undefined')],
  ],
  [
    'a replica of a host',
    (chart) =>
      new ReplicaCluster(chart, 'x', {
        ...smallestCluster(operator),
        source: ReplicaSource.archiveAndStreaming(undefined as never, { host: 'orders', prot: 1 } as never),
        promoted: 'no' as never,
      }),
    [
      made('source', ARCHIVE, 'undefined'),
      unknown('source.prot', 'ca, certificateSecret, clusterName, host, port'),
      missing('source.clusterName'),
      wrong('promoted', 'true or false', `'no'`),
    ],
  ],
  [
    'a replica of an archive and of no host',
    (chart) =>
      new ReplicaCluster(chart, 'x', {
        ...smallestCluster(operator),
        source: ReplicaSource.archiveAndStreaming(OLD_ARCHIVE, undefined as never),
      }),
    [made('source', 'an object with clusterName, host', 'undefined; write { clusterName: ..., host: ... }')],
  ],
  [
    'a runbook of a word',
    (chart) => new HaCluster(chart, 'x', smallestCluster(operator)).recoveryRunbook('now' as never),
    [wrong('options', 'an object such as { targetTime: ..., recoveredName: ... }', `'now'`)],
  ],
  [
    'a runbook of a misspelt time',
    (chart) => new HaCluster(chart, 'x', smallestCluster(operator)).recoveryRunbook({ target: 'now', recoveredName: 5 } as never),
    [misspelt('options.target', 'options.targetTime'), wrong('options.recoveredName', 'a string', '5')],
  ],
  [
    'a pair of names',
    (chart) => new ClusterPair(chart, 'x', { primary: 'orders', replica: undefined, step: 'promote' } as never),
    [
      wrong('primary', 'an HaCluster', `'orders'`),
      none('replica', 'an HaCluster'),
      wrong('step', 'a PairStep such as PairStep.demote()', `'promote'`),
    ],
  ],
  [
    'a token that is no text',
    (chart) => {
      const { cluster } = policyIn(chart);
      new ClusterPair(chart, 'x', { primary: cluster, replica: cluster, step: PairStep.promote(5 as never) });
    },
    [made('step', 'a string', '5')],
  ],
  [
    'a drill of nothing',
    (chart) => new RestoreDrill(chart, 'x', {} as never),
    [missing('policy', 'a BackupPolicy'), ...['drillName', 'schedule', 'checks', 'network'].map((prop) => missing(prop))],
  ],
  [
    'a drill of words',
    (chart) =>
      new RestoreDrill(chart, 'x', {
        ...SMALLEST_DRILL,
        policy: policyIn(chart),
        checks: ['SELECT true', DrillCheck.isTrue(1 as never, undefined as never)] as never,
        network: { apiServerCidrs: '10.96.0.1/32', cidrs: [] } as never,
        readAllData: 1 as never,
        deadline: '6h' as never,
        images: { postgres: 'postgres:17' } as never,
      }),
    [
      wrong('checks[0]', 'a DrillCheck such as DrillCheck.isTrue(...)', `'SELECT true'`),
      made('checks[1]', 'a string', '1'),
      made('checks[1]', 'a string', 'undefined'),
      unknown('network.cidrs', 'apiServerCidrs, apiServerPort, archiveCidrs, operatorNamespace'),
      wrong('network.apiServerCidrs', 'a list', `'10.96.0.1/32'; write ['10.96.0.1/32']`),
      wrong('readAllData', 'true or false', '1'),
      wrong('deadline', 'a Duration of cdk8s such as Duration.hours(6)', `'6h'`),
      unknown('images.postgres', 'kubectl, psql'),
    ],
  ],
  [
    'a drill of a cluster',
    (chart) => new RestoreDrill(chart, 'x', { ...SMALLEST_DRILL, cluster: policyIn(chart).cluster } as never),
    [misspelt('cluster', 'policy')],
  ],
  [
    'a fenced instance that is no list',
    (chart) => new HaCluster(chart, 'x', { ...smallestCluster(operator), state: ClusterState.fenced('orders-1' as never) }),
    [made('state', 'a list', `'orders-1'; write ['orders-1']`)],
  ],
  [
    'a pause that acknowledges by a word',
    (chart) =>
      new HaCluster(chart, 'x', { ...smallestCluster(operator), state: ClusterState.paused({ withoutFailover: 'true' as never }) }),
    [wrong('state.withoutFailover', 'true or false', `'true'; write true`)],
  ],
  [
    'sessions of a role that is no list',
    (chart) =>
      new MaintenanceJob(chart, 'x', {
        cluster: policyIn(chart).cluster,
        database: 'orders',
        task: MaintenanceTask.endSessions('reports' as never),
        token: 'now',
      }),
    [made('task', 'a list', `'reports'; write ['reports']`)],
  ],
  [
    'a bucket as target',
    (chart) => new BackupPolicy(chart, 'x', { ...SMALLEST_BACKUP, target: BackupTarget.s3Compatible('acme-pg' as never) } as never),
    [
      made('target', 'an object with bucket, credentials, endpoint', `'acme-pg'; write { bucket: ..., credentials: ..., endpoint: ... }`),
      missing('cluster', 'an HaCluster'),
    ],
  ],
  [
    'an archive of a name',
    (chart) =>
      new HaCluster(chart, 'x', {
        ...smallestCluster(operator),
        recovery: RecoverySource.fromArchive(BackupArchive.of('orders' as never)),
      }),
    [
      made(
        'recovery',
        'an object with clusterName, target, namespace, version',
        `'orders'; write { clusterName: ..., target: ..., namespace: ..., version: ... }`,
      ),
    ],
  ],
  [
    'a migration from a cluster, by a word',
    (chart) => new Migration(chart, 'x', { source: policyIn(chart).cluster, target: 'orders', step: 'prepare', method: 'dump' } as never),
    [
      misspelt('source', 'from'),
      misspelt('target', 'to'),
      wrong('step', 'a MigrationStep such as MigrationStep.prepare()', `'prepare'`),
      wrong('method', 'a MigrationMethod such as MigrationMethod.logical()', `'dump'`),
    ],
  ],
  [
    'a migration whose parts are made of nothing',
    (chart) =>
      new Migration(chart, 'x', {
        from: MigrationSource.cluster(undefined as never),
        to: policyIn(chart).cluster,
        step: MigrationStep.cutOver(undefined as never),
        method: MigrationMethod.dump(undefined as never),
      }),
    [
      made('from', 'an HaCluster', 'undefined'),
      wrong(
        'step.check',
        'the code that a check prints',
        `undefined; write what stands behind 'check passed: ' in its log, as '12-0a1b2c3d'`,
      ),
      made('method', 'an object with storage', 'undefined; write { storage: ... }'),
    ],
  ],
  [
    'a migration from a server of which nothing is said, given up by a word',
    (chart) =>
      new Migration(chart, 'x', {
        from: MigrationSource.external(undefined as never),
        to: policyIn(chart).cluster,
        step: MigrationStep.giveUp('yes' as never),
      }),
    [
      made('from', 'an object with host, version, credentials', 'undefined; write { host: ..., version: ..., credentials: ... }'),
      made('step', 'an object such as { afterPromote: ... }', `'yes'`),
    ],
  ],
  [
    'an upgrade by a step of a migration',
    (chart) =>
      new MajorUpgrade(chart, 'x', {
        cluster: policyIn(chart).cluster,
        toVersion: PostgresVersion.V18,
        step: MigrationStep.prepare(),
      } as never),
    [misspelt('toVersion', 'to'), wrong('step', 'an UpgradeStep such as UpgradeStep.prepare()', 'an object of type MigrationStep')],
  ],
  [
    'a check of data whose left out tables have the name of a migration',
    (chart) =>
      new DataCheck(chart, 'x', {
        from: MigrationSource.cluster(policyIn(chart).cluster),
        to: new HaCluster(chart, 'y', { ...smallestCluster(operator), clusterName: 'copy' }),
        token: 'once',
        withoutRows: ['public.log'],
      } as never),
    [misspelt('withoutRows', 'excludeTables')],
  ],
])('%s is refused at once', (_, build, says) => {
  expect(findings(build)).toEqual(says.map((line) => `[test/x] ${line}`));
});

test('a policy or pool of another app cannot change a cluster behind the back of its rules', () => {
  const build = (chart: Chart) => {
    const cluster = new HaCluster(newChart(), 'db', { ...smallestCluster(operator), nonProduction: undefined });
    new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
  };
  expect(findings(build)).toEqual([
    `[test/backups] [BAK-012] the cluster 'orders' belongs to another app; write the BackupPolicy there (archiving is switched on in the cluster object, which another app prints)`,
  ]);
});

test('PROP-005: a cluster outside of a chart', () => {
  const build = (chart: Chart) => new HaCluster(chart.node.scope as Construct as never, 'loose', smallestCluster(operator));
  expect(findings(build)).toEqual([
    `[loose] [PROP-005] 'loose' stands outside of a chart; write new Chart(app, id, { namespace }) and put it in there (a chart is the file that objects are printed to)`,
  ]);
});

test.each<[string, (given: never) => unknown, string]>([
  ['Prerequisites.of', (given) => Prerequisites.of(given), 'construct'],
  ['Platform.of', (given) => Platform.of(given), 'scope'],
  ['MonitoringDefaults.of', (given) => MonitoringDefaults.of(given), 'scope'],
  ['GitOpsOutput.of', (given) => GitOpsOutput.of(given), 'scope'],
])('%s of no construct is refused', (call, of, place) => {
  expect(() => of(undefined as never)).toThrow(
    `Validation failed with the following errors:\n  [${call}] [PROP-003] '${place}' must be a construct such as a chart, got undefined ${WHY_TYPE}`,
  );
});

test('a pool without cluster is refused', () => {
  const build = (chart: Chart) => new ConnectionPool(chart, 'pool', { mode: PoolMode.SESSION } as never);
  expect(findings(build)).toEqual([`[test/pool] [PROP-002] 'cluster' is missing; write an HaCluster (there is no safe default for it)`]);
});

test('no props at all are refused', () => {
  expect(findings((chart) => new HaCluster(chart, 'db', undefined as never))).toEqual([
    `[test/db] [PROP-003] 'props' must be an object with clusterName, operator, version, storage, got undefined; write { clusterName: ..., operator: ..., version: ..., storage: ... } ${WHY_TYPE}`,
  ]);
});

test('attributes of an imported cluster are checked as well', () => {
  const build = (chart: Chart) => HaCluster.fromHaClusterAttributes(chart, 'db', { operator } as never);
  expect(findings(build)).toEqual([`[test/db] [PROP-002] 'clusterName' is missing (there is no safe default for it)`]);
});

test('the stack begins where the user called', () => {
  try {
    new HaCluster(newChart(), 'db', {} as never);
    throw new Error('not refused');
  } catch (error) {
    expect((error as Error).stack!.split('\n').find((line) => line.trim().startsWith('at '))).toContain('props.test.ts');
  }
});

test('props that change after construction change nothing', () => {
  const parameters: { [name: string]: string } = { max_connections: '100' };
  const chart = newChart();
  new HaCluster(chart, 'db', { ...smallestCluster(operator), parameters });
  parameters.max_connections = '7';
  expect(JSON.stringify(chart.toJson())).toContain('"max_connections":"100"');
});

test('a recovered cluster has another name than the lost one', () => {
  const build = (chart: Chart) => void new HaCluster(chart, 'db', smallestCluster(operator)).recoveryRunbook({ recoveredName: 'orders' });
  expect(findings(build)).toEqual([
    `[test/db] [HA-016] 'options.recoveredName' must be another name than 'orders'; write 'orders-restored' (two clusters of one name share services, volumes and secrets, and the second object replaces the first)`,
  ]);
});
