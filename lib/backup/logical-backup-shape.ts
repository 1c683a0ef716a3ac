import type { LogicalBackupProps } from './logical-backup-props';
import { Shape, number, optional, required, text } from '../private/shape';
import { cluster } from '../private/value-shapes';

export const LOGICAL_BACKUP_SHAPE: Shape<LogicalBackupProps> = {
  cluster: required(cluster),
  schedule: required(text),
  retentionDays: optional(number),
};
