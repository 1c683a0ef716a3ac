// Makes the typed imports and the JSON Schemas under imports/ from the CRDs that imports/sources.json pins.
// See imports/README.md for how to move to another release.

import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import type { StructuralSchema } from './import-crds/crd';
import { parseCrd } from './import-crds/crd';
import { compareFields } from './import-crds/fields';
import { resourceSchema } from './import-crds/json-schema';
import { SCHEMAS, stableJson, writeOutput } from './import-crds/output';
import { fetchSource, readSources } from './import-crds/sources';
import type { Import } from './import-crds/typescript';
import { generateTypeScript } from './import-crds/typescript';

const IMPORTS = path.join(__dirname, '..', 'imports');

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      sources: { type: 'string', default: path.join(IMPORTS, 'sources.json') },
      out: { type: 'string', default: IMPORTS },
    },
  });
  const imports = await readImports(values.sources, process.env.CRD_DIR);
  const schemas = new Map(imports.map((each) => [schemaFile(each), stableJson(resourceSchema(each.resource))]));
  const modules = [...(await generateTypeScript(imports))].map(([module, code]) => [`${module}.ts`, code] as const);
  await reportFieldChanges(values.out, schemas);
  const files = new Map([...modules, ...schemas]);
  await writeOutput(values.out, files);
  reportSizes(files);
}

// Every source is held against its pin before anything is generated.
async function readImports(sourcesFile: string, crdDir: string | undefined): Promise<Import[]> {
  const sources = await readSources(sourcesFile);
  return Promise.all(sources.map(async (source) => ({ source, resource: parseCrd(await fetchSource(source, crdDir), source) })));
}

function schemaFile({ source }: Import): string {
  return `${SCHEMAS}/${source.group}/${source.kind}.json`;
}

// A minified schema makes no readable diff, so the run itself says which fields a new release took away or brought.
async function reportFieldChanges(folder: string, schemas: ReadonlyMap<string, string>): Promise<void> {
  for (const [name, text] of schemas) {
    const before = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (before !== undefined && before !== text) {
      const { removed, added } = compareFields(JSON.parse(before) as StructuralSchema, JSON.parse(text) as StructuralSchema);
      console.log(`${name} changed`);
      removed.forEach((field) => console.log(`  removed ${field}`));
      added.forEach((field) => console.log(`  added   ${field}`));
    }
  }
}

function reportSizes(files: ReadonlyMap<string, string>): void {
  const sizes = [...files].map(([name, content]) => [name, Buffer.byteLength(content)] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  for (const [name, size] of [...sizes, ['total', total] as const]) {
    console.log(`${size.toLocaleString('en').padStart(10)}  ${name}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
