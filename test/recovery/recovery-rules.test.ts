import { Chart, Size, Testing } from 'cdk8s';
import {
  ArchivePlace,
  BackupArchive,
  BackupArchiveOptions,
  BackupEncryption,
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterPair,
  HaCluster,
  HaClusterProps,
  InPlaceRestore,
  InPlaceRestoreProps,
  IPostgresOperator,
  LogicalImportOptions,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  RecoveryTarget,
  ReplicaCluster,
  ReplicaClusterProps,
  ReplicaSource,
  SnapshotRecoveryOptions,
  StreamingSourceOptions,
} from '../../lib';
import { IN_PLACE_RULES } from '../../lib/recovery/in-place-rules';
import { RECOVERY_RULES } from '../../lib/origin/recovery-rules';
import { REPLICA_RULES } from '../../lib/origin/replica-rules';
import { PermissiveOperator } from '../support/permissive-operator';
import { Ask, BUCKET, OLD_ARCHIVE, S3, SMALLEST_BACKUP, program, smallestCluster } from '../support/programs';
import { findings, newChart, render } from '../support/render';
import { RuleCase, describeRules, everyRuleHasACase } from '../support/rule-case';

const operator = new PermissiveOperator();
const DATABASES = [{ name: 'orders', owner: 'orders-app' }];
const VOLUME = { target: BackupTarget.volume({ size: Size.gibibytes(100) }), schedules: SMALLEST_BACKUP.schedules };
const FAR = { ...SMALLEST_BACKUP, target: BackupTarget.s3({ ...BUCKET, bucket: 'acme-far' }) };

const WHY = {
  time: '(a time without zone is UTC for one operator and the time of the container for another, and a malformed one is retried for ever)',
  target: '(the recovery would be refused, or end where nobody asked for)',
  place: '(WAL of two histories would lie in one folder, and neither could be restored)',
  version: '(PostgreSQL does not start on the data files of another major version)',
  database: '(the operator would create what is named and give it to the application: an empty database beside the one with the data)',
  repository: '(there is nothing else to read, and a backup volume goes with its cluster, so that nothing is left of it for another one)',
  archive: '(the recovery would wait for ever for an archive that cannot exist)',
  form: '(the recovery would look into another folder, and wait for ever)',
  snapshot: '(without WAL nothing leads from the snapshot to the target)',
  server: '(the import would wait for ever for a server that cannot exist)',
  streaming: '(the replica would wait for ever for a primary that cannot exist)',
  interlock: '(it destroys what the cluster holds; the name is the interlock, the id keeps it from happening twice)',
  inPlace: '(the cluster is stopped before the tool finds that it cannot restore)',
};

const archive = (options: Partial<BackupArchiveOptions> = {}): BackupArchive =>
  BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target: S3, version: PostgresVersion.V17, ...options });
const from = (source: RecoverySource, props: Partial<HaClusterProps> = {}): Ask => ({ cluster: { recovery: source, ...props } });
const ends = (target: RecoveryTarget): Ask => from(RecoverySource.fromArchive(OLD_ARCHIVE, { target }));
const reads = (options: Partial<BackupArchiveOptions>, props?: Partial<HaClusterProps>): Ask =>
  from(RecoverySource.fromArchive(archive(options)), props);
const snapshots = (options: Partial<SnapshotRecoveryOptions>): Ask =>
  from(RecoverySource.fromSnapshots({ dataSnapshot: 'orders-data', ...options }));
const imports = (options: Partial<LogicalImportOptions>, databases: HaClusterProps['databases'] = DATABASES): Ask =>
  from(
    RecoverySource.logicalImport({
      host: 'old.acme.example',
      user: 'postgres',
      password: { name: 'old-db', key: 'password' },
      database: 'orders',
      ...options,
    }),
    { databases },
  );
const replica = (props: Partial<ReplicaClusterProps>, backup: Ask['backup'] = {}): Ask => ({ replica: props, backup });
const STREAMING: StreamingSourceOptions = { clusterName: 'orders', host: 'orders.eu.acme.example' };
const streams = (options: Partial<StreamingSourceOptions>): Ask =>
  replica({ source: ReplicaSource.streaming({ ...STREAMING, ...options }) });
const restore = (props: Partial<InPlaceRestoreProps>, ask: Ask = {}): Ask => ({ ...ask, inPlace: props });

type Case = RuleCase<Ask>;

/** What the end of a recovery may be, for a new cluster and for a restore in place. */
const TARGETS: readonly (readonly [broken: RecoveryTarget, says: string, kept: RecoveryTarget])[] = [
  [
    RecoveryTarget.transaction('0'),
    `must be the number of a transaction with no zero in front, such as '742', got '0'`,
    RecoveryTarget.transaction('1'),
  ],
  [
    // PostgreSQL would read it as an octal number.
    RecoveryTarget.transaction('0742'),
    `must be the number of a transaction with no zero in front, such as '742', got '0742'`,
    RecoveryTarget.transaction('742'),
  ],
  [
    RecoveryTarget.transaction('18446744073709551616'),
    `must be the number of a transaction with no zero in front, such as '742', got '18446744073709551616'`,
    // With its epoch, as pg_current_xact_id() gives it.
    RecoveryTarget.transaction('18446744073709551615'),
  ],
  [RecoveryTarget.lsn('3000060'), `must be two hexadecimal numbers, such as '0/3000060', got '3000060'`, RecoveryTarget.lsn('1A/3000fF')],
  [
    RecoveryTarget.lsn('0/123456789'),
    `must be two hexadecimal numbers, such as '0/3000060', got '0/123456789'`,
    RecoveryTarget.lsn('0/3000060'),
  ],
  [
    RecoveryTarget.restorePoint(`it's`),
    `must be 1 to 63 letters, digits, blanks and '_.:@-', got 'it's'`,
    RecoveryTarget.restorePoint('before v3.1_a:b@c-d'),
  ],
  [
    RecoveryTarget.restorePoint('x'.repeat(64)),
    `must be 1 to 63 letters, digits, blanks and '_.:@-', got '${'x'.repeat(64)}'`,
    RecoveryTarget.restorePoint('x'.repeat(63)),
  ],
  [
    RecoveryTarget.backup('the last'),
    `must name a backup by its label, such as '20260801T020000' or '20260801-020000F', got 'the last'`,
    RecoveryTarget.backup('20260801-020000F_20260802-020000D'),
  ],
  [
    RecoveryTarget.time('2026-08-01T10:30:00Z', { backup: '' }),
    `must name a backup by its label, such as '20260801T020000' or '20260801-020000F', got ''`,
    RecoveryTarget.time('2026-08-01T10:30:00Z', { backup: '20260801T020000' }),
  ],
];

const TIMELINES: readonly (readonly [broken: RecoveryTarget, says: string, kept: RecoveryTarget])[] = [
  [
    RecoveryTarget.lsn('0/3000060', { timeline: '0' }),
    `must be 'latest' or the number of a timeline, got '0'`,
    RecoveryTarget.lsn('0/3000060', { timeline: 'latest' }),
  ],
  [
    RecoveryTarget.lsn('0/3000060', { timeline: 'newest' }),
    `must be 'latest' or the number of a timeline, got 'newest'`,
    RecoveryTarget.lsn('0/3000060', { timeline: '3' }),
  ],
];

const TIMES: readonly (readonly [broken: string, says: string])[] = [
  [
    'last tuesday',
    `'last tuesday' is no time of RFC 3339: date, T, hours, minutes, seconds with up to six digits behind them, zone; write for example '2026-08-01T10:30:00Z'`,
  ],
  [
    '2026-08-01T10:30:00',
    `'2026-08-01T10:30:00' has no zone, which each operator would guess differently; write '2026-08-01T10:30:00Z' or an offset such as '+02:00'`,
  ],
  [
    '2026-02-30T10:30:00Z',
    `'2026-02-30T10:30:00Z' does not exist; write a day of the calendar, a time from 00:00:00 to 23:59:59 and an offset of at most 14 hours`,
  ],
];
const MOMENT = RecoveryTarget.time('2026-08-01T12:30:00.5+02:00');

const CLUSTER_CASES: readonly Case[] = [
  ...TIMES.map(([time, says]) => ({
    rule: 'REC-001',
    broken: ends(RecoveryTarget.time(time)),
    says: `'recovery.target': ${says} ${WHY.time}`,
    kept: ends(MOMENT),
  })),
  {
    rule: 'REC-001',
    broken: snapshots({ archive: OLD_ARCHIVE, target: RecoveryTarget.time('2026-08-01') }),
    says: `'recovery.target': '2026-08-01' is no time of RFC 3339: date, T, hours, minutes, seconds with up to six digits behind them, zone; write for example '2026-08-01T10:30:00Z'`,
    kept: snapshots({ archive: OLD_ARCHIVE, target: MOMENT }),
  },
  ...TARGETS.map(([broken, says, kept]) => ({
    rule: 'REC-002',
    broken: ends(broken),
    says: `'recovery.target' ${says} ${WHY.target}`,
    kept: ends(kept),
  })),
  ...TIMELINES.map(([broken, says, kept]) => ({
    rule: 'REC-002',
    broken: ends(broken),
    says: `'recovery.target.timeline' ${says}`,
    kept: ends(kept),
  })),
  {
    // A restore into the place that it reads from.
    rule: 'REC-003',
    broken: { ...reads({ clusterName: 'orders' }), backup: {} },
    says: `the archive s3://acme-pg/orders/orders/1 is read and written by this cluster; raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix ${WHY.place}`,
    kept: { ...reads({ clusterName: 'orders' }), backup: { archiveGeneration: 2 } },
  },
  {
    rule: 'REC-003',
    broken: { ...reads({ clusterName: 'orders', generation: 2 }), backup: { additionalRepositories: [FAR], archiveGeneration: 2 } },
    says: `the archive s3://acme-pg/orders/orders/2 is read and written by this cluster; raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix`,
    kept: { ...reads({ clusterName: 'orders', generation: 2 }), backup: { ...FAR, archiveGeneration: 2 } },
  },
  {
    rule: 'REC-004',
    broken: reads({ version: PostgresVersion.V16 }),
    says: `'version' must be PostgresVersion.V16, that of the source, got 17; restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on CloudNativePG write RecoverySource.logicalImport(...) ${WHY.version}`,
    kept: imports({}),
  },
  {
    rule: 'REC-005',
    broken: reads({ databases: DATABASES }),
    says: `'databases[0]' must be { name: 'orders', owner: 'orders-app' }, as the source has it, got none ${WHY.database}`,
    kept: reads({ databases: DATABASES }, { databases: DATABASES }),
  },
  {
    rule: 'REC-005',
    broken: reads({ databases: DATABASES }, { databases: [{ name: 'orders', owner: 'app' }] }),
    says: `'databases[0]' must be { name: 'orders', owner: 'orders-app' }, as the source has it, got { name: 'orders', owner: 'app' }`,
    kept: reads({ databases: DATABASES }, { databases: [...DATABASES, { name: 'audit', owner: 'orders-app' }] }),
  },
  {
    rule: 'REC-006',
    broken: from(RecoverySource.fromArchive(archive(), { repository: 2 })),
    says: `'recovery.repository' must be one of 1, the repositories of the archive, got 2 ${WHY.repository}`,
    kept: from(RecoverySource.fromArchive(archive(), { repository: 1 })),
  },
  {
    rule: 'REC-006',
    broken: from(RecoverySource.fromArchive(archive({ repository: 2 }), { repository: NaN })),
    says: `'recovery.repository' must be one of 2, the repositories of the archive, got NaN`,
    kept: from(RecoverySource.fromArchive(archive({ repository: 2 }))),
  },
  {
    // A volume is no protection from a disaster: it goes with its cluster.
    rule: 'REC-006',
    broken: reads({ target: VOLUME.target }),
    says: `'recovery' must be an archive in an object store, got a volume; write a 'repository' in an object store, or RecoverySource.clone(...) where the operator clones from volumes`,
    kept: reads({ target: S3 }),
  },
  {
    rule: 'REC-006',
    broken: from(RecoverySource.fromArchive(new BackupArchive({ cluster: { name: 'orders-old' }, repositories: [], generation: 1 }))),
    says: `'recovery' must be an archive with a repository, got none; write BackupArchive.of(...) or the 'archive' of a BackupPolicy`,
    kept: reads({}),
  },
  {
    rule: 'REC-007',
    broken: reads({
      clusterName: 'Orders/Old',
      namespace: 'My NS',
      generation: 0,
      repository: 1.5,
      target: BackupTarget.s3Compatible({
        bucket: 'A',
        endpoint: 'minio:9000',
        credentials: ObjectStoreCredentials.fromSecret('PG S3'),
      }),
      encryption: BackupEncryption.clientSide('PG KEY'),
    }),
    says: [
      `'recovery.archive.clusterName' must be the name of a cluster: lower-case letters, digits and '-', with a letter first, got 'Orders/Old' ${WHY.archive}`,
      `'recovery.archive.namespace' must be at most 63 lower-case letters, digits and '-', got 'My NS' ${WHY.archive}`,
      `'recovery.archive.generation' must be a whole number from 1, got 0 ${WHY.archive}`,
      `'recovery.archive.target.bucket' must be 3 to 255 letters, digits, '-', '_' and '.', with a letter or digit at either end, got 'A' ${WHY.archive}`,
      `'recovery.archive.target.endpoint' must be 'https://HOST' or 'https://HOST:PORT', got 'minio:9000' ${WHY.archive}`,
      `'recovery.archive.target.credentials' must be the name of a Secret, got 'PG S3' ${WHY.archive}`,
      `'recovery.archive.encryption' must be the name of a Secret, got 'PG KEY' ${WHY.archive}`,
      `'recovery.archive.repository' must be a whole number from 1, got 1.5 ${WHY.archive}`,
    ],
    kept: reads({
      clusterName: 'orders-old',
      namespace: '2-shops',
      generation: 3,
      repository: 4,
      target: BackupTarget.s3Compatible({
        bucket: 'acme',
        endpoint: 'https://minio:9000',
        credentials: ObjectStoreCredentials.fromSecret('pg-s3'),
      }),
      encryption: BackupEncryption.clientSide('pg-key'),
    }),
  },
  {
    rule: 'REC-040',
    broken: from(
      RecoverySource.fromArchive(
        BackupArchive.at({
          clusterName: 'orders-old',
          target: BackupTarget.s3({ ...BUCKET, prefix: 'pg' }),
          place: ArchivePlace.barman({ serverName: '' }),
        }),
      ),
    ),
    says: [
      `'recovery.archive.place.serverName' must be the name of one folder, got '' ${WHY.form}`,
      `'recovery.archive.target.prefix' must not be given beside 'place', got 'pg'; write it as a part of the place, or leave it out ${WHY.form}`,
    ],
    kept: from(
      RecoverySource.fromArchive(
        BackupArchive.at({ clusterName: 'orders-old', target: S3, place: ArchivePlace.barman({ serverName: 'orders-old' }) }),
      ),
    ),
  },
  {
    rule: 'REC-008',
    broken: snapshots({ dataSnapshot: 'Data', walSnapshot: '', target: RecoveryTarget.restorePoint('v3') }),
    says: [
      `'recovery.dataSnapshot' must be lower-case letters, digits, '-' and '.', got 'Data' ${WHY.snapshot}`,
      `'recovery.walSnapshot' must be lower-case letters, digits, '-' and '.', got '' ${WHY.snapshot}`,
      `'recovery.target' needs 'recovery.archive' with the WAL behind the snapshot, got the target 'restore-point'; add it or leave the target out ${WHY.snapshot}`,
    ],
    kept: snapshots({ dataSnapshot: 'data', walSnapshot: 'wal', archive: OLD_ARCHIVE, target: RecoveryTarget.restorePoint('v3') }),
  },
  {
    rule: 'REC-008',
    broken: snapshots({ archive: OLD_ARCHIVE, target: RecoveryTarget.time('2026-08-01T10:30:00Z', { backup: '20260801T020000' }) }),
    says: `'recovery.target' must not name a backup, since the snapshot is the backup, got '20260801T020000'; leave it out`,
    kept: snapshots({}),
  },
  {
    rule: 'REC-009',
    broken: imports({
      host: 'postgres://old:5432',
      port: 70000,
      user: '',
      database: '*',
      password: { name: 'Old DB', key: 'pass word' },
      ca: { name: '', key: '' },
    }),
    says: [
      `'recovery.host' must be a host name or an IPv4 address, without scheme and port, got 'postgres://old:5432' ${WHY.server}`,
      `'recovery.port' must be 1 to 65535, got 70000 ${WHY.server}`,
      `'recovery.user' must be the name of a role, got '' ${WHY.server}`,
      `'recovery.database' must be the name of one database, got '*'; several are 'databases' ${WHY.server}`,
      `'recovery.password.name' must be the name of a Secret, got 'Old DB' ${WHY.server}`,
      `'recovery.ca.name' must be the name of a Secret, got '' ${WHY.server}`,
      `'recovery.password.key' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'pass word' ${WHY.server}`,
      `'recovery.ca.key' must be a key of a Secret: letters, digits, '-', '_' and '.', got '' ${WHY.server}`,
    ],
    kept: imports({ host: '10.1.2.3', port: 5433, ca: { name: 'old-ca', key: 'ca.crt' } }),
  },
  {
    rule: 'REC-009',
    broken: imports({ host: 'old..acme.example' }),
    says: `'recovery.host' must be a host name or an IPv4 address, without scheme and port, got 'old..acme.example'`,
    kept: imports({ host: 'old' }),
  },
  {
    // The password itself in the place of its name is not repeated.
    rule: 'REC-009',
    broken: imports({ password: { name: 'old-db', key: 'AKIAIOSFODNN7EXAMPLE' } }),
    says: `'recovery.password.key' looks like a credential; write the name under which a Secret holds it, and consider the credential as leaked`,
    kept: imports({ password: { name: 'old-db', key: 'pw' } }),
  },
  {
    rule: 'REC-009',
    broken: imports({ serverName: 'old/db' }),
    says: `'recovery.serverName' must be a name without '/' and '\\', got 'old/db'`,
    kept: imports({ serverName: 'old-db' }),
  },
  ...[
    { database: undefined, says: 'neither' },
    { databases: ['orders'], says: 'both' },
  ].map(({ says, ...options }) => ({
    rule: 'REC-009',
    broken: imports(options),
    says: `'recovery' must have either 'database' or 'databases', got ${says}`,
    kept: imports({ database: undefined, databases: ['*'], roles: ['*'] }, []),
  })),
  {
    rule: 'REC-009',
    broken: imports({ database: undefined, databases: ['*', 'orders'], roles: [] }, []),
    says: [
      `'recovery.databases' must be names, or ['*'] alone for all of them, got ['*', 'orders']`,
      `'recovery.roles' must be names, or ['*'] alone for all of them, got []`,
    ],
    kept: imports({ database: undefined, databases: ['orders', 'audit'], roles: ['orders-app'] }, []),
  },
  {
    rule: 'REC-009',
    broken: imports({ roles: ['*'] }),
    says: `'recovery.roles' goes with 'databases'; leave it out`,
    kept: imports({}),
  },
  {
    rule: 'REC-011',
    broken: imports({}, []),
    says: `'databases' must name the database that the import is loaded into, got none; write databases: [{ name: 'orders', owner: '...' }] (the data is loaded into the first database, whatever the name of its source)`,
    kept: imports({}, [{ name: 'shop', owner: 'shop-app' }]),
  },
];

const REPLICA_CASES: readonly Case[] = [
  {
    rule: 'REC-003',
    broken: replica({ source: ReplicaSource.archive(archive({ clusterName: 'orders-dr' })), clusterName: 'orders-dr' }),
    says: [
      `[REC-003] the archive s3://acme-pg/orders/orders-dr/1 is read and written by this cluster; raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix ${WHY.place}`,
      `[REP-004] 'clusterName' must not be that of the source, got 'orders-dr'; write for example 'orders-dr-dr' (the members of a pair know each other by name, and the archive of the one would be that of the other)`,
    ],
    kept: replica({}),
  },
  {
    rule: 'REC-004',
    broken: replica({ version: PostgresVersion.V16 }),
    says: `'version' must be PostgresVersion.V17, that of the source, got 16; a replica is not upgraded: take it out, upgrade its source, and make it anew under another name`,
    kept: replica({ version: PostgresVersion.V17 }),
  },
  {
    rule: 'REC-006',
    broken: replica({}, { ...VOLUME, retention: BackupRetention.days(7), additionalRepositories: [FAR] }),
    says: `'source' must be an archive in an object store, got a volume; let an object store and the volume change places in the policy, or write ReplicaSource.streaming(...)`,
    kept: replica({}, { additionalRepositories: [{ ...VOLUME, retention: BackupRetention.days(7) }] }),
  },
  {
    rule: 'REC-007',
    broken: replica({ source: ReplicaSource.archive(archive({ target: BackupTarget.s3({ ...BUCKET, region: 'EU' }) })) }),
    says: `'source.archive.target.region' must be a region such as 'eu-west-1', got 'EU'`,
    kept: replica({ source: ReplicaSource.archive(archive()) }),
  },
  {
    rule: 'REP-001',
    broken: replica({ recovery: RecoverySource.fromArchive(OLD_ARCHIVE) }),
    says: `'recovery' must not be given for a ReplicaCluster, got 'archive'; leave it out (it is made of its source, so the other origin would be ignored)`,
    kept: replica({}),
  },
  {
    rule: 'REP-002',
    broken: streams({
      clusterName: 'Orders',
      host: 'orders:5432',
      port: 0,
      certificateSecret: 'Orders Replication',
      ca: { name: 'Orders CA', key: 'ca crt' },
    }),
    says: [
      `'source.clusterName' must be the name of a cluster: lower-case letters, digits and '-', with a letter first, got 'Orders' ${WHY.streaming}`,
      `'source.host' must be a host name or an IPv4 address, without scheme and port, got 'orders:5432' ${WHY.streaming}`,
      `'source.port' must be 1 to 65535, got 0 ${WHY.streaming}`,
      `'source.certificateSecret' must be the name of a Secret, got 'Orders Replication' ${WHY.streaming}`,
      `'source.ca.name' must be the name of a Secret, got 'Orders CA' ${WHY.streaming}`,
      `'source.ca.key' must be a key of a Secret: letters, digits, '-', '_' and '.', got 'ca crt' ${WHY.streaming}`,
    ],
    kept: streams({ host: '10.1.2.3', port: 5433, certificateSecret: 'orders-replication', ca: { name: 'orders-ca', key: 'ca.crt' } }),
  },
  {
    rule: 'REP-003',
    broken: replica({ source: ReplicaSource.archiveAndStreaming(archive(), STREAMING) }),
    says: `'source' must lead to one cluster, got the archive of 'orders-old' and the primary of 'orders' (the replica would find the WAL of another database system, and stop)`,
    kept: replica({ source: ReplicaSource.archiveAndStreaming(archive(), { ...STREAMING, clusterName: 'orders-old' }) }),
  },
  {
    rule: 'REP-004',
    broken: streams({ clusterName: 'orders-dr' }),
    says: `'clusterName' must not be that of the source, got 'orders-dr'; write for example 'orders-dr-dr' (the members of a pair know each other by name, and the archive of the one would be that of the other)`,
    kept: streams({ clusterName: 'orders' }),
  },
  {
    // Two primaries out of one.
    rule: 'REP-005',
    broken: replica({ promoted: true }),
    says: `'promoted' must not be given while test/db is a primary; write new ClusterPair(..., { primary, replica, step: PairStep.promote() }), or take the source out of the program (the source would go on as a primary, and both would take writes)`,
    // The source is gone.
    kept: replica({ promoted: true, source: ReplicaSource.archive(OLD_ARCHIVE) }),
  },
];

const IN_PLACE_CASES: readonly Case[] = [
  {
    rule: 'REC-012',
    broken: restore({ restoreId: 'Undo v3', overwrites: 'order' }),
    says: [
      `'restoreId' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got 'Undo v3'; write what it is for and when, 'before-v3-2026-08-01' ${WHY.interlock}`,
      `'overwrites' must be the name of the cluster whose data is lost, 'orders', got 'order' ${WHY.interlock}`,
    ],
    kept: restore({ restoreId: 'a'.repeat(30), overwrites: 'orders' }),
  },
  {
    rule: 'REC-012',
    broken: restore({ restoreId: 'a'.repeat(31) }),
    says: `'restoreId' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got '${'a'.repeat(31)}'; write what it is for and when, 'before-v3-2026-08-01'`,
    kept: restore({ restoreId: '2026-08-01' }),
  },
  ...TIMES.map(([time, says]) => ({
    rule: 'REC-013',
    broken: restore({ target: RecoveryTarget.time(time) }),
    says: `'target': ${says} ${WHY.inPlace}`,
    kept: restore({ target: MOMENT }),
  })),
  ...TARGETS.map(([broken, says, kept]) => ({
    rule: 'REC-013',
    broken: restore({ target: broken }),
    says: `'target' ${says}`,
    kept: restore({ target: kept }),
  })),
  ...TIMELINES.map(([broken, says, kept]) => ({
    rule: 'REC-013',
    broken: restore({ target: broken }),
    says: `'target.timeline' ${says}`,
    kept: restore({ target: kept }),
  })),
  ...[0, 1.5, 3].map((repository) => ({
    rule: 'REC-013',
    broken: restore({ repository }, { backup: { additionalRepositories: [FAR] } }),
    says: `'repository' must be a whole number from 1 to 2, the repositories of the policy, got ${repository}`,
    kept: restore({ repository: 2 }, { backup: { additionalRepositories: [FAR] } }),
  })),
  {
    rule: 'REC-014',
    broken: restore({}, from(RecoverySource.fromArchive(OLD_ARCHIVE))),
    says: `the cluster 'orders' has 'recovery', which must not stand beside an InPlaceRestore; write '.done()' behind its RecoverySource first, in a commit of its own (the operator takes one of the two for the other, and restores once more when one of them goes; a replica cannot follow into the past)`,
    kept: restore({}),
  },
];

const TABLES: readonly (readonly [place: string, cases: readonly Case[], prints: number])[] = [
  ['test/db', CLUSTER_CASES, 2],
  ['test/replica', REPLICA_CASES, 4],
  ['test/restore', IN_PLACE_CASES, 2],
];

const RULES = [...RECOVERY_RULES, ...REPLICA_RULES, ...IN_PLACE_RULES];

TABLES.forEach(([place, cases, count]) =>
  describeRules(cases, {
    rules: RULES,
    place,
    program: (ask) => program(operator, ask),
    prints: (manifests) => expect(manifests).toHaveLength(count),
  }),
);

test.each(['', 'a-', '-a', 'a_b', 'a.b'])('REC-012: %j is no id', (restoreId) => {
  expect(findings(program(operator, restore({ restoreId })))).toEqual([
    `[test/restore] [REC-012] 'restoreId' must be 1 to 30 lower-case letters, digits and '-', with no '-' at either end, got '${restoreId}'; write what it is for and when, 'before-v3-2026-08-01' ${WHY.interlock}`,
  ]);
});

describe('rules about a clone', () => {
  /** A clone of a live cluster with the policy that is asked for. */
  const clone =
    (props: Partial<HaClusterProps>, repository?: number, source: Partial<HaClusterProps> = {}) =>
    (chart: Chart) => {
      const live = new HaCluster(chart, 'live', { ...smallestCluster(operator), clusterName: 'orders-live', ...source });
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, additionalRepositories: [FAR], cluster: live });
      new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery: RecoverySource.clone(live, { repository }), ...props });
    };

  test('REC-004: of another version', () => {
    expect(findings(clone({ version: PostgresVersion.V18 }))).toEqual([
      `[test/db] [REC-004] 'version' must be PostgresVersion.V17, that of the source, got 18; restore first, and when the cluster runs write '.done()' behind its RecoverySource and upgrade it; or on CloudNativePG write RecoverySource.logicalImport(...) ${WHY.version}`,
    ]);
    expect(render(clone({}))).toHaveLength(4);
  });

  test('REC-005: with another database', () => {
    const source = { databases: DATABASES };
    expect(findings(clone({ databases: [{ name: 'shop', owner: 'shop' }] }, undefined, source))).toEqual([
      `[test/db] [REC-005] 'databases[0]' must be { name: 'orders', owner: 'orders-app' }, as the source has it, got { name: 'shop', owner: 'shop' } ${WHY.database}`,
    ]);
    expect(render(clone(source, undefined, source))).toHaveLength(4);
  });

  test.each([0, 1.5, 3, NaN])('REC-006: from the repository %p', (repository) => {
    expect(findings(clone({}, repository))).toEqual([
      `[test/db] [REC-006] 'recovery.repository' must be a whole number from 1 to 2, the repositories of the source, got ${repository} ${WHY.repository}`,
    ]);
    expect(render(clone({}, 2))).toHaveLength(4);
  });

  /** A clone of a cluster of another app. */
  const imported =
    (clusterName: string, repository?: number, runs: IPostgresOperator = operator) =>
    (chart: Chart) => {
      const live = HaCluster.fromHaClusterAttributes(chart, 'live', { clusterName, operator: runs });
      new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery: RecoverySource.clone(live, { repository }) });
    };

  test('REC-006: from a repository of a cluster of another app', () => {
    expect(findings(imported('orders-live', 0))).toEqual([
      `[test/db] [REC-006] 'recovery.repository' must be a whole number from 1, got 0 ${WHY.repository}`,
    ]);
    expect(render(imported('orders-live', 4))).toHaveLength(2);
  });

  test('REC-010: of itself', () => {
    expect(findings(imported('orders'))[0]).toBe(
      `[test/db] [REC-010] 'recovery' must not clone the cluster itself, got 'orders'; write another 'clusterName' (operators clone by means of their own, which the others do not have)`,
    );
    expect(render(imported('orders-live'))).toHaveLength(2);
  });

  test('REC-010: of a cluster of another operator', () => {
    const runs = PostgresOperator.cloudNativePg();
    expect(findings(imported('orders-live', undefined, runs))).toEqual([
      `[test/db] [REC-010] 'recovery' must clone a cluster of Permissive, got one of CloudNativePG; dump and load the data, on CloudNativePG with RecoverySource.logicalImport(...) (operators clone by means of their own, which the others do not have)`,
    ]);
  });
});

describe('rules about more than one construct', () => {
  test.each([
    ['https://s3.eu-west-1.amazonaws.com', undefined],
    ['https://minio.acme.example', 'https://minio.acme.example:443'],
    ['http://minio.acme.example:80', 'http://minio.acme.example'],
  ])('REC-003: the same place as %s and as %s', (endpoint, other) => {
    const place = (url?: string) => (url === undefined ? S3 : BackupTarget.s3Compatible({ ...BUCKET, endpoint: url }));
    const again = (archiveGeneration: number) => (chart: Chart) => {
      const recovery = RecoverySource.fromArchive(archive({ clusterName: 'orders', target: place(endpoint) }));
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery });
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, target: place(other), archiveGeneration });
    };
    expect(findings(again(1)).map((finding) => finding.slice(0, 19))).toEqual(['[test/db] [REC-003]']);
    expect(render(again(2))).toHaveLength(2);
  });

  test('REP-005: a replica that is the primary of its next pair, while its source stands there without one', () => {
    const chain = (source?: HaClusterProps['clusterName']) => (chart: Chart) => {
      const add = (id: string, clusterName: string, read?: BackupArchive) => {
        const props = { ...smallestCluster(operator), clusterName };
        const cluster = read
          ? new ReplicaCluster(chart, id, { ...props, source: ReplicaSource.archive(read) })
          : new HaCluster(chart, id, props);
        return { cluster, policy: new BackupPolicy(chart, `${id}-backups`, { ...SMALLEST_BACKUP, cluster }) };
      };
      const lost = source === undefined ? archive({ clusterName: 'orders-1' }) : add('first', source).policy.archive;
      const second = add('second', 'orders-2', lost);
      const third = add('third', 'orders-3', second.policy.archive);
      new ClusterPair(chart, 'pair', { primary: second.cluster, replica: third.cluster });
    };
    expect(findings(chain('orders-1'))).toEqual([
      `[test/second] [REP-005] a ReplicaCluster must not be the primary of a pair with 'orders-3' while its source test/first is a primary, too; take the source out of the program (the source would go on as a primary, and both would take writes)`,
    ]);
    expect(render(chain())).toHaveLength(4);
  });

  test('REC-005: from the archive of a replica that names no database', () => {
    const again = (databases: HaClusterProps['databases']) => (chart: Chart) => {
      const source = ReplicaSource.archive(archive({ databases: DATABASES }));
      const second = new ReplicaCluster(chart, 'replica', {
        ...smallestCluster(operator),
        clusterName: 'orders-dr',
        source,
        promoted: true,
      });
      const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: second });
      const recovery = RecoverySource.fromArchive(policy.archive);
      new HaCluster(chart, 'db', { ...smallestCluster(operator), databases, recovery });
    };
    expect(findings(again(undefined))).toEqual([
      `[test/db] [REC-005] 'databases[0]' must be { name: 'orders', owner: 'orders-app' }, as the source has it, got none ${WHY.database}`,
    ]);
    expect(render(again(DATABASES))).toHaveLength(4);
  });

  test('REC-003: a policy in the same app, whose cluster is restored into its own place', () => {
    // The cluster of the old policy is gone, so that nothing but the archive is left of it.
    const again = (archiveGeneration: number) => (chart: Chart) => {
      const recovery = RecoverySource.fromArchive(archive({ clusterName: 'orders' }));
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), recovery });
      new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster, archiveGeneration });
    };
    expect(findings(again(1))).toEqual([
      `[test/db] [REC-003] the archive s3://acme-pg/orders/orders/1 is read and written by this cluster; raise 'archiveGeneration' in its BackupPolicy, or give it another bucket or prefix ${WHY.place}`,
    ]);
    expect(render(again(2))).toHaveLength(2);
  });

  test('REC-005: the databases of a policy of the same app', () => {
    const beside = (databases: HaClusterProps['databases']) => (chart: Chart) => {
      const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), databases: DATABASES });
      const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
      new HaCluster(chart, 'copy', {
        ...smallestCluster(operator),
        clusterName: 'orders-copy',
        databases,
        recovery: RecoverySource.fromArchive(policy.archive),
      });
    };
    expect(findings(beside(undefined))).toEqual([
      `[test/copy] [REC-005] 'databases[0]' must be { name: 'orders', owner: 'orders-app' }, as the source has it, got none ${WHY.database}`,
    ]);
    expect(render(beside(DATABASES))).toHaveLength(4);
  });

  test('REC-014: a second restore in place', () => {
    const twice = (count: number) => (chart: Chart) => {
      const cluster = new HaCluster(chart, 'db', smallestCluster(operator));
      const policy = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster });
      for (let i = 0; i < count; i += 1) {
        new InPlaceRestore(chart, `restore-${i}`, { policy, restoreId: `undo-${i}`, overwrites: 'orders' });
      }
    };
    expect(findings(twice(2))).toEqual([
      `[test/restore-1] [REC-014] the cluster 'orders' already has an InPlaceRestore; keep one of them (the operator takes one of the two for the other, and restores once more when one of them goes; a replica cannot follow into the past)`,
    ]);
    expect(render(twice(1))).toHaveLength(2);
  });

  test('REC-014: a restore in place of a cluster in a pair', () => {
    const why =
      '(the operator takes one of the two for the other, and restores once more when one of them goes; a replica cannot follow into the past)';
    expect(findings(program(operator, { inPlace: {}, replica: {}, pair: PairStep.steady() }))).toEqual([
      `[test/restore] [REC-014] the cluster 'orders' is in a ClusterPair, which must not stand beside an InPlaceRestore; take the pair and its replica out first ${why}`,
    ]);
    expect(render(program(operator, { inPlace: {}, replica: {} }))).toHaveLength(4);
  });

  test('REC-015: a restore in place for a policy of another app', () => {
    const elsewhere = (chart: Chart) => {
      const other = newChart();
      const cluster = new HaCluster(other, 'db', smallestCluster(operator));
      const policy = new BackupPolicy(other, 'backups', { ...SMALLEST_BACKUP, cluster });
      new InPlaceRestore(chart, 'restore', { policy, restoreId: 'undo-v3', overwrites: 'orders' });
    };
    expect(findings(elsewhere)).toEqual([
      `[test/restore] [REC-015] the cluster 'orders' belongs to another app; write the InPlaceRestore there (the restore is a field of the cluster object, which another app prints)`,
    ]);
    expect(render(program(operator, restore({})))).toHaveLength(2);
  });

  test('REC-016: an archive of another operator', () => {
    const cnpg = PostgresOperator.cloudNativePg();
    const crossing = (runs: IPostgresOperator, replicates: boolean) => (chart: Chart) => {
      const live = new HaCluster(chart, 'live', { ...smallestCluster(cnpg), clusterName: 'orders-live' });
      const { archive: written } = new BackupPolicy(chart, 'backups', { ...SMALLEST_BACKUP, cluster: live });
      const props = smallestCluster(runs);
      return replicates
        ? new ReplicaCluster(chart, 'db', { ...props, source: ReplicaSource.archive(written) })
        : new HaCluster(chart, 'db', { ...props, recovery: RecoverySource.fromArchive(written) });
    };
    const says = (prop: string) =>
      `[test/db] [REC-016] '${prop}' must be an archive of Permissive, got one of CloudNativePG; dump and load the data to change the operator, on CloudNativePG with RecoverySource.logicalImport(...) (each operator has a backup tool of its own, which cannot read the archives of the others)`;
    expect(findings(crossing(operator, false))).toEqual([says('recovery')]);
    expect(findings(crossing(operator, true))).toEqual([says('source')]);
    expect(render(crossing(PostgresOperator.cloudNativePg(), false)).filter(({ kind }) => kind === 'Cluster')).toHaveLength(2);
  });

  test('a replica without source is refused at once', () => {
    expect(findings((chart) => new ReplicaCluster(chart, 'replica', smallestCluster(operator) as never))).toEqual([
      `[test/replica] [PROP-002] 'source' is missing; write a ReplicaSource such as ReplicaSource.archive(policy.archive) (there is no safe default for it)`,
    ]);
  });
});

test('what a recovery comes from may be printed twice', () => {
  const chart = newChart();
  program(operator, { ...ends(MOMENT), backup: { schedules: [BackupSchedule.full('0 2 * * *')] } })(chart);
  expect(Testing.synth(chart)).toEqual(Testing.synth(chart));
});

everyRuleHasACase(
  RULES,
  TABLES.flatMap(([, cases]) => cases),
  ['REC-010', 'REC-015', 'REC-016'],
);
