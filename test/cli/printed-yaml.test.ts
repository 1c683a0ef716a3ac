import * as fs from 'fs';
import * as path from 'path';
import fc from 'fast-check';
import { Yaml } from 'cdk8s';
import { stringify } from 'yaml';
import { readPrinted } from '../../cli/manifests/read/printed';
import { chunks, parseChunk } from '../../cli/manifests/read/yaml';
import { Json } from '../../cli/values/json';

/** Reading what printers write without a parser gives what the parser gives, or nothing. */

const scalar = (text: string): Json => parseChunk({ text, line: 1 }, 'scalar');
const fast = (text: string) => readPrinted(text, scalar);

const EXAMPLES = path.join(__dirname, '../../examples');
const files = fs.readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.k8s.yaml'));

test.each(files)('%s is read without the parser, and alike', (file) => {
  for (const chunk of chunks(fs.readFileSync(path.join(EXAMPLES, file), 'utf8'))) {
    expect(fast(chunk.text)).toEqual({ value: parseChunk(chunk, file) });
  }
});

/** Texts in which YAML sees more than text. */
const tricky = fc.constantFrom(
  ...['yes', 'Off', 'null', '~', '', ' ', '0777', '1_000', '0x1F', '1e3', '.5', '.inf', '2024-01-01', '12:30:45', '-', '---', '- a', '...'],
  ...[
    'a: b',
    'a #b',
    '#a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '|',
    '>',
    '{',
    '[]',
    '{{ x }}',
    "it's",
    '"',
    '\\',
    'a\nb',
    'a\n\n',
    '\na',
    ' a\nb\n',
  ],
  ...['a\tb', '\u00a0', 'é', '\u2028', '<<', '=', '500m', '10.0.0.0/8', '0 2 * * *', '$(A)', 'a:', ':a', 'trailing ', 'x'.repeat(200)],
);
const text = fc.oneof(tricky, fc.string({ unit: 'grapheme' }), fc.string());
const { document } = fc.letrec<{ document: Json }>((tie) => ({
  document: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('document'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(fc.constantFrom('name', 'spec', 'on', 'a.b/c-d', 'y', '8080', '<<', 'a b'), text), tie('document'), {
      maxKeys: 4,
    }),
  ) as fc.Arbitrary<Json>,
}));

/** What the parser makes of a text; undefined where it refuses it. */
function parsed(written: string): { readonly value: Json } | undefined {
  try {
    return { value: parseChunk({ text: written, line: 1 }, 'file') };
  } catch {
    return undefined;
  }
}

const WRITERS: readonly ((value: Json) => string)[] = [
  (value) => Yaml.stringify(value),
  (value) => stringify(value, { version: '1.1' }),
  (value) => stringify(value, { lineWidth: 0, indentSeq: false }),
  (value) => stringify(value, { indent: 4, defaultStringType: 'QUOTE_SINGLE' }),
];

test('whatever a printer writes is read alike, or left to the parser', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('apiVersion', 'kind', 'spec'), document, { minKeys: 1 }),
      fc.constantFrom(...WRITERS),
      (value, write) => {
        const written = write(value);
        const quick = fast(written);
        if (quick) {
          expect(quick).toEqual(parsed(written));
        }
      },
    ),
    { numRuns: 1000 },
  );
});

const whole = chunks(fs.readFileSync(path.join(EXAMPLES, 'application/manifests/app-on-zalando.k8s.yaml'), 'utf8')).map(
  (chunk) => chunk.text,
);
const pieces = fc.constantFrom(
  ' ',
  '  ',
  '\n',
  '-',
  '- ',
  ':',
  ': ',
  '#',
  ' #',
  "'",
  '"',
  '|',
  '>',
  '&a ',
  '*a',
  '!',
  '{',
  '}',
  '[',
  ']',
  ',',
  '?',
  '\t',
  '%',
  '---',
  '\r',
  '<<: ',
  '0',
  'x',
);

test('a text that somebody has broken is read alike, or left to the parser', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...whole),
      fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.integer({ min: 0, max: 3 }), put: pieces }), {
        minLength: 1,
        maxLength: 3,
      }),
      (original, edits) => {
        const broken = edits.reduce((now, { at, cut, put }) => {
          const place = Math.floor(at * now.length);
          return now.slice(0, place) + put + now.slice(place + cut);
        }, original);
        const quick = fast(broken);
        if (quick) {
          expect(quick).toEqual(parsed(broken));
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test.each([
  ['literals of each ending', 'a: |\n  x\n\nb: |-\n  y\nc: |+\n  z\n\nd: 1\n', { a: 'x\n', b: 'y', c: 'z\n\n', d: 1 }],
  ['a list as far out as its key', 'a:\n- 1\n- b: 2\n  c: 3\n- - 4\nd: []\ne: {}\n', { a: [1, { b: 2, c: 3 }, [4]], d: [], e: {} }],
  ['comments, blank lines and nothing', '# x\na:\n\nb: yes\nc: "on"\n', { a: null, b: true, c: 'on' }],
])('%s', (_name, written, value) => {
  expect(fast(written)).toEqual({ value });
  expect(parsed(written)).toEqual({ value });
});

test.each([
  ['e1', 'e1'],
  ['E0', 'E0'],
  ['1e3', 1000],
  ['1.5E-1', 0.15],
])('%s is what Kubernetes takes it for', (written, value) => {
  expect(parsed(`a: ${written}\n`)).toEqual({ value: { a: value } });
  expect(fast(`a: ${written}\n`)).toEqual({ value: { a: value } });
});

test.each([
  'a: 1\na: 2\n',
  'a: &x 1\n',
  'a: {b: 1}\n',
  'a: >\n  x\n',
  'a: x\n  y\n',
  'on: 1\n',
  '"__proto__": 1\n',
  'a:\tb\n',
  'a: |2\n   x\n',
  '- '.repeat(200),
])('left to the parser: %j', (written) => {
  expect(fast(written)).toBeUndefined();
});
