/**
 * The part of JSON Schema that the schemas of custom resources are made of.
 *
 * Written here, because a validator that compiles schemas takes longer to start than a whole program to print, and one that interprets
 * them takes longer than printing (docs/decisions/001-schema-check.md). The tests hold it against ajv.
 */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly required?: readonly string[];
  readonly properties?: { readonly [name: string]: JsonSchema };
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly not?: JsonSchema;
}

/** A place where a value breaks its schema. */
export interface SchemaProblem {
  /** JSON pointer of the place. */
  readonly pointer: string;
  /** What the schema allows there; nothing where there is no such field. */
  readonly allowed?: string;
}

type Keyword<K extends keyof JsonSchema> = (limit: NonNullable<JsonSchema[K]>, value: never) => string | undefined;

const says = (kept: boolean, allowed: string): string | undefined => (kept ? undefined : allowed);
const list = (values: readonly unknown[]): string => values.map((value) => JSON.stringify(value)).join(', ');

const patterns = new Map<string, RegExp>();

function regex(pattern: string): RegExp {
  const known = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, known);
  return known;
}

/** Keywords that look at one value, by the type of value that they apply to; other values they let pass. */
const KEYWORDS: { readonly [type: string]: { readonly [K in keyof JsonSchema]?: Keyword<K> } } = {
  string: {
    pattern: (limit, value: string) => says(regex(limit).test(value), `text that matches ${limit}`),
    minLength: (limit, value: string) => says([...value].length >= limit, `at least ${limit} characters`),
    maxLength: (limit, value: string) => says([...value].length <= limit, `at most ${limit} characters`),
  },
  number: {
    minimum: (limit, value: number) => says(value >= limit, `${limit} or more`),
    maximum: (limit, value: number) => says(value <= limit, `${limit} or less`),
  },
  array: {
    minItems: (limit, value: unknown[]) => says(value.length >= limit, `at least ${limit} items`),
    maxItems: (limit, value: unknown[]) => says(value.length <= limit, `at most ${limit} items`),
    uniqueItems: (_, value: unknown[]) => says(new Set(value.map((item) => JSON.stringify(item))).size === value.length, 'each item once'),
  },
  object: {
    minProperties: (limit, value: object) => says(Object.keys(value).length >= limit, `at least ${limit} entries`),
    maxProperties: (limit, value: object) => says(Object.keys(value).length <= limit, `at most ${limit} entries`),
    required: (limit, value: object) => {
      const missing = limit.filter((name) => !(name in value));
      return says(missing.length === 0, `an object with ${missing.join(', ')}`);
    },
  },
};

/** Everything in a value that its schema does not allow. */
export function schemaBreaches(schema: JsonSchema, value: unknown): SchemaProblem[] {
  const problems: SchemaProblem[] = [];
  visit(schema, value, [], problems);
  return problems;
}

/** The path is one array for the whole walk, since most places of most objects are never named. */
function visit(schema: JsonSchema, value: unknown, path: string[], problems: SchemaProblem[]): void {
  const report = (allowed?: string): void => {
    problems.push({ pointer: path.map((word) => `/${word.replace(/~/g, '~0').replace(/\//g, '~1')}`).join(''), allowed });
  };
  const type = typeOf(value);
  if (schema.type !== undefined && !hasType(schema.type, type, value)) {
    // The other keywords would only say the same again.
    report(`a value of type ${typeof schema.type === 'string' ? schema.type : schema.type.join(' or ')}`);
    return;
  }
  const keywords = KEYWORDS[type] ?? {};
  for (const keyword in keywords) {
    const limit = schema[keyword as keyof JsonSchema];
    const allowed =
      limit === undefined ? undefined : (keywords[keyword as keyof JsonSchema] as Keyword<never>)(limit as never, value as never);
    if (allowed !== undefined) {
      report(allowed);
    }
  }
  const choices = schema.const !== undefined ? [schema.const] : schema.enum;
  if (choices !== undefined && !choices.includes(value)) {
    report(list(choices));
  }
  if (schema.anyOf && schema.anyOf.every((option) => schemaBreaches(option, value).length > 0)) {
    report('one of the alternatives of the schema');
  }
  if (schema.not && schemaBreaches(schema.not, value).length === 0) {
    report('what the schema does not exclude');
  }
  if (type !== 'object' && type !== 'array') {
    return;
  }
  for (const key in value as object) {
    path.push(key);
    const inner = type === 'array' ? schema.items : (schema.properties?.[key] ?? schema.additionalProperties);
    if (inner === false) {
      report();
    } else if (typeof inner === 'object') {
      visit(inner, (value as { [key: string]: unknown })[key], path, problems);
    }
    path.pop();
  }
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

function hasType(allowed: string | readonly string[], type: string, value: unknown): boolean {
  return typeof allowed === 'string'
    ? allowed === type || (allowed === 'integer' && type === 'number' && Number.isInteger(value))
    : allowed.some((one) => hasType(one, type, value));
}
