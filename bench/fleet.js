// The rows about FleetApp: many clusters in one chart, many charts, and more charts than the memory holds.
const { execFileSync } = require('child_process');
const { createHash } = require('crypto');
const fs = require('fs');
const path = require('path');
const { App } = require('cdk8s');
const { FleetApp } = require('../build/lib');
const { OPERATORS, byHand, chartsByHand, ours, template } = require('./programs');

const CLUSTERS = 1000;
const CHARTS = 3000;
const FLEET = 100000;
const PROCESS = path.join(__dirname, 'process', 'fleet.js');

/** Node collects garbage when the heap has grown to four times what was alive, so two sizes may lie on two sides of a collection. */
const TIGHT = '--heap-growing-percent=25';

/** What is in a folder, as one hash. */
function hashOf(folder) {
  const hash = createHash('sha256');
  fs.readdirSync(folder)
    .sort()
    .forEach((name) => hash.update(name).update(fs.readFileSync(path.join(folder, name))));
  return hash.digest('hex');
}

/** Adds the rows; what it needs comes from run.js. */
module.exports = function fleet({ row, sideBySide, timed, median, ms, mib, folder, rounds }) {
  for (const [name, create] of Object.entries(OPERATORS)) {
    const operator = create();
    const objects = template(operator);
    const { a, b, ratio } = sideBySide(
      rounds,
      () => ours(CLUSTERS, operator, folder, FleetApp),
      () => byHand(CLUSTERS, objects, folder),
    );
    row(`the same in a FleetApp, ${name}, against plain ApiObjects in an App`, 0.7, ratio, `${ms(a)} / ${ms(b)}`);
  }

  const objects = template(OPERATORS.CloudNativePG());
  const folders = ['fleet', 'app'].map((name) => path.join(folder, name));
  chartsByHand(10, objects, folders[0], FleetApp);
  const fast = timed(() => chartsByHand(CHARTS, objects, folders[0], FleetApp));
  const slow = timed(() => chartsByHand(CHARTS, objects, folders[1], App));
  if (hashOf(folders[0]) !== hashOf(folders[1])) {
    throw new Error('FleetApp and App have printed different files');
  }
  row(`${CHARTS} charts of plain ApiObjects, FleetApp against App, byte-identical`, 0.05, fast / slow, `${ms(fast)} / ${ms(slow)}`);

  const run = (flags, ...args) => JSON.parse(execFileSync(process.execPath, [...flags, PROCESS, ...args], { encoding: 'utf8' }));
  const pair = (...flags) => [5000, 10000].map((n) => run(flags, 'CloudNativePG', String(n), folder));
  const times = Array.from({ length: 3 }, () => pair());
  const time = median(times.map(([small, large]) => large.ms / small.ms));
  row('5000 to 10000 charts in a FleetApp, time', 2.1, time, times[0].map((one) => ms(one.ms)).join(' to '));

  const [small, large] = pair(TIGHT);
  row('5000 to 10000 charts in a FleetApp, memory', 2.1, large.kib / small.kib, `${mib(small.kib)} to ${mib(large.kib)}`);

  const { kib } = run([], 'Zalando', String(FLEET), folder, 'release');
  row(`${FLEET} clusters released chart by chart, memory in GiB`, 1, kib / 1024 ** 2, mib(kib));
};
