import * as fs from 'fs';
import * as path from 'path';
import { Progress } from '../progress';
import { readFolder } from '../manifests/read/folder';
import { SourceFile } from '../manifests/read/limits';
import { STATUS, unreadable, usage } from '../status';
import { Io } from '../io';
import { build } from './build';
import { mermaid } from './mermaid';
import { ReportModel } from './model';
import { HELP, options, Options } from './options';
import { page } from './page/page';

/** Where the page goes; nothing that is read, and no folder, is written over. */
function target({ out }: Options, files: readonly SourceFile[], cwd: string): string {
  const full = path.resolve(cwd, out);
  const stat = fs.statSync(full, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    throw usage(`--out is a file, and '${out}' is a folder`);
  }
  if (!stat && !fs.existsSync(path.dirname(full))) {
    throw usage(`there is no folder '${path.dirname(out)}' for --out`);
  }
  if (stat && files.some(({ file }) => fs.realpathSync(path.resolve(cwd, file)) === fs.realpathSync(full))) {
    throw usage(`--out is '${out}', which is one of the manifests`);
  }
  return full;
}

function write(full: string, out: string, text: string): void {
  try {
    fs.writeFileSync(full, text);
  } catch (error) {
    throw usage(`'${out}' cannot be written: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
  }
}

const plural = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

function model(files: readonly SourceFile[], asked: Options, io: Io): ReportModel {
  const progress = new Progress('report', io.err, io.terminal, io.now);
  const made = build(files, {
    title: asked.title,
    folder: asked.folder,
    version: io.version,
    namespace: asked.namespace,
    progress: (what, n) => progress.tick(what === 'objects' ? `reading ${asked.folder}` : 'looking at clusters', n),
  });
  if (made.clusters.length === 0) {
    throw unreadable(
      `${asked.folder}: no cluster of CloudNativePG, the Zalando Postgres Operator or Crunchy PGO among ${plural(made.objects, 'object')} in ${plural(files.length, 'file')}; name the folder that the program prints into`,
    );
  }
  return made;
}

/** Writes a page, or a diagram, about what was printed. */
export function report(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (!asked) {
    io.out(HELP);
    return STATUS.clean;
  }
  const files = readFolder(asked.folder, io.cwd, { fileBytes: asked.fileBytes });
  const full = asked.out === '-' ? undefined : target(asked, files, io.cwd);
  const made = model(files, asked, io);
  made.remarks.forEach((remark) => io.err(`report: ${remark}\n`));
  const text = asked.mermaid ? mermaid(made) : page(made);
  if (full === undefined) {
    io.out(text);
  } else {
    write(full, asked.out, text);
    io.err(`report: ${plural(made.clusters.length, 'cluster')} of ${plural(made.objects, 'object')} in ${asked.out}\n`);
  }
  return STATUS.clean;
}
