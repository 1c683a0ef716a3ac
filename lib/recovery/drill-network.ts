import { Construct } from 'constructs';
import { MAX_PORT, POSTGRES_PORT } from '../model/service-address';
import { ipFamilies } from '../network/network-model';
import { PeerSpec, addressSpec, peerSpec } from '../network/peer';
import {
  PolicyRule,
  PortSpec,
  apiServerPorts,
  everyAddress,
  metadataPeers,
  printPolicy,
  publicPeers,
  tcp,
  udp,
} from '../network/policy-manifest';
import { DRILL_LABEL } from './drill-label';
import type { DrillPlan } from './drill-plan';

/** Written out: a rule without ports would look as if somebody had forgotten them. */
const ALL_PORTS: readonly PortSpec[] = [{ port: 1, endPort: MAX_PORT, protocol: 'TCP' }];

/** Pods of every namespace. */
const EVERY_POD: PeerSpec = { namespaceSelector: {}, podSelector: {} };

/**
 * Two policies: the pods of the restored cluster reach the archive, the programs reach the restored cluster. Neither reaches anything else
 * besides DNS and the API server, and nobody but the operator reaches them.
 */
export function drillNetwork(scope: Construct, { props, access, repository, settings: { platform } }: DrillPlan): void {
  const { network, drillName } = props;
  const labels = { [DRILL_LABEL]: drillName };
  const cluster = peerSpec({ podLabels: access.podLabels });
  const programs = peerSpec({ podLabels: labels });
  const operator: PeerSpec = { ...peerSpec({ namespace: network.operatorNamespace ?? access.operatorNamespace }), podSelector: {} };
  const to = (peer: PeerSpec, ports: readonly PortSpec[]): PolicyRule => ({ to: [peer], ports });
  const from = (peer: PeerSpec, ports: readonly PortSpec[]): PolicyRule => ({ from: [peer], ports });
  const families = ipFamilies(platform, [...network.apiServerCidrs, ...(network.archiveCidrs ?? [])]);
  const names: readonly PortSpec[] = [...tcp(...platform.dnsPorts), ...udp(...platform.dnsPorts)];
  const always = [
    to(EVERY_POD, names),
    // A cache on the node is no pod.
    ...everyAddress(families).map((peer) => to(peer, names)),
    ...network.apiServerCidrs.map((cidr) => to(addressSpec(cidr), apiServerPorts(network.apiServerPort))),
  ];
  const archive = network.archiveCidrs?.map(addressSpec) ?? publicPeers(families);

  printPolicy(scope, 'ClusterPolicy', { name: `${drillName}-cluster`, labels }, () => ({
    podSelector: { matchLabels: access.podLabels },
    policyTypes: ['Egress', 'Ingress'],
    ingress: [
      from(cluster, ALL_PORTS),
      from(programs, tcp(POSTGRES_PORT)),
      ...(access.operatorPorts.length > 0 ? [from(operator, tcp(...access.operatorPorts))] : []),
    ],
    egress: [
      ...always,
      to(cluster, ALL_PORTS),
      ...archive.map((peer) => to(peer, tcp(repository.port ?? 443))),
      ...(repository.takesIdentity ? metadataPeers(families).map((peer) => to(peer, ALL_PORTS)) : []),
    ],
  }));
  printPolicy(scope, 'ProgramPolicy', { name: `${drillName}-programs`, labels }, () => ({
    podSelector: { matchLabels: labels },
    policyTypes: ['Egress', 'Ingress'],
    egress: [...always, to(cluster, tcp(POSTGRES_PORT))],
  }));
}
