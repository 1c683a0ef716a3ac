import type { CustomResource, StructuralSchema } from './crd';
import { mapSubschemas } from './crd';
import { re2ToJavaScript } from './regex';

/** A JSON Schema of draft-07. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const ENVELOPE = ['apiVersion', 'kind', 'metadata'];

/** The JSON Schema of one resource as an author writes it: without `status`, and with unknown fields as errors. */
export function resourceSchema({ group, kind, version, schema }: CustomResource): JsonSchema {
  const notWritten = new Set([...ENVELOPE, 'status']);
  const body = Object.entries(schema.properties ?? {}).filter(([name]) => !notWritten.has(name));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: {
      apiVersion: { const: `${group}/${version}` },
      kind: { const: kind },
      metadata: { type: 'object' },
      ...Object.fromEntries(body.map(([name, child]) => [name, convert(child, `${kind}.${name}`)])),
    },
    required: [...ENVELOPE, ...body.map(([name]) => name)],
  };
}

// Keywords that mean the same in both languages, and those that `convert` replaces. Any other stops the run, so that a new
// release cannot bring a rule that gets lost unseen.
const KEPT = new Set([
  ...['type', 'default', 'enum', 'required', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minProperties', 'maxProperties', 'properties', 'additionalProperties', 'items', 'allOf', 'anyOf', 'oneOf', 'not'],
]);
const REPLACED = new Set([
  ...['format', 'nullable', 'pattern', 'x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys', 'x-kubernetes-map-type'],
]);

function convert(node: StructuralSchema, path: string): StructuralSchema {
  const schema: Record<string, unknown> = { ...kept(node, path), ...typeOf(node) };
  if (isIntOrString(node) && isIntOrStringUnion(node.anyOf)) {
    delete schema.anyOf;
  }
  if (node.required) {
    const required = authored(node);
    if (required.length > 0) {
      schema.required = required;
    } else {
      delete schema.required;
    }
  }
  if (prunesUnknownFields(node)) {
    schema.additionalProperties = false;
  }
  if (node['x-kubernetes-list-type'] === 'set') {
    schema.uniqueItems = true;
  }
  Object.assign(schema, formatOf(node, path), patternsOf(node, path));
  return mapSubschemas(schema, (child, step) => (step.startsWith('{') ? constraint(child, path + step) : convert(child, path + step)));
}

/** A schema below `allOf`, `anyOf`, `oneOf` or `not`: it narrows values and says nothing of which fields there are. */
function constraint(node: StructuralSchema, path: string): StructuralSchema {
  return mapSubschemas({ ...kept(node, path), ...patternsOf(node, path) }, (child, step) => constraint(child, path + step));
}

function kept(node: StructuralSchema, path: string): Record<string, unknown> {
  const unknown = Object.keys(node).filter((keyword) => !KEPT.has(keyword) && !REPLACED.has(keyword));
  if (unknown.length > 0) {
    throw new Error(`${path}: no rule for the schema keyword ${unknown.join(', ')}`);
  }
  return Object.fromEntries(Object.entries(node).filter(([keyword]) => KEPT.has(keyword)));
}

function isIntOrString(node: StructuralSchema): boolean {
  return node['x-kubernetes-int-or-string'] === true;
}

function isIntOrStringUnion(options: readonly StructuralSchema[] | undefined): boolean {
  return JSON.stringify(options) === '[{"type":"integer"},{"type":"string"}]';
}

function typeOf(node: StructuralSchema): { type?: string | string[] } {
  const types = isIntOrString(node) ? ['integer', 'string'] : node.type ? [node.type] : [];
  if (types.length > 0 && node.nullable) {
    types.push('null');
  }
  return types.length === 0 ? {} : { type: types.length === 1 ? types[0] : types };
}

// The API server fills defaults in before it validates, so a field that has one is never missing.
function authored(node: StructuralSchema): string[] {
  return (node.required ?? []).filter((name) => node.properties?.[name]?.default === undefined);
}

// An object that declares no field at all loses every field that is written into it.
function prunesUnknownFields(node: StructuralSchema): boolean {
  const isObject = node.type === 'object' || node.properties !== undefined;
  return isObject && node.additionalProperties === undefined && node['x-kubernetes-preserve-unknown-fields'] !== true;
}

const INT32 = 2 ** 31;

function formatOf(node: StructuralSchema, path: string): { minimum?: number; maximum?: number } {
  if (node.format !== undefined && !FORMATS.has(node.format)) {
    throw new Error(`${path}: no rule for the format ${node.format}`);
  }
  if (node.format !== 'int32') {
    return {};
  }
  return { minimum: Math.max(node.minimum ?? -INT32, -INT32), maximum: Math.min(node.maximum ?? INT32 - 1, INT32 - 1) };
}

// Validators differ in which formats they know, all of them know `pattern`. Timestamps are held to the RFC 3339 that the
// operators' Go decoder takes. The durations are Go's or have a pattern of their own.
const FORMATS = new Map<string, string | undefined>([
  ['int32', undefined],
  ['int64', undefined],
  ['duration', undefined],
  [
    'date-time',
    String.raw`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$`,
  ],
  ['uuid', '^[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}$'],
]);

function patternsOf(node: StructuralSchema, path: string): { pattern?: string; allOf?: readonly StructuralSchema[] } {
  const ofFormat = node.format === undefined ? undefined : FORMATS.get(node.format);
  if (node.pattern === undefined) {
    return ofFormat === undefined ? {} : { pattern: ofFormat };
  }
  const pattern = translated(node.pattern, path);
  return ofFormat === undefined ? { pattern } : { pattern, allOf: [...(node.allOf ?? []), { pattern: ofFormat }] };
}

function translated(pattern: string, path: string): string {
  try {
    return re2ToJavaScript(pattern);
  } catch (cause) {
    throw new Error(`${path}: ${(cause as Error).message}`, { cause });
  }
}
