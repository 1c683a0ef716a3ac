import * as fs from 'fs';
import * as path from 'path';
import { Finding } from '../model/finding';
import { JsonSchema, SchemaProblem, schemaBreaches } from './json-schema';
import { RuleFacts, breach } from './rules';

const UNKNOWN_FIELD: RuleFacts = {
  id: 'CRD-001',
  summary: 'every printed field is one that the kind has',
  why: 'the API server drops unknown fields without an error',
};
const WRONG_VALUE: RuleFacts = {
  id: 'CRD-002',
  summary: 'every printed value is one that the schema of the kind allows',
  why: 'the API server refuses the object',
};

/** The rules of this file, for the catalogue. */
export const SCHEMA_RULES: readonly RuleFacts[] = [UNKNOWN_FIELD, WRONG_VALUE];

/** A schema finding and the place that it is about. */
export interface SchemaFinding extends Finding {
  readonly pointer: string;
}

/** Schemas lie beside the generated imports, in the sources as in the build. */
const SCHEMAS = path.join(__dirname, '..', '..', 'imports', 'schemas');

/** What every generated schema has. */
type RootSchema = JsonSchema & { readonly properties: { readonly apiVersion: { readonly const: string } } };

const schemas = new Map<string, RootSchema | undefined>();

/**
 * What the API server would refuse or drop in an object, by the schema of its kind. Nothing for kinds that the library has no schema of.
 */
export function schemaProblems(group: string, kind: string, json: Record<string, unknown>): SchemaFinding[] {
  const schema = schemaOf(group, kind);
  if (!schema) {
    return [];
  }
  // One schema serves every API version that has the same fields, as v1 and v1beta1 of PGO have.
  return schemaBreaches(schema, { ...json, apiVersion: schema.properties.apiVersion.const }).map((problem) => finding(problem, json));
}

/** The schema of a kind; read on first use, for most programs print few kinds. */
function schemaOf(group: string, kind: string): RootSchema | undefined {
  const key = `${group}/${kind}.json`;
  if (!schemas.has(key)) {
    const file = path.join(SCHEMAS, key);
    schemas.set(key, fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as RootSchema) : undefined);
  }
  return schemas.get(key);
}

function finding({ pointer, allowed }: SchemaProblem, json: unknown): SchemaFinding {
  const what =
    allowed === undefined
      ? `${pointer} is no field of this kind; remove the patch or, for a newer operator, allow it with Rules.of(...).allowField('${pointer}', reason)`
      : `${pointer} must be ${allowed}, got ${JSON.stringify(valueAt(json, pointer))}`;
  return { pointer, ...breach(allowed === undefined ? UNKNOWN_FIELD : WRONG_VALUE, what) };
}

function valueAt(json: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((word) => word.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((value, word) => (value as Record<string, unknown> | undefined)?.[word], json);
}
