import * as fs from 'fs';
import { KubeObject, refOf } from '../../manifests/object';
import { isStateful } from '../../manifests/operators';
import { decoded, readFolder } from '../../manifests/read/folder';
import { checkSize, SourceFile } from '../../manifests/read/limits';
import { rendering } from '../../manifests/read/rendering';
import { unreadable } from '../../status';
import { isMap, Json, JsonMap } from '../../values/json';
import { belongings } from './belongings';
import { Sampled } from '../fit/sampled';
import { Samples } from './placeholders';
import { Deliberate } from '../draft';
import { withoutIdle } from './idle';
import { oldForms, renamed, toV1 } from './old-forms';
import { toPlugin } from './to-plugin';
import { toSynchronous } from './to-synchronous';
import { toTyped } from './to-typed';
import { spelled } from './spelled';
import { undefaulted } from './undefaulted';

/** What was read. */
export interface Manifests {
  readonly cluster: KubeObject;
  /** The cluster and what belongs to it. */
  readonly belongings: readonly KubeObject[];
  /** The same as they were read, where an old form was carried over to a new one. */
  readonly original: readonly KubeObject[];
  /** What was carried over. */
  readonly deliberate: readonly Deliberate[];
  /** Old forms that stay as they are, and what is said of them. */
  readonly oldForms: readonly string[];
  /** Placeholders in them, and the samples that stand for these. */
  readonly samples: Sampled;
  /** What stays where it is. */
  readonly others: readonly KubeObject[];
  /** Documents that are no objects. */
  readonly skipped: readonly string[];
}

/** API versions whose fields are known. */
const KNOWN: { readonly [type: string]: readonly string[] } = {
  'postgresql.cnpg.io/Cluster': ['v1'],
  'acid.zalan.do/postgresql': ['v1'],
  'postgres-operator.crunchydata.com/PostgresCluster': ['v1', 'v1beta1'],
};

export interface ReadManifestsOptions {
  readonly cwd: string;
  readonly fileBytes: number;
  readonly namespace?: string;
  /** Name of the cluster, where there are several. */
  readonly cluster?: string;
  /** Whether an archive without the plugin is carried over to it. */
  readonly plugin?: boolean;
  /** Whether a cluster of PGO is one of the API version that 6.0 has. */
  readonly v1?: boolean;
}

/** How the shell names what is piped in. */
const STANDARD_INPUT = '-';

function standardInput(fileBytes: number): SourceFile {
  const bytes = fs.readFileSync(0);
  checkSize('standard input', bytes.length, { fileBytes });
  return { file: 'standard input', text: decoded(bytes, 'standard input') };
}

/** Reads manifests, out of Git or out of a cluster, and finds the one cluster among them. */
export function readManifests(
  paths: readonly string[],
  { cwd, fileBytes, namespace, cluster: wanted, plugin, v1 = false }: ReadManifestsOptions,
): Manifests {
  const files = paths.flatMap((one) => (one === STANDARD_INPUT ? [standardInput(fileBytes)] : readFolder(one, cwd, { fileBytes })));
  const { objects, duplicates, skipped } = rendering(files, new Map(), { namespace, progress: () => undefined });
  const [twin] = duplicates;
  if (twin) {
    const first = objects.find(({ key }) => key === twin.key)!;
    throw unreadable(
      `${twin.file}:${twin.line}: ${refOf(twin)} stands at ${first.file}:${first.line} already; take the one out that is not applied`,
    );
  }
  const cluster = theCluster(objects, wanted, paths);
  const clean = objects.map((one) => withoutNothing(one.live ? undefaulted(one) : one));
  const written = belongings(clean[objects.indexOf(cluster)]!, clean);
  const samples = new Samples();
  const today = written.map((one) => renamed(v1 ? toV1(one) : one));
  const typed = today.map(({ object }) => toTyped(spelled(object)));
  const found = typed.map(({ object }) => samples.sampled(object));
  for (const object of found) {
    const known = KNOWN[object.type];
    if (known && !known.includes(object.version)) {
      throw unreadable(
        `${object.file}:${object.line}: ${object.kind} of the API version '${object.version}', which is not known here; known is ${known.join(', ')}`,
      );
    }
    const template = object.kind === 'ConfigMap' ? undefined : templated(object.raw);
    if (template !== undefined) {
      throw unreadable(`${object.file}:${object.line}: ${refOf(object)} holds '${template}'; a Helm template has to be rendered before`);
    }
  }
  const read = withoutIdle(found);
  const synchronous = toSynchronous(read.objects);
  const archived = plugin ? toPlugin(synchronous.objects) : { objects: synchronous.objects, deliberate: [] };
  return {
    cluster: found[0]!,
    belongings: archived.objects,
    original: found,
    deliberate: [...today, ...typed, read, synchronous, archived].flatMap((one) => one.deliberate),
    oldForms: oldForms(archived.objects),
    others: clean.filter((one) => !written.includes(one)),
    skipped,
    samples: { placeholders: samples.placeholders, placed: samples.placed },
  };
}

/** An object without fields that say nothing: clients leave out what is null before they send it. */
function withoutNothing(object: KubeObject): KubeObject {
  const raw = someOf(object.raw) as JsonMap;
  return raw === object.raw ? object : { ...object, raw };
}

function someOf(json: Json): Json {
  if (Array.isArray(json)) {
    const items = json.map(someOf);
    return items.some((item, i) => item !== json[i]) ? items : json;
  }
  if (!isMap(json)) {
    return json;
  }
  const entries = Object.entries(json)
    .filter(([, item]) => item !== null)
    .map(([key, item]) => [key, someOf(item)] as const);
  return entries.length < Object.keys(json).length || entries.some(([key, item]) => item !== json[key])
    ? Object.fromEntries(entries)
    : json;
}

function theCluster(objects: readonly KubeObject[], wanted: string | undefined, paths: readonly string[]): KubeObject {
  const clusters = objects.filter(isStateful);
  const chosen = wanted === undefined ? clusters : clusters.filter(({ name }) => name === wanted);
  const [cluster, ...others] = chosen;
  if (!cluster) {
    const kinds = [...new Set(objects.map(({ kind }) => kind))].join(', ');
    const there = clusters.length > 0 ? `; there is ${clusters.map(({ name }) => name).join(', ')}` : kinds && `; there is ${kinds}`;
    const what = wanted === undefined ? 'cluster of CloudNativePG, Zalando or Crunchy PGO' : `cluster '${wanted}'`;
    throw unreadable(`no ${what} in ${paths.join(', ')}${there}`);
  }
  if (others.length > 0) {
    throw unreadable(
      `${chosen.length} clusters in ${paths.join(', ')}: ${chosen.map(refOf).join(', ')}; choose one with --cluster <name>` +
        (new Set(chosen.map(({ name }) => name)).size < chosen.length ? ', or name the file of one' : ''),
    );
  }
  return cluster;
}

/** The first text that a template engine was to replace. */
function templated(json: Json): string | undefined {
  if (typeof json === 'string') {
    return /\{\{.*?\}\}/.exec(json)?.[0];
  }
  if (typeof json === 'object' && json !== null) {
    for (const [key, item] of Object.entries(json)) {
      const found = /\{\{.*?\}\}/.exec(key)?.[0] ?? templated(item as Json);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return undefined;
}
