import { BackupTarget } from '../model/backup-target';
import { DatabaseOptions } from '../model/database';
import { PodSettings } from '../model/pod-settings';
import type { AccessFacts } from '../operators/recovery-contract';
import type { RestoreDrillProps } from './restore-drill-props';

/** A drill with every default filled in. */
export interface DrillPlan {
  readonly props: RestoreDrillProps;
  readonly database: DatabaseOptions;
  readonly resultName: string;
  /** PostgreSQL major version. */
  readonly major: number;
  /** Host of the restored cluster. */
  readonly host: string;
  /** Where the archive lies. */
  readonly repository: BackupTarget;
  readonly access: AccessFacts;
  /** What every pod of the drill has. */
  readonly settings: PodSettings;
  /** Whether there is nothing to prove now: the archive is that of another version than the cluster. */
  readonly waits: () => boolean;
  /** The cluster object as YAML. */
  readonly manifest: () => string;
}
