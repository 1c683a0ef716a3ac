import * as fc from 'fast-check';
import { readWhole } from '../../cli/guard/read/yaml';
import { simpleYaml } from '../../cli/guard/read/simple-yaml';
import { Json } from '../../cli/values/json';
import { CHARTS } from './support/edits';
import { yamlOf } from './support/guard';
import { cnpg } from './support/objects';

/** The quick reader says what the whole one says, or nothing. */

const whole = (text: string): Json | 'refused' => {
  try {
    return readWhole({ text, line: 1 }, 'a.yaml');
  } catch {
    return 'refused';
  }
};

test('it reads what printers write', () => {
  const texts = CHARTS.slice(0, 12).flatMap((documents) => documents.map((document) => yamlOf([document])));
  const read = texts.filter((text) => simpleYaml(text) !== undefined);
  expect(read.length / texts.length).toBeGreaterThan(0.8);
  read.forEach((text) => expect(simpleYaml(text)).toEqual(whole(text)));
});

test.each([
  ["a: 1\nb: text of words\nc:\n  - d: \"x: y\"\n    e: 'it''s'\n  - plain\nf: |\n  one\n\n    two\ng: {}\nh: []\ni:\n- j\nk: -1\nl:\n"],
  ['a: |-\n  last\n\n'],
  ['a: "quoted \\"twice\\" \\\\ \\n"\nb: 0 2 * * *\nc: 10.0.0.0/8\nd: 100 * (a / b)\ne: 5Gi\nf: --flag\ng: true\n'],
])('%j', (text) => {
  expect(simpleYaml(text)).toBeDefined();
  expect(simpleYaml(text)).toEqual(whole(text));
});

test.each([
  ['yes', 'a: yes'],
  ['a number with an underscore', 'a: 1_000'],
  ['a time', 'a: 1:30:00'],
  ['a date', 'a: 2001-01-01'],
  ['octal', 'a: 0o17'],
  ['an alias', 'a: &x b\nc: *x'],
  ['a merge', 'a:\n  <<: *b'],
  ['a tag', 'a: !!str 1'],
  ['a flow map', 'a: {b: c}'],
  ['a comment', 'a: b # c'],
  ['a key twice', 'a: b\na: c'],
  ['__proto__', '__proto__: a'],
  ['a text over two lines', 'a: b\n  c'],
  ['a folded block', 'a: >\n  b'],
  ['a template', 'a: {{ .Values.a }}'],
  ['a list in a list', '- - a'],
  ['a tab', 'a:\tb'],
  ['a quoted text that goes on', 'a: "b\n  c"'],
  ['a block that begins with spaces', 'a: |\n\n  b'],
])('%s is for the whole reader', (_name, text) => {
  expect(simpleYaml(text)).toBeUndefined();
});

const BITS = [
  ' ',
  '\n',
  ':',
  '-',
  '#',
  '"',
  "'",
  '|',
  '{',
  '[',
  '&',
  '*',
  '!',
  '>',
  '0',
  'a',
  '\\',
  ': ',
  '- ',
  'on',
  '1_0',
  '1:30',
  '~',
  '<<',
  '|-',
  '|+',
  '.5',
];

test('of a document with a letter too many or too few it says the same, or nothing', () => {
  const text = yamlOf([cnpg()]);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(text.length), fc.nat(2), fc.constantFrom(...BITS)), { minLength: 1, maxLength: 3 }), (edits) => {
      const broken = edits.reduce((now, [at, less, more]) => now.slice(0, at) + more + now.slice(at + less), text);
      const read = simpleYaml(broken);
      if (read !== undefined) {
        expect(read).toEqual(whole(broken));
      }
    }),
    { numRuns: 1000 },
  );
});
