/**
 * What the pods of a cluster may reach, where that is restricted.
 */
export interface EgressOptions {
  /** Addresses of the API server of Kubernetes as CIDRs, both of its Service and behind it: policies are applied before or after translation. */
  readonly apiServerCidrs: string[];

  /**
   * Port of the API server behind its Service.
   *
   * @default 6443
   */
  readonly apiServerPort?: number;

  /**
   * Addresses of the object stores as CIDRs.
   *
   * @default - every public address; none inside of the company
   */
  readonly archiveCidrs?: string[];

  /**
   * Further addresses that the database connects to on PostgreSQL's port, as CIDRs: sources of replica clusters and imports, foreign servers.
   *
   * @default - none
   */
  readonly databaseCidrs?: string[];
}

/**
 * Who reaches the pods of a cluster and of its pools. What is not named is kept out by a NetworkPolicy: let applications in by `connect`
 * or `allowFrom`.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface NetworkOptions {
  /**
   * Namespace of the operator. Without its connections there is no failover.
   *
   * @default - the one of the operator's own instructions: `cnpg-system`, or `postgres-operator`
   */
  readonly operatorNamespace?: string;

  /**
   * Namespace that metrics are collected from.
   *
   * @default monitoring
   */
  readonly monitoringNamespace?: string;

  /**
   * Addresses of the API server of Kubernetes as CIDRs, as pods see them: tools that ask the instances through it are let in, such as
   * `kubectl cnpg status` on CloudNativePG. The other operators have none.
   *
   * @default - those of `egress`, or nobody
   */
  readonly apiServerCidrs?: string[];

  /**
   * What the pods may reach; not for the pools of clusters that another app owns.
   *
   * @default - everything
   */
  readonly egress?: EgressOptions;

  /**
   * Whether somebody else prints the policies for this cluster: then none is printed.
   *
   * @default false
   */
  readonly managedElsewhere?: boolean;
}

/**
 * `NetworkOptions` with defaults filled in.
 */
export interface NetworkModel {
  /**
   * Namespace of the operator.
   *
   * @default - the one of the operator's own instructions
   */
  readonly operatorNamespace?: string;
  /** Namespace that metrics are collected from. */
  readonly monitoringNamespace: string;
  /** Addresses of the API server, from which tools ask the instances; empty where nobody does. */
  readonly apiServerCidrs: string[];
  /**
   * What the pods may reach.
   *
   * @default - everything
   */
  readonly egress?: EgressOptions;
  /** Whether somebody else prints the policies. */
  readonly managedElsewhere: boolean;
  /** Ports on which names are resolved. */
  readonly dnsPorts: number[];
  /** Whether pods have addresses of IPv4. */
  readonly ipv4: boolean;
  /** Whether pods have addresses of IPv6. */
  readonly ipv6: boolean;
  /**
   * Name of this app among those that connect to a cluster of another app.
   *
   * @default - the cluster is of this app, or nobody is let in
   */
  readonly clientName?: string;
}
