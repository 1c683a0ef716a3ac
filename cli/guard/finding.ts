import { createHash } from 'crypto';
import { DISPLAY, Effect, Evidence, Operator } from '../effects/effect';
import { canonical, Json, listOf, at, mapOf, textOf } from '../values/json';
import { KubeObject, keyOf, refOf } from '../manifests/object';
import { isStateful, kindOf, operatorOf } from '../manifests/operators';
import { chunkPath } from '../manifests/read/locate';
import { GuardRule, Hit, Severity } from './rule';
import { Comparison } from '../manifests/compare/compare';
import { Side } from '../manifests/side';
import { RULES } from './rules';
import { effectHits } from './rules/effects';
import { leaksOf } from './rules/plaintext';

/** Something to say to somebody. */
export interface Finding {
  readonly rule: string;
  readonly name: string;
  readonly severity: Severity;
  /** Identity of the object: group, kind, namespace, name. */
  readonly object: string;
  /** The object as people say it. */
  readonly ref: string;
  /** Heading under which it is told: the cluster that it is about. */
  readonly cluster: string;
  readonly field?: string;
  readonly old?: Json;
  readonly new?: Json;
  readonly what: string;
  readonly why: string;
  readonly does: string;
  readonly operator: string;
  readonly evidence: Evidence;
  readonly effect?: Effect;
  readonly safe: string;
  readonly file: string;
  readonly line: number;
  /** Binds an acknowledgement to the new value. */
  readonly digest: string;
  /** Why somebody has confirmed it. */
  readonly reason?: string;
}

const ruleById = new Map(RULES.map((rule) => [rule.id, rule]));
export const ruleOf = (id: string): GuardRule | undefined => ruleById.get(id);

/** Digest of what is confirmed: the new value, or the old one where it is gone. */
function digestOf({ field, old, new: now }: Hit): string {
  const text = canonical([field ?? null, now ?? null, now === undefined ? (old ?? null) : null]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const heading = (operator: Operator, { namespace, name }: KubeObject): string =>
  `${DISPLAY[operator]} ${namespace ? `${namespace}/` : ''}${name}`;

/** The cluster that an object is about. */
function clusterOf(object: KubeObject, side: Side): string {
  const operator = operatorOf(object);
  if (isStateful(object)) {
    return heading(operator, object);
  }
  const named = textOf(at(object.value, 'spec', 'cluster', 'name')) ?? textOf(at(object.value, 'spec', 'postgresClusterName'));
  const direct =
    named === undefined
      ? undefined
      : side.clusterByKey.get(keyOf(object.group, operator === 'crunchy' ? 'PostgresCluster' : 'Cluster', object.namespace, named));
  const selector = mapOf(at(object.value, 'spec', 'podSelector', 'matchLabels'));
  const found =
    direct ??
    side
      .clustersIn(object.namespace)
      .find(
        ({ object: cluster, podLabels }) =>
          Object.entries(selector).some(([key, value]) => podLabels[key] === value && value === cluster.name) ||
          (kindOf(object) === 'barmancloud.cnpg.io/ObjectStore' &&
            listOf(at(cluster.value, 'spec', 'plugins')).some(
              (plugin) => textOf(at(plugin, 'parameters', 'barmanObjectName')) === object.name,
            )) ||
          object.name === cluster.name ||
          object.name.startsWith(`${cluster.name}-`),
      );
  return found ? heading(found.operator, found.object) : `Other objects${object.namespace ? ` in ${object.namespace}` : ''}`;
}

const HIDDEN = '(not shown: it may be a credential)';

/** What may be a credential on either side is not repeated. */
function masked(hit: Hit, objects: readonly (KubeObject | undefined)[]): Hit {
  const { field, old, new: now } = hit;
  const hides = objects
    .flatMap((object) => (object ? leaksOf(object) : []))
    .some(
      (leak) => field !== undefined && (leak.field === field || leak.field.startsWith(`${field}.`) || leak.field.startsWith(`${field}[`)),
    );
  return hides ? { ...hit, ...(old === undefined ? {} : { old: HIDDEN }), ...(now === undefined ? {} : { new: HIDDEN }) } : hit;
}

function finding(rule: GuardRule, found: Hit, side: Side, { base, head }: Comparison): Finding {
  const { object } = found;
  const hit = masked(found, [object, base.byKey.get(object.key), head.byKey.get(object.key)]);
  return {
    rule: rule.id,
    name: rule.name,
    severity: hit.severity ?? rule.severity,
    object: object.key,
    ref: refOf(object),
    cluster: clusterOf(object, side),
    ...(hit.field === undefined ? {} : { field: hit.field }),
    ...(hit.old === undefined ? {} : { old: hit.old }),
    ...(hit.new === undefined ? {} : { new: hit.new }),
    what: hit.what ?? rule.what,
    why: rule.why,
    does: hit.does,
    operator: DISPLAY[operatorOf(object)],
    evidence: hit.evidence ?? 'read',
    ...(hit.effect ? { effect: hit.effect } : {}),
    safe: hit.safe ?? rule.safe,
    file: object.file,
    line: chunkPath(object, hit.field),
    digest: digestOf(hit),
  };
}

const stateKey = (rule: string, { object, field, new: now, what }: Hit): string =>
  `${rule} ${object.key} ${field ?? ''} ${canonical(now)} ${what ?? ''}`;

export interface Findings {
  readonly findings: readonly Finding[];
  /** How many the base has already. */
  readonly known: number;
}

/** What the rules say of a comparison; what the base has already is left out unless `all` is asked for. */
export function findings(comparison: Comparison, all: boolean): Findings {
  const found: Finding[] = [];
  let known = 0;
  for (const { rule, ...hit } of effectHits(comparison)) {
    const row = ruleById.get(rule);
    if (!row) {
      throw new Error(`no rule '${rule}'`);
    }
    found.push(finding(row, hit, comparison.head, comparison));
  }
  for (const rule of RULES) {
    for (const hit of rule.check?.(comparison) ?? []) {
      found.push(finding(rule, hit, comparison.head.byKey.has(hit.object.key) ? comparison.head : comparison.base, comparison));
    }
    if (rule.state) {
      const now = rule.state(comparison.head);
      const before = now.length > 0 ? new Set(rule.state(comparison.base).map((hit) => stateKey(rule.id, hit))) : new Set<string>();
      for (const hit of now) {
        const old = before.has(stateKey(rule.id, hit));
        known += old ? 1 : 0;
        if (!old || all) {
          found.push(finding(rule, hit, comparison.head, comparison));
        }
      }
    }
  }
  return { findings: unique(found), known: all ? 0 : known };
}

/** What the rules say of one side alone: all that needs no base. */
export function standing(side: Side): Finding[] {
  const comparison: Comparison = { base: side, head: side, pairs: [], pairByKey: new Map(), removed: [], added: [] };
  return unique(RULES.flatMap((rule) => (rule.state?.(side) ?? []).map((hit) => finding(rule, hit, side, comparison))));
}

/** One finding of a rule, an object and a field: a table and a check may both see it. */
function unique(found: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = `${one.rule} ${one.object} ${one.field ?? ''} ${one.digest} ${one.what}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}
