import { policy } from '../backup/on-demand-backup-shape';
import type { InPlaceRestoreProps } from './in-place-restore-props';
import { recoveryTarget } from '../origin/recovery-source-shape';
import { Shape, number, optional, required, text } from '../private/shape';

export const IN_PLACE_RESTORE_SHAPE: Shape<InPlaceRestoreProps> = {
  policy: required(policy),
  restoreId: required(text),
  overwrites: required(text),
  target: optional(recoveryTarget),
  repository: optional(number),
};
