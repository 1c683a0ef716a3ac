import { at, Json, listOf, mapOf, textOf } from '../values/json';

/** Labels of a group of pods; a label may have one of several values, `*` stands for any. */
export interface Labels {
  readonly [key: string]: readonly string[];
}

export const ANY = '*';

/** Labels with one value each. */
export const labelsOf = (map: Json | undefined): Labels =>
  Object.fromEntries(Object.entries(mapOf(map)).map(([key, value]) => [key, [textOf(value) ?? '']]));

/** Whether some pods of a group are selected; an empty selector selects all. */
export function selects(selector: Json | undefined, labels: Labels): boolean {
  const values = (key: string): readonly string[] => labels[key] ?? [];
  const equal = Object.entries(mapOf(at(selector, 'matchLabels'))).every(([key, wanted]) =>
    values(key).some((value) => value === ANY || value === textOf(wanted)),
  );
  return (
    equal &&
    listOf(at(selector, 'matchExpressions')).every((expression) => {
      const found = values(textOf(at(expression, 'key')) ?? '');
      const listed = new Set(listOf(at(expression, 'values')).map(textOf));
      const known: { readonly [operator: string]: () => boolean } = {
        In: () => found.some((value) => value === ANY || listed.has(value)),
        NotIn: () => found.length === 0 || found.some((value) => value === ANY || !listed.has(value)),
        Exists: () => found.length > 0,
        DoesNotExist: () => found.length === 0,
      };
      return known[textOf(at(expression, 'operator')) ?? '']?.() ?? false;
    })
  );
}

/** A selector as people write it. */
export function shownSelector(selector: Json | undefined): string {
  const equal = Object.entries(mapOf(at(selector, 'matchLabels'))).map(([key, value]) => `${key}=${textOf(value) ?? ''}`);
  const others = listOf(at(selector, 'matchExpressions')).map((expression) => {
    const values = listOf(at(expression, 'values')).map((value) => textOf(value) ?? '');
    return [textOf(at(expression, 'key')), textOf(at(expression, 'operator')), values.length > 0 ? `(${values.join(', ')})` : undefined]
      .filter((part) => part !== undefined)
      .join(' ');
  });
  return [...equal, ...others].join(', ');
}
