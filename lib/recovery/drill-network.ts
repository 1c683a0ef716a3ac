import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { isCidr } from '../model/cidr';
import { METADATA_SERVICE, PRIVATE_RANGES } from '../private/address-ranges';
import { DRILL_LABEL } from './drill-label';
import type { DrillPlan } from './drill-objects';

const DNS = 53;
const POSTGRES = 5432;
const KUBERNETES_SERVICE = 443;

type Metadata = (name: string) => { name: string; labels: { [label: string]: string } };

/**
 * Two policies: the pods of the restored cluster reach the archive, the programs reach the restored cluster. Neither reaches anything else
 * besides DNS and the API server, and nobody but the operator reaches them.
 */
export function drillNetwork(scope: Construct, plan: DrillPlan, metadata: Metadata): void {
  const { props, access, repository } = plan;
  const { network, drillName } = props;
  const { NetworkPolicyPort: Port, NetworkPolicyIpBlock: IpBlock, NetworkPolicyTrafficDefault: Default, Pods } = kplus;
  const tcp = (...ports: number[]) => ports.map((port) => Port.tcp(port));
  // Written out: cdk8s-plus prints an empty list for all of them.
  const allPorts = [Port.tcpRange(1, 65535)];
  const dnsPorts = [Port.tcp(DNS), Port.udp(DNS)];

  const cluster = Pods.select(scope, 'ClusterPods', { labels: { ...access.podLabels } });
  const programs = Pods.select(scope, 'ProgramPods', { labels: { [DRILL_LABEL]: drillName } });
  const anywhere = Pods.all(scope, 'DnsPods', { namespaces: kplus.Namespaces.all(scope, 'DnsNamespaces') });
  const operator = Pods.all(scope, 'OperatorPods', {
    namespaces: kplus.Namespaces.select(scope, 'OperatorNamespace', {
      labels: { 'kubernetes.io/metadata.name': network.operatorNamespace ?? access.operatorNamespace },
    }),
  });
  const always = [
    { peer: anywhere, ports: dnsPorts },
    // A cache on the node is no pod.
    { peer: IpBlock.anyIpv4(scope, 'DnsAddresses'), ports: dnsPorts },
    // What cannot be read is left out; rule DRILL-005 has named it.
    ...network.apiServerCidrs.filter(isCidr).map((cidr, i) => ({
      peer: ipBlock(IpBlock, scope, `ApiServer${i}`, cidr),
      ports: tcp(...new Set([network.apiServerPort ?? 6443, KUBERNETES_SERVICE])),
    })),
  ];
  const archive = network.archiveCidrs?.filter(isCidr).map((cidr, i) => ipBlock(IpBlock, scope, `Archive${i}`, cidr)) ?? [
    IpBlock.ipv4(scope, 'Archive', '0.0.0.0/0', PRIVATE_RANGES),
  ];

  new kplus.NetworkPolicy(scope, 'ClusterPolicy', {
    metadata: metadata(`${drillName}-cluster`),
    selector: cluster,
    ingress: {
      default: Default.DENY,
      rules: [
        { peer: cluster, ports: allPorts },
        { peer: programs, ports: tcp(POSTGRES) },
        ...(access.operatorPorts.length > 0 ? [{ peer: operator, ports: tcp(...access.operatorPorts) }] : []),
      ],
    },
    egress: {
      default: Default.DENY,
      rules: [
        ...always,
        { peer: cluster, ports: allPorts },
        ...archive.map((peer) => ({ peer, ports: tcp(repository.port ?? 443) })),
        ...(repository.takesIdentity ? [{ peer: IpBlock.ipv4(scope, 'Metadata', METADATA_SERVICE), ports: allPorts }] : []),
      ],
    },
  });
  new kplus.NetworkPolicy(scope, 'ProgramPolicy', {
    metadata: metadata(`${drillName}-programs`),
    selector: programs,
    ingress: { default: Default.DENY },
    egress: { default: Default.DENY, rules: [...always, { peer: cluster, ports: tcp(POSTGRES) }] },
  });
}

function ipBlock(block: typeof kplus.NetworkPolicyIpBlock, scope: Construct, id: string, cidr: string): kplus.NetworkPolicyIpBlock {
  return cidr.includes(':') ? block.ipv6(scope, id, cidr) : block.ipv4(scope, id, cidr);
}
