import { App } from 'cdk8s';
import { adopted } from './adopted/chart';
import { applicationOnThreeOperators } from './application/chart';
import { argoCd } from './argo-cd/chart';
import { backupAndRecovery } from './backup-and-recovery/chart';
import { bringYourOwnOperator } from './bring-your-own-operator/chart';
import { COMMITS_OF_DAY_TWO, dayTwo } from './day-two/chart';
import { CHANGE_OF_REGIONS, disasterRecovery } from './disaster-recovery/chart';
import { fleet } from './fleet/chart';
import { foundingChapter } from './founding-chapter/chart';
import { STEPS_OF_A_MIGRATION, migrate } from './migrate/chart';
import { STEPS_OF_A_MIGRATION_OF_FILES, migrateFiles } from './migrate-files/chart';
import { monitoring } from './monitoring/chart';
import { quickstart } from './quickstart/chart';
import { sameClusterThreeOperators } from './same-cluster-three-operators/chart';
import { STEPS_OF_AN_UPGRADE, upgrade } from './upgrade/chart';

/** An example: a folder and what it adds to an app. */
export interface Example {
  readonly folder: string;
  /** Folder of its YAML, below the other one. */
  readonly manifests: string;
  readonly build: (app: App) => void;
  /** Which of its files are committed, where all would be too many. */
  readonly committed?: readonly string[];
}

const manifests = 'manifests';

/** The examples, each a runnable app of its own as well. */
export const APPS: readonly Example[] = [
  { folder: 'quickstart', manifests, build: quickstart },
  { folder: 'adopted', manifests, build: adopted },
  { folder: 'same-cluster-three-operators', manifests, build: sameClusterThreeOperators },
  { folder: 'application', manifests, build: applicationOnThreeOperators },
  { folder: 'founding-chapter', manifests, build: foundingChapter },
  { folder: 'backup-and-recovery', manifests, build: backupAndRecovery },
  { folder: 'disaster-recovery', manifests, build: disasterRecovery },
  { folder: 'fleet', manifests, build: fleet, committed: ['checkout.k8s.yaml'] },
  { folder: 'monitoring', manifests, build: monitoring },
  { folder: 'argo-cd', manifests, build: argoCd },
  { folder: 'upgrade', manifests, build: upgrade },
  { folder: 'migrate', manifests, build: migrate },
  { folder: 'migrate-files', manifests, build: migrateFiles },
  { folder: 'day-two', manifests, build: dayTwo },
  { folder: 'bring-your-own-operator', manifests, build: bringYourOwnOperator },
];

/** Later phases of the same clusters: one program says one phase, so each is an app of its own. */
export const PHASES: readonly Example[] = [
  ...CHANGE_OF_REGIONS.map((phase) => ({ folder: 'disaster-recovery', ...phase })),
  ...COMMITS_OF_DAY_TWO.map((phase) => ({ folder: 'day-two', ...phase })),
  ...STEPS_OF_AN_UPGRADE.map((phase) => ({ folder: 'upgrade', ...phase })),
  ...STEPS_OF_A_MIGRATION.map((phase) => ({ folder: 'migrate', ...phase })),
  ...STEPS_OF_A_MIGRATION_OF_FILES.map((phase) => ({ folder: 'migrate-files', ...phase })),
];

export const EXAMPLES: readonly Example[] = [...APPS, ...PHASES];
