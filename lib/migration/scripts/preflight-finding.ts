import { sqlText } from './quote';

/** What a person has to do about it, gravest first. */
const KINDS = ['blocker', 'warning', 'left behind'] as const;
export type FindingKind = (typeof KINDS)[number];

/** A finding: when it holds, for each row of a list or once, and what it says. `s` and `t` are the facts of both sides, `e` is a row. */
export interface PreflightFinding {
  readonly kind: FindingKind;
  /** Whether only replication, or only a dump, makes it one. */
  readonly method?: 'logical' | 'dump';
  /** A list of the facts of the source, as JSON; once if absent. */
  readonly each?: string;
  /** A condition; always if absent. */
  readonly when?: string;
  /** `format` with its arguments. */
  readonly text: string;
}

export const PLAN = `:'plan'::jsonb`;
export const METHOD_DUMP = `or take 'MigrationMethod.dump()'`;
export const COUNT = `jsonb_array_length(${PLAN} -> 'databases')`;
export const NAME = `e #>> '{}'`;
export const isLeft = (what: string, name: string, side: 'source' | 'target' = 'source'): string =>
  `coalesce(${PLAN} #> '{${side},leftBehind,${what}}' ? ${name}, false)`;
export const WAY_BACK = `(${PLAN} -> 'wayBack')::boolean`;
/** What the scripts call themselves at the source without a superuser. */
export const PLAIN = `NOT (s -> 'isSuperuser')::boolean`;
export const number = (side: 's' | 't', fact: string): string => `(${side} ->> '${fact}')::int`;
export const says = (text: string, ...args: readonly string[]): string => `format(${[sqlText(text), ...args].join(', ')})`;
export const joined = (fact: string): string => `(SELECT string_agg(x, ', ') FROM jsonb_array_elements_text(s -> '${fact}') AS x)`;
export const renamed = (name: string): string =>
  `coalesce((SELECT m ->> 'target' FROM jsonb_array_elements(${PLAN} -> 'roles') AS m WHERE m ->> 'source' = ${name}), ${name})`;
export const isManaged = (name: string): string => `${PLAN} #> '{target,managedRoles}' ? ${renamed(name)}`;

/** Roles that the source has and this migration makes; read by `roles.sql`. */
export const ROLE = `e ->> 'rolname'`;
export const MEMBER = `e ->> 'who'`;

/**
 * Whether this database of the source takes no writes by default, and whether that is so because another migration has closed it and is still there:
 * this one would take that for the state that it comes back to, in which nobody is let in.
 */
export const IS_CLOSED = `SELECT EXISTS (SELECT FROM pg_catalog.pg_db_role_setting r JOIN pg_catalog.pg_database d ON d.oid = r.setdatabase
  WHERE r.setrole = 0 AND d.datname = pg_catalog.current_database() AND 'default_transaction_read_only=on' = ANY (r.setconfig)) AS is_closed,
  EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'cdk8s_postgres' AND c.relname = 'migration'
    AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_table_privilege(c.oid, 'SELECT')) AS is_there, '' AS closed_by
\\gset
\\if :is_there
SELECT coalesce(pg_catalog.max(name), '') AS closed_by FROM cdk8s_postgres.migration WHERE phase = 'closed source' AND name <> ${PLAN} ->> 'name'
\\gset
\\endif
SELECT CASE
  WHEN :'closed_by' <> '' THEN format('blocker: database %I: another migration, %s, has closed it for writers; take the step giveUp there, which opens it, or the steps to its end', pg_catalog.current_database(), :'closed_by')
  ELSE format('warning: database %I takes no writes by default, and neither will the target: ALTER DATABASE %1$I RESET default_transaction_read_only if that is not meant', pg_catalog.current_database())
END WHERE :'is_closed';
`;

/**
 * A query for all findings of one place, a line each.
 *
 * @param rows what each says, as an expression, and what comes behind it in its query
 * @param place what each begins with behind its kind, as an expression; nothing if empty
 */
export const findingsQuery = (
  rows: readonly { readonly kind: FindingKind; readonly text: string; readonly rest: string }[],
  place: string,
): string => {
  const queries = rows.map(
    ({ kind, text, rest }, index) =>
      `SELECT ${KINDS.indexOf(kind) + 1} AS rank, ${index} AS position, '${kind}: ' || ${place === '' ? '' : `${place} || `}${text} AS line${rest}`,
  );
  return `SELECT line FROM (\n${queries.join('\nUNION ALL\n')}\n) AS findings ORDER BY rank, position, line;\n`;
};
