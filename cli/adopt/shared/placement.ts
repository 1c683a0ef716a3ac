import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { Expression, list, map, member, value } from '../program/expression';
import { Row } from '../program/program';
import { given, nodeSelector, number, plain, row, tolerations } from './values';

const OPERATORS: { readonly [operator: string]: string } = {
  In: 'IN',
  NotIn: 'NOT_IN',
  Exists: 'EXISTS',
  DoesNotExist: 'DOES_NOT_EXIST',
  Gt: 'GREATER_THAN',
  Lt: 'LESS_THAN',
};

const some = (items: readonly Expression[]): Expression | undefined => (items.length > 0 ? list(items) : undefined);

export const requirements = (json: Json | undefined): Expression[] =>
  listOf(json).map((one) =>
    map({
      key: given(at(one, 'key')),
      operator: member(`LabelOperator.${OPERATORS[textOf(at(one, 'operator')) ?? ''] ?? 'IN'}`),
      values: given(at(one, 'values')),
    }),
  );

const weight = (json: Json): Expression | undefined => (number(at(json, 'weight')) === 1 ? undefined : given(at(json, 'weight')));

function nodeAffinity(json: Json | undefined): Expression | undefined {
  if (!isMap(json) || nodeSelector(json) !== undefined) {
    return undefined;
  }
  const required = listOf(at(json, 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'));
  const preferred = listOf(at(json, 'preferredDuringSchedulingIgnoredDuringExecution'));
  return map({
    required: some(required.map((term) => map({ labels: list(requirements(at(term, 'matchExpressions'))) }))),
    preferred: some(
      preferred.map((one) => map({ labels: list(requirements(at(one, 'preference', 'matchExpressions'))), weight: weight(one) })),
    ),
  });
}

const podTerm = (json: Json | undefined): Expression =>
  map({
    topologyKey: given(at(json, 'topologyKey')),
    labels: given(at(json, 'labelSelector', 'matchLabels')),
    requirements: some(requirements(at(json, 'labelSelector', 'matchExpressions'))),
    namespaces: given(at(json, 'namespaces')),
  });

function podAffinity(json: Json | undefined): Expression | undefined {
  if (!isMap(json)) {
    return undefined;
  }
  return map({
    required: some(listOf(json.requiredDuringSchedulingIgnoredDuringExecution).map(podTerm)),
    preferred: some(
      listOf(json.preferredDuringSchedulingIgnoredDuringExecution).map((one) =>
        map({ term: podTerm(at(one, 'podAffinityTerm')), weight: weight(one) }),
      ),
    ),
  });
}

/** Constraints of spread as they are, and nothing of the library's own beside them. */
function spread(json: Json | undefined): Row[] {
  const items = listOf(json).map((one) => {
    const skew = number(at(one, 'maxSkew'));
    return map({
      topologyKey: given(at(one, 'topologyKey')),
      maxSkew: skew === undefined || skew === 1 ? undefined : value(skew),
      required: at(one, 'whenUnsatisfiable') === 'DoNotSchedule' ? value(true) : undefined,
      labels: given(at(one, 'labelSelector', 'matchLabels')),
      minDomains: given(at(one, 'minDomains')),
      honorsTaints: at(one, 'nodeTaintsPolicy') === 'Honor' ? value(true) : undefined,
    });
  });
  const none = member('SpreadRule.NONE');
  return items.length === 0
    ? []
    : [
        { path: 'placement.nodes', value: none },
        { path: 'placement.zones', value: none },
        { path: 'placement.spread', value: list(items) },
      ];
}

/** Where the affinities of pods stand, under the names of each operator. */
export interface AffinityFields {
  readonly nodeSelector?: Json;
  readonly nodeAffinity?: Json;
  readonly podAffinity?: Json;
  readonly podAntiAffinity?: Json;
  readonly tolerations?: Json;
  readonly spread?: Json;
  readonly priorityClassName?: Json;
}

/** Everything of a placement. */
export function placementRows(fields: AffinityFields): Row[] {
  const selector = fields.nodeSelector ?? nodeSelector(fields.nodeAffinity);
  return [
    ...plain('placement.nodeSelector', Object.keys(mapOf(selector)).length > 0 ? selector : undefined),
    ...row('placement.nodeAffinity', nodeAffinity(fields.nodeAffinity)),
    ...row('placement.podAffinity', podAffinity(fields.podAffinity)),
    ...row('placement.podAntiAffinity', podAffinity(fields.podAntiAffinity)),
    ...row('placement.tolerations', tolerations(fields.tolerations)),
    ...spread(fields.spread),
    ...plain('placement.priorityClassName', fields.priorityClassName),
  ];
}
