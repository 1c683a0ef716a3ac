import { Construct } from 'constructs';
import { ClusterModel } from '../model/cluster-model';
import { ClusterIdentity } from '../model/identity';
import { ServerFiles, StreamingRole } from '../model/migration-model';
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

  /** Whether a follower of it has by itself no less than what PostgreSQL compares with the source, whatever its manifest says. */
  readonly liftsParameters: boolean;

  /** Whether its servers write into the configuration in their data where other files are, as absolute paths that are theirs alone. */
  readonly namesItsFiles: boolean;

  /**
   * Where its servers have their files, where a follower goes on with the configuration of its source and would look for them there.
   *
   * @default - it writes a configuration of its own
   */
  readonly ownFiles?: ServerFiles;

  /**
   * What to write for `tls` of a cluster whose replicas shall be trusted by servers of another operator, or whose servers shall trust theirs.
   */
  readonly sharedTls: string;

  /**
   * Names the CA, of somebody else, that has signed the server certificate of a cluster, and that its servers know clients by: two clusters with
   * one name trust each other.
   *
   * @param cluster the cluster
   * @returns undefined where a CA of the operator does, which signs for nobody else
   */
  sharedCa(cluster: ClusterModel): string | undefined;

  /**
   * The Secret with the password of `streamingRole` under `password`, or with its certificate as `tls.crt`, `tls.key` and the CA as `ca.crt`.
   *
   * @param cluster the primary
   */
  streamingSecretName(cluster: ClusterModel): string;

  /**
   * Labels of the pods that copy the files of a source for a cluster that follows it.
   *
   * @param cluster the follower
   * @returns undefined where its instances do
   */
  copyingPods(cluster: ClusterIdentity): { [label: string]: string } | undefined;

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
