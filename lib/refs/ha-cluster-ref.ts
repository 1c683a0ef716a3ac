import type { Container, INetworkPolicyPeer } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import type { AnyContainer, AnyPeer } from './any-cdk8s-plus';
import { DatabaseConnection } from '../connection/database-connection';
import { ConnectOptions } from './connect-options';
import { ClusterTls } from '../model/cluster-tls';
import { DatabaseOptions } from '../model/database';
import { Endpoint, IClusterAddress } from '../model/endpoint';
import { RoleModel } from '../model/role-model';
import { NetworkModel, NetworkOptions } from '../model/network';
import { RoleOptions } from '../model/role';
import { RoleCredentials } from '../model/role-credentials';
import { IPostgresOperator } from '../operators/contract';

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
  /**
   * Where any instance answers, the primary included; for reads that may be a moment old and shall be answered as long as one instance runs.
   * Refused on operators that have no such service (rule CONN-011).
   */
  readonly anyInstance: Endpoint;
  /** Databases that are known of the cluster. */
  readonly databases: DatabaseOptions[];
  /** Roles that are known of the cluster. */
  readonly roles: RoleModel[];
  /** Who reaches the pods. */
  readonly network: NetworkModel;

  /**
   * Where user and password of a role are.
   *
   * @param role name of the role, one that owns a database or stands in `roles`
   * @throws if the cluster has no such role (rule CONN-001)
   */
  credentialsFor(role: string): RoleCredentials;

  /**
   * Connects a container: its environment gets what every client of PostgreSQL reads (`PGHOST`, `PGPORT`, `PGDATABASE`, `PGUSER`,
   * `PGPASSWORD`, `PGSSLMODE`, `PGSSLROOTCERT`, `PGTARGETSESSIONATTRS`) and a `DATABASE_URL`, the CA is mounted, and the pods are let in.
   *
   * @param container a container of a workload of cdk8s-plus
   * @param options as whom, and which way
   */
  connect(container: Container, options: ConnectOptions): DatabaseConnection;
  connect(container: AnyContainer, options: ConnectOptions): DatabaseConnection;

  /**
   * Lets somebody connect to the instances; what connects by `connect` is let in already. A pool has a method of its own.
   *
   * @param peer pods, namespaces or addresses of cdk8s-plus
   */
  allowFrom(peer: INetworkPolicyPeer): void;
  allowFrom(peer: AnyPeer): void;
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

  /**
   * Databases of the cluster, as the owner writes them: the same first one.
   *
   * @default - none, so that an application has to be told its role otherwise
   */
  readonly databases?: DatabaseOptions[];

  /**
   * Roles of the cluster, as the owner writes them.
   *
   * @default - the owners of the databases
   */
  readonly roles?: RoleOptions[];

  /**
   * Where the certificates of the cluster come from, as the owner writes it.
   *
   * @default ClusterTls.operatorGenerated()
   */
  readonly tls?: ClusterTls;

  /**
   * Who reaches the pods, as the owner writes it; policies for this app's pools and applications are made to fit.
   *
   * @default - as for a cluster that says nothing
   */
  readonly network?: NetworkOptions;

  /**
   * Name of this app among those that connect to the cluster: lower-case letters, digits and `-`. It ends the name of the policy that lets
   * the app in, which is one for each app (rule NET-007).
   *
   * @default - this app lets nobody in
   */
  readonly clientName?: string;
}
