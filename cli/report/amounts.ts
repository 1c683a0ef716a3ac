import { at, Json, listOf, textOf } from '../values/json';
import { quantity } from '../values/quantity';
import { Totals } from './model';

/** What one pod asks for. */
export interface Amounts {
  readonly cpu?: string;
  readonly memory?: string;
  readonly storage?: string;
  readonly wal?: string;
  /** Sizes of more volumes. */
  readonly tablespaces?: readonly string[];
}

/** Requests of a container; a limit is a request where none is written. */
export function computeOf(resources: Json | undefined): Pick<Amounts, 'cpu' | 'memory'> {
  const of = (what: string): string | undefined => textOf(at(resources, 'requests', what)) ?? textOf(at(resources, 'limits', what));
  const [cpu, memory] = [of('cpu'), of('memory')];
  return { ...(cpu === undefined ? {} : { cpu }), ...(memory === undefined ? {} : { memory }) };
}

/** Size of a volume claim. */
export const claimSize = (claim: Json | undefined): string | undefined => textOf(at(claim, 'resources', 'requests', 'storage'));

export const NOTHING: Totals = { cpu: 0, memory: 0, storage: 0, backupVolumes: 0 };

/** A quantity as a number; what is no quantity is left to the API server and counts as nothing. */
const number = (text: string | undefined): number => {
  const amount = quantity(text ?? '0');
  return Number.isFinite(amount) ? amount : 0;
};

/** What a number of equal pods asks for. */
export function times(pods: number, { cpu, memory, storage, wal, tablespaces = [] }: Amounts): Totals {
  const volumes = [storage, wal, ...tablespaces].reduce((sum, size) => sum + number(size), 0);
  return { cpu: pods * number(cpu), memory: pods * number(memory), storage: pods * volumes, backupVolumes: 0 };
}

export const sum = (totals: readonly Totals[]): Totals =>
  totals.reduce(
    (all, one) => ({
      cpu: all.cpu + one.cpu,
      memory: all.memory + one.memory,
      storage: all.storage + one.storage,
      backupVolumes: all.backupVolumes + one.backupVolumes,
    }),
    NOTHING,
  );

/** A volume for backups. */
export const backupVolume = (size: string | undefined): Totals => ({ ...NOTHING, backupVolumes: number(size) });

/** Topology that is said by its label, in words. */
const TOPOLOGIES: { readonly [key: string]: string } = {
  'kubernetes.io/hostname': 'nodes',
  'topology.kubernetes.io/zone': 'zones',
  'topology.kubernetes.io/region': 'regions',
  'failure-domain.beta.kubernetes.io/zone': 'zones',
};
export const topology = (key: string | undefined): string => TOPOLOGIES[key ?? ''] ?? `'${key ?? '?'}'`;

/** What keeps the pods of a template apart. */
export function spreadOf(spec: Json | undefined): string[] {
  const constraints = listOf(at(spec, 'topologySpreadConstraints')).map((one) => {
    const must = (textOf(at(one, 'whenUnsatisfiable')) ?? 'DoNotSchedule') === 'DoNotSchedule';
    return `over ${topology(textOf(at(one, 'topologyKey')))}, ${must ? 'required' : 'preferred'}`;
  });
  const anti = at(spec, 'affinity', 'podAntiAffinity');
  const required = listOf(at(anti, 'requiredDuringSchedulingIgnoredDuringExecution')).map(
    (term) => `apart on ${topology(textOf(at(term, 'topologyKey')))}, required`,
  );
  const preferred = listOf(at(anti, 'preferredDuringSchedulingIgnoredDuringExecution')).map(
    (term) => `apart on ${topology(textOf(at(term, 'podAffinityTerm', 'topologyKey')))}, preferred`,
  );
  return [...new Set([...constraints, ...required, ...preferred])];
}

/** Zones that are named: by a selector of nodes, or by an affinity to them. */
export function zonesOf(nodeSelector: Json | undefined, nodeAffinity: Json | undefined): string[] {
  const isZone = (key: string | undefined): boolean => topology(key) === 'zones';
  const selected = Object.entries(typeof nodeSelector === 'object' && !Array.isArray(nodeSelector) ? (nodeSelector ?? {}) : {})
    .filter(([key]) => isZone(key))
    .flatMap(([, value]) => textOf(value) ?? []);
  const required = at(nodeAffinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = [...listOf(at(required, 'nodeSelectorTerms')), ...listOf(at(nodeAffinity, 'nodeSelectorTerms'))];
  const listed = terms
    .flatMap((term) => listOf(at(term, 'matchExpressions')))
    .filter((expression) => isZone(textOf(at(expression, 'key'))) && textOf(at(expression, 'operator')) === 'In')
    .flatMap((expression) => listOf(at(expression, 'values')).flatMap((value) => textOf(value) ?? []));
  return [...new Set([...selected, ...listed])].sort();
}
