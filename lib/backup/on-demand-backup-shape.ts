import { BackupType } from '../model/backup-schedule';
import type { OnDemandBackupProps } from './on-demand-backup-props';
import { Shape, instance, number, oneOf, optional, required, text } from '../private/shape';

export const policy = instance('a BackupPolicy', ['cluster', 'archive', 'node']);

export const ON_DEMAND_BACKUP_SHAPE: Shape<OnDemandBackupProps> = {
  policy: required(policy),
  backupId: required(text),
  type: optional(oneOf(BackupType, 'BackupType')),
  repository: optional(number),
};
