import { Construct } from 'constructs';
import { Backup, toJson_BackupSpec } from '../../../../imports/cnpg/backup';
import { BackupType } from '../../../model/backup-schedule';
import { OnDemandBackupModel } from '../../../model/backup-model';
import { ClusterModel } from '../../../model/cluster-model';
import { Finding } from '../../../model/finding';
import { UpgradeModel } from '../../../model/upgrade-model';
import { upgradeBackupId } from '../../../model/upgraded';
import { UpgradeStep } from '../../../model/upgrade-step';
import { Manifest } from '../../../private/manifest';
import { PROTECTION } from '../../../private/kubernetes';
import { runRules } from '../../../private/rules';
import { IClusterView } from '../../cluster-view';
import { IMajorUpgradeOperator, UpgradeStepFacts } from '../../upgrade-contract';
import { onDemandSpec } from '../backup/backup-spec';
import { CloudNativePgClusterOptions } from '../cluster-options';
import { onDemandName } from '../names';
import { UPGRADE_RULES } from './upgrade-rules';
import { upgradeFacts } from './upgrade-steps';

/** The backup that an upgrade takes at a step. */
export const upgradeBackup = ({ identity }: ClusterModel, upgrade: UpgradeModel): OnDemandBackupModel => ({
  id: upgradeBackupId(upgrade),
  cluster: identity,
  type: BackupType.FULL,
  repository: 1,
});

/** In place: the operator stops all pods, runs pg_upgrade in a Job, and copies the replicas anew. */
export class CnpgUpgrades implements IMajorUpgradeOperator {
  public readonly switchesAt = 'run';
  public readonly imageHoldsOneMajor = true;
  public readonly leavesStatistics = true;

  public constructor(private readonly options: Pick<CloudNativePgClusterOptions, 'barman'>) {}

  public bindUpgrade(scope: Construct, view: IClusterView): void {
    // The old version is backed up before the step that stops it, the new one as soon as it runs.
    const moments = [
      ['Before', UpgradeStep.prepare(), ['prepare', 'run', 'finish']],
      ['After', UpgradeStep.finish(), ['finish']],
    ] as const;
    for (const [id, step, kinds] of moments) {
      const { model } = view;
      const backup = upgradeBackup(model, { ...model.upgrade!, step });
      new Manifest(scope, id, {
        gvk: Backup.GVK,
        metadata: { name: onDemandName(backup), namespace: model.identity.namespace, annotations: { ...PROTECTION } },
        spec: () => toJson_BackupSpec(onDemandSpec(backup, this.options)),
        printedWhile: () => view.model.backup !== undefined && kinds.some((kind) => kind === view.model.upgrade?.step._kind),
      });
    }
  }

  public checkUpgrade(cluster: ClusterModel): Finding[] {
    return runRules(UPGRADE_RULES, cluster);
  }

  public upgradeFacts(cluster: ClusterModel): UpgradeStepFacts {
    return upgradeFacts(cluster);
  }
}
