import { Finding } from '../model/finding';
import { byKind } from '../model/kinds';
import {
  ArchiveRecoveryOptions,
  CloneOptions,
  LogicalImportOptions,
  RecoveryKind,
  RecoverySource,
  SnapshotRecoveryOptions,
} from '../model/recovery-source';
import { RecoveryTarget, RecoveryTargetKind, RecoveryTargetOptions } from '../model/recovery-target';
import {
  Check,
  Shape,
  boolean,
  instance,
  listOf,
  number,
  optional,
  required,
  shapeProblems,
  struct,
  text,
  textMap,
  wrongType,
} from '../private/shape';
import { SECRET_KEY, cluster } from '../private/value-shapes';
import { archive } from './archive-shape';

const TARGET_OPTIONS: Shape<RecoveryTargetOptions> = { backup: optional(text), exclusive: optional(boolean), timeline: optional(text) };

export const recoveryTarget = instance(
  'a RecoveryTarget such as RecoveryTarget.latest()',
  ['kind', 'value', 'options'],
  ({ kind, value, options }: RecoveryTarget, place) => [
    ...(kind === RecoveryTargetKind.LATEST ? [] : text(value, place)),
    ...shapeProblems(TARGET_OPTIONS, options, place),
  ],
);

const ARCHIVE_RECOVERY: Shape<ArchiveRecoveryOptions> = { target: optional(recoveryTarget), repository: optional(number) };

const CLONE: Shape<CloneOptions> = { repository: optional(number) };

const SNAPSHOT_RECOVERY: Shape<SnapshotRecoveryOptions> = {
  dataSnapshot: required(text),
  walSnapshot: optional(text),
  tablespaceSnapshots: optional(textMap),
  archive: optional(archive),
  target: optional(recoveryTarget),
};

const SECRET_REFERENCE = struct(SECRET_KEY);

/** A reference in whose place a secret may stand by mistake: the message says of what type it is, and never repeats it. */
const hiddenReference: Check = (value, place) =>
  typeof value === 'string'
    ? [wrongType(place, `a reference to a Secret such as { name: 'old-db', key: 'password' }`, Object(value))]
    : SECRET_REFERENCE(value, place);

const IMPORT: Shape<LogicalImportOptions> = {
  host: required(text),
  port: optional(number),
  user: required(text),
  password: required(hiddenReference),
  database: optional(text),
  databases: optional(listOf(text)),
  roles: optional(listOf(text)),
  ca: optional(struct(SECRET_KEY)),
  schemaOnly: optional(boolean),
  serverName: optional(text),
};

/** What each kind of recovery has to say of itself. */
const RECOVERIES: { readonly [kind in RecoveryKind]: (source: RecoverySource, place: string) => Finding[] } = {
  [RecoveryKind.ARCHIVE]: (source, place) => [
    ...archive(source.archive, place),
    ...shapeProblems(ARCHIVE_RECOVERY, source._options ?? {}, place),
  ],
  [RecoveryKind.CLONE]: (source, place) => [...cluster(source.cluster, place), ...shapeProblems(CLONE, source._options ?? {}, place)],
  [RecoveryKind.SNAPSHOTS]: ({ snapshots }, place) => shapeProblems(SNAPSHOT_RECOVERY, snapshots, place),
  [RecoveryKind.IMPORT]: ({ importServer }, place) => shapeProblems(IMPORT, importServer, place),
};

export const recovery = instance(
  'a RecoverySource such as RecoverySource.fromArchive(policy.archive)',
  ['kind', 'target', 'importServer'],
  (source: RecoverySource, place) => byKind(source.kind, RECOVERIES)(source, place),
);
