import { canonical, isMap, Json, JsonMap, hasOwn } from '../../values/json';
import { isSet, keyed } from './lists';
import { element, Path, show } from './path';
import { goDuration, parameterNumber, quantity } from '../../values/quantity';

/** One place of an object where the two sides differ. */
export interface Change {
  readonly path: Path;
  /** The path as people write it, and as patterns are held against. */
  readonly field: string;
  readonly old?: Json;
  readonly new?: Json;
  /** The place lies inside of something that came or went as a whole, which has a change of its own. */
  readonly inside: boolean;
}

/** Where an empty list is not the same as none. */
const isMeaningfulEmpty = ([first, second]: Path): boolean => first === 'spec' && second === 'users';

const QUANTITIES = /^(cpu|memory|storage|size|ephemeral-storage|hugepages-.+|shm|tmp|temporaryData|sizeLimit)$/;
const DURATIONS = /^(duration|renewBefore|refreshInterval|interval|scrapeTimeout)$/;

const BOOLEANS: { readonly [word: string]: boolean } = { on: true, true: true, yes: true, off: false, false: false, no: false };

/** A value of a PostgreSQL parameter in one spelling. */
function parameter(value: Json): boolean | number | string {
  const text = String(value);
  const amount = parameterNumber(text);
  return BOOLEANS[text.toLowerCase()] ?? (Number.isNaN(amount) ? text : amount);
}

function sameScalar(a: Json, b: Json, path: Path): boolean {
  const step = path[path.length - 1] ?? '';
  if (a === b || String(a) === String(b)) {
    return true;
  }
  if (path[path.length - 2] === 'parameters' && parameter(a) === parameter(b)) {
    return true;
  }
  if (QUANTITIES.test(step)) {
    return quantity(String(a)) === quantity(String(b));
  }
  return DURATIONS.test(step) && goDuration(String(a)) === goDuration(String(b));
}

const isNothing = (value: Json | undefined, path: Path): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0 && !isMeaningfulEmpty(path));

const unordered = (items: readonly Json[]): string => items.map(sorted).sort().join();

/** One spelling for lists that are equal as sets, all the way down. */
function sorted(value: Json): string {
  if (isMap(value)) {
    return canonical(
      Object.fromEntries(
        Object.entries(value).map(([key, item]): [string, Json] => [
          key,
          Array.isArray(item) && isSet(key) ? unordered(item) : sorted(item),
        ]),
      ),
    );
  }
  return canonical(value);
}

/** All places at which two values differ; lists are matched by the names of their elements. */
export function diff(old: Json | undefined, now: Json | undefined): Change[] {
  const changes: Change[] = [];
  walk(old, now, [], changes, false);
  return changes;
}

function walk(old: Json | undefined, now: Json | undefined, path: Path, changes: Change[], inside: boolean): void {
  const step = path[path.length - 1] ?? '';
  const gone = isNothing(now, path);
  const absent = isNothing(old, path);
  if ((gone && absent) || old === now) {
    return;
  }
  if (!gone && !absent) {
    if (isMap(old) && isMap(now)) {
      return children(old, now, path, changes, inside);
    }
    if (Array.isArray(old) && Array.isArray(now)) {
      const [a, b] = [keyed(step, old), keyed(step, now)];
      if (a && b) {
        for (const name of new Set([...a.keys(), ...b.keys()])) {
          walk(a.get(name), b.get(name), [...path, element(name)], changes, inside);
        }
        return;
      }
      if (isSet(step) ? unordered(old) === unordered(now) : canonical(old) === canonical(now)) {
        return;
      }
    } else if (typeof old !== 'object' && typeof now !== 'object' && sameScalar(old!, now!, path)) {
      return;
    }
  }
  const change = { path, field: show(path), inside, ...(absent ? {} : { old }), ...(gone ? {} : { new: now }) };
  changes.push(change);
  // What came or went as a whole is told part by part, too: a rule may be about one of them.
  descend(absent ? undefined : old, gone ? undefined : now, path, changes);
}

function descend(old: Json | undefined, now: Json | undefined, path: Path, changes: Change[]): void {
  const step = path[path.length - 1] ?? '';
  for (const [value, isOld] of [
    [old, true],
    [now, false],
  ] as const) {
    const items = isMap(value)
      ? Object.entries(value)
      : Array.isArray(value)
        ? [...(keyed(step, value) ?? [])].map(([name, item]): [string, Json] => [element(name), item])
        : [];
    for (const [key, item] of items) {
      walk(isOld ? item : undefined, isOld ? undefined : item, [...path, key], changes, true);
    }
  }
}

function children(old: JsonMap, now: JsonMap, path: Path, changes: Change[], inside: boolean): void {
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    walk(hasOwn(old, key) ? old[key] : undefined, hasOwn(now, key) ? now[key] : undefined, [...path, key], changes, inside);
  }
}
