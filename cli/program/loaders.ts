import { spawnSync } from 'child_process';
import { createRequire } from 'module';
import * as path from 'path';
import { usage } from '../status';

/** What runs TypeScript, in the order in which it is looked for beside the program. */
const LOADERS: readonly (readonly [name: string, args: (file: string) => string[]])[] = [
  ['tsx', (file) => ['--import', file]],
  ['ts-node/register', (file) => ['--require', file]],
];

/** How a program ended. */
export interface Ended {
  /** Undefined where it was killed. */
  readonly status?: number;
  /** What it has written to the error stream, or why it could not be started. */
  readonly err: string;
}

export interface Surroundings {
  /** Arguments of Node before those that run TypeScript. */
  readonly node?: readonly string[];
  /** Variables beside those of this process. */
  readonly env: { readonly [name: string]: string };
}

/**
 * Runs a program of a user by what runs it there.
 *
 * @param file the program
 * @param shown how messages call it
 */
export function runProgram(file: string, shown: string, { node = [], env }: Surroundings): Ended {
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
  const done = spawnSync(process.execPath, [...node, ...loader, file], { cwd: path.dirname(file), env: { ...process.env, ...env } });
  return { ...(done.status !== null && { status: done.status }), err: done.stderr?.toString() ?? String(done.error) };
}
