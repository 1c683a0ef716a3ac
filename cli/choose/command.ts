import * as fs from 'fs';
import * as path from 'path';
import { STATUS, usage } from '../status';
import { Io } from '../io';
import { HELP, options } from './options';
import { Verdict, verdicts } from './verdict';

/** No operator can print it. */
const NONE = 1;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}

/** The matrix, and below it what each operator refuses. */
export function matrix(found: readonly Verdict[]): string {
  const paths = [...new Set(found.flatMap(({ refusals }) => refusals.map(({ path: place }) => place)))];
  const cell = ({ refusals }: Verdict, place: string): string =>
    [...new Set(refusals.filter((one) => one.path === place).map(({ rule }) => rule))].join(', ') || 'yes';
  const rows = table([
    ['', ...found.map(({ operator }) => operator)],
    ...paths.map((place) => [place, ...found.map((verdict) => cell(verdict, place))]),
    ['all of it', ...found.map(({ fits }) => (fits ? 'yes' : 'no'))],
  ]);
  const refused = found
    .filter(({ fits }) => !fits)
    .flatMap(({ operator, refusals }) => [
      '',
      operator,
      ...refusals.map(({ path: place, rule, what }) => `  [${place}] [${rule}] ${what}`),
    ]);
  return [...rows, ...refused, ''].join('\n');
}

/** Says which operators can print what a program asks for. */
export function choose(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (!asked) {
    io.out(HELP);
    return STATUS.clean;
  }
  const file = path.resolve(io.cwd, asked.program);
  if (!fs.statSync(file, { throwIfNoEntry: false })?.isFile()) {
    throw usage(`there is no program '${asked.program}'`);
  }
  const found = verdicts(file, asked.program);
  io.out(asked.json ? `${JSON.stringify({ version: 1, verdicts: found }, undefined, 2)}\n` : matrix(found));
  return found.some(({ fits }) => fits) ? STATUS.clean : NONE;
}
