/**
 * Pods that connect to others.
 */
export interface NetworkPeer {
  /**
   * Labels of the pods.
   *
   * @default - every pod of the namespace
   */
  readonly podLabels?: { [key: string]: string };
  /**
   * Namespace of the pods.
   *
   * @default - that of the cluster
   */
  readonly namespace?: string;
  /**
   * A range of addresses, and no pods.
   *
   * @default - pods
   */
  readonly cidr?: string;
}

/**
 * Who may connect to some ports.
 */
export interface NetworkIngress {
  /** Who may. */
  readonly peers: NetworkPeer[];
  /** TCP ports. */
  readonly ports: number[];
}

/**
 * Pods of a cluster that have the same neighbours.
 */
export interface PodGroup {
  /** What they are: the ending of the name of their NetworkPolicy. */
  readonly name: string;
  /** Labels of the pods. */
  readonly podLabels: { [key: string]: string };
  /**
   * Keys of labels that the pods have with whatever value.
   *
   * @default - none
   */
  readonly podLabelKeys?: string[];
  /** Who has to reach them so that the cluster works; applications are not named here. */
  readonly ingress: NetworkIngress[];
  /**
   * TCP port that applications connect to.
   *
   * @default - none does
   */
  readonly clientPort?: number;
  /** Other pods of the cluster that they connect to, beside DNS, the API server and the archive. */
  readonly egress: NetworkIngress[];
}

/**
 * Labels by which Services find the pods of a cluster.
 */
export interface PodSelectors {
  /** Those of every instance, and of no job or pool. */
  readonly instances: { [key: string]: string };
  /** Those of the primary. */
  readonly primary: { [key: string]: string };
  /** Those of the replicas. */
  readonly replicas: { [key: string]: string };
}

/**
 * A certificate that an operator needs, where cert-manager makes it.
 */
export interface CertificateFacts {
  /** What it is for: id of the construct, for example `Server`. */
  readonly id: string;
  /** Name of the Secret, and of the object. */
  readonly secretName: string;
  /**
   * Common name.
   *
   * @default - none; the DNS names say who it is
   */
  readonly commonName?: string;
  /** DNS names; empty for a client. */
  readonly dnsNames: string[];
  /** Usages, in the words of cert-manager. */
  readonly usages: string[];
  /** Labels of the Secret. */
  readonly labels: { [key: string]: string };
}
