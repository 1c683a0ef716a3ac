import { Shape, boolean, instance, listOf, number, oneOf, optional, struct, text } from '../../../private/shape';
import { COMPUTE, size } from '../../../private/value-shapes';
import {
  PgBackRestManual,
  PgBackRestLogLevel,
  PgBackRestOptions,
  PgBackRestRepositoryOptions,
  PgBackRestStandby,
} from './pgbackrest-options';

const REPOSITORY: Shape<PgBackRestRepositoryOptions> = {
  bundle: optional(boolean),
  bundleSize: optional(size),
  bundleLimit: optional(size),
  block: optional(boolean),
  verifyTls: optional(boolean),
};

const repository = optional(struct(REPOSITORY));

/** PGO has no other repositories. */
const REPOSITORIES: Shape<{ readonly [name in 'repo1' | 'repo2' | 'repo3' | 'repo4']?: PgBackRestRepositoryOptions }> = {
  repo1: repository,
  repo2: repository,
  repo3: repository,
  repo4: repository,
};

const MANUAL: Shape<PgBackRestManual> = { repository: optional(number), options: optional(listOf(text)) };

const duration = instance('a Duration of cdk8s such as Duration.minutes(10)', ['toSeconds']);

const logLevel = oneOf(PgBackRestLogLevel, 'PgBackRestLogLevel');

/** What the options of pgBackRest may hold. */
export const PGBACKREST_SHAPE: Shape<PgBackRestOptions> = {
  repository,
  repositories: optional(struct(REPOSITORIES)),
  compressionLevel: optional(number),
  archivePushQueueMax: optional(size),
  archiveGetQueueMax: optional(size),
  archiveTimeout: optional(duration),
  delta: optional(boolean),
  standby: optional(oneOf(PgBackRestStandby, 'PgBackRestStandby')),
  bufferSize: optional(size),
  databaseTimeout: optional(duration),
  protocolTimeout: optional(duration),
  consoleLogLevel: optional(logLevel),
  fileLogLevel: optional(logLevel),
  stderrLogLevel: optional(logLevel),
  manual: optional(struct(MANUAL)),
  image: optional(text),
  jobTtl: optional(duration),
  jobCompute: optional(struct(COMPUTE)),
  repositoryHostCompute: optional(struct(COMPUTE)),
  sidecarCompute: optional(struct(COMPUTE)),
  configSidecarCompute: optional(struct(COMPUTE)),
};
