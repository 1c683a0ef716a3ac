import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy,
  BackupRetention,
  BackupSchedule,
  BackupTarget,
  ConnectionPool,
  HaCluster,
  ObjectStoreCredentials,
  PoolMode,
  PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';

/** One production cluster with backups and a connection pool. */
export function quickstart(app: App): void {
  const chart = new Chart(app, 'quickstart', { namespace: 'orders' });

  const db = new HaCluster(chart, 'db', {
    clusterName: 'orders',
    operator: PostgresOperator.cloudNativePg(),
    version: PostgresVersion.V17,
    storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
    databases: [{ name: 'orders', owner: 'orders-app' }],
  });

  new BackupPolicy(chart, 'backups', {
    cluster: db,
    target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [BackupSchedule.full('0 2 * * *')],
    retention: BackupRetention.days(30),
  });

  new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION, instances: 2 });
}
