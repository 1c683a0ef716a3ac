// What ships works: packs the library, installs the tarball with its peers in an empty folder, compiles a small TypeScript app there,
// synthesizes it, and looks at what was printed and at what was loaded for it. Then does what a newcomer does: the lines of the README, and a
// folder as `cdk8s init typescript-app` makes it, with the cdk8s-plus that it takes and with the one that the library is compiled against.
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const MAX_TARBALL_BYTES = 2 * 1024 * 1024;

const APP = `
import { App, Chart, Size } from 'cdk8s';
import {
  BackupPolicy, BackupRetention, BackupSchedule, BackupTarget, ConnectionPool, HaCluster, ObjectStoreCredentials, PoolMode, PostgresOperator,
  PostgresVersion,
} from 'cdk8s-postgres';
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
new ConnectionPool(chart, 'pool', { cluster: db, mode: PoolMode.TRANSACTION });
app.synth();
export type Spec = ClusterSpec;
`;

/** What applications do with objects of cdk8s-plus, all that take one. */
const WORKLOADS = (plus) => `
import { App, Chart, Size } from 'cdk8s';
import { Cpu, Deployment, EnvValue, Pods } from '${plus}';
import { ConnectionPool, DatabaseConnection, HaCluster, PostgresOperator, PostgresVersion } from 'cdk8s-postgres';

const app = new App();
const chart = new Chart(app, 'orders', { namespace: 'orders' });
const db = new HaCluster(chart, 'db', {
  clusterName: 'orders',
  operator: PostgresOperator.cloudNativePg(),
  version: PostgresVersion.V17,
  storage: { size: Size.gibibytes(50) },
  compute: { cpu: Cpu.millis(700) },
  databases: [{ name: 'orders', owner: 'orders-app' }],
  nonProduction: { reason: 'a test of the package', withoutBackups: true },
});
const pool = new ConnectionPool(chart, 'pool', { cluster: db });
const web = new Deployment(chart, 'web');
db.connect(web.addContainer({ name: 'web', image: 'registry.example.com/web:1.4.2' }), { role: 'orders-app' });
const connection = new DatabaseConnection(chart, 'connection', { cluster: db, role: 'orders-app', prefix: 'ORDERS_' });
connection.addToWorkload(web);
const side = web.addContainer({ name: 'side', image: 'registry.example.com/side:1.4.2' });
connection.mountCa(side);
connection.bindService(side);
const variable: EnvValue = connection.environment.ORDERS_PGHOST;
side.env.addVariable('DB', variable);
const friends = Pods.select(chart, 'friends', { labels: { app: 'friend' } });
db.allowFrom(friends);
db.allowFrom(web);
pool.allowFrom(friends);
app.synth();
`;

/** Calls of the factories, by the folder of their operator. */
const FACTORIES = { cnpg: 'cloudNativePg()', zalando: `zalando({ teamId: 'acme' })`, crunchy: 'crunchy()' };

const root = path.join(__dirname, '..');
const own = require(path.join(root, 'package.json'));
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'package-'));
const run = (command, ...args) => execFileSync(command, args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** Fails where a program loads modules that it does without, told by their path below `node_modules`. */
function holdTo(what, program, needless) {
  const files = JSON.parse(run('node', '-e', `${program}; console.log(JSON.stringify(Object.keys(require.cache)))`));
  const modules = files.map((file) => file.split('/node_modules/').pop());
  const found = modules.filter((module) => needless.test(module));
  const count = modules.filter((module) => module.startsWith(`${own.name}/`)).length;
  if (found.length > 0 || count === 0) {
    throw new Error(`${what} loads ${count} modules of the library; needless: ${found.join(', ') || 'none'}`);
  }
  console.log(`${what} loads ${count} modules of the library`);
}

/** The tarball and the packages that a program needs beside it. */
const install = (...packages) => run('npm', 'install', '--no-audit', '--no-fund', ...packages);

/** The number that a text has of what a pattern tells. */
const count = (text, pattern) => (text.match(pattern) ?? []).length;

/** Writes a program into an empty folder as `cdk8s init` makes it, compiles and runs it there, and returns what it printed. */
function scaffold(program) {
  const template = path.join(root, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app');
  fs.copyFileSync(path.join(template, 'tsconfig.json'), path.join(folder, 'tsconfig.json'));
  fs.rmSync(path.join(folder, 'dist'), { recursive: true, force: true });
  fs.writeFileSync(path.join(folder, 'main.ts'), program);
  run('npx', 'tsc', '--build', '--force');
  run('node', 'main.js');
  return fs.readFileSync(path.join(folder, 'dist', 'orders.k8s.yaml'), 'utf8');
}

try {
  const [{ filename, size }] = JSON.parse(
    // A test of what was built: whoever packs otherwise builds first, by `prepack`.
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: root, encoding: 'utf8' }),
  );
  if (size > MAX_TARBALL_BYTES) {
    throw new Error(`the tarball has ${size} bytes, more than ${MAX_TARBALL_BYTES}`);
  }
  fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const peers = Object.keys(own.peerDependencies).map((name) => `${name}@${own.devDependencies[name]}`);
  const tools = ['typescript', '@types/node', 'tsx'].map((name) => `${name}@${own.devDependencies[name]}`);
  install(`./${filename}`, ...peers, ...tools);
  fs.writeFileSync(path.join(folder, 'main.ts'), APP);
  run('npx', 'tsc', '--strict', '--target', 'es2022', '--module', 'node16', '--moduleResolution', 'node16', '--skipLibCheck', 'main.ts');
  run('node', 'main.js');
  const kinds = fs.readFileSync(path.join(folder, 'dist', 'orders.k8s.yaml'), 'utf8').match(/^kind: .+$/gm);
  const expected = [
    ...['Cluster', 'NetworkPolicy', 'NetworkPolicy', 'ConfigMap', 'PodMonitor', 'PrometheusRule'],
    ...['ObjectStore', 'ScheduledBackup', 'Pooler', 'NetworkPolicy', 'PodMonitor'],
  ].map((kind) => `kind: ${kind}`);
  if (JSON.stringify(kinds) !== JSON.stringify(expected)) {
    throw new Error(`expected ${expected}, got ${kinds}`);
  }
  for (const [operator, factory] of Object.entries(FACTORIES)) {
    const needed = `(lib/index|bundle/(${operator}-)?start)[.]js$`;
    const needless = new RegExp(`^cdk8s-plus-28/|^${own.name}/build/(?!${needed})`);
    holdTo(`PostgresOperator.${factory}`, `require('${own.name}').PostgresOperator.${factory}`, needless);
  }
  holdTo('the app', `require('./main.js')`, /^cdk8s-plus-28[/]|[/](zalando|crunchy)|[/]bundle[/]more-/);
  // The command runs from what was installed, with the parser that the tarball carries.
  const told = run('npx', '--no-install', 'cdk8s-postgres', 'guard', '--base', 'dist', '--head', 'dist');
  if (!told.startsWith('0 blocked, 0 to confirm')) {
    throw new Error(`guard said: ${told}`);
  }
  // The page of a report has its style and program with it.
  run('npx', '--no-install', 'cdk8s-postgres', 'report', 'dist', '--out', 'report.html');
  if (!fs.readFileSync(path.join(folder, 'report.html'), 'utf8').includes('"name":"orders"')) {
    throw new Error('the report does not know the cluster');
  }
  // The validation of `cdk8s synth` runs, too, by the path that its how-to names.
  const report = `{ addViolation: () => undefined, submit: console.log }`;
  const plugin = `require('./node_modules/${own.name}/build/cli/validation').Validation`;
  const judged = run('node', '-e', `new (${plugin})().validate({ manifests: ['dist/orders.k8s.yaml'], report: ${report} })`);
  if (!judged.startsWith('success')) {
    throw new Error(`the validation said: ${judged}`);
  }
  fs.rmSync(path.join(folder, 'main.js'));
  const [, lines] = /<!-- program -->\n```ts\n([\s\S]*?)```/.exec(fs.readFileSync(path.join(root, 'README.md'), 'utf8'));
  fs.writeFileSync(path.join(folder, 'main.ts'), lines);
  fs.rmSync(path.join(folder, 'dist'), { recursive: true });
  run('npx', '--no-install', 'tsx', 'main.ts');
  if (count(fs.readFileSync(path.join(folder, 'dist', 'orders.k8s.yaml'), 'utf8'), /^kind: Cluster$/gm) !== 1) {
    throw new Error('the program of the README printed no cluster');
  }
  console.log('the lines of the README, copied into an empty folder, print a cluster');
  const { dependencies } = JSON.parse(
    fs
      .readFileSync(path.join(root, 'node_modules', 'cdk8s-cli', 'templates', 'typescript-app', 'package.json'), 'utf8')
      .replace(/\{\{.*?\}\}/g, 'x'),
  );
  const newest = Object.keys(dependencies).find((name) => name.startsWith('cdk8s-plus-'));
  install(`${newest}@latest`);
  for (const plus of ['cdk8s-plus-28', newest]) {
    const text = scaffold(WORKLOADS(plus));
    const seen = [/ORDERS_PGHOST/g, /name: PGHOST/g, /SERVICE_BINDING_ROOT/g, /app: friend/g, /cpu: 700m/g].map((pattern) =>
      count(text, pattern),
    );
    if (seen.some((times) => times === 0)) {
      throw new Error(`with ${plus} something of a connection is not printed: ${seen}`);
    }
    console.log(`${plus}: compiled under the tsconfig of cdk8s init, and printed`);
  }
  console.log(`tarball of ${size} bytes: installed, compiled and synthesized`);
} finally {
  fs.rmSync(folder, { recursive: true, force: true });
}
