import { MAX_FILE_SIZE, fileBytes, readArguments, seeHelp } from '../arguments';
import { DEFAULT_FILE_MIB } from '../manifests/read/limits';
import { usage } from '../status';

export const FORMATS = ['text', 'json', 'sarif', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

export interface Options {
  readonly base: string;
  readonly head: string;
  readonly acks?: string;
  readonly format: Format;
  readonly strict: boolean;
  readonly all: boolean;
  readonly allowDestroy: boolean;
  readonly namespace?: string;
  readonly fileBytes: number;
}

export const HELP = `Usage: cdk8s-postgres guard --base <folder | git ref> --head <folder> [options]

Compares two renderings of PostgreSQL clusters and says what the operators would do.

  --base <folder | ref>    what runs: a folder, a file, a git ref (the folder of --head in that commit), or ref:path
  --head <folder>          what is to run
  --format <format>        ${FORMATS.join(', ')} (text)
  --acks <file>            acknowledgements (.cdk8s-postgres-guard.yaml beside the head folder)
  --allow-destroy          let acknowledgements confirm what is blocked, too
  --strict                 warnings give status 1
  --all                    tell what the base has already, too
  --namespace <name>       namespace of objects that name none
  --max-file-size <MiB>    largest file that is read (${DEFAULT_FILE_MIB})
  --help

Status: 0 nothing that stops, 1 warnings with --strict, 2 something to confirm, 3 blocked, 64 wrong call, 65 unreadable input.
Nothing is written, checked out or fetched.
`;

/** Reads the arguments; undefined where help is asked for. */
export function options(args: readonly string[]): Options | undefined {
  const parsed = readArguments(
    'guard',
    args,
    {
      base: { type: 'string' },
      head: { type: 'string' },
      acks: { type: 'string' },
      format: { type: 'string', default: 'text' },
      strict: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      'allow-destroy': { type: 'boolean', default: false },
      namespace: { type: 'string' },
      ...MAX_FILE_SIZE,
    },
    false,
  );
  if (!parsed) {
    return undefined;
  }
  const { values } = parsed;
  const { base, head, format } = values;
  if (!base || !head) {
    throw usage(`--${base ? 'head' : 'base'} is missing; ${seeHelp('guard')}`);
  }
  if (!(FORMATS as readonly string[]).includes(format)) {
    throw usage(`--format is one of ${FORMATS.join(', ')}, got '${format}'`);
  }
  return {
    base,
    head,
    acks: values.acks,
    format: format as Format,
    strict: values.strict,
    all: values.all,
    allowDestroy: values['allow-destroy'],
    namespace: values.namespace,
    fileBytes: fileBytes(values['max-file-size']),
  };
}
