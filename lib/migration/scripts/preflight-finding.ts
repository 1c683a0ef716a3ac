/** A finding: when it holds, for each row of a list or once, and what it says. `s` and `t` are the facts of both sides, `e` is a row. */
export interface PreflightFinding {
  readonly kind: 'blocker' | 'warning' | 'left behind';
  /** Whether only replication, or only a dump, makes it one. */
  readonly method?: 'logical' | 'dump';
  /** A list of the facts of the source, as JSON; once if absent. */
  readonly each?: string;
  /** A condition; always if absent. */
  readonly when?: string;
  /** `format` with its arguments. */
  readonly text: string;
  /** Whether it is said of the server and not of each database. */
  readonly shared?: true;
}

export const PLAN = `:'plan'::jsonb`;
export const METHOD_DUMP = `or take 'MigrationMethod.dump()'`;
export const COUNT = `jsonb_array_length(${PLAN} -> 'databases')`;
export const NAME = `e #>> '{}'`;
export const isLeft = (what: string, name: string): string => `coalesce(${PLAN} #> '{source,leftBehind,${what}}' ? ${name}, false)`;
export const WAY_BACK = `(${PLAN} -> 'wayBack')::boolean`;
/** What the scripts call themselves at the source without a superuser. */
export const PLAIN = `NOT (s -> 'isSuperuser')::boolean`;
export const number = (side: 's' | 't', fact: string): string => `(${side} ->> '${fact}')::int`;
const literal = (text: string): string => `'${text.replace(/'/g, "''")}'`;
export const says = (text: string, ...args: readonly string[]): string => `format(${[literal(text), ...args].join(', ')})`;
export const joined = (fact: string): string => `(SELECT string_agg(x, ', ') FROM jsonb_array_elements_text(s -> '${fact}') AS x)`;
export const renamed = (name: string): string =>
  `coalesce((SELECT m ->> 'target' FROM jsonb_array_elements(${PLAN} -> 'roles') AS m WHERE m ->> 'source' = ${name}), ${name})`;
export const isManaged = (name: string): string => `${PLAN} #> '{target,managedRoles}' ? ${renamed(name)}`;

/** Roles that the source has and this migration makes; read by `roles.sql`. */
export const ROLE = `e ->> 'rolname'`;
export const MEMBER = `e ->> 'who'`;
