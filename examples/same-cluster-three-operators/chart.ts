import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  HaCluster,
  IPostgresOperator,
  ObjectStoreCredentials,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** Three instances, 50 Gi, PostgreSQL 16, backups in S3, a pool of two: the same for every operator. */
function sameCluster(app: App, namespace: string, operator: IPostgresOperator): void {
  const chart = new Chart(app, namespace, { namespace });

  const db = new HaCluster(chart, 'db', {
    clusterName: 'my-cluster',
    operator,
    version: PostgresVersion.V16,
    instances: 3,
    storage: { size: Size.gibibytes(50) },
    databases: [{ name: 'myapp', owner: 'myapp' }],
  });

  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'my-bucket', region: 'us-east-1', credentials: ObjectStoreCredentials.fromSecret('s3-creds') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(7),
  });

  new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, instances: 2 });
}

/** What differs is one line each. */
export function sameClusterThreeOperators(app: App): void {
  sameCluster(app, 'on-cloudnative-pg', PostgresOperator.cloudNativePg());
  sameCluster(app, 'on-zalando', PostgresOperator.zalando({ teamId: 'myteam' }));
  sameCluster(app, 'on-crunchy', PostgresOperator.crunchy());
}
