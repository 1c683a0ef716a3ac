import { parseArgs, type ParseArgsConfig } from 'util';
import { DEFAULT_FILE_MIB } from './manifests/read/limits';
import { usage } from './status';

type Options = NonNullable<ParseArgsConfig['options']>;

/** What every verb knows. */
const HELP = { help: { type: 'boolean', default: false } } as const;

/** What every verb knows that reads manifests. */
export const MAX_FILE_SIZE = { 'max-file-size': { type: 'string', default: String(DEFAULT_FILE_MIB) } } as const;

/** The sentence that leads to the help of a verb. */
export const seeHelp = (verb: string): string => `see cdk8s-postgres ${verb} --help`;

/** Reads the arguments of a verb; undefined where help is asked for. */
export function readArguments<const O extends Options>(verb: string, args: readonly string[], options: O, allowPositionals = true) {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], allowPositionals, options: { ...options, ...HELP } });
  } catch (error) {
    throw usage(`${(error as Error).message.split(/\.?\n|\. /)[0]}; ${seeHelp(verb)}`);
  }
  return (parsed.values as { readonly help: boolean }).help ? undefined : parsed;
}

/** The largest file that is read, in bytes. */
export function fileBytes(size: string): number {
  const mib = Number(size);
  if (!(mib > 0)) {
    throw usage(`--max-file-size is a number of MiB, got '${size}'`);
  }
  return mib * 1024 ** 2;
}
