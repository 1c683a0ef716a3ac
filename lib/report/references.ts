/** What printed objects refer to by name, told by the names of their fields: one reading for all kinds, those of users included. */

/** A reference of one object. */
export interface Reference {
  readonly kind: string;
  readonly name: string;
  /** Whether the object that is named has a namespace. */
  readonly namespaced: boolean;
  /** Keys that are read of a Secret. */
  readonly keys: readonly string[];
  /** Type of a Secret, where the place says it. */
  readonly type?: string;
}

type Json = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** Fields that hold the name of an object that has no namespace. */
const CLASSES: { readonly [field: string]: string | undefined } = {
  storageClass: 'StorageClass',
  storageClassName: 'StorageClass',
  priorityClassName: 'PriorityClass',
  podPriorityClassName: 'PriorityClass',
  runtimeClassName: 'RuntimeClass',
  volumeSnapshotClassName: 'VolumeSnapshotClass',
};

/** Fields that hold kind and name, and the kind where they say none. */
const REFS: { readonly [field: string]: string | undefined } = {
  issuerRef: 'Issuer',
  secretStoreRef: 'SecretStore',
  imageCatalogRef: 'ImageCatalog',
};

/** Kinds without namespace that stand in for one with. */
const CLUSTER_WIDE = /^Cluster/;

/** A field that leads to a Secret, whether by its name or by name and key. */
const SECRET_FIELD = /^secret$|secret(Ref|Name|KeyRef)?$/i;

/** Volume snapshots of CloudNativePG name their classes in short. */
const SNAPSHOT_CLASSES = ['className', 'walClassName'];

const items = (value: Json): string[] => (Array.isArray(value.items) ? (value.items as Json[]) : []).map(({ key }) => key).filter(isName);

const secret = (name: string, keys: readonly string[], type?: string): Reference => ({
  kind: 'Secret',
  name,
  namespaced: true,
  keys,
  type,
});

/** What one field says by itself. */
function own(field: string, value: unknown, parent: Json): Reference[] {
  const kind = Object.prototype.hasOwnProperty.call(CLASSES, field) ? CLASSES[field] : undefined;
  if (kind !== undefined && isName(value)) {
    return [{ kind, name: value, namespaced: false, keys: [] }];
  }
  const ref = Object.prototype.hasOwnProperty.call(REFS, field) ? REFS[field] : undefined;
  if (ref !== undefined && isObject(value) && isName(value.name)) {
    const named = isName(value.kind) ? value.kind : ref;
    return [{ kind: named, name: value.name, namespaced: !CLUSTER_WIDE.test(named), keys: [] }];
  }
  if (field === 'volumeSnapshot' && isObject(value)) {
    return SNAPSHOT_CLASSES.map((one) => value[one])
      .filter(isName)
      .map((name) => ({ kind: 'VolumeSnapshotClass', name, namespaced: false, keys: [] }));
  }
  if (field === 'imagePullSecrets' && Array.isArray(value)) {
    const names = value.map((one: unknown) => (isObject(one) ? one.name : one)).filter(isName);
    return names.map((name) => secret(name, ['.dockerconfigjson'], 'kubernetes.io/dockerconfigjson'));
  }
  if (SECRET_FIELD.test(field)) {
    if (isName(value)) {
      return [secret(value, items(parent))];
    }
    const name = isObject(value) ? (value.name ?? value.secretName) : undefined;
    return isObject(value) && isName(name) ? [secret(name, [...(isName(value.key) ? [value.key] : []), ...items(value)])] : [];
  }
  // A selector of a key whose field says what is in there, such as `accessKeyId`; that of a ConfigMap says so.
  return isObject(value) &&
    isName(value.name) &&
    isName(value.key) &&
    Object.keys(value).every((one) => SELECTOR.includes(one)) &&
    !/configMap/i.test(field)
    ? [secret(value.name, [value.key])]
    : [];
}

const SELECTOR = ['name', 'key', 'optional'];

/** All that a part of an object refers to. */
export function references(value: unknown): Reference[] {
  if (Array.isArray(value)) {
    return value.flatMap(references);
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).flatMap(([field, inside]) => {
    const found = own(field, inside, value);
    return found.length > 0 && SECRET_FIELD.test(field) ? found : [...found, ...references(inside)];
  });
}
