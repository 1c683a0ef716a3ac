import * as fs from 'fs';
import * as path from 'path';
import { Io } from '../io';
import { judge, readAcks } from './acks';
import { compare } from '../manifests/compare/compare';
import { sideOf } from '../manifests/side';
import { findings } from './finding';
import { HELP, options, Options } from './options';
import { json } from './print/json';
import { markdown } from './print/markdown';
import { sarif } from './print/sarif';
import { text } from './print/text';
import { Progress } from '../progress';
import { readFolder } from '../manifests/read/folder';
import { gitFolder, readGit } from '../manifests/read/git';
import { Limits, SourceFile } from '../manifests/read/limits';
import { Parsed, rendering } from '../manifests/read/rendering';
import { Report, statusOf } from './report';
import { STATUS } from '../status';

/** Days for which an acknowledgement is proposed. */
const ACK_DAYS = 14;

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

function baseFiles({ base, head }: Options, io: Io, limits: Limits): SourceFile[] {
  if (fs.existsSync(path.resolve(io.cwd, base))) {
    return readFolder(base, io.cwd, limits);
  }
  const folder = gitFolder(base, head, io.cwd);
  const full = path.resolve(io.cwd, head);
  const only = !base.includes(':') && fs.statSync(full).isFile() ? path.basename(full) : undefined;
  const files = readGit(folder, limits, only);
  if (files.length === 0) {
    io.err(`guard: '${folder.shown}' has no manifests at '${folder.prefix || '.'}': everything is new\n`);
  }
  return files;
}

/** Compares two renderings, prints what was found, and answers with the status of the process. */
export function guard(args: readonly string[], io: Io): number {
  const asked = options(args);
  if (!asked) {
    io.out(HELP);
    return STATUS.clean;
  }
  const limits: Limits = { fileBytes: asked.fileBytes };
  const progress = new Progress('guard', io.err, io.terminal, io.now);
  const acks = readAcks(asked.acks, asked.head, io.cwd);
  const parsed: Parsed = new Map();
  const read = (what: string, files: SourceFile[]) => {
    const side = rendering(files, parsed, { namespace: asked.namespace, progress: (n) => progress.tick(`reading ${what}`, n) });
    side.skipped.forEach((where) => io.err(`guard: ${where}: no Kubernetes object (apiVersion and kind), skipped\n`));
    return sideOf(side);
  };
  const headFiles = readFolder(asked.head, io.cwd, limits);
  const base = read(asked.base, baseFiles(asked, io, limits));
  const head = read(asked.head, headFiles);
  const comparison = compare(base, head, (n) => progress.tick('comparing', n));
  const { findings: found, known } = findings(comparison, asked.all);
  const judged = judge(found, acks, day(io.now()), asked.allowDestroy);
  const report: Report = {
    base: asked.base,
    head: asked.head,
    objects: {
      base: base.byKey.size,
      head: head.byKey.size,
      added: comparison.added.length,
      removed: comparison.removed.length,
      changed: comparison.pairs.length,
    },
    ...judged,
    known,
    strict: asked.strict,
    acksFile: acks.file,
    expires: day(io.now() + ACK_DAYS * 86_400_000),
  };
  io.out({ text, json, markdown, sarif: (one: Report) => sarif(one, io.version) }[asked.format](report));
  return statusOf(report);
}
