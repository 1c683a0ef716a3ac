import type { StructuralSchema } from './crd';

export interface FieldChange {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** The fields that one schema has and the other has not; a field that is gone stands for all below it. */
export function compareFields(before: StructuralSchema, after: StructuralSchema): FieldChange {
  const [old, current] = [fieldsOf(before), fieldsOf(after)];
  return { removed: missingFrom(current, old), added: missingFrom(old, current) };
}

function fieldsOf(schema: StructuralSchema, path = ''): string[] {
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => {
    const field = path === '' ? name : `${path}.${name}`;
    return [field, ...fieldsOf(child, field)];
  });
  const entries = typeof schema.additionalProperties === 'object' ? fieldsOf(schema.additionalProperties, `${path}.*`) : [];
  const items = schema.items ? fieldsOf(schema.items, `${path}[]`) : [];
  return [...properties, ...entries, ...items];
}

function missingFrom(present: readonly string[], fields: readonly string[]): string[] {
  const known = new Set(present);
  const missing = fields.filter((field) => !known.has(field));
  return missing.filter((field) => !missing.some((other) => field.startsWith(`${other}.`) || field.startsWith(`${other}[]`)));
}
