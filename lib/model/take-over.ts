import { onlyMembers } from './members';

/**
 * What the library does by default and a cluster that ran before it came may not have. Which of them an operator has, and what switching one
 * on does to a running cluster, is told at synth.
 */
export enum ClusterDefault {
  /** Whoever comes without TLS is refused, by a last line of pg_hba.conf and by pools. */
  TLS_ONLY = 'tls-only',
  /** Policies for the network of all pods. */
  NETWORK_POLICIES = 'network-policies',
  /** Instances and pools are spread over nodes and zones. */
  SPREAD = 'spread',
  /** CPU and memory of instances, pools and the containers of backups. */
  COMPUTE = 'compute',
  /** The image that goes with the version of the operator. */
  IMAGE = 'image',
  /** How the primary is updated, and that a drain takes one instance at a time. */
  DISRUPTION = 'disruption',
  /** No load balancer and no port of a node, whatever the operator is configured to do. */
  NO_LOAD_BALANCERS = 'no-load-balancers',
  /** User and group of the pods. */
  POD_USER = 'pod-user',
  /** What is said to initdb, and the SQL that runs when a cluster is made. */
  CREATION = 'creation',
  /** All attributes of each role are written out. */
  ROLE_ATTRIBUTES = 'role-attributes',
  /** Backups belong to nobody, so that they stay when their schedule goes; a first one is taken at once. */
  BACKUP_OWNERS = 'backup-owners',
  /** Metrics, alerts, and the containers and roles that they need. */
  MONITORING = 'monitoring',
}
onlyMembers(ClusterDefault, 'ClusterDefault');

/**
 * That a cluster ran before this program described it.
 *
 * Defaults of the library that would change it are left off, unless the program says otherwise: by the prop that each of them hangs on, or by
 * naming it here. Those that are left off are told at synth, each with what switches it on and what that does.
 *
 * @see docs/how-to/take-over-a-running-cluster.md
 */
export class TakeOver {
  /**
   * The cluster stays as it runs.
   *
   * @param but defaults that it gets all the same
   */
  public static asItRuns(but: ClusterDefault[] = []): TakeOver {
    return new TakeOver(but);
  }

  /** Defaults that the cluster gets all the same. */
  public readonly but: ClusterDefault[];

  private constructor(but: ClusterDefault[]) {
    this.but = but;
  }
}
