// Time of the processor (others may use the machine) and memory of `cdk8s-postgres report` on 1,000 clusters. Run `npm run build` first.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const CLUSTERS = Number(process.argv[2] ?? 1000);
const MAX_SECONDS = 10;
const MAX_MIB = 1024;

const root = path.join(__dirname, '..');
const samples = ['on-cloudnative-pg', 'on-crunchy', 'on-zalando'].map((name) =>
  fs.readFileSync(path.join(root, 'examples/application/manifests', `app-${name}.k8s.yaml`), 'utf8'),
);

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-report-'));
const dist = path.join(folder, 'dist');
fs.mkdirSync(dist);
// The committed example with its pool, application, policies and Jobs, each time under another name.
for (let i = 0; i < CLUSTERS; i += 1) {
  fs.writeFileSync(
    path.join(dist, `${i}.yaml`),
    samples[i % samples.length].replace(/\bshop\b/g, `shop-${i}`).replace(/\bapp-on-[a-z-]+/g, `team-${i}`),
  );
}
const usage = path.join(folder, 'usage.json');
fs.writeFileSync(
  path.join(folder, 'measure.js'),
  `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage())));`,
);
const command = [
  '-r',
  path.join(folder, 'measure.js'),
  path.join(root, 'build/cli/main.js'),
  'report',
  dist,
  '--out',
  path.join(folder, 'report.html'),
];
const { status, stderr } = spawnSync(process.execPath, command, { encoding: 'utf8' });
const used = JSON.parse(fs.readFileSync(usage, 'utf8'));
const seconds = (used.userCPUTime + used.systemCPUTime) / 1e6;
const mib = used.maxRSS / 1024;
const page = status === 0 ? fs.statSync(path.join(folder, 'report.html')).size / 1024 ** 2 : 0;
fs.rmSync(folder, { recursive: true, force: true });
if (status !== 0) {
  throw new Error(`report ended with status ${status}: ${stderr}`);
}
console.log(JSON.stringify({ clusters: CLUSTERS, seconds, maxSeconds: MAX_SECONDS, mib, maxMib: MAX_MIB, page }));
