import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { requireOnPath, requireProgram } from './requirements';

/** The other languages of jsii: code is generated for all of them, and the Python package is installed and used. */

const ROOT = path.join(__dirname, '..', '..');
const hasBuild = existsSync(path.join(ROOT, '.jsii'));

/** Node's age is no news to the one who reads the message of a program. */
const ENV = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };

(hasBuild ? requireOnPath('python3') : requireProgram('a build (`npm run build`)', false))('other languages', () => {
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
    const file = 'quickstart.k8s.yaml';
    const expected = path.join(ROOT, 'examples', 'quickstart', 'manifests', file);
    expect(readFileSync(path.join(folder, 'dist', file), 'utf8')).toBe(readFileSync(expected, 'utf8'));
  });

  test('Python gets the whole message of a refusal', () => {
    const { status, stderr } = run('refused.py');
    expect(status).toBe(1);
    expect(stderr).toContain(
      `[orders/db] [HA-001] 'instances' must be a whole number from 1, got 0; write 3, one primary and two replicas (a cluster without a primary cannot accept writes)`,
    );
  });
});
