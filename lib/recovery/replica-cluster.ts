import { Construct } from 'constructs';
import { ClusterKind } from '../cluster/base-model';
import { HaCluster } from '../cluster/ha-cluster';
import { ReplicaClusterProps } from './replica-cluster-props';
import { REPLICA_CLUSTER_SHAPE } from './replica-cluster-shape';

/**
 * A cluster that follows another one, of another namespace, Kubernetes cluster or region, and takes no writes until it is promoted.
 *
 * It has the roles, passwords and databases of its source. It needs a BackupPolicy of its own, whose archive is another one than that of
 * the source: there it writes to from the day on that it is promoted.
 *
 * Its name is a new one. On the Zalando operator and Crunchy PGO no cluster that has taken writes becomes a replica, whatever its manifest says:
 * the object and the volumes of an old primary are deleted first, or the replica gets another name.
 *
 * Who puts source and replica into one program adds a `ClusterPair`, which says who of the two is the primary.
 */
export class ReplicaCluster extends HaCluster {
  /** What sets the clusters of this class apart. @internal */
  protected static override readonly _kind: ClusterKind = {
    shape: REPLICA_CLUSTER_SHAPE,
    replica: (props) => {
      const { source, promoted = false } = props as ReplicaClusterProps;
      return { source, promoted };
    },
  };

  /**
   * A cluster that follows another one, and can take over from it.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the cluster shall be, and what it follows
   */
  public constructor(scope: Construct, id: string, props: ReplicaClusterProps) {
    super(scope, id, props);
  }
}
