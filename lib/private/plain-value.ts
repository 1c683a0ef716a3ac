/** A value of a variable, with what Kubernetes would take for a reference written so that it does not. */
export const plainValue = (value: string): string => value.replace(/\$/g, '$$$$');
