import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { requireProgram } from './requirements';

/**
 * What the scanners of users' gates say of the pods that the library prints itself, in the manifests of the examples; docs/scanners.md has the
 * reason of each finding.
 */

const ROOT = path.join(__dirname, '..', '..');
const EXAMPLES = ['application', 'backup-and-recovery'].map((folder) => path.join('examples', folder, 'manifests'));

/** Where `bash test/real/install` puts them. */
const INSTALLED = path.join(__dirname, 'scanners', 'bin');
const CHECKOV = path.join(INSTALLED, 'checkov');
const KUBE_SCORE = path.join(INSTALLED, 'kube-score');

/** Names of what the library prints itself; all other pods of the examples are those of applications. */
const OWN = /-access-[0-9a-f]{8}\b|orders-drill/;

/** A scanner that hangs must not hang the suite. */
const SCAN_MS = 240_000;

const scanner = (program: string): jest.Describe =>
  requireProgram(`${path.basename(program)} ('bash test/real/install')`, fs.existsSync(program));

/** What a scanner prints; it ends with another code than 0 where it has found anything. */
function scanned(program: string, args: readonly string[]): unknown {
  const { stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: SCAN_MS,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) {
    throw error;
  }
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    throw new Error(`${path.basename(program)} printed no JSON: ${stderr}`);
  }
}

const accepted = fs
  .readFileSync(path.join(ROOT, 'docs', 'scanners.md'), 'utf8')
  .split('\n')
  .flatMap((line) => /^\| (checkov|kube-score) \| `([\w-]+)`/.exec(line)?.slice(1, 3).join(' ') ?? []);

scanner(CHECKOV)('checkov', () => {
  interface Check {
    readonly check_id: string;
    readonly resource: string;
  }
  interface Report {
    readonly results: { readonly failed_checks: readonly Check[]; readonly passed_checks: readonly Check[] };
  }

  test(
    'finds in our pods what is accepted, and nothing else',
    () => {
      // One report a folder, and one folder a report: several are printed behind each other, which is no JSON.
      const reports = EXAMPLES.map(
        (folder) =>
          scanned(CHECKOV, [
            '--directory',
            folder,
            '--framework',
            'kubernetes',
            '--output',
            'json',
            '--skip-download',
            '--compact',
          ]) as Report,
      );
      const ours = (pick: (report: Report) => readonly Check[]): Check[] =>
        reports.flatMap(pick).filter(({ resource }) => OWN.test(resource));
      expect(ours(({ results }) => results.passed_checks).length).toBeGreaterThan(50);
      const found = ours(({ results }) => results.failed_checks).map((check) => `checkov ${check.check_id}`);
      expect([...new Set(found)].sort()).toEqual(accepted.filter((line) => line.startsWith('checkov')).sort());
    },
    SCAN_MS,
  );
});

scanner(KUBE_SCORE)('kube-score', () => {
  interface Scored {
    readonly object_meta: { readonly name: string };
    readonly type_meta: { readonly kind: string };
    readonly checks: readonly { readonly check: { readonly id: string }; readonly grade: number; readonly skipped: boolean }[];
  }
  const OK = 7;

  test(
    'finds in our pods what is accepted, and nothing else',
    () => {
      const files = EXAMPLES.flatMap((folder) => fs.readdirSync(path.join(ROOT, folder)).map((file) => path.join(folder, file)));
      const scored = scanned(KUBE_SCORE, ['score', '--output-format', 'json', ...files]) as Scored[];
      const ours = scored.filter(({ object_meta, type_meta }) => /Job$/.test(type_meta.kind) && OWN.test(object_meta.name));
      expect(ours.length).toBeGreaterThan(5);
      const found = ours
        .flatMap(({ checks }) => checks.filter(({ grade, skipped }) => !skipped && grade < OK))
        .map(({ check }) => `kube-score ${check.id}`);
      expect([...new Set(found)].sort()).toEqual(accepted.filter((line) => line.startsWith('kube-score')).sort());
    },
    SCAN_MS,
  );
});
