import { Duration, Size } from 'cdk8s';
import { onlyMembers } from '../../model/members';

/**
 * How long the operator waits, and for what.
 */
export interface CloudNativePgTiming {
  /**
   * How long an instance may take to start.
   *
   * @default Duration.hours(1)
   */
  readonly startDelay?: Duration;

  /**
   * How long an instance may take to stop.
   *
   * @default Duration.minutes(30)
   */
  readonly stopDelay?: Duration;

  /**
   * How long a stop waits for clients before it ends their sessions. Less than `stopDelay` (rule CNPG-142).
   *
   * @default Duration.minutes(3)
   */
  readonly smartShutdownTimeout?: Duration;

  /**
   * How long a primary may take to stop in a switchover. What it has not sent by then is lost with a shorter time.
   *
   * @default Duration.hours(1)
   */
  readonly switchoverDelay?: Duration;

  /**
   * How long the operator waits after a primary was seen to be ill, before another one takes over.
   *
   * @default - it does not wait
   */
  readonly failoverDelay?: Duration;
}

/**
 * How a probe asks.
 */
export enum CloudNativePgProbeType {
  /** Whether PostgreSQL takes connections. */
  PG_ISREADY = 'pg_isready',
  /** Whether a replica streams, and is not too far behind. */
  STREAMING = 'streaming',
  /** Whether a query is answered. */
  QUERY = 'query',
}
onlyMembers(CloudNativePgProbeType, 'CloudNativePgProbeType');

/**
 * A probe of the instances.
 *
 * @see https://cloudnative-pg.io/documentation/current/instance_manager/
 */
export interface CloudNativePgProbe {
  /**
   * How it asks. Not for the liveness probe (rule CNPG-142).
   *
   * @default CloudNativePgProbeType.PG_ISREADY
   */
  readonly type?: CloudNativePgProbeType;

  /**
   * How far a replica may be behind, with `STREAMING`.
   *
   * @default - not bounded
   */
  readonly maximumLag?: Size;

  /**
   * Time before the first one.
   *
   * @default - none
   */
  readonly initialDelay?: Duration;

  /**
   * Time between two.
   *
   * @default - 10 seconds
   */
  readonly period?: Duration;

  /**
   * Time for an answer.
   *
   * @default - 5 seconds
   */
  readonly timeout?: Duration;

  /**
   * After how many failures in a row it has failed.
   *
   * @default - what follows from the delays
   */
  readonly failureThreshold?: number;
}

/**
 * Probes of the instances.
 */
export interface CloudNativePgProbes {
  /**
   * Whether an instance has started.
   *
   * @default - that of the operator
   */
  readonly startup?: CloudNativePgProbe;

  /**
   * Whether an instance takes connections.
   *
   * @default - that of the operator
   */
  readonly readiness?: CloudNativePgProbe;

  /**
   * Whether an instance is alive.
   *
   * @default - that of the operator
   */
  readonly liveness?: CloudNativePgProbe;

  /**
   * Whether a primary that reaches neither the API server nor another instance stops itself.
   *
   * @default true
   */
  readonly isolationCheck?: boolean;
}

/**
 * That nodes are being maintained, so that the operator waits for an instance to come back, and makes no new one meanwhile.
 *
 * @see https://cloudnative-pg.io/documentation/current/kubernetes_upgrade/
 */
export interface CloudNativePgNodeMaintenance {
  /**
   * Whether it goes on now.
   *
   * @default false
   */
  readonly inProgress?: boolean;

  /**
   * Whether the volume of an instance is kept for it.
   *
   * @default true
   */
  readonly reusesVolumes?: boolean;
}
