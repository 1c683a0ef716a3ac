import { KubeObject } from '../../manifests/object';
import { Json, JsonMap } from '../../values/json';
import { Placeholder } from '../program/program';
import { PlacedPlaceholder, resampled } from '../read/placeholders';
import { keyOfPrinted } from './synthesis';

/** Placeholders that were read, and where they stood. */
export interface Sampled {
  readonly placeholders: readonly Placeholder[];
  readonly placed: readonly PlacedPlaceholder[];
}

/**
 * What a program prints, with samples where it prints placeholders.
 *
 * @param read what was read, with the samples of placeholders that stand in one place each
 */
export function withSamples(json: JsonMap, { placeholders, placed }: Sampled, read: readonly KubeObject[]): JsonMap {
  const sampled = resampled(json, placeholders) as JsonMap;
  const key = keyOfPrinted(sampled);
  const object = read.find((one) => one.key === key);
  return placed
    .filter((one) => one.key === key)
    .reduce(
      (left, { path, text }) => (valueAt(left, path) === text ? withValue(left, path, valueAt(object?.raw, path) ?? null) : left),
      sampled as Json,
    ) as JsonMap;
}

/** An object as it was read, with its placeholders that stand in one place each. */
export const withPlaced = ({ raw, key }: KubeObject, { placed }: Sampled): JsonMap =>
  placed.filter((one) => one.key === key).reduce((left, { path, text }) => withValue(left, path, text), raw as Json) as JsonMap;

const valueAt = (json: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((node, step) => (typeof node === 'object' && node !== null ? (node as JsonMap)[step] : undefined), json);

/** A copy with another value at a place; maps and lists on the way are copied. */
function withValue(json: Json, [step, ...rest]: readonly string[], wanted: Json): Json {
  if (step === undefined) {
    return wanted;
  }
  if (Array.isArray(json)) {
    return json.map((item, i) => (String(i) === step ? withValue(item, rest, wanted) : item));
  }
  return { ...(json as JsonMap), [step]: withValue((json as JsonMap)[step] ?? null, rest, wanted) };
}
