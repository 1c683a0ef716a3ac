// Measures the budgets of docs/performance.md as ratios within one run, and prints them as a table. Run `npm run build` first.
const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { OPERATORS, byHand, ours, template } = require('./programs');

const CLUSTERS = 1000;
const ROUNDS = 5;
const PROCESS_ROUNDS = 21;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const timed = (run) => {
  const start = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - start) / 1e6;
};

/** Median times of two programs that take turns, and the median of their ratios round by round. */
function sideBySide(rounds, a, b) {
  const times = Array.from({ length: rounds + 1 }, () => ({ a: timed(a), b: timed(b) })).slice(1);
  return { a: median(times.map((t) => t.a)), b: median(times.map((t) => t.b)), ratio: median(times.map((t) => t.a / t.b)) };
}

const rows = [];
const row = (what, budget, ratio, detail) => rows.push({ what, budget, ratio, detail });
const ms = (number) => `${number.toFixed(0)} ms`;
const mib = (kib) => `${(kib / 1024).toFixed(0)} MiB`;
const node = (file, ...args) => execFileSync(process.execPath, [path.join(__dirname, file), ...args], { encoding: 'utf8' });

for (const [name, create] of Object.entries(OPERATORS)) {
  const operator = create();
  const objects = template(operator);
  const { a, b, ratio } = sideBySide(
    ROUNDS,
    () => ours(CLUSTERS, operator, folder),
    () => byHand(CLUSTERS, objects, folder),
  );
  row(`render ${CLUSTERS} clusters in one chart, ${name}, against plain ApiObjects`, 1.3, ratio, `${ms(a)} / ${ms(b)}`);
}

for (const name of Object.keys(OPERATORS)) {
  const runs = Array.from({ length: 3 }, () =>
    [CLUSTERS, 10 * CLUSTERS].map((n) => JSON.parse(node('growth.js', name, String(n), folder))),
  );
  const time = median(runs.map(([one, ten]) => ten.ms / one.ms));
  const memory = median(runs.map(([one, ten]) => ten.kib / one.kib));
  row(
    `${CLUSTERS} to ${10 * CLUSTERS} clusters in one chart, ${name}, time`,
    10,
    time,
    `${ms(median(runs.map(([one]) => one.ms)))} to ${ms(median(runs.map(([, ten]) => ten.ms)))}`,
  );
  row(
    `${CLUSTERS} to ${10 * CLUSTERS} clusters in one chart, ${name}, memory`,
    9,
    memory,
    `${(median(runs.map(([one]) => one.kib)) / 1024).toFixed(0)} MiB to ${(median(runs.map(([, ten]) => ten.kib)) / 1024).toFixed(0)} MiB`,
  );
}

require('./fleet')({ row, sideBySide, timed, median, ms, mib, folder, rounds: ROUNDS });

const load = sideBySide(
  PROCESS_ROUNDS,
  () => node('process/factory.js'),
  () => node('process/cdk8s-alone.js'),
);
row('process that imports the library and calls a factory, against cdk8s alone', 1.2, load.ratio, `${ms(load.a)} / ${ms(load.b)}`);

node('process/quickstart.js', folder);
const objects = path.join(folder, 'objects.json');
const { Yaml } = require('cdk8s');
fs.writeFileSync(objects, JSON.stringify(Yaml.load(path.join(folder, 'quickstart.k8s.yaml'))));
const quick = sideBySide(
  PROCESS_ROUNDS,
  () => node('process/quickstart.js', folder),
  () => node('process/quickstart-by-hand.js', folder, objects),
);
row('quickstart as a process, against the same objects by hand', 1.3, quick.ratio, `${ms(quick.a)} / ${ms(quick.b)}`);

const [{ size }] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8', cwd: path.join(__dirname, '..') }),
);
row('packed tarball', 2, size / 1024 ** 2, `${(size / 1024).toFixed(0)} KiB of 2 MiB`);

const guard = JSON.parse(node('guard.js'));
row(
  `guard on ${guard.objects} objects a side, time`,
  guard.maxSeconds,
  guard.seconds,
  `${guard.seconds.toFixed(1)} s of ${guard.maxSeconds} s`,
);
row(`guard on ${guard.objects} objects a side, memory`, guard.maxMib, guard.mib, `${guard.mib.toFixed(0)} MiB of ${guard.maxMib} MiB`);

const report = JSON.parse(node('report.js'));
row(
  `report on ${report.clusters} clusters, time`,
  report.maxSeconds,
  report.seconds,
  `${report.seconds.toFixed(1)} s of ${report.maxSeconds} s`,
);
row(`report on ${report.clusters} clusters, memory`, report.maxMib, report.mib, `${report.mib.toFixed(0)} MiB of ${report.maxMib} MiB`);

fs.rmSync(folder, { recursive: true, force: true });
console.log('| what | budget | measured | | |\n| --- | --- | --- | --- | --- |');
for (const { what, budget, ratio, detail } of rows) {
  console.log(`| ${what} | ${budget} | ${ratio.toFixed(2)} | ${detail} | ${ratio <= budget ? 'within' : 'OVER'} |`);
}
