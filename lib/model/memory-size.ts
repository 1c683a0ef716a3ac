/**
 * Sizes of memory and of files as PostgreSQL writes them: `128MB`. Not those of Kubernetes (`128Mi`), which stand in `quantity.ts`.
 *
 * @see https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES
 */

/** Units and their bytes, smallest first. Each is 1024 of the one before, and PostgreSQL tells upper from lower case. */
export const MEMORY_UNITS = { B: 1, kB: 2 ** 10, MB: 2 ** 20, GB: 2 ** 30, TB: 2 ** 40 } as const;

/** Name of a unit. */
export type MemoryUnit = keyof typeof MEMORY_UNITS;

/** What a number without a unit counts where a parameter counts pages, such as `shared_buffers`. */
export const PAGE_BYTES = 8192;

const SIZE = /^\s*(0[xX][\da-fA-F]+|\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(B|kB|MB|GB|TB)?\s*$/;

/**
 * A size in bytes as PostgreSQL reads it; undefined where it is none.
 *
 * @param value the value of a parameter
 * @param without bytes that a number without a unit counts
 */
export function memoryBytes(value: string, without: number): number | undefined {
  const [, number, unit] = SIZE.exec(value) ?? [];
  return number === undefined ? undefined : Number(number) * (unit === undefined ? without : MEMORY_UNITS[unit as MemoryUnit]);
}
