import { at, isMap, Json, JsonMap, listOf, textOf, without } from '../values/json';

/** Where an object was read. */
export interface Place {
  /** Path as people know it: below the folder they named. */
  readonly file: string;
  /** Line of the first line of the document. */
  readonly line: number;
  /** Text of the document, to find the line of a field when there is something to say of it. */
  readonly text: string;
}

/** One Kubernetes object of a rendering. */
export interface KubeObject extends Place {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Group and kind. */
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  /** Group, kind, namespace and name: what stays when file, version and order change. */
  readonly key: string;
  /** As it was written, without what the API server keeps. */
  readonly raw: JsonMap;
  /** With the defaults of the operator filled in. */
  readonly value: JsonMap;
  /** Read from a cluster (`kubectl get`), not from Git. */
  readonly live: boolean;
  /** Of a live object, all that the cluster has of it, the status included. */
  readonly running?: JsonMap;
}

export const refOf = ({ kind, namespace, name }: Pick<KubeObject, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${namespace ? `${namespace}/` : ''}${name}`;

export function keyOf(group: string, kind: string, namespace: string, name: string): string {
  return `${group || 'core'}/${kind}/${namespace || '-'}/${name}`;
}

export const annotation = (object: KubeObject, key: string): string | undefined => textOf(at(object.raw, 'metadata', 'annotations', key));

const SERVER_FIELDS = ['managedFields', 'uid', 'resourceVersion', 'generation', 'creationTimestamp', 'selfLink', 'deletionTimestamp'];
const SERVER_ANNOTATIONS = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'deployment.kubernetes.io/revision',
  'last-major-upgrade-success',
  'last-major-upgrade-failure',
];
const LIVE_ANNOTATIONS = ['argocd.argoproj.io/tracking-id'];
const LIVE_LABELS = ['argocd.argoproj.io/instance', 'app.kubernetes.io/instance'];

function withoutIfMap(metadata: JsonMap, field: string, keys: readonly string[]): JsonMap {
  const value = metadata[field];
  if (!isMap(value)) {
    return metadata;
  }
  const rest = without(value, keys);
  const others = without(metadata, [field]);
  return Object.keys(rest).length > 0 ? { ...others, [field]: rest } : others;
}

/** A live object carries what the API server and controllers wrote into it; none of that stands in Git. */
export function isLive(raw: JsonMap): boolean {
  return at(raw, 'metadata', 'uid') !== undefined || at(raw, 'metadata', 'resourceVersion') !== undefined;
}

export function stripped(raw: JsonMap): JsonMap {
  const rest = without(raw, ['status']);
  if (!isMap(rest.metadata)) {
    return rest;
  }
  const live = isLive(raw);
  let metadata = without(rest.metadata, [...SERVER_FIELDS, ...(live ? ['ownerReferences', 'finalizers'] : [])]);
  metadata = withoutIfMap(metadata, 'annotations', [...SERVER_ANNOTATIONS, ...(live ? LIVE_ANNOTATIONS : [])]);
  metadata = live ? withoutIfMap(metadata, 'labels', LIVE_LABELS) : metadata;
  return { ...rest, metadata };
}

/** Whether a live object came from Git, as far as it says so. */
export function wasApplied({ running }: Pick<KubeObject, 'running'>): boolean {
  const metadata = at(running, 'metadata');
  return (
    at(metadata, 'annotations', 'kubectl.kubernetes.io/last-applied-configuration') !== undefined ||
    LIVE_ANNOTATIONS.some((key) => at(metadata, 'annotations', key) !== undefined) ||
    LIVE_LABELS.some((key) => at(metadata, 'labels', key) !== undefined) ||
    listOf(at(metadata, 'managedFields')).some((entry) => at(entry, 'operation') === 'Apply')
  );
}

/** Made by a controller, and so not what anybody renders. */
export function isOwned(raw: JsonMap): boolean {
  return isLive(raw) && listOf(at(raw, 'metadata', 'ownerReferences')).some((owner) => at(owner, 'controller') === true);
}

/** The objects in a document: `kubectl get` wraps several in a List. */
export function unwrapped(document: Json): Json[] {
  return isMap(document) && typeof document.kind === 'string' && document.kind.endsWith('List') && Array.isArray(document.items)
    ? document.items.flatMap(unwrapped)
    : [document];
}
