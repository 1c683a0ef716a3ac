import * as fs from 'fs';
import * as path from 'path';
import { at, isMap, Json, JsonMap, listOf, mapOf, textOf, hasOwn } from '../../values/json';
import { EXTRA_DEFAULTS } from './extra-defaults';

/** The defaults of a schema, without everything else of it. */
interface Defaults {
  readonly value?: Json;
  readonly properties?: ReadonlyMap<string, Defaults>;
  readonly items?: Defaults;
  readonly additional?: Defaults;
}

const SCHEMAS = path.join(__dirname, '..', '..', '..', 'imports', 'schemas');
const compiled = new Map<string, Defaults | undefined>();

/** What of a schema sets defaults. Empty names of references are left out: they are the same as none. */
function prune(schema: Json | undefined): Defaults | undefined {
  if (!isMap(schema)) {
    return undefined;
  }
  const properties = new Map<string, Defaults>();
  for (const [name, property] of Object.entries(mapOf(schema.properties))) {
    const pruned = prune(property);
    if (pruned) {
      properties.set(name, pruned);
    }
  }
  const items = prune(schema.items);
  const additional = prune(schema.additionalProperties);
  const hasValue = schema.default !== undefined && schema.default !== '';
  return hasValue || properties.size > 0 || items || additional
    ? { ...(hasValue ? { value: schema.default } : {}), ...(properties.size > 0 ? { properties } : {}), items, additional }
    : undefined;
}

function defaultsOf(group: string, kind: string): Defaults | undefined {
  const key = `${group}/${kind}`;
  if (!compiled.has(key)) {
    const file = path.join(SCHEMAS, group, `${kind}.json`);
    const known = group !== '' && /^[\w.-]+$/.test(group) && /^\w+$/.test(kind) && fs.existsSync(file);
    compiled.set(key, known ? prune(JSON.parse(fs.readFileSync(file, 'utf8')) as Json) : undefined);
  }
  return compiled.get(key);
}

/** Fills in as the API server does: only where the parent is there. */
function fill(value: Json, defaults: Defaults): Json {
  if (Array.isArray(value)) {
    return defaults.items ? value.map((item) => fill(item, defaults.items!)) : value;
  }
  if (!isMap(value)) {
    return value;
  }
  const filled: JsonMap = { ...value };
  for (const [name, property] of defaults.properties ?? []) {
    const own = hasOwn(filled, name) && filled[name] !== null ? filled[name] : property.value;
    if (own !== undefined) {
      filled[name] = fill(own, property);
    }
  }
  if (defaults.additional) {
    for (const [name, item] of Object.entries(value)) {
      if (!defaults.properties?.has(name)) {
        filled[name] = fill(item, defaults.additional);
      }
    }
  }
  return filled;
}

/** Sets a value where there is none; `[]` in a path stands for every element of a list. Parents are made when `parents` says so. */
function setDefault(value: Json | undefined, steps: readonly string[], wanted: Json, parents: boolean): Json | undefined {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return value === undefined || value === null ? wanted : value;
  }
  if (step === '[]') {
    return Array.isArray(value) ? value.map((item) => setDefault(item, rest, wanted, parents) as Json) : value;
  }
  if (!isMap(value) && !(parents && (value === undefined || value === null))) {
    return value;
  }
  const map = mapOf(value);
  const below = setDefault(hasOwn(map, step) ? map[step] : undefined, rest, wanted, parents);
  return below === undefined || below === map[step] ? value : { ...map, [step]: below };
}

/** A default that hangs on the rest of the object. */
const DERIVED: { readonly [kind: string]: (value: JsonMap) => Json | undefined } = {
  'postgresql.cnpg.io/Cluster': (value) => {
    const name = textOf(at(value, 'metadata', 'name')) ?? '';
    let filled: Json | undefined = value;
    const method =
      ['initdb', 'recovery', 'pg_basebackup'].find((candidate) => at(value, 'spec', 'bootstrap', candidate) !== undefined) ?? 'initdb';
    const bootstrap = ['spec', 'bootstrap', method];
    // A monolithic import brings its own databases and roles, and no other is made.
    const makesDatabase = method === 'initdb' && textOf(at(value, ...bootstrap, 'import', 'type')) !== 'monolith';
    const database = textOf(at(value, ...bootstrap, 'database')) ?? (makesDatabase ? 'app' : undefined);
    if (database !== undefined) {
      filled = setDefault(filled, [...bootstrap, 'database'], database, true);
      filled = setDefault(filled, [...bootstrap, 'owner'], database, true);
    }
    if (method === 'initdb') {
      for (const [field, wanted] of [
        ['encoding', 'UTF8'],
        ['localeCollate', 'C'],
        ['localeCType', 'C'],
      ] as const) {
        filled = setDefault(filled, [...bootstrap, field], wanted, true);
      }
    }
    // What the operator writes back with every change, said or not.
    filled = setDefault(filled, ['spec', 'resources'], {}, true);
    filled = setDefault(filled, ['spec', 'postgresql', 'syncReplicaElectionConstraint', 'enabled'], false, true);
    filled = setDefault(filled, ['spec', 'postgresql', 'synchronous', 'failoverQuorum'], false, false);
    filled = setDefault(filled, ['spec', 'monitoring', 'disableDefaultQueries'], false, true);
    filled = setDefault(filled, ['spec', 'monitoring', 'enablePodMonitor'], false, true);
    filled = setDefault(filled, ['spec', 'monitoring', 'tls', 'enabled'], false, true);
    filled = setDefault(filled, ['spec', 'plugins', '[]', 'parameters', 'serverName'], name, false);
    filled = setDefault(filled, ['spec', 'backup', 'barmanObjectStore', 'serverName'], name, false);
    return filled;
  },
  'postgres-operator.crunchydata.com/PostgresCluster': (value) => {
    let filled: Json | undefined = value;
    for (const repo of listOf(at(value, 'spec', 'backups', 'pgbackrest', 'repos'))) {
      const name = textOf(at(repo, 'name'));
      filled = name ? setDefault(filled, ['spec', 'backups', 'pgbackrest', 'global', `${name}-path`], `/pgbackrest/${name}`, true) : filled;
    }
    // Sets without a name are called after their place in the list.
    const instances = at(filled, 'spec', 'instances');
    return Array.isArray(instances)
      ? {
          ...mapOf(filled),
          spec: {
            ...mapOf(at(filled, 'spec')),
            instances: instances.map((set, i) => (isMap(set) && !textOf(set.name) ? { ...set, name: String(i).padStart(2, '0') } : set)),
          },
        }
      : filled;
  },
};

/** The object as its operator reads it: what is left out has the value that it would have. */
export function withDefaults(group: string, kind: string, raw: JsonMap): JsonMap {
  const key = `${group}/${kind}`;
  const schema = defaultsOf(group, kind);
  let value: Json | undefined = schema ? fill(raw, schema) : raw;
  for (const { path: where, value: wanted, parents } of EXTRA_DEFAULTS[key] ?? []) {
    value = setDefault(value, where.split('.'), wanted, parents ?? false);
  }
  return mapOf(DERIVED[key]?.(mapOf(value)) ?? value);
}
