/** Conditions that several scripts share. They read the variables `plan` and `side` of psql, which each script has. */

const left = (what: string): string => `:'plan'::jsonb #> ARRAY[:'side', 'leftBehind', '${what}']`;

/** Whether a schema belongs to the users of the side. */
export const ownSchema = (name: string): string =>
  `${name} !~ '^pg_' AND ${name} NOT IN ('information_schema', 'cdk8s_postgres') AND NOT coalesce(${left('schemas')} ? ${name}, false)`;

/** Whether an object is a member of an extension. */
export const ofExtension = (catalog: string, oid: string): string =>
  `EXISTS (SELECT FROM pg_catalog.pg_depend x WHERE x.classid = '${catalog}'::regclass AND x.objid = ${oid} AND x.deptype = 'e')`;

/** Whether an object is named, by itself or with a star, among those that an operator has made. */
export const isLeft = (schema: string, name: string): string =>
  `EXISTS (SELECT FROM jsonb_array_elements_text(${left('objects')}) AS o (name)
    WHERE ${schema} || '.' || ${name} LIKE replace(replace(replace(replace(o.name, '\\', '\\\\'), '_', '\\_'), '%', '\\%'), '*', '%'))`;

/** Whether a relation `c` of the schema `n` belongs to the users of the side. */
export const OWN_RELATION = `${ownSchema('n.nspname')}
  AND NOT ${isLeft('n.nspname', 'c.relname')}
  AND NOT ${ofExtension('pg_class', 'c.oid')}`;

/** Relations, as `c` of the schema `n`. */
export const RELATIONS = 'pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace';

/** Tables whose rows move by replication. Partitioned tables have none of their own. */
export const REPLICATED_TABLE = `c.relkind = 'r' AND c.relpersistence = 'p'
  AND ${OWN_RELATION}
  AND NOT coalesce(:'plan'::jsonb -> 'withoutRows' ? (n.nspname || '.' || c.relname), false)`;

/** Whether a role of the source is one of its users'. */
export const ownRole = (name: string): string =>
  `${name} !~ '^pg_' AND ${name} <> 'postgres' AND NOT coalesce(${left('roles')} ? ${name}, false)`;

/** What a role of the source is called at the target. */
export const targetRole = (name: string): string =>
  `coalesce((SELECT m ->> 'target' FROM jsonb_array_elements(:'plan'::jsonb -> 'roles') AS m WHERE m ->> 'source' = ${name}), ${name})`;

/** Whether the target has a role of that name. */
export const atTarget = (name: string): string => `EXISTS (SELECT FROM pg_catalog.pg_roles t WHERE t.rolname = ${name})`;

/** Statements with passwords in them stay out of the log and of what others see of sessions and statements, where that is ours to say. */
export const QUIET_LOG = `SELECT rolsuper AS is_superuser FROM pg_catalog.pg_roles WHERE rolname = current_user
\\gset
\\if :is_superuser
SET log_statement = 'none';
SET log_min_duration_statement = -1;
SET log_min_error_statement = 'panic';
SET track_activities = off;
SET pg_stat_statements.track = 'none';
SET pgaudit.log = 'none';
\\endif
`;
