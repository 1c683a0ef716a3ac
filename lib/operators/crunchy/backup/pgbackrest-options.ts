import { Duration, Size } from 'cdk8s';
import { ComputeOptions } from '../../../model/compute';
import { onlyMembers } from '../../../model/members';

/**
 * How much pgBackRest says.
 */
export enum PgBackRestLogLevel {
  /** Nothing. */
  OFF = 'off',
  /** Errors. */
  ERROR = 'error',
  /** And warnings. */
  WARN = 'warn',
  /** And what it does. */
  INFO = 'info',
  /** And each file. */
  DETAIL = 'detail',
  /** And how it does it. */
  DEBUG = 'debug',
  /** And everything else. */
  TRACE = 'trace',
}
onlyMembers(PgBackRestLogLevel, 'PgBackRestLogLevel');

/**
 * Whether backups copy most of their files from a replica.
 */
export enum PgBackRestStandby {
  /** From the primary. */
  NEVER = 'n',
  /** From a replica where there is one. */
  PREFERRED = 'prefer',
  /** From a replica; without one there is no backup. */
  REQUIRED = 'y',
}
onlyMembers(PgBackRestStandby, 'PgBackRestStandby');

/**
 * What a backup holds that is taken by hand.
 */
export interface PgBackRestManual {
  /**
   * Which repository it goes to: 1 is the policy's own target, 2 the first of `additionalRepositories` (rule PGO-192).
   *
   * @default 1
   */
  readonly repository?: number;

  /**
   * Options of `pgbackrest backup`, such as `--type=full`.
   *
   * @default - none, an incremental backup
   */
  readonly options?: string[];
}

/**
 * How pgBackRest keeps a repository.
 *
 * @see https://pgbackrest.org/configuration.html#section-repository
 */
export interface PgBackRestRepositoryOptions {
  /**
   * Whether small files are bundled (`repoN-bundle`): fewer requests, and no files of zero bytes in the store.
   *
   * @default - as pgBackRest does it: they are not
   */
  readonly bundle?: boolean;

  /**
   * How large a bundle becomes (`repoN-bundle-size`).
   *
   * @default - as pgBackRest has it: 20Mi
   */
  readonly bundleSize?: Size;

  /**
   * Up to which size a file is bundled (`repoN-bundle-limit`).
   *
   * @default - as pgBackRest has it: 2Mi
   */
  readonly bundleLimit?: Size;

  /**
   * Whether incremental and differential backups copy the blocks of a file that have changed, and not the whole file (`repoN-block`). Needs
   * `bundle` (rule PGO-124).
   *
   * @default - as pgBackRest does it: whole files
   */
  readonly block?: boolean;

  /**
   * Whether the certificate of the store is verified (`repoN-storage-verify-tls`). Without, whoever is on the way can read and change the
   * backups (rule PGO-125); `ca` of the target names a private CA.
   *
   * @default true
   */
  readonly verifyTls?: boolean;
}

/**
 * What only pgBackRest has, for every cluster of the operator value that has a `BackupPolicy`. Options of pgBackRest that `BackupPolicy` has are
 * said there: compression, parallelism, a checkpoint at once, retention.
 *
 * @see https://pgbackrest.org/configuration.html
 */
export interface PgBackRestOptions {
  /**
   * How every repository is kept, but for what `repositories` says of one.
   *
   * @default - as pgBackRest does it
   */
  readonly repository?: PgBackRestRepositoryOptions;

  /**
   * How single repositories are kept, by their names `repo1` to `repo4`; what is said here stands in place of the same of `repository`.
   *
   * @default - like all others
   */
  readonly repositories?: { [name: string]: PgBackRestRepositoryOptions };

  /**
   * How hard is compressed (`compress-level`): 0 to 9 with gzip, 1 to 9 with bzip2, -5 to 12 with LZ4, -7 to 22 with Zstandard (rule PGO-126).
   *
   * @default - as pgBackRest has it for the method
   */
  readonly compressionLevel?: number;

  /**
   * How much WAL may wait to be archived (`archive-push-queue-max`). What is beyond is **dropped**: the server goes on, and nothing after that
   * moment can be restored until the next backup is done. Without a bound WAL fills the volume instead, and the server stops. Less than the
   * volume that WAL stands on (rule PGO-127).
   *
   * @default - no bound
   */
  readonly archivePushQueueMax?: Size;

  /**
   * How much WAL is fetched in advance in a recovery, and by replicas that read the archive (`archive-get-queue-max`).
   *
   * @default - as pgBackRest has it: 128Mi
   */
  readonly archiveGetQueueMax?: Size;

  /**
   * How long is waited for a WAL file to be archived (`archive-timeout`). At most a day.
   *
   * @default - as pgBackRest has it: one minute
   */
  readonly archiveTimeout?: Duration;

  /**
   * Whether a restore looks at what is there and fetches what differs, and a backup compares files by their checksums and not by their time
   * (`delta`).
   *
   * @default - as pgBackRest does it: by time and size; PGO restores with `--delta` by itself
   */
  readonly delta?: boolean;

  /**
   * Whether backups copy from a replica (`backup-standby`). `REQUIRED` needs a second instance (rule PGO-128).
   *
   * @default PgBackRestStandby.NEVER
   */
  readonly standby?: PgBackRestStandby;

  /**
   * Size of the buffers (`buffer-size`): 16Ki to 16Mi, a power of two (rule PGO-129).
   *
   * @default - as pgBackRest has it: 1Mi
   */
  readonly bufferSize?: Size;

  /**
   * How long is waited for an answer of the database (`db-timeout`); less than `protocolTimeout`. At most a week.
   *
   * @default - as pgBackRest has it: 30 minutes
   */
  readonly databaseTimeout?: Duration;

  /**
   * How long is waited for an answer of another process of pgBackRest (`protocol-timeout`). At most a week.
   *
   * @default - as pgBackRest has it: half a minute more than half an hour
   */
  readonly protocolTimeout?: Duration;

  /**
   * What is written to the output of the pod (`log-level-console`).
   *
   * @default - as pgBackRest has it: warnings
   */
  readonly consoleLogLevel?: PgBackRestLogLevel;

  /**
   * What is written to the log files (`log-level-file`).
   *
   * @default - as pgBackRest has it: info
   */
  readonly fileLogLevel?: PgBackRestLogLevel;

  /**
   * What is written to the error output (`log-level-stderr`), which PostgreSQL has in its own log where it archives.
   *
   * @default - as pgBackRest has it: nothing
   */
  readonly stderrLogLevel?: PgBackRestLogLevel;

  /**
   * Image of pgBackRest, with a tag that is not `latest` (rule PGO-130). It has to have the version of pgBackRest of the image of the instances.
   *
   * @default - the one of the operator's deployment
   */
  readonly image?: string;

  /**
   * How long Jobs of backups stay after they have ended, whole seconds, at least a minute (rule PGO-131). An Argo CD or a log collector may want
   * to see them.
   *
   * @default - until the next one of the kind, as PGO has it
   */
  readonly jobTtl?: Duration;

  /**
   * CPU and memory of the Jobs of backups and restores.
   *
   * @default - `compute` of the policy
   */
  readonly jobCompute?: ComputeOptions;

  /**
   * CPU and memory of the repository host.
   *
   * @default - `compute` of the policy
   */
  readonly repositoryHostCompute?: ComputeOptions;

  /**
   * CPU and memory of the pgBackRest server beside each instance and in the repository host.
   *
   * @default - `compute` of the policy
   */
  readonly sidecarCompute?: ComputeOptions;

  /**
   * CPU and memory of the container that waits for the configuration to change.
   *
   * @default - 10m CPU with a limit of 100m, 16Mi memory with a limit of 64Mi
   */
  readonly configSidecarCompute?: ComputeOptions;

  /**
   * What is backed up when somebody annotates the cluster with `postgres-operator.crunchydata.com/pgbackrest-backup`. Nothing is backed up by this
   * alone; `OnDemandBackup` is a backup that the program asks for, and takes its place (rule PGO-192).
   *
   * @default - whoever annotates finds nothing to do
   */
  readonly manual?: PgBackRestManual;
}
