import { KubeObject } from '../../manifests/object';
import { at, isMap, Json, JsonMap } from '../../values/json';

/** Maps of options of pgBackRest, whose values are texts. */
const OPTIONS = [
  ['spec', 'backups', 'pgbackrest', 'global'],
  ['spec', 'dataSource', 'pgbackrest', 'global'],
] as const;

/**
 * An object with names for instance sets that have none, and with options of pgBackRest as they were meant. A plain `y` is a text to Kustomize and Flux, and a truth value to older readers of
 * YAML; the API server takes the text alone, so it is a text where it ran.
 */
export function spelled(object: KubeObject): KubeObject {
  if (object.kind !== 'PostgresCluster') {
    return object;
  }
  const raw = OPTIONS.reduce<JsonMap>((left, path) => {
    const options = at(left, ...path);
    return isMap(options) && Object.values(options).some((one) => typeof one === 'boolean')
      ? (replaced(left, path, Object.fromEntries(Object.entries(options).map(([name, one]) => [name, word(one)]))) as JsonMap)
      : left;
  }, object.raw);
  const instances = at(raw, 'spec', 'instances');
  const named = Array.isArray(instances) && instances.some((set) => isMap(set) && set.name === undefined);
  // What PGO calls them: a set keeps its volumes by its name.
  const whole = named
    ? (replaced(
        raw,
        ['spec', 'instances'],
        instances.map((set, i) => (isMap(set) && set.name === undefined ? { name: String(i).padStart(2, '0'), ...set } : set)),
      ) as JsonMap)
    : raw;
  return whole === object.raw ? object : { ...object, raw: whole };
}

const word = (json: Json): Json => (typeof json === 'boolean' ? (json ? 'y' : 'n') : json);

function replaced(json: Json, [step, ...rest]: readonly string[], wanted: Json): Json {
  return step === undefined || !isMap(json) ? wanted : { ...json, [step]: replaced(json[step] ?? null, rest, wanted) };
}
