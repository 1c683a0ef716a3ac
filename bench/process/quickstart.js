// The quickstart as a user writes it, compiled.
const { App, Chart, Size } = require('cdk8s');
const lib = require('../../build/lib');

const app = new App({ outdir: process.argv[2] });
const chart = new Chart(app, 'quickstart', { namespace: 'orders' });
const db = new lib.HaCluster(chart, 'db', {
  clusterName: 'orders',
  operator: lib.PostgresOperator.cloudNativePg(),
  version: lib.PostgresVersion.V17,
  storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
  databases: [{ name: 'orders', owner: 'orders-app' }],
});
new lib.BackupPolicy(chart, 'backups', {
  cluster: db,
  target: lib.BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: lib.ObjectStoreCredentials.fromSecret('pg-s3') }),
  schedules: [lib.BackupSchedule.full('0 2 * * *')],
  retention: lib.BackupRetention.days(30),
});
new lib.ConnectionPool(chart, 'pool', { cluster: db, mode: lib.PoolMode.TRANSACTION, instances: 2 });
app.synth();
