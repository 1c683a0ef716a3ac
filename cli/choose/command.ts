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

/** The matrix, and below it what each operator refuses and what the place says of it. */
export function matrix(found: readonly Verdict[]): string {
  const paths = [...new Set(found.flatMap(({ refusals }) => refusals.map(({ path: place }) => place)))];
  const cell = ({ refusals }: Verdict, place: string): string =>
    [...new Set(refusals.filter((one) => one.path === place).map(({ rule }) => rule))].join(', ') || 'yes';
  const facts = [...new Set(found.flatMap(({ place }) => place.map(({ fact }) => fact)))];
  const effects = ({ place }: Verdict, fact: string): string =>
    [...new Set(place.filter((one) => one.fact === fact).map(({ effect }) => effect))].join(', ');
  const rows = table([
    ['', ...found.map(({ operator }) => operator)],
    ...paths.map((place) => [place, ...found.map((verdict) => cell(verdict, place))]),
    ...facts.map((fact) => [`place: ${fact}`, ...found.map((verdict) => effects(verdict, fact))]),
    ['all of it', ...found.map(({ fits }) => (fits ? 'yes' : 'no'))],
  ]);
  const refused = found
    .filter(({ refusals, place }) => refusals.length + place.length > 0)
    .flatMap(({ operator, refusals, place }) => [
      '',
      operator,
      ...refusals.map(({ path: where, rule, what }) => `  [${where}] [${rule}] ${what}`),
      ...place.map(({ fact, effect, what, source }) => `  ${fact}, ${effect}: ${what} (${source})`),
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
  const found = verdicts(file, asked.program, asked.place);
  io.out(asked.json ? `${JSON.stringify({ version: 1, verdicts: found }, undefined, 2)}\n` : matrix(found));
  return found.some(({ fits }) => fits) ? STATUS.clean : NONE;
}
