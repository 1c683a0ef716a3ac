import { ApiObjectMetadata } from 'cdk8s';
import { Construct } from 'constructs';
import { PRIVATE_RANGES } from '../private/address-ranges';
import { Manifest } from '../private/manifest';
import { PeerSpec } from './peer';

/** The words that every NetworkPolicy of the library is made of. */

const GVK = { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' };

/** Where names are resolved. */
export const DNS_PORT = 53;

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
export const udp = (port: number): PortSpec => ({ port, protocol: 'UDP' });

/** Every public address. */
export const PUBLIC: PeerSpec = { ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_RANGES } };

/** Ports of the API server: its own, and that of the service before it, since some networks look before the address is translated. */
export const apiServerPorts = (own: number = DEFAULT_API_SERVER_PORT): PortSpec[] => tcp(...new Set([own, KUBERNETES_SERVICE]));

/** Prints a policy. */
export function printPolicy(
  scope: Construct,
  id: string,
  metadata: Pick<ApiObjectMetadata, 'name' | 'namespace' | 'labels'>,
  spec: () => PolicySpec,
): void {
  new Manifest(scope, id, { gvk: GVK, metadata, spec });
}
