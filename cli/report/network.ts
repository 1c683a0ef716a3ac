import { KubeObject } from '../manifests/object';
import { at, isMap, Json, listOf, mapOf, textOf } from '../values/json';
import { Estate, Member, push, texts } from './estate';
import { EdgeRow } from './model';
import { selects, shownSelector } from './selector';
import { Workload } from './workloads';

/** What is said of the network of a cluster. */
export interface Reach {
  readonly edges: EdgeRow[];
  /** Whether some policy keeps traffic from the instances. */
  isolated: boolean;
  readonly exposure: string[];
}

const ANYBODY = /^(0\.0\.0\.0\/0|::\/0)$/;
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Names of peers that one selector is told by. */
const MANY = 12;

interface Peer {
  readonly shown: string;
  readonly open: boolean;
}

type FindWorkloads = (namespace: string) => readonly Workload[];

function ports(rule: Json | undefined): string {
  const list = listOf(at(rule, 'ports')).map((port) => {
    const [number, end, protocol] = ['port', 'endPort', 'protocol'].map((key) => textOf(at(port, key)));
    return `${number ?? 'all ports'}${end === undefined ? '' : `-${end}`}${protocol === undefined || protocol === 'TCP' ? '' : ` ${protocol}`}`;
  });
  return list.length > 0 ? list.join(', ') : 'all ports';
}

function namespaceOf(selector: Json | undefined): string {
  const named = [
    textOf(mapOf(at(selector, 'matchLabels'))[NAMESPACE_NAME]),
    ...listOf(at(selector, 'matchExpressions'))
      .filter((one) => textOf(at(one, 'key')) === NAMESPACE_NAME && textOf(at(one, 'operator')) === 'In')
      .flatMap((one) => texts(at(one, 'values'))),
  ].filter((name) => name !== undefined);
  const shown = shownSelector(selector);
  return named.length > 0 ? `namespace ${named.join(', ')}` : shown === '' ? 'all namespaces' : `namespaces ${shown}`;
}

/** Who a policy lets in or out, in the words of the output: clusters, pools and workloads by their names. */
function peersOf(peer: Json, estate: Estate, workloads: FindWorkloads, subject: Member, namespace: string): Peer[] {
  const block = at(peer, 'ipBlock');
  if (isMap(block)) {
    const [cidr, except] = [textOf(block.cidr) ?? '?', texts(block.except)];
    // What is left of all addresses without the private ones is the internet: open, however it is said.
    return [{ shown: `${cidr}${except.length > 0 ? ` but ${except.join(', ')}` : ''}`, open: ANYBODY.test(cidr) }];
  }
  const pods = at(peer, 'podSelector');
  const namespaces = at(peer, 'namespaceSelector');
  const everyPod = shownSelector(pods) === '';
  if (isMap(namespaces)) {
    const where = namespaceOf(namespaces);
    return [{ shown: everyPod ? where : `${where}: ${shownSelector(pods)}`, open: everyPod && where === 'all namespaces' }];
  }
  if (everyPod) {
    return [{ shown: `every pod of namespace ${namespace || '(none)'}`, open: false }];
  }
  const clusters = estate
    .selected(pods, namespace)
    .map(({ member, group }) => (member === subject ? `its ${group.part}` : `${member.view.object.name}: ${group.part}`));
  const others =
    clusters.length > 0
      ? []
      : workloads(namespace)
          .filter(({ labels }) => selects(pods, labels))
          .map(({ object }) => `${object.kind} ${object.name}`);
  const all = [...new Set([...clusters, ...others])];
  const found = all.length > MANY ? [...all.slice(0, MANY), `${all.length - MANY} more`] : all;
  return (found.length > 0 ? found : [`pods ${shownSelector(pods)}`]).map((shown) => ({ shown, open: false }));
}

function edges(policy: KubeObject, estate: Estate, workloads: FindWorkloads, reach: (member: Member) => Reach): void {
  const { spec } = policy.value;
  const selected = estate.selected(at(spec, 'podSelector') ?? {}, policy.namespace);
  const types = texts(at(spec, 'policyTypes'));
  for (const { member, group } of selected) {
    const of = reach(member);
    of.isolated ||= group.part === 'instances' && (types.length === 0 || types.includes('Ingress'));
    for (const [direction, list, side] of [
      ['in', 'ingress', 'from'],
      ['out', 'egress', 'to'],
    ] as const) {
      for (const rule of listOf(at(spec, list))) {
        const peers = listOf(at(rule, side));
        // Names are resolved everywhere; that is no way to anybody.
        const isNames = ports(rule) === '53 UDP, 53' || ports(rule) === '53, 53 UDP';
        const found =
          peers.length > 0
            ? peers.flatMap((peer) => peersOf(peer, estate, workloads, member, policy.namespace))
            : [{ shown: isNames ? 'resolving names' : 'anybody', open: !isNames }];
        of.edges.push({
          part: group.part,
          direction,
          peers: [...new Set(found.map(({ shown }) => shown))],
          ports: ports(rule),
          policy: policy.name,
          open: direction === 'in' && found.some(({ open }) => open),
        });
      }
    }
  }
}

/** Services of the output that lead into the cluster from outside of Kubernetes. */
function services(service: KubeObject, estate: Estate, reach: (member: Member) => Reach): void {
  const { spec } = service.value;
  const type = textOf(at(spec, 'type')) ?? 'ClusterIP';
  if (type !== 'LoadBalancer' && type !== 'NodePort') {
    return;
  }
  const selector = { matchLabels: mapOf(at(spec, 'selector')) };
  const selected = Object.keys(selector.matchLabels).length > 0 ? estate.selected(selector, service.namespace) : [];
  const ranges = texts(at(spec, 'loadBalancerSourceRanges'));
  for (const { member, group } of selected) {
    reach(member).exposure.push(`${type} ${service.name}, ${group.part}: ${ranges.length > 0 ? ranges.join(', ') : 'any address'}`);
  }
}

/** What the NetworkPolicies and Services of the output say of each cluster. */
export function network(estate: Estate, workloads: readonly Workload[]): ReadonlyMap<Member, Reach> {
  const found = new Map<Member, Reach>();
  const reach = (member: Member): Reach => {
    const known = found.get(member) ?? { edges: [], isolated: false, exposure: [...member.facts.exposure] };
    found.set(member, known);
    return known;
  };
  estate.members.forEach(reach);
  const byNamespace = new Map<string, Workload[]>();
  workloads.forEach((workload) => push(byNamespace, workload.object.namespace, workload));
  for (const object of estate.side.byKey.values()) {
    if (object.type === 'networking.k8s.io/NetworkPolicy') {
      edges(object, estate, (namespace) => byNamespace.get(namespace) ?? [], reach);
    } else if (object.type === 'core/Service') {
      services(object, estate, reach);
    }
  }
  return found;
}
