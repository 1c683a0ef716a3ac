import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { JsonSchema, schemaBreaches } from '../../lib/private/json-schema';
import { fetchSource } from '../../scripts/import-crds/sources';
import type { Source } from '../../scripts/import-crds/sources';
import { validator } from '../support/validator';

const ROOT = path.join(__dirname, '..', '..');
const IMPORTS = path.join(ROOT, 'imports');
const RELEASED = path.join(ROOT, '..', 'shared', 'crds');

const sources = JSON.parse(readFileSync(path.join(IMPORTS, 'sources.json'), 'utf8')) as Source[];
const byName = sources.map((source) => [`${source.group}/${source.kind}`, source] as const);

interface Schema {
  readonly type?: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: boolean | Schema;
  readonly [keyword: string]: unknown;
}

function schemaText({ group, kind }: Source): string {
  return readFileSync(path.join(IMPORTS, 'schemas', group, `${kind}.json`), 'utf8');
}

function schemaOf(source: Source): Schema {
  return JSON.parse(schemaText(source)) as Schema;
}

function sourceOf(kind: string): Source {
  return sources.find((source) => source.kind === kind)!;
}

function schemaOfKind(kind: string): Schema {
  return schemaOf(sourceOf(kind));
}

function moduleText({ module }: Source): string {
  return readFileSync(path.join(IMPORTS, `${module}.ts`), 'utf8');
}

function className({ kind }: Source): string {
  return kind.startsWith('PG') ? `Pg${kind.slice(2)}` : kind.charAt(0).toUpperCase() + kind.slice(1);
}

/** The schema and every schema below it. */
function nodes(schema: Schema): Schema[] {
  const children = [
    ...Object.values(schema.properties ?? {}),
    ...[schema.items, schema.additionalProperties, schema.not].filter((child) => typeof child === 'object'),
    ...[schema.allOf, schema.anyOf, schema.oneOf].flat().filter((child) => child !== undefined),
  ] as Schema[];
  return [schema, ...children.flatMap(nodes)];
}

const MINIMAL_SPEC: Record<string, Record<string, unknown>> = {
  Cluster: { instances: 3, storage: { size: '1Gi' } },
  Pooler: { cluster: { name: 'orders' }, type: 'rw', pgbouncer: { poolMode: 'session' } },
  ScheduledBackup: { cluster: { name: 'orders' }, schedule: '0 0 2 * * *' },
  Backup: { cluster: { name: 'orders' } },
  Database: { cluster: { name: 'orders' }, name: 'orders', owner: 'orders-app' },
  DatabaseRole: { cluster: { name: 'orders' }, name: 'reader' },
  ImageCatalog: { images: [{ major: 17, image: 'registry.example/postgresql:17.6' }] },
  ClusterImageCatalog: { images: [{ major: 17, image: 'registry.example/postgresql:17.6' }] },
  Publication: { cluster: { name: 'orders' }, dbname: 'orders', name: 'all', target: { allTables: true } },
  Subscription: { cluster: { name: 'copy' }, dbname: 'orders', name: 'all', publicationName: 'all', externalClusterName: 'orders' },
  ObjectStore: { configuration: { destinationPath: 's3://acme-pg/orders' } },
  postgresql: { teamId: 'acme', numberOfInstances: 3, postgresql: { version: '17' }, volume: { size: '1Gi' } },
  PostgresCluster: {
    postgresVersion: 17,
    instances: [{ dataVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }],
  },
  PGAdmin: { dataVolumeClaimSpec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } },
  PGUpgrade: { postgresClusterName: 'orders', fromPostgresVersion: 16, toPostgresVersion: 17 },
};

function minimal({ group, version, kind }: Source): Record<string, unknown> & { spec: Record<string, unknown> } {
  return { apiVersion: `${group}/${version}`, kind, metadata: { name: 'orders' }, spec: MINIMAL_SPEC[kind]! };
}

const ajv = validator();

/** Whether a validator that knows all of JSON Schema and the library's own take the value; they have to agree. */
function accepts(schema: Schema, value: unknown): boolean {
  const byAjv = ajv.validate(schema, value);
  expect(schemaBreaches(schema as JsonSchema, value).length === 0).toBe(byAjv);
  return byAjv;
}

function fieldAt(schema: Schema, ...steps: string[]): Schema {
  return steps.reduce((node, step) => {
    const child = step === '[]' ? node.items : step === '*' ? node.additionalProperties : node.properties?.[step];
    return child as Schema;
  }, schema);
}

describe.each(byName)('the schema of %s', (_, source) => {
  const schema = schemaOf(source);

  test('is one line of JSON with sorted keys', () => {
    const sorted = (value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value;
    expect(schemaText(source)).toBe(`${JSON.stringify(schema, (__, value: unknown) => sorted(value))}\n`);
  });

  test('has only patterns that compile with the u flag', () => {
    const patterns = nodes(schema).flatMap(({ pattern }) => pattern ?? []);
    patterns.forEach((pattern) => expect(() => new RegExp(pattern, 'u')).not.toThrow());
  });

  test('holds no prose, no rule of the API server, and no format that a validator may not know', () => {
    expect(schemaText(source)).not.toContain('x-kubernetes-');
    const keywords = new Set(nodes(schema).flatMap((node) => Object.keys(node)));
    expect([...keywords]).not.toEqual(expect.arrayContaining([expect.stringMatching(/^(description|title|format|nullable)$/)]));
    // `description` is also a field of some kinds; it stands nowhere else.
    const fields = nodes(schema).filter((node) => node.properties?.description !== undefined);
    expect(schemaText(source).split('"description"').length - 1).toBe(fields.length);
  });

  test('refuses unknown fields in every object that declares its fields', () => {
    const open = nodes(schema).filter((node) => node.type === 'object' && node.properties && node.additionalProperties !== false);
    expect(open).toEqual([]);
  });

  test('takes a minimal object', () => {
    expect(accepts(schema, minimal(source))).toBe(true);
  });

  test('takes nothing without an envelope or of another kind', () => {
    const object = minimal(source);
    for (const field of Object.keys(object)) {
      const others = Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));
      expect(accepts(schema, others)).toBe(false);
    }
    expect(accepts(schema, { ...object, kind: 'Other' })).toBe(false);
    expect(accepts(schema, { ...object, apiVersion: `${source.group}/v0` })).toBe(false);
  });

  test('refuses an unknown field and a status', () => {
    const object = minimal(source);
    expect(accepts(schema, { ...object, status: {} })).toBe(false);
    expect(accepts(schema, { ...object, unknownField: true })).toBe(false);
    expect(accepts(schema, { ...object, spec: { ...object.spec, unknownField: true } })).toBe(false);
  });

  test.each(Object.entries(minimal(source).spec))('refuses another type for %s', (field, value) => {
    const object = minimal(source);
    const ofAnotherType = typeof value === 'string' ? 1 : 'text';
    expect(accepts(schema, { ...object, spec: { ...object.spec, [field]: ofAnotherType } })).toBe(false);
  });
});

describe('what the schemas keep of the CRDs', () => {
  test('a 32 bit integer has its bounds, and keeps a narrower one of its own', () => {
    expect(fieldAt(schemaOfKind('Cluster'), 'spec', 'stopDelay')).toMatchObject({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1 });
    expect(fieldAt(schemaOfKind('PostgresCluster'), 'spec', 'port')).toMatchObject({ minimum: 1024, maximum: 2 ** 31 - 1 });
  });

  test('a quantity is a whole number or a string of its pattern', () => {
    const quantity = fieldAt(schemaOfKind('Cluster'), 'spec', 'resources', 'limits', '*');
    expect([1, '500m', '1Gi'].filter((value) => !accepts(quantity, value))).toEqual([]);
    expect([1.5, true, '1 Gi', null].filter((value) => accepts(quantity, value))).toEqual([]);
    expect(quantity).not.toHaveProperty('anyOf');
  });

  test('a field with a default may be left out', () => {
    expect(accepts(schemaOfKind('Cluster'), { ...minimal(sourceOf('Cluster')), spec: { storage: { size: '1Gi' } } })).toBe(true);
  });

  test('null is taken where the CRD says so, and only there', () => {
    expect(accepts(fieldAt(schemaOfKind('postgresql'), 'spec', 'allowedSourceRanges'), null)).toBe(true);
    expect(accepts(fieldAt(schemaOfKind('postgresql'), 'spec', 'users'), { orders: null })).toBe(false);
  });

  test('a timestamp is one that the operator can decode', () => {
    const validUntil = fieldAt(schemaOfKind('DatabaseRole'), 'spec', 'validUntil');
    expect(accepts(validUntil, '2030-01-31T00:00:00Z')).toBe(true);
    expect(['2030-01-31', '2030-13-01T00:00:00Z', 'tomorrow'].filter((value) => accepts(validUntil, value))).toEqual([]);
  });

  test('an object without declared fields is refused where the API server would drop what stands in it', () => {
    const claim = fieldAt(schemaOfKind('Cluster'), 'spec', 'ephemeralVolumeSource', 'volumeClaimTemplate', 'metadata');
    expect(accepts(claim, {})).toBe(true);
    expect(accepts(claim, { labels: {} })).toBe(false);
  });

  test('free-form fields stay free', () => {
    expect(accepts(fieldAt(schemaOfKind('PostgresCluster'), 'spec', 'patroni', 'dynamicConfiguration'), { any: [1] })).toBe(true);
  });

  test('a Zalando standby names one source at least and not both buckets', () => {
    const standby = fieldAt(schemaOfKind('postgresql'), 'spec', 'standby');
    expect(accepts(standby, { standby_host: 'primary' })).toBe(true);
    expect(accepts(standby, { standby_host: 'primary', s3_wal_path: 's3://a' })).toBe(true);
    expect(accepts(standby, { standby_port: '5432' })).toBe(false);
    expect(accepts(standby, { s3_wal_path: 's3://a', gs_wal_path: 'gs://a' })).toBe(false);
  });

  test('a Zalando user flag may be written in either case, but not mixed', () => {
    const flag = fieldAt(schemaOfKind('postgresql'), 'spec', 'users', '*', '[]');
    expect(['createdb', 'CREATEDB', 'Createdb'].filter((value) => accepts(flag, value))).toEqual(['createdb', 'CREATEDB']);
  });

  test('RE2 notation means the same as on the server', () => {
    const spec = fieldAt(schemaOfKind('PostgresCluster'), 'spec');
    const hba = fieldAt(spec, 'authentication', 'rules', '[]', 'hba');
    expect(accepts(hba, 'host all all all scram-sha-256')).toBe(true);
    expect(accepts(hba, 'host\tall')).toBe(false);
    const retention = fieldAt(spec, 'instrumentation', 'logs', 'retentionPeriod');
    expect(['2 Weeks', '1d 12HR', 'PT36h'].filter((value) => !accepts(retention, value))).toEqual([]);
    expect(['2 months', ''].filter((value) => accepts(retention, value))).toEqual([]);
  });

  test('PostgreSQL users list a database once', () => {
    const databases = fieldAt(schemaOfKind('PostgresCluster'), 'spec', 'users', '[]', 'databases');
    expect(accepts(databases, ['a', 'b'])).toBe(true);
    expect(accepts(databases, ['a', 'a'])).toBe(false);
  });
});

describe.each(byName)('the typed import of %s', (_, source) => {
  const load = async (): Promise<Record<string, unknown>> => (await import(path.join(IMPORTS, source.module))) as Record<string, unknown>;

  test('says in two lines what it is made from, and holds no other comment and no prose', () => {
    const [first, second, ...code] = moduleText(source).split('\n');
    expect(first).toBe('// generated by npm run import, do not edit');
    expect(second).toBe(
      `// kind ${source.kind} of ${source.group}/${source.version}, from ${source.upstream} ${source.tag} (${source.licence})`,
    );
    expect(code.filter((line) => /\/\/|\/\*|\*\//.test(line))).toEqual([]);
    const literals = code.join('\n').match(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g) ?? [];
    expect(literals.filter((literal) => /\s/.test(literal))).toEqual([]);
    expect(code.join('\n')).toMatch(/[^\s]\n$/);
  });

  test('carries the kind and version that it was made for', async () => {
    const generated = (await load())[className(source)] as { GVK: unknown };
    expect(generated.GVK).toEqual({ apiVersion: `${source.group}/${source.version}`, kind: source.kind });
  });

  test('has values of its enums that the schema knows, each under a name of its own', async () => {
    const allowed = new Set(nodes(schemaOf(source)).flatMap((node) => node.enum ?? []));
    const enums = moduleText(source).matchAll(/^export enum (?<name>\w+) \{\n(?<body>[^}]*)\}/gm);
    const exported = await load();
    for (const match of enums) {
      const { name, body } = match.groups as { name: string; body: string };
      const members = exported[name] as Record<string, string>;
      expect(Object.keys(members)).toHaveLength(body.trim().split('\n').length);
      expect(Object.values(members).filter((value) => !allowed.has(value))).toEqual([]);
    }
  });

  test('prints every field of the schema', async () => {
    const toJson = (await load())[`toJson_${className(source)}Spec`] as (spec: unknown) => unknown;
    const spec = fieldAt(schemaOf(source), 'spec');
    const printed = toJson(sample(spec, typedStructs(moduleText(source)), `${className(source)}Spec`));
    expect(asPrinted(printed)).toEqual(asPrinted(sample(spec, plainStruct)));
  });
});

/** An object of a schema, where it is known with the name of its type in the import. */
type Struct = (schema: Schema, type: string) => unknown;

/** A value with every field that the schema declares. */
function sample(schema: Schema, struct: Struct, type = 'any'): unknown {
  const types = [schema.type].flat();
  if (types.includes('integer') && types.includes('string')) {
    return new IntOrString();
  }
  if (schema.enum) {
    return schema.enum[0];
  }
  switch (types[0]) {
    case 'object': {
      if (schema.properties) {
        return struct(schema, type);
      }
      const entryType = /^\{ \[key: string\]: (.*) \}$/.exec(type)?.[1];
      return typeof schema.additionalProperties === 'object' ? { entry: sample(schema.additionalProperties, struct, entryType) } : {};
    }
    case 'array':
      return [sample(schema.items!, struct, type.replace(/\[\]$/, ''))];
    case 'boolean':
      return true;
    case 'string':
      return isTimestamp(schema) ? new Date(0) : 'text';
    default:
      return 1;
  }
}

/** Stands for the class of the generated unions, and for the plain value where the import has the type any. */
class IntOrString {
  public readonly value = 'int-or-string';
}

function isTimestamp({ pattern }: Schema): boolean {
  return pattern !== undefined && new RegExp(pattern, 'u').test(new Date(0).toISOString());
}

function plainStruct(schema: Schema): unknown {
  const fields = Object.entries(schema.properties!);
  return Object.fromEntries(fields.map(([name, child]) => [name, sample(child, plainStruct)]));
}

// The typed names are camel case, so a field is found by its letters; two fields of the same letters would be one in the types.
function typedStructs(code: string): Struct {
  const letters = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();
  const interfaces = new Map(
    [...code.matchAll(/^export interface (\w+) \{\n((?: .*\n)*)\}/gm)].map(([, name, body]) => [
      name,
      [...body!.matchAll(/^ {2}readonly (\w+)\??: (.*);$/gm)],
    ]),
  );
  const struct: Struct = (schema, type) => {
    const names = new Map(Object.keys(schema.properties!).map((name) => [letters(name), name]));
    const fields = interfaces.get(type) ?? [];
    expect(fields.map(([, typedName]) => letters(typedName!)).sort()).toEqual(Object.keys(schema.properties!).map(letters).sort());
    return Object.fromEntries(
      fields.map(([, typedName, fieldType]) => [
        typedName,
        sample(schema.properties![names.get(letters(typedName!))!]!, struct, fieldType),
      ]),
    );
  };
  return struct;
}

function asPrinted(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (_, child: unknown) => (child instanceof IntOrString ? child.value : child)));
}

describe('npm run import', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'imports-test-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function runImport(args: string[], crdDir: string): Promise<string> {
    const script = [require.resolve('tsx/cli'), path.join(ROOT, 'scripts', 'import-crds.ts')];
    const env = { ...process.env, CRD_DIR: crdDir };
    const { stdout } = await promisify(execFile)(process.execPath, [...script, ...args], { env, cwd: folder });
    return stdout;
  }

  function generatedFiles(below: string): Map<string, string> {
    const names = readdirSync(below, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    const files = names.map((name) => [path.relative(below, name), readFileSync(name, 'utf8')] as const);
    const generated = files.filter(([name, text]) => name.startsWith('schemas') || text.startsWith('// generated by npm run import'));
    return new Map(generated.sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  const CRD = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
spec:
  group: example.org
  names: { kind: Widget }
  versions:
    - name: v1
      served: true
      schema:
        openAPIV3Schema:
          description: Some words.
          type: object
          properties:
            spec:
              type: object
              properties:
                size: { type: string, description: More words. }
    - name: v1beta1
      served: true
      schema: { openAPIV3Schema: { type: object } }
`;

  async function pin(text: string): Promise<string> {
    const source: Source = {
      ...{ kind: 'Widget', group: 'example.org', version: 'v1', module: 'example/widget', upstream: 'example/widgets', tag: 'v1.0.0' },
      ...{ path: 'crds/widget.yaml', folder: 'widgets', file: 'widget.yaml', licence: 'Apache-2.0' },
      sha256: createHash('sha256').update(text).digest('hex'),
    };
    await writeFile(path.join(folder, 'sources.json'), JSON.stringify([source]));
    await mkdir(path.join(folder, 'widgets', 'v1.0.0'), { recursive: true });
    await writeFile(path.join(folder, 'widgets', 'v1.0.0', 'widget.yaml'), text);
    return source.sha256;
  }

  const ARGUMENTS = ['--sources', 'sources.json', '--out', 'out'];

  test('imports the pinned version, takes away what it made before, and says which fields went and came', async () => {
    await pin(CRD);
    const earlier = path.join(folder, 'out');
    await mkdir(path.join(earlier, 'example', 'own'), { recursive: true });
    await mkdir(path.join(earlier, 'gone'));
    await mkdir(path.join(earlier, 'schemas', 'example.org'), { recursive: true });
    await writeFile(path.join(earlier, 'gone', 'gadget.ts'), '// generated by npm run import, do not edit\n');
    await writeFile(path.join(earlier, 'schemas', 'example.org', 'Gadget.json'), '{}');
    await writeFile(path.join(earlier, 'schemas', 'example.org', 'Widget.json'), '{"properties":{"spec":{"properties":{"colour":{}}}}}');
    await writeFile(path.join(earlier, 'example', 'own', 'notes.ts'), '// written by hand\n');

    const printed = await runImport(ARGUMENTS, folder);

    expect(readdirSync(earlier).sort()).toEqual(['example', 'schemas']);
    expect(readdirSync(path.join(earlier, 'schemas', 'example.org'))).toEqual(['Widget.json']);
    expect(readdirSync(path.join(earlier, 'example')).sort()).toEqual(['own', 'widget.ts']);
    expect(readFileSync(path.join(earlier, 'example', 'own', 'notes.ts'), 'utf8')).toBe('// written by hand\n');
    expect(readFileSync(path.join(earlier, 'schemas', 'example.org', 'Widget.json'), 'utf8')).toContain('example.org/v1"');
    expect(printed).toMatch(/ {2}removed spec\.colour\n/);
    expect(printed).toMatch(/ {2}added {3}spec\.size\n/);
    expect(printed).toMatch(/[\d,]+ {2}schemas\/example\.org\/Widget\.json\n *[\d,]+ {2}total\n$/);
  }, 60_000);

  test('stops at a source that is not the pinned one and writes nothing', async () => {
    const expected = await pin(CRD);
    const changed = CRD.replace('Some words', 'Some wards');
    await writeFile(path.join(folder, 'widgets', 'v1.0.0', 'widget.yaml'), changed);
    const found = createHash('sha256').update(changed).digest('hex');

    const failure = (await runImport(ARGUMENTS, folder).catch((error: unknown) => error)) as { code: number; stderr: string };

    expect(failure.code).toBe(1);
    expect(failure.stderr).toContain(path.join('widgets', 'v1.0.0', 'widget.yaml'));
    expect(failure.stderr).toContain(`expected sha256 ${expected}\n`);
    expect(failure.stderr).toContain(`found    sha256 ${found}\n`);
    expect(existsSync(path.join(folder, 'out'))).toBe(false);
  }, 60_000);

  test('downloads a source from the tag of its repository, and says which it could not get', async () => {
    const source = { ...sourceOf('Cluster'), sha256: createHash('sha256').update('text').digest('hex') };
    const url = `https://raw.githubusercontent.com/${source.upstream}/${source.tag}/${source.path}`;
    const download = jest.spyOn(globalThis, 'fetch');
    try {
      download.mockResolvedValueOnce(new Response('text'));
      await expect(fetchSource(source, undefined)).resolves.toBe('text');
      download.mockResolvedValueOnce(new Response('', { status: 404, statusText: 'Not Found' }));
      await expect(fetchSource(source, undefined)).rejects.toThrow(`${url}: 404 Not Found`);
      download.mockRejectedValueOnce(new TypeError('fetch failed'));
      await expect(fetchSource(source, undefined)).rejects.toThrow(`${url} cannot be reached`);
      expect(download.mock.calls).toEqual([[url], [url], [url]]);
    } finally {
      download.mockRestore();
    }
  });

  // The released CRDs are no part of the repository.
  if (existsSync(RELEASED)) {
    test('makes the committed files from the released CRDs, byte by byte', async () => {
      await runImport(['--out', 'out'], RELEASED);
      expect(generatedFiles(path.join(folder, 'out'))).toEqual(generatedFiles(IMPORTS));
    }, 60_000);

    test('refuses a released CRD in which one byte was changed', async () => {
      const source = sourceOf('Cluster');
      const copy = path.join(folder, source.folder, source.tag, source.file);
      await mkdir(path.dirname(copy), { recursive: true });
      const bytes = readFileSync(path.join(RELEASED, source.folder, source.tag, source.file));
      bytes.writeUInt8(bytes.readUInt8(0) ^ 1);
      await writeFile(copy, bytes);
      const found = createHash('sha256').update(bytes).digest('hex');
      await expect(fetchSource(source, folder)).rejects.toThrow(new RegExp(`${source.sha256}[^]*${found}`));
    });
  }
});
