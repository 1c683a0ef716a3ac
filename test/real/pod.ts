// A container as the kubelet starts it, but for the container: its variables, its command and its files.

import * as fs from 'fs';
import * as path from 'path';
import type { Manifest } from '../support/render';
import { makeFolder, writePrivate } from './processes';

/** The entries of a Secret or a ConfigMap. */
export type Entries = Readonly<Record<string, string>>;

/** What a pod finds in its namespace. */
export interface Namespace {
  readonly secrets: Readonly<Record<string, Entries>>;
  readonly configMaps: Readonly<Record<string, Entries>>;
}

export interface Container {
  readonly command: readonly string[];
  readonly env: Entries;
}

interface Reference {
  readonly name: string;
  readonly key: string;
}

interface Source {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

interface Volume {
  readonly name: string;
  readonly secret?: Source & { readonly secretName: string };
  readonly configMap?: Source & { readonly name: string };
  readonly projected?: {
    readonly sources: readonly {
      readonly secret?: Source & { readonly name: string };
      readonly configMap?: Source & { readonly name: string };
    }[];
  };
}

interface ContainerSpec {
  readonly command?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: { readonly secretKeyRef: Reference } }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

export interface PodSpec {
  readonly containers: readonly [ContainerSpec];
  readonly volumes?: readonly Volume[];
}

/** The ConfigMaps that a program prints, with the Secrets that others make. */
export function namespaceOf(manifests: readonly Manifest[], secrets: Namespace['secrets']): Namespace {
  const printed = manifests.filter(({ kind }) => kind === 'ConfigMap').map(({ metadata, data = {} }) => [metadata.name, data] as const);
  return { secrets, configMaps: Object.fromEntries(printed) };
}

/**
 * The only container of a pod.
 *
 * @param pod its pod
 * @param namespace where the pod runs; what it refers to and does not find is an error, for the pod would wait
 * @param root the folder that stands for the root of the container's files
 */
export function containerOf({ containers: [container], volumes = [] }: PodSpec, namespace: Namespace, root: string): Container {
  const { command = [], env = [], volumeMounts = [] } = container;
  for (const { name, mountPath } of volumeMounts) {
    write(
      path.join(root, mountPath),
      filesOf(
        volumes.find((volume) => volume.name === name)!,
        namespace,
      ),
    );
  }
  const moved = (text: string): string =>
    volumeMounts.reduce((all, { mountPath }) => all.split(`${mountPath}/`).join(path.join(root, mountPath, '/')), text);
  const variables: Record<string, string> = {};
  for (const { name, value = '', valueFrom } of env) {
    variables[name] = valueFrom ? entry(namespace.secrets, valueFrom.secretKeyRef) : moved(expand(value, variables));
  }
  return { command: command.map((word) => moved(expand(word, variables))), env: variables };
}

/**
 * Fills in references to the variables before it.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
 */
export function expand(text: string, variables: Entries): string {
  return text.replace(/\$(\$|\(([^)]*)\))/g, (all, sign: string, name: string) => (sign === '$' ? '$' : (variables[name] ?? all)));
}

/**
 * The variables of a client that finds its server on a port of loopback, under the name that it asks for. All else stays as it is.
 *
 * @param env what is printed
 * @param port where the server listens
 * @param prefix what stands before the names of the variables
 */
export function onLoopback(env: Entries, port: number, prefix = ''): Entries {
  const { [`${prefix}PGHOST`]: host, [`${prefix}PGPORT`]: service, [`${prefix}DATABASE_URL`]: url } = env;
  return {
    ...env,
    PGHOSTADDR: '127.0.0.1',
    [`${prefix}PGPORT`]: `${port}`,
    ...(url && { [`${prefix}DATABASE_URL`]: replaced(url, `@${host}:${service}/`, `@${host}:${port}/`) }),
  };
}

function replaced(text: string, from: string, to: string): string {
  if (!text.includes(from)) {
    throw new Error(`'${text}' does not contain '${from}'`);
  }
  return text.replace(from, () => to);
}

function filesOf({ secret, configMap, projected }: Volume, { secrets, configMaps }: Namespace): Entries {
  if (projected) {
    const parts = projected.sources.map((source) =>
      filesOf(
        { name: '', secret: source.secret && { ...source.secret, secretName: source.secret.name }, configMap: source.configMap },
        { secrets, configMaps },
      ),
    );
    return Object.assign({}, ...parts) as Entries;
  }
  const [name, from, items] = secret ? [secret.secretName, secrets, secret.items] : [configMap!.name, configMaps, configMap!.items];
  const all = from[name];
  if (all === undefined) {
    throw new Error(`the pod waits for '${name}'`);
  }
  return items ? Object.fromEntries(items.map(({ key, path: file }) => [file, entry(from, { name, key })])) : all;
}

function entry(objects: Readonly<Record<string, Entries>>, { name, key }: Reference): string {
  const value = objects[name]?.[key];
  if (value === undefined) {
    throw new Error(`the pod waits for '${name}/${key}'`);
  }
  return value;
}

function write(folder: string, files: Entries): void {
  const parents = path.relative('/', folder).split(path.sep);
  parents.forEach((_, i) => {
    const parent = `/${parents.slice(0, i + 1).join('/')}`;
    if (!fs.existsSync(parent)) {
      makeFolder(parent);
    }
  });
  for (const [name, text] of Object.entries(files)) {
    const { dir, base } = path.parse(name);
    if (dir === '') {
      writePrivate(path.join(folder, name), text);
    } else {
      write(path.join(folder, dir), { [base]: text });
    }
  }
}
