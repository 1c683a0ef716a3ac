/** Whether the database of time zones has a name; upper and lower case are the same. */
export function hasTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // That is how the runtime says that it knows no such zone.
    return false;
  }
}
