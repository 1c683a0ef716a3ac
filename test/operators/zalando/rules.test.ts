import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  AzureCredentials,
  BackupArchive,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  GcsCredentials,
  HaCluster,
  ObjectStoreCredentials,
  PairStep,
  PoolAccess,
  PostgresImage,
  PostgresOperator,
  PostgresVersion,
  RecoverySource,
  ReplicaSource,
  Replication,
  Rules,
  SpreadRule,
  ZalandoOptions,
  ZalandoVersion,
} from '../../../lib';
import { ZALANDO_RULES } from '../../../lib/operators/zalando/rules';
import { Ask, BUCKET, S3, program, smallestCluster } from '../../support/programs';
import { findings, newChart, render } from '../../support/render';
import { refused, zalando } from './support';

type Options = Partial<ZalandoOptions>;

const name = (clusterName: string): Ask => ({ cluster: { clusterName } });
const owner = (...owners: string[]): Ask => ({ cluster: { databases: owners.map((each, i) => ({ name: `db${i}`, owner: each })) } });
const database = (each: string): Ask => ({ cluster: { databases: [{ name: each, owner: 'app' }] } });
const parameters = (each: { [key: string]: string }): Ask => ({ cluster: { parameters: each } });
const image = (reference: string, version = PostgresVersion.V17): Ask => ({ cluster: { image: PostgresImage.pinned(reference), version } });
const readOnly = (clusterName: string): Ask => ({ ...name(clusterName), pools: [{ access: PoolAccess.READ_ONLY }] });
const nodes = (each: SpreadRule): Ask => ({ cluster: { placement: { nodes: each, zones: SpreadRule.NONE } } });

const schedule = (cron: string, retention: BackupRetention): Ask => ({ backup: { schedules: [BackupSchedule.full(cron)], retention } });
const archive = (target: BackupTarget) =>
  BackupArchive.of({ clusterName: 'orders-old', namespace: 'orders', target, version: PostgresVersion.V17 });
const lifeOfOrders = (generation: number) =>
  BackupArchive.of({ clusterName: 'orders', namespace: 'orders', target: S3, generation, version: PostgresVersion.V17 });
const restored = (target: BackupTarget): Ask => ({ cluster: { recovery: RecoverySource.fromArchive(archive(target)) } });
const follower = (source: ReplicaSource): Ask => ({ replica: { source } });
const cloned = (namespace: string): Ask => ({
  cluster: {
    recovery: RecoverySource.clone(
      new HaCluster(newChart(namespace), 'live', { ...smallestCluster(zalando()), clusterName: 'orders-live' }),
    ),
  },
});

const ROLE = 'arn:aws:iam::123456789012:role/databases';
const CLIENT = '8d7a2c1e-0b44-4c5e-9a3b-1f2e3d4c5b6a';
const AZURE = { storageAccount: 'acmepg', container: 'postgres' };
const S3_IDENTITY = BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity() });
const GCS_KEY = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.fromSecret('pg-gcs') });
const GCS_IDENTITY = BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity() });
const AZURE_KEY = BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.fromSecret('pg-azure') });
const AZURE_IDENTITY = BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.workloadIdentity() });
const STREAMING = { clusterName: 'orders-old', host: 'orders.eu.acme.example' };

const A49 = 'a'.repeat(49);
const A50 = 'a'.repeat(50);
const A52 = 'a'.repeat(52);
const A53 = 'a'.repeat(53);

const ROLE_WHY = '(the operator fails to create the cluster, or takes what stands before a dot for a namespace)';
const PROTECTED_WHY = '(the application could not log in, and only a log of the operator says why)';
const DATABASE_WHY = '(the operator skips such a database, and only its log says why)';
const OWNED_WHY = '(Patroni ignores or overwrites the value, or backups, replication or TLS stop working with it)';
const DROPPED_WHY = '(Patroni drops the value without a word and the server runs with the default)';
const LIMITS_WHY = `(the operator raises lower limits to its 'min_cpu_limit' and 'min_memory_limit', which are 250m and 250Mi in the configuration that it is shipped with)`;
const DAILY_WHY = '(Spilo keeps as many backups as days, so that a weekly backup with 30 days would be kept for 30 weeks)';
const LEAST_WHY = '(Spilo reads 1 as 2 and keeps more than was asked for)';
const OFTEN_WHY =
  '(Spilo deletes nothing that is younger in days than the number of backups, so that it would keep more than was asked for)';
const READ_WHY = '(the image does not get into the archive, and tries again for ever)';
const IMAGE_WHY = '(the operator configures Patroni through Spilo, so another image starts no database)';
const TEAM_WHY = `(everything that the operator creates has it as the label 'team')`;
const ANTI_AFFINITY_WHY = '(the operator keeps the instances of every cluster on different nodes, whatever a single cluster asks for)';

const roleProblem = (each: string) =>
  `[test/db] [ZAL-005] the name of a role must be lower-case letters, digits, '-' and '_', with a letter or digit at either end, got '${each}'; write for example 'orders_app' ${ROLE_WHY}`;
const protectedProblem = (each: string, who: string) =>
  `[test/db] [ZAL-006] the name of a role must not be admin, cron_admin, standby, pooler, robot_zmon, zalandos, got '${each}' (${who}); write for example '${each}_app' ${PROTECTED_WHY}`;
const databaseProblem = (each: string) =>
  `[test/db] [ZAL-008] 'databases[0].name' must be letters, digits and '_', with no digit first, got '${each}'; write for example 'orders_archive' ${DATABASE_WHY}`;
const ownedProblem = (each: string, value: string, instead: string) =>
  `[test/db] [ZAL-009] 'parameters' must not have '${each}', got '${value}'; ${instead} ${OWNED_WHY}`;
const leastProblem = (each: string, least: string, value: string) =>
  `[test/db] [ZAL-010] '${each}' must be at least ${least}, got '${value}'; remove it or write ${least} or more ${DROPPED_WHY}`;

const REMOVE = 'remove it, Patroni sets it';
const RECOVERY = 'remove it, Patroni decides how an instance recovers and whom it follows';
const SOCKETS = 'remove it, the scripts of the image and the backups look for the socket where it is by default';
const TLS = 'remove it, the image has certificates and remote clients must use TLS';

/** What breaks a rule, and every line that is printed for it. */
const BROKEN: readonly [Ask, string[], Options?][] = [
  [
    name(A53),
    [
      `[test/db] [ZAL-001] 'clusterName' must have at most 52 characters, got 53 in '${A53}'; write a shorter one (the operator accepts a longer name, but the pods would need a label of more than 63 characters and are never created)`,
    ],
  ],
  ...['', 'acme!', '-acme', 'a'.repeat(64)].map((teamId): [Ask, string[], Options] => [
    {},
    [
      `[test/db] [ZAL-002] 'teamId' must be 1 to 63 letters, digits, '-', '_' and '.', with a letter or digit at either end, got '${teamId}'; write for example 'acme' ${TEAM_WHY}`,
    ],
    { teamId },
  ]),
  ...['orders', 'acmeorders', 'acme'].map((clusterName): [Ask, string[], Options] => [
    name(clusterName),
    [
      `[test/db] [ZAL-003] 'clusterName' must begin with 'acme-', got '${clusterName}'; write 'acme-${clusterName}' or, where the operator has no enable_team_id_clustername_prefix, teamPrefixEnforced: false (the operator marks the cluster as invalid and creates nothing)`,
    ],
    { teamPrefixEnforced: true },
  ]),
  [
    name('orders'),
    [
      `[test/db] [ZAL-003] 'clusterName' must begin with 'acme-', got 'orders'; write 'acme-orders' or, where the operator has no enable_team_id_clustername_prefix, teamPrefixEnforced: false (the operator marks the cluster as invalid and creates nothing)`,
    ],
    { teamPrefixEnforced: true, teamId: 'ACME' },
  ],
  ...['acme_shop', '7up'].map((teamId): [Ask, string[], Options] => [
    name('orders'),
    [
      `[test/db] [ZAL-003] 'clusterName' must begin with the team, got 'orders' and teamId '${teamId}', with which no name can begin; write a teamId of letters, digits and '-', with a letter first, or, where the operator has no enable_team_id_clustername_prefix, teamPrefixEnforced: false (the operator marks the cluster as invalid and creates nothing)`,
    ],
    { teamPrefixEnforced: true, teamId },
  ]),
  [
    { cluster: { labels: { tier: 'gold', shop: 'yes' } } },
    [
      `[test/db] [ZAL-004] 'labels' must be of the keys tier, zone, got 'shop'; list it as 'inherited_labels' in the operator's configuration and as inheritedLabels: [...] here (the operator ignores other labels, so they would never reach the pods)`,
    ],
    { inheritedLabels: ['tier', 'zone'] },
  ],
  ...['Orders', '_orders', 'orders_', 'orders-', 'a b', 'shop.orders', 'örders'].map((each): [Ask, string[]] => [
    owner(each),
    [roleProblem(each)],
  ]),
  [owner('admin'), [protectedProblem('admin', 'the operator skips it')]],
  [owner('cron_admin'), [protectedProblem('cron_admin', 'the operator skips it')]],
  [owner('standby'), [protectedProblem('standby', 'the operator skips it')]],
  [owner('pooler'), [protectedProblem('pooler', 'the operator skips it')]],
  [owner('robot_zmon'), [protectedProblem('robot_zmon', 'Spilo takes its login away at each promotion')]],
  [owner('zalandos'), [protectedProblem('zalandos', 'Spilo takes its login away at each promotion')]],
  [
    owner('foo_bar', 'foo-bar'),
    [
      `[test/db] [ZAL-007] the roles 'foo_bar' and 'foo-bar' must not differ in '-' and '_' only, since both have the secret 'foo-bar.orders.credentials.postgresql.acid.zalan.do'; rename one of them (the operator stops there before it makes the pods, or the password of one role overwrites that of the other)`,
    ],
  ],
  ...['orders-app', '1st', 'a.b', 'a b', '__proto__', 'größe'].map((each): [Ask, string[]] => [database(each), [databaseProblem(each)]]),
  [parameters({ archive_command: 'cp %p /x' }), [ownedProblem('archive_command', 'cp %p /x', 'write a BackupPolicy')]],
  [parameters({ archive_mode: 'off' }), [ownedProblem('archive_mode', 'off', 'write a BackupPolicy')]],
  [parameters({ restore_command: 'false' }), [ownedProblem('restore_command', 'false', 'write a BackupPolicy')]],
  [parameters({ synchronous_standby_names: '*' }), [ownedProblem('synchronous_standby_names', '*', `write 'replication'`)]],
  [parameters({ hba_file: '/x' }), [ownedProblem('hba_file', '/x', `write 'hbaRules'`)]],
  ...[
    ['listen_addresses', '*'],
    ['port', '5433'],
    ['cluster_name', 'x'],
    ['hot_standby', 'off'],
    ['data_directory', '/x'],
    ['config_file', '/x'],
    ['ident_file', '/x'],
    ['external_pid_file', '/x'],
  ].map(([each, value]): [Ask, string[]] => [parameters({ [each!]: value! }), [ownedProblem(each!, value!, REMOVE)]]),
  [parameters({ unix_socket_directories: '/x' }), [ownedProblem('unix_socket_directories', '/x', SOCKETS)]],
  [parameters({ unix_socket_group: 'nobody' }), [ownedProblem('unix_socket_group', 'nobody', SOCKETS)]],
  ...['primary_conninfo', 'primary_slot_name', 'recovery_target_time', 'recovery_end_command', 'archive_cleanup_command'].map(
    (each): [Ask, string[]] => [parameters({ [each]: 'x' }), [ownedProblem(each, 'x', RECOVERY)]],
  ),
  [parameters({ ssl: 'off' }), [ownedProblem('ssl', 'off', TLS)]],
  ...['ssl_ca_file', 'ssl_cert_file', 'ssl_crl_dir', 'ssl_crl_file', 'ssl_key_file'].map((each): [Ask, string[]] => [
    parameters({ [each]: '/x' }),
    [ownedProblem(each, '/x', TLS)],
  ]),
  [parameters({ max_connections: '24' }), [leastProblem('max_connections', '25', '24')]],
  [parameters({ max_locks_per_transaction: '31' }), [leastProblem('max_locks_per_transaction', '32', '31')]],
  [parameters({ max_replication_slots: '3' }), [leastProblem('max_replication_slots', '4', '3')]],
  [
    parameters({ max_wal_senders: '2' }),
    [
      `[test/db] [HA-024] 'max_wal_senders' must be at least 3 with 3 instances, got '2'; write more (a replica without one cannot stream, and one that joins needs one for its base backup; a slot that is one too many is never made)`,
      leastProblem('max_wal_senders', '3', '2'),
    ],
  ],
  [
    parameters({ max_worker_processes: '1' }),
    [
      `[test/db] [EXT-010] 'max_worker_processes' must be at least 4, for the workers of bg_mon, timescaledb, pg_cron, logical replication, got '1'; write more, those of parallel queries beside them (the server starts without the worker that it has no room for, and says so in its log alone)`,
      leastProblem('max_worker_processes', '2', '1'),
    ],
  ],
  [parameters({ wal_keep_size: '15' }), [leastProblem('wal_keep_size', '16MB', '15')]],
  [parameters({ wal_keep_size: '16383kB' }), [leastProblem('wal_keep_size', '16MB', '16383kB')]],
  [parameters({ max_connections: '0x10' }), [leastProblem('max_connections', '25', '0x10')]],
  [parameters({ max_connections: '2e1' }), [leastProblem('max_connections', '25', '2e1')]],
  ...[
    ['track_commit_timestamp', 't'],
    ['wal_log_hints', 'of'],
  ].map(([each, value]): [Ask, string[]] => [
    parameters({ [each!]: value! }),
    [`[test/db] [ZAL-010] '${each}' must be 'on' or 'off', got '${value}'; write one of them in full ${DROPPED_WHY}`],
  ]),
  [
    parameters({ wal_level: 'minimal' }),
    [`[test/db] [ZAL-010] 'wal_level' must be 'replica' or 'logical', got 'minimal'; remove it or write 'logical' ${DROPPED_WHY}`],
  ],
  [
    { cluster: { instances: 5, replication: Replication.synchronous({ standbys: 2 }) } },
    [
      `[test/db] [ZAL-011] 'replication' must wait for 1 standby or go on without, got 2 standbys and writesWithoutStandby: false; write standbys: 1 or writesWithoutStandby: true (Patroni lowers the number to the standbys that are left, so that one alone confirms commits that were to be on several)`,
    ],
  ],
  [
    { cluster: { storage: { size: Size.mebibytes(1536) } } },
    [
      `[test/db] [ZAL-012] 'storage.size' must be a whole number of Gi, got 1536Mi; write Size.gibibytes(2) (the operator compares whole gibibytes, so the rest would never become a larger volume)`,
    ],
  ],
  ...[
    'ghcr.io/cloudnative-pg/postgresql:17.6',
    'registry.example.com:5000/crunchydata/crunchy-postgres:ubi9-17.6-2534',
    'postgres:17.6',
    'docker.io/postgres:17.6',
    'registry.example.com/library/postgres:17.6',
  ].map((each): [Ask, string[]] => [
    image(each),
    [
      `[test/db] [ZAL-013] the image must be a Spilo image, got '${each}'; write for example PostgresImage.pinned('ghcr.io/zalando/spilo-18:4.1-p2') ${IMAGE_WHY}`,
    ],
  ]),
  [
    { cluster: { image: PostgresImage.pinned('postgres:17.6'), placement: { zones: SpreadRule.NONE } } },
    [
      `[test/db] [ZAL-013] the image must be a Spilo image, got 'postgres:17.6'; write for example PostgresImage.pinned('ghcr.io/zalando/spilo-17:4.0-p3') ${IMAGE_WHY}`,
    ],
    { operatorVersion: ZalandoVersion.V1_15, podAntiAffinityConfigured: true },
  ],
  [
    image('registry.example.com:5000/acme/spilo-16:3.3-p1', PostgresVersion.V17),
    [
      `[test/db] [ZAL-013] the image must have PostgreSQL 17, got 'registry.example.com:5000/acme/spilo-16:3.3-p1', which ends with 16; write spilo-17 or newer ${IMAGE_WHY}`,
    ],
  ],
  [
    {
      cluster: {
        compute: { cpu: Cpu.millis(100), cpuLimit: Cpu.millis(200), memory: Size.mebibytes(128), memoryLimit: Size.mebibytes(200) },
      },
    },
    [
      `[test/db] [ZAL-014] 'compute.cpuLimit' must be at least 250m, got 200m; write Cpu.millis(250) ${LIMITS_WHY}`,
      `[test/db] [ZAL-014] 'compute.memoryLimit' must be at least 250Mi, got 200Mi; write Size.mebibytes(256) ${LIMITS_WHY}`,
    ],
  ],
  ...[SpreadRule.NONE, SpreadRule.PREFERRED].map((each): [Ask, string[], Options] => [
    nodes(each),
    [
      `[test/db] [ZAL-015] 'placement.nodes' must be 'required' with podAntiAffinityConfigured: true, got '${each}'; write SpreadRule.REQUIRED or change the operator's configuration ${ANTI_AFFINITY_WHY}`,
    ],
    { podAntiAffinityConfigured: true },
  ]),
  ...['application', 'cluster-name', 'spilo-role'].map((key): [Ask, string[], Options] => [
    { cluster: { labels: { [key]: 'orders' } } },
    [
      `[test/db] [ZAL-016] 'labels' must not have application, cluster-name, spilo-role, got '${key}'; write a key of your own such as 'acme.example/${key}' (the operator lets inherited labels replace its own, by which StatefulSet and services find the pods: the cluster is never created, or never found)`,
    ],
    { inheritedLabels: [key] },
  ]),
  [
    parameters({ password_encryption: 'SCRAM-SHA-256' }),
    [
      `[test/db] [ZAL-017] 'password_encryption' must be in lower case, got 'SCRAM-SHA-256'; write 'scram-sha-256' (the operator compares it to the letter, and stores passwords as MD5 hashes where it finds another spelling)`,
    ],
  ],
  ...['databases', 'arn:aws:iam::123:role/databases'].map((podRoleArn): [Ask, string[], Options] => [
    {},
    [
      `[test/db] [ZAL-018] 'podRoleArn' must be 'arn:aws:iam::ACCOUNT:role/NAME', got '${podRoleArn}'; write it as the operator's configuration has it (no archive could be read with it, and a recovery would try for ever)`,
    ],
    { podRoleArn },
  ]),
  ...['0 2 * * 0', '0 2 1 * *', '0 2 */2 * *', '0 2 * 1-6 *'].map((cron): [Ask, string[]] => [
    { backup: { schedules: [BackupSchedule.full(cron)] } },
    [
      `[test/backups] [ZAL-020] 'schedules[0]' must fire every day, got '${cron}'; write for example BackupSchedule.full('0 2 * * *') ${DAILY_WHY}`,
    ],
  ]),
  [
    { backup: { retention: BackupRetention.days(1) } },
    [`[test/backups] [ZAL-021] 'retention' must be at least 2 days, got 1; write BackupRetention.days(2) ${LEAST_WHY}`],
  ],
  [
    { backup: { retention: BackupRetention.count(1) } },
    [`[test/backups] [ZAL-021] 'retention' must be at least 2 backups, got 1; write BackupRetention.count(2) ${LEAST_WHY}`],
  ],
  [
    { backup: { retention: BackupRetention.daysAndCount(1, 1) } },
    [
      `[test/backups] [ZAL-021] 'retention' must be at least 2 days and backups, got 1; write BackupRetention.daysAndCount(2, 2) ${LEAST_WHY}`,
    ],
  ],
  ...['0 2,14 * * *', '0 */6 * * 0'].map((cron): [Ask, string[]] => [
    schedule(cron, BackupRetention.count(7)),
    [
      `[test/backups] [ZAL-022] 'schedules[0]' must fire at most once on a day with BackupRetention.count(7), got '${cron}'; write for example BackupSchedule.full('0 2 * * *'), or BackupRetention.days(...) ${OFTEN_WHY}`,
    ],
  ]),
  ...(
    [
      [7, 30],
      [30, 7],
    ] as const
  ).map(([days, count]): [Ask, string[]] => [
    { backup: { retention: BackupRetention.daysAndCount(days, count) } },
    [
      `[test/backups] [ZAL-023] 'retention' must have the same number of days and backups, got ${days} days and ${count} backups; write BackupRetention.daysAndCount(30, 30) (Spilo has one number, which is that of the backups and that of the days)`,
    ],
  ]),
  [
    readOnly(A50),
    [
      `[test/pool-0] [ZAL-030] the name of a cluster with a read-only pool must have at most 49 characters, got 50 in '${A50}'; write a shorter one or leave the pool out (a volume of the pooler pods is named after the cluster and would have more than 63 characters, so they are never created)`,
    ],
  ],
  [
    { pools: [{ maxDatabaseConnections: 3 }] },
    [
      `[test/pool-0] [ZAL-031] 'maxDatabaseConnections' must be at least 4, got 3; write 4 or more (the operator makes pool and reserve of a half and a quarter of them in whole numbers, and a 0 would be left for one of them)`,
    ],
  ],
  [
    { pools: [{ instances: 16 }] },
    [
      `[test/pool-0] [ZAL-031] 'maxDatabaseConnections' must be given for 16 instances, which would share the operator's default of 60; write 4 or more (the operator makes pool and reserve of a half and a quarter of them in whole numbers, and a 0 would be left for one of them)`,
    ],
  ],
  [
    {
      cluster: { instances: 1, nonProduction: { reason: 'a test', withoutBackups: true, singleInstance: true } },
      pools: [{ access: PoolAccess.READ_ONLY }],
    },
    [
      `[test/pool-0] [ZAL-032] a read-only pool must belong to a cluster of at least 2 instances, got 1; write PoolAccess.READ_WRITE or more instances (the service of the replicas leads nowhere in a cluster of one instance)`,
    ],
  ],
  [
    cloned('shop'),
    [
      `[test/db] [ZAL-040] 'recovery' must clone a cluster of the namespace 'orders', got 'orders-live' of 'shop'; write RecoverySource.fromArchive(...) (the operator looks for the service and the password of the source in the namespace of the new cluster, whose pods never start)`,
    ],
  ],
  [
    restored(BackupTarget.s3({ ...BUCKET, credentials: ObjectStoreCredentials.workloadIdentity({ awsRoleArn: ROLE }) })),
    [
      `[test/db] [ZAL-041] 'recovery.archive.target.credentials' must have no role of its own, got '${ROLE}'; write ObjectStoreCredentials.workloadIdentity(), and podRoleArn: '${ROLE}' in PostgresOperator.zalando(...) if all clusters have it ${READ_WHY}`,
    ],
  ],
  [
    restored(BackupTarget.gcs({ bucket: 'acme-pg', credentials: GcsCredentials.workloadIdentity('db@acme.iam.gserviceaccount.com') })),
    [
      `[test/db] [ZAL-041] 'recovery.archive.target.credentials' must have no service account of its own, got 'db@acme.iam.gserviceaccount.com'; write GcsCredentials.fromSecret(...) ${READ_WHY}`,
    ],
  ],
  [
    restored(BackupTarget.azure({ ...AZURE, credentials: AzureCredentials.workloadIdentity(CLIENT) })),
    [
      `[test/db] [ZAL-041] 'recovery.archive.target.credentials' must have no client id, got '${CLIENT}'; write AzureCredentials.fromSecret(...), or workloadIdentity() for that of the nodes ${READ_WHY}`,
    ],
  ],
  [
    follower(ReplicaSource.archive(archive(GCS_IDENTITY))),
    [
      `[test/replica] [ZAL-041] 'source.archive.target.credentials' must name a Secret on version 2.0, whose image loses the identity, got workload identity; write GcsCredentials.fromSecret(...) ${READ_WHY}`,
    ],
  ],
  [
    follower(ReplicaSource.archive(archive(AZURE_KEY))),
    [
      `[test/replica] [ZAL-042] 'source' must not be an archive in Azure alone, got ReplicaSource.archive(...); write ReplicaSource.streaming(...), or ReplicaSource.archiveAndStreaming(...) on version 2.0 (the custom resource has no field for such an archive, and without any source it makes a cluster of its own that takes writes)`,
    ],
  ],
  [
    { replica: { source: ReplicaSource.archive(lifeOfOrders(2)) }, pair: PairStep.steady() },
    [
      `[test/replica] [ZAL-043] 'source' must be an archive that the other member of the pair writes, s3://acme-pg/spilo/orders/orders/v1/wal, got s3://acme-pg/spilo/orders/orders/v2/wal; write ReplicaSource.archive(policy.archive) with its policy (it would follow an archive that nobody writes to any more, and be far behind on the day that it is needed)`,
    ],
  ],
];

test.each(BROKEN)('%j is refused', (ask, lines, options = {}) => {
  expect(refused(ask, options)).toEqual(lines);
});

test('ZAL-043 asks nothing of a cluster that was promoted: it reads no archive any more', () => {
  const stale = { replica: { source: ReplicaSource.archive(lifeOfOrders(2)) } };
  expect(refused({ ...stale, pair: PairStep.demote() }, {})).toEqual([expect.stringContaining('[ZAL-043]')]);
  expect(render(program(zalando({}), { ...stale, pair: PairStep.promote() }))).not.toEqual([]);
});

/** What is just inside each rule. */
const KEPT: readonly [string, Ask, Options?][] = [
  ['ZAL-001', name(A52)],
  ['ZAL-002', {}, { teamId: 'a'.repeat(63) }],
  ['ZAL-002', {}, { teamId: 'Team_1.x' }],
  ['ZAL-003', name('acme-orders'), { teamPrefixEnforced: true }],
  ['ZAL-003', name('acme-orders'), { teamPrefixEnforced: true, teamId: 'ACME' }],
  ['ZAL-003', name('orders'), { teamPrefixEnforced: false }],
  ['ZAL-004', { cluster: { labels: { tier: 'gold' } } }, { inheritedLabels: ['tier', 'zone'] }],
  ['ZAL-005', owner('a', '1app', 'orders_app', 'orders-web')],
  ['ZAL-006', owner('administrator')],
  ['ZAL-007', owner('foo_bar', 'foo_bar', 'foo-baz')],
  ['ZAL-008', database('_Orders_2')],
  ['ZAL-009', parameters({ archive_timeout: '60s', ssl_min_protocol_version: 'TLSv1.3', synchronous_commit: 'on' })],
  [
    'ZAL-010',
    parameters({
      max_connections: '0x19',
      track_commit_timestamp: 'Yes',
      wal_log_hints: 'on',
      max_wal_senders: '3',
      wal_keep_size: '16MB',
      wal_level: 'logical',
      max_worker_processes: '4',
    }),
  ],
  ['ZAL-011', { cluster: { replication: Replication.synchronous() } }],
  ['ZAL-011', { cluster: { instances: 5, replication: Replication.synchronous({ standbys: 2, writesWithoutStandby: true }) } }],
  ['ZAL-012', { cluster: { storage: { size: Size.tebibytes(1) } } }],
  ['ZAL-012', { cluster: { storage: { size: Size.mebibytes(2048) } } }],
  ['ZAL-013', image('ghcr.io/zalando/spilo-17:4.0-p3@sha256:' + 'a'.repeat(64))],
  ['ZAL-013', image('registry.example.com:5000/acme/database:1.2')],
  ['ZAL-013', image('registry.example.com:5000/acme/postgres:1.2')],
  [
    'ZAL-014',
    {
      cluster: {
        compute: { cpu: Cpu.millis(100), cpuLimit: Cpu.millis(250), memory: Size.mebibytes(100), memoryLimit: Size.mebibytes(250) },
      },
    },
  ],
  ['ZAL-015', nodes(SpreadRule.REQUIRED), { podAntiAffinityConfigured: true }],
  [
    'ZAL-016',
    { cluster: { labels: { team: 'orders', 'acme.example/application': 'shop' } } },
    { inheritedLabels: ['team', 'acme.example/application'] },
  ],
  ['ZAL-017', parameters({ password_encryption: 'scram-sha-256' })],
  ['ZAL-017', parameters({ password_encryption: 'md5' })],
  ['ZAL-018', {}, { podRoleArn: ROLE }],
  ['ZAL-018', {}, { podRoleArn: 'arn:aws-cn:iam::123456789012:role/teams/databases' }],
  ['ZAL-020', { backup: { schedules: [BackupSchedule.full('30 1-3 * * *')] } }],
  ['ZAL-020', schedule('0 2 * * 0', BackupRetention.count(5))],
  ['ZAL-020', schedule('0 2 * * 0', BackupRetention.daysAndCount(30, 30))],
  ['ZAL-021', { backup: { retention: BackupRetention.days(2) } }],
  ['ZAL-021', { backup: { retention: BackupRetention.count(2) } }],
  ['ZAL-021', { backup: { retention: BackupRetention.daysAndCount(2, 2) } }],
  ['ZAL-022', schedule('0 2 * * *', BackupRetention.count(7))],
  ['ZAL-022', schedule('0 2,14 * * *', BackupRetention.days(7))],
  ['ZAL-022', schedule('0 2,14 * * *', BackupRetention.daysAndCount(7, 7))],
  ['ZAL-023', { backup: { retention: BackupRetention.daysAndCount(30, 30) } }],
  ['ZAL-030', readOnly(A49)],
  ['ZAL-030', { ...name(A52), pools: [{}] }],
  ['ZAL-031', { pools: [{ maxDatabaseConnections: 4 }] }],
  ['ZAL-031', { pools: [{ instances: 15 }] }],
  ['ZAL-032', { cluster: { instances: 2 }, pools: [{ access: PoolAccess.READ_ONLY }] }],
  ['ZAL-040', cloned('orders')],
  ...[S3, S3_IDENTITY, GCS_KEY, AZURE_KEY, AZURE_IDENTITY].map((each): [string, Ask] => ['ZAL-041', restored(each)]),
  ['ZAL-041', follower(ReplicaSource.archive(archive(GCS_IDENTITY))), { operatorVersion: ZalandoVersion.V1_15 }],
  ['ZAL-042', follower(ReplicaSource.archive(archive(GCS_KEY)))],
  ['ZAL-042', follower(ReplicaSource.archiveAndStreaming(archive(AZURE_KEY), STREAMING))],
  ['ZAL-043', { replica: { source: ReplicaSource.archive(lifeOfOrders(1)) }, pair: PairStep.steady() }],
];

test.each(KEPT)('%s is kept by %j', (_, ask, options = {}) => {
  expect(() => render(program(zalando(options), ask))).not.toThrow();
});

test('every rule is broken and kept above but those in access-rules.test.ts and pool.test.ts, and ids are in order', () => {
  const ids = ZALANDO_RULES.map(({ id }) => id).filter((id) => id < 'ZAL-150');
  expect([...new Set(KEPT.map(([id]) => id))]).toEqual(ids);
  expect([...new Set(BROKEN.flatMap(([, lines]) => lines.flatMap((line) => /\[(ZAL-\d+)\]/.exec(line)?.[1] ?? [])))]).toEqual(ids);
});

describe('nonsense', () => {
  const WHY = '(JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on)';

  test.each<[string, unknown, string[]]>([
    [
      'nothing',
      undefined,
      [`[test/db] [PROP-003] what 'operator' is made of must be an object with teamId, got undefined; write { teamId: ... } ${WHY}`],
    ],
    ['no team', {}, [`[test/db] [PROP-002] 'operator.teamId' is missing (there is no safe default for it)`]],
    ['a number', { teamId: 7 }, [`[test/db] [PROP-003] 'operator.teamId' must be a string, got 7 ${WHY}`]],
    [
      'a version that nobody has',
      { teamId: 'acme', operatorVersion: '3.0' },
      [`[test/db] [PROP-003] 'operator.operatorVersion' must be ZalandoVersion.V1_15 or ZalandoVersion.V2_0, got '3.0' ${WHY}`],
    ],
    [
      'a word for a list',
      { teamId: 'acme', inheritedLabels: 'tier', teamPrefixEnforced: 'yes' },
      [
        `[test/db] [PROP-003] 'operator.teamPrefixEnforced' must be true or false, got 'yes' ${WHY}`,
        `[test/db] [PROP-003] 'operator.inheritedLabels' must be a list, got 'tier'; write ['tier'] ${WHY}`,
      ],
    ],
    [
      'a misspelt option',
      { teamId: 'acme', teamID: 'acme' },
      [`[test/db] [PROP-001] 'operator.teamID' is not a prop; did you mean 'operator.teamId'? (a misspelt prop would be ignored)`],
    ],
  ])('options: %s', (_, options, lines) => {
    expect(findings(program(PostgresOperator.zalando(options as ZalandoOptions)))).toEqual(lines);
  });

  test.each<[string, Ask]>([
    ['instances', { cluster: { instances: NaN } }],
    ['half an instance', { cluster: { instances: 2.5 } }],
    ['standbys', { cluster: { replication: Replication.synchronous({ standbys: NaN }) } }],
    ['size', { cluster: { storage: { size: Size.gibibytes(NaN) } } }],
    ['version', { cluster: { version: PostgresVersion.of('many') } }],
    ['retention', { backup: { retention: BackupRetention.days(NaN) } }],
    ['schedule', { backup: { schedules: [BackupSchedule.full('often')] } }],
    ['no schedules', { backup: { schedules: [] } }],
    ['generation', { backup: { archiveGeneration: NaN } }],
    ['pods', { pools: [{ instances: NaN }] }],
    ['connections', { pools: [{ maxDatabaseConnections: NaN }] }],
    ['name', { cluster: { clusterName: '' } }],
    ['owner', { cluster: { databases: [{ name: '', owner: '' }] } }],
    ['parameter', { cluster: { parameters: { max_connections: 'many', constructor: 'x', toString: 'y' } } }],
  ])('of %s is refused with a rule and never with a stack trace', (_, ask) => {
    const lines = refused(ask);
    expect(lines.length).toBeGreaterThan(0);
    lines.forEach((line) => expect(line).toMatch(/^\[test\/[a-z0-9-]+\] \[[A-Z]+-\d{3}\] .+ \(.+\)$/));
  });
});

test('a suppressed rule lets the manifest through, with the reason', () => {
  const [manifest] = render((chart) => {
    const operator = PostgresOperator.zalando({ teamId: 'acme' });
    const cluster = new HaCluster(chart, 'db', { ...smallestCluster(operator), parameters: { max_connections: '20' } });
    Rules.of(cluster).suppress('ZAL-010', 'an image with another Patroni');
  });
  expect(manifest!.metadata.annotations).toHaveProperty(['suppressed.cdk8s-postgres/ZAL-010'], 'an image with another Patroni');
  expect(manifest!.spec).toHaveProperty('postgresql.parameters.max_connections', '20');
});
