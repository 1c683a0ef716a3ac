import { Construct } from 'constructs';
import { ClusterModel } from '../../../model/cluster-model';
import { Finding } from '../../../model/finding';
import { IClusterView } from '../../cluster-view';
import { IMajorUpgradeOperator, UpgradeStepFacts } from '../../upgrade-contract';
import { runRules } from '../../../private/rules';
import { UPGRADE_RULES } from './upgrade-rules';
import { upgradeFacts } from './upgrade-steps';

/** In place: the operator runs the script of the image in the pod of the primary. */
export class ZalandoUpgrades implements IMajorUpgradeOperator {
  public readonly switchesAt = 'run';
  public readonly imageHoldsOneMajor = false;
  public readonly leavesStatistics = false;

  public bindUpgrade(_scope: Construct, _view: IClusterView): void {
    // The version is a field of the cluster, and the script does the rest.
  }

  public checkUpgrade(cluster: ClusterModel): Finding[] {
    return runRules(UPGRADE_RULES, cluster);
  }

  public upgradeFacts(cluster: ClusterModel): UpgradeStepFacts {
    return upgradeFacts(cluster);
  }
}
