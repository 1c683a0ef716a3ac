import * as fs from 'fs';
import * as path from 'path';
import { OPERATORS } from '../../scripts/operators';

/** Nobody knows an operator by its name but the operator, the front door, the table that is made of all, and comments. */

const LIB = path.join(__dirname, '..', '..', 'lib');

/** Files that name operators because that is what they are for; what a place says of each is a comparison, as the table of who has what. */
const FRONT_DOOR = ['index.ts', 'postgres-operator.ts', path.join('operators', 'availability.ts'), path.join('report', 'place-facts.ts')];

/** Words that are no name. */
const COMMON = ['Postgres', 'Operator'];

/** What a message tells users to write. */
const FACTORY_CALL = /PostgresOperator\.\w+\(/g;

/** A file without its comments, line by line. */
const code = (file: string): string[] =>
  fs
    .readFileSync(path.join(LIB, file), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .split('\n')
    .map((line) => line.replace(/(^|\s)\/\/.*$/, '').replace(FACTORY_CALL, ''));

const FILES = fs
  .readdirSync(LIB, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !FRONT_DOOR.includes(file));

const folderOf = (file: string): string | undefined =>
  OPERATORS.find(({ name }) => file.startsWith(path.join('operators', name) + path.sep))?.name;

function mentions(files: readonly string[], words: readonly string[]): string[] {
  const word = new RegExp(`(?<![A-Za-z])(${words.join('|')})(?![A-Za-z])`, 'i');
  return files.flatMap((file) => code(file).flatMap((line, i) => (word.test(line) ? [`${file}:${i + 1} ${line.trim()}`] : [])));
}

test('there are neutral files and files of each operator', () => {
  expect([...new Set(FILES.map(folderOf))].sort()).toEqual([...OPERATORS.map(({ name }) => name), undefined].sort());
});

test('no neutral code names an operator', () => {
  const words = OPERATORS.flatMap(({ name, displayName }) => [name, ...displayName.split(' ').filter((part) => !COMMON.includes(part))]);
  expect(
    mentions(
      FILES.filter((file) => folderOf(file) === undefined),
      words,
    ),
  ).toEqual([]);
});

test.each(OPERATORS)('$displayName names none of the others', ({ name, displayName }) => {
  const own = FILES.filter((file) => folderOf(file) === name);
  const others = OPERATORS.filter((other) => other.name !== name).map((other) => other.displayName);
  expect(mentions(own, others)).toEqual([]);
  expect(mentions(own, [displayName]).length).toBeGreaterThan(0);
});

test('only the table of its versions knows the versions of an operator apart', () => {
  const named = FILES.filter((file) => folderOf(file) !== undefined).filter((file) =>
    code(file).some((line) => /(?<!Postgres)Version\.V\d/.test(line)),
  );
  expect([...new Set(named.map((file) => path.basename(file)))]).toEqual(['versions.ts']);
});
