import type { RecoveryRunbookOptions } from '../cluster/ha-cluster-props';
import { Shape, optional, text } from '../private/shape';

export const RECOVERY_RUNBOOK_SHAPE: Shape<RecoveryRunbookOptions> = { targetTime: optional(text), recoveredName: optional(text) };
