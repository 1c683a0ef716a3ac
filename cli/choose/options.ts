import { readArguments, seeHelp } from '../arguments';
import { usage } from '../status';

export interface Options {
  readonly program: string;
  readonly json: boolean;
}

export const HELP = `Usage: cdk8s-postgres choose <program> [--json]

Runs a program once for each operator, in place of the one that it names, and says which of them can print what it asks for, and what each
refuses, with the rule and with what to write instead. Nothing is printed into the output folder of the program.

  <program>                main.ts or main.js; for TypeScript tsx or ts-node is installed beside it
  --json                   the same as JSON
  --help

The program takes its operator from PostgresOperator. Options of an operator count for that operator alone. How operators differ where all
of them can is in docs/choose.md.
Status: 0 one of them can, 1 none can, 64 wrong call, 65 the program fails for another reason.
`;

const SEE = seeHelp('choose');

/** Reads the arguments; undefined where help is asked for. */
export function options(args: readonly string[]): Options | undefined {
  const parsed = readArguments('choose', args, { json: { type: 'boolean', default: false } });
  if (!parsed) {
    return undefined;
  }
  const { values, positionals } = parsed;
  const [program, more] = positionals;
  if (!program || more !== undefined) {
    throw usage(program ? `one program is tried, got '${program}' and '${more}'; ${SEE}` : `the program is missing; ${SEE}`);
  }
  return { program, json: values.json };
}
