import * as fs from 'fs';
import * as path from 'path';
import * as fc from 'fast-check';
import { IPostgresOperator } from '../../lib';
import { JsonSchema, schemaBreaches } from '../../lib/private/json-schema';
import { OPERATORS } from '../../scripts/operators';
import { ASKS } from '../contract/asks';
import { program } from '../support/programs';
import { ofOperators } from '../support/released-crds';
import { Manifest, render } from '../support/render';
import { validator } from '../support/validator';

const ajv = validator();
const SCHEMAS = path.join(__dirname, '..', '..', 'imports', 'schemas');

const load = (group: string, kind: string): JsonSchema =>
  JSON.parse(fs.readFileSync(path.join(SCHEMAS, group, `${kind}.json`), 'utf8')) as JsonSchema;

/** Everything that the contract suite prints for an operator and that a CRD describes. */
function manifests(operator: IPostgresOperator): Manifest[] {
  return operator.capabilities
    .filter(({ path: at }) => at !== undefined)
    .flatMap(({ capability }) => ofOperators(render(program(operator, ASKS[capability]))));
}

const MANIFESTS = OPERATORS.flatMap(({ createFull }) => manifests(createFull())).map(
  (manifest) => JSON.parse(JSON.stringify(manifest)) as Manifest,
);

/** All places of a value. */
function places(value: unknown, at: string[] = []): string[][] {
  return typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...at, key]))]
    : [at];
}

function change(manifest: Manifest, at: readonly string[], to: (old: unknown) => unknown): unknown {
  if (at.length === 0) {
    return to(manifest);
  }
  const copy = JSON.parse(JSON.stringify(manifest)) as Record<string, unknown>;
  const parent = at.slice(0, -1).reduce<Record<string, unknown>>((inner, key) => inner[key] as Record<string, unknown>, copy);
  const last = at[at.length - 1]!;
  const value = to(parent[last]);
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy;
}

const CHANGES: readonly ((old: unknown) => unknown)[] = [
  () => undefined,
  () => null,
  () => 'three',
  () => '',
  () => 1.5,
  () => -1,
  () => true,
  () => [],
  () => ({}),
  () => ['x', 'x'],
  (old) => (typeof old === 'object' && !Array.isArray(old) ? { ...old, noSuchField: 1 } : 'x'.repeat(400)),
  (old) => (Array.isArray(old) ? [...old, ...old] : { a: 1 }),
];

test('what is printed keeps its schema', () => {
  expect(MANIFESTS.length).toBeGreaterThan(100);
  expect(MANIFESTS.flatMap((manifest) => schemaBreaches(load(manifest.apiVersion.split('/')[0]!, manifest.kind), manifest))).toEqual([]);
});

test('the verdict on a changed object is that of ajv', () => {
  const validators = new Map<string, { schema: JsonSchema; validate: (value: unknown) => boolean }>();
  const of = ({ apiVersion, kind }: Manifest) => {
    const found =
      validators.get(kind) ??
      (() => {
        const schema = load(apiVersion.split('/')[0]!, kind);
        return { schema, validate: ajv.compile(schema) as (value: unknown) => boolean };
      })();
    validators.set(kind, found);
    return found;
  };
  let broken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...MANIFESTS), fc.nat(), fc.constantFrom(...CHANGES), (manifest, n, to) => {
      const all = places(manifest);
      // Through JSON, as an API server gets it: a removed item of a list is null there.
      const changed = JSON.parse(JSON.stringify(change(manifest, all[n % all.length]!, to) ?? null)) as unknown;
      const { schema, validate } = of(manifest);
      const valid = validate(changed);
      broken += valid ? 0 : 1;
      expect(schemaBreaches(schema, changed).length === 0).toBe(valid);
    }),
    { numRuns: 3000 },
  );
  expect(broken).toBeGreaterThan(1000);
});

test.each<[string, JsonSchema, unknown, string]>([
  ['type', { type: 'integer' }, 1.5, 'a value of type integer'],
  ['types', { type: ['integer', 'null'] }, 'x', 'a value of type integer or null'],
  ['const', { const: 'v1' }, 'v2', '"v1"'],
  ['enum', { enum: ['a', 'b'] }, 'c', '"a", "b"'],
  ['pattern', { pattern: '^[a-z]+$' }, 'A', 'text that matches ^[a-z]+$'],
  ['minLength', { minLength: 2 }, 'a', 'at least 2 characters'],
  ['maxLength', { maxLength: 1 }, 'ab', 'at most 1 characters'],
  ['minimum', { minimum: 1 }, 0, '1 or more'],
  ['maximum', { maximum: 1 }, 2, '1 or less'],
  ['minItems', { minItems: 1 }, [], 'at least 1 items'],
  ['maxItems', { maxItems: 0 }, [1], 'at most 0 items'],
  ['uniqueItems', { uniqueItems: true }, [1, 1], 'each item once'],
  ['minProperties', { minProperties: 1 }, {}, 'at least 1 entries'],
  ['maxProperties', { maxProperties: 0 }, { a: 1 }, 'at most 0 entries'],
  ['required', { required: ['a', 'b'] }, { b: 1 }, 'an object with a'],
  ['anyOf', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'one of the alternatives of the schema'],
  ['not', { not: { type: 'string' } }, 'a', 'what the schema does not exclude'],
])('%s says what is allowed', (_, schema, value, allowed) => {
  expect(schemaBreaches(schema, value)).toEqual([{ pointer: '', allowed }]);
});

test('places are JSON pointers', () => {
  const schema: JsonSchema = {
    properties: { list: { items: { properties: { 'a/b~c': { type: 'string' } }, additionalProperties: false } } },
  };
  expect(schemaBreaches(schema, { list: [{}, { 'a/b~c': 1, extra: 1 }] })).toEqual([
    { pointer: '/list/1/a~1b~0c', allowed: 'a value of type string' },
    { pointer: '/list/1/extra', allowed: undefined },
  ]);
});
