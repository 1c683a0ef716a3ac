const CITUS = 'citus';

/**
 * Libraries in an order in which they can be loaded: the server does not start where Citus is loaded after another one. One of the operators
 * puts it first itself.
 *
 * @see https://docs.citusdata.com/en/stable/installation/multi_node.html
 */
export function citusFirst(libraries: readonly string[]): string[] {
  return [...libraries.filter((library) => library === CITUS), ...libraries.filter((library) => library !== CITUS)];
}
