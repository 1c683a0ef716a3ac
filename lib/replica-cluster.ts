import { Construct } from 'constructs';
import { REPLICA_CLUSTER_SHAPE } from './checks/recovery-shapes';
import { HaCluster } from './ha-cluster';
import { HaClusterProps } from './ha-cluster-props';
import { ReplicaModel } from './model/models';
import { ReplicaSource } from './model/replica-source';
import { Shape } from './private/shape';

/**
 * Properties of `ReplicaCluster`.
 */
export interface ReplicaClusterProps extends HaClusterProps {
  /** What the cluster follows. */
  readonly source: ReplicaSource;

  /**
   * Whether the cluster stops following its source and takes writes, for good: no operator can take it back. For a cluster of a
   * `ClusterPair` it is the pair that says who writes (rule PAIR-004).
   *
   * @default false
   */
  readonly promoted?: boolean;
}

/**
 * A cluster that follows another one, of another namespace, Kubernetes cluster or region, and takes no writes until it is promoted.
 *
 * It has the roles, passwords and databases of its source. It needs a BackupPolicy of its own, whose archive is another one than that of
 * the source: there it writes to from the day on that it is promoted.
 *
 * Who puts source and replica into one program adds a `ClusterPair`, which says who of the two is the primary.
 */
export class ReplicaCluster extends HaCluster {
  /** What the props may hold. @internal */
  protected override _shape(): Shape<HaClusterProps> {
    return REPLICA_CLUSTER_SHAPE;
  }

  /** What the cluster follows. @internal */
  protected override _replica(props: HaClusterProps): ReplicaModel | undefined {
    const { source, promoted = false } = props as ReplicaClusterProps;
    return { source, promoted };
  }

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the cluster shall be, and what it follows
   */
  public constructor(scope: Construct, id: string, props: ReplicaClusterProps) {
    super(scope, id, props);
  }
}
