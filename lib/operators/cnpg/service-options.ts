import { Duration } from 'cdk8s';
import { onlyMembers } from '../../model/members';
import { OperatorServiceOptions } from '../../model/operator-service';

/**
 * Which instances a Service leads to.
 */
export enum CloudNativePgServiceTarget {
  /** The primary. */
  PRIMARY = 'rw',
  /** The replicas. */
  REPLICAS = 'ro',
  /** All. */
  ANY = 'r',
}
onlyMembers(CloudNativePgServiceTarget, 'CloudNativePgServiceTarget');

/**
 * A Service that the operator makes beside its own.
 */
export interface CloudNativePgService extends OperatorServiceOptions {
  /** Name of the Service. */
  readonly name: string;

  /** Which instances it leads to. */
  readonly target: CloudNativePgServiceTarget;

  /**
   * `loadBalancerClass` of the Service.
   *
   * @default - the default of the Kubernetes cluster
   */
  readonly loadBalancerClass?: string;

  /**
   * Whether a change makes the Service anew, and not only its fields.
   *
   * @default false
   */
  readonly replacesOnUpdate?: boolean;
}

/**
 * Services of a cluster, as the operator makes them.
 */
export interface CloudNativePgServices {
  /**
   * Services that the operator would make by itself and does not: `REPLICAS`, `ANY`. Endpoints of the library that lead there, and pools on
   * the replicas, need them (rule CNPG-147).
   *
   * @default - none: all are made
   */
  readonly disabled?: CloudNativePgServiceTarget[];

  /**
   * Services beside them.
   *
   * @default - none
   */
  readonly additional?: CloudNativePgService[];
}

/**
 * What poolers have that a ConnectionPool has no prop for.
 */
export interface CloudNativePgPoolerOptions {
  /**
   * The query by which pgbouncer finds the password of a client. It goes together with `authQuerySecret` (rule CNPG-146).
   *
   * @default - that of the operator
   */
  readonly authQuery?: string;

  /**
   * Name of the Secret of the type `kubernetes.io/basic-auth` as whom the query runs. The operator then makes no role for the pooler.
   *
   * @default - a role of the operator's
   */
  readonly authQuerySecret?: string;

  /**
   * Whether all pods are replaced at once (`Recreate`), and not one after the other.
   *
   * @default false
   */
  readonly recreates?: boolean;

  /**
   * The Service of the pooler.
   *
   * @default - one of the operator's, inside of the Kubernetes cluster
   */
  readonly service?: OperatorServiceOptions;

  /**
   * Name of a service account of the pooler, that somebody else has made; from version 1.29 on (rule CNPG-143).
   *
   * @default - the operator makes one
   */
  readonly serviceAccountName?: string;

  /**
   * How long a pod may take to end when it is told to.
   *
   * @default - half a minute
   */
  readonly terminationGrace?: Duration;
}
