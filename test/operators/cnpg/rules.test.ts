import { Chart, Size } from 'cdk8s';
import {
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CloudNativePgImageType,
  CloudNativePgOptions,
  CloudNativePgUpdateMethod,
  CloudNativePgUpdateStrategy,
  CloudNativePgVersion,
  ConnectionPool,
  HaCluster,
  ImageCatalog,
  PoolAccess,
  PoolMode,
  CreationSql,
  PostgresVersion,
  PostgresImage,
  PostgresOperator,
} from '../../../lib';
import { REFUSALS } from '../../../lib/operators/cnpg/capabilities';
import { FIXED_PARAMETERS } from '../../../lib/operators/cnpg/cluster/parameter-rules';
import { POOL_PARAMETERS } from '../../../lib/operators/cnpg/pool/pool-rules';
import { CNPG_RULES } from '../../../lib/operators/cnpg/rules';
import { Ask, BUCKET, program, S3 } from '../../support/programs';
import { findings, only, render } from '../../support/render';
import { ARCHIVE_CASES } from './cluster/archive-cases';
import { OPTION_CASES } from './cluster/option-cases';
import { ACCESS_CASES } from './access/access-cases';
import { UPGRADE_CASES } from './upgrade/upgrade-cases';
import { RECOVERY_CASES, REFUSAL_CASES } from './recovery/recovery-cases';
import { Case, NamedAsk } from './rule-case';

const REFUSED = 'the admission webhook of CloudNativePG refuses the cluster';
const SINGLE = { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } };
const NO_LIBRARY =
  'the server does not start when it cannot find a library, and takes nobody in where sessions cannot; parameters of pgaudit and pg_failover_slots load these too';
const DIGEST = `sha256:${'0'.repeat(64)}`;

/** The program for what is asked for. */
function asked(options: CloudNativePgOptions | undefined, { importedName, ...ask }: NamedAsk): (chart: Chart) => void {
  const operator = PostgresOperator.cloudNativePg(options);
  return importedName === undefined
    ? program(operator, ask)
    : (chart) => {
        const cluster = HaCluster.fromHaClusterAttributes(chart, 'db', { clusterName: importedName, operator });
        ask.pools?.forEach((pool, i) => new ConnectionPool(chart, `pool-${i}`, { cluster, ...pool }));
      };
}

const parameters = (map: Record<string, string>, more = {}): Ask => ({ cluster: { parameters: map, ...more } });
const databases = (...list: [string, string][]): Ask => ({ cluster: { databases: list.map(([name, owner]) => ({ name, owner })) } });
/** Where jobs of pg_cron are kept, without which rule EXT-003 speaks. */
const stored = (name: string, ...extensions: string[]) => ({
  databases: [{ name, owner: 'shop-owner', extensions: extensions.map((extension) => ({ name: extension })) }],
});
const CRON = { parameters: { 'cron.database_name': 'orders' } };
const image = (reference: string): Ask => ({ cluster: { image: PostgresImage.pinned(reference) } });

const CASES: Case[] = [
  {
    rule: 'CNPG-001',
    bad: { cluster: { clusterName: 'o'.repeat(51) } },
    message: `[test/db] [CNPG-001] 'clusterName' must be at most 50 characters, got 51 in '${'o'.repeat(51)}' (${REFUSED}: instances, jobs and services have this name with endings of their own)`,
    good: [{ cluster: { clusterName: 'o'.repeat(50) } }],
  },
  {
    rule: 'CNPG-002',
    bad: parameters({ port: '6432', archive_mode: 'off', allow_alter_system: 'on' }),
    message: [
      `[test/db] [CNPG-002] 'parameters' must not have 'archive_mode', which CloudNativePG sets, got 'off'; add a BackupPolicy (CloudNativePG refuses the cluster or overwrites the parameter)`,
      `[test/db] [CNPG-002] 'parameters' must not have 'port', which CloudNativePG sets, got '6432'; remove it (CloudNativePG refuses the cluster or overwrites the parameter)`,
      `[test/db] [CNPG-002] 'parameters' must not have 'allow_alter_system', which CloudNativePG sets, got 'on'; remove it or patch /spec/postgresql/enableAlterSystem (CloudNativePG refuses the cluster or overwrites the parameter)`,
    ],
    good: [parameters({ archive_timeout: '60', ssl_min_protocol_version: 'TLSv1.2' })],
  },
  {
    rule: 'CNPG-003',
    bad: parameters({ 'my.own.name': '1' }),
    message: `[test/db] [CNPG-003] 'parameters' must have names of letters, digits, '_' and '$' with at most one '.', got 'my.own.name' (${REFUSED})`,
    good: [parameters({ 'my.own_name$': '1' })],
  },
  {
    rule: 'CNPG-004',
    bad: parameters({ wal_level: 'minimal' }),
    message: `[test/db] [CNPG-004] 'wal_level' must be 'logical' or 'replica', got 'minimal'; leave it out for 'logical' (WAL is archived and replicated, which minimal WAL does not allow, and the admission webhook takes no other spelling)`,
    good: [parameters({ wal_level: 'replica' }), parameters({ wal_level: 'logical' })],
  },
  {
    rule: 'CNPG-005',
    bad: parameters({ shared_buffers: '16384' }),
    message: `[test/db] [CNPG-005] 'shared_buffers' must be a number with a unit (B, kB, MB, GB, TB), got '16384'; write for example '256MB' (without one CloudNativePG counts megabytes and PostgreSQL pages of 8 kB, so the check against the memory request goes wrong)`,
    good: [parameters({ shared_buffers: '256MB' }), parameters({ shared_buffers: '0.25 GB' })],
  },
  {
    rule: 'CNPG-006',
    bad: parameters({ min_wal_size: '2GB' }),
    message: `[test/db] [CNPG-006] 'min_wal_size' must be less than 'max_wal_size', got '2GB' and '1GB' (${REFUSED})`,
    good: [parameters({ min_wal_size: '512', max_wal_size: '4GB' })],
  },
  {
    rule: 'CNPG-006',
    bad: parameters({ max_wal_size: '0x1000' }),
    message: `[test/db] [CNPG-006] 'max_wal_size' must be a number with a unit (B, kB, MB, GB, TB), got '0x1000' (${REFUSED})`,
    good: [{}],
  },
  {
    rule: 'CNPG-006',
    bad: parameters({ min_wal_size: '512.5' }),
    message: `[test/db] [CNPG-006] 'min_wal_size' must be a number with a unit (B, kB, MB, GB, TB), got '512.5' (${REFUSED})`,
    good: [parameters({ min_wal_size: '0.5GB' })],
  },
  {
    rule: 'CNPG-007',
    bad: parameters({ wal_log_hints: 'off' }),
    message: `[test/db] [CNPG-007] 'wal_log_hints' must be 'on' with 3 instances, got 'off'; leave it out (${REFUSED}: a former primary could not be rewound)`,
    good: [parameters({ wal_log_hints: 'on' }), parameters({ wal_log_hints: 'tr' }), parameters({ wal_log_hints: 'off' }, SINGLE)],
  },
  {
    rule: 'CNPG-199',
    bad: parameters({ password_encryption: 'md5' }),
    message: `[test/db] [CNPG-199] 'password_encryption' must be 'scram-sha-256', got 'md5'; leave it out, or write the line that lets those in who have nothing newer: hbaRules: ['hostssl all all 10.0.0.0/8 md5'] (the lines of the operator ask for SCRAM, which an MD5 hash cannot answer: whoever gets a password from then on does not get in)`,
    good: [
      parameters({ password_encryption: 'scram-sha-256' }),
      parameters({ password_encryption: 'md5' }, { hbaRules: ['hostssl all old 10.0.0.0/8 md5'] }),
    ],
  },
  {
    rule: 'CNPG-009',
    bad: parameters({ 'pg_failover_slots.synchronize_slot_names': 'name_like:%' }),
    message: `[test/db] [CNPG-009] 'hot_standby_feedback' must be 'on' with parameters of pg_failover_slots, got 'off'; write 'on' (${REFUSED})`,
    good: [parameters({ 'pg_failover_slots.synchronize_slot_names': 'name_like:%', hot_standby_feedback: '1' })],
  },
  ...['img:16.9-standard-trixie', 'img:v17', 'img:170', 'img:17.', 'host:5000/img:stable', `img:bookworm@${DIGEST}`].map((reference) => ({
    rule: 'CNPG-010',
    bad: image(reference),
    message: `[test/db] [CNPG-010] the image must have a tag that begins with the version, such as '17-standard-trixie', got '${reference}' (CloudNativePG learns the major version from the tag, and upgrades or refuses by it)`,
    good: [],
  })),
  {
    rule: 'CNPG-011',
    bad: { cluster: SINGLE },
    badOptions: { updateStrategy: CloudNativePgUpdateStrategy.SUPERVISED },
    message: `[test/db] [CNPG-011] 'operator.updateStrategy' must be UNSUPERVISED with one instance, got SUPERVISED; leave it out or write 3 instances (${REFUSED}: there is no replica to switch over to)`,
    good: [{}],
    goodOptions: { updateStrategy: CloudNativePgUpdateStrategy.SUPERVISED },
  },
  {
    rule: 'CNPG-012',
    bad: { cluster: SINGLE },
    badOptions: { updateMethod: CloudNativePgUpdateMethod.SWITCHOVER },
    message: `[test/db] [CNPG-012] 'operator.updateMethod' must be RESTART with one instance, got SWITCHOVER; leave it out or write 3 instances (a single instance can only restart)`,
    good: [{}],
    goodOptions: { updateMethod: CloudNativePgUpdateMethod.SWITCHOVER },
  },
  {
    rule: 'CNPG-013',
    bad: {},
    badOptions: { imageDistribution: 'buster' },
    message: `[test/db] [CNPG-013] 'operator.imageDistribution' must be 'bookworm' or 'trixie', got 'buster'; write PostgresImage.pinned(...) for another (the pods would wait for an image that does not exist)`,
    good: [{}],
    goodOptions: { imageDistribution: 'bookworm' },
  },
  {
    rule: 'CNPG-014',
    bad: parameters({ 'pgaudit.log': 'ddl' }, { preloadLibraries: ['$libdir/pg_failover_slots', 'vector.so'] }),
    badOptions: { imageType: CloudNativePgImageType.MINIMAL },
    message: ['pgaudit', 'pg_failover_slots', 'vector'].map(
      (library) => `[test/db] [CNPG-014] 'operator.imageType' must be STANDARD for '${library}', got MINIMAL (${NO_LIBRARY})`,
    ),
    good: [
      { cluster: { preloadLibraries: ['pg_stat_statements'] } },
      { cluster: { preloadLibraries: ['pgaudit'], ...image('img:17').cluster } },
    ],
    goodOptions: { imageType: CloudNativePgImageType.MINIMAL },
  },
  {
    rule: 'CNPG-014',
    bad: { cluster: { preloadLibraries: ['auto_explain', 'pg_cron'], ...CRON } },
    message: `[test/db] [CNPG-014] 'preloadLibraries[1]' must be a library that comes with PostgreSQL or one of pgaudit, pg_failover_slots, vector, got 'pg_cron'; write PostgresImage.pinned(...) of an image that has it (${NO_LIBRARY})`,
    good: [
      { cluster: { preloadLibraries: ['pg_cron'], ...CRON, ...image('img:17').cluster } },
      { cluster: { preloadLibraries: ['pg_cron'], ...CRON, image: PostgresImage.fromCatalog({ name: 'approved' }) } },
      { cluster: { preloadLibraries: ['pgaudit', '$libdir/pg_prewarm', 'vector', '/extensions/cron/lib/pg_cron'], ...CRON } },
      parameters({ 'cron.database_name': 'orders' }),
    ],
  },
  {
    rule: 'CNPG-014',
    bad: parameters({ session_preload_libraries: 'auto_explain, pg_hint_plan' }),
    message: `[test/db] [CNPG-014] 'session_preload_libraries' must be a library that comes with PostgreSQL or one of pgaudit, pg_failover_slots, vector, got 'pg_hint_plan'; write PostgresImage.pinned(...) of an image that has it (${NO_LIBRARY})`,
    good: [
      parameters({ session_preload_libraries: 'auto_explain, "pg_prewarm"' }),
      parameters({ session_preload_libraries: 'pg_hint_plan' }, image('img:17').cluster),
    ],
  },
  {
    // What images of extensions bring is not known here, and neither image has to have it.
    rule: 'CNPG-014',
    bad: { cluster: { version: PostgresVersion.V18, preloadLibraries: ['timescaledb'] } },
    message: `[test/db] [CNPG-014] 'preloadLibraries[0]' must be a library that comes with PostgreSQL or one of pgaudit, pg_failover_slots, vector, got 'timescaledb'; write PostgresImage.pinned(...) of an image that has it (${NO_LIBRARY})`,
    good: [
      { cluster: { version: PostgresVersion.V18, ...stored('shop', 'timescaledb'), preloadLibraries: ['timescaledb'] } },
      parameters({ 'pgaudit.log': 'ddl' }, { version: PostgresVersion.V18, ...stored('shop', 'pgaudit') }),
    ],
    goodOptions: {
      imageType: CloudNativePgImageType.MINIMAL,
      imageExtensions: [{ name: 'ts', image: 'registry.example.com/timescaledb:2.23' }],
    },
  },
  {
    rule: 'CNPG-202',
    bad: { cluster: { databases: [{ name: 'shop', owner: 'shop-owner', locale: 'de_DE.ISO-8859-1' }] } },
    message: `[test/db] [CNPG-202] 'locale' of 'shop' must be one of the encoding 'UTF8', got 'de_DE.ISO-8859-1'; write locale: 'C', or a locale of that encoding (PostgreSQL refuses other pairs, so that the cluster, or the database, is never created)`,
    good: [
      { cluster: { databases: [{ name: 'shop', owner: 'shop-owner', locale: 'de_DE.utf8@euro' }] } },
      { cluster: { databases: [{ name: 'shop', owner: 'shop-owner', locale: 'de_DE.ISO-8859-1', encoding: 'LATIN1' }] } },
      { cluster: { databases: [{ name: 'shop', owner: 'shop-owner', locale: 'C', encoding: 'WIN1252' }] } },
    ],
  },
  {
    rule: 'CNPG-201',
    bad: parameters({ timezone: 'US/Pacific', log_timezone: 'asia/calcutta' }),
    message: [
      ['timezone', 'US/Pacific', 'America/Los_Angeles'],
      ['log_timezone', 'asia/calcutta', 'Asia/Kolkata'],
    ].map(
      ([name, zone, present]) =>
        `[test/db] [CNPG-201] '${name}' must not be an old name of a time zone with images of trixie, got '${zone}'; write '${present}' (Debian trixie has put old names of time zones into a package that the images do not have, and the server does not start)`,
    ),
    good: [
      parameters({ timezone: 'America/Los_Angeles', log_timezone: 'EST5EDT' }),
      parameters({ timezone: 'US/Pacific' }, image('img:17').cluster),
    ],
  },
  {
    rule: 'CNPG-201',
    bad: parameters({ timezone: 'right/Canada/Atlantic', log_timezone: 'CET' }),
    message: [
      ['timezone', 'right/Canada/Atlantic', 'America/Halifax'],
      ['log_timezone', 'CET', 'Europe/Brussels'],
    ].map(
      ([name, zone, present]) =>
        `[test/db] [CNPG-201] '${name}' must not be an old name of a time zone with images of trixie, got '${zone}'; write '${present}' (Debian trixie has put old names of time zones into a package that the images do not have, and the server does not start)`,
    ),
    good: [parameters({ timezone: 'US/Pacific', log_timezone: 'EST5EDT' })],
    goodOptions: { imageDistribution: 'bookworm' },
  },
  {
    rule: 'CNPG-200',
    bad: {
      cluster: {
        ...stored('shop', 'pg_stat_statements', 'pgaudit'),
        preloadLibraries: ['pg_stat_statements', 'pgaudit'],
        creation: { sql: [CreationSql.fromText('create  extension if not exists "pg_stat_statements";', { database: 'template1' })] },
      },
    },
    message: [
      [`'shop'`, 'pg_stat_statements', `'pg_stat_statements.track': 'top'`],
      [`the SQL for 'template1'`, 'pg_stat_statements', `'pg_stat_statements.track': 'top'`],
      [`'shop'`, 'pgaudit', `'pgaudit.log': 'none'`],
    ].map(
      ([place, name, parameter]) =>
        `[test/db] [CNPG-200] the extension '${name}' must have a parameter of its own, got it in ${place} and none in 'parameters'; write for example parameters: { ${parameter} } (CloudNativePG drops it from all databases whenever a primary starts, or fails to and does not go on, where others are made of it: no library and no database tells it that somebody wants it, a parameter does)`,
    ),
    good: [
      parameters({ 'pg_stat_statements.track': 'top', 'pgaudit.log': 'none' }, stored('shop', 'pg_stat_statements', 'pgaudit')),
      { cluster: { ...stored('shop', 'pg_trgm'), preloadLibraries: ['pg_stat_statements'] } },
    ],
  },
  ...['streaming_replica', 'cnpg_app'].map((owner) => ({
    rule: 'CNPG-016',
    bad: databases(['orders', owner]),
    message: `[test/db] [CNPG-016] a role must not be 'streaming_replica' nor 'cnpg_...', got '${owner}', the owner of 'orders' (CloudNativePG takes streaming_replica and every role that begins with cnpg_ for its own)`,
    good: [databases(['orders', 'streaming_replicas']), databases(['orders', 'app_cnpg_'])],
  })),
  {
    rule: 'CNPG-018',
    bad: databases(['orders', 'app'], ['a_b', 'app'], ['A-B', 'app'], ['___', 'app']),
    message: [
      `'databases[2].name' must differ from 'a_b' in a letter or digit, got 'A-B'; both would be the object 'orders-a-b'`,
      `'databases[3].name' must have a letter a-z or a digit in it, got '___'`,
    ].map(
      (what) =>
        `[test/db] [CNPG-018] ${what} (names of objects have no capitals and no other signs than -, and the second object of a name replaces the first)`,
    ),
    good: [databases(['a_b', 'app'], ['a-b', 'app']), databases(['___', 'app'])],
  },
  {
    rule: 'CNPG-019',
    bad: { cluster: { labels: { 'cnpg.io/cluster': 'x', role: 'x' }, annotations: { 'alpha.cnpg.io/unavailable': 'x' } } },
    message: [
      ['labels', 'cnpg.io/cluster'],
      ['labels', 'role'],
      ['annotations', 'alpha.cnpg.io/unavailable'],
    ].map(
      ([prop, key]) =>
        `[test/db] [CNPG-019] '${prop}' must not have '${key}', which CloudNativePG sets; use a key of your own (CloudNativePG finds its pods and volumes by them, and takes orders from them)`,
    ),
    good: [{ cluster: { labels: { 'example.com/role': 'x' }, annotations: { role: 'x', 'mycnpg.io/x': 'x' } } }],
  },
  {
    rule: 'CNPG-030',
    bad: {
      cluster: { clusterName: 'o'.repeat(44) },
      backup: { schedules: [BackupSchedule.full('0 2 * * *'), BackupSchedule.full('0 14 * * *')] },
    },
    message: [
      [49, 43],
      [51, 41],
    ].map(
      ([length, room], i) =>
        `[test/backups] [CNPG-030] the schedule '${'o'.repeat(44)}-full${i === 0 ? '' : '-2'}' must have at most 48 characters, got ${length}; write a 'clusterName' of at most ${room} (each backup has the name of its schedule with the time behind it, which must fit into 63 characters)`,
    ),
    good: [{ cluster: { clusterName: 'o'.repeat(43) }, backup: {} }],
  },
  {
    rule: 'CNPG-040',
    bad: { cluster: SINGLE, pools: [{ access: PoolAccess.READ_ONLY }] },
    message: `[test/pool-0] [CNPG-040] 'access' must be PoolAccess.READ_WRITE for the one instance of 'orders', got PoolAccess.READ_ONLY; write that or 3 instances (its service would have no endpoints, for the only instance is the primary)`,
    good: [{ cluster: SINGLE, pools: [{}] }, { pools: [{ access: PoolAccess.READ_ONLY }] }],
  },
  ...['orders', 'orders-rw', 'orders-ro', 'orders-r', 'orders-any', 'orders-barman-cloud'].map((poolName) => ({
    rule: 'CNPG-041',
    bad: { pools: [{ poolName }] },
    message: `[test/pool-0] [CNPG-041] 'poolName' must not be a name that the cluster 'orders' uses, got '${poolName}'; leave it out (the operator would make one object of both, and the services of pool and cluster would take turns)`,
    good: [{ pools: [{ poolName: 'orders-web' }] }],
  })),
  {
    rule: 'CNPG-046',
    badOptions: { operatorVersion: CloudNativePgVersion.V1_29 },
    bad: { cluster: { monitoring: { tls: true } }, pools: [{}] },
    message: `[test/pool-0] [CNPG-046] 'monitoring.tls' of the cluster encrypts the metrics of pools with CloudNativePG 1.30 and later, got 1.29; leave it out, update the operator, or suppress this rule to encrypt those of the instances alone (the metrics of the pool would be readable on their way, although the program says that none are)`,
    good: [{ cluster: { monitoring: { tls: true } } }, { pools: [{}] }, { cluster: { monitoring: { tls: true } }, pools: [{}] }],
  },
  {
    rule: 'CNPG-042',
    bad: { pools: [{ parameters: { listen_port: '6432' } }] },
    message: `[test/pool-0] [CNPG-042] 'parameters' must not have 'listen_port'; CloudNativePG allows ${POOL_PARAMETERS.join(', ')} (the admission webhook of CloudNativePG refuses the pool)`,
    good: [{ pools: [{ parameters: { max_prepared_statements: '100' } }] }],
  },
  {
    rule: 'CNPG-043',
    bad: { imported: true, importedName: 'o'.repeat(51), pools: [{ poolName: 'orders-web' }] },
    message: `[test/pool-0] [CNPG-043] 'clusterName' of the imported cluster must be at most 50 characters, got 51 in '${'o'.repeat(51)}' (the pool would wait for ever for a cluster that cannot exist)`,
    good: [
      { imported: true, pools: [{}] },
      { imported: true, importedName: 'o'.repeat(50), pools: [{}] },
    ],
  },
  {
    rule: 'CNPG-044',
    bad: { pools: [{ parameters: { client_tls_sslmode: 'on', server_tls_sslmode: 'disable' } }] },
    message: [
      `'client_tls_sslmode' must be one of require, verify-ca, verify-full, got 'on'; leave it out, or write 'clientTls' with PoolClientTls.PREFER or PoolClientTls.DISABLE`,
      `'server_tls_sslmode' must be one of prefer, require, verify-ca, verify-full, got 'disable'; leave it out`,
    ].map(
      (what) =>
        `[test/pool-0] [CNPG-044] ${what} (pgbouncer does not start with another word, passwords would be readable, and the server lets the pooler in with TLS only)`,
    ),
    good: [{ pools: [{ parameters: { client_tls_sslmode: 'verify-full', server_tls_sslmode: 'verify-full' } }] }],
  },
  {
    rule: 'CNPG-045',
    bad: { pools: [{ parameters: { auth_type: 'trust' } }] },
    message: `[test/pool-0] [CNPG-045] 'auth_type' must not be trust or any, got 'trust'; leave it out (anybody could use the connections that the pool holds for others)`,
    good: [{ pools: [{ parameters: { auth_type: 'scram-sha-256' } }] }],
  },
  {
    rule: 'CNPG-050',
    bad: { backup: { target: BackupTarget.volume({ size: Size.gibibytes(100) }), additionalRepositories: [] } },
    message: [
      '[test/backups] [BAK-014] ',
      `[test/backups] [CNPG-050] asked for a backup volume; write BackupTarget.s3(...) or BackupTarget.s3Compatible(...); available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    ],
    good: [{ backup: {} }],
  },
  ...(['differential', 'incremental'] as const).map((type, i) => ({
    rule: `CNPG-05${i + 1}`,
    bad: { backup: { schedules: [BackupSchedule.full('0 2 * * *'), BackupSchedule[type]('0 8 * * *')] } },
    message: `[test/backups] [CNPG-05${i + 1}] asked for ${type} backups; write BackupSchedule.full(...); archived WAL covers the time between full backups; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [],
  })),
  {
    rule: 'CNPG-053',
    bad: {
      backup: {
        additionalRepositories: [
          {
            target: BackupTarget.s3({ ...BUCKET, bucket: 'far' }),
            schedules: [BackupSchedule.full('0 3 * * *')],
            retention: BackupRetention.days(1),
          },
        ],
      },
    },
    message: `[test/backups] [CNPG-053] asked for 2 repositories; leave out 'additionalRepositories'; let the object store replicate the bucket; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ backup: { target: S3 } }],
  },
  {
    rule: 'CNPG-140',
    bad: { pools: [{ port: 6432 }] },
    message: `[test/pool-0] [CNPG-140] asked for 'port'; leave 'port' out; poolers answer at port 5432, and a Service of your own may lead there from another one; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ pools: [{ port: 5432 }] }],
  },
  {
    rule: 'CNPG-054',
    bad: { pools: [{ mode: PoolMode.STATEMENT }] },
    message: `[test/pool-0] [CNPG-054] asked for statement pooling; write PoolMode.TRANSACTION; available on Crunchy PGO (CloudNativePG 1.30 does not have it)`,
    good: [{ pools: [{ mode: PoolMode.TRANSACTION }] }],
  },
  ...RECOVERY_CASES,
  ...REFUSAL_CASES,
  ...ACCESS_CASES,
  ...UPGRADE_CASES,
  ...OPTION_CASES,
  ...ARCHIVE_CASES,
];

describe.each(CASES)('$rule', ({ bad, badOptions, message, good, goodOptions }) => {
  const wanted = [message].flat();

  test(`says ${wanted[0]}`, () => {
    const found = findings(asked(badOptions, bad));
    expect(found).toHaveLength(wanted.length);
    wanted.forEach((text, i) => (text.endsWith(' ') ? expect(found[i]).toContain(text) : expect(found[i]).toBe(text)));
  });

  good.forEach((ask, i) => {
    test(`lets pass ${i}`, () => {
      expect(render(asked(goodOptions, ask)).length).toBeGreaterThan(0);
    });
  });
});

test.each([
  'img:17',
  'img:17.6',
  'img:17-standard-trixie',
  'host:5000/img:17.6-202509010000-standard-trixie',
  'img:17rc1',
  `img:17.6@${DIGEST}`,
])('the image %s can be pinned', (reference) => {
  expect(only(render(program(PostgresOperator.cloudNativePg(), image(reference))), 'Cluster').spec?.imageName).toBe(reference);
});

test.each(['img', 'img:latest', `img@${DIGEST}`])('the image %s is told once', (reference) => {
  expect(findings(program(PostgresOperator.cloudNativePg(), image(reference)))).toEqual([expect.stringContaining('[HA-021]')]);
});

test('65 parameters are fixed, and shared_preload_libraries is told once', () => {
  expect(new Set(FIXED_PARAMETERS).size).toBe(65);
  const found = findings(program(PostgresOperator.cloudNativePg(), parameters({ shared_preload_libraries: 'pgaudit' })));
  expect(found).toEqual([expect.stringContaining('[HA-011]')]);
});

test('CNPG-150: extensions of a catalog', () => {
  const why = '(the API server refuses the catalog, or drops them and clusters wait for their images)';
  const operator = PostgresOperator.cloudNativePg({ operatorVersion: CloudNativePgVersion.V1_28 });
  const images = [{ version: PostgresVersion.V17, image: 'registry.example.com/postgresql:17.6', extensions: [{ name: 'pgvector' }] }];
  expect(findings((chart) => void new ImageCatalog(chart, 'catalog', { operator, catalogName: 'approved', images }))).toEqual(
    [
      `'images[0].extensions' need PostgreSQL 18, got 17; leave them out`,
      `'images[0].extensions' need CloudNativePG 1.29, got 1.28; write 'imageExtensions' of the factory`,
      `'images[0].extensions[0].image' is missing; write it, for clusters look for it here`,
    ].map((text) => `[test/catalog] [CNPG-150] ${text} ${why}`),
  );
});

test('each rule has an id of its own, all of them are tested here, and each says what and why', () => {
  const ids = [...CNPG_RULES.map(({ id }) => id), ...REFUSALS.map(({ rule }) => rule!)];
  expect(new Set(ids).size).toBe(ids.length);
  // Volumes that grow, replica sets and pgAdmin have tests of their own in their rooms.
  const elsewhere = [180, 181, 182, 183, 184, 185, 186].map((number) => `CNPG-${number}`);
  expect([...new Set([...CASES.map(({ rule }) => rule), 'CNPG-150', ...elsewhere])].sort()).toEqual([...ids].sort());
  expect(CNPG_RULES.every(({ summary, why }) => summary !== '' && why !== '')).toBe(true);
});

describe('options from JavaScript', () => {
  const refused = (options: unknown, ask: Ask = {}): string[] =>
    findings(program(PostgresOperator.cloudNativePg(options as CloudNativePgOptions), ask));
  const WHY = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';

  test.each<[unknown, string]>([
    [null, `[PROP-003] what 'operator' is made of must be an object, got null (${WHY})`],
    ['1.30', `[PROP-003] what 'operator' is made of must be an object, got '1.30' (${WHY})`],
    [
      { operatorVersion: 1.3 },
      `[PROP-003] 'operator.operatorVersion' must be CloudNativePgVersion.V1_28 or CloudNativePgVersion.V1_29 or CloudNativePgVersion.V1_30, got 1.3 (${WHY})`,
    ],
    [
      { version: '1.30' },
      `[PROP-001] 'operator.version' is not a prop; known props: alterSystemEnabled, barman, description, externalClusters, identLines, imageDistribution, imageExtensions, imageType, ldap, logLevel, monitoring, nodeMaintenance, operatorVersion, plugins, pods, poolers, probes, scheduledBackups, services, synchronous, timing, updateMethod, updateStrategy (a misspelt prop would be ignored)`,
    ],
  ])('%j are refused', (options, message) => {
    expect(refused(options)).toEqual([`[test/db] ${message}`]);
  });

  test('are refused where only a pool of another app is printed', () => {
    expect(refused({ imageDistribution: 1 }, { imported: true, pools: [{}] })).toEqual([
      `[test/pool-0] [PROP-003] 'operator.imageDistribution' must be a string, got 1 (${WHY})`,
    ]);
  });
});

test('nonsense in every number and name makes findings, never a stack trace', () => {
  const found = findings(
    program(PostgresOperator.cloudNativePg(), {
      cluster: {
        clusterName: '',
        instances: NaN,
        storage: { size: Size.mebibytes(0) },
        databases: [
          { name: '', owner: '' },
          { name: '\0', owner: '\0' },
        ],
        parameters: { '': '', min_wal_size: 'NaN', shared_buffers: '', wal_level: '', constructor: 'x' },
        hbaRules: ['', '${'],
        image: PostgresImage.pinned('@:@'),
      },
      backup: { archiveGeneration: NaN, schedules: [BackupSchedule.full('')] },
      pools: [{ poolName: '', instances: NaN, poolSize: NaN, parameters: { '': '' } }],
    }),
  );
  expect(found.every((line) => /^\[test\/[a-z0-9-]+\] \[[A-Z]+-\d{3}\] /.test(line))).toBe(true);
});
