import { allInstances } from '../../../model/all-instances';
import { Size } from 'cdk8s';
import { BackupCompression } from '../../../model/backup-transfer';
import { BackupRepositoryModel } from '../../../model/backup-model';
import { kibibytes, sizeQuantity } from '../../../model/quantity';
import { backupCompute } from '../../../private/compute-defaults';
import { Rule } from '../../../private/rules';
import { computeProblems, imageProblem, inSeconds, isCount, noHugePages } from '../../../private/value-problems';
import { repositoryName } from '../names';
import { BackupContext } from '../rule-contexts';
import { PgBackRestOptions, PgBackRestRepositoryOptions, PgBackRestStandby } from './pgbackrest-options';
import { repositoryOptions } from './pgbackrest-spec';

/** Levels of each method. */
const LEVELS: { readonly [method in BackupCompression]: readonly [least: number, most: number] | undefined } = {
  [BackupCompression.NONE]: undefined,
  [BackupCompression.GZIP]: [0, 9],
  [BackupCompression.BZIP2]: [1, 9],
  [BackupCompression.LZ4]: [-5, 12],
  [BackupCompression.ZSTD]: [-7, 22],
};

const LEAST_BUFFER = 16;
const MOST_BUFFER = 16 * 1024;

const DAY = 24 * 60 * 60;
const WEEK = 7 * DAY;

/** pgBackRest's own. */
const DATABASE_TIMEOUT = 1800;
const PROTOCOL_TIMEOUT = 1830;

/** The shortest time that PGO takes. */
const MINUTE = 60;

const AT = 'operator.pgBackRest';

const COMPUTE_PROPS = ['jobCompute', 'repositoryHostCompute', 'sidecarCompute', 'configSidecarCompute'] as const;

type Said = PgBackRestOptions & { readonly settingsOfOne: (repository: BackupRepositoryModel) => PgBackRestRepositoryOptions };

/** A rule about what is said of pgBackRest, where something is. */
const rule = (
  id: string,
  summary: string,
  why: string,
  problems: (options: Said, context: BackupContext) => readonly (string | undefined)[],
): Rule<BackupContext> => ({
  id,
  summary,
  why,
  check: (context) => {
    const options = context.settings.pgBackRest;
    const said = options && { ...options, settingsOfOne: ({ index }: BackupRepositoryModel) => repositoryOptions(options, index) };
    return said && problems(said, context).filter((problem) => problem !== undefined);
  },
});

/** What pgBackRest or PGO refuses, or gets wrong, in the options of pgBackRest. */
export const PGBACKREST_RULES: readonly Rule<BackupContext>[] = [
  rule(
    'PGO-124',
    'changed blocks are copied into bundles',
    'pgBackRest stops at the one without the other, and nothing is archived',
    ({ settingsOfOne }, { policy }) =>
      policy.repositories.map((repository) => {
        const { block, bundle } = settingsOfOne(repository);
        return block === true && bundle !== true
          ? `'${AT}' must say bundle: true with 'block' for ${repositoryName(repository.index)}, got ${bundle ?? 'none'}; add it, or leave 'block' out`
          : undefined;
      }),
  ),
  rule(
    'PGO-125',
    'the certificate of a store is verified',
    'whoever is on the way could read the backups and change them, and a restore runs what they hold',
    ({ settingsOfOne }, { policy }) =>
      policy.repositories.map((repository) =>
        settingsOfOne(repository).verifyTls === false && repository.target._kind !== 'volume'
          ? `'${AT}' must not say verifyTls: false for ${repositoryName(repository.index)}; name the CA of the store as 'ca' of BackupTarget.s3Compatible(...), or say why: Rules.of(...).suppress('PGO-125', '...')`
          : undefined,
      ),
  ),
  rule(
    'PGO-126',
    'the level of compression is one that the method has',
    'pgBackRest stops at another one, and nothing is archived',
    ({ compressionLevel: level }, { policy }) => {
      const method = policy.transfer.compression ?? BackupCompression.GZIP;
      const range = LEVELS[method];
      if (level === undefined) {
        return [];
      }
      return [
        range === undefined
          ? `'${AT}.compressionLevel' must not be given without compression, got ${level}; leave it out`
          : Number.isInteger(level) && level >= range[0] && level <= range[1]
            ? undefined
            : `'${AT}.compressionLevel' must be a whole number from ${range[0]} to ${range[1]} with BackupCompression.${method.toUpperCase()}, got ${level}`,
      ];
    },
  ),
  rule(
    'PGO-127',
    'less WAL may wait than there is room for on its volume',
    'the volume is full before the bound is reached, and the server stops all the same',
    ({ archivePushQueueMax: most }, { model: { storage, walStorage } }) => {
      const [prop, volume] = walStorage ? ['walStorage', walStorage.size] : ['storage', storage.size];
      return [
        most !== undefined && kibibytes(most) >= kibibytes(volume as Size)
          ? `'${AT}.archivePushQueueMax' must be less than '${prop as string}.size', ${sizeQuantity(volume as Size)}, got ${sizeQuantity(most)}; write a smaller one, or a larger volume`
          : undefined,
      ];
    },
  ),
  rule(
    'PGO-128',
    'backups are taken from a replica where there is one',
    'pgBackRest finds none, and every backup fails',
    ({ standby }, { model }) => [
      standby === PgBackRestStandby.REQUIRED && allInstances(model) < 2
        ? `'${AT}.standby' must not be PgBackRestStandby.REQUIRED for a cluster of one instance; write PgBackRestStandby.PREFERRED`
        : undefined,
    ],
  ),
  rule('PGO-129', 'sizes and times are such as pgBackRest takes', 'pgBackRest stops at another one, and nothing is archived', (options) => {
    const { bufferSize, databaseTimeout, protocolTimeout } = options;
    const buffer = bufferSize && kibibytes(bufferSize);
    const [database, protocol] = [inSeconds(databaseTimeout) ?? DATABASE_TIMEOUT, inSeconds(protocolTimeout) ?? PROTOCOL_TIMEOUT];
    return [
      ...(['archivePushQueueMax', 'archiveGetQueueMax'] as const).map((prop) => sizeProblem(`${AT}.${prop}`, options[prop])),
      ...Object.entries({ repository: options.repository, ...options.repositories }).flatMap(([name, of]) =>
        (['bundleSize', 'bundleLimit'] as const).map((prop) =>
          sizeProblem(`${AT}.${name === 'repository' ? name : `repositories.${name}`}.${prop}`, of?.[prop]),
        ),
      ),
      buffer !== undefined && !(buffer >= LEAST_BUFFER && buffer <= MOST_BUFFER && Number.isInteger(Math.log2(buffer)))
        ? `'${AT}.bufferSize' must be a power of two from 16Ki to 16Mi, got ${buffer}Ki`
        : undefined,
      timeProblem('archiveTimeout', inSeconds(options.archiveTimeout), DAY),
      timeProblem('databaseTimeout', inSeconds(databaseTimeout), WEEK),
      timeProblem('protocolTimeout', inSeconds(protocolTimeout), WEEK),
      database >= protocol
        ? `'${AT}.databaseTimeout' must be less than 'protocolTimeout', got ${database} and ${protocol} seconds; write both`
        : undefined,
    ];
  }),
  rule('PGO-130', 'the image of pgBackRest says which one it is', 'another one might be pulled at each start of a pod', ({ image }) => {
    const problem = imageProblem(image);
    return [problem && `'${AT}.image': ${problem}`];
  }),
  rule(
    'PGO-131',
    'Jobs of backups stay for whole seconds, at least a minute',
    'the API server refuses the cluster object',
    ({ jobTtl }) => {
      const seconds = inSeconds(jobTtl);
      return [
        seconds !== undefined && !isCount(seconds, MINUTE)
          ? `'${AT}.jobTtl' must be whole seconds, at least ${MINUTE}, got ${seconds}; write for example Duration.minutes(10)`
          : undefined,
      ];
    },
  ),
  rule(
    'PGO-192',
    'a backup that is taken by hand goes to a repository of the policy, and is the only one',
    'PGO takes no backup, and says so in the status of the cluster alone',
    ({ manual }, { policy, model }) => {
      const indexes = policy.repositories.map(({ index }) => index);
      const { repository = 1, options = [] } = manual ?? {};
      return manual === undefined
        ? []
        : [
            indexes.includes(repository) ? undefined : `'${AT}.manual.repository' must be one of ${indexes.join(', ')}, got ${repository}`,
            ...options
              .filter((option) => !option.startsWith('--'))
              .map((option) => `'${AT}.manual.options' must begin with '--', got '${option}'`),
            model.onDemandBackups.length > 0
              ? `'${AT}.manual' does not go with an OnDemandBackup, which takes its place; leave one of the two out`
              : undefined,
          ];
    },
  ),
  rule(
    'PGO-132',
    'what is said of one repository is said of one that the policy has',
    'it would change nothing',
    ({ repositories = {} }, { policy }) => {
      const names = policy.repositories.map(({ index }) => repositoryName(index));
      return Object.keys(repositories)
        .filter((name) => !names.includes(name))
        .map(
          (name) =>
            `'${AT}.repositories' must name ${names.join(' or ')}, got '${name}'; write an operator value of its own for other clusters`,
        );
    },
  ),
  rule(
    'PGO-133',
    'CPU and memory of the parts of pgBackRest are positive, and no limit is below its request',
    'the API server refuses such pods, and no backup would be taken',
    (options, { policy }) =>
      COMPUTE_PROPS.flatMap((prop) => {
        const given = options[prop];
        const compute = given && backupCompute(given, policy.transfer.parallelism);
        return compute === undefined
          ? []
          : [...computeProblems(compute), ...noHugePages(compute)].map((text) => text.replace(`'compute.`, `'${AT}.${prop}.`));
      }),
  ),
];

const sizeProblem = (prop: string, size: Size | undefined): string | undefined =>
  size === undefined || isCount(kibibytes(size), 1)
    ? undefined
    : `'${prop}' must be a whole number of Ki, at least 1, got ${kibibytes(size)}Ki`;

const timeProblem = (prop: string, seconds: number | undefined, most: number): string | undefined =>
  seconds === undefined || (seconds > 0 && seconds <= most && Number.isInteger(seconds * 10))
    ? undefined
    : `'${AT}.${prop}' must be more than no seconds and at most ${most}, in tenths, got ${seconds}`;
