import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as path from 'node:path';

/** One row of `imports/sources.json`: a kind, and the released file that its import is made from. */
export interface Source {
  readonly kind: string;
  readonly group: string;
  /** The one version of the CRD that is imported. */
  readonly version: string;
  /** Where the typed import goes, relative to `imports/` and without the extension. */
  readonly module: string;
  readonly upstream: string;
  readonly tag: string;
  /** The file in the upstream repository. */
  readonly path: string;
  /** The file in a local copy: `<CRD_DIR>/<folder>/<tag>/<file>`. */
  readonly folder: string;
  readonly file: string;
  readonly sha256: string;
  readonly licence: string;
}

// Most values become part of a file name or an address, so each is held to the least it needs.
const FIELDS: Record<keyof Source, RegExp> = {
  kind: /^[A-Za-z][A-Za-z0-9]*$/,
  group: /^[a-z0-9]+([.-][a-z0-9]+)*$/,
  version: /^v[0-9]+((alpha|beta)[0-9]+)?$/,
  module: /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/,
  upstream: /^[\w-]+\/[\w-]+$/,
  tag: /^[\w-]+(\.[\w-]+)*$/,
  path: /^[\w-]+([./][\w-]+)*$/,
  folder: /^[\w-]+$/,
  file: /^[\w-]+(\.[\w-]+)*$/,
  sha256: /^[0-9a-f]{64}$/,
  licence: /^[\w.-]+$/,
};

/** Reads the table of pins and refuses a row that is incomplete or that would write over another row's files. */
export async function readSources(file: string): Promise<Source[]> {
  const rows: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!Array.isArray(rows)) {
    throw new Error(`${file}: expected an array of sources`);
  }
  rows.forEach((row, index) => checkRow(row, `${file}[${index}]`));
  const sources = rows as Source[];
  refuseTwice(sources, (source) => source.module, file);
  refuseTwice(sources, (source) => `${source.group}/${source.kind}`, file);
  return sources;
}

function checkRow(row: unknown, where: string): void {
  const values = (row ?? {}) as Record<string, unknown>;
  for (const [field, pattern] of Object.entries(FIELDS)) {
    const value = values[field];
    if (typeof value !== 'string' || !pattern.test(value)) {
      throw new Error(`${where}: "${field}" is ${JSON.stringify(value)}, expected a string that matches ${pattern}`);
    }
  }
  const unknown = Object.keys(values).filter((field) => !(field in FIELDS));
  if (unknown.length > 0) {
    throw new Error(`${where}: unknown field ${unknown.join(', ')}`);
  }
}

function refuseTwice(sources: readonly Source[], key: (source: Source) => string, file: string): void {
  const seen = new Set<string>();
  for (const source of sources) {
    if (seen.has(key(source))) {
      throw new Error(`${file}: ${key(source)} stands there twice`);
    }
    seen.add(key(source));
  }
}

/** The text of a source, from the local copy if there is one, and only if it is the pinned text. */
export async function fetchSource(source: Source, crdDir: string | undefined): Promise<string> {
  const location = crdDir
    ? path.join(crdDir, source.folder, source.tag, source.file)
    : `https://raw.githubusercontent.com/${source.upstream}/${source.tag}/${source.path}`;
  const bytes = crdDir ? await readFile(location) : await download(location);
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== source.sha256) {
    throw new Error(
      [
        `${location} is not the file that imports/sources.json pins for ${source.kind} (${source.upstream} ${source.tag}).`,
        `  expected sha256 ${source.sha256}`,
        `  found    sha256 ${found}`,
        'If the file was changed on purpose, read what changed and pin the found hash; otherwise get the released file again.',
      ].join('\n'),
    );
  }
  return bytes.toString('utf8');
}

async function download(url: string): Promise<Buffer> {
  const response = await fetch(url).catch((cause: unknown) => {
    throw new Error(`${url} cannot be reached; set CRD_DIR to a folder that holds the released CRDs to work without it`, { cause });
  });
  if (!response.ok) {
    throw new Error(`${url}: ${response.status} ${response.statusText}`);
  }
  return Buffer.from(await response.arrayBuffer());
}
