import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { Expression, list, map, value } from '../program/expression';
import { Row } from '../program/program';
import { roleOf, saidByWords, saysSomething } from '../shared/roles';
import { nonEmptyMap, plain, scalar } from '../shared/values';

/** Databases with their owners, and the extensions of those that are prepared. */
export function databases(spec: Json | undefined): Expression | undefined {
  const owners = mapOf(at(spec, 'databases'));
  const initdb = at(spec, 'patroni', 'initdb');
  const items = Object.entries(owners).flatMap(([name, owner], i) => {
    const prepared = at(spec, 'preparedDatabases', name);
    const extensions = isForExtensions(prepared) ? Object.entries(mapOf(at(prepared, 'extensions'))) : [];
    const own = (key: string): Expression | undefined => (i > 0 ? undefined : scalar(at(initdb, key)));
    return textOf(owner) === undefined
      ? []
      : [
          map({
            name: value(name),
            owner: value(owner),
            extensions:
              extensions.length > 0
                ? list(extensions.map(([extension, schema]) => map({ name: value(extension), schema: value(schema) })))
                : undefined,
            encoding: own('encoding'),
            locale: own('locale'),
          }),
        ];
  });
  return items.length > 0 ? list(items) : undefined;
}

/** Whether a database is prepared for nothing but its extensions, as the library does it. */
const isForExtensions = (prepared: Json | undefined): boolean => {
  const schemas = Object.entries(mapOf(at(prepared, 'schemas')));
  return (
    at(prepared, 'defaultUsers') !== true &&
    schemas.length === 1 &&
    schemas.every(([name, schema]) => name === 'public' && at(schema, 'defaultRoles') === false && at(schema, 'defaultUsers') !== true)
  );
};

/** Databases with the roles and schemas that the operator makes for them. */
export function preparedRows(spec: Json | undefined, cluster: string): Row[] {
  const said = at(spec, 'preparedDatabases');
  if (isMap(said) && Object.keys(said).length === 0) {
    // An empty map is a database of the name of the cluster.
    return [{ path: 'operator.preparedDatabases', value: map({ [cluster.replace(/-/g, '_')]: map({}) }) }];
  }
  const owned = mapOf(at(spec, 'databases'));
  const found = Object.entries(mapOf(at(spec, 'preparedDatabases'))).filter(([name, one]) => !(name in owned && isForExtensions(one)));
  return plain('operator.preparedDatabases', nonEmptyMap(Object.fromEntries(found)));
}

/** Roles, and owners of whom more is to be said. */
export function roles(spec: Json | undefined): Expression | undefined {
  const owners = new Set(Object.values(mapOf(at(spec, 'databases'))).map((owner) => textOf(owner)));
  const items = Object.entries(mapOf(at(spec, 'users'))).flatMap(([name, flags]) => {
    const said = saidByWords(listOf(flags).flatMap((flag) => textOf(flag) ?? []));
    return owners.has(name) && !saysSomething(said) ? [] : [roleOf(name, said)];
  });
  return items.length > 0 ? list(items) : undefined;
}
