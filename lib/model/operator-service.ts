import { onlyMembers } from './members';

/**
 * Where a Service can be reached from.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
 */
export enum ServiceKind {
  /** From inside of the Kubernetes cluster. */
  CLUSTER_IP = 'ClusterIP',
  /** At a port of every node. */
  NODE_PORT = 'NodePort',
  /** By a load balancer. */
  LOAD_BALANCER = 'LoadBalancer',
}
onlyMembers(ServiceKind, 'ServiceKind');

/**
 * Whether traffic may go on to another node.
 */
export enum ServiceTraffic {
  /** It may. */
  CLUSTER = 'Cluster',
  /** It stays on the node where it arrives. Source addresses are kept. */
  LOCAL = 'Local',
}
onlyMembers(ServiceTraffic, 'ServiceTraffic');

/**
 * A Service that the operator makes, as a running cluster has it. For a new one write `exposure`, which says who may come; a Service of
 * another kind than `CLUSTER_IP` has to say so too: its `sourceRanges` are let in by the policies.
 */
export interface OperatorServiceOptions {
  /**
   * Where it can be reached from.
   *
   * @default ServiceKind.CLUSTER_IP
   */
  readonly kind?: ServiceKind;

  /**
   * Labels of the Service.
   *
   * @default - those of the operator
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the Service, by which clouds choose the kind of a load balancer and external-dns its name.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Port on the nodes, with `NODE_PORT` and `LOAD_BALANCER`.
   *
   * @default - Kubernetes chooses one
   */
  readonly nodePort?: number;

  /**
   * Who may come from outside, as CIDRs: `203.0.113.0/24`. They are let in by the policies of the library; on CloudNativePG and Zalando the
   * load balancer is told too. With `0.0.0.0/0` everybody may.
   *
   * @default - nobody from outside
   */
  readonly sourceRanges?: string[];

  /**
   * Whether traffic from outside may go on to another node.
   *
   * @default - as the operator has it
   */
  readonly externalTraffic?: ServiceTraffic;

  /**
   * Whether traffic from inside may go on to another node.
   *
   * @default - as the operator has it
   */
  readonly internalTraffic?: ServiceTraffic;
}
