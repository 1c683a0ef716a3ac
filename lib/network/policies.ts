import { Construct } from 'constructs';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { EgressOptions, NetworkModel } from '../model/network';
import { writes } from '../model/standing';
import { POSTGRES_PORT } from '../model/service-address';
import { NetworkIngress, PodGroup } from '../operators/network-contract';
import { nonEmpty } from '../private/kubernetes';
import { PeerSpec, addressSpec, peerSpec } from './peer';
import { IpFamilies, PolicyRule, PolicySpec, apiServerPorts, metadataPeers, printPolicy, publicPeers, tcp, udp } from './policy-manifest';

/** What a policy for some pods of a cluster is made of; all of it may change until it is rendered. */
export interface PolicyPlan {
  readonly name: string;
  readonly cluster: ClusterIdentity;
  readonly group: () => PodGroup;
  /** Applications, and what else is let in by the program. */
  readonly clients: () => readonly PeerSpec[];
  readonly egress: () => EgressRules | undefined;
  /** Whether the pods can be there at all; always if absent. */
  readonly printedWhile?: () => boolean;
}

/** What the pods may reach beside each other. */
export interface EgressRules extends EgressOptions, IpFamilies {
  /** Ports on which names are resolved. */
  readonly dnsPorts: readonly number[];
  /** Ports that archives answer on; none where the pods have no archive. */
  readonly archivePorts: readonly number[];
  /** Ports of PostgreSQL servers elsewhere. */
  readonly databasePorts: readonly number[];
  /** Whether the pods ask the platform for their identity. */
  readonly takesIdentity: boolean;
}

/** AWS, Azure and Google answer on the first, the metadata server of GKE nodes on the other. */
const METADATA_PORTS = [80, 988];

const TOKEN_PORT = 443;

/** Name of the policy of some pods of a cluster. */
export const policyName = ({ name }: ClusterIdentity, group: string): string => `${name}-${group}`;

/** What a cluster may reach; undefined where that is not restricted. */
export function egressRules(model: ClusterModel): EgressRules | undefined {
  const { network, backup, recovery, replica, pair, migrations } = model;
  const targets = [
    ...(backup?.repositories ?? []),
    ...(recovery?.archive?.repositories ?? []),
    ...(replica?.source.sourceArchive?.repositories ?? []),
    // An old primary has no source of its own, and follows what the other member archives.
    ...(writes(model) ? [] : (pair?.otherArchive?.repositories ?? [])),
  ].map(({ target }) => target);
  const archivePorts = [...new Set(targets.map(({ port }) => port).filter((port) => port !== undefined))];
  const servers = [replica?.source.primaryAddress, recovery?.importServer].filter((server) => server !== undefined);
  const outside = migrations.map(({ outsidePort }) => outsidePort).filter((port) => port !== undefined);
  const databasePorts = [...new Set([POSTGRES_PORT, ...servers.map(({ port }) => port ?? POSTGRES_PORT), ...outside])];
  const takesIdentity = targets.some((target) => target.takesIdentity);
  return network.egress && { ...network.egress, ...addressing(network), archivePorts, databasePorts, takesIdentity };
}

/** What a pool may reach; undefined where that is not restricted. */
export const poolEgress = (network: NetworkModel | undefined): EgressRules | undefined =>
  network?.egress && {
    ...network.egress,
    ...addressing(network),
    archivePorts: [],
    databasePorts: [POSTGRES_PORT],
    takesIdentity: false,
  };

/** What a program may reach that has nothing to do with the API server, nor with databases elsewhere. */
export const withoutApiServer = (network: NetworkModel): EgressRules | undefined => {
  const rules = poolEgress(network);
  return rules && { ...rules, apiServerCidrs: [], databaseCidrs: undefined };
};

const addressing = ({ dnsPorts, ipv4, ipv6 }: NetworkModel) => ({ dnsPorts, ipv4, ipv6 });

/** Prints the policy of some pods: what is not named does not reach them. */
export function bindPolicy(scope: Construct, id: string, plan: PolicyPlan): void {
  printPolicy(scope, id, { name: plan.name, namespace: plan.cluster.namespace }, () => policySpec(plan), plan.printedWhile);
}

function policySpec(plan: PolicyPlan): PolicySpec {
  const { podLabels, podLabelKeys = [], ingress, clientPort, egress: neighbours } = plan.group();
  const clients = plan.clients();
  const egress = plan.egress();
  return {
    podSelector: {
      matchLabels: podLabels,
      matchExpressions: nonEmpty(podLabelKeys.map((key) => ({ key, operator: 'Exists' }))),
    },
    policyTypes: egress ? ['Ingress', 'Egress'] : ['Ingress'],
    ingress: nonEmpty([
      // A rule without peers would let in everybody.
      ...ingress.filter(hasPeers).map((rule) => ({ from: rule.peers.map((peer) => peerSpec(peer)), ports: tcp(...rule.ports) })),
      ...(clientPort !== undefined && clients.length > 0 ? [{ from: distinct(clients), ports: tcp(clientPort) }] : []),
    ]),
    egress: egress && egressSpec(egress, neighbours),
  };
}

function egressSpec(egress: EgressRules, neighbours: readonly NetworkIngress[]): PolicyRule[] {
  const { apiServerCidrs, apiServerPort, archiveCidrs, databaseCidrs = [], archivePorts, databasePorts, takesIdentity, dnsPorts } = egress;
  const anywhere = publicPeers(egress);
  const archives = archiveCidrs?.map(addressSpec) ?? anywhere;
  return [
    // A cache on the node is no pod, so the ports are open to every address.
    { ports: [...udp(...dnsPorts), ...tcp(...dnsPorts)] },
    ...(apiServerCidrs.length > 0 ? [{ to: apiServerCidrs.map(addressSpec), ports: apiServerPorts(apiServerPort) }] : []),
    ...neighbours.filter(hasPeers).map((rule) => ({ to: rule.peers.map((peer) => peerSpec(peer)), ports: tcp(...rule.ports) })),
    ...(databaseCidrs.length > 0 ? [{ to: databaseCidrs.map(addressSpec), ports: tcp(...databasePorts) }] : []),
    ...(archivePorts.length > 0 ? [{ to: archives, ports: tcp(...archivePorts) }] : []),
    ...(takesIdentity ? [{ to: metadataPeers(egress), ports: tcp(...METADATA_PORTS) }] : []),
    // Tokens of service accounts are exchanged at a public address of the cloud, which the archive's own rule may not open.
    ...(takesIdentity && archiveCidrs ? [{ to: anywhere, ports: tcp(TOKEN_PORT) }] : []),
  ];
}

const hasPeers = ({ peers }: NetworkIngress): boolean => peers.length > 0;

/** The same application may connect several times. */
function distinct(peers: readonly PeerSpec[]): PeerSpec[] {
  return [...new Map(peers.map((peer) => [JSON.stringify(peer), peer])).values()];
}
