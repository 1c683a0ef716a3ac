import type { BackupPolicyProps, BackupRepositoryOptions } from './backup-policy-props';
import { BackupRetention, BackupRetentionOptions } from '../model/backup-retention';
import { BackupSchedule, BackupType } from '../model/backup-schedule';
import { BackupCompression, BackupTransferOptions } from '../model/backup-transfer';
import { VolumeSnapshotOptions } from '../model/volume-snapshots';
import {
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
import { COMPUTE, cluster, size } from '../private/value-shapes';
import { archivePlace, encryption, target } from './target-shape';

const schedule = instance(
  'a BackupSchedule such as BackupSchedule.full(...)',
  ['type', 'cron'],
  ({ type, cron: time }: BackupSchedule, place) => [...text(time, place), ...oneOf(BackupType, 'BackupType')(type, place)],
);

const RETENTION: Shape<BackupRetentionOptions> = { differentialCount: optional(number), walCount: optional(number) };

const retention = instance(
  'a BackupRetention such as BackupRetention.days(30)',
  ['windowDays', 'fullCount'],
  ({ windowDays, fullCount, options, isUnlimited }: BackupRetention, place) => [
    ...(windowDays === undefined && fullCount === undefined && !isUnlimited
      ? [wrongType(place, 'a number of days or backups', undefined)]
      : []),
    ...[windowDays, fullCount].flatMap((value) => (value === undefined ? [] : number(value, place))),
    ...shapeProblems(RETENTION, options, place),
  ],
);

const REPOSITORY: Shape<BackupRepositoryOptions> = {
  target: required(target),
  schedules: required(listOf(schedule)),
  retention: required(retention),
  encryption: optional(encryption),
  place: optional(archivePlace),
};

const TRANSFER: Shape<BackupTransferOptions> = {
  compression: optional(oneOf(BackupCompression, 'BackupCompression')),
  parallelism: optional(number),
  bandwidthPerSecond: optional(size),
  immediateCheckpoint: optional(boolean),
};

export const SNAPSHOTS: Shape<VolumeSnapshotOptions> = {
  className: required(text),
  walClassName: optional(text),
  tablespaceClassNames: optional(textMap),
};

export const BACKUP_POLICY_SHAPE: Shape<BackupPolicyProps> = {
  ...REPOSITORY,
  cluster: required(cluster),
  additionalRepositories: optional(listOf(struct(REPOSITORY))),
  archiveGeneration: optional(number),
  transfer: optional(struct(TRANSFER)),
  snapshots: optional(struct(SNAPSHOTS)),
  compute: optional(struct(COMPUTE)),
  suspended: optional(boolean),
};
