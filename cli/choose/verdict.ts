import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { DISPLAY, Operator } from '../effects/effect';
import { unreadable } from '../status';
import { runProgram } from '../program/loaders';
import { reasonOf } from '../program/reason';
import { Place } from './options';

/** Something that an operator refuses. */
export interface Refused {
  readonly rule: string;
  /** Path of the construct. */
  readonly path: string;
  /** What was asked for, what to write instead, and why. */
  readonly what: string;
}

/** What a fact of the place means for an operator, as `PlaceFinding` of the library has it. */
export interface PlaceSaid {
  readonly fact: string;
  readonly effect: string;
  readonly what: string;
  readonly source: string;
}

export interface Verdict {
  readonly operator: string;
  readonly fits: boolean;
  readonly refusals: readonly Refused[];
  readonly place: readonly PlaceSaid[];
}

/** What is told of a run: how often an operator was asked for, and what the library says of the place. */
interface Told {
  readonly asked: number;
  readonly place: readonly PlaceSaid[];
}

/** How each operator is asked for. Options are those that it cannot do without. */
const TRIED: readonly { readonly operator: Operator; readonly factory: string; readonly options: object }[] = [
  { operator: 'cnpg', factory: 'cloudNativePg', options: {} },
  { operator: 'zalando', factory: 'zalando', options: { teamId: 'acme' } },
  { operator: 'crunchy', factory: 'crunchy', options: {} },
];

const LINE = /^\s*\[([^\]]*)\] \[([A-Z]+-\d{3})\] (.*)$/gm;

/** Runs a program against one operator. */
function tried(file: string, shown: string, { operator, factory, options }: (typeof TRIED)[number], folder: string, where: Place): Verdict {
  const told = path.join(folder, 'asked');
  const { status, err } = runProgram(file, shown, {
    node: ['--require', path.join(__dirname, 'assets', 'instead.js')],
    env: {
      CDK8S_OUTDIR: path.join(folder, factory),
      CDK8S_POSTGRES_CHOOSE: JSON.stringify({ factory, options, program: file, told, place: where }),
    },
  });
  const refusals = [...err.matchAll(LINE)].map(([, place, rule, what]) => ({ rule: rule!, path: place!, what: what! }));
  if (status !== 0 && refusals.length === 0) {
    const { where: line, what } = reasonOf(err, file);
    throw unreadable(`'${shown}' ends${line} with status ${status ?? 'none'} where ${DISPLAY[operator]} is tried: ${what}`);
  }
  const { asked, place } = (fs.existsSync(told) ? JSON.parse(fs.readFileSync(told, 'utf8')) : { asked: 0, place: [] }) as Told;
  if (asked === 0) {
    throw unreadable(`'${shown}' asks for no operator by PostgresOperator, so there is nothing to choose`);
  }
  const isExcluded = place.some(({ effect }) => effect === 'excludes');
  return { operator: DISPLAY[operator], fits: status === 0 && !isExcluded, refusals: status === 0 ? [] : refusals, place };
}

/** Runs a program against every operator. */
export function verdicts(file: string, shown: string, place: Place): Verdict[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-postgres-'));
  try {
    return TRIED.map((one) => tried(file, shown, one, folder, place));
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
