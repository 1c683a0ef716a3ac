import { withDefaults } from '../../manifests/compare/defaults';
import { KubeObject } from '../../manifests/object';
import { canonical, isMap, Json, JsonMap } from '../../values/json';

/**
 * An object out of a cluster without what the API server and the operator have filled in: every value that comes back by itself once it is
 * taken out. What somebody has written to be as it is by default cannot be told from that, and means the same.
 */
export function undefaulted(object: KubeObject): KubeObject {
  const { group, kind } = object;
  let raw = object.raw;
  const means = (candidate: JsonMap): string => canonical(withDefaults(group, kind, candidate));
  const wanted = means(raw);
  for (const path of places(raw.spec, ['spec'])) {
    const candidate = without(raw, path) as JsonMap;
    if (candidate !== raw && means(candidate) === wanted) {
      raw = candidate;
    }
  }
  return { ...object, raw };
}

/** Ways to all values below a value, what is inside before what it is inside of. Lists are taken as they are. */
function places(json: Json | undefined, path: readonly string[]): string[][] {
  return isMap(json) ? Object.entries(json).flatMap(([key, item]) => [...places(item, [...path, key]), [...path, key]]) : [];
}

function without(json: Json | undefined, [step, ...rest]: readonly string[]): Json | undefined {
  if (!isMap(json) || step === undefined || !(step in json)) {
    return json;
  }
  if (rest.length > 0) {
    const below = without(json[step], rest);
    return below === json[step] ? json : { ...json, [step]: below as Json };
  }
  return Object.fromEntries(Object.entries(json).filter(([key]) => key !== step));
}
