import { App } from 'cdk8s';
import { applicationOnThreeOperators } from './application/chart';
import { backupAndRecovery } from './backup-and-recovery/chart';
import { bringYourOwnOperator } from './bring-your-own-operator/chart';
import { disasterRecovery } from './disaster-recovery/chart';
import { fleet } from './fleet/chart';
import { foundingChapter } from './founding-chapter/chart';
import { quickstart } from './quickstart/chart';
import { sameClusterThreeOperators } from './same-cluster-three-operators/chart';

/** An example: a folder and what it adds to an app. */
export interface Example {
  readonly folder: string;
  readonly build: (app: App) => void;
  /** Which of its files are committed, where all would be too many. */
  readonly committed?: readonly string[];
}

/** The examples, each a runnable app of its own as well. */
export const EXAMPLES: readonly Example[] = [
  { folder: 'quickstart', build: quickstart },
  { folder: 'same-cluster-three-operators', build: sameClusterThreeOperators },
  { folder: 'application', build: applicationOnThreeOperators },
  { folder: 'founding-chapter', build: foundingChapter },
  { folder: 'backup-and-recovery', build: backupAndRecovery },
  { folder: 'disaster-recovery', build: disasterRecovery },
  { folder: 'fleet', build: fleet, committed: ['checkout.k8s.yaml'] },
  { folder: 'bring-your-own-operator', build: bringYourOwnOperator },
];
