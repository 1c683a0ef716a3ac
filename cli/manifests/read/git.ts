import { spawnSync, SpawnSyncReturns } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { unreadable, usage } from '../../status';
import { decoded } from './folder';
import { checkSize, isManifestFile, isSkippedFolder, leavesFolder, Limits, SourceFile } from './limits';

/** Nothing is written, nothing is fetched (not by a partial clone either), and nobody is asked for a password. */
const QUIET = { GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

function git(folder: string, args: readonly string[], input?: string): SpawnSyncReturns<Buffer> {
  const result = spawnSync('git', ['-C', folder, ...args], { env: { ...process.env, ...QUIET }, input, maxBuffer: 2 ** 31 - 1 });
  if (result.error) {
    throw usage(`git cannot be run (${(result.error as NodeJS.ErrnoException).code ?? result.error.message}); give --base as a folder`);
  }
  return result;
}

/** A folder of a commit. */
export interface GitFolder {
  readonly repository: string;
  /** Path of the folder below the top of the repository, with a slash at its end; empty for the top. */
  readonly prefix: string;
  readonly commit: string;
  /** How messages name it. */
  readonly shown: string;
}

/**
 * Where a ref has what stands in the head folder today. `ref:path` names another path, from the top of the repository of the working
 * directory.
 */
export function gitFolder(base: string, head: string, cwd: string): GitFolder {
  const [ref, given] = base.includes(':') ? [base.slice(0, base.indexOf(':')), base.slice(base.indexOf(':') + 1)] : [base, undefined];
  if (ref === '' || ref.startsWith('-')) {
    throw usage(`--base '${base}' is neither a folder nor a git ref`);
  }
  const from = given === undefined ? inside(path.resolve(cwd, head), head) : cwd;
  const top = git(from, ['rev-parse', '--show-toplevel', '--show-prefix']);
  if (top.status !== 0) {
    throw usage(`--base '${base}' is no folder, and '${given === undefined ? head : cwd}' is in no git repository where it could be a ref`);
  }
  const [repository = '', prefix = ''] = top.stdout.toString('utf8').split('\n');
  const commit = git(repository, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  if (commit.status !== 0) {
    throw usage(
      `--base '${base}' is neither a folder nor a ref that this clone of the repository has; nothing is fetched: in CI, check out with the history of the base branch`,
    );
  }
  const below = given === undefined ? prefix : `${given.replace(/^\.?\/+|\/+$/g, '')}/`;
  return { repository, prefix: below === '/' ? '' : below, commit: commit.stdout.toString('utf8').trim(), shown: ref };
}

/** The nearest folder that exists: git is started there. */
function inside(folder: string, shown: string): string {
  const stat = fs.statSync(folder, { throwIfNoEntry: false });
  if (!stat) {
    throw usage(`there is no folder '${shown}'`);
  }
  return stat.isDirectory() ? folder : path.dirname(folder);
}

interface Entry {
  readonly mode: string;
  readonly oid: string;
  readonly size: number;
  readonly path: string;
}

/** The manifests of a folder of a commit, read from the object store: nothing is checked out. Empty where the commit has no such folder. */
export function readGit({ repository, prefix, commit, shown }: GitFolder, limits: Limits, only?: string): SourceFile[] {
  const listed = git(repository, ['ls-tree', '-r', '-z', '--long', '--full-tree', commit, ...(prefix ? ['--', prefix] : [])]);
  if (listed.status !== 0) {
    const why = listed.stderr.toString('utf8');
    throw unreadable(
      /lazy|promisor|missing|not allowed/i.test(why)
        ? `${shown}: this clone does not have every file of the commit, and nothing is fetched: clone without --filter`
        : `${shown}: git cannot list the files: ${why.split('\n')[0]}`,
    );
  }
  const entries = listed.stdout
    .toString('utf8')
    .split('\0')
    .flatMap((line): Entry[] => {
      const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line);
      return match ? [{ mode: match[1]!, oid: match[2]!, size: Number(match[3]), path: match[4]! }] : [];
    });
  const links = entries.filter(({ mode }) => mode === '120000');
  contents(repository, links).forEach((target, i) => {
    const link = links[i]!.path;
    const reached = path.posix.normalize(path.posix.join(path.posix.dirname(link), target.toString('utf8')));
    if (path.posix.isAbsolute(target.toString('utf8')) || !`${reached}/`.startsWith(prefix) || reached.startsWith('../')) {
      throw leavesFolder(`${shown}:${link}`, `${shown}:${prefix}`);
    }
  });
  const files = entries.filter(
    ({ mode, path: file }) =>
      mode.startsWith('100') &&
      isManifestFile(file) &&
      (only === undefined || file === prefix + only) &&
      !file.slice(prefix.length).split('/').some(isSkippedFolder),
  );
  files.forEach((file) => checkSize(`${shown}:${file.path}`, file.size, limits));
  const texts = contents(repository, files);
  return files.map((file, i) => ({ file: `${shown}:${file.path}`, text: decoded(texts[i]!, `${shown}:${file.path}`) }));
}

/** The blobs, in their order, from one git process. */
function contents(repository: string, entries: readonly Entry[]): Buffer[] {
  if (entries.length === 0) {
    return [];
  }
  const { stdout, status, stderr } = git(repository, ['cat-file', '--batch'], entries.map(({ oid }) => `${oid}\n`).join(''));
  const fail = (why: string): Error => unreadable(`git cannot read the files of the base: ${why}`);
  if (status !== 0) {
    throw fail(stderr.toString('utf8').split('\n')[0] ?? '');
  }
  let offset = 0;
  return entries.map(({ path: file }) => {
    const end = stdout.indexOf(10, offset);
    const size = /^[0-9a-f]+ blob (\d+)$/.exec(stdout.toString('latin1', offset, end))?.[1];
    if (size === undefined) {
      throw fail(`${file} is not in this clone, and nothing is fetched`);
    }
    const bytes = stdout.subarray(end + 1, end + 1 + Number(size));
    offset = end + 2 + Number(size);
    return bytes;
  });
}
