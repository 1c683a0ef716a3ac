export { shellWord } from '../../private/shell-word';

/** A text as a literal of SQL. */
export const sqlText = (value: string): string => `'${value.replace(/'/g, "''")}'`;

/** Texts as an array of SQL. */
export const sqlList = (values: readonly string[]): string => `ARRAY[${[...new Set(values)].map(sqlText).join(', ')}]::text[]`;

/** Pairs of texts as rows of SQL; none are a table without rows. */
export const sqlPairs = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length > 0
    ? `VALUES ${pairs.map(([left, right]) => `(${sqlText(left)}, ${sqlText(right)})`).join(', ')}`
    : 'SELECT NULL::text, NULL::text WHERE false';

/** Names of objects, in which a star stands for anything, as expressions that a whole name matches. */
export const sqlPatterns = (names: readonly string[]): string =>
  sqlList(names.map((name) => `^${name.replace(/[.+?^$()[\]{}|\\]/g, '\\$&').replace(/\*/g, '.*')}$`));
