import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { NetworkPeer } from '../operators/network-contract';

/** A peer as a NetworkPolicy has it. */
export type PeerSpec = { readonly [field: string]: unknown };

const NAMESPACE_LABEL = 'kubernetes.io/metadata.name';

/** Pods that an operator names. */
export function peerSpec({ podLabels, namespace, cidr }: NetworkPeer, podLabelKeys: readonly string[] = []): PeerSpec {
  if (cidr !== undefined) {
    return addressSpec(cidr);
  }
  const matchExpressions = podLabelKeys.map((key) => ({ key, operator: 'Exists' }));
  return {
    ...(namespace !== undefined && { namespaceSelector: { matchLabels: { [NAMESPACE_LABEL]: namespace } } }),
    ...(podLabels
      ? { podSelector: { matchLabels: podLabels, ...(matchExpressions.length > 0 && { matchExpressions }) } }
      : namespace === undefined && { podSelector: {} }),
  };
}

/** A range of addresses. */
export const addressSpec = (cidr: string): PeerSpec => ({ ipBlock: { cidr } });

/**
 * A peer of cdk8s-plus, as cdk8s-plus would print it; several where it names several namespaces.
 *
 * @param peer pods, namespaces or addresses
 * @param own namespace of the policy
 */
export function peerSpecs(peer: INetworkPolicyPeer, own: string | undefined): PeerSpec[] {
  const { ipBlock, podSelector } = peer.toNetworkPolicyPeerConfig();
  if (ipBlock) {
    return [{ ipBlock: { cidr: ipBlock.cidr, ...(ipBlock.except?.length && { except: [...ipBlock.except] }) } }];
  }
  const pods = { podSelector: { ...podSelector?.labelSelector._toKube() } };
  const { names, labelSelector } = podSelector?.namespaces ?? {};
  const selector = labelSelector?._toKube();
  if (names === undefined) {
    return [{ ...(selector && { namespaceSelector: selector }), ...pods }];
  }
  return names.map((name) =>
    name === own && selector === undefined
      ? pods
      : { namespaceSelector: { ...selector, matchLabels: { ...selector?.matchLabels, [NAMESPACE_LABEL]: name } }, ...pods },
  );
}
