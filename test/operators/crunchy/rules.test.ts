import { Size } from 'cdk8s';
import { PGBOUNCER_SETTINGS } from '../../../lib/operators/shared/pgbouncer';
import {
  ArchivePlace,
  BackupArchive,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CrunchyAmbientIdentity,
  CrunchyOptions,
  CrunchyVersion,
  GcsCredentials,
  ObjectStoreCredentials,
  PoolAccess,
  PoolClientTls,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  ReplicaSource,
  Replication,
} from 'cdk8s-postgres';
import { CRUNCHY_RULES } from '../../../lib/operators/crunchy/rules';
import { KEPT_PARAMETERS } from '../../../lib/operators/crunchy/cluster/parameter-rules';
import { Ask, BUCKET, program } from '../../support/programs';
import { findings, only, render } from '../../support/render';
import { ACCESS_CASES } from './access/access-cases';
import { PGBACKREST_CASES } from './backup/pgbackrest-cases';
import { OPTION_CASES } from './cluster/option-cases';
import { PG_ADMIN_RULES } from '../../../lib/operators/crunchy/pgadmin/pg-admin-rules';
import { UPGRADE_RULES } from '../../../lib/operators/crunchy/upgrade/upgrade-rules';
import { RECOVERY_CASES } from './recovery/recovery-cases';

interface Case {
  readonly rule: string;
  readonly bad: Ask;
  readonly good: Ask;
  /** Findings without the construct path and the reason. */
  readonly says: string | readonly string[];
  readonly options?: CrunchyOptions;
  /** The construct that the findings name, where it is none of the usual ones. */
  readonly place?: string;
  /** Options of the passing case. */
  readonly goodOptions?: CrunchyOptions;
}

const cluster = (props: NonNullable<Ask['cluster']>): Ask => ({ cluster: props });
const parameters = (map: Record<string, string>): Ask => cluster({ parameters: map });
const named = (length: number): Ask => cluster({ clusterName: 'c'.repeat(length) });
const owned = (count: number): Ask =>
  cluster({ databases: Array.from({ length: count }, (_, i) => ({ name: `db${i}`, owner: `owner-${i}` })) });
const ENOUGH_PARAMETERS = [
  ...['array_nulls', 'check_function_bodies', 'enable_bitmapscan', 'enable_hashagg', 'enable_hashjoin', 'enable_indexonlyscan'],
  ...['enable_indexscan', 'enable_material', 'enable_mergejoin', 'enable_nestloop', 'enable_seqscan', 'enable_sort', 'enable_tidscan'],
  ...['escape_string_warning', 'fsync', 'full_page_writes', 'geqo', 'log_checkpoints', 'log_connections', 'log_disconnections'],
  ...['log_duration', 'log_executor_stats', 'log_hostname', 'log_lock_waits', 'log_parser_stats', 'log_planner_stats'],
  ...[
    'log_replication_commands',
    'log_statement_stats',
    'log_truncate_on_rotation',
    'parallel_leader_participation',
    'quote_all_identifiers',
  ],
  ...['restart_after_crash', 'row_security', 'standard_conforming_strings', 'synchronize_seqscans', 'track_activities', 'track_counts'],
  ...['track_io_timing', 'track_wal_io_timing', 'transform_null_equals', 'update_process_title', 'wal_init_zero', 'wal_recycle'],
  ...['lo_compat_privileges', 'jit', 'autovacuum', 'data_sync_retry', 'debug_pretty_print', 'enable_async_append', 'enable_gathermerge'],
];
/** Settings that a prop stands for, or that PGO keeps, or checks. */
const HELD_SETTING =
  /^(auth_|client_tls_|server_tls_|listen_(addr|port)|conffile|logfile|pool_mode|default_pool_size|max_client_conn$|max_db_connections|unix_socket_dir)/;

const somePoolSettings = (count: number): Record<string, string> =>
  Object.fromEntries(
    PGBOUNCER_SETTINGS.filter((name) => !HELD_SETTING.test(name))
      .slice(0, count)
      .map((name) => [name, '1']),
  );

const ROLES = ['arn:aws:iam::123456789012:role/near', 'arn:aws:iam::123456789012:role/far'];
const withFile = (configFile: string): BackupTarget =>
  BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.fromSecret('pg-s3', { configFile }) });
const withRole = (awsRoleArn: string): BackupTarget =>
  BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn }) });
const ACCOUNTS = ['near@acme.iam.gserviceaccount.com', 'far@acme.iam.gserviceaccount.com'];
const withAccount = (account: string, bucket = 'acme-pg'): BackupTarget =>
  BackupTarget.gcs({ bucket, credentials: GcsCredentials.workloadIdentity(account) });
const followsStanza = (stanza: string): Ask => ({
  replica: {
    source: ReplicaSource.archive(
      BackupArchive.at({ clusterName: 'old', target: BackupTarget.s3(BUCKET), place: ArchivePlace.pgBackRest({ stanza }) }),
    ),
  },
});
const repository = (target: BackupTarget, cron = '0 3 * * *') => ({
  target,
  schedules: [BackupSchedule.full(cron)],
  retention: BackupRetention.days(7),
});
const repositories = (count: number): Ask => ({
  backup: {
    additionalRepositories: Array.from({ length: count }, (_, i) =>
      repository(BackupTarget.s3({ ...BUCKET, bucket: `far-${i}` }), `0 ${3 + i} * * *`),
    ),
  },
});
const endpoint = (url: string): Ask => ({
  backup: { target: BackupTarget.s3Compatible({ bucket: 'acme-pg', endpoint: url, credentials: BUCKET.credentials }) },
});

const CASES: readonly Case[] = [
  {
    rule: 'PGO-010',
    bad: named(42),
    good: named(41),
    options: { instanceSetName: 'main' },
    goodOptions: { instanceSetName: 'main1' },
    says: `'clusterName' must be at most 41 characters, got 42: '${'c'.repeat(42)}'; write a shorter one`,
  },
  {
    rule: 'PGO-011',
    bad: named(38),
    good: named(37),
    says: `'clusterName' and 'operator.instanceSetName' must be at most 46 characters together, got 47: '${'c'.repeat(38)}' and 'instance1'; write a shorter clusterName or, for a new cluster, a shorter instanceSetName`,
  },
  {
    rule: 'PGO-012',
    bad: {},
    good: {},
    options: { instanceSetName: 'Main_1' },
    goodOptions: { instanceSetName: '00' },
    says: `'operator.instanceSetName' must be lower-case letters, digits and '-', with no '-' at either end, got 'Main_1'; write 'instance1'`,
  },
  {
    rule: 'PGO-012',
    bad: {},
    good: {},
    options: { instanceSetName: '' },
    says: `'operator.instanceSetName' must be lower-case letters, digits and '-', with no '-' at either end, got ''; write 'instance1'`,
  },
  {
    rule: 'PGO-013',
    bad: cluster({ image: PostgresImage.pinned('registry.example.com/postgis:17.6') }),
    good: {},
    options: { postGisVersion: '3.5.2' },
    goodOptions: { postGisVersion: '3.5' },
    says: `'operator.postGisVersion' must be MAJOR.MINOR, got '3.5.2'; write '3.6'`,
  },
  {
    rule: 'PGO-013',
    bad: cluster({ version: PostgresVersion.V16 }),
    good: cluster({ version: PostgresVersion.V16 }),
    options: { postGisVersion: '' },
    goodOptions: { postGisVersion: '3.4' },
    says: `'operator.postGisVersion' must be MAJOR.MINOR, got ''; write '3.4'`,
  },
  {
    rule: 'PGO-014',
    bad: {},
    good: cluster({ image: PostgresImage.pinned('registry.example.com/postgis:17.6') }),
    options: { postGisVersion: '3.3' },
    goodOptions: { postGisVersion: '3.3' },
    says: `'operator.postGisVersion' must be 3.4 or 3.5 or 3.6 with PostgreSQL 17, got '3.3'; write one of these or PostgresImage.pinned(...)`,
  },
  {
    rule: 'PGO-015',
    bad: cluster({ version: PostgresVersion.V14 }),
    good: cluster({ version: PostgresVersion.V14, image: PostgresImage.pinned('registry.example.com/postgresql:14.19') }),
    says: `'image' must be given for PostgreSQL 14, got none; write PostgresImage.pinned(...) or a version from 15`,
  },
  {
    rule: 'PGO-016',
    bad: {},
    good: {},
    options: { operatorVersion: CrunchyVersion.V5_8, ambientIdentity: CrunchyAmbientIdentity.POD_IDENTITY },
    goodOptions: { operatorVersion: CrunchyVersion.V6_0, ambientIdentity: CrunchyAmbientIdentity.POD_IDENTITY },
    says: `'operator.ambientIdentity' must be INSTANCE_PROFILE on Crunchy PGO 5.8, got POD_IDENTITY; write a role in ObjectStoreCredentials.workloadIdentity({ awsRoleArn })`,
  },
  {
    rule: 'PGO-017',
    bad: cluster({
      databases: [
        { name: 'orders', owner: 'app_user' },
        { name: 'audit', owner: '_' },
      ],
    }),
    good: cluster({ databases: [{ name: 'Orders_2', owner: 'app-user' }] }),
    says: [
      `'databases[0].owner' must be lower-case letters, digits and '-', with no '-' at either end, got 'app_user'; write 'app-user'`,
      `'databases[1].owner' must be lower-case letters, digits and '-', with no '-' at either end, got '_'; write 'app'`,
    ],
  },
  {
    rule: 'PGO-018',
    bad: owned(65),
    good: owned(64),
    says: `'databases' and 'roles' must have at most 64 different roles, got 65; let some databases share an owner, or applications a role`,
  },
  {
    rule: 'PGO-019',
    bad: parameters({ ssl_min_protocol_version: 'TLSv1.3' }),
    good: parameters({ ssl_ecdh_curve: 'prime256v1' }),
    says: `'parameters' must not have 'ssl_min_protocol_version', which PGO sets; leave it out: PGO has the certificates in its hands`,
  },
  {
    rule: 'PGO-020',
    bad: parameters({ wal_level: 'replica' }),
    good: parameters({ wal_level: 'logical' }),
    says: `'wal_level' must be 'logical', got 'replica'; leave it out`,
  },
  {
    rule: 'PGO-022',
    bad: cluster({
      parameters: Object.fromEntries(ENOUGH_PARAMETERS.slice(0, 50).map((name) => [name, 'on'])),
      preloadLibraries: ['auto_explain'],
    }),
    good: parameters(Object.fromEntries(ENOUGH_PARAMETERS.slice(0, 50).map((name) => [name, 'on']))),
    says: `'parameters' must be at most 50, got 51; leave out those that have PostgreSQL's default`,
  },
  {
    rule: 'PGO-023',
    bad: parameters({ log_directory: '/pgwal/logs/postgres' }),
    good: cluster({ parameters: { log_directory: '/pgdata/logs/postgres/server' } }),
    says: `'log_directory' must be 'log' or '/pgdata/logs/postgres' or a folder below it, got '/pgwal/logs/postgres'; leave it out`,
  },
  {
    rule: 'PGO-023',
    bad: parameters({ log_directory: '/pgdata/logs/postgresql' }),
    good: parameters({ log_directory: '/var/log' }),
    goodOptions: { operatorVersion: CrunchyVersion.V5_8 },
    says: `'log_directory' must be 'log' or '/pgdata/logs/postgres' or a folder below it, got '/pgdata/logs/postgresql'; leave it out`,
  },
  {
    rule: 'PGO-024',
    bad: cluster({ hbaRules: Array.from({ length: 10 }, (_, i) => `hostssl all all 10.${i}.0.0/16 scram-sha-256`) }),
    good: cluster({ hbaRules: Array.from({ length: 9 }, (_, i) => `hostssl all all 10.${i}.0.0/16 scram-sha-256`) }),
    says: `'hbaRules' must be at most 9 lines, got 10; write several databases, roles or a wider network in one line`,
  },
  {
    rule: 'PGO-025',
    bad: cluster({ hbaRules: [`hostssl ${'d'.repeat(63)} app 10.0.0.0/8 scram-sha-256    `] }),
    good: cluster({ hbaRules: [`hostssl ${'d'.repeat(62)} app 10.0.0.0/8 scram-sha-256 `] }),
    says: `'hbaRules[0]' must be at most 100 characters, got 104; write two lines`,
  },
  {
    rule: 'PGO-026',
    bad: cluster({
      labels: { 'postgres-operator.crunchydata.com/role': 'master' },
      annotations: { 'postgres-operator.crunchydata.com/trigger-switchover': 'now' },
    }),
    good: cluster({ labels: { 'acme.example/role': 'master' } }),
    says: [
      `'labels' must not have keys of PGO, got 'postgres-operator.crunchydata.com/role'; write a key of your own`,
      `'annotations' must not have keys of PGO, got 'postgres-operator.crunchydata.com/trigger-switchover'; write a key of your own`,
    ],
  },
  {
    rule: 'PGO-027',
    bad: cluster({ instances: 4, replication: Replication.synchronous({ standbys: 2 }) }),
    good: cluster({ instances: 4, replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) }),
    says: `'replication' must wait for 1 standby or go on without, got 2 standbys and writesWithoutStandby: false; write standbys: 1 or writesWithoutStandby: true`,
  },
  {
    rule: 'PGO-197',
    bad: parameters({ password_encryption: 'md5' }),
    good: cluster({ parameters: { password_encryption: 'md5' }, hbaRules: ['hostssl all old 10.0.0.0/8 md5'] }),
    says: `'password_encryption' must be 'scram-sha-256', got 'md5'; leave it out, or write the line that lets those in who have nothing newer: hbaRules: ['hostssl all all 10.0.0.0/8 md5']`,
  },
  {
    rule: 'PGO-198',
    bad: parameters({ lc_messages: 'de_DE.UTF-8', lc_time: 'en_GB.utf8', lc_numeric: '' }),
    good: cluster({ parameters: { lc_messages: 'de_DE.UTF-8' }, image: PostgresImage.pinned('registry.example.com/pg:17') }),
    says: `'lc_messages' must be an English locale such as en_US.UTF-8, or C, got 'de_DE.UTF-8'; write PostgresImage.pinned(...) of an image that has it`,
  },
  {
    rule: 'PGO-028',
    bad: parameters({ max_connections: '20', wal_keep_size: '8192kB', max_locks_per_transaction: '16', track_commit_timestamp: 't' }),
    good: parameters({ max_connections: '25', wal_keep_size: '16', max_wal_senders: '3', max_prepared_transactions: '0' }),
    says: [
      `'max_connections' must be at least 25, got '20'; remove it or write 25 or more`,
      `'wal_keep_size' must be at least 16MB, got '8192kB'; remove it or write 16MB or more`,
      `'max_locks_per_transaction' must be at least 32, got '16'; remove it or write 32 or more`,
      `'track_commit_timestamp' must be 'on' or 'off', got 't'; write one of them in full`,
    ],
  },
  {
    rule: 'PGO-029',
    bad: parameters({ archive_library: 'basic_archive' }),
    good: parameters({ archive_library: '' }),
    says: `'archive_library' must not be set, got 'basic_archive'; leave it out and write a BackupPolicy`,
  },
  {
    rule: 'PGO-030',
    bad: repositories(4),
    good: repositories(3),
    says: `'additionalRepositories' must be at most 3, got 4; write a BackupPolicy with the most important ones`,
  },
  {
    rule: 'PGO-031',
    bad: {
      backup: {
        additionalRepositories: [
          {
            ...repository(BackupTarget.s3({ ...BUCKET, bucket: 'far' })),
            schedules: [
              BackupSchedule.full('0 4 * * *'),
              BackupSchedule.incremental('0 6 * * *'),
              BackupSchedule.incremental('0 18 * * *'),
            ],
          },
        ],
      },
    },
    good: {
      backup: {
        schedules: [
          BackupSchedule.full('0 2 * * 0'),
          BackupSchedule.differential('0 2 * * 1-6'),
          BackupSchedule.incremental('0 6,18 * * *'),
        ],
      },
    },
    says: `'additionalRepositories[0].schedules' must have one schedule of incremental backups, got 2; write one cron value that fires at all these times, such as '0 6,18 * * *'`,
  },
  {
    rule: 'PGO-032',
    bad: endpoint('http://minio.storage.svc:9000'),
    good: endpoint('https://minio.storage.svc:9000'),
    says: `'target.endpoint' must begin with 'https://', got 'http://minio.storage.svc:9000'; write it so and name a private CA as 'ca'`,
  },
  {
    rule: 'PGO-033',
    bad: { backup: { target: BackupTarget.s3({ ...BUCKET, bucket: 'pg.acme.example' }) } },
    good: { backup: { target: BackupTarget.s3({ ...BUCKET, bucket: 'pg-acme-example' }) } },
    says: `'target.bucket' must not have a '.', got 'pg.acme.example'; write the name of another bucket`,
  },
  {
    rule: 'PGO-034',
    bad: { backup: { target: withRole(ROLES[0]!), additionalRepositories: [repository(withRole(ROLES[1]!))] } },
    good: { backup: { target: withRole(ROLES[0]!), additionalRepositories: [repository(withRole(ROLES[0]!))] } },
    says: `'credentials.awsRoleArn' must be the same in all repositories, got '${ROLES[0]}' and '${ROLES[1]}'; write one role that may use all buckets`,
  },
  {
    rule: 'PGO-035',
    bad: { cluster: { annotations: { 'eks.amazonaws.com/role-arn': ROLES[1]! } }, backup: { target: withRole(ROLES[0]!) } },
    good: { cluster: { annotations: { 'eks.amazonaws.com/role-arn': ROLES[0]! } }, backup: { target: withRole(ROLES[0]!) } },
    says: `'annotations' of the cluster must not have another 'eks.amazonaws.com/role-arn' than the policy, got '${ROLES[1]}' and '${ROLES[0]}'; leave out the annotation`,
  },
  {
    rule: 'PGO-036',
    bad: {
      backup: {
        additionalRepositories: [
          { ...repository(BackupTarget.s3({ ...BUCKET, bucket: 'far' })), schedules: [BackupSchedule.full('00 2 * * *')] },
        ],
      },
    },
    good: {
      backup: {
        additionalRepositories: [
          { ...repository(BackupTarget.s3({ ...BUCKET, bucket: 'far' })), schedules: [BackupSchedule.full('0 4 * * *')] },
        ],
      },
    },
    says: `'additionalRepositories[0].schedules' must not have the time of another repository, got '0 2 * * *'; write a time when that backup is done`,
  },
  {
    rule: 'PGO-034',
    bad: { backup: { target: withAccount(ACCOUNTS[0]!), additionalRepositories: [repository(withAccount(ACCOUNTS[1]!, 'far'))] } },
    good: { backup: { target: withAccount(ACCOUNTS[0]!), additionalRepositories: [repository(withAccount(ACCOUNTS[0]!, 'far'))] } },
    says: `'credentials.serviceAccount' must be the same in all repositories, got '${ACCOUNTS[0]}' and '${ACCOUNTS[1]}'; write one service account that may use all buckets`,
  },
  {
    rule: 'PGO-035',
    bad: { cluster: { annotations: { 'iam.gke.io/gcp-service-account': ACCOUNTS[1]! } }, backup: { target: withAccount(ACCOUNTS[0]!) } },
    good: { cluster: { annotations: { 'iam.gke.io/gcp-service-account': ACCOUNTS[0]! } }, backup: { target: withAccount(ACCOUNTS[0]!) } },
    says: `'annotations' of the cluster must not have another 'iam.gke.io/gcp-service-account' than the policy, got '${ACCOUNTS[1]}' and '${ACCOUNTS[0]}'; leave out the annotation`,
  },
  {
    rule: 'PGO-037',
    bad: { backup: { snapshots: { className: 'csi-snapshots', walClassName: 'csi-wal' } } },
    good: { backup: { snapshots: { className: 'csi-snapshots' } } },
    options: { volumeSnapshotsEnabled: true },
    goodOptions: { volumeSnapshotsEnabled: true },
    says: `'snapshots.walClassName' must not be given, got 'csi-wal'; leave it out`,
  },
  {
    rule: 'PGO-122',
    bad: { backup: { place: ArchivePlace.pgBackRest({ stanza: 'main' }) } },
    good: { backup: { place: ArchivePlace.pgBackRest({ stanza: 'db' }) } },
    says: `'place.stanza' must be 'db', got 'main'; leave it out, and read the other one with BackupArchive.at(...)`,
  },
  {
    rule: 'PGO-123',
    bad: followsStanza('main'),
    good: followsStanza('db'),
    place: 'replica',
    says: `'source' must be an archive with the stanza 'db', got 'main'; write ReplicaSource.streaming(...), or restore from it with RecoverySource.fromArchive(...)`,
  },
  {
    rule: 'PGO-138',
    bad: { cluster: { tablespaces: [{ name: 'Fast_1', storage: { size: Size.gibibytes(20) } }] } },
    good: { cluster: { tablespaces: [{ name: 'fast1', storage: { size: Size.gibibytes(20) } }] } },
    options: { tablespaceVolumesEnabled: true },
    goodOptions: { tablespaceVolumesEnabled: true },
    says: `'tablespaces[0].name' must be lower-case letters and digits, with a letter first, got 'Fast_1'`,
  },
  {
    rule: 'PGO-185',
    bad: { cluster: { replicaSets: [{ name: 'instance1', mayBecomePrimary: true }] } },
    good: { cluster: { replicaSets: [{ name: 'reports', mayBecomePrimary: true }] } },
    says: `'replicaSets[0].name' must not be that of the instances of the cluster, got 'instance1'; write another name`,
  },
  {
    rule: 'PGO-139',
    bad: {
      cluster: { tablespaces: [{ name: 'fast', storage: { size: Size.gibibytes(20) } }] },
      backup: { snapshots: { className: 'csi-snapshots' } },
    },
    good: { backup: { snapshots: { className: 'csi-snapshots' } } },
    options: { tablespaceVolumesEnabled: true, volumeSnapshotsEnabled: true },
    goodOptions: { tablespaceVolumesEnabled: true, volumeSnapshotsEnabled: true },
    says: `'snapshots' must not be given for a cluster with 'tablespaces', got 'csi-snapshots'; leave it out`,
  },
  {
    rule: 'PGO-094',
    bad: { backup: { snapshots: { className: 'csi-snapshots' }, target: withFile('pgbackrest.ini') } },
    good: { backup: { snapshots: { className: 'csi-snapshots' }, target: withFile('orders.conf') } },
    options: { volumeSnapshotsEnabled: true },
    goodOptions: { volumeSnapshotsEnabled: true },
    says: `the key 'pgbackrest.ini' of the Secret 'pg-s3' must end in '.conf', got 'pgbackrest.ini'; write it under the key 'repo1-s3.conf', or leave out 'snapshots'`,
  },
  {
    rule: 'PGO-040',
    bad: { pools: [{ parameters: { auth_query: 'SELECT 1', server_tls_sslmode: 'disable' } }] },
    good: { pools: [{ parameters: { auth_type: 'scram-sha-256', server_tls_protocols: 'secure' } }] },
    says: [
      `'parameters' must not have 'auth_query', which PGO sets; leave it out`,
      `'parameters' must not have 'server_tls_sslmode', which PGO sets; leave it out`,
    ],
  },
  {
    rule: 'PGO-140',
    bad: { pools: [{ parameters: { client_tls_sslmode: 'prefer' } }] },
    good: { pools: [{ clientTls: PoolClientTls.REQUIRE }] },
    says: [
      `'parameters' must not have 'client_tls_sslmode', got 'prefer'; write 'clientTls' with PoolClientTls.PREFER or PoolClientTls.DISABLE, or leave it out for PoolClientTls.REQUIRE`,
    ],
  },
  {
    rule: 'PGO-041',
    bad: { pools: [{ poolSize: 20, parameters: somePoolSettings(49) }] },
    good: { pools: [{ parameters: somePoolSettings(49) }] },
    says: `'parameters' must be at most 50 together with those that have a prop, got 51; leave out those that have pgbouncer's default`,
  },
  {
    rule: 'PGO-211',
    bad: { pools: [{ parameters: { server_idle_timeuot: '60', nonsense: '1' } }] },
    good: { pools: [{ parameters: { server_idle_timeout: '60', max_user_client_connections: '100' } }] },
    says: [
      `'parameters' has 'server_idle_timeuot', which pgbouncer does not know, did you mean 'server_idle_timeout'?; leave it out`,
      `'parameters' has 'nonsense', which pgbouncer does not know; leave it out`,
    ],
  },
  {
    rule: 'PGO-042',
    bad: { pools: [{ parameters: { logfile: '/tmp/pgbouncer.log' } }] },
    good: { pools: [{ parameters: { logfile: '/tmp/logs/pgbouncer/pool.log' } }] },
    says: `'logfile' must be '/tmp/logs/pgbouncer/NAME.log', got '/tmp/pgbouncer.log'; leave it out to log to the pod's output`,
  },
  {
    rule: 'PGO-043',
    bad: {
      cluster: { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } },
      pools: [{ access: PoolAccess.READ_ONLY }],
    },
    good: { cluster: { instances: 2 }, pools: [{ access: PoolAccess.READ_ONLY }] },
    says: `'access' must be PoolAccess.READ_WRITE for a cluster of one instance, got PoolAccess.READ_ONLY; write it so or add instances`,
  },
  {
    rule: 'PGO-044',
    bad: { pools: [{ parameters: { auth_type: 'trust' } }] },
    good: { pools: [{ parameters: { auth_type: 'md5' } }] },
    says: `'auth_type' must be 'scram-sha-256' or 'md5', got 'trust'; leave it out`,
  },
];

const whyOf = (rule: string): string => CRUNCHY_RULES.find(({ id }) => id === rule)!.why;

describe.each([...CASES, ...PGBACKREST_CASES, ...OPTION_CASES] as readonly Case[])(
  '$rule',
  ({ rule, bad, good, says, options, goodOptions, place: construct }) => {
    test('refuses a model that breaks it, and says all of it', () => {
      const place = construct ?? (bad.pools ? 'pool-0' : bad.backup ? 'backups' : 'db');
      const texts = typeof says === 'string' ? [says] : says;
      expect(findings(program(PostgresOperator.crunchy(options), bad))).toEqual(
        texts.map((text) => `[test/${place}] [${rule}] ${text} (${whyOf(rule)})`),
      );
    });

    test('lets a model pass that keeps it', () => {
      expect(render(program(PostgresOperator.crunchy(goodOptions), good))).not.toEqual([]);
    });
  },
);

test('PGO-021 adds to what PostgreSQL itself would say', () => {
  const operator = PostgresOperator.crunchy();
  expect(findings(program(operator, parameters({ ssl_groups: 'X25519' })))).toContain(
    `[test/db] [PGO-021] 'ssl_groups' must not be set before PostgreSQL 18, got version '17'; write 'ssl_ecdh_curve' (the API server refuses the cluster object)`,
  );
  expect(
    only(
      render(
        program(
          PostgresOperator.crunchy({ openTelemetryMetricsEnabled: true }),
          cluster({ version: PostgresVersion.V18, parameters: { ssl_groups: 'X25519' } }),
        ),
      ),
      'PostgresCluster',
    ),
  ).toBeDefined();
});

test.each(KEPT_PARAMETERS)('PGO keeps %s for itself', (pattern, instead) => {
  const name = pattern.replace('*', pattern.endsWith('_*') ? 'any' : '_time');
  const lines = findings(program(PostgresOperator.crunchy(), parameters({ [name]: 'x' })));
  expect(lines).toContain(
    `[test/db] [PGO-019] 'parameters' must not have '${name}', which PGO sets; leave it out: ${instead} (the API server refuses the cluster object)`,
  );
});

test('log_directory may be on the WAL volume where there is one', () => {
  const ask = cluster({
    walStorage: { size: { toKibibytes: () => 2097152 } as never },
    parameters: { log_directory: '/pgwal/logs/postgres' },
  });
  expect(only(render(program(PostgresOperator.crunchy(), ask)), 'PostgresCluster')).toBeDefined();
});

test('the log file of a pool is free on PGO 5.8', () => {
  const operator = PostgresOperator.crunchy({ operatorVersion: CrunchyVersion.V5_8 });
  expect(only(render(program(operator, { pools: [{ parameters: { logfile: '/tmp/pgbouncer.log' } }] })), 'PostgresCluster')).toBeDefined();
});

test('ids are unique and each rule has a case', () => {
  const ids = CRUNCHY_RULES.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(
    [
      ...new Set([
        ...[...CASES, ...PGBACKREST_CASES, ...RECOVERY_CASES, ...ACCESS_CASES, ...OPTION_CASES].map(({ rule }) => rule),
        'PGO-021',
        'PGO-101',
        'PGO-113',
        ...UPGRADE_RULES.map(({ id }) => id),
        // Those of pgAdmin have a test of the whole construct.
        ...PG_ADMIN_RULES.map(({ id }) => id),
        'PGO-118',
        'PGO-119',
      ]),
    ].sort(),
  ).toEqual([...ids].sort());
});

test('options of a wrong type are named, and nothing else is said', () => {
  const operator = PostgresOperator.crunchy({ operatorVersion: '7', instanceSetName: 3, teamId: 'acme' } as never);
  const why = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  expect(findings(program(operator))).toEqual([
    `[test/db] [PROP-001] 'operator.teamId' is not a prop; known props: ambientIdentity, appendCustomQueriesEnabled, autoGrowVolumesEnabled, backupMetadata, certificateSidecarCompute, configFiles, dataVolume, exporter, imagePullPolicy, instanceMetadata, instanceSetName, openTelemetryMetricsEnabled, operatorVersion, patroni, patroniLogging, pgBackRest, postGisVersion, replicationTlsSecretName, services, sidecars, supplementalGroups, tablespaceVolumesEnabled, temporaryVolume, tlsSecretName, userDatabases, volumeSnapshotsEnabled, volumes, walVolume (a misspelt prop would be ignored)`,
    `[test/db] [PROP-003] 'operator.operatorVersion' must be CrunchyVersion.V5_8 or CrunchyVersion.V6_0, got '7' (${why})`,
    `[test/db] [PROP-003] 'operator.instanceSetName' must be a string, got 3 (${why})`,
  ]);
});

test('options that are no object are refused without a stack trace', () => {
  const why = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  expect(findings(program(PostgresOperator.crunchy(null as never)))).toEqual([
    `[test/db] [PROP-003] what 'operator' is made of must be an object, got null (${why})`,
  ]);
});

test('nonsense is refused by the neutral rules and breaks nothing here', () => {
  const operator = PostgresOperator.crunchy({ postGisVersion: '3.5' });
  const ask: Ask = {
    cluster: { clusterName: '', instances: NaN, version: PostgresVersion.of('constructor'), hbaRules: [''], preloadLibraries: [''] },
    backup: {
      target: BackupTarget.s3Compatible({ bucket: '', endpoint: '', region: '', credentials: ObjectStoreCredentials.fromSecret('') }),
      schedules: [],
      retention: BackupRetention.days(NaN),
      archiveGeneration: 0.5,
    },
    pools: [{ instances: -1, poolSize: NaN }],
  };
  expect(findings(program(operator, ask)).filter((line) => !/^\[test\/[a-z0-9-]+\] \[[A-Z]+-\d{3}\] /.test(line))).toEqual([]);
});
