import { ExtensionOptions } from '../../../model/database';

/** The schema of PostgreSQL itself, which every database has. */
const SYSTEM = 'pg_catalog';

/**
 * Extensions that can be in one schema only. The operator names a schema in `CREATE EXTENSION`, and PostgreSQL refuses any other.
 *
 * @see https://www.postgresql.org/docs/current/extend-extensions.html
 */
const SCHEMAS: ReadonlyMap<string, string> = new Map([
  ...['adminpack', 'pg_cron', 'plperl', 'plperlu', 'plpgsql', 'plpython3u', 'pltcl', 'pltclu', 'plv8'].map((name): [string, string] => [
    name,
    SYSTEM,
  ]),
  ['pg_hint_plan', 'hint_plan'],
  ['pglogical', 'pglogical'],
  ['postgis_tiger_geocoder', 'tiger'],
  ['postgis_topology', 'topology'],
]);

/** The schema that an extension goes to. */
export const extensionSchema = ({ name, schema }: ExtensionOptions): string => schema ?? SCHEMAS.get(name) ?? 'public';

/** What keeps an extension from being created; the capabilities report schemas of the database's own. */
export function extensionProblem(database: string, { name, schema }: ExtensionOptions): string | undefined {
  const only = SCHEMAS.get(name);
  if (only === undefined) {
    return undefined;
  }
  if (only !== SYSTEM) {
    return `the extension '${name}' of '${database}' can be in the schema '${only}' only, which is not there before it; leave it out, and create it as the superuser: CREATE EXTENSION ${name}`;
  }
  return schema === 'public'
    ? `the extension '${name}' of '${database}' can be in the schema '${only}' only, got 'public'; leave 'schema' out`
    : undefined;
}
