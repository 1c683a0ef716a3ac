import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App } from 'cdk8s';
import * as ts from 'typescript';
import { OPERATORS } from '../scripts/operators';
import { load, programOf } from './support/snippets';

/** Each snippet of each page is a program that compiles and prints, on every operator that has what it asks for. */

const ROOT = path.join(__dirname, '..');

/** Snippets that one operator refuses, as their page says, by a word of theirs and the rules that refuse them. */
const REFUSED: readonly { readonly page: string; readonly word: string; readonly operator: string; readonly rules: string }[] = [
  { page: 'docs/how-to/certificates.md', word: 'fromSecrets', operator: 'Zalando Postgres Operator', rules: 'ZAL-160' },
  { page: 'docs/how-to/make-a-cluster-anew.md', word: 'logicalImport', operator: 'Zalando Postgres Operator', rules: 'ZAL-137' },
  { page: 'docs/how-to/make-a-cluster-anew.md', word: 'logicalImport', operator: 'Crunchy PGO', rules: 'PGO-056' },
  { page: 'docs/how-to/patch-and-suppress.md', word: 'logLevel', operator: 'Zalando Postgres Operator', rules: 'CRD-001' },
  { page: 'docs/how-to/patch-and-suppress.md', word: 'logLevel', operator: 'Crunchy PGO', rules: 'CRD-001' },
  { page: 'docs/how-to/watch-a-cluster.md', word: 'shop_orders', operator: 'Crunchy PGO', rules: 'PGO-102' },
  { page: 'docs/how-to/restore-a-cluster.md', word: 'ArchivePlace', operator: 'Zalando Postgres Operator', rules: 'ZAL-210' },
  { page: 'docs/how-to/restore-a-cluster.md', word: 'ArchivePlace', operator: 'Crunchy PGO', rules: 'PGO-120' },
  { page: 'docs/how-to/capture-changes.md', word: 'slots', operator: 'CloudNativePG', rules: 'CNPG-100' },
  { page: 'docs/how-to/roles-and-access.md', word: 'CreationSql', operator: 'Zalando Postgres Operator', rules: 'ZAL-200' },
  { page: 'docs/how-to/upgrade-postgresql.md', word: 'archiveGeneration', operator: 'Zalando Postgres Operator', rules: 'ZAL-241' },
  { page: 'docs/how-to/upgrade-postgresql.md', word: 'archiveGeneration', operator: 'Crunchy PGO', rules: 'PGO-160' },
  { page: 'docs/how-to/roles-and-access.md', word: 'oncall', operator: 'Zalando Postgres Operator', rules: 'ZAL-168' },
  { page: 'docs/how-to/stop-a-cluster.md', word: 'SleepSchedule', operator: 'Zalando Postgres Operator', rules: 'ZAL-290' },
  { page: 'docs/how-to/stop-a-cluster.md', word: 'VerbJob', operator: 'Zalando Postgres Operator', rules: 'ZAL-292' },
  { page: 'docs/how-to/look-into-databases.md', word: 'PgAdmin', operator: 'CloudNativePG', rules: 'CNPG-186' },
  { page: 'docs/how-to/look-into-databases.md', word: 'PgAdmin', operator: 'Zalando Postgres Operator', rules: 'ZAL-266' },
  { page: 'docs/how-to/scale-instances.md', word: 'replicaSets', operator: 'CloudNativePG', rules: 'CNPG-184' },
  { page: 'docs/how-to/scale-instances.md', word: 'replicaSets', operator: 'Zalando Postgres Operator', rules: 'ZAL-264' },
  { page: 'docs/how-to/grow-a-volume.md', word: 'autoGrow', operator: 'CloudNativePG', rules: 'CNPG-180' },
  { page: 'docs/how-to/grow-a-volume.md', word: 'autoGrow', operator: 'Zalando Postgres Operator', rules: 'ZAL-260' },
];

const pages = ['README.md', ...fs.readdirSync(path.join(ROOT, 'docs', 'how-to')).map((name) => path.join('docs', 'how-to', name))];

/** The README's own programs are run by what makes that page. */
const MADE = /<!-- (program|refused) -->[\s\S]*?<!-- \/\1 -->/g;

const snippets = pages.flatMap((page) => {
  const text = fs.readFileSync(path.join(ROOT, page), 'utf8').replace(MADE, '');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, snippet], i) => ({ page, name: `${page} ${i + 1}`, snippet: snippet! }));
});

/** What makes an operator, as a program writes it. */
const calls = OPERATORS.map(({ displayName, factory, required }) => ({
  displayName,
  call: `PostgresOperator.${factory}(${Object.keys(required).length > 0 ? JSON.stringify(required) : ''})`,
}));

const programs = snippets.flatMap((one) =>
  calls.map(({ displayName, call }) => ({ ...one, displayName, program: programOf(one.snippet, call) })),
);

test('there are snippets', () => {
  expect(snippets.length).toBeGreaterThan(25);
});

test('every snippet compiles', () => {
  // What an operator is called makes no difference to the compiler.
  const files = new Map(
    programs
      .filter(({ displayName }) => displayName === calls[0]!.displayName)
      .map(({ name, program }, i) => [path.join(ROOT, 'test', `snippet-${i}.ts`), { name, program }]),
  );
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    ROOT,
  );
  const strict: ts.CompilerOptions = { ...options, noUncheckedIndexedAccess: false, noUnusedLocals: false, noUnusedParameters: false };
  const host = ts.createCompilerHost(strict);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (file) => files.has(path.normalize(file)) || fileExists(file);
  host.readFile = (file) => files.get(path.normalize(file))?.program ?? readFile(file);
  host.getSourceFile = (file, version, ...rest) => {
    const own = files.get(path.normalize(file));
    return own === undefined ? getSourceFile(file, version, ...rest) : ts.createSourceFile(file, own.program, version);
  };
  const program = ts.createProgram([...files.keys()], strict, host);
  const problems = [...files].flatMap(([file, { name }]) =>
    ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map((one) => `${name}: ${ts.flattenDiagnosticMessageText(one.messageText, '\n')}`),
  );
  expect(problems).toEqual([]);
});

describe.each(calls.map(({ displayName }) => displayName))('%s', (operator) => {
  test.each(programs.filter(({ displayName }) => displayName === operator).map((one) => [one.name, one] as const))(
    '%s prints',
    (_, { page, snippet, program }) => {
      const outdir = fs.mkdtempSync(path.join(os.tmpdir(), 'snippet-'));
      try {
        const { outputText } = ts.transpileModule(program, {
          compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2020 },
        });
        const exported: { default?: (app: App) => void } = {};
        new Function('require', 'exports', outputText)(load, exported);
        const synth = () => {
          const app = new App({ outdir });
          exported.default!(app);
          app.synth();
        };
        const refused = REFUSED.find((one) => one.page === page && one.operator === operator && snippet.includes(one.word));
        if (refused === undefined) {
          synth();
          expect(fs.readdirSync(outdir)).not.toEqual([]);
        } else {
          expect(synth).toThrow(refused.rules);
        }
      } finally {
        fs.rmSync(outdir, { recursive: true });
      }
    },
  );
});
