/**
 * What operators are told of containers that only help: their sizes, and where their pods run. It is the same for every cluster, and tested
 * in test/contract/pods.test.ts; tests of something else look at the rest.
 */

const HELPERS: readonly string[] = ['sidecars', 'jobs', 'repoHost'];

/** Objects that are a program of a backup tool, whose sizes stand beside what it does. */
const WITH_SIZES: readonly string[] = ['instanceSidecarConfiguration', 'restore', 'dataSource'];

/** A spec without what it says of helpers. */
export function withoutHelpers<T>(value: T): T {
  return stripped(value, false) as T;
}

function stripped(value: unknown, sized: boolean): unknown {
  if (Array.isArray(value)) {
    return value.map((item) => stripped(item, sized));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value as { readonly [field: string]: unknown })
    .filter(([field, inner]) => !(HELPERS.includes(field) && typeof inner === 'object') && !(sized && field === 'resources'))
    .map(
      ([field, inner]) =>
        [field, stripped(inner, WITH_SIZES.includes(field) || (sized && /^(pgbackrest|postgresCluster)$/.test(field)))] as const,
    )
    // Where nothing but sizes was said, nothing is left.
    .filter(([field, inner]) => !(field === 'instanceSidecarConfiguration' && Object.keys(inner as object).length === 0));
  return Object.fromEntries(entries);
}
