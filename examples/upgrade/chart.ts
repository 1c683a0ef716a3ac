import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  HaCluster,
  IPostgresOperator,
  MajorUpgrade,
  ObjectStoreCredentials,
  PostgresOperator,
  PostgresVersion,
  UpgradeStep,
} from 'cdk8s-postgres';

/** What the commits of an upgrade change. */
interface Progress {
  readonly version: PostgresVersion;
  readonly step?: UpgradeStep;
  /** Life of the archive that the policy says. */
  readonly archiveGeneration?: number;
}

function shop(app: App, name: string, operator: IPostgresOperator, progress: Progress, nextGeneration?: number): void {
  const chart = new Chart(app, `upgrade-${name}`, { namespace: `shop-on-${name}` });
  const cluster = new HaCluster(chart, 'db', {
    clusterName: 'acme-orders',
    operator,
    version: progress.version,
    storage: { size: Size.gibibytes(50) },
    databases: [{ name: 'orders', owner: 'orders-app' }],
    // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
    monitoring: { enabled: false },
  });
  new BackupPolicy(chart, 'backups', {
    cluster,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
    archiveGeneration: nextGeneration === undefined ? undefined : progress.archiveGeneration,
  });
  if (progress.step) {
    new MajorUpgrade(chart, 'to-18', { cluster, to: PostgresVersion.V18, step: progress.step, archiveGeneration: nextGeneration });
  }
}

function onThreeOperators(app: App, progress: Progress): void {
  shop(app, 'cloudnative-pg', PostgresOperator.cloudNativePg(), progress, 2);
  shop(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }), progress);
  shop(app, 'crunchy', PostgresOperator.crunchy(), progress);
}

const OLD = { version: PostgresVersion.V17, archiveGeneration: 1 };
const NEW = { version: PostgresVersion.V18, archiveGeneration: 2 };

/** Before the upgrade. */
export function upgrade(app: App): void {
  onThreeOperators(app, OLD);
}

/** The steps of the upgrade, each one commit: where its YAML is, and what prints it. */
export const STEPS_OF_AN_UPGRADE: readonly { readonly manifests: string; readonly build: (app: App) => void }[] = [
  { manifests: 'phases/2-prepare', build: (app) => onThreeOperators(app, { ...OLD, step: UpgradeStep.prepare() }) },
  { manifests: 'phases/3-run', build: (app) => onThreeOperators(app, { ...OLD, step: UpgradeStep.run() }) },
  { manifests: 'phases/4-finish', build: (app) => onThreeOperators(app, { ...OLD, step: UpgradeStep.finish() }) },
  { manifests: 'phases/5-tidy', build: (app) => onThreeOperators(app, { ...NEW, step: UpgradeStep.tidy() }) },
  { manifests: 'phases/6-done', build: (app) => onThreeOperators(app, NEW) },
];
