import { PostgresImage } from './image';
import { onlyMembers } from './members';
import { PostgresVersion } from './postgres-version';
import { UpgradeStep } from './upgrade-step';

/**
 * How the files of the old version become those of the new one.
 */
export enum UpgradeTransfer {
  /** Both share them: minutes, and no way back once the new version has started. */
  LINK = 'link',
  /** They are copied: needs the room for a second copy, and leaves the old ones as they were. */
  COPY = 'copy',
  /** The file system shares their blocks until they are written to: as fast as links, and leaves the old ones as they were. */
  CLONE = 'clone',
  /** The kernel copies them, and shares blocks where the file system can. */
  COPY_FILE_RANGE = 'copy-file-range',
}
onlyMembers(UpgradeTransfer, 'UpgradeTransfer');

/**
 * A major upgrade as its cluster sees it.
 */
export interface UpgradeModel {
  /** The version that the cluster says. */
  readonly from: PostgresVersion;
  /** The version that it shall have. */
  readonly to: PostgresVersion;
  /** How far it has come. */
  readonly step: UpgradeStep;
  /** Whether the cluster is printed with the new version. */
  readonly switched: boolean;
  /** Which attempt it is, from 1. */
  readonly attempt: number;
  /**
   * How the files of the old version become those of the new one.
   *
   * @default - as the operator does it
   */
  readonly transfer?: UpgradeTransfer;
  /**
   * Generation of the archive from the new version on.
   *
   * @default - that of the policy
   */
  readonly archiveGeneration?: number;
  /**
   * Image of the new version.
   *
   * @default - that of the cluster
   */
  readonly image?: PostgresImage;
}
