/** A value as YAML and JSON hold it. */
export type Json = string | number | boolean | null | Json[] | JsonMap;

export interface JsonMap {
  [key: string]: Json;
}

export const isMap = (value: unknown): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value if it is a map, else an empty one. */
export const mapOf = (value: Json | undefined): JsonMap => (isMap(value) ? value : {});

export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);

/** Text of a scalar; undefined for everything else. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

export const hasOwn = (value: object, key: string): boolean => Object.prototype.hasOwnProperty.call(value, key);

/** A map without some of its keys. */
export const without = (map: JsonMap, keys: readonly string[]): JsonMap =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));

/** What stands at the end of a way of keys. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((found, key) => (isMap(found) && hasOwn(found, key) ? found[key] : undefined), value);
}

/** One spelling for values that are equal: keys in order, no white space. */
export function canonical(value: Json | undefined): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  if (isMap(value)) {
    return `{${Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
      .join(',')}}`;
  }
  return value === undefined ? 'absent' : JSON.stringify(value);
}
