/**
 * Times as PostgreSQL writes them: `30s`, `5min`.
 *
 * @see https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-NAMES-VALUES
 */
const TIME = /^\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*$/;

const SECONDS: { readonly [unit: string]: number } = { us: 1e-6, ms: 1e-3, s: 1, min: 60, h: 3_600, d: 86_400 };

/**
 * A time in seconds as PostgreSQL reads it; undefined where it is none, or is given in a way that nobody writes.
 *
 * @param value the value of a parameter
 * @param without the unit of a number without one
 */
export function parameterSeconds(value: string, without: 'ms' | 's' | 'min'): number | undefined {
  const [, number, unit = without] = TIME.exec(value) ?? [];
  return number === undefined ? undefined : Number(number) * SECONDS[unit]!;
}
