import { onlyMembers } from './members';

/**
 * Which addresses pods have.
 */
export enum IpFamily {
  /** IPv4 only. */
  IPV4 = 'IPv4',
  /** IPv6 only. */
  IPV6 = 'IPv6',
  /** Both. */
  DUAL_STACK = 'DualStack',
}
onlyMembers(IpFamily, 'IpFamily');

/**
 * A service mesh that puts a proxy beside the containers of every pod that does not refuse it.
 */
export enum ServiceMesh {
  /** Istio, with sidecars. */
  ISTIO = 'istio',
  /** Linkerd. */
  LINKERD = 'linkerd',
}
onlyMembers(ServiceMesh, 'ServiceMesh');

/**
 * What is true of a Kubernetes cluster, whatever database runs in it.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dual-stack/
 */
export interface PlatformOptions {
  /**
   * Whether it is OpenShift: users and groups of pods are left to the range of the namespace, and names are resolved on port 5353 too.
   *
   * @default false
   */
  readonly openShift?: boolean;

  /**
   * Which addresses pods have: what "every public address" means in policies, and what servers listen on.
   *
   * @default - IPv4, and IPv6 beside it in the policies of a cluster that names a range of IPv6
   */
  readonly ipFamily?: IpFamily;

  /**
   * The service mesh whose proxies the pods of databases, pools, Jobs and drills refuse: they speak TLS themselves, and a Job does not end
   * beside a proxy that does not.
   *
   * @default - none
   */
  readonly mesh?: ServiceMesh;

  /**
   * Ports on which names are resolved.
   *
   * @default - 53, and 5353 on OpenShift
   */
  readonly dnsPorts?: number[];

  /**
   * Registry, with or without a path, that stands in for the public ones in every image that the library names by default:
   * `registry.acme.example/mirror` makes `registry.acme.example/mirror/library/postgres:17` of `postgres:17`. Images that are written in the
   * program stay as they are, and so do those that an operator names by itself.
   *
   * @default - the public registries
   */
  readonly imageRegistry?: string;

  /**
   * Names of the Secrets with which images are pulled, in the namespace of each cluster.
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
}

/**
 * `PlatformOptions` with defaults filled in.
 */
export interface PlatformModel {
  /** Whether it is OpenShift. */
  readonly openShift: boolean;
  /**
   * Which addresses pods have.
   *
   * @default - not known
   */
  readonly ipFamily?: IpFamily;
  /**
   * The service mesh whose proxies the pods refuse.
   *
   * @default - none
   */
  readonly mesh?: ServiceMesh;
  /** Ports on which names are resolved. */
  readonly dnsPorts: number[];
  /**
   * Registry that stands in for the public ones.
   *
   * @default - the public registries
   */
  readonly imageRegistry?: string;
  /** Names of the Secrets with which images are pulled. */
  readonly imagePullSecrets: string[];
}
