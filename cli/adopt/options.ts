import { MAX_FILE_SIZE, fileBytes, readArguments, seeHelp } from '../arguments';
import { DEFAULT_FILE_MIB } from '../manifests/read/limits';
import { usage } from '../status';

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
  /** Whether a cluster of PGO is printed as one of the API version that 6.0 has. */
  readonly v1: boolean;
  readonly cluster?: string;
  readonly namespace?: string;
  readonly fileBytes: number;
}

export const HELP = `Usage: cdk8s-postgres adopt <file | folder | ->... [--out main.ts] [options]
       cdk8s-postgres adopt <file | folder>... --check <program | its output> [options]

Writes a program that prints a cluster which exists, and says of every field what became of it.

  --out <file>             where the program goes; it must not exist (printed where it is missing, with the report on stderr)
  --check <program>        compares a program, or what it has printed (a file or folder), with the manifests instead
  --plugin                 carry 'barmanObjectStore' of CloudNativePG over to the Barman Cloud plugin, at the same place; instances
                           are made anew
  --v1                     print a PostgresCluster of 'v1beta1' as 'v1', which PGO 6.0 has; the fields are the same, and nothing restarts
  --json                   the report as JSON
  --cluster <name>         the cluster, where there are several
  --namespace <name>       namespace of objects that name none
  --max-file-size <MiB>    largest file that is read (${DEFAULT_FILE_MIB})
  --help

Manifests are files of Git or what 'kubectl get -o yaml' prints; '-' is standard input. The data of Secrets is neither printed nor written.
Status: 0 done, 1 --check found something that restarts, moves or deletes, 2 wrong call or unreadable input.
`;

/** Reads the arguments; undefined where help is asked for. */
export function adoptOptions(args: readonly string[]): AdoptOptions | undefined {
  const parsed = readArguments('adopt', args, {
    out: { type: 'string' },
    check: { type: 'string' },
    json: { type: 'boolean', default: false },
    plugin: { type: 'boolean', default: false },
    v1: { type: 'boolean', default: false },
    cluster: { type: 'string' },
    namespace: { type: 'string' },
    ...MAX_FILE_SIZE,
  });
  if (!parsed) {
    return undefined;
  }
  const { values, positionals } = parsed;
  if (positionals.length === 0) {
    throw usage(`a file or folder with the manifests of a cluster is missing; ${seeHelp('adopt')}`);
  }
  if (values.out !== undefined && values.check !== undefined) {
    throw usage('--out writes a program and --check compares one; give one of them');
  }
  const { out, check, json, plugin, v1, cluster, namespace } = values;
  return { paths: positionals, out, check, json, plugin, v1, cluster, namespace, fileBytes: fileBytes(values['max-file-size']) };
}
