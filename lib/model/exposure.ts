import { ExposureKind } from './kinds';

/**
 * How something is reached from outside of the Kubernetes cluster.
 */
export interface ExposureOptions {
  /**
   * Who may come, as CIDRs: `203.0.113.0/24`. It is refused without (rule EXP-001), unless `nonProduction.openToAnyAddress` says so.
   *
   * @default - everybody
   */
  readonly sourceRanges?: string[];

  /**
   * Annotations of the Service, by which clouds choose the kind of a load balancer and external-dns its name.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * The name by which clients reach it. It is put into the certificate where cert-manager makes that, and on CloudNativePG where the operator
   * does; Crunchy PGO's own certificate has no further names, and that of Zalando none at all.
   *
   * @default - clients use an address, or a name that the certificate does not have
   */
  readonly hostname?: string;
}

/**
 * A load balancer.
 */
export interface LoadBalancerOptions extends ExposureOptions {
  /**
   * `loadBalancerClass` of the Service.
   *
   * @default - the default of the Kubernetes cluster
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#load-balancer-class
   */
  readonly loadBalancerClass?: string;
}

/**
 * A port on the nodes.
 */
export interface NodePortOptions extends ExposureOptions {
  /**
   * The port, as a rule 30000 to 32767.
   *
   * @default - Kubernetes chooses one
   */
  readonly nodePort?: number;
}

/**
 * How a cluster or a pool is reached from outside of the Kubernetes cluster: a Service of its own, beside those of the operator. Source
 * addresses are kept, so that network policies and access rules see who comes.
 */
export class Exposure {
  /**
   * A Service of type LoadBalancer.
   *
   * @param options who may come
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#loadbalancer
   */
  public static loadBalancer(options: LoadBalancerOptions): Exposure {
    return new Exposure('LoadBalancer', options, options?.loadBalancerClass, undefined);
  }

  /**
   * A Service of type NodePort. Only nodes with a pod that the Service leads to answer.
   *
   * @param options who may come
   * @see https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport
   */
  public static nodePort(options: NodePortOptions): Exposure {
    return new Exposure('NodePort', options, undefined, options?.nodePort);
  }

  /** Type of the Service. */
  public readonly serviceType: string;

  /** Who may come. */
  public readonly options: ExposureOptions;

  /** `loadBalancerClass` of the Service. */
  public readonly loadBalancerClass?: string;

  /** The port on the nodes. */
  public readonly port?: number;

  private constructor(serviceType: ExposureKind, options: ExposureOptions, loadBalancerClass?: string, port?: number) {
    this.serviceType = serviceType;
    this.options = options;
    this.loadBalancerClass = loadBalancerClass;
    this.port = port;
  }

  /** `serviceType`, typed. @internal */
  public get _kind(): ExposureKind {
    return this.serviceType as ExposureKind;
  }
}

/**
 * What of a cluster is reached from outside of the Kubernetes cluster.
 */
export interface ClusterExposure {
  /**
   * The primary, as the Service `<cluster>-external`.
   *
   * @default - it is not
   */
  readonly primary?: Exposure;

  /**
   * The replicas, as the Service `<cluster>-external-ro`.
   *
   * @default - they are not
   */
  readonly replicas?: Exposure;
}
