import { LabelOperator, LabelRequirement, PodAffinityOptions, PodTerm } from '../model/affinity';
import { DNS_LABEL, labelKeyProblem, labelValueProblem } from '../model/names';
import { PlacementModel, SpreadRule } from '../model/placement';
import { TOPOLOGIES } from './kubernetes';
import { isCount, labelProblems } from './value-problems';

/** What the API server refuses in affinities and spreads, or what would fit no node and no pod. */

const MAX_WEIGHT = 100;

const NUMERIC: readonly LabelOperator[] = [LabelOperator.GREATER_THAN, LabelOperator.LESS_THAN];

/** How many values an operator takes, and how that is said. */
const VALUES: { readonly [operator in LabelOperator]: readonly [takes: (count: number) => boolean, says: string] } = {
  [LabelOperator.IN]: [(count) => count > 0, 'at least one value'],
  [LabelOperator.NOT_IN]: [(count) => count > 0, 'at least one value'],
  [LabelOperator.EXISTS]: [(count) => count === 0, 'no values'],
  [LabelOperator.DOES_NOT_EXIST]: [(count) => count === 0, 'no values'],
  [LabelOperator.GREATER_THAN]: [(count) => count === 1, 'one value'],
  [LabelOperator.LESS_THAN]: [(count) => count === 1, 'one value'],
};

/** All that is wrong with the affinities and the spreads of a placement. */
export function affinityProblems({ nodeAffinity, podAffinity, podAntiAffinity, spread, ...placement }: PlacementModel): string[] {
  const place = 'placement';
  return [
    ...(nodeAffinity?.required ?? []).flatMap(({ labels }, i) => nodeProblems(`${place}.nodeAffinity.required[${i}]`, labels)),
    ...(nodeAffinity?.preferred ?? []).flatMap(({ labels, weight }, i) => [
      ...nodeProblems(`${place}.nodeAffinity.preferred[${i}]`, labels),
      ...weightProblems(`${place}.nodeAffinity.preferred[${i}]`, weight),
    ]),
    ...podProblems(`${place}.podAffinity`, podAffinity),
    ...podProblems(`${place}.podAntiAffinity`, podAntiAffinity),
    ...(spread ?? []).flatMap(({ topologyKey, maxSkew, required, minDomains, labels }, i) => {
      const here = `${place}.spread[${i}]`;
      const own = TOPOLOGIES.find(
        ([rule, key]) => key === topologyKey && placement[rule] === (required ? SpreadRule.REQUIRED : SpreadRule.PREFERRED),
      );
      const rival = (spread ?? []).slice(0, i).some((other) => other.topologyKey === topologyKey && !other.required === !required);
      return [
        ...keyProblems(`${here}.topologyKey`, topologyKey),
        ...labelProblems(`${here}.labels`, labels ?? {}),
        ...(maxSkew === undefined || isCount(maxSkew, 1) ? [] : [`'${here}.maxSkew' must be a whole number from 1, got ${maxSkew}`]),
        ...(minDomains === undefined || (isCount(minDomains, 1) && required)
          ? []
          : [`'${here}.minDomains' must be a whole number from 1 and goes with 'required: true' only, got ${minDomains}`]),
        ...(own ? [`'${here}' must not repeat '${place}.${own[0]}', got '${topologyKey}'; write ${own[0]}: SpreadRule.NONE`] : []),
        ...(rival
          ? [`'${here}' must differ from those before in 'topologyKey' or 'required', got '${topologyKey}' again; leave it out`]
          : []),
      ];
    }),
  ];
}

function nodeProblems(place: string, labels: readonly LabelRequirement[]): string[] {
  return labels.length === 0
    ? [`'${place}.labels' must not be empty, for it would fit no node; leave it out`]
    : labels.flatMap((label, i) => requirementProblems(`${place}.labels[${i}]`, label, true));
}

function podProblems(place: string, affinity: PodAffinityOptions | undefined): string[] {
  return [
    ...(affinity?.required ?? []).flatMap((term, i) => termProblems(`${place}.required[${i}]`, term)),
    ...(affinity?.preferred ?? []).flatMap(({ term, weight }, i) => [
      ...termProblems(`${place}.preferred[${i}].term`, term),
      ...weightProblems(`${place}.preferred[${i}]`, weight),
    ]),
  ];
}

function termProblems(place: string, { topologyKey, labels = {}, requirements = [], namespaces = [] }: PodTerm): string[] {
  return [
    ...keyProblems(`${place}.topologyKey`, topologyKey),
    ...(Object.keys(labels).length + requirements.length === 0 ? [`'${place}' must say which pods; write 'labels' or 'requirements'`] : []),
    ...labelProblems(`${place}.labels`, labels),
    ...requirements.flatMap((one, i) => requirementProblems(`${place}.requirements[${i}]`, one, false)),
    ...namespaces
      .filter((name) => !DNS_LABEL.test(name))
      .map((name) => `'${place}.namespaces' must be lower-case letters, digits and '-', got '${name}'`),
  ];
}

function requirementProblems(place: string, { key, operator, values = [] }: LabelRequirement, ofNode: boolean): string[] {
  const [takes, says] = VALUES[operator];
  const isNumeric = NUMERIC.includes(operator);
  return [
    ...keyProblems(place, key),
    ...(isNumeric && !ofNode ? [`'${place}.operator' must not be '${operator}' for pods; write LabelOperator.IN with the values`] : []),
    ...(takes(values.length) ? [] : [`'${place}.values' must be ${says} for '${operator}', got ${values.length}`]),
    ...values.flatMap((value) => {
      const problem = isNumeric && !/^-?\d{1,18}$/.test(value) ? `must be a whole number for '${operator}', got '${value}'` : undefined;
      const label = problem ?? (isNumeric ? undefined : labelValueProblem(key, value));
      return label === undefined ? [] : [`'${place}.values': ${label}`];
    }),
  ];
}

const keyProblems = (place: string, key: string): string[] => {
  const problem = labelKeyProblem(key);
  return problem === undefined ? [] : [`'${place}': ${problem}`];
};

const weightProblems = (place: string, weight: number | undefined): string[] =>
  weight === undefined || (isCount(weight, 1) && weight <= MAX_WEIGHT)
    ? []
    : [`'${place}.weight' must be a whole number from 1 to ${MAX_WEIGHT}, got ${weight}`];
