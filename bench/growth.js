// One process of the growth row: renders n clusters in one chart and prints the time in ms and the peak memory in KiB above an idle process.
const { OPERATORS, ours } = require('./programs');

const [, , name, n, outdir] = process.argv;
const operator = OPERATORS[name]();
ours(10, operator, outdir);
const before = process.resourceUsage().maxRSS;
const start = process.hrtime.bigint();
ours(Number(n), operator, outdir);
console.log(JSON.stringify({ ms: Number(process.hrtime.bigint() - start) / 1e6, kib: process.resourceUsage().maxRSS - before }));
