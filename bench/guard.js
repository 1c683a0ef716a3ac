// Time of the processor (others may use the machine) and memory of `cdk8s-postgres guard` on 10,000 objects a side, every one of which differs. Run `npm run build` first.
const { spawnSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');

const OBJECTS = Number(process.argv[2] ?? 10_000);
const MAX_SECONDS = 20;
const MAX_MIB = 1024;

const root = path.join(__dirname, '..');
const samples = ['on-cloudnative-pg', 'on-crunchy', 'on-zalando'].flatMap((name) =>
  fs
    .readFileSync(path.join(root, 'examples/same-cluster-three-operators/manifests', `${name}.k8s.yaml`), 'utf8')
    .split('---\n')
    .filter((text) => text.trim() !== ''),
);

/** Clones of the committed example, each in a namespace of its own. */
function side(folder, label) {
  fs.mkdirSync(folder);
  for (let at = 0; at < OBJECTS; at += 1000) {
    const documents = Array.from({ length: Math.min(1000, OBJECTS - at) }, (_, i) => {
      const n = Math.floor((at + i) / samples.length);
      const text = samples[(at + i) % samples.length].replace(/my-cluster/g, `c-${n}`).replace(/namespace: (\S+)/g, `namespace: $1-${n}`);
      return /\nmetadata:\n(  .*\n)*?  labels:\n/.test(text)
        ? text.replace(/\n  labels:\n/, `\n  labels:\n    release: ${label}\n`)
        : text.replace(/\nmetadata:\n/, `\nmetadata:\n  labels:\n    release: ${label}\n`);
    });
    fs.writeFileSync(path.join(folder, `${at}.yaml`), documents.join('---\n'));
  }
  return folder;
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-guard-'));
const report = path.join(folder, 'usage.json');
// The command says at its end what it took.
fs.writeFileSync(
  path.join(folder, 'measure.js'),
  `process.on('exit', () => require('fs').writeFileSync(${JSON.stringify(report)}, JSON.stringify(process.resourceUsage())));`,
);
const sides = ['base', 'head'].map((name) => side(path.join(folder, name), name));
const { status, stderr } = spawnSync(
  process.execPath,
  [
    '-r',
    path.join(folder, 'measure.js'),
    path.join(root, 'build/cli/main.js'),
    'guard',
    '--base',
    sides[0],
    '--head',
    sides[1],
    '--format',
    'json',
  ],
  { encoding: 'utf8', maxBuffer: 2 ** 30, cwd: folder },
);
const used = JSON.parse(fs.readFileSync(report, 'utf8'));
const seconds = (used.userCPUTime + used.systemCPUTime) / 1e6;
const mib = used.maxRSS / 1024;
fs.rmSync(folder, { recursive: true, force: true });
if (status !== 0) {
  throw new Error(`guard ended with status ${status}: ${stderr}`);
}
console.log(JSON.stringify({ objects: OBJECTS, seconds, maxSeconds: MAX_SECONDS, mib, maxMib: MAX_MIB }));
