import { DumpOptions, LogicalOptions, MigrationMethod, PhysicalOptions } from '../model/migration-method';
import { GiveUpOptions, MigrationStep } from '../model/migration-step';
import { SslMode } from '../model/ssl-mode';
import {
  Check,
  Shape,
  boolean,
  instance,
  listOf,
  number,
  oneOf,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../private/shape';
import { COMPUTE, SECRET_KEY, STORAGE, cluster, size, version } from '../private/value-shapes';
import { MigratedDatabase, MigrationProps } from './migration-props';
import { ClusterSourceOptions, ExternalCredentials, ExternalPostgresOptions, MigrationSource, PostgresProvider } from './migration-source';

const CREDENTIALS: Shape<ExternalCredentials> = { secretName: required(text), usernameKey: optional(text), passwordKey: optional(text) };

const EXTERNAL: Shape<ExternalPostgresOptions> = {
  host: required(text),
  port: optional(number),
  version: required(version),
  credentials: required(struct(CREDENTIALS)),
  ca: optional(struct(SECRET_KEY)),
  sslMode: optional(oneOf(SslMode, 'SslMode')),
  provider: optional(oneOf(PostgresProvider, 'PostgresProvider')),
  superuser: optional(boolean),
};

const COPIES: Shape<ClusterSourceOptions> = { credentials: optional(struct(CREDENTIALS)), ca: optional(struct(SECRET_KEY)) };

export const SOURCE = instance(
  'a MigrationSource such as MigrationSource.cluster(...)',
  ['haCluster', 'server'],
  ({ haCluster, server, copies }: MigrationSource, place) =>
    copies === undefined ? shapeProblems(EXTERNAL, server, place) : [...cluster(haCluster, place), ...shapeProblems(COPIES, copies, place)],
);

const step = instance(
  'a MigrationStep such as MigrationStep.prepare()',
  ['kind', 'check'],
  ({ check, giveUpOptions, _kind }: MigrationStep, place) => [
    ...(CHECKED.includes(_kind) ? code(check, `${place}.check`) : []),
    ...(_kind === 'giveUp' ? shapeProblems(GIVE_UP, giveUpOptions, place) : []),
  ],
);

const code: Check = (value, place) =>
  typeof value === 'string'
    ? text(value, place)
    : [wrongType(place, 'the code that a check prints', value, `; write what stands behind 'check passed: ' in its log, as '12-0a1b2c3d'`)];

const GIVE_UP: Shape<GiveUpOptions> = { afterPromote: optional(boolean) };

const CHECKED: readonly string[] = ['cutOver', 'promote', 'reverse', 'retire'];

const method = instance(
  'a MigrationMethod such as MigrationMethod.logical()',
  ['kind', 'dumpOptions'],
  ({ _kind, dumpOptions, logicalOptions, physicalOptions }: MigrationMethod, place) => [
    ...(_kind === 'dump' ? shapeProblems(DUMP, dumpOptions, place) : []),
    ...(_kind === 'logical' ? shapeProblems(LOGICAL, logicalOptions, place) : []),
    ...(_kind === 'physical' ? shapeProblems(PHYSICAL, physicalOptions, place) : []),
  ],
);

const DUMP: Shape<DumpOptions> = { storage: required(struct(STORAGE)) };

const LOGICAL: Shape<LogicalOptions> = { subscriptionObjects: optional(boolean) };

const PHYSICAL: Shape<PhysicalOptions> = { reason: required(text), replicationSecret: optional(text) };

export const DATABASE: Shape<MigratedDatabase> = { name: required(text), renamedTo: optional(text) };

export const MIGRATION_SHAPE: Shape<MigrationProps> = {
  from: required(SOURCE),
  to: required(cluster),
  step: required(step),
  method: optional(method),
  databases: optional(listOf(struct(DATABASE))),
  renamedRoles: optional(textMap),
  withoutRows: optional(listOf(text)),
  walLimit: optional(size),
  wayBack: optional(boolean),
  attempt: optional(number),
  round: optional(number),
  workers: optional(number),
  image: optional(text),
  compute: optional(struct(COMPUTE)),
};
