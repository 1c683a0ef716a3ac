import { onlyMembers } from './members';

/**
 * What becomes of the primary when an update makes it restart.
 */
export enum PrimaryUpdate {
  /** A replica takes its place first: seconds without writes. */
  SWITCHOVER = 'switchover',
  /** It is restarted where it is: the names of primary and replicas stay, and there are no writes until it is back. */
  RESTART = 'restart',
}
onlyMembers(PrimaryUpdate, 'PrimaryUpdate');

/**
 * A day of the week.
 */
export enum Weekday {
  /** Monday. */
  MONDAY = 'Mon',
  /** Tuesday. */
  TUESDAY = 'Tue',
  /** Wednesday. */
  WEDNESDAY = 'Wed',
  /** Thursday. */
  THURSDAY = 'Thu',
  /** Friday. */
  FRIDAY = 'Fri',
  /** Saturday. */
  SATURDAY = 'Sat',
  /** Sunday. */
  SUNDAY = 'Sun',
}
onlyMembers(Weekday, 'Weekday');

/**
 * A time in which an operator may do what stops a cluster. Times are UTC, whatever the zone of the cluster.
 */
export interface MaintenanceWindow {
  /**
   * The day.
   *
   * @default - every day
   */
  readonly day?: Weekday;
  /** When it opens, as `01:30`, in UTC. */
  readonly from: string;
  /** When it closes, on the same day, as `05:00`, in UTC. */
  readonly to: string;
}

/**
 * How a cluster is updated: its image, its parameters, its pods.
 */
export interface UpdateOptions {
  /**
   * What becomes of the primary. A single instance has nobody to take its place (rule HA-120).
   *
   * @default PrimaryUpdate.SWITCHOVER, or PrimaryUpdate.RESTART for a single instance
   */
  readonly primary?: PrimaryUpdate;

  /**
   * Whether an update stops before the primary, until a person goes on.
   *
   * @default false
   */
  readonly supervised?: boolean;

  /**
   * Whether changes of the pods, those of a new version of the operator included, wait until this goes. Images and restarts that are asked for do
   * not wait.
   *
   * @default false
   */
  readonly hold?: boolean;

  /**
   * When a major upgrade may begin, and when a primary may leave a node that is drained. Minor updates and changes of parameters do not wait for
   * them, on any operator.
   *
   * @default - always, or as the operator is configured
   */
  readonly windows?: MaintenanceWindow[];
}

/**
 * What is done once for each token: a text that is another one for each time. What a token has done is remembered by the operator in the
 * cluster. In one that is made anew `restart` and `reload` do nothing, for its pods begin with the token; `switchover` is done once more, so take
 * it out of the program when it is done (rule VERB-010).
 *
 * A backup now is an `OnDemandBackup`; sessions, VACUUM, statistics and indexes are a `MaintenanceJob`; passwords, certificates and replicas that are
 * made anew are a `VerbJob`.
 */
export interface VerbTokens {
  /**
   * Restarts every instance, the primary last. Lower-case letters, digits and `-`, at most 30 characters, and no date: say what it is for,
   * `ticket-1234` (rule VERB-001).
   *
   * @default - nothing restarts
   */
  readonly restart?: string;

  /**
   * Lets every instance read its configuration files anew; no session ends. Nothing needs it after a change of the program, which is a reload by
   * itself. It is the parameter `cdk8s_postgres.reload`, and `SHOW cdk8s_postgres.reload` tells whether an instance has read it. The same form as
   * that of `restart`.
   *
   * @default - nothing is read anew
   */
  readonly reload?: string;

  /**
   * Lets a replica take the place of the primary. The same form as that of `restart`.
   *
   * @default - the primary stays
   */
  readonly switchover?: string;
}
