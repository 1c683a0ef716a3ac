import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

/**
 * The promise of docs/how-to/add-an-operator.md: a fourth operator is one folder, one factory in `postgres-operator.ts` and one contract
 * test file. The toy of the examples becomes one, in a copy of this project; nothing else of the copy is touched by hand.
 */

const ROOT = path.join(__dirname, '..', '..');
/** What is no source, or is not needed here. */
const LEFT_OUT = ['.git', 'node_modules', 'build', 'dist', 'coverage', path.join('test', 'real')];

const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'fourth-operator-'));
const inCopy = (...names: string[]): string => path.join(copy, ...names);
const read = (...names: string[]): string => fs.readFileSync(inCopy(...names), 'utf8');
const write = (text: string, ...names: string[]): void => fs.writeFileSync(inCopy(...names), text);

/** Runs a program in the copy, one of node_modules or npm. */
function run(program: string, ...args: string[]): void {
  const env = { ...process.env, PATH: [inCopy('node_modules', '.bin'), process.env.PATH].join(path.delimiter), JEST_WORKER_ID: undefined };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: copy, encoding: 'utf8', env });
  expect({ program, status, output: status === 0 ? '' : `${error?.message ?? ''}${stdout}${stderr}` }).toEqual({
    program,
    status: 0,
    output: '',
  });
}

/** The neutral files of the library, by what they export. */
function exporters(): Map<string, string> {
  const files = fs.readdirSync(inCopy('lib'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return new Map(
    files.flatMap((file) =>
      [...read('lib', file).matchAll(/^export (?:abstract )?(?:class|interface|enum) (\w+)/gm)].map(([, name]) => [name!, file] as const),
    ),
  );
}

/** The toy as an operator of the library imports: from the files themselves, and not from the package. */
function toy(): string {
  const files = exporters();
  return read('examples', 'bring-your-own-operator', 'toy-operator.ts').replace(
    /import \{([^}]*)\} from 'cdk8s-postgres';/,
    (_, names: string) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .map((name) => `import { ${name} } from '${path.relative(path.join('operators', 'toy'), files.get(name)!).replace(/\.ts$/, '')}';`)
        .join('\n'),
  );
}

const CATALOGUE = `import { CatalogueEntry } from '../catalogue';

export const CATALOGUE: CatalogueEntry = {
  factory: 'toy',
  versions: ['1.0'],
  required: {},
  full: {},
  backupLabel: '1',
  rules: [{ id: 'TOY-002', summary: 'names are short', why: 'toys are small' }],
};
`;

const CONTRACT_TEST = `import { PostgresOperator } from '../../lib';
import { keepsTheContract } from './suite';

keepsTheContract({ name: 'Toy', create: () => PostgresOperator.toy() });
`;

beforeAll(() => {
  fs.cpSync(ROOT, copy, { recursive: true, filter: (file) => !LEFT_OUT.includes(path.relative(ROOT, file)) });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), inCopy('node_modules'));

  fs.mkdirSync(inCopy('lib', 'operators', 'toy'));
  write(toy(), 'lib', 'operators', 'toy', 'index.ts');
  write(CATALOGUE, 'lib', 'operators', 'toy', 'catalogue.ts');
  write(CONTRACT_TEST, 'test', 'contract', 'fourth.test.ts');
  const factory = '  public static toy(): IPostgresOperator { return new ToyOperator(); }\n';
  const frontDoor = read('lib', 'postgres-operator.ts').replace('  private constructor()', `${factory}\n  private constructor()`);
  write(`import { ToyOperator } from './operators/toy';\n${frontDoor}`, 'lib', 'postgres-operator.ts');

  run('tsx', path.join('scripts', 'availability.ts'));
  run('tsx', path.join('scripts', 'docs.ts'));
}, 120_000);

afterAll(() => fs.rmSync(copy, { recursive: true, force: true }));

test('it has a column and a section of its own in the generated pages', () => {
  const [capabilities, rules] = [read('docs', 'capabilities.md'), read('docs', 'rules.md')];
  expect(/^\| capability \|.*$/m.exec(capabilities)![0]).toMatch(/ \| Toy 1\.0 \|$/);
  expect(capabilities).toContain('| `storage` | `Cluster /spec/storage` |');
  expect(/^\| `storage` \|.*$/m.exec(capabilities)![0]).toMatch(/ \| `ToyPostgres \/spec\/disk` \|$/);
  expect(capabilities).toContain('## Refused on Toy 1.0\n');
  expect(capabilities).toContain('| `storage.wal` | TOY-001 | leave it out, or use a grown-up operator | CloudNativePG, Crunchy PGO |');
  expect(rules).toContain('## Toy\n\n| rule | requirement | why |\n| --- | --- | --- |\n| TOY-002 | names are short | toys are small |\n');
});

test('the others name it where it has what they refuse', () => {
  const table = read('lib', 'operators', 'availability.ts');
  expect(table).toContain(`[Capability.STORAGE]: ['CloudNativePG', 'Zalando Postgres Operator', 'Crunchy PGO', 'Toy'],`);
  expect(table).toContain(`[Capability.STORAGE_WAL]: ['CloudNativePG', 'Crunchy PGO'],`);
});

test('it keeps the contract, and nobody names another', () => {
  // In one process, and with a cache that goes with the copy: nobody will ever ask for these files again.
  run('jest', '--runInBand', '--cacheDirectory', inCopy('cache'), 'test/contract/(fourth|availability|names)\\.test');
}, 240_000);

test('it has the types that it must have', () => {
  const files = ['lib/postgres-operator.ts', 'lib/operators/toy/catalogue.ts', 'test/contract/fourth.test.ts'];
  write(JSON.stringify({ extends: './tsconfig.json', include: [], files }), 'tsconfig.toy.json');
  run('tsc', '-p', 'tsconfig.toy.json');
}, 240_000);

test('it keeps the laws of imports', () => {
  run('eslint', 'lib/operators/toy', 'lib/postgres-operator.ts');
  // The law that follows every import to its file.
  run('depcruise', 'lib', '--config', '.dependency-cruiser.cjs');
}, 120_000);
