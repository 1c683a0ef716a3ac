import { lazily } from '../scripts/lazy-requires';

const lines = (...text: string[]): string => text.join('\n');

test('what is used in functions only is loaded when the first of them runs', () => {
  const compiled = lines(
    '"use strict";',
    'const fs = require("fs");',
    'const shape_1 = require("./shape");',
    'const kplus = require("cdk8s-plus-28");',
    'const twice = (given = shape_1.twice) => (0, given)({ shape_1: shape_1.one, kplus: 1 }.shape_1);',
    'class Pod { get kplus() { const { kplus: { Pod } } = this; return [Pod, kplus.Pod, fs.read]; } }',
  );
  expect(lazily('pod.js', compiled)).toBe(
    lines(
      '"use strict";',
      'const fs = require("fs");',
      'let shape_1;',
      'let kplus;',
      'const twice = (given = (shape_1 ??= require("./shape")).twice) => (0, given)({ shape_1: (shape_1 ??= require("./shape")).one, kplus: 1 }.shape_1);',
      'class Pod { get kplus() { const { kplus: { Pod } } = this; return [Pod, (kplus ??= require("cdk8s-plus-28")).Pod, fs.read]; } }',
    ),
  );
});

test.each([
  ['a base class', 'class Child extends base_1.Parent {}'],
  ['a constant', 'const table = [...base_1.TABLE];'],
  ['the name of a method', 'class Child { [base_1.NAME]() { return 1; } }'],
  ['a static field', 'class Child {}\nChild.kind = { shape: base_1.SHAPE };'],
])('what is used while the module is loaded stays as it is: %s', (_, use) => {
  const compiled = lines('const base_1 = require("./base");', use, 'const later = () => base_1.LATER;');
  expect(lazily('child.js', compiled)).toBe(compiled);
});

test('what is lazy already stays as it is', () => {
  const once = lazily('one.js', lines('const two_1 = require("./two");', 'exports.one = () => two_1.two;'));
  expect(lazily('one.js', once)).toBe(once);
});

test.each([
  ['a parameter', 'const run = (two) => two.one;', 'two'],
  ['a variable', 'const run = () => { const two = 2; return two; };', 'two = 2'],
  ['a field of the same name', 'const run = () => ({ two });', 'two'],
])('a name that is not the module alone is no guess: %s', (_, use, place) => {
  expect(() => lazily('one.js', lines('const two = require("./two");', use))).toThrow(
    new Error(`one.js: 'two' is a module and something else too: ${place}`),
  );
});
