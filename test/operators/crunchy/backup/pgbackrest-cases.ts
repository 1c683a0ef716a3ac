import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import {
  BackupCompression,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  CrunchyOptions,
  PgBackRestOptions,
  PgBackRestStandby,
} from 'cdk8s-postgres';
import { Ask, BUCKET } from '../../../support/programs';

/** What breaks a rule about the options of pgBackRest, and what keeps it. */
export interface PgBackRestCase {
  readonly rule: string;
  readonly bad: Ask;
  readonly good: Ask;
  readonly says: string | readonly string[];
  readonly options: CrunchyOptions;
  readonly goodOptions: CrunchyOptions;
}

const FAR = {
  target: BackupTarget.s3({ ...BUCKET, bucket: 'far' }),
  schedules: [BackupSchedule.full('0 3 * * *')],
  retention: BackupRetention.days(7),
};

const row = (
  rule: string,
  bad: PgBackRestOptions,
  good: PgBackRestOptions,
  says: string | readonly string[],
  ask: Ask = { backup: {} },
): PgBackRestCase => ({ rule, bad: ask, good: ask, says, options: { pgBackRest: bad }, goodOptions: { pgBackRest: good } });

const level = (compression: BackupCompression | undefined, bad: number, good: number, says: string) =>
  row('PGO-126', { compressionLevel: bad }, { compressionLevel: good }, says, { backup: { transfer: { compression } } });

export const PGBACKREST_CASES: readonly PgBackRestCase[] = [
  row(
    'PGO-124',
    { repository: { block: true }, repositories: { repo2: { bundle: true } } },
    { repository: { block: true, bundle: true } },
    `'operator.pgBackRest' must say bundle: true with 'block' for repo1, got none; add it, or leave 'block' out`,
    { backup: { additionalRepositories: [FAR] } },
  ),
  row(
    'PGO-125',
    { repositories: { repo1: { verifyTls: false } } },
    { repositories: { repo1: { verifyTls: true } } },
    `'operator.pgBackRest' must not say verifyTls: false for repo1; name the CA of the store as 'ca' of BackupTarget.s3Compatible(...), or say why: Rules.of(...).suppress('PGO-125', '...')`,
  ),
  level(undefined, 10, 9, `'operator.pgBackRest.compressionLevel' must be a whole number from 0 to 9 with BackupCompression.GZIP, got 10`),
  level(
    BackupCompression.BZIP2,
    0,
    1,
    `'operator.pgBackRest.compressionLevel' must be a whole number from 1 to 9 with BackupCompression.BZIP2, got 0`,
  ),
  level(
    BackupCompression.LZ4,
    0.5,
    -5,
    `'operator.pgBackRest.compressionLevel' must be a whole number from -5 to 12 with BackupCompression.LZ4, got 0.5`,
  ),
  level(
    BackupCompression.ZSTD,
    -8,
    22,
    `'operator.pgBackRest.compressionLevel' must be a whole number from -7 to 22 with BackupCompression.ZSTD, got -8`,
  ),
  {
    ...level(
      BackupCompression.NONE,
      3,
      3,
      `'operator.pgBackRest.compressionLevel' must not be given without compression, got 3; leave it out`,
    ),
    goodOptions: {},
  },
  row(
    'PGO-127',
    { archivePushQueueMax: Size.gibibytes(50) },
    { archivePushQueueMax: Size.gibibytes(49) },
    `'operator.pgBackRest.archivePushQueueMax' must be less than 'storage.size', 50Gi, got 50Gi; write a smaller one, or a larger volume`,
  ),
  row(
    'PGO-127',
    { archivePushQueueMax: Size.gibibytes(4) },
    { archivePushQueueMax: Size.gibibytes(3) },
    `'operator.pgBackRest.archivePushQueueMax' must be less than 'walStorage.size', 4Gi, got 4Gi; write a smaller one, or a larger volume`,
    { cluster: { walStorage: { size: Size.gibibytes(4) } }, backup: {} },
  ),
  row(
    'PGO-128',
    { standby: PgBackRestStandby.REQUIRED },
    { standby: PgBackRestStandby.PREFERRED },
    `'operator.pgBackRest.standby' must not be PgBackRestStandby.REQUIRED for a cluster of one instance; write PgBackRestStandby.PREFERRED`,
    {
      cluster: { instances: 1, nonProduction: { reason: 'a test', singleInstance: true, withoutBackups: true } },
      backup: {},
    },
  ),
  row(
    'PGO-129',
    {
      archivePushQueueMax: Size.kibibytes(0),
      archiveGetQueueMax: Size.kibibytes(0.5),
      repository: { bundleSize: Size.kibibytes(0) },
      repositories: { repo1: { bundleLimit: Size.kibibytes(0) } },
      bufferSize: Size.kibibytes(24),
      archiveTimeout: Duration.days(2),
      databaseTimeout: Duration.days(8),
      protocolTimeout: Duration.millis(50),
    },
    { bufferSize: Size.mebibytes(16), databaseTimeout: Duration.minutes(60), protocolTimeout: Duration.minutes(61) },
    [
      `'operator.pgBackRest.archivePushQueueMax' must be a whole number of Ki, at least 1, got 0Ki`,
      `'operator.pgBackRest.archiveGetQueueMax' must be a whole number of Ki, at least 1, got 0.5Ki`,
      `'operator.pgBackRest.repository.bundleSize' must be a whole number of Ki, at least 1, got 0Ki`,
      `'operator.pgBackRest.repositories.repo1.bundleLimit' must be a whole number of Ki, at least 1, got 0Ki`,
      `'operator.pgBackRest.bufferSize' must be a power of two from 16Ki to 16Mi, got 24Ki`,
      `'operator.pgBackRest.archiveTimeout' must be more than no seconds and at most 86400, in tenths, got 172800`,
      `'operator.pgBackRest.databaseTimeout' must be more than no seconds and at most 604800, in tenths, got 691200`,
      `'operator.pgBackRest.protocolTimeout' must be more than no seconds and at most 604800, in tenths, got 0.05`,
      `'operator.pgBackRest.databaseTimeout' must be less than 'protocolTimeout', got 691200 and 0.05 seconds; write both`,
    ],
  ),
  row(
    'PGO-130',
    { image: 'registry.example.com/pgbackrest:latest' },
    { image: 'registry.example.com/pgbackrest:2.54' },
    `'operator.pgBackRest.image': the image must have a tag that is not 'latest', with or without a digest behind it, got 'registry.example.com/pgbackrest:latest'`,
  ),
  row(
    'PGO-131',
    { jobTtl: Duration.seconds(59) },
    { jobTtl: Duration.seconds(60) },
    `'operator.pgBackRest.jobTtl' must be whole seconds, at least 60, got 59; write for example Duration.minutes(10)`,
  ),
  row(
    'PGO-132',
    { repositories: { repo1: { bundle: true }, repo3: { bundle: true } } },
    { repositories: { repo1: { bundle: true } } },
    `'operator.pgBackRest.repositories' must name repo1, got 'repo3'; write an operator value of its own for other clusters`,
  ),
  row(
    'PGO-133',
    { jobCompute: { cpu: Cpu.units(2), cpuLimit: Cpu.units(1) }, sidecarCompute: { hugePages2Mi: Size.mebibytes(2) } },
    { jobCompute: { cpu: Cpu.units(2) } },
    [
      `'operator.pgBackRest.jobCompute.cpuLimit' must not be below the request 2, got 1`,
      `'operator.pgBackRest.sidecarCompute.hugePages2Mi' is for instances only, got 2Mi; leave it out`,
    ],
  ),
  row('PGO-192', { manual: { repository: 2, options: ['type=full'] } }, { manual: { options: ['--type=full'] } }, [
    `'operator.pgBackRest.manual.repository' must be one of 1, got 2`,
    `'operator.pgBackRest.manual.options' must begin with '--', got 'type=full'`,
  ]),
  {
    rule: 'PGO-192',
    bad: { backup: {}, onDemand: [{}] },
    good: { backup: {} },
    says: `'operator.pgBackRest.manual' does not go with an OnDemandBackup, which takes its place; leave one of the two out`,
    options: { pgBackRest: { manual: {} } },
    goodOptions: { pgBackRest: { manual: {} } },
  },
];
