import { at, isMap, Json, textOf } from '../../values/json';
import { canonicalQuantity } from '../../values/quantity';
import { GuardRule } from '../rule';

const EMPTY_ALLOWED =
  /(^|\.|\])(emptyDir|initdb|pgBouncer|preparedDatabases|labelSelector|podSelector|namespaceSelector|users|standby|image|config|pgmonitor|exporter|resources|securityContext|instrumentation)(\.[^.]+|\["[^"]+"\])?$/;

/** Everything empty in a spec, by the way to it. */
function empties(value: Json, way: string): { field: string; value: Json }[] {
  if (value === null || (Array.isArray(value) && value.length === 0) || (isMap(value) && Object.keys(value).length === 0)) {
    return [{ field: way, value }];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => empties(item, `${way}[${textOf(at(item, 'name')) ?? i}]`));
  }
  return isMap(value)
    ? Object.entries(value).flatMap(([key, item]) => empties(item, /^[\w-]+$/.test(key) ? `${way}.${key}` : `${way}["${key}"]`))
    : [];
}

/** Quantities that are written otherwise than they are kept. */
function oddQuantities(value: Json, way: string, inResources: boolean): { field: string; text: string; better: string }[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => oddQuantities(item, `${way}[${textOf(at(item, 'name')) ?? i}]`, inResources));
  }
  if (!isMap(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([key, item]) => {
    const text = textOf(item);
    const better = inResources && text !== undefined ? canonicalQuantity(text) : undefined;
    return better !== undefined && better !== text
      ? [{ field: `${way}.${key}`, text: text!, better }]
      : oddQuantities(item, `${way}.${key}`, ['limits', 'requests'].includes(key));
  });
}

/** Values that the API server keeps otherwise than they are written. */
export const SPELLING_RULES: readonly GuardRule[] = [
  {
    id: 'G112',
    name: 'empty-value',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'An empty value is printed.',
    why: 'The API server drops some of them: Argo CD shows the object out of sync for ever. Others mean something else than nothing.',
    safe: 'Leave the field out.',
    state: ({ objects }) =>
      objects
        .filter(({ group, live }) => !live && /(cnpg\.io|acid\.zalan\.do|crunchydata\.com)$/.test(group))
        .flatMap((object) =>
          empties(object.raw.spec ?? {}, 'spec')
            .filter(({ field, value }) => value === null || !EMPTY_ALLOWED.test(field))
            .map(({ field, value }) => ({
              object,
              field,
              new: value,
              does: 'Kept, dropped or filled in, as the API server does.',
              evidence: 'read' as const,
            })),
        ),
  },
  {
    id: 'G113',
    name: 'odd-spelling',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'A quantity is written otherwise than it is kept.',
    why: 'Argo CD shows the object out of sync for ever.',
    safe: 'Write it as the API server does.',
    state: ({ clusters }) =>
      clusters
        .filter(({ object, operator }) => !object.live && operator === 'cnpg')
        .flatMap(({ object }) =>
          oddQuantities(object.raw.spec ?? {}, 'spec', false).map(({ field, text, better }) => ({
            object,
            field,
            new: text,
            does: `The webhook writes '${better}' instead.`,
            evidence: 'read' as const,
            safe: `Write '${better}'.`,
          })),
        ),
  },
];
