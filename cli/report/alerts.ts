import { KubeObject } from '../manifests/object';
import { at, Json, listOf, textOf } from '../values/json';
import { Estate, Member, push } from './estate';
import { AlertRow } from './model';

const GROUPS = new Set(['monitoring.coreos.com/PrometheusRule', 'operator.victoriametrics.com/VMRule']);
const MONITORS = new Set([
  'monitoring.coreos.com/PodMonitor',
  'monitoring.coreos.com/ServiceMonitor',
  'operator.victoriametrics.com/VMPodScrape',
  'operator.victoriametrics.com/VMServiceScrape',
]);

/** Labels by which alerts and expressions name the cluster. */
const NAME = /\b(?:pg_cluster|cluster|cluster_name|cnpg_cluster)="([^"]+)"/g;

/** All alerts of the output, each once, since a fleet has the same ones over and over. */
export class Alerts {
  public readonly rows: AlertRow[] = [];
  private readonly places = new Map<string, number>();

  public placeOf(rule: Json): number {
    const page = textOf(at(rule, 'annotations', 'runbook_url'));
    const row: AlertRow = {
      name: textOf(at(rule, 'alert'))!,
      severity: textOf(at(rule, 'labels', 'severity')) ?? 'none',
      for: textOf(at(rule, 'for')) ?? '0s',
      what: textOf(at(rule, 'annotations', 'description')) ?? textOf(at(rule, 'annotations', 'summary')) ?? '',
      ...(page !== undefined && /^https?:\/\//.test(page) ? { page } : {}),
    };
    const key = JSON.stringify([row.name, row.severity, row.for, row.page]);
    const place = this.places.get(key) ?? this.rows.push(row) - 1;
    this.places.set(key, place);
    return place;
  }
}

/** Clusters that a rule is about: those that it names, or those that its object is about. */
function subjects(rule: Json, object: KubeObject, estate: Estate): readonly Member[] {
  const namespace = textOf(at(rule, 'labels', 'namespace')) ?? object.namespace;
  const labelled = textOf(at(rule, 'labels', 'pg_cluster'));
  const expression = textOf(at(rule, 'expr')) ?? '';
  const names = labelled === undefined ? [...expression.matchAll(NAME)].map((match) => match[1]!) : [labelled];
  const named = [...new Set(names)].flatMap((name) => estate.named(name, namespace));
  return named.length > 0 ? named : estate.owners(object);
}

/** Which cluster raises which alerts. */
export function alertsOf(estate: Estate, alerts: Alerts): ReadonlyMap<Member, number[]> {
  const found = new Map<Member, number[]>();
  for (const object of estate.side.byKey.values()) {
    if (GROUPS.has(object.type)) {
      for (const rule of listOf(at(object.value, 'spec', 'groups')).flatMap((group) => listOf(at(group, 'rules')))) {
        if (textOf(at(rule, 'alert')) !== undefined) {
          const place = alerts.placeOf(rule);
          subjects(rule, object, estate).forEach((member) => push(found, member, place));
        }
      }
    }
  }
  return found;
}

/** Clusters whose instances somebody scrapes. */
export function scraped(estate: Estate): ReadonlySet<Member> {
  const monitors = [...estate.side.byKey.values()].filter(({ type }) => MONITORS.has(type));
  return new Set([
    ...estate.members.filter(({ facts }) => facts.scraped),
    ...monitors.flatMap((object) =>
      estate
        .selected(at(object.value, 'spec', 'selector') ?? {}, object.namespace)
        .filter(({ group }) => group.part === 'instances')
        .map(({ member }) => member),
    ),
  ]);
}
