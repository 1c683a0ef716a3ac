import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { METADATA_SERVICE, METADATA_SERVICE_IPV6, PRIVATE_RANGES, PRIVATE_RANGES_IPV6 } from '../private/address-ranges';
import { Manifest } from '../private/manifest';
import { PeerSpec, addressSpec } from './peer';

/** The words that every NetworkPolicy of the library is made of. */

const GVK = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };

const KUBERNETES_SERVICE = 443;
const DEFAULT_API_SERVER_PORT = 6443;

/** A port as a rule has it. */
export interface PortSpec {
  readonly port: number;
  readonly endPort?: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** Who may come, or may be gone to, and where to; without peers everybody. */
export interface PolicyRule {
  readonly from?: readonly PeerSpec[];
  readonly to?: readonly PeerSpec[];
  readonly ports: readonly PortSpec[];
}

/** What a policy says of some pods. A direction without rules is closed where `policyTypes` has it, and open where not. */
export interface PolicySpec {
  readonly podSelector: object;
  readonly policyTypes: readonly ('Ingress' | 'Egress')[];
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
}

export const tcp = (...ports: readonly number[]): PortSpec[] => ports.map((port) => ({ port, protocol: 'TCP' }));
export const udp = (...ports: readonly number[]): PortSpec[] => ports.map((port) => ({ port, protocol: 'UDP' }));

/** Which addresses there are. */
export interface IpFamilies {
  readonly ipv4: boolean;
  readonly ipv6: boolean;
}

const ofFamilies = ({ ipv4, ipv6 }: IpFamilies, four: PeerSpec, six: PeerSpec): PeerSpec[] => [
  ...(ipv4 ? [four] : []),
  ...(ipv6 ? [six] : []),
];

/** Every public address. */
export const publicPeers = (families: IpFamilies): PeerSpec[] =>
  ofFamilies(
    families,
    { ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_RANGES } },
    { ipBlock: { cidr: '::/0', except: PRIVATE_RANGES_IPV6 } },
  );

/** Every address. */
export const everyAddress = (families: IpFamilies): PeerSpec[] => ofFamilies(families, addressSpec('0.0.0.0/0'), addressSpec('::/0'));

/** Where the platform gives out identities. */
export const metadataPeers = (families: IpFamilies): PeerSpec[] =>
  ofFamilies(families, addressSpec(METADATA_SERVICE), addressSpec(METADATA_SERVICE_IPV6));

/** Ports of the API server: its own, and that of the service before it, since some networks look before the address is translated. */
export const apiServerPorts = (own: number = DEFAULT_API_SERVER_PORT): PortSpec[] => tcp(...new Set([own, KUBERNETES_SERVICE]));

/** Prints a policy. */
export function printPolicy(
  scope: Construct,
  id: string,
  metadata: Pick<ApiObjectMetadata, 'name' | 'namespace' | 'labels'>,
  spec: () => PolicySpec,
  printedWhile?: () => boolean,
): void {
  new Manifest(scope, id, { gvk: GVK, metadata, spec, printedWhile });
}
