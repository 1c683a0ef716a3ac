import { ServerFiles, StreamingRole } from '../model/migration-model';

/**
 * What the scripts of a migration are made of. Values only: nothing here knows an API object, a construct or an operator's name.
 */

/**
 * What a Job of a migration does. One Job runs the phases of one step, in this order, each again and again until it ends with 0:
 *
 * | step | logical | dump | physical |
 * | --- | --- | --- | --- |
 * | prepare | preflight, schema, publish | preflight, schema | preflight |
 * | copy | subscribe | dump, the final check | - |
 * | follow | (hand-back, the check for it,) follow, the check for it | - | follow |
 * | cutOver | cut-over, the final check, open | cut-over, open | cut-over |
 * | promote | - | - | promote, the final check, open |
 * | reverse | reverse | - | - |
 * | retire | retire | retire | retire |
 * | giveUp | give-up | give-up | give-up |
 *
 * Of a physical migration the target is a follower until `promote` and takes no writes: what has been done stands in the source, from where it
 * comes across with everything else. `follow` and `cut-over` print their codes themselves: what the first has looked at is whether the target can
 * run with these files, and the second whether it has all of the WAL. A source that is closed closes the target with it, for settings and
 * privileges are in the files; `open` opens the target only.
 *
 * Who may write is the same on both ways. `schema` closes each target database for everybody but superusers (`CONNECTION LIMIT 0`, which apply
 * workers do not feel), and `open` gives it its limit back, for clients may be sent to the target by the commit of `cutOver`, before its Job is
 * done. The source refuses writers from `cut-over` on, or from `dump` on. `follow`, taken again before `open`, opens the source again where
 * this migration has closed it: that is the way back from a cut over whose check finds a difference.
 *
 * `follow` in a higher round, where there is a way back, begins with `hand-back` and a check: where the source follows the target, both sides are
 * closed and compared before the source is opened. Of all others `hand-back` makes nothing.
 *
 * `give-up` gives the source back to its writers, and refuses once the target has taken over; `retire` leaves the source closed, and refuses before.
 *
 * The way back is prepared before a client may write at the target: `subscribe` makes the publication at the target, and `open` drops the
 * forward subscription and makes the slot there, or waits until the operator has made it, before it lifts the limit.
 *
 * A slot that an operator makes may be there before a publication only where nothing is decoded between the two, so `publish` stands in a step
 * before that of the slot.
 */
export type MigrationPhase =
  | 'preflight'
  | 'schema'
  | 'publish'
  | 'subscribe'
  | 'hand-back'
  | 'follow'
  | 'cut-over'
  | 'promote'
  | 'open'
  | 'reverse'
  | 'retire'
  | 'give-up'
  | 'dump';

/** How the data gets across. */
export type MigrationMethodKind = 'dump' | 'logical' | 'physical';

/** Which check: while changes still come, when a follower has all WAL, after the last change, or before the source takes over again. */
export type CheckKind = 'follow' | 'replayed' | 'final' | 'back';

/** One database that moves. */
export interface MovedDatabase {
  /** Its name at the source. */
  readonly source: string;
  /** Its name at the target, where the cluster has made it, empty. */
  readonly target: string;
  /** The role that owns it at the target, which the cluster has made. */
  readonly owner: string;
  /** Name of the slot at the source from which the target reads; slots have one space of names for a whole server. */
  readonly slot: string;
  /** Name of the slot at the target from which the source reads on the way back. */
  readonly reverseSlot: string;
}

/** A name that is another one at the target. */
export interface Renamed {
  readonly source: string;
  readonly target: string;
}

/** Names that a server may not have, or not take. */
export interface NameRule {
  /** Regular expression of PostgreSQL that a name must match as a whole. */
  readonly pattern: string;
  /** The same in words, for the message: `lower-case letters, digits and '-'`. */
  readonly words: string;
}

/** What an operator or a provider has put into its servers, and no other server has to have. */
export interface LeftBehind {
  /** Schemas, in every database. */
  readonly schemas: readonly string[];
  /** Extensions, in every database. */
  readonly extensions: readonly string[];
  /** Roles; `postgres` and those that begin with `pg_` are left out anyway. */
  readonly roles: readonly string[];
  /** Tables, views, sequences and functions as `schema.name`, in which a star stands for anything. */
  readonly objects: readonly string[];
}

/** One side. */
export interface PlannedSide {
  /** What it is called in messages: `'orders' (Zalando)`, `db.example.com`. */
  readonly words: string;
  /** Its major version; undefined where only the server knows. */
  readonly major?: number;
  /** Whether the role of the Jobs is a superuser there. */
  readonly superuser: boolean;
  /** What is not copied from there, and not compared. */
  readonly leftBehind: LeftBehind;
  /**
   * Whether its operator makes the slots that are read here, `slot` at the source and `reverseSlot` at the target, and keeps them over a
   * failover: a script waits for them. Otherwise a script makes them.
   */
  readonly slotsByOperator: boolean;
}

/** The side that gets the data. */
export interface PlannedTarget extends PlannedSide {
  /** Roles that its operator has made and whose passwords come from Secrets there: they are not made and get no password, but settings, memberships and grants. */
  readonly managedRoles: readonly string[];
  /** Roles that only its operator may have. */
  readonly reservedRoles: readonly string[];
  /**
   * Where its server has its files, where the configuration that comes with the data of the source has other places, as absolute paths. The
   * manifest says so while the migration lasts; `follow` writes it into `postgresql.auto.conf` of the target, while there is one instance that all
   * others are copied from later, and whatever comes after holds it against that: without it no server starts when the migration is taken out.
   */
  readonly ownFiles?: ServerFiles;
  /**
   * What its server has of the parameters that PostgreSQL compares between a follower and its primary, where files come from a server outside, of
   * which nobody knows them before; undefined otherwise.
   */
  readonly compared?: { readonly [parameter: string]: string };
  /** What names of roles must be; undefined where PostgreSQL's rule is the only one. */
  readonly roleNames?: NameRule;
}

/** A migration as its scripts need to know it. */
export interface MigrationPlan {
  /** Name of the publication and the subscription in each database: `cdk8s_` and what stands for both sides and the attempt. */
  readonly name: string;
  /** Which attempt it is, from 1; the scripts of another attempt begin anew. */
  readonly attempt: number;
  readonly method: MigrationMethodKind;
  readonly source: PlannedSide;
  readonly target: PlannedTarget;
  /** The databases, at least one, by their names at the source. */
  readonly databases: readonly MovedDatabase[];
  /** Roles that have another name at the target. */
  readonly roles: readonly Renamed[];
  /** Tables as `schema.name` whose rows do not move; their definitions do. */
  readonly withoutRows: readonly string[];
  /** Whether the operator of the source makes the publication. */
  readonly publishedByOperator: boolean;
  /** Whether the operator of the target makes the subscription. */
  readonly subscribedByOperator: boolean;
  /** Whether slots that scripts make are such that standbys keep them (`failover = true`), which both servers can from 17 on. */
  readonly failoverSlots: boolean;
  /** Whether the source shall be able to follow the target after the cut over, which both servers can from 16 on. */
  readonly wayBack: boolean;
  /** How many sessions copy at a time. */
  readonly workers: number;
  /** The role as which the target streams, where a script makes it at the source; with the password of the target's own Secret if it has one. */
  readonly streamingRole?: StreamingRole;
}
