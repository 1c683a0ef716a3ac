import { IpFamily, PlatformModel, PlatformOptions, ServiceMesh } from '../model/platform';
import { Shape, boolean, listOf, number, oneOf, optional, text } from './shape';

/** What follows from the platform, wherever it is printed. */

export const PLATFORM: Shape<PlatformOptions> = {
  openShift: optional(boolean),
  ipFamily: optional(oneOf(IpFamily, 'IpFamily')),
  mesh: optional(oneOf(ServiceMesh, 'ServiceMesh')),
  dnsPorts: optional(listOf(number)),
  imageRegistry: optional(text),
  imagePullSecrets: optional(listOf(text)),
};

const DNS_PORT = 53;

/** The pods of OpenShift's DNS listen here, and its networks look at ports behind the Service. */
const OPENSHIFT_DNS_PORT = 5353;

/** The facts that are said last count. Copied, so that later changes of the options do nothing. */
export function platformModel(...said: readonly (PlatformOptions | undefined)[]): PlatformModel {
  const options: PlatformOptions = Object.assign({}, ...said.map(defined)) as PlatformOptions;
  const openShift = options.openShift ?? false;
  return {
    openShift,
    ipFamily: options.ipFamily,
    mesh: options.mesh,
    dnsPorts: [...(options.dnsPorts ?? (openShift ? [DNS_PORT, OPENSHIFT_DNS_PORT] : [DNS_PORT]))],
    imageRegistry: options.imageRegistry,
    imagePullSecrets: [...(options.imagePullSecrets ?? [])],
  };
}

/** What is undefined is not said. */
const defined = (options: PlatformOptions = {}): PlatformOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));

/** By which pods refuse the proxy of a mesh. Annotations, since not every operator passes labels on. */
const WITHOUT_PROXY: { readonly [mesh in ServiceMesh]: { readonly [key: string]: string } } = {
  [ServiceMesh.ISTIO]: { 'sidecar.istio.io/inject': 'false' },
  [ServiceMesh.LINKERD]: { 'linkerd.io/inject': 'disabled' },
};

/** Annotations that pods have because of the platform. */
export const platformAnnotations = ({ mesh }: PlatformModel): { readonly [key: string]: string } => (mesh ? WITHOUT_PROXY[mesh] : {});

/** An image of a public registry, from the registry that stands in for it. */
export function fromRegistry(registry: string | undefined, image: string): string {
  if (registry === undefined) {
    return image;
  }
  const [first = '', ...rest] = image.split('/');
  // A host has a dot or a port; Docker Hub is left out, and the folder of its own images too.
  const hasHost = rest.length > 0 && /[.:]/.test(first);
  const path = hasHost ? rest.join('/') : rest.length > 0 ? image : `library/${image}`;
  return `${registry}/${path}`;
}
