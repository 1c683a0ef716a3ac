import { KubeObject } from '../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../values/json';
import { ApplicationRow } from './model';
import { Estate, Member, push } from './estate';
import { Labels, labelsOf } from './selector';

/** Something that runs pods. */
export interface Workload {
  readonly object: KubeObject;
  readonly labels: Labels;
  readonly pod: Json;
}

/** The pod of an object, wherever its kind keeps it: workloads of Kubernetes and others that carry a template. */
function podOf({ value }: KubeObject): { readonly metadata: Json | undefined; readonly spec: Json } | undefined {
  const { spec } = value;
  const template = [at(spec, 'template'), at(spec, 'jobTemplate', 'spec', 'template'), at(spec, 'workloadTemplate')].find((one) =>
    Array.isArray(at(one, 'spec', 'containers')),
  );
  if (template !== undefined) {
    return { metadata: at(template, 'metadata'), spec: at(template, 'spec')! };
  }
  return Array.isArray(at(spec, 'containers')) ? { metadata: value.metadata, spec: spec! } : undefined;
}

export function workloadsOf(estate: Estate): Workload[] {
  return [...estate.side.byKey.values()].flatMap((object) => {
    const pod = estate.side.clusterByKey.has(object.key) || object.group.endsWith('cnpg.io') ? undefined : podOf(object);
    return pod ? [{ object, labels: labelsOf(at(pod.metadata, 'labels')), pod: pod.spec }] : [];
  });
}

/** Variables that hold an address, so that a short name in them is one of a Service. */
const ADDRESS = /(HOST|ADDR|URL|URI|DSN|SERVER|ENDPOINT|CONN)/i;
const DATABASE = /(^|_)(PGDATABASE|DB_?NAME|DATABASE_?NAME|POSTGRES_DB|POSTGRES_DATABASE)$/i;
const QUALIFIED = /[a-z0-9][a-z0-9-]*(?:\.[a-z0-9][a-z0-9-]*)+/gi;
/** Hosts where a text says that they are some: of a URL, or of a connection string. */
const SAID = /:\/\/(?:[^/@\s]*@)?([^/?\s]+)|\bhost=([^\s;&]+)/gi;
/** Names with or without a port, and nothing else. */
const BARE = /^[a-z0-9][a-z0-9.-]*(?::\d+)?(?:,[a-z0-9][a-z0-9.-]*(?::\d+)?)*$/i;

/** Hosts that a text may name. A short name counts only where it is known to be one of a host: a database may be called like its cluster. */
function hostsIn(text: string, isAddress: boolean): string[] {
  const said = [...text.matchAll(SAID)].map(([, url, host]) => url ?? host ?? '');
  const short = [...said, ...(isAddress && BARE.test(text) ? [text] : [])];
  return [...(text.match(QUALIFIED) ?? []), ...short.flatMap((list) => list.split(',')).map((one) => one.replace(/:\d+$/, ''))];
}

interface Found {
  readonly via: Set<string>;
  readonly secrets: Set<string>;
}

function containersOf(pod: Json): Json[] {
  return [...listOf(at(pod, 'containers')), ...listOf(at(pod, 'initContainers'))];
}

function secretsOf(pod: Json): string[] {
  const env = containersOf(pod).flatMap((container) => [
    ...listOf(at(container, 'env')).map((variable) => at(variable, 'valueFrom', 'secretKeyRef', 'name')),
    ...listOf(at(container, 'envFrom')).map((source) => at(source, 'secretRef', 'name')),
  ]);
  const volumes = listOf(at(pod, 'volumes')).flatMap((volume) => [
    at(volume, 'secret', 'secretName'),
    ...listOf(at(volume, 'projected', 'sources')).map((source) => at(source, 'secret', 'name')),
  ]);
  return [...env, ...volumes].flatMap((name) => textOf(name) ?? []);
}

function hostsOf(pod: Json): string[] {
  return containersOf(pod).flatMap((container) => [
    ...listOf(at(container, 'env')).flatMap((variable) => {
      const value = textOf(at(variable, 'value'));
      return value === undefined ? [] : hostsIn(value, ADDRESS.test(textOf(at(variable, 'name')) ?? ''));
    }),
    ...[...listOf(at(container, 'command')), ...listOf(at(container, 'args'))].flatMap((word) => hostsIn(textOf(word) ?? '', false)),
  ]);
}

function databasesOf(pod: Json): string[] {
  const named = containersOf(pod)
    .flatMap((container) => listOf(at(container, 'env')))
    .filter((variable) => DATABASE.test(textOf(at(variable, 'name')) ?? ''))
    .flatMap((variable) => textOf(at(variable, 'value')) ?? []);
  return [...new Set(named)].sort();
}

/** Labels of this library on the Jobs that it prints itself. */
const isOwn = (labels: Labels, { value }: KubeObject): boolean =>
  [...Object.keys(labels), ...Object.keys(mapOf(at(value, 'metadata', 'labels')))].some((key) => key.startsWith('cdk8s-postgres/'));

/** Which workloads are led to which cluster: by the address of one of its Services, or by a Secret with its credentials. */
export function applications(estate: Estate, workloads: readonly Workload[]): ReadonlyMap<Member, ApplicationRow[]> {
  const rows = new Map<Member, ApplicationRow[]>();
  for (const { object, labels, pod } of workloads) {
    const { namespace } = object;
    const found = new Map<Member, Found>();
    const of = (member: Member): Found => {
      const known = found.get(member) ?? { via: new Set<string>(), secrets: new Set<string>() };
      found.set(member, known);
      return known;
    };
    for (const host of hostsOf(pod)) {
      const service = estate.service(host, namespace);
      if (service) {
        of(service.member).via.add(service.leadsTo);
      }
    }
    for (const name of secretsOf(pod)) {
      const secret = estate.secret(name, namespace);
      if (secret) {
        of(secret.member).secrets.add(`${name} (${secret.role})`);
      }
    }
    found.forEach(({ via, secrets }, member) => {
      const row: ApplicationRow = {
        kind: object.kind,
        namespace,
        name: object.name,
        via: [...via].sort(),
        secrets: [...secrets].sort(),
        databases: databasesOf(pod),
        own: isOwn(labels, object),
      };
      push(rows, member, row);
    });
  }
  bindings(estate, rows);
  return rows;
}

/** Bindings of servicebinding.io, which name the cluster or a Secret of it. */
function bindings(estate: Estate, rows: Map<Member, ApplicationRow[]>): void {
  for (const object of estate.side.byKey.values()) {
    if (object.group !== 'servicebinding.io' || object.kind !== 'ServiceBinding') {
      continue;
    }
    const { spec } = object.value;
    const name = textOf(at(spec, 'service', 'name')) ?? '';
    const secret = textOf(at(spec, 'service', 'kind')) === 'Secret' ? estate.secret(name, object.namespace) : undefined;
    const [member] = secret ? [secret.member] : estate.named(name, object.namespace);
    const workload = at(spec, 'workload');
    if (member && isMap(workload)) {
      const row: ApplicationRow = {
        kind: textOf(workload.kind) ?? 'Workload',
        namespace: object.namespace,
        name: textOf(workload.name) ?? 'chosen by labels',
        via: [`ServiceBinding ${object.name}`],
        secrets: secret ? [`${name} (${secret.role})`] : [],
        databases: [],
        own: false,
      };
      push(rows, member, row);
    }
  }
}
