import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { stringify } from 'yaml';
import { Finding } from '../../../cli/guard/finding';
import { run } from '../../../cli/run';
import { JsonMap } from '../../../cli/values/json';

/** A day that tests can count from. */
export const TODAY = Date.parse('2030-01-15T12:00:00Z');

export interface Result {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

const folders: string[] = [];

/** A folder that is gone when the tests are over. */
export function folder(): string {
  const made = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'guard-')));
  folders.push(made);
  return made;
}

export function removeFolders(): void {
  folders.splice(0).forEach((made) => fs.rmSync(made, { recursive: true, force: true }));
}

/** Writes texts by their names below a folder. */
export function write(to: string, files: { readonly [name: string]: string }): string {
  for (const [name, text] of Object.entries(files)) {
    const full = path.join(to, name);
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  }
  return to;
}

export const yamlOf = (objects: readonly JsonMap[]): string => objects.map((object) => stringify(object, { version: '1.1' })).join('---\n');

/** Runs the command in a folder. */
export function command(cwd: string, ...args: readonly string[]): Result {
  let [out, err] = ['', ''];
  const status = run(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    cwd,
    now: () => TODAY,
    terminal: false,
    version: '0.0.0',
  });
  return { status, out, err };
}

/** Compares two lists of objects. */
export function compareObjects(base: readonly JsonMap[], head: readonly JsonMap[], ...args: readonly string[]): Result {
  const cwd = folder();
  write(cwd, { 'base/all.yaml': yamlOf(base), 'head/all.yaml': yamlOf(head) });
  return command(cwd, 'guard', '--base', 'base', '--head', 'head', ...args);
}

/** What was found between two lists of objects. */
export function found(base: readonly JsonMap[], head: readonly JsonMap[], ...args: readonly string[]): Finding[] {
  const { out } = compareObjects(base, head, '--format', 'json', ...args);
  return (JSON.parse(out) as { findings: Finding[] }).findings;
}

/** A finding as a test writes it: everything that people read, but for what the rule says at every place. */
export const told = ({ rule, severity, ref, field, old, new: now, what, does, evidence, safe }: Finding): string[] => [
  `${rule} ${severity} ${ref}`,
  ...(field === undefined ? [] : [`${field}: ${JSON.stringify(old)} -> ${JSON.stringify(now)}`]),
  what,
  `${does} (${evidence})`,
  safe,
];
