import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { bundle, moved } from '../scripts/bundle';

const BUILD = path.join(__dirname, '..', 'build');
const lines = (...text: string[]): string => text.join('\n');

test('modules ask for each other by their ids, and for other files by their path from the bundle', () => {
  const bundleOf = new Map([
    ['lib/cluster/names', 'core'],
    ['lib/operators/cnpg/index', 'cnpg'],
  ]);
  const compiled = lines(
    'const fs = require("fs");',
    'const names_1 = require("./names");',
    'let cnpg_1;',
    'const text = () => (cnpg_1 ??= require("../operators/cnpg")).print(require("../../imports/cnpg/cluster"));',
    'const file = fs.readFileSync(__dirname + "/a.sh"), same = `require("./names")`;',
  );
  expect(moved(path.join(BUILD, 'lib/cluster/cluster.js'), compiled, 'core', bundleOf)).toBe(
    lines(
      'const fs = require("fs");',
      'const names_1 = moduleOf("lib/cluster/names");',
      'let cnpg_1;',
      'const text = () => (cnpg_1 ??= require("./cnpg").moduleOf("lib/operators/cnpg/index")).print(require("../imports/cnpg/cluster"));',
      'const file = fs.readFileSync(require("path").join(__dirname, "..", "lib/cluster") + "/a.sh"), same = `require("./names")`;',
    ),
  );
});

test('a module that has the name of what asks for modules is no guess', () => {
  expect(() => moved('cluster.js', 'const moduleOf = 1;', 'core', new Map())).toThrow(
    new Error("cluster.js: 'moduleOf' is what asks for modules: moduleOf = 1"),
  );
});

test.each([true, false])('modules run once, when they are asked for, and may go in a circle; compiled with the file: %s', (eager) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
  try {
    const file = path.join(folder, 'bundle.js');
    const text = bundle(
      {
        one: 'const two = moduleOf("two");\nexports.runs = (exports.runs ?? 0) + 1;\nexports.sum = () => two.value + 1;',
        two: 'const one = moduleOf("one");\nexports.value = 1;\nexports.back = () => one.sum();\nexports.sign = "×";',
        three: 'throw new Error("nobody asked");',
      },
      eager,
    );
    fs.writeFileSync(file, text);
    const { moduleOf } = jest.requireActual<{ moduleOf: (id: string) => Record<string, unknown> }>(file);
    expect((moduleOf('two').back as () => number)()).toBe(2);
    expect([moduleOf('one').runs, moduleOf('two').sign]).toEqual([1, '×']);
    expect(text).toMatch(/^[\0-\x7f]*$/);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
});
