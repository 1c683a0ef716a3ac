import { readArguments, seeHelp } from '../arguments';
import { usage } from '../status';

/** What the place has, as `ChoicePlace` of the library has it. */
export interface Place {
  readonly kubernetes?: string;
  readonly objectStore?: boolean;
  readonly volumeSnapshots?: boolean;
  readonly serviceMesh?: boolean;
  readonly openShift?: boolean;
  readonly vendorTerms?: boolean;
  readonly patroniExperience?: boolean;
}

export interface Options {
  readonly program: string;
  readonly json: boolean;
  readonly place: Place;
}

export const HELP = `Usage: cdk8s-postgres choose <program> [options]

Runs a program once for each operator, in place of the one that it names, and says which of them can print what it asks for, and what each
refuses, with the rule and with what to write instead. Nothing is printed into the output folder of the program.

  <program>                main.ts or main.js; for TypeScript tsx or ts-node is installed beside it
  --kubernetes <version>   the version of the place, such as 1.34
  --no-object-store        there is none for backups
  --volume-snapshots       volumes can be snapshotted
  --service-mesh           pods are put into a mesh
  --openshift              it is OpenShift
  --no-vendor-terms        images may have no terms of a vendor
  --patroni                those who are on call know Patroni
  --json                   the same as JSON
  --help

The program takes its operator from PostgresOperator. Options of an operator count for that operator alone. What a place says of each operator
is told below the matrix, with its source. How operators differ where all of them can is in docs/choose.md.
Status: 0 one of them can, 1 none can, 64 wrong call, 65 the program fails for another reason.
`;

const SEE = seeHelp('choose');

const VERSION = /^1\.[1-9][0-9]?$/;

const FLAG = { type: 'boolean', default: false } as const;

/** Reads the arguments; undefined where help is asked for. */
export function options(args: readonly string[]): Options | undefined {
  const parsed = readArguments('choose', args, {
    json: FLAG,
    kubernetes: { type: 'string' },
    'no-object-store': FLAG,
    'volume-snapshots': FLAG,
    'service-mesh': FLAG,
    openshift: FLAG,
    'no-vendor-terms': FLAG,
    patroni: FLAG,
  });
  if (!parsed) {
    return undefined;
  }
  const { values, positionals } = parsed;
  const [program, more] = positionals;
  if (!program || more !== undefined) {
    throw usage(program ? `one program is tried, got '${program}' and '${more}'; ${SEE}` : `the program is missing; ${SEE}`);
  }
  const { kubernetes } = values;
  if (kubernetes !== undefined && !VERSION.test(kubernetes)) {
    throw usage(`--kubernetes takes a version with two numbers, such as 1.34, got '${kubernetes}'; ${SEE}`);
  }
  const place: Place = {
    ...(kubernetes !== undefined && { kubernetes }),
    ...(values['no-object-store'] && { objectStore: false }),
    ...(values['volume-snapshots'] && { volumeSnapshots: true }),
    ...(values['service-mesh'] && { serviceMesh: true }),
    ...(values.openshift && { openShift: true }),
    ...(values['no-vendor-terms'] && { vendorTerms: false }),
    ...(values.patroni && { patroniExperience: true }),
  };
  return { program, json: values.json, place };
}
