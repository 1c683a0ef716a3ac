import { parseArgs } from 'util';
import { DEFAULT_FILE_MIB } from '../guard/read/limits';
import { usage } from '../guard/status';

export interface AdoptOptions {
  /** Files and folders of manifests. */
  readonly paths: readonly string[];
  /** Where the program goes; to the output where it is absent. */
  readonly out?: string;
  /** A program that exists, and is held against the manifests. */
  readonly check?: string;
  readonly json: boolean;
  /** Whether an archive of CloudNativePG without the plugin is carried over to it. */
  readonly plugin: boolean;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly fileBytes: number;
}

export const HELP = `Usage: cdk8s-postgres adopt <file | folder>... [--out main.ts] [options]
       cdk8s-postgres adopt <file | folder>... --check <program | its output> [options]

Writes a program that prints a cluster which exists, and says of every field what became of it.

  --out <file>             where the program goes; it must not exist (printed where it is missing, with the report on stderr)
  --check <program>        compares a program, or what it has printed (a file or folder), with the manifests instead
  --plugin                 carry 'barmanObjectStore' of CloudNativePG over to the Barman Cloud plugin, at the same place; instances
                           are made anew
  --json                   the report as JSON
  --cluster <name>         the cluster, where there are several
  --namespace <name>       namespace of objects that name none
  --max-file-size <MiB>    largest file that is read (${DEFAULT_FILE_MIB})
  --help

Manifests are files of Git or what 'kubectl get -o yaml' prints. The data of Secrets is neither printed nor written.
Status: 0 done, 1 --check found something that restarts, moves or deletes, 2 wrong call or unreadable input.
`;

/** Reads the arguments; undefined where help is asked for. */
export function adoptOptions(args: readonly string[]): AdoptOptions | undefined {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        check: { type: 'string' },
        json: { type: 'boolean', default: false },
        plugin: { type: 'boolean', default: false },
        cluster: { type: 'string' },
        namespace: { type: 'string' },
        'max-file-size': { type: 'string', default: String(DEFAULT_FILE_MIB) },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw usage(`${(error as Error).message.split(/\.?\n|\. /)[0]}; see cdk8s-postgres adopt --help`);
  }
  const { values, positionals } = parsed;
  if (values.help) {
    return undefined;
  }
  if (positionals.length === 0) {
    throw usage('a file or folder with the manifests of a cluster is missing; see cdk8s-postgres adopt --help');
  }
  if (values.out !== undefined && values.check !== undefined) {
    throw usage('--out writes a program and --check compares one; give one of them');
  }
  const mib = Number(values['max-file-size']);
  if (!(mib > 0)) {
    throw usage(`--max-file-size is a number of MiB, got '${values['max-file-size']}'`);
  }
  const { out, check, json, plugin, cluster, namespace } = values;
  return { paths: positionals, out, check, json, plugin, cluster, namespace, fileBytes: mib * 1024 ** 2 };
}
