import { MAX_FILE_SIZE, fileBytes, readArguments, seeHelp } from '../arguments';
import { DEFAULT_FILE_MIB } from '../manifests/read/limits';
import { usage } from '../status';

export const DEFAULT_OUT = 'postgres-report.html';

export interface Options {
  readonly folder: string;
  /** File that is written; the output of the process where it is '-'. */
  readonly out: string;
  readonly mermaid: boolean;
  readonly title: string;
  readonly namespace?: string;
  readonly fileBytes: number;
}

export const HELP = `Usage: cdk8s-postgres report <folder> [options]

Writes one HTML page about the PostgreSQL clusters of a rendering. It loads nothing, so it can be mailed or kept with a release.

  <folder>                 what was printed: a folder, or a file
  --out <file>             the page (${DEFAULT_OUT}; - for the output)
  --mermaid                print a diagram for a README instead (to the output, if there is no --out)
  --title <text>           heading (PostgreSQL in <folder>)
  --namespace <name>       namespace of objects that name none
  --max-file-size <MiB>    largest file that is read (${DEFAULT_FILE_MIB})
  --help

Status: 0 written, 64 wrong call, 65 unreadable input, or no cluster in it.
Nothing is read but the folder, and nothing is fetched.
`;

const SEE = seeHelp('report');

/** Reads the arguments; undefined where help is asked for. */
export function options(args: readonly string[]): Options | undefined {
  const parsed = readArguments('report', args, {
    out: { type: 'string' },
    mermaid: { type: 'boolean', default: false },
    title: { type: 'string' },
    namespace: { type: 'string' },
    ...MAX_FILE_SIZE,
  });
  if (!parsed) {
    return undefined;
  }
  const { values, positionals } = parsed;
  const [folder, more] = positionals;
  if (!folder || more !== undefined) {
    throw usage(folder ? `one folder is reported, got '${folder}' and '${more}'; ${SEE}` : `the folder is missing; ${SEE}`);
  }
  if (values.out === '') {
    throw usage(`--out is the name of a file, got ''`);
  }
  return {
    folder,
    out: values.out ?? (values.mermaid ? '-' : DEFAULT_OUT),
    mermaid: values.mermaid,
    title: values.title ?? `PostgreSQL in ${folder}`,
    namespace: values.namespace,
    fileBytes: fileBytes(values['max-file-size']),
  };
}
