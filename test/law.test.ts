import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '..');
const CONFIG = '.dependency-cruiser.cjs';

/** A tree of a few files, each of which breaks the law once or, where no rule stands beside it, keeps it. */
const TREE: { readonly [file: string]: readonly [specifier: string, rule?: string][] } = {
  'lib/model/size.ts': [['../private/rules', 'floor-model']],
  'lib/private/rules.ts': [['../operators/contract', 'floor-private']],
  'lib/private/shape.ts': [['../model/role']],
  'lib/model/role.ts': [],
  'lib/operators/contract.ts': [['./cnpg/names', 'contract']],
  'lib/operators/refusals.ts': [['../access/roles', 'floor-operators']],
  'lib/operators/shared/sql.ts': [['../crunchy/names', 'shared']],
  'lib/operators/cnpg/names.ts': [['../zalando/names', 'rivals']],
  'lib/operators/zalando/names.ts': [['../../../imports/cnpg/cluster', 'rivals'], ['../shared/text']],
  'lib/operators/zalando/rules.ts': [['constructs', 'rules-without-constructs']],
  'lib/operators/zalando/options.ts': [],
  'lib/operators/crunchy/names.ts': [['../../../imports/crunchy/cluster'], ['../contract']],
  'lib/operators/crunchy/pool/pool-rules.ts': [['constructs', 'rules-without-constructs']],
  'lib/operators/shared/text.ts': [],
  'imports/cnpg/cluster.ts': [],
  'imports/crunchy/cluster.ts': [],
  'lib/access/roles.ts': [['../refs/cluster', 'floor-access'], ['../model/role']],
  'lib/refs/cluster.ts': [],
  'lib/network/policies.ts': [['../operators/cnpg/names', 'operators-at-the-front-door']],
  'lib/backup/policy.ts': [
    ['../cluster/ha-cluster', 'floor-backup'],
    ['../operators/zalando/options', 'options-by-the-index'],
  ],
  'lib/cluster/ha-cluster.ts': [['../index', 'floor-cluster'], ['./first'], ['../recovery/cluster-runbook']],
  'lib/recovery/cluster-runbook.ts': [],
  'lib/cluster/first.ts': [['./second', 'circles']],
  'lib/cluster/second.ts': [['./first']],
  'lib/cluster/third.ts': [['../../test/support/render', 'nothing-of-tests']],
  'lib/pool/pool.ts': [['../annex/annex', 'room-without-floor']],
  'lib/annex/annex.ts': [],
  'cli/guard/guard.ts': [['../../lib/model/role', 'command']],
  'cli/values/path.ts': [['../guard/guard', 'values']],
  'cli/manifests/object.ts': [['../guard/guard', 'manifests'], ['../values/path'], ['../status']],
  'cli/status.ts': [],
  'cli/report/command.ts': [['../guard/guard', 'verbs'], ['../manifests/object'], ['./page/page']],
  'cli/report/page/page.ts': [],
  'cli/effects/zalando/pods.ts': [['../../guard/guard', 'effects'], ['../../values/path']],
  'lib/index.ts': [['./model/role']],
  'lib/postgres-operator.ts': [['./operators/crunchy/names']],
  'examples/quickstart/main.ts': [['../../lib'], ['../../lib/model/role', 'examples']],
  'test/support/render.ts': [],
  'test/access/roles.test.ts': [['../../lib/access/roles'], ['../../lib/cluster/first', 'mirror-access'], ['../../lib']],
};

/** How each kind of import is written; the law sees through all of them. */
const FORMS = [
  (specifier: string) => `import * as it from '${specifier}';\nexport const value = it;\n`,
  (specifier: string) => `import type * as it from '${specifier}';\nexport type Value = typeof it;\n`,
  (specifier: string) => `export const value = () => require('${specifier}');\n`,
];

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

/** Holds the tree, with imports of one form, against the law: what is broken, by file. */
function broken(form: (specifier: string) => string): { readonly [file: string]: readonly string[] } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'law-'));
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  try {
    Object.entries(TREE).forEach(([file, imports]) => write(file, imports.map(([specifier]) => form(specifier)).join('')));
    write('node_modules/constructs/package.json', JSON.stringify({ name: 'constructs', main: 'index.js', types: 'index.d.ts' }));
    write('node_modules/constructs/index.js', '');
    write('node_modules/constructs/index.d.ts', 'export {};');
    write('package.json', JSON.stringify({ dependencies: { constructs: '*' } }));
    write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'Node16', moduleResolution: 'Node16' } }));
    fs.copyFileSync(path.join(ROOT, CONFIG), path.join(folder, CONFIG));
    const depcruise = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [depcruise, 'lib', 'cli', 'test', 'examples', '--config', CONFIG, '--output-type', 'json'];
    const { summary } = JSON.parse(execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 })) as {
      readonly summary: { readonly violations: readonly Violation[] };
    };
    const files = [...new Set(summary.violations.map(({ from }) => from))].sort();
    return Object.fromEntries(
      files.map((file) => [file, [...new Set(summary.violations.filter(({ from }) => from === file).map(({ rule }) => rule.name))].sort()]),
    );
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const EXPECTED = Object.fromEntries(
  Object.entries(TREE)
    .map(([file, imports]) => [file, [...new Set(imports.flatMap(([, rule]) => rule ?? []))].sort()] as const)
    .filter(([, rules]) => rules.length > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

test.each([
  ['imports', FORMS[0]!],
  ['type imports', FORMS[1]!],
  ['requires', FORMS[2]!],
])('the law catches one violation of each kind, and no more, in %s', (_, form) => {
  expect(broken(form)).toEqual(EXPECTED);
});

test('every rule of the law is broken once above, but for floors and tests, of which some stand for all', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { forbidden } = require(path.join(ROOT, CONFIG)) as { readonly forbidden: readonly { readonly name: string }[] };
  const kinds = forbidden.map(({ name }) => name).filter((name) => !/^(floor|mirror)-/.test(name));
  expect([...new Set(Object.values(EXPECTED).flat())]).toEqual(expect.arrayContaining(kinds));
});
