import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { requireProgram } from './requirements';

/** One program prints the same bytes wherever it runs: other time zones, languages, folders and versions of Node. */

const SCRIPT = path.join(__dirname, 'everything.ts');
const TSX = [require.resolve('tsx/cli'), '--tsconfig', path.join(__dirname, '..', '..', 'tsconfig.json')];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'determinism-'));

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Surroundings {
  readonly version: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** Every file below a folder, by its name. */
function files(below: string): { readonly [name: string]: string } {
  const names = fs.readdirSync(below, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    names
      .map((entry) => path.relative(below, path.join(entry.parentPath, entry.name)))
      .sort()
      .map((name) => [name, fs.readFileSync(path.join(below, name), 'utf8')]),
  );
}

function print(name: string, node: string, env: { readonly [name: string]: string }) {
  const outdir = path.join(folder, name);
  const said = execFileSync(node, [...TSX, SCRIPT, outdir], {
    cwd: name === 'here' ? process.cwd() : os.tmpdir(),
    env: { PATH: process.env.PATH, HOME: folder, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1', ...env },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 26,
  });
  return { at: JSON.parse(said) as Surroundings, printed: files(outdir) };
}

/** Names of the files that differ: their texts would fill the screen. */
const differing = (one: { readonly [name: string]: string }, other: { readonly [name: string]: string }): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => one[name] !== other[name]);

let here: ReturnType<typeof print>;
beforeAll(() => {
  here = print('here', process.execPath, { TZ: 'UTC', LC_ALL: 'C' });
});

test('every example is printed, and guard has much to say of the change', () => {
  const names = Object.keys(here.printed);
  expect(names.filter((name) => name.startsWith('base')).length).toBeGreaterThan(30);
  expect(here.printed['guard.text']).toMatch(/BLOCKED[^]*status 3\n$/);
});

test.each([
  ['denmark', { TZ: 'Pacific/Auckland', LC_ALL: 'da_DK.UTF-8', LANG: 'da_DK.UTF-8' }, { timeZone: 'Pacific/Auckland', locale: 'da-DK' }],
  ['turkey', { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' }, { timeZone: 'America/St_Johns', locale: 'tr-TR' }],
])('in another time zone and language (%s)', (name, env, surroundings) => {
  const there = print(name, process.execPath, env);
  expect(there.at).toMatchObject(surroundings);
  expect(differing(here.printed, there.printed)).toEqual([]);
});

describe.each(['22', '24'])('on Node %s', (major) => {
  const node = path.join(__dirname, 'node_modules', `node-${major}-${process.platform}-${process.arch}`, 'bin', 'node');
  requireProgram(`Node ${major} ('npm ci' in test/real)`, fs.existsSync(node))('another version', () => {
    test('prints the same', () => {
      const there = print(`node-${major}`, node, { TZ: 'Asia/Kathmandu', LC_ALL: 'de_DE.UTF-8' });
      expect(there.at.version.split('.')[0]).toBe(`v${major}`);
      expect(differing(here.printed, there.printed)).toEqual([]);
    });
  });
});
