import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { refOf } from '../manifests/object';
import { readFolder } from '../manifests/read/folder';
import { rendering } from '../manifests/read/rendering';
import { rowsFor } from '../manifests/effects';
import { unreadable, usage } from '../status';
import { runProgram } from '../program/loaders';
import { reasonOf } from '../program/reason';
import { Manifests } from './read/read';
import { toTyped } from './read/to-typed';
import { meansTheSame } from './fit/meaning';
import { changesOf, doesNew } from './report/classes';

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
        const changes = changesOf(object, toTyped(printed).object.raw).filter(
          ({ field, old, new: now }) => !meansTheSame(object.type, field, old, now),
        );
        return changes.map((change) => {
          const does = rowsFor(object, change)
            .filter(({ effect }) => !QUIET.has(effect))
            .map((row) => row.does)
            .join(' ');
          return { object: refOf(object), field: change.field, ...(does !== '' && { does }) };
        });
      }),
      ...[...byKey.values()]
        .filter(({ key }) => !keys.has(key))
        .map((object) => ({ object: `${refOf(object)} (${doesNew(object.kind)})` })),
    ];
  } finally {
    if (output !== undefined) {
      fs.rmSync(output, { recursive: true, force: true });
    }
  }
}

/** Runs a program, so that it prints into a folder. */
function run(file: string, shown: string, output: string): void {
  const { status, err } = runProgram(file, shown, { env: { CDK8S_OUTDIR: output } });
  if (status !== 0) {
    const { where, what } = reasonOf(err, file);
    throw unreadable(`'${shown}' ends${where} with status ${status ?? 'none'}: ${what}`);
  }
}
