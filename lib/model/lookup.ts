/** The row of a table for a name that a user wrote; nothing for names that every object has, such as `constructor`. */
export function lookup<T>(table: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(table, name) ? table[name] : undefined;
}
