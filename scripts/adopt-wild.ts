/**
 * Writes a program for every manifest of a folder and tells how much of each is said by props: `npm run adopt:wild -- <folder> [figures.md]`.
 * With ADOPT_PLUGIN set, archives of CloudNativePG without the plugin are carried over to it.
 */
import * as fs from 'fs';
import * as path from 'path';
import { adopt } from '../cli/adopt/adopt';
import { synthesizer } from '../cli/adopt/fit/synthesis';
import { readManifests } from '../cli/adopt/read/read';
import { classified, CLASSES, FieldClass } from '../cli/adopt/report/classes';
import { libraryRequire } from '../cli/adopt/worker';
import { STATEFUL } from '../cli/manifests/operators';
import { DISPLAY, Operator } from '../cli/effects/effect';
import { Stop } from '../cli/status';

interface Row {
  readonly file: string;
  readonly operator: Operator;
  readonly counts: { readonly [name in FieldClass]: number };
  readonly disruptive: number;
  /** Removals of what the library prints by itself. */
  readonly removals: number;
  readonly exemptions: readonly string[];
  readonly fields: readonly string[];
}

/** Findings that say that no maintained release runs this: refused on purpose, whoever asks. */
const DELIBERATE = new Set(['HA-004']);

/** What begins the part of the page that this does not write. */
const BY_HAND = '## Charts and operators';

const PLUGIN = process.env.ADOPT_PLUGIN !== undefined;

const [folder = '', figures] = process.argv.slice(2);
if (folder === '') {
  throw new Error('a folder of manifests is missing: npm run adopt:wild -- <folder> [figures.md]');
}

const synthesize = synthesizer(libraryRequire());

/** What became of each manifest; with the plugin where archives of CloudNativePG are carried over to it. */
function measured(plugin: boolean): { readonly rows: readonly Row[]; readonly failures: readonly string[] } {
  const rows: Row[] = [];
  const failures: string[] = [];
  for (const file of fs.readdirSync(folder).filter((one) => /\.ya?ml$/.test(one))) {
    try {
      const { cluster, belongings, original, deliberate, samples } = readManifests([path.join(folder, file)], {
        cwd: process.cwd(),
        fileBytes: 1e8,
        plugin,
      });
      const adopted = adopt(belongings, synthesize, samples);
      const { fields, disruptive } = classified(original, { ...adopted, deliberate });
      const failure = adopted.outcome.failure ?? adopted.outcome.problems[0]?.what;
      if (failure !== undefined) {
        failures.push(`${file}: ${failure}`);
        continue;
      }
      rows.push({
        file,
        operator: STATEFUL[cluster.type]!.operator,
        counts: Object.fromEntries(CLASSES.map((name) => [name, fields.filter((one) => one.class === name).length])) as Row['counts'],
        disruptive: disruptive.length,
        removals: adopted.patches.flatMap(({ operations }) => operations).filter(({ op }) => op === 'remove').length,
        exemptions: adopted.exemptions.map(({ rule }) => rule),
        fields: fields.filter((one) => one.class === 'kept by a typed patch' || one.class === 'lost').map(({ field }) => field),
      });
    } catch (error) {
      if (!(error instanceof Stop)) {
        throw error;
      }
      failures.push(`${file}: ${error.message}`);
    }
  }
  return { rows, failures };
}

const { rows, failures } = measured(PLUGIN);

const percent = (part: number, all: number): string => `${all === 0 ? 0 : Math.round((100 * part) / all)} %`;
const table = (all: readonly Row[]): string[] => [
  '| operator | manifests | fields | ' + CLASSES.join(' | ') + ' | nothing lost, nothing restarted |',
  `| --- | --- | --- | ${CLASSES.map(() => '---').join(' | ')} | --- |`,
  ...[...new Set(all.map(({ operator }) => operator)), undefined].map((operator) => {
    const own = all.filter((row) => operator === undefined || row.operator === operator);
    const fields = own.reduce((sum, { counts }) => sum + Object.values(counts).reduce((a, b) => a + b, 0), 0);
    const whole = own.filter(({ counts, disruptive }) => counts.lost === 0 && disruptive === 0).length;
    const cells = CLASSES.map((name) => own.reduce((sum, { counts }) => sum + counts[name], 0));
    const name = operator === undefined ? 'all' : DISPLAY[operator];
    return `| ${name} | ${own.length} | ${fields} | ${cells.map((n) => `${n} (${percent(n, fields)})`).join(' | ')} | ${whole} (${percent(whole, own.length)}) |`;
  }),
];
const lines = table(rows);
const noPatch = rows.filter(({ counts }) => counts['kept by a typed patch'] === 0).length;
const deliberate = rows.filter(({ exemptions }) => exemptions.some((rule) => DELIBERATE.has(rule))).length;
const closing = [
  `${noPatch} of ${rows.length} manifests need no patch for a field of theirs. ${deliberate} run a major version that the library refuses for a new cluster; their programs suppress that rule. ${failures.length} have no program.`,
];
console.log([...lines, '', ...closing, ...failures].join('\n'));
if (process.env.ADOPT_DETAIL) {
  for (const { file, counts, removals, exemptions } of rows) {
    console.log(file, JSON.stringify(counts), 'removals', removals, exemptions.join(','));
  }
  const kinds = new Map<string, number>();
  rows
    .flatMap(({ operator, fields }) =>
      fields.map(
        (field) =>
          `${operator} ${field
            .replace(/\[[^\]]*\]/g, '[]')
            .split('.')
            .slice(0, 4)
            .join('.')}`,
      ),
    )
    .forEach((kind) => kinds.set(kind, (kinds.get(kind) ?? 0) + 1));
  [...kinds]
    .sort((a, b) => b[1] - a[1])
    .slice(0, Number(process.env.ADOPT_DETAIL))
    .forEach(([kind, n]) => console.log(n, kind));
}
if (figures !== undefined) {
  // What was measured otherwise, and is written by hand, stays.
  const before = fs.existsSync(figures) ? fs.readFileSync(figures, 'utf8') : '';
  const byHand = before.includes(BY_HAND) ? before.slice(before.indexOf(BY_HAND)) : '';
  fs.writeFileSync(
    figures,
    [
      '# How much of manifests that exist is said by props',
      '',
      'Written by `npm run adopt:wild` over a folder of manifests that people run, with all names replaced. A field that no prop says is kept by a',
      'typed patch of the program; the classes are told from what the program prints.',
      '',
      ...lines,
      '',
      ...closing,
      '',
      'With `--plugin`, which carries archives of CloudNativePG that are written without the plugin over to it, and makes their instances anew one',
      'after the other:',
      '',
      ...table(measured(true).rows.filter(({ operator }) => operator === 'cnpg'))
        .slice(0, -1)
        // What restarts is said above the table.
        .map((line) => line.replace(/ [^|]* \|$/, '')),
      '',
      ...(byHand === '' ? [] : [byHand]),
    ].join('\n'),
  );
}
