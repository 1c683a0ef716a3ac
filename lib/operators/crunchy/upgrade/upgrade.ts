import { Construct } from 'constructs';
import { PgUpgrade, toJson_PgUpgradeSpec } from '../../../../imports/crunchy/pg-upgrade';
import { ClusterModel } from '../../../model/cluster-model';
import { Finding } from '../../../model/finding';
import { Manifest } from '../../../private/manifest';
import { runRules } from '../../../private/rules';
import { IClusterView } from '../../cluster-view';
import { IMajorUpgradeOperator, UpgradeStepFacts } from '../../upgrade-contract';
import { UPGRADE_RULES } from './upgrade-rules';
import { isUpgrading, pgUpgradeName, pgUpgradeSpec } from './upgrade-spec';
import { upgradeFacts } from './upgrade-steps';

/** By an object of its own, while the cluster is shut down; the version of the cluster is the step after that. */
export class CrunchyUpgrades implements IMajorUpgradeOperator {
  public readonly switchesAt = 'finish';
  public readonly imageHoldsOneMajor = true;
  public readonly leavesStatistics = true;

  public bindUpgrade(scope: Construct, view: IClusterView): void {
    const { identity, upgrade } = view.model;
    new Manifest(scope, 'Resource', {
      gvk: PgUpgrade.GVK,
      metadata: { name: pgUpgradeName(identity, upgrade!), namespace: identity.namespace },
      spec: () => toJson_PgUpgradeSpec(pgUpgradeSpec(view.model)),
      printedWhile: () => isUpgrading(view.model),
    });
  }

  public checkUpgrade(cluster: ClusterModel): Finding[] {
    return runRules(UPGRADE_RULES, cluster);
  }

  public upgradeFacts(cluster: ClusterModel): UpgradeStepFacts {
    return upgradeFacts(cluster);
  }
}
