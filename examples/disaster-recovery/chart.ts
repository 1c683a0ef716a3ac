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

/** How far the pairs have come. To change regions: demote(), then promote(...), then `primary` and `replica` change places. */
const STEP = PairStep.steady();

const bucket = (region: string): BackupTarget =>
  BackupTarget.s3({ bucket: `acme-pg-${region}`, region, credentials: ObjectStoreCredentials.fromSecret('pg-s3') });

const NIGHTLY = { schedules: [BackupSchedule.full('0 2 * * *')], retention: BackupRetention.days(30) };
const COMMON = {
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
  databases: [{ name: 'orders', owner: 'orders-app' }],
};

/** A primary in Ireland and its replica in Ohio: two charts, one for the Kubernetes cluster of each region. */
function pairOfRegions(app: App, name: string, operator: IPostgresOperator): void {
  const namespace = `shop-on-${name}`;
  const ireland = new Chart(app, `dr-${name}-eu-west-1`, { namespace });
  const ohio = new Chart(app, `dr-${name}-us-east-2`, { namespace });

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

  new ClusterPair(ireland, 'pair', { primary, replica, step: STEP });
}

/** The same pair on three operators. */
export function disasterRecovery(app: App): void {
  pairOfRegions(app, 'cloudnative-pg', PostgresOperator.cloudNativePg());
  pairOfRegions(app, 'zalando', PostgresOperator.zalando({ teamId: 'acme' }));
  pairOfRegions(app, 'crunchy', PostgresOperator.crunchy());
}
