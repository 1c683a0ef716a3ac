import { withDefaults } from '../../manifests/compare/defaults';
import { Change, diff } from '../../manifests/compare/diff';
import { keyed } from '../../manifests/compare/lists';
import { element, isElement, Path, show } from '../../manifests/compare/path';
import { KubeObject, refOf } from '../../manifests/object';
import { rowsFor } from '../../manifests/effects';
import { nameIn } from '../../manifests/compare/lists';
import { hasOwn, isMap, Json, JsonMap } from '../../values/json';
import { Adopted } from '../adopt';
import { Deliberate } from '../draft';
import { keyOfPrinted } from '../fit/synthesis';
import { meansTheSame, whyTheSame } from '../fit/meaning';

/** What comes of an object that is new, for people who did not ask for it. */
const NEW: { readonly [kind: string]: string } = {
  Database: 'new; the operator looks after the database that is there, makes none anew and deletes none',
  DatabaseRole: 'new; the operator looks after the role that is there',
  ConfigMap: 'new; read when a cluster is made, and not by one that runs',
  NetworkPolicy: 'new; the pods that it names are closed to all others',
};

/** What comes of an object that a program prints beyond what was read. */
export const doesNew = (kind: string): string => NEW[kind] ?? 'new';

/** What became of a field. */
export type FieldClass = 'same' | 'said by construction' | 'changed on purpose' | 'kept by a typed patch' | 'lost';

export const CLASSES: readonly FieldClass[] = ['same', 'said by construction', 'changed on purpose', 'kept by a typed patch', 'lost'];

export interface FieldResult {
  readonly object: string;
  readonly field: string;
  readonly class: FieldClass;
  /** What is done otherwise, and why; what it makes the operator do. */
  readonly why?: string;
}

/** What the program prints beyond what was read. */
export interface Addition {
  readonly object: string;
  readonly field?: string;
  readonly does?: string;
}

export interface Classified {
  readonly fields: readonly FieldResult[];
  readonly additions: readonly Addition[];
  /** What a running cluster would restart, move or delete for. */
  readonly disruptive: readonly FieldResult[];
}

const QUIET = new Set(['nothing', 'reload', 'ignored']);

/** What the program makes of every field that was read: told from what it prints, not from how it was made. */
export function classified(
  read: readonly KubeObject[],
  adopted: Pick<Adopted, 'bare' | 'outcome'> & { readonly deliberate?: readonly Deliberate[] },
): Classified {
  const [final, bare] = [adopted.outcome.objects, adopted.bare].map(
    (objects) => new Map(objects.map(({ json }) => [keyOfPrinted(json), json])),
  ) as [Map<string, JsonMap>, Map<string, JsonMap>];
  const fields: FieldResult[] = [];
  const additions: Addition[] = [];
  const disruptive: FieldResult[] = [];
  for (const object of read) {
    const ref = refOf(object);
    const printed = final.get(object.key);
    const unpatched = bare.get(object.key);
    const changes = printed ? changesOf(object, printed) : [];
    for (const path of leaves(object.raw)) {
      const field = show(path);
      const change = changes.find((one) => isBelow(path, one.path));
      const deliberate = adopted.deliberate?.find((one) => one.key === object.key && field.startsWith(one.field));
      if (deliberate) {
        fields.push({ object: ref, field, class: 'changed on purpose', why: deliberate.why });
      } else if (printed && change && meansTheSame(object.type, change.field, change.old, change.new)) {
        fields.push({
          object: ref,
          field,
          class: 'said by construction',
          why: whyTheSame(object.type, change.field, change.old, change.new),
        });
      } else if (!printed || change) {
        fields.push({ object: ref, field, class: 'lost' });
      } else if (!unpatched) {
        fields.push({ object: ref, field, class: 'kept by a typed patch' });
      } else {
        fields.push({ object: ref, field, class: classOf(path, object, unpatched) });
      }
    }
    for (const change of changes) {
      const effects = rowsFor(object, change).filter(({ effect }) => !QUIET.has(effect));
      const does = effects.map((one) => one.does).join(' ');
      if (meansTheSame(object.type, change.field, change.old, change.new) || isIdle(object, change, adopted.deliberate ?? [])) {
        continue;
      }
      if (change.old === undefined) {
        additions.push({ object: ref, field: change.field, ...(does !== '' && { does }) });
      }
      if (does !== '') {
        disruptive.push({ object: ref, field: change.field, class: 'changed on purpose', why: does });
      }
    }
  }
  const keys = new Set(read.map(({ key }) => key));
  for (const [key, json] of final) {
    if (!keys.has(key)) {
      additions.push({ object: `${String(json.kind)} ${String((json.metadata as JsonMap).name)}`, does: doesNew(String(json.kind)) });
    }
  }
  return { fields, additions, disruptive };
}

/** Whether a change takes away what nobody read. */
const isIdle = ({ key }: KubeObject, { field, new: printed }: Change, deliberate: readonly Deliberate[]): boolean =>
  deliberate.some(
    (one) =>
      one.quiet === true && one.key === key && (field.startsWith(one.field) || (printed === undefined && one.field.startsWith(field))),
  );

/** Differences of a printed object to what was read: `old` is what was read. */
export function changesOf({ group, kind, raw }: KubeObject, printed: JsonMap): Change[] {
  return diff(withDefaults(group, kind, raw), withDefaults(group, kind, printed)).filter(
    ({ inside, field }) => !inside && field !== 'apiVersion' && field !== 'metadata.namespace',
  );
}

/** A field is the same where the props print it, and said by construction where its value is what the operator makes of silence. */
function classOf(path: Path, object: KubeObject, unpatched: JsonMap): FieldClass {
  const [wanted, found] = [valueAt(object.raw, path), valueAt(unpatched, path)];
  if (found !== undefined && diff(wrapped(path, wanted), wrapped(path, found)).length === 0) {
    return 'same';
  }
  const filled = valueAt(withDefaults(object.group, object.kind, unpatched), path);
  if (isMap(wanted) && Object.keys(wanted).length === 0 && isMap(filled)) {
    // An empty map says no more than that there is one.
    return 'said by construction';
  }
  return filled !== undefined && diff(wrapped(path, wanted), wrapped(path, filled)).length === 0
    ? 'said by construction'
    : 'kept by a typed patch';
}

/** Under the names that stand above it, so that quantities and sets are compared as such. */
const wrapped = (path: Path, json: Json | undefined): Json =>
  path
    .slice(-2)
    .filter((step) => !isElement(step))
    .reduceRight<Json>((below, step) => ({ [step]: below }), json ?? null);

function valueAt(root: Json | undefined, path: Path): Json | undefined {
  let node = root;
  let list = '';
  for (const step of path) {
    if (isElement(step) && Array.isArray(node)) {
      node = node.find((item) => nameIn(list, item) === step.slice(1, -1));
    } else {
      node = isMap(node) && hasOwn(node, step) ? node[step] : undefined;
      list = step;
    }
  }
  return node;
}

const isBelow = (path: Path, other: Path): boolean =>
  other.every((step, i) => path[i] === step) || path.every((step, i) => other[i] === step);

/** Names that tell an object from another one: there is no other value for them. */
const IDENTITY = new Set(['apiVersion', 'kind', 'metadata.name', 'metadata.namespace']);

/** Ways to the values of an object; a list whose elements have no names is one value. */
function leaves(raw: JsonMap): Path[] {
  return placesOf(raw, []).filter((path) => !IDENTITY.has(show(path)));
}

function placesOf(json: Json, path: Path): Path[] {
  const step = path[path.length - 1] ?? '';
  if (isMap(json)) {
    const entries = Object.entries(json).filter(([, item]) => item !== null);
    return entries.length > 0 ? entries.flatMap(([key, item]) => placesOf(item, [...path, key])) : path.length > 0 ? [path] : [];
  }
  const named = Array.isArray(json) && json.length > 0 ? keyed(step, json) : undefined;
  return named ? [...named].flatMap(([name, item]) => placesOf(item, [...path, element(name)])) : [path];
}
