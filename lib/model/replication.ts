/**
 * How strict synchronous replication is.
 */
export interface SynchronousReplicationOptions {
  /**
   * Standbys that must have confirmed a transaction before its commit returns. A whole number from 1 to instances - 1 (rule HA-008).
   *
   * @default 1
   */
  readonly standbys?: number;

  /**
   * Whether commits go on, unconfirmed, while fewer standbys than that are available.
   *
   * `false` keeps every acknowledged transaction and stops writes instead; `true` keeps writes going and gives up the guarantee for
   * as long as the standby is away.
   *
   * @default false
   */
  readonly writesWithoutStandby?: boolean;
}

/**
 * How transactions reach the replicas.
 *
 * @see https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
 */
export class Replication {
  /**
   * Commits return before a replica has them. A failover can lose the last transactions.
   */
  public static asynchronous(): Replication {
    return new Replication(0, true);
  }

  /**
   * Commits return when replicas have them.
   *
   * @param options how many standbys, and what happens without them
   */
  public static synchronous(options: SynchronousReplicationOptions = {}): Replication {
    return new Replication(options?.standbys ?? 1, options?.writesWithoutStandby ?? false, options);
  }

  /** Standbys that must confirm a commit; 0 when replication is asynchronous. */
  public readonly standbys: number;

  /** Whether commits go on while too few standbys are available. */
  public readonly writesWithoutStandby: boolean;

  /** The options of synchronous replication as given; undefined when it is asynchronous. */
  public readonly options?: SynchronousReplicationOptions;

  private constructor(standbys: number, writesWithoutStandby: boolean, options?: SynchronousReplicationOptions) {
    this.standbys = standbys;
    this.writesWithoutStandby = writesWithoutStandby;
    this.options = options;
  }

  /** Whether a commit waits for a standby. */
  public get isSynchronous(): boolean {
    return this.options !== undefined;
  }
}
