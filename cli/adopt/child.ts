import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { KubeObject } from '../manifests/object';
import { Adopted } from './adopt';
import { Sampled } from './fit/sampled';

/** Bytes that a child process may answer with. */
const MOST = 1024 ** 3;

/** How a source that is not compiled is run; what is compiled needs nothing. */
export const loaderOf = (file: string): string[] => (file.endsWith('.ts') ? ['--import', 'tsx'] : []);

/** The file of a module beside this one, compiled or not. */
const beside = (name: string): string => {
  const compiled = path.join(__dirname, `${name}.js`);
  return fs.existsSync(compiled) ? compiled : path.join(__dirname, `${name}.ts`);
};

/** Writes a program in a process of its own, in which it is run. */
export function adoptInChild(objects: readonly KubeObject[], samples: Sampled): Adopted {
  const worker = beside('worker');
  // The texts of the documents are not needed any more, and may be long.
  const input = JSON.stringify({ objects: objects.map((object) => ({ ...object, text: '' })), samples });
  const done = spawnSync(process.execPath, [...loaderOf(worker), worker], {
    input,
    maxBuffer: MOST,
    cwd: path.join(__dirname, '..', '..'),
  });
  if (done.error) {
    throw done.error;
  }
  if (done.status !== 0) {
    throw new Error(`the process that writes the program ended with status ${done.status}: ${done.stderr.toString()}`);
  }
  return JSON.parse(done.stdout.toString()) as Adopted;
}
