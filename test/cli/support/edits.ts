import * as fs from 'fs';
import * as path from 'path';
import { parseAllDocuments } from 'yaml';
import { Json, JsonMap } from '../../../cli/values/json';

const EXAMPLES = path.join(__dirname, '..', '..', '..', 'examples');

export type Documents = readonly JsonMap[];

export const CHARTS: Documents[] = fs
  .readdirSync(EXAMPLES)
  .filter((example) => fs.existsSync(path.join(EXAMPLES, example, 'manifests')) && example !== 'bring-your-own-operator')
  .sort()
  .flatMap((example) => {
    const folder = path.join(EXAMPLES, example, 'manifests');
    const files = fs.readdirSync(folder).sort();
    return files.map((file) =>
      parseAllDocuments(fs.readFileSync(path.join(folder, file), 'utf8'), { version: '1.1' }).map((document) => document.toJS() as JsonMap),
    );
  });

export interface Edit {
  readonly how: 'value' | 'removal' | 'addition' | 'rename' | 'move';
  readonly kind: string;
  /** Keys, with the names of elements for their numbers. */
  readonly path: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly head: Documents;
  /** Nothing but the spelling or the order differs. */
  readonly same?: boolean;
  /** A patch release, or another time of day. */
  readonly weekly?: boolean;
}

const clone = (value: JsonMap): JsonMap => JSON.parse(JSON.stringify(value)) as JsonMap;
const isMap = (value: Json | undefined): value is JsonMap => typeof value === 'object' && value !== null && !Array.isArray(value);

interface Spot {
  readonly path: string;
  readonly parent: JsonMap | Json[];
  readonly key: string | number;
}

/** Every place of a document. */
function spots(value: Json, at: string): Spot[] {
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : isMap(value)
      ? Object.entries(value)
      : [];
  return entries.flatMap(([key, item]) => {
    const name = typeof key === 'number' ? `[${isMap(item) && typeof item.name === 'string' ? item.name : key}]` : `.${key}`;
    return [{ path: at + name, parent: value as JsonMap | Json[], key }, ...spots(item, at + name)];
  });
}

const read = ({ parent, key }: Spot): Json => (parent as { [key: string]: Json })[key]!;
const put = ({ parent, key }: Spot, value: Json): void => {
  (parent as { [key: string]: Json })[key] = value;
};

const UNITS = ['Mi', 'Gi', 'Ti'];

/** Another value of the same type. */
function other(value: Json, n: number): Json {
  if (typeof value === 'boolean') {
    return !value;
  }
  if (typeof value === 'number') {
    return n % 2 === 0 ? value + 1 + (n % 5) : Math.max(0, value - 1 - (n % 2));
  }
  const text = String(value);
  const amount = /^(\d+)([A-Za-z]*)$/.exec(text);
  return amount
    ? `${n % 2 === 0 ? Number(amount[1]) * 2 : Math.max(1, Math.floor(Number(amount[1]) / 2))}${amount[2]}`
    : `${text}-${n % 7}`;
}

/** The same quantity, spelt otherwise. */
function respelt(value: Json): Json | undefined {
  const match = /^(\d+)(Gi|Ti)$/.exec(String(value));
  return match ? `${Number(match[1]) * 1024}${UNITS[UNITS.indexOf(match[2]!) - 1]}` : undefined;
}

/** Fields that nobody has written yet, for the kinds that know them; the oracle has a word on each. */
const ADDITIONS: readonly (readonly [kinds: RegExp, path: string, key: string, value: Json])[] = [
  [/./, '.metadata', 'labels', { tier: 'gold' }],
  [/./, '.metadata', 'annotations', { 'example.com/owner': 'shop' }],
  [/./, '.metadata.annotations', 'example.com/owner', 'shop'],
  [/^Cluster$/, '.spec', 'description', 'orders of the shop'],
  [/^Cluster$/, '.spec', 'logLevel', 'info'],
  [/^Cluster$/, '.spec', 'postgresUID', 26],
  [/^Cluster$/, '.spec.bootstrap', 'recovery', { source: 'old' }],
  [/^Cluster$/, '.spec', 'replica', { self: 'here', primary: 'elsewhere', source: 'elsewhere' }],
  [/^Cluster$/, '.metadata.annotations', 'cnpg.io/hibernation', 'on'],
  [/^Cluster$/, '.metadata.annotations', 'cnpg.io/fencedInstances', '["*"]'],
  [/^Cluster$/, '.metadata.annotations', 'cnpg.io/validation', 'disabled'],
  [/^postgresql$/, '.spec', 'standby', { standby_host: 'elsewhere.example.com' }],
  [/^PostgresCluster$/, '.spec', 'standby', { host: 'elsewhere.example.com', enabled: true }],
  [/^PostgresCluster$/, '.spec', 'shutdown', true],
  [/^PostgresCluster$/, '.spec', 'dataSource', { postgresCluster: { clusterName: 'old', repoName: 'repo1' } }],
  [/^ScheduledBackup$/, '.spec', 'suspend', true],
  [/^Database$/, '.spec', 'ensure', 'absent'],
  [/^Database$/, '.spec', 'databaseReclaimPolicy', 'delete'],
  [/^ObjectStore$/, '.spec', 'retentionPolicy', '1d'],
  [/^(Cluster|postgresql|PostgresCluster)$/, '.metadata.annotations', 'argocd.argoproj.io/hook', 'Sync'],
  [/^(Cluster|postgresql|PostgresCluster)$/, '.metadata.annotations', 'helm.sh/hook', 'pre-install'],
];

/** A new object that nobody minds. */
const NEWCOMER: JsonMap = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'notes', namespace: 'notes' },
  data: { about: 'nothing' },
};

/** The next patch release of an image, or a later time of a schedule: what everybody does every week. */
function nextRelease(value: Json, key: string): Json | undefined {
  const text = String(value);
  if (/^(imageName|dockerImage|image)$/.test(key)) {
    const tag = /^(.*:[^:@]*?)(\d+)\.(\d+)([^:@]*)$/.exec(text);
    return tag ? `${tag[1]}${tag[2]}.${Number(tag[3]) + 1}${tag[4]}` : undefined;
  }
  return /^(schedule|full|differential|incremental)$/.test(key) && /^[\d*]+ [\d*]+ /.test(text) ? text.replace(/^\d+/, '7') : undefined;
}

/** One edit of one document of an example, from numbers that somebody has drawn. */
export function edit(chart: number, document: number, spot: number, how: number, n: number): Edit {
  const base = CHARTS[chart % CHARTS.length]!;
  const index = document % base.length;
  const target = clone(base[index]!);
  const kind = String(target.kind);
  const head = (...changed: JsonMap[]): Documents => [...base.slice(0, index), ...changed, ...base.slice(index + 1)];
  const places = spots(target, '').filter((place) => place.path !== '.kind' && place.path !== '.apiVersion');
  const place = places[spot % places.length]!;
  const leaves = places.filter((candidate) => typeof read(candidate) !== 'object');
  const leaf = leaves[spot % leaves.length]!;
  switch (how % 13) {
    case 0:
    case 1: {
      const old = read(leaf);
      put(leaf, other(old, n));
      return {
        how: leaf.path === '.metadata.name' ? 'rename' : leaf.path === '.metadata.namespace' ? 'move' : 'value',
        kind,
        path: leaf.path,
        old,
        new: read(leaf),
        head: head(target),
      };
    }
    case 2:
    case 3: {
      const old = read(place);
      if (['.metadata', '.metadata.name', '.metadata.namespace', '.spec'].includes(place.path)) {
        return { how: 'removal', kind, path: '', old: base[index], head: head() };
      }
      if (Array.isArray(place.parent)) {
        place.parent.splice(place.key as number, 1);
      } else {
        delete place.parent[place.key];
      }
      return { how: 'removal', kind, path: place.path, old, head: head(target) };
    }
    case 4:
    case 5: {
      const possible = ADDITIONS.flatMap(([kinds, at, key, value]) => {
        const parent = at
          .split('.')
          .slice(1)
          .reduce<Json | undefined>((found, step) => (isMap(found) ? found[step] : undefined), target);
        return kinds.test(kind) && isMap(parent) && parent[key] === undefined ? [{ at, key, value, parent }] : [];
      });
      const one = possible[n % (possible.length + 1)];
      if (!one) {
        return { how: 'addition', kind: 'ConfigMap', path: '', new: NEWCOMER, head: [...base, NEWCOMER] };
      }
      one.parent[one.key] = one.value;
      return { how: 'addition', kind, path: `${one.at}.${one.key}`, new: one.value, head: head(target) };
    }
    case 6:
    case 7: {
      const metadata = target.metadata as JsonMap;
      const field = n % 2 === 0 ? 'name' : 'namespace';
      const old = metadata[field]!;
      metadata[field] = `${String(old)}-b`;
      return { how: field === 'name' ? 'rename' : 'move', kind, path: `.metadata.${field}`, old, new: metadata[field], head: head(target) };
    }
    case 8: {
      // Something inside gets another name: a key, or the name of an element.
      const named = places.filter(
        ({ path: at, parent, key }) =>
          !/^\.(metadata(\.name(space)?)?|spec)$/.test(at) && (!Array.isArray(parent) || isMap(parent[Number(key)]!)),
      );
      const found = named[spot % named.length]!;
      const old = read(found);
      if (Array.isArray(found.parent)) {
        const element = old as JsonMap;
        if (typeof element.name !== 'string') {
          return { how: 'move', kind, path: '', head: [...base].reverse(), same: true };
        }
        put(found, { ...element, name: `${element.name}-b` });
      } else {
        delete found.parent[found.key];
        found.parent[`${found.key}B`] = old;
      }
      return { how: 'rename', kind, path: found.path, old, head: head(target) };
    }
    case 9: {
      // To the end of its list, or of the file.
      const lists = places.filter(
        ({ parent }) => Array.isArray(parent) && parent.length > 1 && parent.every((item) => isMap(item) && typeof item.name === 'string'),
      );
      const found = lists[spot % Math.max(lists.length, 1)];
      if (found && n % 2 === 0) {
        (found.parent as Json[]).push(...(found.parent as Json[]).splice(found.key as number, 1));
        return { how: 'move', kind, path: found.path, head: head(target), same: true };
      }
      return { how: 'move', kind, path: '', head: [...head(), target], same: true };
    }
    case 10: {
      const bumped = leaves.filter((candidate) => nextRelease(read(candidate), String(candidate.key)) !== undefined);
      const found = bumped[spot % Math.max(bumped.length, 1)];
      if (found) {
        const old = read(found);
        put(found, nextRelease(old, String(found.key))!);
        return { how: 'value', kind, path: found.path, old, new: read(found), head: head(target), weekly: true };
      }
      return { how: 'move', kind, path: '', head: [...base].reverse(), same: true };
    }
    case 11: {
      const quantities = leaves.filter(
        (candidate) => respelt(read(candidate)) !== undefined && /\.(memory|cpu|storage|size)$/.test(candidate.path),
      );
      const found = quantities[spot % Math.max(quantities.length, 1)];
      if (found) {
        put(found, respelt(read(found))!);
        return { how: 'value', kind, path: found.path, head: head(target), same: true };
      }
      return { how: 'move', kind, path: '', head: [...base.slice(index), ...base.slice(0, index)], same: true };
    }
    default: {
      // The order of keys, and of elements that have names.
      const turned = (value: Json): Json =>
        Array.isArray(value)
          ? value.length > 1 && value.every((item) => isMap(item) && typeof item.name === 'string')
            ? [...value].reverse().map(turned)
            : value.map(turned)
          : isMap(value)
            ? Object.fromEntries(
                Object.entries(value)
                  .reverse()
                  .map(([key, item]): [string, Json] => [key, turned(item)]),
              )
            : value;
      return { how: 'move', kind, path: '', head: head(turned(target) as JsonMap), same: true };
    }
  }
}
