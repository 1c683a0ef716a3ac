// The programs that the bench compares. Ours and the hand-written one print the same objects.
const { ApiObject, App, Chart, Size, Testing } = require('cdk8s');
const lib = require('../build/lib');

const OPERATORS = {
  CloudNativePG: () => lib.PostgresOperator.cloudNativePg(),
  Zalando: () => lib.PostgresOperator.zalando({ teamId: 'acme' }),
  Crunchy: () => lib.PostgresOperator.crunchy(),
};

/** Adds one cluster with a policy and a pool. */
function addCluster(chart, i, operator) {
  const cluster = new lib.HaCluster(chart, `db-${i}`, {
    clusterName: `db-${i}`,
    operator,
    version: lib.PostgresVersion.V17,
    storage: { size: Size.gibibytes(50), storageClass: 'fast-ssd' },
    parameters: { max_connections: '200', work_mem: '16MB' },
    databases: [{ name: 'orders', owner: 'orders-app' }],
  });
  new lib.BackupPolicy(chart, `backups-${i}`, {
    cluster,
    target: lib.BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: lib.ObjectStoreCredentials.fromSecret('pg-s3') }),
    schedules: [lib.BackupSchedule.full('0 2 * * *')],
    retention: lib.BackupRetention.days(30),
  });
  new lib.ConnectionPool(chart, `pool-${i}`, { cluster, mode: lib.PoolMode.TRANSACTION, instances: 2 });
}

/** The program of a user of the library: n clusters in one chart, synthesized into a folder. */
function ours(n, operator, outdir, AppClass = App) {
  const app = new AppClass({ outdir });
  const chart = new Chart(app, 'bench', { namespace: 'bench' });
  for (let i = 0; i < n; i += 1) {
    addCluster(chart, i, operator);
  }
  app.synth();
}

/** What ours prints for one cluster, as plain objects. */
function template(operator) {
  const chart = new Chart(Testing.app(), 'template', { namespace: 'bench' });
  addCluster(chart, 0, operator);
  return Testing.synth(chart);
}

/** The objects of the i-th cluster, written by hand as plain ApiObjects. */
function addByHand(chart, i, objects) {
  objects.forEach(({ metadata, ...rest }, j) => {
    new ApiObject(chart, `object-${i}-${j}`, { ...rest, metadata: { ...metadata, name: metadata.name.replace('db-0', `db-${i}`) } });
  });
}

/** The same objects, written by hand as plain ApiObjects. */
function byHand(n, objects, outdir) {
  const app = new App({ outdir });
  const chart = new Chart(app, 'bench', { namespace: 'bench' });
  for (let i = 0; i < n; i += 1) {
    addByHand(chart, i, objects);
  }
  app.synth();
}

/** The same in n charts. */
function chartsByHand(n, objects, outdir, AppClass) {
  const app = new AppClass({ outdir });
  for (let i = 0; i < n; i += 1) {
    addByHand(new Chart(app, `bench-${i}`, { namespace: 'bench' }), i, objects);
  }
  app.synth();
}

module.exports = { OPERATORS, addCluster, byHand, chartsByHand, ours, template };
