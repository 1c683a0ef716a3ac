import { spawnSync } from 'child_process';
import * as fs from 'fs';
import { createRequire } from 'module';
import * as os from 'os';
import * as path from 'path';
import { refOf } from '../guard/object';
import { readFolder } from '../guard/read/folder';
import { rendering } from '../guard/read/rendering';
import { rowsFor } from '../guard/rules/effects';
import { unreadable, usage } from '../guard/status';
import { Manifests } from './read/read';
import { changesOf } from './report/classes';

/** A difference between a program and manifests. */
export interface Difference {
  readonly object: string;
  readonly field?: string;
  /** What the operator does when the program is applied, where that restarts, moves or deletes something. */
  readonly does?: string;
}

const QUIET = new Set(['nothing', 'reload', 'ignored']);

interface CheckOptions {
  readonly cwd: string;
  readonly fileBytes: number;
  readonly namespace?: string;
}

/** Where the output of a program differs from manifests that exist. */
export function check({ belongings }: Manifests, program: string, { cwd, fileBytes, namespace }: CheckOptions): Difference[] {
  const full = path.resolve(cwd, program);
  if (!fs.existsSync(full)) {
    throw usage(`there is no program '${program}'`);
  }
  const isPrinted = fs.statSync(full).isDirectory() || /\.(ya?ml|json)$/.test(full);
  const output = isPrinted ? undefined : fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-postgres-'));
  try {
    if (output !== undefined) {
      run(full, program, output);
    }
    const { byKey } = rendering(readFolder(output ?? program, cwd, { fileBytes }), new Map(), { namespace, progress: () => undefined });
    const keys = new Set(belongings.map(({ key }) => key));
    return [
      ...belongings.flatMap((object): Difference[] => {
        const printed = byKey.get(object.key);
        if (!printed) {
          return [{ object: refOf(object), does: 'It is not printed, and is deleted where what is gone is pruned.' }];
        }
        return changesOf(object, printed.raw).map((change) => {
          const does = rowsFor(object, change)
            .filter(({ effect }) => !QUIET.has(effect))
            .map((row) => row.does)
            .join(' ');
          return { object: refOf(object), field: change.field, ...(does !== '' && { does }) };
        });
      }),
      ...[...byKey.values()].filter(({ key }) => !keys.has(key)).map((object) => ({ object: `${refOf(object)} (new)` })),
    ];
  } finally {
    if (output !== undefined) {
      fs.rmSync(output, { recursive: true, force: true });
    }
  }
}

/** What runs TypeScript, in the order in which it is looked for beside the program. */
const LOADERS: readonly (readonly [name: string, args: (file: string) => string[]])[] = [
  ['tsx', (file) => ['--import', file]],
  ['ts-node/register', (file) => ['--require', file]],
];

/** Runs a program, so that it prints into a folder. */
function run(file: string, shown: string, output: string): void {
  const found = createRequire(file);
  const loader = /\.[cm]?ts$/.test(file)
    ? LOADERS.flatMap(([name, args]) => {
        try {
          return [args(found.resolve(name))];
        } catch {
          // Not installed beside this program: the next one is looked for.
          return [];
        }
      })[0]
    : [];
  if (loader === undefined) {
    throw usage(
      `'${shown}' is TypeScript, and neither tsx nor ts-node is installed beside it; install one, or name the folder of its output`,
    );
  }
  const done = spawnSync(process.execPath, [...loader, file], {
    cwd: path.dirname(file),
    env: { ...process.env, CDK8S_OUTDIR: output },
  });
  if (done.status !== 0) {
    const [line] = (done.stderr?.toString() ?? String(done.error))
      .split('\n')
      .filter((one) => /^\s*(\w*Error: |\[[^\]]*\] \[[A-Z]+-\d{3}\])/.test(one));
    throw unreadable(`'${shown}' ends with status ${done.status ?? 'none'}: ${line ?? 'see what it says when it is run by itself'}`);
  }
}
