import { ClusterModel } from '../../../model/cluster-model';
import { UpgradeTransfer } from '../../../model/upgrade-model';
import { Rule } from '../../../private/rules';

/** The first version that pg_upgrade of can share blocks by the kernel. */
const FIRST_WITH_COPY_FILE_RANGE = 17;

/** What PGO refuses or gets wrong in an upgrade. */
export const UPGRADE_RULES: readonly Rule<ClusterModel>[] = [
  {
    id: 'PGO-161',
    summary: 'no OnDemandBackup stands beside a major upgrade',
    why: 'there is one field for a backup that is taken once, and the upgrade takes its own before and after',
    check: ({ upgrade, backup, onDemandBackups: [other] }) =>
      upgrade && backup && other && upgrade.step._kind !== 'tidy'
        ? `the backup '${other.id}' must not stand beside the MajorUpgrade, which takes one before and one after; take the OnDemandBackup out`
        : undefined,
  },
  {
    id: 'PGO-162',
    summary: 'files are transferred by copy_file_range from PostgreSQL 17 on',
    why: 'pg_upgrade of an older version does not know the method, and the upgrade fails while the cluster is down',
    check: ({ upgrade }) =>
      upgrade?.transfer === UpgradeTransfer.COPY_FILE_RANGE && upgrade.to.majorNumber < FIRST_WITH_COPY_FILE_RANGE
        ? `'transfer' must be another one for PostgreSQL ${upgrade.to.major}, got UpgradeTransfer.COPY_FILE_RANGE; write UpgradeTransfer.CLONE where the file system shares blocks, UpgradeTransfer.COPY elsewhere`
        : undefined,
  },
];
