import { PostgresImage } from '../model/image';
import { PostgresVersion } from '../model/postgres-version';
import { UpgradeStep } from '../model/upgrade-step';
import { UpgradeTransfer } from '../model/upgrade-model';
import { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * Properties of `MajorUpgrade`.
 */
export interface MajorUpgradeProps {
  /** The cluster, which goes on to say the old version until the last step. */
  readonly cluster: IHaCluster;

  /** The version that it shall have, higher than that of the cluster (rule UPG-001). */
  readonly to: PostgresVersion;

  /**
   * How far the upgrade has come. One step is one commit; what to wait for before the next one stands in the list of the upgrade.
   *
   * @see docs/how-to/upgrade-postgresql.md
   */
  readonly step: UpgradeStep;

  /**
   * Generation of the archive from the new version on, higher than `archiveGeneration` of the BackupPolicy (rule UPG-010). On CloudNativePG it
   * has to be given (rule CNPG-163); the others keep the archives of two versions apart by themselves and refuse it.
   *
   * @default - the place of the archive stays, or has the version in its path
   */
  readonly archiveGeneration?: number;

  /**
   * Image of the new version, for a cluster whose own is pinned (rule UPG-009).
   *
   * @default - the image of the cluster, or the operator's recommended one for the new version
   */
  readonly image?: PostgresImage;

  /**
   * How the files of the old version become those of the new one.
   *
   * @default - as the operator does it, which is by links
   */
  readonly transfer?: UpgradeTransfer;

  /**
   * Which attempt it is, from 1. After one that has failed, a higher number makes Jobs, backups and objects of other names, so that they are
   * made once more.
   *
   * @default 1
   */
  readonly attempt?: number;

  /**
   * Image with `sh` and `psql` of the Jobs that make statistics and update extensions. They log in as the superuser where the cluster has
   * `superuser`, else as the owner of the database, who may update no extension: pg_upgrade gives them all to the superuser.
   *
   * @default - `postgres` in the new version, from the registry of the platform
   */
  readonly jobImage?: string;
}
