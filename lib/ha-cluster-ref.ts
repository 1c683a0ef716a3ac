import { IConstruct } from 'constructs';
import { Endpoint, IClusterAddress } from './model/endpoint';
import { IPostgresOperator } from './operators/contract';

/**
 * A PostgreSQL cluster: one that this app owns (`HaCluster`) or one that another app owns (`HaCluster.fromHaClusterAttributes`).
 */
export interface IHaCluster extends IConstruct, IClusterAddress {
  /** `metadata.name` of the cluster object. */
  readonly clusterName: string;
  /** The operator that runs the cluster. */
  readonly operator: IPostgresOperator;
  /** Where the replicas answer; for reads that may be a moment old. */
  readonly replicas: Endpoint;
}

/**
 * What is known of a cluster that another app owns.
 */
export interface HaClusterAttributes {
  /** `metadata.name` of the cluster object. */
  readonly clusterName: string;

  /**
   * Namespace of the cluster object.
   *
   * @default - the namespace of the chart
   */
  readonly namespace?: string;

  /** The operator that runs the cluster, with the options that the owner uses. */
  readonly operator: IPostgresOperator;
}
