import { at, isMap, Json, listOf, mapOf, textOf } from '../../values/json';
import { call, CDK8S, Expression, list, map, member, PLUS, value } from '../program/expression';
import { Row } from '../program/program';

const MEMBERS = [14, 15, 16, 17, 18];

/** A major version of PostgreSQL. */
export const version = (major: number | string): Expression =>
  MEMBERS.includes(Number(major)) ? member(`PostgresVersion.V${major}`) : call('PostgresVersion.of', [value(String(major))]);

const SIZES: { readonly [unit: string]: string } = { Ki: 'kibibytes', Mi: 'mebibytes', Gi: 'gibibytes', Ti: 'tebibytes', Pi: 'pebibyte' };

/** A quantity of bytes; undefined for one that the classes of cdk8s cannot say. */
export function size(json: Json | undefined): Expression | undefined {
  const [, amount, unit = ''] = /^(\d+)(Ki|Mi|Gi|Ti|Pi)$/.exec(textOf(json) ?? '') ?? [];
  return amount === undefined ? undefined : call(`Size.${SIZES[unit]}`, [value(Number(amount))], CDK8S);
}

/** A quantity of CPUs. */
export function cpu(json: Json | undefined): Expression | undefined {
  const [, amount, milli] = /^(\d+(?:\.\d+)?)(m?)$/.exec(textOf(json) ?? '') ?? [];
  if (amount === undefined) {
    return undefined;
  }
  const units = Number(amount);
  return milli || Number.isInteger(units)
    ? call(`Cpu.${milli ? 'millis' : 'units'}`, [value(units)], PLUS)
    : call('Cpu.millis', [value(Math.round(units * 1000))], PLUS);
}

/** A map whose values are all texts once they are written as such; undefined where one is none. */
export function texts(json: Json | undefined): { [name: string]: Json } | undefined {
  const entries = Object.entries(mapOf(json));
  return entries.length > 0 && entries.every(([, one]) => textOf(one) !== undefined)
    ? Object.fromEntries(entries.map(([name, one]) => [name, textOf(one)!]))
    : undefined;
}

/** A prop that is there where its value is. */
export const row = (path: string, expression: Expression | undefined): Row[] =>
  expression === undefined ? [] : [{ path, value: expression }];

/** A prop that the construct cannot be without. */
export const needed = (path: string, expression: Expression): Row => ({ path, value: expression, needed: true });

/** A field as it is, where it says something. */
export const given = (json: Json | undefined): Expression | undefined => (json === undefined || json === null ? undefined : value(json));

/** A field as it is, where it holds one text, number or truth value. */
export const scalar = (json: Json | undefined): Expression | undefined => (textOf(json) === undefined ? undefined : value(json!));

/** A prop that has the value of a field as it is. */
export const plain = (path: string, json: Json | undefined): Row[] => row(path, given(json));

export function number(json: Json | undefined): number | undefined {
  const text = textOf(json) ?? '';
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Requests and limits as Kubernetes has them. */
export function computeRows(resources: Json | undefined, path = 'compute'): Row[] {
  return [
    ...row(`${path}.cpu`, cpu(at(resources, 'requests', 'cpu'))),
    ...row(`${path}.cpuLimit`, cpu(at(resources, 'limits', 'cpu'))),
    ...row(`${path}.memory`, size(at(resources, 'requests', 'memory'))),
    ...row(`${path}.memoryLimit`, size(at(resources, 'limits', 'memory'))),
    ...row(`${path}.hugePages2Mi`, size(at(resources, 'requests', 'hugepages-2Mi'))),
  ];
}

const EFFECTS: { readonly [effect: string]: string } = {
  NoSchedule: 'NO_SCHEDULE',
  PreferNoSchedule: 'PREFER_NO_SCHEDULE',
  NoExecute: 'NO_EXECUTE',
};

export function tolerations(json: Json | undefined): Expression | undefined {
  const items = listOf(json);
  const said = items.map((one) => {
    const [key, effect] = [textOf(at(one, 'key')), textOf(at(one, 'effect'))];
    return key === undefined && at(one, 'operator') !== 'Exists'
      ? undefined
      : map({
          key: given(key),
          value: given(at(one, 'value')),
          effect: effect === undefined ? undefined : member(`TolerationEffect.${EFFECTS[effect] ?? effect}`),
          seconds: given(number(at(one, 'tolerationSeconds'))),
        });
  });
  return items.length > 0 && said.every((one) => one !== undefined) ? list(said) : undefined;
}

/** A node selector out of an affinity that is no more than that. */
export function nodeSelector(affinity: Json | undefined): Json | undefined {
  const required = at(affinity, 'requiredDuringSchedulingIgnoredDuringExecution');
  const terms = listOf(at(required, 'nodeSelectorTerms'));
  const expressions = listOf(at(terms[0], 'matchExpressions'));
  const simple =
    terms.length === 1 &&
    expressions.length > 0 &&
    expressions.every((one) => at(one, 'operator') === 'In' && listOf(at(one, 'values')).length === 1);
  return simple ? Object.fromEntries(expressions.map((one) => [textOf(at(one, 'key')) ?? '', listOf(at(one, 'values'))[0]!])) : undefined;
}

/** Names of Secrets with which images are pulled. */
export function pullSecrets(json: Json | undefined): Row[] {
  const names = listOf(json).flatMap((one) => textOf(at(one, 'name')) ?? []);
  return names.length > 0 ? plain('imagePullSecrets', names) : [];
}

/** Libraries out of the text of the parameter. */
export function libraries(text: string | undefined): Json | undefined {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return names.length > 0 ? names : undefined;
}

export const nonEmptyMap = (json: Json | undefined): Json | undefined => (isMap(json) && Object.keys(json).length > 0 ? json : undefined);

/** That the cluster ran before the program: what the library would do by default is left off. */
export const TAKEN_OVER: Row = needed('takenOver', call('TakeOver.asItRuns'));
