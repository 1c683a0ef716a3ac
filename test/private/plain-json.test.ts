import { ApiObject, App, Chart, Lazy } from 'cdk8s';
import * as fc from 'fast-check';
import { plainJson, printsPlainly, withPrototypes } from '../../lib/private/plain-json';

const props = { apiVersion: 'v1', kind: 'Thing', metadata: { name: 'main' } };

/** What cdk8s prints of a value below `spec`. */
function byCdk8s(spec: unknown): unknown {
  return (new ApiObject(new Chart(new App(), 'test'), 'object', { ...props, spec }).toJson() as { spec?: unknown }).spec;
}

const scalar = fc.oneof(fc.string(), fc.integer(), fc.double(), fc.boolean(), fc.constantFrom(null, undefined));
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof({ maxDepth: 4 }, scalar, fc.array(tie('json'), { maxLength: 4 }), fc.dictionary(fc.string(), tie('json'), { maxKeys: 4 })),
}));

test('a plain value is printed as by cdk8s', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), json), (value) => {
      const printed = plainJson(value) as Record<string, unknown>;
      fc.pre(printed !== undefined);
      const expected = byCdk8s(withPrototypes(value));
      expect(JSON.stringify(printed)).toBe(JSON.stringify(expected));
      expect(printed).toStrictEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('what is in it is not changed afterwards', () => {
  const inner = { list: [{ a: 1 }] };
  const printed = plainJson({ inner });
  inner.list[0]!.a = 2;
  expect(printed).toEqual({ inner: { list: [{ a: 1 }] } });
});

test('a map without a prototype is printed as one with it, and cdk8s can print it then', () => {
  const bare = (entries: object): unknown => Object.assign(Object.create(null), entries) as unknown;
  const value = { schemas: bare({ orders: bare({}), more: [bare({ a: 1 })] }) };
  const printed = { schemas: { more: [{ a: 1 }], orders: {} } };
  expect(plainJson(value)).toStrictEqual(printed);
  expect(withPrototypes(value)).toStrictEqual(printed);
  expect(byCdk8s(withPrototypes(value))).toStrictEqual(printed);
  const kept = [new Point(), Lazy.any({ produce: () => 1 }), null, 'text'];
  expect((withPrototypes({ kept }) as { kept: unknown[] }).kept.every((item, i) => item === kept[i])).toBe(true);
});

class Point {
  public readonly value = 1;
}

test.each([
  ['a Lazy', Lazy.any({ produce: () => 1 })],
  ['a token', { resolve: () => 1 }],
  ['an instance of a class', new Point()],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['a function', () => 1],
  ['a key that hides the class', { constructor: 'a' }],
  ['a key that changes it', JSON.parse('{"__proto__": 1}') as unknown],
])('%s is left to cdk8s', (_, value) => {
  expect(plainJson({ a: [{ b: value }] })).toBe(undefined);
});

test('an app with resolvers of somebody is left to cdk8s, and so is one whose keys stay as they are', () => {
  expect(printsPlainly(new App())).toBe(true);
  expect(printsPlainly(new Chart(new App(), 'chart'))).toBe(true);
  expect(printsPlainly(new App({ resolvers: [{ resolve: () => undefined }] }))).toBe(false);
  process.env.CDK8S_DISABLE_SORT = '1';
  try {
    expect(printsPlainly(new App())).toBe(false);
  } finally {
    delete process.env.CDK8S_DISABLE_SORT;
  }
});

test('a defect of a getter is told and not hidden', () => {
  const value = {
    get broken(): unknown {
      throw new Error('a defect');
    },
  };
  expect(() => plainJson(value)).toThrow('a defect');
});
