import { withDefaults } from '../compare/defaults';
import { at, isMap, Json, JsonMap, textOf } from '../../values/json';
import { isLive, isOwned, KubeObject, keyOf, stripped, unwrapped } from '../object';
import { unreadable } from '../../status';
import { SourceFile } from './limits';
import { chunks, readChunk } from './yaml';

/** One side of the comparison. */
export interface Rendering {
  readonly objects: readonly KubeObject[];
  readonly byKey: ReadonlyMap<string, KubeObject>;
  /** Objects that another one of the same identity follows. */
  readonly duplicates: readonly KubeObject[];
  /** Documents that are no Kubernetes objects. */
  readonly skipped: readonly string[];
}

export interface ReadOptions {
  /** Namespace of objects that name none, as `kubectl -n` or the destination of an Application gives it. */
  readonly namespace?: string;
  readonly progress: (objects: number) => void;
}

/** What was read of a text before: most documents are the same on both sides, and are read once. */
export type Parsed = Map<string, Json>;

const CLUSTER_WIDE = new Set([
  'Namespace',
  'CustomResourceDefinition',
  'ClusterRole',
  'ClusterRoleBinding',
  'StorageClass',
  'PersistentVolume',
  'ClusterIssuer',
  'ClusterSecretStore',
  'ClusterImageCatalog',
  'PriorityClass',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
]);

const KUSTOMIZE = 'kustomize.config.k8s.io/';

export function rendering(files: readonly SourceFile[], parsed: Parsed, { namespace, progress }: ReadOptions): Rendering {
  const objects: KubeObject[] = [];
  const byKey = new Map<string, KubeObject>();
  const duplicates: KubeObject[] = [];
  const skipped: string[] = [];
  for (const { file, text } of files) {
    for (const chunk of chunks(text)) {
      const known = parsed.get(chunk.text);
      const document = known ?? readChunk(chunk, file);
      parsed.set(chunk.text, document);
      for (const raw of unwrapped(document)) {
        if (raw === null) {
          continue;
        }
        if (!isMap(raw) || textOf(raw.apiVersion) === undefined || textOf(raw.kind) === undefined) {
          skipped.push(`${file}:${chunk.line}`);
          continue;
        }
        // It has no name, and nobody applies it.
        if (textOf(raw.apiVersion)!.startsWith(KUSTOMIZE)) {
          skipped.push(`${file}:${chunk.line}`);
          continue;
        }
        if (isOwned(raw)) {
          continue;
        }
        const object = kubeObject(raw, { file, ...chunk }, namespace);
        objects.push(object);
        if (byKey.has(object.key)) {
          duplicates.push(object);
        } else {
          byKey.set(object.key, object);
        }
        progress(objects.length);
      }
    }
  }
  return { objects, byKey, duplicates, skipped };
}

/** The same text gives the same object, so that equal documents are seen to be equal at once. */
const made = new WeakMap<JsonMap, { raw: JsonMap; value: JsonMap }>();

function kubeObject(document: JsonMap, place: { file: string; line: number; text: string }, fallback: string | undefined): KubeObject {
  const apiVersion = textOf(document.apiVersion)!;
  const kind = textOf(document.kind)!;
  const name = textOf(at(document, 'metadata', 'name'));
  if (name === undefined || name === '') {
    throw unreadable(`${place.file}:${place.line}: ${kind} without metadata.name`);
  }
  const [group, version] = apiVersion.includes('/') ? (apiVersion.split('/') as [string, string]) : ['', apiVersion];
  const namespace = CLUSTER_WIDE.has(kind) ? '' : (textOf(at(document, 'metadata', 'namespace')) ?? fallback ?? '');
  let values = made.get(document);
  if (!values) {
    const raw = stripped(document);
    values = { raw, value: withDefaults(group, kind, raw) };
    made.set(document, values);
  }
  const live = isLive(document);
  return {
    ...place,
    group,
    version,
    kind,
    type: `${group || 'core'}/${kind}`,
    namespace,
    name,
    key: keyOf(group, kind, namespace, name),
    live,
    ...(live ? { running: document } : {}),
    ...values,
  };
}
