import { BackupPolicy } from '../backup/backup-policy';
import { RecoveryTarget } from '../model/recovery-target';

/**
 * Properties of `InPlaceRestore`.
 */
export interface InPlaceRestoreProps {
  /** The policy whose backups are restored over the data of its cluster. */
  readonly policy: BackupPolicy;

  /**
   * What makes this restore another one than the last: lower-case letters, digits and `-`, at most 30 characters (rule REC-012). The
   * cluster is restored once for each id.
   */
  readonly restoreId: string;

  /**
   * The interlock: the name of the cluster whose data is overwritten, written once more (rule REC-012).
   */
  readonly overwrites: string;

  /**
   * Where the recovery ends.
   *
   * @default RecoveryTarget.latest()
   */
  readonly target?: RecoveryTarget;

  /**
   * Which repository is read: 1 is the policy's own target, 2 the first of `additionalRepositories`.
   *
   * @default 1
   */
  readonly repository?: number;
}
