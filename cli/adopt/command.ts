import * as fs from 'fs';
import * as path from 'path';
import { Stop, unreadable, usage } from '../status';
import { Io } from '../io';
import { check } from './check';
import { adoptInChild } from './child';
import { adoptOptions, AdoptOptions, HELP } from './options';
import { readManifests } from './read/read';
import { classified } from './report/classes';
import { AdoptReport, reportOf, reportText } from './report/report';
import { unsampled } from './read/placeholders';
import { Json } from '../values/json';

/** What the shell is told. */
export const ADOPT_STATUS = { done: 0, differs: 1, refused: 2 } as const;

/** Writes a program for a cluster that exists, or compares one with it. */
export function adoptCommand(args: readonly string[], io: Io): number {
  try {
    const options = adoptOptions(args);
    if (!options) {
      io.out(HELP);
      return ADOPT_STATUS.done;
    }
    return options.check === undefined ? write(options, io) : compare(options, options.check, io);
  } catch (error) {
    // One status for all that cannot be read or was called wrongly.
    throw error instanceof Stop ? new Stop(error.message, ADOPT_STATUS.refused) : error;
  }
}

function write(options: AdoptOptions, io: Io): number {
  const out = options.out === undefined ? undefined : path.resolve(io.cwd, options.out);
  if (out !== undefined && fs.existsSync(out)) {
    throw usage(`'${options.out}' is there already; nothing is overwritten`);
  }
  if (out !== undefined && !isFolder(path.dirname(out))) {
    throw usage(`there is no folder '${path.dirname(options.out!)}' for '--out ${options.out}'; make it first`);
  }
  const manifests = readManifests(options.paths, { ...options, cwd: io.cwd });
  const adopted = adoptInChild(manifests.belongings, manifests.samples);
  const { placeholders } = manifests.samples;
  const found = reportOf(manifests, adopted, classified(manifests.original, { ...adopted, deliberate: manifests.deliberate }));
  // People know the placeholders, and not the samples.
  const report = unsampled(found as unknown as Json, placeholders) as unknown as AdoptReport;
  if (report.failure !== undefined) {
    throw unreadable(`no program for ${report.cluster}: ${report.failure}`);
  }
  const { source } = adopted;
  if (out !== undefined) {
    // Whole or not at all.
    fs.writeFileSync(out, source, { flag: 'wx' });
  }
  if (options.json) {
    io.out(`${JSON.stringify({ ...report, ...(out === undefined && { program: source }) }, null, 2)}\n`);
  } else if (out === undefined) {
    io.out(source);
    io.err(reportText(report));
  } else {
    io.out(reportText(report));
    io.out(nextSteps(options.paths, options.out!));
  }
  return ADOPT_STATUS.done;
}

const isFolder = (name: string): boolean => fs.statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;

/** What somebody does who has a program now. */
function nextSteps(paths: readonly string[], out: string): string {
  const lines = [
    `'${out}' is written. What comes next, in the folder of a package that has cdk8s-postgres, cdk8s, cdk8s-plus-28, constructs and tsx:`,
    `  npx tsx ${out}`,
    `  npx cdk8s-postgres adopt ${paths.join(' ')} --check ${out}`,
    'and docs/how-to/take-over-a-running-cluster.md, from the first sync on.',
  ];
  return `\n${lines.join('\n')}\n`;
}

function compare(options: AdoptOptions, program: string, io: Io): number {
  const manifests = readManifests(options.paths, { ...options, cwd: io.cwd });
  const found = check(manifests, program, { ...options, cwd: io.cwd });
  io.out(options.json ? `${JSON.stringify(found, null, 2)}\n` : checkText(program, found));
  return found.some(({ does }) => does !== undefined) ? ADOPT_STATUS.differs : ADOPT_STATUS.done;
}

function checkText(program: string, found: ReturnType<typeof check>): string {
  if (found.length === 0) {
    return `${program} prints what the manifests say\n`;
  }
  const lines = found.map(({ object, field, does }) => `${object}${field === undefined ? '' : `: ${field}`}${does ? `: ${does}` : ''}\n`);
  const loud = found.filter(({ does }) => does !== undefined).length;
  const all = `${found.length} ${found.length === 1 ? 'difference' : 'differences'}`;
  const end =
    loud > 1
      ? `${loud} of which restart, move or delete something`
      : `${loud === 0 ? 'none' : 1} of which restarts, moves or deletes something`;
  return `${lines.join('')}${all}, ${end}\n`;
}
