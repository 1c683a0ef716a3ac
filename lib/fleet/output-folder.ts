import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { Finding } from '../model/finding';
import { breach, formatFinding } from '../private/rules';
import { FILE_TWICE, LIST, STALE } from './rules';
import { StaleFiles } from './stale-files';

/** Starts with a dot and has no extension, so that those who apply a folder pass it over. */
const LIST_FILE = '.fleet-files';

/** A line as `sha256sum` writes it. */
const LINE = /^([0-9a-f]{64}) {2}(.+)$/;

interface Written {
  readonly file: string;
  /** Path of the construct that is printed there. */
  readonly who: string;
  readonly hash?: string;
  /** Whether it was printed before the others, which are printed anew at each synth. */
  readonly early: boolean;
}

/** By folder: what apps of this program have printed there. Theirs is not stale for one another. */
const PRINTED = new Map<string, Map<OutputFolder, readonly string[]>>();

/**
 * The folder that an app is printed to: sees that no file is written twice, and what an earlier synth has left behind.
 */
export class OutputFolder {
  /** By name in small letters, because there are file systems that take those for the same. */
  private readonly written = new Map<string, Written>();
  private readonly folders = new Set<string>();
  private problems: string[] = [];

  public constructor(
    private readonly outdir: string,
    private readonly staleFiles: StaleFiles,
  ) {}

  /** Begins a synth. What was printed early stays. */
  public begin(): void {
    this.folders.clear();
    this.make('.');
    this.problems = [];
    for (const [key, { early }] of [...this.written]) {
      if (!early) {
        this.written.delete(key);
      }
    }
  }

  /**
   * Writes a file.
   *
   * @param file path below the folder, with slashes
   * @param texts what to write, one after the other
   * @param who path of the construct
   * @param early whether this happens before the synth of the app
   */
  public write(file: string, texts: readonly string[], who: string, early = false): void {
    const before = this.written.get(file.toLowerCase());
    const full = path.join(this.outdir, file);
    if (before !== undefined) {
      if (before.file !== file || fs.readFileSync(full, 'utf8') !== texts.join('')) {
        const what = `the file '${file}' is also that of ${before.who}, and holds something else; give one of them another name, or write 'stableNames: true' or YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE`;
        this.problems.push(line(who, breach(FILE_TWICE, what)));
      }
      return;
    }
    this.make(path.dirname(file));
    const descriptor = fs.openSync(full, 'w');
    try {
      texts.forEach((text) => fs.writeFileSync(descriptor, text, 'utf8'));
    } finally {
      fs.closeSync(descriptor);
    }
    this.written.set(file.toLowerCase(), { file, who, hash: this.keepsList ? hashOf(texts) : undefined, early });
  }

  /** Stops where two things were printed into one file. */
  public check(): void {
    const { problems } = this;
    this.problems = [];
    fail(problems);
  }

  /** Ends a synth: updates the list of files, and deletes or refuses what is stale. Returns what was deleted. */
  public finish(): string[] {
    if (!this.keepsList) {
      this.check();
      return [];
    }
    // What an app prints that overwrites itself says nothing of what is stale; the list grows, so that nothing is forgotten.
    const undecided = this.problems.length > 0;
    const current = [...this.written.values()];
    const names = new Set(current.map(({ file }) => file));
    const others = this.printedByOthers(current.map(({ file }) => file));
    const removed: string[] = [];
    const kept: (readonly [hash: string, file: string])[] = [];
    for (const [file, hashes] of this.readList()) {
      if (names.has(file)) {
        continue;
      }
      if (undecided || others.has(file)) {
        kept.push(...hashes.map((hash) => [hash, file] as const));
        continue;
      }
      const found = this.contentOf(file);
      if (found === undefined) {
        continue;
      }
      const ours = hashes.includes(hashOf([found]));
      if (this.staleFiles === StaleFiles.REMOVE && ours) {
        this.remove(file);
        removed.push(file);
        continue;
      }
      kept.push(...hashes.map((hash) => [hash, file] as const));
      const what = ours
        ? `'${file}' was printed by an earlier synth and is printed no longer; delete it, or write 'staleFiles: StaleFiles.REMOVE'`
        : `'${file}' was printed by an earlier synth, is printed no longer and was changed since; delete it or, to keep it, delete its line in ${LIST_FILE}`;
      this.problems.push(line(this.outdir, breach(STALE, what)));
    }
    const lines = [...kept, ...current.map(({ hash, file }) => [hash!, file] as const)].map(([hash, file]) => `${hash}  ${file}\n`);
    lines.sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1));
    fs.writeFileSync(path.join(this.outdir, LIST_FILE), lines.join(''));
    this.check();
    return removed;
  }

  /** Makes a folder below this one, once. */
  public make(folder: string): void {
    if (!this.folders.has(folder)) {
      fs.mkdirSync(path.join(this.outdir, folder), { recursive: true });
      this.folders.add(folder);
    }
  }

  private get keepsList(): boolean {
    return this.staleFiles !== StaleFiles.IGNORE;
  }

  /** The files of earlier synths with what was in them: more than one thing where two branches were merged. */
  private readList(): Map<string, string[]> {
    const text = this.contentOf(LIST_FILE)?.toString('utf8') ?? '';
    const files = new Map<string, string[]>();
    for (const [i, entry] of text.split(/\r?\n/).entries()) {
      const [, hash, file] = LINE.exec(entry) ?? [];
      if (entry === '') {
        continue;
      }
      if (hash === undefined || file === undefined || path.isAbsolute(file) || file.split(/[\\/]/).includes('..')) {
        const what = `line ${i + 1} of ${LIST_FILE} must be a hash and a path below the folder, got '${entry}'; take the list of the last commit or, where it does not matter what is stale, delete it`;
        fail([line(this.outdir, breach(LIST, what))]);
      }
      files.set(file!, [...(files.get(file!) ?? []), hash!]);
    }
    return files;
  }

  private printedByOthers(mine: readonly string[]): Set<string> {
    const folder = path.resolve(this.outdir);
    const printed = PRINTED.get(folder) ?? new Map<OutputFolder, readonly string[]>();
    PRINTED.set(folder, printed.set(this, mine));
    return new Set([...printed].filter(([other]) => other !== this).flatMap(([, files]) => files));
  }

  /** What is in a file; nothing where there is none, or where the name leads to something else. */
  private contentOf(file: string): Buffer | undefined {
    const full = path.join(this.outdir, file);
    return fs.lstatSync(full, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(full) : undefined;
  }

  /** Deletes a file, and the folders that it leaves empty. */
  private remove(file: string): void {
    fs.rmSync(path.join(this.outdir, file));
    for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
      const full = path.join(this.outdir, folder);
      if (fs.readdirSync(full).length > 0) {
        return;
      }
      fs.rmdirSync(full);
    }
  }
}

function hashOf(texts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  texts.forEach((text) => hash.update(text));
  return hash.digest('hex');
}

const line = (who: string, finding: Finding): string => `[${who}] ${formatFinding(finding)}`;

/** Stops with all that is wrong, in the form that cdk8s gives to it. */
export function fail(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(`Validation failed with the following errors:\n  ${problems.join('\n  ')}`);
  }
}
