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
  /** Whether it is said of the server and not of each database. */
  readonly shared?: true;
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
