/** A map of texts in the classes that the generated types have for quantities. */
export function quantities<T>(texts: { readonly [name: string]: string }, wrap: (text: string) => T): { [name: string]: T } {
  return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, wrap(text)]));
}
