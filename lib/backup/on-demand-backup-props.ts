import { BackupPolicy } from './backup-policy';
import { BackupType } from '../model/backup-schedule';

/**
 * Properties of `OnDemandBackup`.
 */
export interface OnDemandBackupProps {
  /** The policy whose repository the backup goes to. */
  readonly policy: BackupPolicy;

  /**
   * What makes this backup another one than the last: lower-case letters, digits and `-`, at most 30 characters (rule BAK-023). It is
   * taken once for each id, so write what it is for and when: `before-v3-2026-08-01`.
   */
  readonly backupId: string;

  /**
   * What the backup holds.
   *
   * @default BackupType.FULL
   */
  readonly type?: BackupType;

  /**
   * Which repository it goes to: 1 is the policy's own target, 2 the first of `additionalRepositories`.
   *
   * @default 1
   */
  readonly repository?: number;
}
