import type { PostgresClusterSpecBackupsPgbackrestConfiguration } from '../../../../imports/crunchy/postgres-cluster';
import { repositoryName } from '../names';
import { Store } from './store';

/** Where PGO mounts the projected files. pgBackRest reads those that end in `.conf` and leaves the others to be named. */
const CONFIG_FOLDER = '/etc/pgbackrest/conf.d';

/** Files that PGO puts into the folder itself, after all others. */
const KEPT_NAMES = /^(pgbackrest[_-].*|config-hash)$/;

/** A file that is taken out of a Secret. */
export interface StoreFile {
  readonly secret: string;
  readonly key: string;
  /** Its name in the folder of the configuration when it is not that of the key: no two files have the same. */
  readonly path: string;
}

export type Projection = PostgresClusterSpecBackupsPgbackrestConfiguration;

/** How the files of some repositories come into the folder of the configuration. */
export interface StoreMounts {
  readonly projections: readonly Projection[];
  /** Name of a file in the folder. */
  readonly nameOf: (file: StoreFile) => string;
  /** What keeps a Secret from being mounted whole: the file, what its key must be, and what to write. */
  readonly obstacles: readonly string[];
}

/** Credentials, CA and key of one repository. */
export function filesOfStore({ index, target: { bucket, gcsBucket: gcs, azureContainer: azure }, encryption }: Store): StoreFile[] {
  const name = repositoryName(index);
  const rows: readonly (readonly [string | undefined, string | undefined, string])[] = [
    [bucket?.credentials.secretName, bucket?.credentials.configFileKey, `${name}-s3.conf`],
    [bucket?.ca?.name, bucket?.ca?.key, `${name}-ca.crt`],
    [gcs?.credentials.secretName, gcs?.credentials.key, `${name}-gcs-key.json`],
    [azure?.credentials.secretName, azure?.credentials.configFileKey, `${name}-azure.conf`],
    [encryption?.secretName, encryption?.configFileKey, `${name}-cipher.conf`],
  ];
  return rows.flatMap(([secret, key, path]) => (secret === undefined || key === undefined ? [] : [{ secret, key, path }]));
}

/** Files that pgBackRest needs besides its ConfigMap. */
export function storeFiles(stores: readonly Store[]): StoreFile[] {
  const seen = new Set<string>();
  return stores.flatMap(filesOfStore).filter(({ secret, key, path }) => {
    const source = `${secret}/${key}`;
    // Repositories may share a Secret. Its file is projected once, because pgBackRest refuses an option that it finds twice.
    const again = path.endsWith('.conf') && seen.has(source);
    seen.add(source);
    return !again;
  });
}

/** Files that are taken out of their Secrets one by one. PGO must not put them into one volume twice. */
export function singleFiles(stores: readonly Store[]): StoreMounts {
  return mounts(storeFiles(stores), new Set());
}

/**
 * Secrets as they are, wherever their keys are names that pgBackRest can work with. PGO puts the files of a cluster twice into the volume of a
 * restore over its own data and of a snapshot's, and the API server takes a path that is written out only once.
 */
export function wholeSecrets(stores: readonly Store[]): StoreMounts {
  const files = storeFiles(stores);
  const stuck = new Set(files.filter((file) => obstacle(file, files) !== undefined).map(({ secret }) => secret));
  return mounts(files, new Set(files.map(({ secret }) => secret).filter((secret) => !stuck.has(secret))));
}

/** A path in the pods. */
export const configPath = (name: string): string => `${CONFIG_FOLDER}/${name}`;

function mounts(files: readonly StoreFile[], whole: ReadonlySet<string>): StoreMounts {
  const projections = files.map(({ secret, key, path }) => ({
    secret: whole.has(secret) ? { name: secret } : { name: secret, items: [{ key, path }] },
  }));
  return {
    // A Secret that is mounted whole is mounted once.
    projections: projections.filter(
      ({ secret: { name } }, i) => !whole.has(name) || files.findIndex(({ secret }) => secret === name) === i,
    ),
    nameOf: ({ secret, key, path }) => (whole.has(secret) ? key : path),
    // Of two files with one name, the second has to take another.
    obstacles: files.flatMap((file, i) => obstacle(file, files.slice(0, i)) ?? []),
  };
}

/** What keeps a file from having the name of its key, beside some others. */
function obstacle({ secret, key, path }: StoreFile, others: readonly StoreFile[]): string | undefined {
  const isConfig = path.endsWith('.conf');
  const at = `the key '${key}' of the Secret '${secret}'`;
  const other = others.find((file) => file.secret !== secret && (file.key === key || file.path === key || file.key === path));
  if (isConfig !== key.endsWith('.conf')) {
    return `${at} must ${isConfig ? '' : 'not '}end in '.conf', got '${key}'; write it under the key '${path}'`;
  }
  if (KEPT_NAMES.test(key)) {
    return `${at} must not have the name of a file of PGO, got '${key}'; write it under the key '${path}'`;
  }
  return other && `${at} must not have the name of a file of the Secret '${other.secret}', got '${key}'; write it under the key '${path}'`;
}
