import { KubeObject, refOf } from '../../manifests/object';
import { at } from '../../values/json';
import { Adopted } from '../adopt';
import { Manifests } from '../read/read';
import { Addition, Classified, CLASSES, FieldClass, FieldResult } from './classes';

/** All that is told of a program that was written for manifests. */
export interface AdoptReport {
  readonly cluster: string;
  /** How many fields became what. */
  readonly counts: { readonly [name in FieldClass]: number };
  readonly fields: readonly FieldResult[];
  /** What the program prints beyond what was read. */
  readonly additions: readonly Addition[];
  readonly disruptive: readonly FieldResult[];
  /** Rules that the cluster breaks as it runs: what is to be hardened. */
  readonly exemptions: readonly { readonly rule: string; readonly what: string }[];
  /** Props that rules refused without a way out, so that their fields are patched. */
  readonly refused: Adopted['refused'];
  /** What a person has to look up. */
  readonly questions: readonly string[];
  /** What the library is left without, since the cluster was there before. */
  readonly notes: readonly string[];
  /** Old forms that stay as they are, and what is said of them. */
  readonly oldForms: readonly string[];
  /** Objects that were read and belong to no cluster; Secrets among them, whose data was not looked at. */
  readonly left: readonly string[];
  /** Why there is no program; absent where there is one. */
  readonly failure?: string;
}

const skippedText = (where: string): string =>
  /kustomization\.ya?ml:\d+$/i.test(where)
    ? `${where}: Kustomize was not run; where it changes something, read what 'kubectl kustomize' prints`
    : `${where}: no Kubernetes object`;

/** What a person has to look up, since no manifest says it. */
function questions({ type, name, raw }: KubeObject): string[] {
  const unsaid =
    type === 'postgresql.cnpg.io/Cluster' && at(raw, 'spec', 'imageName') === undefined && at(raw, 'spec', 'imageCatalogRef') === undefined;
  return unsaid
    ? [
        `version: no manifest says which PostgreSQL runs; read 'kubectl get cluster ${name} -o yaml' instead, or write the version that runs`,
      ]
    : [];
}

export function reportOf(
  { cluster, others, skipped, oldForms }: Manifests,
  adopted: Adopted,
  { fields, additions, disruptive }: Classified,
): AdoptReport {
  const { outcome } = adopted;
  const failure =
    outcome.failure ?? (outcome.problems.length > 0 ? outcome.problems.map(({ rule, what }) => `[${rule}] ${what}`).join('; ') : undefined);
  return {
    cluster: refOf(cluster),
    counts: Object.fromEntries(CLASSES.map((name) => [name, fields.filter((one) => one.class === name).length])) as AdoptReport['counts'],
    fields,
    additions,
    disruptive,
    exemptions: adopted.exemptions.map(({ rule, what }) => ({ rule, what })),
    refused: adopted.refused,
    questions: questions(cluster),
    notes: outcome.notes,
    oldForms,
    left: [...others.map(refOf), ...skipped.map(skippedText)],
    ...(failure !== undefined && { failure }),
  };
}

const MANY = 40;

/** A note without what every line of the section would begin with. */
const plainNote = (note: string): string => note.replace(/^(cdk8s-postgres: )?\[[^\]]*\] left off: /, '');

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `\n${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** The report for people: counts first, then what is not simply the same. */
export function reportText(report: AdoptReport): string {
  const total = report.fields.length;
  const listed = (wanted: FieldClass): string[] => {
    const found = report.fields.filter((one) => one.class === wanted);
    const lines = found.slice(0, MANY).map(({ object, field, why }) => `${object}: ${field}${why === undefined ? '' : ` (${why})`}`);
    return found.length > MANY ? [...lines, `and ${found.length - MANY} more; --json tells all`] : lines;
  };
  return [
    `${report.cluster}: ${total} fields\n`,
    ...CLASSES.map((name) => `  ${String(report.counts[name]).padStart(5)}  ${name}\n`),
    section('To be looked up:', report.questions),
    section('Lost:', listed('lost')),
    section('Changed on purpose:', listed('changed on purpose')),
    section('Kept by a typed patch:', listed('kept by a typed patch')),
    section(
      'Printed beyond what was read:',
      report.additions.map(({ object, field, does }) => `${object}${field === undefined ? '' : `: ${field}`}${does ? ` (${does})` : ''}`),
    ),
    section(
      'Applying it to the running cluster would make its operator do this:',
      report.disruptive.map(({ object, field, why }) => `${object}: ${field}: ${why}`),
    ),
    section(
      'Rules that the cluster breaks as it runs, suppressed in the program:',
      report.exemptions.map(({ rule, what }) => `${rule}: ${what}`),
    ),
    section(
      'Props that are not used, since rules refuse them here:',
      report.refused.map(({ prop, problem }) => `${prop}: ${problem}`),
    ),
    section('Old forms, which stay as they are:', report.oldForms),
    section('Left off, since the cluster was there before:', report.notes.map(plainNote)),
    section('Left where it is:', report.left),
  ].join('');
}
