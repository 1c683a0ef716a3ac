import { hasOwn, isMap, Json, JsonMap } from '../../values/json';
import { withDefaults } from '../../manifests/compare/defaults';
import { diff } from '../../manifests/compare/diff';
import { nameIn } from '../../manifests/compare/lists';
import { isElement, Path } from '../../manifests/compare/path';
import { PatchOperation } from '../program/program';

const token = (step: string | number): string => String(step).replace(/~/g, '~0').replace(/\//g, '~1');
/** The pointer of a place, by the steps to it. */
export const pointerOf = (steps: readonly (string | number)[]): string => steps.map((step) => `/${token(step)}`).join('');

/** Where a way of names leads in a value: steps as a pointer has them, and how many of the way there are. */
function locate(root: Json, path: Path): { readonly steps: readonly (string | number)[]; readonly depth: number; readonly found?: Json } {
  const steps: (string | number)[] = [];
  let node: Json | undefined = root;
  let list = '';
  for (const [depth, step] of path.entries()) {
    if (isElement(step) && Array.isArray(node)) {
      const wanted = step.slice(1, -1);
      const index = node.findIndex((item) => nameIn(list, item) === wanted);
      if (index < 0) {
        return { steps, depth };
      }
      steps.push(index);
      node = node[index];
    } else if (isMap(node) && hasOwn(node, step)) {
      steps.push(step);
      node = node[step];
      list = step;
    } else {
      return { steps, depth };
    }
  }
  return { steps, depth: path.length, found: node };
}

/** The operation that makes one place of what is printed what it is in the other object. */
function operationAt(printed: JsonMap, wanted: JsonMap, path: Path): PatchOperation | undefined {
  const target = locate(wanted, path);
  const here = locate(printed, path);
  if (target.found === undefined) {
    return here.found === undefined ? undefined : { op: 'remove', pointer: pointerOf(here.steps) };
  }
  if (here.found !== undefined) {
    return { op: 'replace', pointer: pointerOf(here.steps), value: target.found };
  }
  // The first step that is missing gets all that stands below it.
  const missing = path.slice(0, here.depth + 1);
  const whole = locate(wanted, missing);
  const last = missing[missing.length - 1]!;
  if (whole.found === undefined) {
    return undefined;
  }
  return { op: 'add', pointer: `${pointerOf(here.steps)}/${isElement(last) ? '-' : token(last)}`, value: whole.found };
}

/** Applies operations to a copy. */
export function patched(json: JsonMap, operations: readonly PatchOperation[]): JsonMap {
  const copy = JSON.parse(JSON.stringify(json)) as JsonMap;
  for (const { op, pointer, value } of operations) {
    const steps = pointer
      .split('/')
      .slice(1)
      .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'));
    const last = steps.pop()!;
    const parent = steps.reduce<Json | undefined>(
      (node, step) => (Array.isArray(node) ? node[Number(step)] : isMap(node) ? node[step] : undefined),
      copy,
    );
    if (Array.isArray(parent)) {
      if (op === 'remove') {
        parent.splice(Number(last), 1);
      } else if (op === 'replace') {
        parent[Number(last)] = value!;
      } else {
        parent.splice(last === '-' ? parent.length : Number(last), 0, value!);
      }
    } else if (isMap(parent)) {
      if (op === 'remove') {
        delete parent[last];
      } else {
        parent[last] = value!;
      }
    }
  }
  return copy;
}

/** Rounds after which what still differs is told instead of patched. */
const ROUNDS = 6;

/**
 * The operations that make a printed object mean what another one means, each with the defaults of its operator.
 *
 * @param type group and kind
 * @param printed as the program prints it
 * @param wanted as it stands in the manifests
 * @param leaves whether a difference is left as the program has it
 */
export function patchesFor(
  type: readonly [group: string, kind: string],
  printed: JsonMap,
  wanted: JsonMap,
  leaves: (field: string, read: Json | undefined, printed: Json | undefined) => boolean,
): PatchOperation[] {
  const operations: PatchOperation[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const now = patched(printed, operations);
    const changes = diff(withDefaults(...type, now), withDefaults(...type, wanted)).filter(
      (change) => !change.inside && !leaves(change.field, change.new, change.old),
    );
    const found = changes.map(({ path }) => operationAt(now, wanted, path)).filter((one) => one !== undefined);
    // Indices of lists hold for one removal each: what comes later in a list goes first.
    const removals = found.filter(({ op }) => op === 'remove').sort((a, b) => (a.pointer < b.pointer ? 1 : -1));
    const others = found.filter(({ op }) => op !== 'remove');
    const next = others.length > 0 ? others : removals;
    const distinct = [...new Map(next.map((one) => [JSON.stringify(one), one])).values()];
    if (distinct.length === 0) {
      break;
    }
    operations.push(...distinct);
  }
  return operations;
}

/** How much a patch says: each value that it writes, and each place that it takes away. */
export const saidBy = ({ op, value }: PatchOperation): number => (op === 'remove' ? 1 : Math.max(scalars(value), 1));

function scalars(value: Json | undefined): number {
  return typeof value === 'object' && value !== null ? Object.values(value).reduce<number>((sum, one: Json) => sum + scalars(one), 0) : 1;
}
