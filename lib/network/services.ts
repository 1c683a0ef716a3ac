import { Construct } from 'constructs';
import { Endpoint } from '../model/endpoint';
import { Exposure } from '../model/exposure';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { POSTGRES_PORT } from '../model/service-address';
import { nonEmpty } from '../private/kubernetes';
import { Manifest } from '../private/manifest';
import { PeerSpec, addressSpec } from './peer';

const GVK = { apiVersion: 'v1', kind: 'Service' };

/** Annotation by which external-dns gives a Service its name. */
const DNS_ANNOTATION = 'external-dns.alpha.kubernetes.io/hostname';

/** Every address, of both families. */
const ANY_ADDRESS = ['0.0.0.0/0', '::/0'];

/** Addresses that an exposure lets in. */
export const exposedTo = (exposure: Exposure | undefined): readonly PeerSpec[] =>
  exposure ? (exposure.options.sourceRanges ?? ANY_ADDRESS).map(addressSpec) : [];

/** Names of the services by which a cluster is reached from outside. */
export const externalService = (cluster: string): string => `${cluster}-external`;
export const externalReadService = (cluster: string): string => `${cluster}-external-ro`;

/** Name of the Service by which a pool is reached from outside. */
export const externalPoolService = (host: string): string => `${host.split('.')[0]}-external`;

/** Prints a Service that leads from outside to some pods. */
export function bindExposure(
  scope: Construct,
  id: string,
  plan: {
    readonly name: string;
    readonly cluster: ClusterIdentity;
    readonly exposure: Exposure;
    readonly pods: { [key: string]: string };
    readonly port: number;
  },
): void {
  const { exposure, name, cluster, pods, port } = plan;
  const { annotations = {}, sourceRanges, hostname } = exposure.options;
  const dnsName: { [key: string]: string } = hostname === undefined ? {} : { [DNS_ANNOTATION]: hostname };
  new Manifest(scope, id, {
    gvk: GVK,
    metadata: { name, namespace: cluster.namespace, annotations: nonEmpty({ ...dnsName, ...annotations }) },
    spec: () => ({
      type: exposure.serviceType,
      selector: pods,
      ports: [{ name: 'postgres', port: POSTGRES_PORT, targetPort: port, protocol: 'TCP', nodePort: exposure.port }],
      // Otherwise every client would seem to come from a node, and neither policies nor access rules could tell them apart.
      externalTrafficPolicy: 'Local',
      loadBalancerClass: exposure.loadBalancerClass,
      loadBalancerSourceRanges: exposure._kind === 'LoadBalancer' ? sourceRanges : undefined,
    }),
  });
}

/** Addresses that the Services of an exposed cluster take among those of the app. */
export function externalAddresses(
  { hostAndPort }: Endpoint,
  { identity, exposure }: Pick<ClusterModel, 'identity' | 'exposure'>,
): string[] {
  const services = [
    ...(exposure.primary ? [externalService(identity.name)] : []),
    ...(exposure.replicas ? [externalReadService(identity.name)] : []),
  ];
  return services.map((service) => hostAndPort.replace(/^[^.:]+/, service));
}
