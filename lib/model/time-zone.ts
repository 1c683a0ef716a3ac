/** Whether the database of time zones has a name; upper and lower case are the same. */
export const hasTimeZone = (name: string): boolean => presentTimeZone(name) !== undefined;

/** The name that a time zone has now, as far as the runtime knows; undefined where there is none of that name. */
export function presentTimeZone(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // That is how the runtime says that it knows no such zone.
    return undefined;
  }
}
