import { Duration, Size } from 'cdk8s';
import { kibibytes } from '../../../model/quantity';
import { inSeconds } from '../../../private/value-problems';
import { repositoryName } from '../names';
import { PgBackRestOptions, PgBackRestRepositoryOptions } from './pgbackrest-options';
import { StoreOptions, numbered } from './store-spec';

/** A size as pgBackRest reads it: the largest unit that leaves a whole number. */
export function sizeText(size: Size): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const;
  let amount = kibibytes(size);
  let unit = 0;
  while (amount !== 0 && amount % 1024 === 0 && unit < units.length - 1) {
    amount /= 1024;
    unit += 1;
  }
  return `${amount}${units[unit]}`;
}

const yes = (value: boolean | undefined): string | undefined => (value === undefined ? undefined : value ? 'y' : 'n');
const size = (value: Size | undefined): string | undefined => value && sizeText(value);
const seconds = (value: Duration | undefined): string | undefined => value && `${inSeconds(value)}`;

/** An option of pgBackRest, and whether a restore reads it too. */
interface OptionRow<O> {
  readonly option: string;
  readonly value: (options: O) => string | undefined;
  readonly reads?: boolean;
}

const OPTIONS: readonly OptionRow<PgBackRestOptions>[] = [
  { option: 'compress-level', value: ({ compressionLevel: level }) => (level === undefined ? undefined : `${level}`) },
  { option: 'archive-push-queue-max', value: (o) => size(o.archivePushQueueMax) },
  { option: 'archive-get-queue-max', value: (o) => size(o.archiveGetQueueMax), reads: true },
  { option: 'archive-timeout', value: (o) => seconds(o.archiveTimeout), reads: true },
  { option: 'delta', value: (o) => yes(o.delta), reads: true },
  { option: 'backup-standby', value: (o) => o.standby },
  { option: 'buffer-size', value: (o) => size(o.bufferSize), reads: true },
  { option: 'db-timeout', value: (o) => seconds(o.databaseTimeout), reads: true },
  { option: 'protocol-timeout', value: (o) => seconds(o.protocolTimeout), reads: true },
  { option: 'log-level-console', value: (o) => o.consoleLogLevel, reads: true },
  { option: 'log-level-file', value: (o) => o.fileLogLevel, reads: true },
  { option: 'log-level-stderr', value: (o) => o.stderrLogLevel, reads: true },
];

const REPOSITORY_OPTIONS: readonly OptionRow<PgBackRestRepositoryOptions>[] = [
  { option: 'bundle', value: (o) => yes(o.bundle) },
  { option: 'bundle-size', value: (o) => size(o.bundleSize) },
  { option: 'bundle-limit', value: (o) => size(o.bundleLimit) },
  { option: 'block', value: (o) => yes(o.block) },
  { option: 'storage-verify-tls', value: (o) => yes(o.verifyTls), reads: true },
];

const printed = <O>(rows: readonly OptionRow<O>[], options: O): StoreOptions =>
  Object.fromEntries(
    rows.flatMap(({ option, value }) => {
      const text = value(options);
      return text === undefined ? [] : [[option, text] as const];
    }),
  );

/** How a repository is kept: what is said of all, and what is said of it. */
export const repositoryOptions = (options: PgBackRestOptions | undefined, index: number): PgBackRestRepositoryOptions => ({
  ...options?.repository,
  ...options?.repositories?.[repositoryName(index)],
});

/** The options of a cluster that writes these repositories. */
export const writerOptions = (options: PgBackRestOptions | undefined, indexes: readonly number[]): StoreOptions =>
  options === undefined
    ? {}
    : Object.assign(
        printed(OPTIONS, options),
        ...indexes.map((index) => numbered(index, printed(REPOSITORY_OPTIONS, repositoryOptions(options, index)))),
      );

/** Those that a restore reads, which knows nothing of the cluster's own. */
export const readerOptions = (options: PgBackRestOptions | undefined, index: number): StoreOptions =>
  options === undefined
    ? {}
    : {
        ...printed(
          OPTIONS.filter(({ reads }) => reads),
          options,
        ),
        ...numbered(
          index,
          printed(
            REPOSITORY_OPTIONS.filter(({ reads }) => reads),
            repositoryOptions(options, index),
          ),
        ),
      };
