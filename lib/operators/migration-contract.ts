import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { StreamingRole } from '../model/migration-model';
import { IClusterView } from './cluster-view';
import type { RunbookStep } from './runbook-step';

/**
 * What an operator puts into its servers for itself, which no other server has to have.
 */
export interface OperatorObjects {
  /** Schemas, in whatever database. */
  readonly schemas: string[];
  /** Extensions, in whatever database. */
  readonly extensions: string[];
  /** Roles beside `postgres` and those that begin with `pg_`. */
  readonly roles: string[];
  /** Tables, views, sequences and functions, as `schema.name`. */
  readonly objects: string[];
}

/**
 * What an operator knows of moving databases to and from its clusters.
 */
export interface IMigrationOperator {
  /** What it puts into its servers for itself. */
  readonly own: OperatorObjects;

  /** The role as which replicas of its clusters log in to their primary. */
  readonly streamingRole: StreamingRole;

  /** Whether a cluster of it follows a foreign primary as whatever role that one has for replicas; otherwise it comes as `streamingRole`. */
  readonly streamsAsAnyRole: boolean;

  /** Operators, by their `displayName`, whose files its servers cannot run with, and why. */
  readonly unfitFiles: { [displayName: string]: string };

  /**
   * The Secret with the password of `streamingRole` under `password`, or with its certificate as `tls.crt`, `tls.key` and the CA as `ca.crt`.
   *
   * @param cluster the primary
   */
  streamingSecretName(cluster: ClusterIdentity): string;

  /**
   * Creates the subscriptions of a target whose operator sees to them; they are read from the cluster's view.
   *
   * @param scope the construct that gets the objects
   * @param target the cluster with its migration
   */
  bindSubscriptions(scope: Construct, target: IClusterView): void;

  /**
   * What happens to a cluster when a migration begins at it or leads to it, for the person who begins.
   *
   * @param cluster the cluster with its migration
   */
  beginning(cluster: ClusterModel): RunbookStep[];
}
