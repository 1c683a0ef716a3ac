import { parseCrd } from '../../scripts/import-crds/crd';
import type { StructuralSchema } from '../../scripts/import-crds/crd';
import { compareFields } from '../../scripts/import-crds/fields';
import { resourceSchema } from '../../scripts/import-crds/json-schema';
import { re2ToJavaScript } from '../../scripts/import-crds/regex';
import type { Source } from '../../scripts/import-crds/sources';

describe('RE2 patterns', () => {
  test.each([
    ['^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'],
    ['^[[:print:]]+$', '^[ -~]+$'],
    ['[^[:space:][:digit:]_]', '[^\\t-\\r 0-9_]'],
    ['^[^\\pZ\\pC\\pS]+$', '^[^\\p{Z}\\p{C}\\p{S}]+$'],
    ['\\p{Lu}\\PL', '\\p{Lu}\\P{L}'],
    ['(?i:a|b1)c', '(?:[aA]|[bB]1)c'],
    ['x(y(?i)z)z', 'x(y[zZ])z'],
    ['(?P<year>\\d{4})', '(?<year>\\d{4})'],
    ['\\s+[\\s,]\\S', '[\\t\\n\\f\\r ]+[\\t\\n\\f\\r ,][^\\t\\n\\f\\r ]'],
    ['\\A\\ \\"\\-[\\-\\_]\\z', '^ "-[\\-_]$'],
    ['[]a][^]a]', '[\\]a][^\\]a]'],
    ['\\x{1F600}\\/', '\\u{1F600}\\/'],
  ])('%s becomes %s', (pattern, expected) => {
    expect(re2ToJavaScript(pattern)).toBe(expected);
  });

  test.each([
    ['(?s:.)', '(?s:'],
    ['[[:^alpha:]]', '[:^alpha:]'],
    ['(?i:[a-z])', 'a class in which case is ignored'],
    ['[\\S]', '\\S in a class'],
  ])('%s is refused', (pattern, what) => {
    expect(() => re2ToJavaScript(pattern)).toThrow(`pattern ${pattern}: ${what} has no known form in JavaScript`);
  });

  test('a pattern that JavaScript cannot compile is refused', () => {
    expect(() => re2ToJavaScript('\\Qa.b\\E')).toThrow('pattern \\Qa.b\\E has no known form in JavaScript');
  });
});

describe('structural schemas', () => {
  const convert = (size: StructuralSchema): unknown => {
    const schema = { type: 'object', properties: { spec: { type: 'object', properties: { size } } } };
    const converted = resourceSchema({ group: 'example.org', kind: 'Widget', version: 'v1', schema });
    return (converted as unknown as { properties: { spec: { properties: { size: unknown } } } }).properties.spec.properties.size;
  };

  test('a root gets its envelope and loses its status', () => {
    const schema = { type: 'object', properties: { apiVersion: {}, kind: {}, metadata: {}, spec: { type: 'string' }, status: {} } };
    expect(resourceSchema({ group: 'example.org', kind: 'Widget', version: 'v1', schema })).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      additionalProperties: false,
      properties: {
        apiVersion: { const: 'example.org/v1' },
        kind: { const: 'Widget' },
        metadata: { type: 'object' },
        spec: { type: 'string' },
      },
      required: ['apiVersion', 'kind', 'metadata', 'spec'],
    });
  });

  test.each<[string, StructuralSchema, unknown]>([
    ['int32', { type: 'integer', format: 'int32' }, { type: 'integer', minimum: -2147483648, maximum: 2147483647 }],
    ['int32 with bounds', { type: 'integer', format: 'int32', minimum: 1, maximum: 9 }, { type: 'integer', minimum: 1, maximum: 9 }],
    ['int64', { type: 'integer', format: 'int64', minimum: 1 }, { type: 'integer', minimum: 1 }],
    [
      'int or string',
      { 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^a$' },
      { type: ['integer', 'string'], pattern: '^a$' },
    ],
    ['nullable int or string', { 'x-kubernetes-int-or-string': true, nullable: true }, { type: ['integer', 'string', 'null'] }],
    ['nullable', { type: 'array', nullable: true, items: { type: 'string' } }, { type: ['array', 'null'], items: { type: 'string' } }],
    [
      'set',
      { type: 'array', 'x-kubernetes-list-type': 'set', items: { type: 'string' } },
      { type: 'array', uniqueItems: true, items: { type: 'string' } },
    ],
    [
      'map list',
      { type: 'array', 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'], items: { type: 'string' } },
      { type: 'array', items: { type: 'string' } },
    ],
    ['map', { type: 'object', additionalProperties: { type: 'string' } }, { type: 'object', additionalProperties: { type: 'string' } }],
    ['free object', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, { type: 'object' }],
    ['pruned object', { type: 'object' }, { type: 'object', additionalProperties: false }],
    [
      'required fields, one of them with a default',
      { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: { type: 'string', default: '' } } },
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'string' }, b: { type: 'string', default: '' } },
        additionalProperties: false,
      },
    ],
    [
      'constraints, which must not close the object that they narrow',
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        anyOf: [{ properties: { a: { pattern: '\\z' } } }, { not: { required: ['a'] } }],
      },
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        additionalProperties: false,
        anyOf: [{ properties: { a: { pattern: '$' } } }, { not: { required: ['a'] } }],
      },
    ],
  ])('%s', (_, before, after) => {
    expect(convert(before)).toEqual(after);
  });

  test('a format with a pattern beside one of the schema holds both', () => {
    expect(convert({ type: 'string', format: 'uuid', pattern: '^a' })).toMatchObject({
      pattern: '^a',
      allOf: [{ pattern: expect.stringContaining('[0-9a-fA-F]{12}') as string }],
    });
  });

  test.each<[StructuralSchema, string]>([
    [{ type: 'string', contentEncoding: 'base64' }, 'Widget.spec.size: no rule for the schema keyword contentEncoding'],
    [{ type: 'array', items: { type: 'string', format: 'ipv4' } }, 'Widget.spec.size[]: no rule for the format ipv4'],
    [{ type: 'string', pattern: '(?U)a' }, 'Widget.spec.size: pattern (?U)a: (?U) has no known form in JavaScript'],
  ])('what has no rule stops the run: %j', (schema, message) => {
    expect(() => convert(schema)).toThrow(message);
  });
});

describe('CRDs', () => {
  const source = { kind: 'Widget', group: 'example.org', version: 'v1', path: 'crds/widget.yaml' } as Source;
  const crd = (version: object): string =>
    JSON.stringify({
      kind: 'CustomResourceDefinition',
      spec: { group: 'example.org', names: { kind: 'Widget' }, versions: [version] },
    });

  test('lose their prose and their rules, but no field that is called description', () => {
    const field = { description: 'Words.', type: 'string', 'x-kubernetes-validations': [{ rule: 'true' }] };
    const schema = { description: 'Words.', type: 'object', properties: { description: field }, not: { description: 'Words.' } };
    const text = crd({ name: 'v1', served: true, schema: { openAPIV3Schema: schema } });
    expect(parseCrd(text, source).schema).toEqual({ type: 'object', properties: { description: { type: 'string' } }, not: {} });
  });

  test('without the pinned version are refused', () => {
    expect(() => parseCrd(crd({ name: 'v2', served: true }), source)).toThrow(
      'crds/widget.yaml: Widget has no served version v1 with a schema, it has v2',
    );
  });

  test('of another kind are refused', () => {
    expect(() => parseCrd(crd({ name: 'v1' }), { ...source, kind: 'Gadget' })).toThrow(
      'crds/widget.yaml: expected the CRD of example.org Gadget',
    );
  });
});

test('the report of changed fields names the outermost field that went or came', () => {
  const list = (fields: Record<string, StructuralSchema>): StructuralSchema => ({
    properties: { spec: { properties: { list: { items: { properties: fields } } } } },
  });
  const before = list({ kept: {}, gone: { properties: { below: {} } } });
  const after = list({ kept: {}, goner: {}, map: { additionalProperties: { properties: { below: {} } } } });
  expect(compareFields(before, after)).toEqual({
    removed: ['spec.list[].gone'],
    added: ['spec.list[].goner', 'spec.list[].map'],
  });
});
