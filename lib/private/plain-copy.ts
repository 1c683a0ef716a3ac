/** A copy of plain data in which every text is what a function makes of it. */
export function plainCopy(json: Record<string, unknown>, convert: (text: string) => string): Record<string, unknown> {
  const copied = (node: unknown): unknown => {
    if (typeof node === 'string') {
      return convert(node);
    }
    if (Array.isArray(node)) {
      return node.map(copied);
    }
    return typeof node === 'object' && node !== null
      ? Object.fromEntries(Object.entries(node).map(([key, value]) => [key, copied(value)]))
      : node;
  };
  return copied(json) as Record<string, unknown>;
}
