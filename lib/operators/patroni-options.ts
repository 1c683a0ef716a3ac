import { Duration, Size } from 'cdk8s';

/**
 * When Patroni, which two of the operators leave the roles of instances to, lets another instance take over. What is left out here has
 * Patroni's default, and keeps the value that it had where the operator never takes one back.
 *
 * @see https://patroni.readthedocs.io/en/latest/dynamic_configuration.html
 */
export interface PatroniOptions {
  /**
   * How long a primary that is not heard of stays the primary (`ttl`): the least time of a failover. At least 20 seconds, and at least
   * `loopWait` and twice `retryTimeout`.
   *
   * @default Duration.seconds(30)
   */
  readonly ttl?: Duration;

  /**
   * Time between two looks at the cluster (`loop_wait`). At least one second.
   *
   * @default Duration.seconds(10)
   */
  readonly loopWait?: Duration;

  /**
   * How long calls of PostgreSQL and of the API server are tried again (`retry_timeout`). At least 3 seconds; a shorter outage than that
   * costs no primary.
   *
   * @default Duration.seconds(10)
   */
  readonly retryTimeout?: Duration;

  /**
   * By how much WAL a replica that takes over may be behind (`maximum_lag_on_failover`).
   *
   * @default Size.mebibytes(1)
   */
  readonly maximumLagOnFailover?: Size;

  /**
   * Whether a primary that loses the API server goes on while all of its replicas hear it (`failsafe_mode`).
   *
   * @default false
   * @see https://patroni.readthedocs.io/en/latest/dcs_failsafe_mode.html
   */
  readonly failsafeMode?: boolean;
}
