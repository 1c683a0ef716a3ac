import { PgUpgradeSpec, PgUpgradeSpecTransferMethod } from '../../../../imports/crunchy/pg-upgrade';
import { BackupType } from '../../../model/backup-schedule';
import { OnDemandBackupModel } from '../../../model/backup-model';
import { ClusterIdentity } from '../../../model/identity';
import { ClusterModel } from '../../../model/cluster-model';
import { UpgradeModel, UpgradeTransfer } from '../../../model/upgrade-model';
import { upgradeBackupId } from '../../../model/upgraded';
import { resourceRequirements } from '../../../private/compute-defaults';
import { nonEmpty, pullSecrets } from '../../../private/kubernetes';
import { fields } from '../../../private/pod-fields';
import { placementFields } from '../cluster/helper-pods';

const TRANSFERS: Readonly<Record<UpgradeTransfer, PgUpgradeSpecTransferMethod>> = {
  [UpgradeTransfer.LINK]: PgUpgradeSpecTransferMethod.LINK,
  [UpgradeTransfer.COPY]: PgUpgradeSpecTransferMethod.COPY,
  [UpgradeTransfer.CLONE]: PgUpgradeSpecTransferMethod.CLONE,
  [UpgradeTransfer.COPY_FILE_RANGE]: PgUpgradeSpecTransferMethod.COPY_FILE_RANGE,
};

/** Name of the PGUpgrade: an attempt that has failed is never taken up again, so the next one has another name. */
export const pgUpgradeName = ({ name }: ClusterIdentity, { to, attempt }: UpgradeModel): string =>
  `${name}-pg${to.major}${attempt > 1 ? `-${attempt}` : ''}`;

/** Whether the PGUpgrade is there, and the cluster lets it. It stays until the new version runs: whoever deletes it deletes its Jobs. */
export const isUpgrading = ({ upgrade }: ClusterModel): boolean => upgrade?.step._kind === 'run' || upgrade?.step._kind === 'finish';

/** Whether the cluster is down so that the PGUpgrade can work. */
export const isShutDown = ({ upgrade }: ClusterModel): boolean => upgrade?.step._kind === 'run';

/** The spec of a PGUpgrade. Its Job has the pod of the primary, but for labels and annotations, and for where it may run. */
export function pgUpgradeSpec(model: ClusterModel): PgUpgradeSpec {
  const { identity, imagePullSecrets, labels, annotations, placement, compute } = model;
  const { from, to, transfer } = model.upgrade!;
  return {
    postgresClusterName: identity.name,
    fromPostgresVersion: from.majorNumber,
    toPostgresVersion: to.majorNumber,
    metadata: fields({ labels: nonEmpty(labels), annotations: nonEmpty(annotations) }),
    transferMethod: transfer && TRANSFERS[transfer],
    imagePullSecrets: nonEmpty(pullSecrets(imagePullSecrets)),
    resources: resourceRequirements(compute) as PgUpgradeSpec['resources'],
    ...(placementFields(placement) as Pick<PgUpgradeSpec, 'affinity' | 'tolerations' | 'priorityClassName'>),
  };
}

/** The backup that is taken when its id is a new one: that of an upgrade, or the one that the program asks for. */
export function manualBackup({ upgrade, backup, onDemandBackups, identity }: ClusterModel): OnDemandBackupModel | undefined {
  return upgrade && backup && upgrade.step._kind !== 'tidy'
    ? { id: upgradeBackupId(upgrade), cluster: identity, type: BackupType.FULL, repository: 1 }
    : onDemandBackups[0];
}
