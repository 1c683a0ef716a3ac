import { mkdir, readFile, readdir, rm, rmdir, writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { GENERATED_MARK } from './typescript';

/** The folder, below the output folder, that holds schemas and nothing else. */
export const SCHEMAS = 'schemas';

/** Writes the generated files (by their path in the folder) and removes those that an earlier run made and this one did not. */
export async function writeOutput(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, content] of files) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  for (const name of await filesBelow(folder)) {
    if (!files.has(name) && (await isGenerated(folder, name))) {
      await rm(path.join(folder, name));
      await removeIfEmpty(path.dirname(path.join(folder, name)));
    }
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
}

async function isGenerated(folder: string, name: string): Promise<boolean> {
  if (name.startsWith(`${SCHEMAS}/`)) {
    return name.endsWith('.json');
  }
  return name.endsWith('.ts') && (await readFile(path.join(folder, name), 'utf8')).startsWith(GENERATED_MARK);
}

async function removeIfEmpty(folder: string): Promise<void> {
  if ((await readdir(folder)).length === 0) {
    await rmdir(folder);
  }
}

/** JSON with sorted keys, so that the order in which a release lists its fields makes no difference. */
export function stableJson(value: unknown): string {
  return `${JSON.stringify(value, (_, child: unknown) => (isRecord(child) ? sorted(child) : child))}\n`;
}

function sorted(record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
