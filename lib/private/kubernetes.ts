import { ClusterModel } from '../model/cluster-model';
import { TopologySpread } from '../model/affinity';
import { PlacementModel, SpreadRule, Toleration } from '../model/placement';

/** Fragments of pod specs that mean the same on every operator. They are plain JSON and fit into the generated types. */

/**
 * What keeps a GitOps controller from deleting an object, and the volumes with it, when its manifest or its application goes away.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export const PROTECTION: { readonly [key: string]: string } = { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' };

/** Annotations of an object whose deletion loses data. */
export function statefulAnnotations({ nonProduction, leftOff }: ClusterModel): { [key: string]: string } {
  return {
    ...(nonProduction?.withoutDeletionProtection ? {} : PROTECTION),
    ...(nonProduction && { 'cdk8s-postgres/non-production': nonProduction.reason }),
    ...(leftOff.length > 0 && { 'cdk8s-postgres/taken-over': `without ${leftOff.join(', ')}` }),
  };
}

/** Metadata of the object of a cluster: what keeps it from being deleted, what the program says of it, and what the operator reads from it. */
export const clusterMetadata = (model: ClusterModel, labels: { readonly [key: string]: string } = {}, annotations = {}) => ({
  name: model.identity.name,
  labels: nonEmpty({ ...labels, ...model.objectLabels }),
  annotations: nonEmpty({ ...statefulAnnotations(model), ...annotations, ...model.objectAnnotations }),
});

/** A list or map, or nothing where it is empty: an empty one in the output shows up as drift for ever. */
export function nonEmpty<T extends object>(collection: T): T | undefined {
  return Object.keys(collection).length > 0 ? collection : undefined;
}

export const TOPOLOGIES = [
  ['nodes', 'kubernetes.io/hostname'],
  ['zones', 'topology.kubernetes.io/zone'],
] as const;

/** Topology spread of the pods that carry the labels: the usual ones, and those of the program's own. */
export function spreadConstraints(placement: PlacementModel, matchLabels: { [key: string]: string }) {
  const usual = TOPOLOGIES.filter(([rule]) => placement[rule] !== SpreadRule.NONE).map(([rule, topologyKey]) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: placement[rule] === SpreadRule.REQUIRED ? 'DoNotSchedule' : 'ScheduleAnyway',
    // A tainted node that no instance can use must not count as an empty one.
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels },
  }));
  return [...usual, ...(placement.spread ?? []).map((spread) => ownSpread(spread, matchLabels))];
}

const ownSpread = (
  { topologyKey, maxSkew, required, labels, minDomains, honorsTaints }: TopologySpread,
  matchLabels: { [key: string]: string },
) => ({
  maxSkew: maxSkew ?? 1,
  minDomains,
  topologyKey,
  whenUnsatisfiable: required ? 'DoNotSchedule' : 'ScheduleAnyway',
  ...(honorsTaints && { nodeTaintsPolicy: 'Honor' }),
  labelSelector: { matchLabels: labels ?? matchLabels },
});

/** Tolerations as pods have them. */
export function tolerations(placement: PlacementModel) {
  return placement.tolerations.map(({ key, value, effect, seconds }: Toleration) => ({
    key,
    operator: value === undefined ? 'Exists' : 'Equal',
    value,
    effect,
    tolerationSeconds: seconds,
  }));
}

/** The names of Secrets as pods refer to them. */
export const pullSecrets = (names: readonly string[]): { name: string }[] => names.map((name) => ({ name }));
