import { Duration, Size } from 'cdk8s';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { DNS_LABEL, DNS_SUBDOMAIN, labelKeyProblem, labelValueProblem } from '../model/names';
import { PlacementModel, TolerationEffect } from '../model/placement';
import { mebibytes, millicores, quantityBytes } from '../model/quantity';
import { MAX_PORT } from '../model/service-address';

/** What can be wrong with single values, for the rules of clusters, policies and pools. */

const MAX_IDENTIFIER_BYTES = 63;

/** Bytes of one. */

/** The largest number that the objects of the operators have room for. */
const MAX_COUNT = 2 ** 31 - 1;

/** Whether a number counts something. */
export const isCount = (value: number, min: number): boolean => Number.isInteger(value) && value >= min && value <= MAX_COUNT;

/** Whether a server can answer at a port. */
export const isPort = (port: number): boolean => isCount(port, 1) && port <= MAX_PORT;

/** A list without its gaps. */
export const defined = <T>(list: readonly (T | undefined)[]): T[] => list.filter((item): item is T => item !== undefined);

/** Request and limit against each other, for instances and for pools. */
export function computeProblems({ cpu, cpuLimit, withoutCpuLimit, memory, memoryLimit }: ClusterModel['compute']): string[] {
  if (withoutCpuLimit && cpuLimit !== undefined) {
    return [`'compute.cpuLimit' must be left out with 'withoutCpuLimit: true', got ${cpuLimit}; write one of them`];
  }
  const rows: readonly [string, number, string, number, string][] = [
    // Where there is no limit, nothing can be below the request.
    ['cpu', millicores(cpu), cpu, millicores(cpuLimit ?? cpu), cpuLimit ?? cpu],
    ['memory', quantityBytes(memory), memory, quantityBytes(memoryLimit), memoryLimit],
  ];
  return rows.flatMap(([name, request, requestText, limit, limitText]) => {
    if (!(Number.isInteger(request) && request > 0)) {
      return [`'compute.${name}' must be more than zero and no fraction of the smallest unit, got ${requestText}`];
    }
    return Number.isInteger(limit) && limit >= request
      ? []
      : [`'compute.${name}Limit' must not be below the request ${requestText}, got ${limitText}`];
  });
}

/** What is wrong with the compute of a program that is no database. */
export const noHugePages = ({ hugePages2Mi }: ClusterModel['compute']): string[] =>
  hugePages2Mi === undefined ? [] : [`'compute.hugePages2Mi' is for instances only, got ${hugePages2Mi}; leave it out`];

/** What is wrong with the size of a volume. */
export function volumeProblem(prop: string, size: Size): string | undefined {
  const amount = mebibytes(size);
  return Number.isInteger(amount) && amount >= 1024
    ? undefined
    : `'${prop}' must be at least 1Gi and a whole number of Mi, got ${amount}Mi`;
}

/** Whether an object can have a name. */
export const isObjectName = (name: string): boolean => name.length <= 253 && DNS_SUBDOMAIN.test(name);

/** What is wrong with the name of an object. */
export function nameProblem(prop: string, name: string | undefined): string | undefined {
  return name === undefined || isObjectName(name) ? undefined : `'${prop}' must be lower-case letters, digits, '-' and '.', got '${name}'`;
}

/** What is wrong with labels, keys and values. */
export function labelProblems(prop: string, labels: { readonly [key: string]: string }): string[] {
  return Object.entries(labels).flatMap(([key, value]) =>
    [labelKeyProblem(key), labelValueProblem(key, value)]
      .filter((problem) => problem !== undefined)
      .map((problem) => `'${prop}': ${problem}`),
  );
}

/** Without a key every taint is meant, which has any value. */
function taintProblem(key: string | undefined, value: string | undefined): string | undefined {
  if (key === undefined) {
    return value === undefined ? undefined : `'value' goes with a key only, got '${value}'; write the key, or leave the value out`;
  }
  return labelKeyProblem(key) ?? labelValueProblem(key, value ?? '');
}

/** What is wrong with the taints that pods tolerate. */
export const tolerationProblems = ({ tolerations }: PlacementModel): string[] =>
  tolerations.flatMap(({ key, value, effect, seconds }, i) => {
    const problem = key === '' ? `the key is empty` : taintProblem(key, value);
    if (problem) {
      return [`'placement.tolerations[${i}]': ${problem}`];
    }
    return seconds !== undefined && (effect !== TolerationEffect.NO_EXECUTE || !isCount(seconds, 0))
      ? [`'placement.tolerations[${i}].seconds' must be a whole number and goes with TolerationEffect.NO_EXECUTE only, got ${seconds}`]
      : [];
  });

/** Whether PostgreSQL keeps a name as it is, without cutting it. */
export function isIdentifier(name: string): boolean {
  return name.length > 0 && !/[\0\p{Cs}]/u.test(name) && Buffer.byteLength(name) <= MAX_IDENTIFIER_BYTES;
}

/** Whether an image reference says which image it is. */
export function isPinned(reference: string): boolean {
  const withoutDigest = reference.replace(/@sha256:[0-9a-f]{64}$/, '');
  const tag = /^[a-z0-9][\w.:/-]*:([\w][\w.-]{0,127})$/.exec(withoutDigest)?.[1];
  return tag !== undefined && tag !== 'latest';
}

/** What is wrong with an image. */
export function imageProblem(reference: string | undefined): string | undefined {
  return reference === undefined || isPinned(reference)
    ? undefined
    : `the image must have a tag that is not 'latest', with or without a digest behind it, got '${reference}'`;
}

/** What is wrong with the namespace of a cluster. */
export function namespaceProblem({ namespace }: ClusterIdentity): string | undefined {
  return namespace === undefined || (namespace.length <= 63 && DNS_LABEL.test(namespace))
    ? undefined
    : `the namespace must be at most 63 lower-case letters, digits and '-', got '${namespace}'; write new Chart(app, id, { namespace })`;
}

/** What is wrong with the place of what refers to a cluster: operators look for a cluster in the namespace of what refers to it. */
export function otherNamespaceProblem(
  what: 'policy' | 'pool' | 'drill' | 'backup' | 'upgrade' | 'job' | 'schedule',
  namespace: string | undefined,
  cluster: ClusterIdentity,
): string | undefined {
  return namespace === cluster.namespace
    ? undefined
    : `the ${what} is in namespace '${namespace ?? 'default'}' and its cluster '${cluster.name}' in '${cluster.namespace ?? 'default'}'; put it in a chart of that namespace`;
}

/** What is wrong with a cluster that another app prints, for what is a part of it or has to know what it says. */
export const otherAppProblem = (construct: string, { name }: Pick<ClusterIdentity, 'name'>): string =>
  `the cluster '${name}' belongs to another app; write the ${construct} there`;

/** What is wrong with the place of what stands in the app and in the namespace of its cluster. */
export const placeProblem = (
  construct: string,
  what: Parameters<typeof otherNamespaceProblem>[0],
  { ours, namespace, cluster }: { readonly ours: boolean; readonly namespace: string | undefined; readonly cluster: ClusterIdentity },
): string | undefined => (ours ? otherNamespaceProblem(what, namespace, cluster) : otherAppProblem(construct, cluster));

/** A duration in seconds, with a fraction where it has one. */
export const inSeconds = (duration: Duration | undefined): number | undefined => duration?.toSeconds({ integral: false });

const MAX_DNS_NAME = 253;

/** Whether a host can have a name, in lower case. */
export const isDnsName = (name: string): boolean => name.length <= MAX_DNS_NAME && DNS_SUBDOMAIN.test(name);
