import * as fs from 'fs';
import * as path from 'path';
import { run } from '../../cli/run';
import { EXAMPLES } from '../../examples/all';
import { FleetApp } from '../../lib';

/**
 * A process of its own: prints every example into a folder, and beside it what guard says of a change of all of them, in each format. What it
 * knows of its surroundings goes to the standard output.
 */
const [outdir] = process.argv.slice(2) as [string];
const NOW = Date.parse('2030-01-15T23:30:00Z');

for (const { folder, manifests, build } of EXAMPLES) {
  const app = new FleetApp({ outdir: path.join(outdir, 'base', folder, manifests) });
  build(app);
  app.synth();
}

/** Less storage, fewer instances, another image and none of the schedules. */
const EDITS: readonly (readonly [RegExp, string])[] = [
  [/size: \d+Gi/g, 'size: 1Gi'],
  [/storage: \d+Gi/g, 'storage: 1Gi'],
  [/instances: 3/g, 'instances: 1'],
  [/standard-trixie/g, 'standard-bookworm'],
  [/schedule: .*/g, 'schedule: 0 0 1 * * *'],
];

// Phases of one example print the same objects: the first is enough. The fleet is many times the same.
const base = path.join(outdir, 'changed');
const compared = EXAMPLES.filter(({ folder }, i) => folder !== 'fleet' && EXAMPLES.findIndex((one) => one.folder === folder) === i);
for (const { folder, manifests } of compared) {
  const from = path.join(outdir, 'base', folder, manifests);
  for (const file of fs.readdirSync(from)) {
    const text = fs.readFileSync(path.join(from, file), 'utf8');
    for (const [to, changed] of [
      ['before', text],
      ['after', EDITS.reduce((edited, [pattern, replacement]) => edited.replace(pattern, replacement), text)],
    ] as const) {
      fs.mkdirSync(path.join(base, to, folder), { recursive: true });
      fs.writeFileSync(path.join(base, to, folder, file), changed);
    }
  }
}
for (const format of ['text', 'json', 'sarif', 'markdown']) {
  let said = '';
  const status = run(['guard', '--base', 'before', '--head', 'after', '--all', '--format', format], {
    out: (text) => (said += text),
    err: (text) => (said += text),
    cwd: base,
    now: () => NOW,
    terminal: false,
    version: '0.0.0',
  });
  fs.writeFileSync(path.join(outdir, `guard.${format}`), `${said}status ${status}\n`);
}

const { locale, timeZone } = Intl.DateTimeFormat().resolvedOptions();
process.stdout.write(JSON.stringify({ version: process.version, locale, timeZone }));
