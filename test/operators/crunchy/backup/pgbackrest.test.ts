import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  PgBackRestLogLevel,
  PgBackRestOptions,
  PgBackRestRepositoryOptions,
  PgBackRestStandby,
  PostgresOperator,
  RecoverySource,
  ReplicaSource,
} from 'cdk8s-postgres';
import { Ask, OLD_ARCHIVE, program } from '../../../support/programs';
import { at, findings, render } from '../../../support/render';

const REPOSITORY: Required<PgBackRestRepositoryOptions> = {
  bundle: true,
  bundleSize: Size.mebibytes(64),
  bundleLimit: Size.mebibytes(4),
  block: true,
  verifyTls: true,
};

const SMALL = { cpu: Cpu.millis(50), cpuLimit: Cpu.millis(500), memory: Size.mebibytes(64), memoryLimit: Size.mebibytes(128) };

/** Every option, so that the compiler asks for one that is added. */
const ALL: Required<PgBackRestOptions> = {
  repository: REPOSITORY,
  repositories: { repo2: { bundle: false, block: false } },
  compressionLevel: 3,
  archivePushQueueMax: Size.gibibytes(4),
  archiveGetQueueMax: Size.mebibytes(512),
  archiveTimeout: Duration.minutes(2),
  delta: true,
  standby: PgBackRestStandby.PREFERRED,
  bufferSize: Size.mebibytes(4),
  databaseTimeout: Duration.hours(1),
  protocolTimeout: Duration.minutes(61),
  consoleLogLevel: PgBackRestLogLevel.INFO,
  fileLogLevel: PgBackRestLogLevel.DETAIL,
  stderrLogLevel: PgBackRestLogLevel.WARN,
  manual: { repository: 1, options: ['--type=full'] },
  image: 'registry.example.com/pgbackrest:2.54',
  jobTtl: Duration.minutes(10),
  jobCompute: { ...SMALL, cpu: Cpu.millis(60) },
  repositoryHostCompute: { ...SMALL, cpu: Cpu.millis(70) },
  sidecarCompute: { ...SMALL, cpu: Cpu.millis(80) },
  configSidecarCompute: { ...SMALL, cpu: Cpu.millis(90) },
};

const VOLUME = {
  target: BackupTarget.volume({ size: Size.gibibytes(100) }),
  schedules: [BackupSchedule.full('0 3 * * *')],
  retention: BackupRetention.days(7),
};

const spec = (pgBackRest: PgBackRestOptions | undefined, ask: Ask, path: string) =>
  at(
    render(program(PostgresOperator.crunchy({ pgBackRest }), ask)).find(
      ({ kind, metadata }) => kind === 'PostgresCluster' && metadata.name === (ask.replica ? 'orders-dr' : 'orders'),
    )!,
    `/spec${path}`,
  );

/** What a restore reads of them as well. */
const READ = {
  'archive-get-queue-max': '512MiB',
  'archive-timeout': '120',
  delta: 'y',
  'buffer-size': '4MiB',
  'db-timeout': '3600',
  'protocol-timeout': '3660',
  'log-level-console': 'info',
  'log-level-file': 'detail',
  'log-level-stderr': 'warn',
};

test('options stand in the configuration, and those of a repository under its number', () => {
  expect(spec(ALL, { backup: { additionalRepositories: [VOLUME] } }, '/backups/pgbackrest/global')).toEqual({
    'repo1-path': '/pgbackrest/orders/orders/v1/repo1',
    'repo1-retention-full': '30',
    'repo1-retention-full-type': 'time',
    'repo2-retention-full': '7',
    'repo2-retention-full-type': 'time',
    ...READ,
    'compress-level': '3',
    'archive-push-queue-max': '4GiB',
    'backup-standby': 'prefer',
    'repo1-bundle': 'y',
    'repo1-bundle-size': '64MiB',
    'repo1-bundle-limit': '4MiB',
    'repo1-block': 'y',
    'repo1-storage-verify-tls': 'y',
    'repo2-bundle': 'n',
    'repo2-bundle-size': '64MiB',
    'repo2-bundle-limit': '4MiB',
    'repo2-block': 'n',
    'repo2-storage-verify-tls': 'y',
  });
});

test('a restore has those that it reads', () => {
  const recovery = RecoverySource.fromArchive(OLD_ARCHIVE);
  expect(spec(ALL, { cluster: { recovery } }, '/dataSource/pgbackrest/global')).toEqual({
    'repo1-path': '/pgbackrest/orders/orders-old/v1/repo1',
    ...READ,
    'repo1-storage-verify-tls': 'y',
  });
});

test('a replica has them for the repository that it follows', () => {
  const options = { repository: { verifyTls: true }, archiveGetQueueMax: Size.gibibytes(1) };
  expect(spec(options, { replica: { source: ReplicaSource.archive(OLD_ARCHIVE) } }, '/backups/pgbackrest/global')).toEqual({
    'repo1-path': '/pgbackrest/orders/orders-dr/v1/repo1',
    'repo1-retention-full': '30',
    'repo1-retention-full-type': 'time',
    'archive-get-queue-max': '1GiB',
    'repo1-storage-verify-tls': 'y',
    'repo2-path': '/pgbackrest/orders/orders-old/v1/repo1',
    'repo2-storage-verify-tls': 'y',
  });
});

const resources = (cpu: string) => ({
  requests: { cpu, memory: '64Mi' },
  limits: { cpu: '500m', memory: '128Mi' },
});

test('image, lifetime of Jobs, and sizes of the parts', () => {
  const inPlace = {};
  expect(spec(ALL, { backup: { additionalRepositories: [VOLUME] }, inPlace }, '/backups/pgbackrest')).toMatchObject({
    image: 'registry.example.com/pgbackrest:2.54',
    jobs: { ttlSecondsAfterFinished: 600, resources: resources('60m') },
    restore: { resources: resources('60m') },
    repoHost: { resources: resources('70m') },
    sidecars: { pgbackrest: { resources: resources('80m') }, pgbackrestConfig: { resources: resources('90m') } },
  });
});

test('without them nothing is said, and the parts have the size of the policy', () => {
  const pgbackrest = spec(undefined, { backup: { compute: SMALL } }, '/backups/pgbackrest') as Record<string, unknown>;
  expect(pgbackrest).not.toHaveProperty('image');
  expect(pgbackrest.jobs).toEqual({ resources: resources('50m') });
  expect(Object.keys(pgbackrest.global as object)).toEqual(['repo1-path', 'repo1-retention-full', 'repo1-retention-full-type']);
});

test('options of a wrong type are named once', () => {
  const pgBackRest = { repositories: { repo5: { bundle: true } }, bufferSize: '4Mi' as never };
  const why = 'JavaScript and the other languages of jsii do not stop at a wrong type, and the manifest would carry it on';
  expect(findings(program(PostgresOperator.crunchy({ pgBackRest }), { backup: {} }))).toEqual([
    `[test/db] [PROP-001] 'operator.pgBackRest.repositories.repo5' is not a prop; did you mean 'operator.pgBackRest.repositories.repo1'? (a misspelt prop would be ignored)`,
    `[test/db] [PROP-003] 'operator.pgBackRest.bufferSize' must be a Size of cdk8s such as Size.gibibytes(50), got '4Mi' (${why})`,
  ]);
});
