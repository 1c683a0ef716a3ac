import * as fc from 'fast-check';
import { compare } from '../../cli/manifests/compare/compare';
import { sideOf } from '../../cli/manifests/side';
import { findings } from '../../cli/guard/finding';
import { Parsed, rendering } from '../../cli/manifests/read/rendering';
import { statusOf } from '../../cli/guard/report';
import { STATUS } from '../../cli/status';
import { CHARTS, Documents, Edit, edit } from './support/edits';
import { oracle } from './support/oracle';

/** Random edits of what the examples print, judged by somebody else than the guard: an oracle that knows nothing of its tables. */

/** The gate makes 5,000 of them. */
const EDITS = Number(process.env.GUARD_EDITS ?? 1_000);
const SEED = 20_260_822;
const parsed: Parsed = new Map();
const sideOfDocuments = (documents: Documents) =>
  sideOf(
    rendering([{ file: 'all.json', text: documents.map((document) => JSON.stringify(document)).join('\n---\n') }], parsed, {
      progress: () => undefined,
    }),
  );
const bases = new Map(CHARTS.map((documents) => [documents, sideOfDocuments(documents)]));

function stopped(chart: number, { head }: Edit): boolean {
  const base = CHARTS[chart % CHARTS.length]!;
  const { findings: found } = findings(
    compare(bases.get(base)!, sideOfDocuments(head), () => undefined),
    false,
  );
  return statusOf({ findings: found, strict: false }) >= STATUS.unconfirmed;
}

const edits = fc
  .sample(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(100_000), fc.nat(1000), fc.nat(1000)), { numRuns: EDITS, seed: SEED })
  .map((numbers) => ({ chart: numbers[0], edit: edit(...numbers) }));
const judged = edits.map((one) => ({ ...one, verdict: oracle(one.edit), stopped: stopped(one.chart, one.edit) }));
const describeEdit = ({ edit: { how, kind, path: at, old, new: now } }: (typeof judged)[number]): string =>
  `${how} of ${kind} ${at}: ${JSON.stringify(old)?.slice(0, 120)} -> ${JSON.stringify(now)?.slice(0, 120)}`;

test('no destructive edit passes', () => {
  const destructive = judged.filter(({ verdict }) => verdict === 'destructive');
  expect(destructive.length).toBeGreaterThan(EDITS / 25);
  expect([...new Set(destructive.filter((one) => !one.stopped).map(describeEdit))]).toEqual([]);
});

test('of the harmless ones less than two in a hundred are stopped', () => {
  const harmless = judged.filter(({ verdict }) => verdict === 'harmless');
  expect(harmless.length).toBeGreaterThan(EDITS / 5);
  const wrongly = harmless.filter((one) => one.stopped).map(describeEdit);
  expect(wrongly.length / harmless.length).toBeLessThan(0.02);
});

test('edits of every sort were made', () => {
  for (const how of ['value', 'removal', 'addition', 'rename', 'move'] as const) {
    expect(judged.filter((one) => one.edit.how === how).length).toBeGreaterThan(EDITS / 50);
  }
});
