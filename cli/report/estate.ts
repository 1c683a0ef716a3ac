import { KubeObject, keyOf } from '../manifests/object';
import { ClusterView } from '../manifests/operators/view';
import { Side } from '../manifests/side';
import { at, Json, listOf, mapOf, textOf } from '../values/json';
import { FACTS } from './operators';
import { Facts, PodGroup } from './operators/facts';
import { selects } from './selector';

/** A cluster with all that is known of it. */
export interface Member {
  /** Address in the page. */
  readonly id: string;
  readonly place?: string;
  readonly view: ClusterView;
  readonly facts: Facts;
}

export interface Selected {
  readonly member: Member;
  readonly group: PodGroup;
}

/** Labels whose value is the name of a cluster or of a pool of it, so that a selector with one of them is about few pods. */
const IDENTIFYING = ['cnpg.io/cluster', 'cnpg.io/poolerName', 'cluster-name', 'postgres-operator.crunchydata.com/cluster'] as const;

const CREDENTIALS = /^[^.]+\.(.+)\.credentials\.postgresql\.acid\.zalan\.do$/;

/** Adds to a list of a map. */
export const push = <K, T>(map: Map<K, T[]>, key: K, value: T): void => {
  const list = map.get(key);
  if (list) {
    list.push(value);
  } else {
    map.set(key, [value]);
  }
};

/** The clusters of one Kubernetes cluster, and the ways to find out which of them something is about. */
export class Estate {
  public readonly members: readonly Member[];
  private readonly byName = new Map<string, Member[]>();
  private readonly byLabel = new Map<string, Selected[]>();
  private readonly groups = new Map<string, Selected[]>();
  private readonly services = new Map<string, { readonly member: Member; readonly leadsTo: string }>();
  private readonly secrets = new Map<string, { readonly member: Member; readonly role: string }>();

  public constructor(
    public readonly side: Side,
    place?: string,
  ) {
    const referring = new Map<string, KubeObject[]>();
    for (const object of side.byKey.values()) {
      const name = namedCluster(object);
      if (name !== undefined) {
        push(referring, `${object.namespace}/${name}`, object);
      }
    }
    this.members = side.clusters.map((view) => {
      const { namespace, name } = view.object;
      const facts = FACTS[view.operator as keyof typeof FACTS](view.object, {
        referring: referring.get(`${namespace}/${name}`) ?? [],
        find: (group, kind, other) => side.byKey.get(keyOf(group, kind, namespace, other)),
      });
      const id = [...(place === undefined ? [] : [place]), view.operator, namespace || '-', name].join('/');
      return { id, ...(place === undefined ? {} : { place }), view, facts };
    });
    this.members.forEach((member) => this.index(member));
  }

  private index(member: Member): void {
    const { namespace, name } = member.view.object;
    push(this.byName, `${namespace}/${name}`, member);
    for (const group of member.facts.pods) {
      const selected = { member, group };
      push(this.groups, namespace, selected);
      IDENTIFYING.forEach((key) => group.labels[key]?.forEach((value) => push(this.byLabel, `${namespace}/${key}=${value}`, selected)));
    }
    member.facts.services.forEach((leadsTo, service) => this.services.set(`${namespace}/${service}`, { member, leadsTo }));
    member.facts.secrets.forEach((role, secret) => this.secrets.set(`${namespace}/${secret}`, { member, role }));
  }

  /** Pods of clusters that a selector is about. */
  public selected(selector: Json | undefined, namespace: string): readonly Selected[] {
    const equal = mapOf(at(selector, 'matchLabels'));
    const key = IDENTIFYING.find((one) => equal[one] !== undefined);
    const candidates = key === undefined ? this.groups.get(namespace) : this.byLabel.get(`${namespace}/${key}=${textOf(equal[key]) ?? ''}`);
    return (candidates ?? []).filter(({ group }) => selects(selector, group.labels));
  }

  /** The cluster that a Service leads to. */
  public service(host: string, namespace: string): { readonly member: Member; readonly leadsTo: string } | undefined {
    const [service, within = namespace, svc] = host.toLowerCase().split('.');
    return svc === undefined || svc === 'svc' ? this.services.get(`${within}/${service}`) : undefined;
  }

  /** The cluster whose credentials are in a Secret. */
  public secret(name: string, namespace: string): { readonly member: Member; readonly role: string } | undefined {
    const known = this.secrets.get(`${namespace}/${name}`);
    const cluster = CREDENTIALS.exec(name)?.[1];
    const member = cluster === undefined ? undefined : this.named(cluster, namespace).find(({ view }) => view.operator === 'zalando');
    return known ?? (member && { member, role: name.split('.')[0]! });
  }

  public named(name: string, namespace: string): readonly Member[] {
    return this.byName.get(`${namespace}/${name}`) ?? [];
  }

  /** The clusters that an object is about: itself, what it names or selects, or else the one whose name its own begins with. */
  public owners(object: KubeObject): readonly Member[] {
    const itself = this.named(object.name, object.namespace).filter(({ view }) => view.object.key === object.key);
    if (itself.length > 0) {
      return itself;
    }
    const name = namedCluster(object);
    if (name !== undefined) {
      return this.named(name, object.namespace);
    }
    const selector = at(object.value, 'spec', 'podSelector') ?? at(object.value, 'spec', 'selector');
    const selected = selector === undefined ? [] : this.selected(selector, object.namespace).map(({ member }) => member);
    return selected.length > 0 ? [...new Set(selected)] : this.byPrefix(object.name, object.namespace);
  }

  private byPrefix(name: string, namespace: string): readonly Member[] {
    for (let end = name.length; end > 0; end = name.lastIndexOf('-', end - 1)) {
      const members = this.named(name.slice(0, end), namespace);
      if (members.length > 0) {
        return members;
      }
    }
    return [];
  }
}

/** The cluster that an object of an operator names. */
function namedCluster(object: KubeObject): string | undefined {
  const { spec } = object.value;
  return textOf(at(spec, 'cluster', 'name')) ?? textOf(at(spec, 'postgresClusterName'));
}

export const texts = (value: Json | undefined): string[] => listOf(value).flatMap((one) => textOf(one) ?? []);
