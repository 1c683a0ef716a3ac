import { parse } from 'yaml';
import type { Source } from './sources';

/** A node of a CRD's structural schema; keywords that no code here names are left to the index signature. */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: boolean | StructuralSchema;
  readonly items?: StructuralSchema;
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly [keyword: string]: unknown;
}

/** What is kept of a CRD: one version, without prose and without CEL rules. */
export interface CustomResource {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly schema: StructuralSchema;
}

interface CrdManifest {
  readonly kind?: string;
  readonly spec?: {
    readonly group?: string;
    readonly names?: { readonly kind?: string };
    readonly versions?: ReadonlyArray<{
      readonly name: string;
      readonly served: boolean;
      readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
    }>;
  };
}

/** Takes the pinned version out of a CRD file. */
export function parseCrd(text: string, source: Source): CustomResource {
  const { kind, group, version } = source;
  const manifest = parse(text) as CrdManifest;
  const spec = manifest.spec;
  if (manifest.kind !== 'CustomResourceDefinition' || spec?.names?.kind !== kind || spec.group !== group) {
    throw new Error(`${source.path}: expected the CRD of ${group} ${kind}`);
  }
  const kept = spec.versions?.find((candidate) => candidate.name === version);
  const schema = kept?.schema?.openAPIV3Schema;
  if (!kept?.served || !schema) {
    const names = spec.versions?.map((candidate) => candidate.name).join(', ');
    throw new Error(`${source.path}: ${kind} has no served version ${version} with a schema, it has ${names}`);
  }
  return { group, kind, version, schema: stripProse(schema) };
}

const PROSE = new Set(['description', 'x-kubernetes-validations']);

// The walk follows the schema's own structure, because `description` is also the name of a property of some kinds.
function stripProse(schema: StructuralSchema): StructuralSchema {
  const kept = Object.entries(schema).filter(([keyword]) => !PROSE.has(keyword));
  return mapSubschemas(Object.fromEntries(kept), stripProse);
}

/** A copy of the node in which every schema directly below it is replaced. */
export function mapSubschemas(
  schema: StructuralSchema,
  replace: (child: StructuralSchema, step: string) => StructuralSchema,
): StructuralSchema {
  const copy: Record<string, unknown> = { ...schema };
  if (schema.properties) {
    const properties = Object.entries(schema.properties);
    copy.properties = Object.fromEntries(properties.map(([name, child]) => [name, replace(child, `.${name}`)]));
  }
  if (typeof schema.additionalProperties === 'object') {
    copy.additionalProperties = replace(schema.additionalProperties, '.*');
  }
  if (schema.items) {
    copy.items = replace(schema.items, '[]');
  }
  for (const keyword of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (schema[keyword]) {
      copy[keyword] = schema[keyword].map((child) => replace(child, `{${keyword}}`));
    }
  }
  if (schema.not) {
    copy.not = replace(schema.not, '{not}');
  }
  return copy;
}

/** The manifest that `cdk8s import` is given. */
export function crdManifest({ group, kind, version, schema }: CustomResource): object {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    spec: { group, names: { kind }, versions: [{ name: version, schema: { openAPIV3Schema: schema } }] },
  };
}
