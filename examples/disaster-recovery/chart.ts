import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ClusterPair,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  PairStep,
  PostgresOperator,
  PostgresVersion,
  ReplicaCluster,
  ReplicaSource,
} from 'cdk8s-postgres';

const bucket = (region: string): BackupTarget =>
  BackupTarget.s3({ bucket: `acme-pg-${region}`, region, credentials: ObjectStoreCredentials.fromSecret('pg-s3') });

const NIGHTLY = { schedules: [BackupSchedule.full('0 2 * * *')], retention: BackupRetention.days(30) };
const COMMON = {
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
  databases: [{ name: 'orders', owner: 'orders-app' }],
  // What a watched cluster prints besides is shown by ../monitoring; real clusters leave this out.
  monitoring: { enabled: false },
};

/** How far a pair has come with changing its primary. */
interface Progress {
  readonly step?: PairStep;
  /** The two have changed places. */
  readonly swapped?: boolean;
}

/** Two charts, one for the Kubernetes cluster of each region. */
function regions(app: App, name: string): [ireland: Chart, ohio: Chart] {
  const namespace = `shop-on-${name}`;
  return [new Chart(app, `dr-${name}-eu-west-1`, { namespace }), new Chart(app, `dr-${name}-us-east-2`, { namespace })];
}

/** A primary in Ireland and its replica in Ohio. */
function pairOfRegions(app: App, name: string, operator: IPostgresOperator, { step, swapped = false }: Progress): void {
  const [ireland, ohio] = regions(app, name);

  const primary = new HaCluster(ireland, 'db', { ...COMMON, clusterName: 'orders-eu', operator });
  const backups = new BackupPolicy(ireland, 'backups', { cluster: primary, target: bucket('eu-west-1'), ...NIGHTLY });

  const replica = new ReplicaCluster(ohio, 'db', {
    ...COMMON,
    clusterName: 'orders-us',
    operator,
    source: ReplicaSource.archive(backups.archive),
  });
  // It archives to its own region from the day on that it is the primary.
  new BackupPolicy(ohio, 'backups', { cluster: replica, target: bucket('us-east-2'), ...NIGHTLY });

  new ClusterPair(ireland, 'pair', swapped ? { primary: replica, replica: primary, step } : { primary, replica, step });
}

/**
 * The pair after a change of regions where no primary becomes a replica: the promoted cluster is written as the primary that it is, and in
 * Ireland a new replica of it, under a new name, takes the place of the old primary.
 */
function newPairOfRegions(app: App, name: string, operator: IPostgresOperator): void {
  const [ireland, ohio] = regions(app, name);

  const primary = new HaCluster(ohio, 'db', { ...COMMON, clusterName: 'orders-us', operator });
  const backups = new BackupPolicy(ohio, 'backups', { cluster: primary, target: bucket('us-east-2'), ...NIGHTLY });

  const replica = new ReplicaCluster(ireland, 'db', {
    ...COMMON,
    clusterName: 'orders-eu-2',
    operator,
    source: ReplicaSource.archive(backups.archive),
  });
  new BackupPolicy(ireland, 'backups', { cluster: replica, target: bucket('eu-west-1'), ...NIGHTLY });

  new ClusterPair(ireland, 'pair', { primary, replica });
}

const CLOUD_NATIVE_PG = PostgresOperator.cloudNativePg();
const ZALANDO = PostgresOperator.zalando({ teamId: 'acme' });
const CRUNCHY = PostgresOperator.crunchy();

function onThreeOperators(app: App, progress: Progress, onCloudNativePg = progress): void {
  pairOfRegions(app, 'cloudnative-pg', CLOUD_NATIVE_PG, onCloudNativePg);
  pairOfRegions(app, 'zalando', ZALANDO, progress);
  pairOfRegions(app, 'crunchy', CRUNCHY, progress);
}

/** What `status.demotionToken` of the demoted cluster shows: where its WAL ends, in base64. It is copied from there into the program. */
const TOKEN = Buffer.from(
  JSON.stringify({
    latestCheckpointTimelineID: '1',
    redoWalFile: '00000001000000000000002A',
    databaseSystemIdentifier: '7500000000000000001',
    latestCheckpointREDOLocation: '0/2A000028',
    timeOfLatestCheckpoint: 'Thu 01 Jan 2026 02:00:00 AM UTC',
    operatorVersion: '1.30.0',
  }),
).toString('base64');

/** The first phase, and the one that lasts: the same pair on three operators, with the primary in Ireland. */
export function disasterRecovery(app: App): void {
  onThreeOperators(app, { step: PairStep.steady() });
}

/** The phases of a change of regions, each one commit: where its YAML is, and what prints it. */
export const CHANGE_OF_REGIONS: readonly { readonly manifests: string; readonly build: (app: App) => void }[] = [
  { manifests: 'phases/2-demote', build: (app) => onThreeOperators(app, { step: PairStep.demote() }) },
  {
    manifests: 'phases/3-promote',
    build: (app) => onThreeOperators(app, { step: PairStep.promote() }, { step: PairStep.promote(TOKEN) }),
  },
  {
    manifests: 'phases/4-steady-again',
    build: (app) => {
      pairOfRegions(app, 'cloudnative-pg', CLOUD_NATIVE_PG, { swapped: true });
      newPairOfRegions(app, 'zalando', ZALANDO);
      newPairOfRegions(app, 'crunchy', CRUNCHY);
    },
  },
];
