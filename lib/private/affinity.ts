import { LabelRequirement, NodeAffinityOptions, PodAffinityOptions, PodTerm } from '../model/affinity';
import { PlacementModel } from '../model/placement';

/** Affinities as pods have them. They are plain JSON and fit into the generated types. */

const ONLY = 'requiredDuringSchedulingIgnoredDuringExecution';
const RATHER = 'preferredDuringSchedulingIgnoredDuringExecution';

const expressions = (labels: readonly LabelRequirement[]) =>
  labels.map(({ key, operator, values }) => ({
    key,
    operator: operator as string,
    ...(values !== undefined && values.length > 0 && { values }),
  }));

/** What the program says of nodes, for pods that have a node selector beside it. */
export function nodeAffinityOnly({ nodeAffinity: own }: PlacementModel) {
  return own && affinityToNodes(own);
}

/** Node labels as a node affinity, for operators that have no node selector, together with what the program says of nodes besides. */
export function nodeAffinity({ nodeSelector, nodeAffinity: own }: PlacementModel) {
  const selected = Object.entries(nodeSelector).map(([key, value]) => ({ key, operator: 'In', values: [value] }));
  return affinityToNodes(own ?? {}, selected);
}

/** Terms are alternatives, so that what holds in any case stands in each of them. */
function affinityToNodes({ required = [], preferred = [] }: NodeAffinityOptions, everywhere: ReturnType<typeof expressions> = []) {
  const terms = required.map(({ labels }) => ({ matchExpressions: [...everywhere, ...expressions(labels)] }));
  const nodeSelectorTerms = terms.length > 0 || everywhere.length === 0 ? terms : [{ matchExpressions: everywhere }];
  return nodeSelectorTerms.length + preferred.length === 0
    ? undefined
    : {
        [RATHER]:
          preferred.length > 0
            ? preferred.map(({ labels, weight }) => ({ weight: weight ?? 1, preference: { matchExpressions: expressions(labels) } }))
            : undefined,
        [ONLY]: nodeSelectorTerms.length > 0 ? { nodeSelectorTerms } : undefined,
      };
}

/** What the program says of other pods; nothing where it says nothing. */
export function podAffinity(affinity: PodAffinityOptions | undefined) {
  const { required = [], preferred = [] } = affinity ?? {};
  return required.length + preferred.length === 0
    ? undefined
    : {
        [RATHER]:
          preferred.length > 0 ? preferred.map(({ term, weight }) => ({ weight: weight ?? 1, podAffinityTerm: podTerm(term) })) : undefined,
        [ONLY]: required.length > 0 ? required.map(podTerm) : undefined,
      };
}

function podTerm({ topologyKey, labels, requirements = [], namespaces = [] }: PodTerm) {
  return {
    topologyKey,
    labelSelector: {
      ...(labels && Object.keys(labels).length > 0 && { matchLabels: labels }),
      ...(requirements.length > 0 && { matchExpressions: expressions(requirements) }),
    },
    ...(namespaces.length > 0 && { namespaces }),
  };
}

/** The affinity of a pod that has no node selector, with what is said of other pods. */
export function wholeAffinity(placement: PlacementModel) {
  const fields = {
    nodeAffinity: nodeAffinity(placement),
    podAffinity: podAffinity(placement.podAffinity),
    podAntiAffinity: podAffinity(placement.podAntiAffinity),
  };
  return Object.values(fields).some((field) => field !== undefined) ? fields : undefined;
}
