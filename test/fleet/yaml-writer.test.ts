import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { YamlWriter } from '../../lib/fleet/yaml-writer';

/** How many documents are tried; `FLEET_RUNS=100000` for a long run. */
const RUNS = Number(process.env.FLEET_RUNS ?? 600);

/** What YAML 1.1, and readers of it, take for something else than a text, or have to quote. */
const TRAPS = [
  ...['y', 'n', 'Y', 'N', 'yes', 'No', 'YES', 'on', 'Off', 'ON', 'true', 'True', 'FALSE', 'null', 'Null', 'NULL', '~', '', ' ', '  '],
  ...[
    '0',
    '-0',
    '+1',
    '007',
    '0o17',
    '017',
    '0x1F',
    '0b101',
    '1_000',
    '1_000.5',
    '1e3',
    '1.',
    '.5',
    '-.5e-10',
    '.inf',
    '-.INF',
    '.nan',
    '190:20:30',
  ],
  ...['2001-12-14', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43', '12:30:45', '1.2.3', '10.0.0.1', '10.0.0.0/8', '1Gi', '500m'],
  ...[
    '-',
    '- a',
    '-a',
    '--',
    '---',
    '--- a',
    '...',
    '... a',
    '%',
    '%TAG',
    '?',
    '? a',
    '?a',
    ':',
    ': a',
    ':a',
    'a:',
    'a: b',
    'a :b',
    'http://a:80',
  ],
  ...[
    '#',
    '#a',
    'a #b',
    'a#b',
    ' a',
    'a ',
    '\ta',
    'a\t',
    'a\tb',
    '\t',
    ',',
    ',a',
    'a, b',
    '[',
    '[a]',
    ']',
    '{',
    '{a: b}',
    '}',
    '&a',
    '*a',
    '!a',
    '!!str',
  ],
  ...['|', '|-', '>', '>2', '"', '"a"', "'", "'a'", `'"`, `a'b"c`, '@a', '`a`', '\\', 'a\\nb', '<<', '=', '<', 'key with spaces'],
  ...[
    '\n',
    '\n\n',
    'a\nb',
    'a\nb\n',
    'a\nb\n\n',
    '\na',
    '\n\na',
    ' a\nb',
    '  a\n b\n',
    'a\n  b\nc',
    'a \nb',
    'a\n b',
    'a\n\n\nb',
    'a\n ',
    'a\n\t',
    'a\n\tb',
  ],
  ...[
    '---\na',
    'a\n---\nb',
    '...\n',
    '%a\nb',
    '# a\n# b',
    'a: b\nc: d\n',
    '\t\n',
    ' \n ',
    '- a\n- b\n',
    '"a\nb',
    "a'\n\n'b",
    'a\n#b',
    'a:\nb',
    'x\n'.repeat(30),
  ],
  ...[
    '\r',
    'a\rb',
    'a\r\nb',
    '\r\n',
    '\0',
    '\x07',
    '\x1b[0m',
    '\x7f',
    '\x85',
    '\xa0',
    '\u2028',
    '\u2029',
    '\ufeff',
    '\ud800',
    'a\udfff\n',
    '\u00e9',
    '日本語',
    '😀',
    'é: à',
  ],
  ...[
    'a'.repeat(90),
    'ab '.repeat(60),
    'ab '.repeat(400),
    'x'.repeat(1023),
    'x'.repeat(1025),
    `${'x'.repeat(60)}\n${'"y '.repeat(60)}'`,
    'a\u2028b '.repeat(20),
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'length',
    'toJSON',
    'hasOwnProperty',
    'abcdef',
    'a.b/c-d_e',
    '/abcdef',
    '//a:b::c',
    's3://acme-pg/a',
    'abc:def:',
    'abcdef:0',
    '/: abcde',
    'image/a:1@b',
    'orders-rw.orders.svc',
    'a-',
    'aaaaa.',
    'Z9_/.-0',
  ],
];

const text = fc.oneof(
  fc.constantFrom(...TRAPS),
  fc
    .array(fc.constantFrom(...TRAPS, ' ', '\n', ': ', ' #', '-', '0', 'word'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('')),
  // Such as are written without asking, and their neighbours.
  fc.array(fc.constantFrom(...'aZeEfnoyx09._/:-'), { minLength: 1, maxLength: 10 }).map((letters) => letters.join('')),
  fc.array(fc.constantFrom(...'ab01 \n\t\r:#-?\'"\\&*!|>%@`{}[],.~_/=<é\u2028'), { maxLength: 12 }).map((letters) => letters.join('')),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const number = fc.oneof(
  fc.constantFrom(
    0,
    -0,
    1,
    -1,
    NaN,
    Infinity,
    -Infinity,
    1e21,
    1e-7,
    123456789012345680000,
    Number.MAX_VALUE,
    Number.MIN_VALUE,
    2 ** 53,
    0.1,
  ),
  fc.integer(),
  fc.double(),
);
const scalar = fc.oneof(text, number, fc.boolean(), fc.constantFrom(null, undefined));
const key = fc.oneof(text, fc.nat().map(String), fc.constantFrom('apiVersion', 'kind', 'metadata', 'spec'));
const entries = (value: fc.Arbitrary<unknown>) =>
  fc.array(fc.tuple(key, value), { maxLength: 5 }).map((pairs) => Object.fromEntries(pairs) as unknown);

const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'medium', maxDepth: 6, withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 5 }),
    entries(tie('json')),
  ),
}));

/** A document of the kind that cdk8s prints. */
const document = fc.oneof({ arbitrary: entries(json), weight: 5 }, { arbitrary: json, weight: 1 });

/** Some parts of a document in several places of it. */
const shared = fc
  .tuple(json, json, fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }))
  .map(([a, b, picks]): unknown => ({ list: picks.map((pick) => [a, b, { a }, [b]][pick]), map: { a, c: { b } } }));

test('prints what cdk8s prints', () => {
  const writer = new YamlWriter();
  fc.assert(
    fc.property(document, (value) => {
      expect(writer.stringify(value)).toBe(Yaml.stringify(value));
    }),
    { numRuns: RUNS },
  );
});

test('prints what cdk8s prints of an object in several places', () => {
  const writer = new YamlWriter();
  fc.assert(
    fc.property(shared, (value) => {
      expect(writer.stringify(value)).toBe(Yaml.stringify(value));
    }),
    { numRuns: RUNS / 4 },
  );
});

test('prints several documents as one file', () => {
  const writer = new YamlWriter();
  fc.assert(
    fc.property(fc.array(document, { maxLength: 4 }), (values) => {
      expect(writer.stringifyAll(values)).toBe(Yaml.stringify(...values));
    }),
    { numRuns: RUNS / 10 },
  );
});

test('each trap is printed as a value, in a list and as a key, at each depth', () => {
  const writer = new YamlWriter();
  for (const trap of TRAPS) {
    const places = { value: trap, list: [trap, [trap, { value: trap }]], map: { map: { value: trap, list: [[[trap]]] } } };
    const keys = [
      { [trap]: 1 },
      { map: { [trap]: { [trap]: [trap] } } },
      { list: [{ [trap]: trap }] },
      { [trap]: {} },
      { [trap]: [{ a: trap }] },
    ];
    for (const value of [places, [places], trap, ...keys]) {
      const expected = Yaml.stringify(value);
      expect(writer.stringify(value)).toBe(expected);
      // Once more, from memory.
      expect(writer.stringify(value)).toBe(expected);
    }
  }
});

test('most documents are not left to cdk8s', () => {
  const writer = new YamlWriter();
  const sample = fc.sample(entries(fc.oneof(scalar, fc.array(scalar), entries(scalar))), { numRuns: 400, seed: 1 });
  const laidOut = sample.filter((value) => writer.layout(value) !== undefined);
  expect(laidOut.length / sample.length).toBeGreaterThan(0.5);
  expect(writer.layout({ apiVersion: 'v1', data: { sql: 'a\nb\n', yes: 'no', empty: {}, none: null, list: [[1], []] } })).toBe(
    'apiVersion: v1\ndata:\n  sql: |\n    a\n    b\n  "yes": "no"\n  empty: {}\n  none: null\n  list:\n    - - 1\n    - []\n',
  );
});

test('values of classes and repeated objects are left to cdk8s', () => {
  const writer = new YamlWriter();
  class Point {
    public readonly x = 1;
  }
  const twice = { a: 1 };
  for (const value of [
    { at: new Date(0) },
    { map: new Map([['a', 1]]) },
    { set: new Set([1]) },
    { point: new Point() },
    { json: { toJSON: () => 'text' } },
    { boxed: Object('text') as unknown },
    { big: BigInt(12) },
    { bare: Object.assign(Object.create(null), { a: 1 }) as unknown },
    { first: twice, second: [twice] },
    [[], new Date(0)],
    'text',
    null,
    [],
    {},
  ]) {
    expect(writer.layout(value)).toBeUndefined();
    expect(writer.stringify(value)).toBe(Yaml.stringify(value));
  }
});

test('what cdk8s cannot print is refused by it', () => {
  const value = { run: () => 1 };
  expect(() => new YamlWriter().stringify(value)).toThrow('Tag not resolved for Function value');
  expect(() => Yaml.stringify(value)).toThrow('Tag not resolved for Function value');
});

test('where cdk8s lays out documents in another way, it prints them all', () => {
  const { stringify } = Yaml;
  const other = jest.spyOn(Yaml, 'stringify').mockImplementation((...documents) => stringify(...documents).replace(/^( *)- /gm, '$1-   '));
  try {
    const writer = new YamlWriter();
    expect(writer.stringify({ a: ['b'] })).toBe('a:\n  -   b\n');
    expect(other).toHaveBeenLastCalledWith({ a: ['b'] });
  } finally {
    other.mockRestore();
  }
});

test('is as good after its memory was full', () => {
  const writer = new YamlWriter(3);
  const value = { values: [0.5, 1.5, 'yes', 'no', 'a\nb', 'b\na'], '0.5': 1, yes: 2, no: 3 };
  for (let i = 0; i < 3; i += 1) {
    expect(writer.layout(value)).toBe(Yaml.stringify(value));
  }
});
