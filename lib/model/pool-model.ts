import { ClusterTls } from './cluster-tls';
import { ComputeModel } from './compute';
import { Exposure } from './exposure';
import { ClusterIdentity } from './identity';
import { PlacementModel } from './placement';
import { PoolClientTls } from './pool-client-tls';
import { PoolAccess, PoolMode } from './pool-mode';
import { ClusterDefault } from './take-over';

/**
 * A connection pool, with every default filled in.
 */
export interface PoolModel {
  /**
   * Name of the pool, where the pool is an object of its own.
   *
   * @default - derived from the name of the cluster and the access
   */
  readonly name?: string;
  /** The cluster that the pool leads to. */
  readonly cluster: ClusterIdentity;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
  /** When a server connection is taken back from its client. */
  readonly mode: PoolMode;
  /** Which instances the pool leads to. */
  readonly access: PoolAccess;
  /** Defaults of the library that it is left without, since its cluster ran before. */
  readonly leftOff: ClusterDefault[];
  /** Pooler pods. */
  readonly instances: number;
  /** CPU and memory of one pooler pod. */
  readonly compute: ComputeModel;
  /** Where the pooler pods may run. */
  readonly placement: PlacementModel;
  /** Whether the pool says by itself where its pods run. */
  readonly hasOwnPlacement: boolean;
  /** Labels of the pooler pods: those of the cluster. */
  readonly labels: { [key: string]: string };
  /** Annotations of the pooler pods: those of the cluster. */
  readonly annotations: { [key: string]: string };
  /** Labels of the pooler pods alone. */
  readonly ownLabels: { [key: string]: string };
  /** Annotations of the pooler pods alone. */
  readonly ownAnnotations: { [key: string]: string };
  /** Names of the Secrets with which images are pulled: those of the cluster. */
  readonly imagePullSecrets: string[];
  /**
   * Server connections per pod for each pair of user and database.
   *
   * @default - the operator's default
   */
  readonly poolSize?: number;
  /**
   * Client connections per pod.
   *
   * @default - the operator's default
   */
  readonly maxClientConnections?: number;
  /**
   * Server connections per pod to one database, all users together.
   *
   * @default - the operator's default
   */
  readonly maxDatabaseConnections?: number;
  /** Further pgbouncer settings. */
  readonly parameters: { [name: string]: string };
  /**
   * Image of pgbouncer.
   *
   * @default - that of the operator
   */
  readonly image?: string;
  /**
   * Whether clients may come without TLS.
   *
   * @default - they may not
   */
  readonly clientTls?: PoolClientTls;
  /** TCP port of the pool. */
  readonly port: number;
  /** Where the certificates of the cluster come from; those of the pool come from there too. */
  readonly tls: ClusterTls;
  /**
   * Whether the metrics of the pool are encrypted: as those of its cluster.
   *
   * @default - they are not, or another app owns the cluster
   */
  readonly metricsTls?: boolean;
  /**
   * How the pool is reached from outside of the Kubernetes cluster.
   *
   * @default - it is not
   */
  readonly exposure?: Exposure;
}
