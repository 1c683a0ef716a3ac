// One process of a FleetApp with n charts of one cluster each: prints the time in ms and the peak memory in KiB above an idle process. With
// 'release', charts of ten clusters are printed and let go one after the other, and the memory is that of the whole process.
const fs = require('fs');
const path = require('path');
const { Chart } = require('cdk8s');
const { FleetApp } = require('../../build/lib');
const { OPERATORS, addCluster } = require('../programs');

const [, , name, n, folder, release] = process.argv;
const operator = OPERATORS[name]();
const outdir = fs.mkdtempSync(path.join(folder, 'charts-'));

function charts(count, size) {
  const app = new FleetApp({ outdir });
  for (let i = 0; i < count; i += size) {
    const chart = new Chart(app, `team-${i}`, { namespace: `team-${i}` });
    for (let j = 0; j < size; j += 1) {
      addCluster(chart, i + j, operator);
    }
    if (release) {
      app.release(chart);
    }
  }
  app.synth();
}

const size = release ? 10 : 1;
charts(10, size);
const before = release ? 0 : process.resourceUsage().maxRSS;
const start = process.hrtime.bigint();
charts(Number(n), size);
console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6, kib: process.resourceUsage().maxRSS - before }));
fs.rmSync(outdir, { recursive: true });
