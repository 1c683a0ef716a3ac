/**
 * What the scripts of a migration are made of. Values only: nothing here knows an API object, a construct or an operator's name.
 */

/** What a Job of a migration does. */
export type MigrationPhase = 'preflight' | 'schema' | 'publish' | 'subscribe' | 'follow' | 'cut-over' | 'reverse' | 'retire' | 'dump';

/** How the data gets across. */
export type MigrationMethodKind = 'dump' | 'logical';

/** Which of the two checks: while changes still come, or after the last one. */
export type CheckKind = 'follow' | 'final';

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
  /** Tables, views, sequences and functions as `schema.name`. */
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
}

/** The side that gets the data. */
export interface PlannedTarget extends PlannedSide {
  /** Roles that its operator has made and whose passwords come from Secrets there: they are not made and get no password, but settings, memberships and grants. */
  readonly managedRoles: readonly string[];
  /** Roles that only its operator may have. */
  readonly reservedRoles: readonly string[];
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
  /** The databases, at least one, in the order of the program. */
  readonly databases: readonly MovedDatabase[];
  /** Roles that have another name at the target. */
  readonly roles: readonly Renamed[];
  /** Tables as `schema.name` whose rows do not move; their definitions do. */
  readonly withoutRows: readonly string[];
  /** Whether the operator of the source makes the publication. */
  readonly publishedByOperator: boolean;
  /** Whether the operator of the target makes the subscription. */
  readonly subscribedByOperator: boolean;
  /** Whether the operator of the source makes the slots and keeps them over a failover; otherwise the subscription makes its slot. */
  readonly slotsByOperator: boolean;
  /** Whether the slot that the subscription makes is one that standbys keep (`failover = true`), which both servers can from 17 on. */
  readonly failoverSlots: boolean;
  /** How many sessions copy at a time. */
  readonly workers: number;
}
