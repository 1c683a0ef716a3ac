import { parseArgs } from 'util';
import { usage } from '../guard/status';

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

const SEE = 'see cdk8s-postgres choose --help';

/** Reads the arguments; undefined where help is asked for. */
export function options(args: readonly string[]): Options | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
    });
  } catch (error) {
    throw usage(`${(error as Error).message.split(/\.?\n|\. /)[0]}; ${SEE}`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    return undefined;
  }
  const [program, more] = positionals;
  if (!program || more !== undefined) {
    throw usage(program ? `one program is tried, got '${program}' and '${more}'; ${SEE}` : `the program is missing; ${SEE}`);
  }
  return { program, json: values.json };
}
