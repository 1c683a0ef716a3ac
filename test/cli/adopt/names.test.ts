import * as fs from 'fs';
import * as path from 'path';
import * as cdk8s from 'cdk8s';
import * as plus from 'cdk8s-plus-28';
import { Expression } from '../../../cli/adopt/program/expression';
import { size } from '../../../cli/adopt/shared/values';
import * as library from '../../../lib';
import { sizeQuantity } from '../../../lib/model/quantity';

const ADOPT = path.join(__dirname, '..', '..', '..', 'cli', 'adopt');
const PACKAGES: { readonly [name: string]: unknown }[] = [{ ...library }, { ...cdk8s }, { ...plus }];

/** What a name such as `Size.gibibytes` is, in the package that has it. */
function found(name: string): unknown {
  const [first = '', second = ''] = name.split('.');
  return PACKAGES.map((exported) => (exported[first] as { readonly [member: string]: unknown } | undefined)?.[second]).find(
    (one) => one !== undefined,
  );
}

/** The names that the tables of adopt hold as they are written. */
const NAMES = fs
  .readdirSync(ADOPT, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => [...fs.readFileSync(path.join(ADOPT, file), 'utf8').matchAll(/\b(?:call|member)\(\s*'([A-Z]\w*\.\w+)'/g)])
  .map(([, name]) => name!);

test('what a program is written with is exported by the packages', () => {
  expect(NAMES.length).toBeGreaterThan(50);
  expect(NAMES.filter((name) => found(name) === undefined)).toEqual([]);
});

test.each(['Ki', 'Mi', 'Gi', 'Ti', 'Pi'])('a size in %s is written with a function of cdk8s', (unit) => {
  const written = size(`3${unit}`) as Expression & { kind: 'call' };
  const make = found((written.of as Expression & { kind: 'name' }).text) as (amount: number) => cdk8s.Size;
  expect(sizeQuantity(make.call(cdk8s.Size, 3))).toBe(`3${unit}`);
});
