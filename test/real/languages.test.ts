import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { requireOnPath, requireProgram } from './requirements';

/** The other languages of jsii: code is generated for all of them, and the packages for Python and Go are used. */

const ROOT = path.join(__dirname, '..', '..');
const hasBuild = existsSync(path.join(ROOT, '.jsii'));

/** What the quickstart in TypeScript prints. */
const EXPECTED = path.join(ROOT, 'examples', 'quickstart', 'manifests', 'quickstart.k8s.yaml');

const PAGE = path.join(ROOT, 'docs', 'how-to', 'other-languages.md');

/** Node's age is no news to the one who reads the message of a program. */
const ENV = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };

(hasBuild ? requireOnPath('python3', 'go') : requireProgram('a build (`npm run build`)', false))('other languages', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'languages-'));
  const python = path.join(folder, 'venv', 'bin', 'python');

  beforeAll(() => {
    const pacmak = path.join(__dirname, 'node_modules', '.bin', 'jsii-pacmak');
    execFileSync(pacmak, ['--code-only', '--outdir', path.join(folder, 'packages')], { cwd: ROOT, env: ENV, stdio: 'pipe' });
    execFileSync('python3', ['-m', 'venv', path.join(folder, 'venv')], { stdio: 'inherit' });
    execFileSync(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', path.join(folder, 'packages', 'python')], {
      stdio: 'inherit',
    });
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (program: string) =>
    spawnSync(python, [path.join(__dirname, 'python', program)], { cwd: folder, env: ENV, encoding: 'utf8' });

  test('have their code generated', () => {
    expect(readdirSync(path.join(folder, 'packages')).sort()).toEqual(['dotnet', 'go', 'java', 'js', 'python']);
  });

  test('Python prints what TypeScript prints', () => {
    expect(run('quickstart.py').status).toBe(0);
    expect(readFileSync(path.join(folder, 'dist', 'quickstart.k8s.yaml'), 'utf8')).toBe(readFileSync(EXPECTED, 'utf8'));
  });

  test('Go prints what TypeScript prints', () => {
    const own = path.join(folder, 'go');
    mkdirSync(own);
    copyFileSync(path.join(__dirname, 'go', 'main.go'), path.join(own, 'main.go'));
    writeFileSync(path.join(own, 'go.mod'), goModule(path.join(folder, 'packages', 'go', 'cdk8spostgres')));
    for (const args of [
      ['mod', 'tidy'],
      ['build', '-o', 'quickstart', '.'],
    ]) {
      execFileSync('go', args, { cwd: own, env: { ...ENV, GOFLAGS: '-mod=mod' }, stdio: 'pipe' });
    }
    execFileSync(path.join(own, 'quickstart'), { cwd: own, env: ENV, stdio: 'pipe' });
    expect(readFileSync(path.join(own, 'dist', 'quickstart.k8s.yaml'), 'utf8')).toBe(readFileSync(EXPECTED, 'utf8'));
  }, 300_000);

  test.each(['python/quickstart.py', 'go/main.go'])('the page shows %s', (program) => {
    const [, text] = /^[^\n]*\n\n?([^]*)$/.exec(readFileSync(path.join(__dirname, program), 'utf8'))!;
    expect(readFileSync(PAGE, 'utf8')).toContain(text);
  });

  test('Python gets the whole message of a refusal', () => {
    const { status, stderr } = run('refused.py');
    expect(status).toBe(1);
    expect(stderr).toContain(
      `[orders/db] [HA-001] 'instances' must be a whole number from 1, got 0; write 3, one primary and two replicas (a cluster without a primary cannot accept writes)`,
    );
  });
});

/** A module that takes the generated package from its folder, and cdk8s in the version that this library is made for. */
function goModule(generated: string): string {
  const { devDependencies } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    devDependencies: { cdk8s: string };
  };
  const own = 'github.com/cdk8s-postgres/cdk8s-postgres-go/cdk8spostgres';
  const cdk8s = 'github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2';
  return [
    'module quickstart',
    'go 1.25',
    `require ${own} v0.0.0`,
    `replace ${own} => ${generated}`,
    `replace ${cdk8s} => ${cdk8s} v${devDependencies.cdk8s}`,
    '',
  ].join('\n');
}
