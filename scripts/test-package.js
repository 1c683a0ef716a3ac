// What ships works: packs the library, installs the tarball with its peers in an empty folder, compiles a small TypeScript app there,
// synthesizes it, and looks at what was printed.
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const MAX_TARBALL_BYTES = 2 * 1024 * 1024;

const APP = `
import { App, Chart, Size } from 'cdk8s';
import { BackupPolicy, BackupRetention, BackupSchedule, BackupTarget, HaCluster, ObjectStoreCredentials, PostgresOperator, PostgresVersion } from 'cdk8s-postgres';
import { ClusterSpec } from 'cdk8s-postgres/imports/cnpg/cluster';

const app = new App();
const chart = new Chart(app, 'orders', { namespace: 'orders' });
const db = new HaCluster(chart, 'db', {
  clusterName: 'orders',
  operator: PostgresOperator.cloudNativePg(),
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
});
new BackupPolicy(chart, 'backups', {
  cluster: db,
  target: BackupTarget.s3({ bucket: 'acme-pg', region: 'eu-west-1', credentials: ObjectStoreCredentials.fromSecret('pg-s3') }),
  schedules: [BackupSchedule.full('0 2 * * *')],
  retention: BackupRetention.days(30),
});
app.synth();
export type Spec = ClusterSpec;
`;

const root = path.join(__dirname, '..');
const own = require(path.join(root, 'package.json'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

try {
  const [{ filename, size }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  if (size > MAX_TARBALL_BYTES) {
    throw new Error(`the tarball has ${size} bytes, more than ${MAX_TARBALL_BYTES}`);
  }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const peers = Object.keys(own.peerDependencies).map((name) => `${name}@${own.devDependencies[name]}`);
  run(
    'npm',
    'install',
    '--no-audit',
    '--no-fund',
    `./${filename}`,
    ...peers,
    `typescript@${own.devDependencies.typescript}`,
    `@types/node@${own.devDependencies['@types/node']}`,
  );
  fs.writeFileSync(path.join(folder, 'main.ts'), APP);
  run('npx', 'tsc', '--strict', '--target', 'es2022', '--module', 'node16', '--moduleResolution', 'node16', '--skipLibCheck', 'main.ts');
  run('node', 'main.js');
  const kinds = fs.readFileSync(path.join(folder, 'dist', 'orders.k8s.yaml'), 'utf8').match(/^kind: .+$/gm);
  const expected = ['Cluster', 'NetworkPolicy', 'NetworkPolicy', 'ObjectStore', 'ScheduledBackup'].map((kind) => `kind: ${kind}`);
  if (JSON.stringify(kinds) !== JSON.stringify(expected)) {
    throw new Error(`expected ${expected}, got ${kinds}`);
  }
  // The command runs from what was installed, with the parser that the tarball carries.
  const told = run('npx', '--no-install', 'cdk8s-postgres', 'guard', '--base', 'dist', '--head', 'dist');
  if (!told.startsWith('0 blocked, 0 to confirm')) {
    throw new Error(`guard said: ${told}`);
  }
  console.log(`tarball of ${size} bytes: installed, compiled and synthesized`);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
