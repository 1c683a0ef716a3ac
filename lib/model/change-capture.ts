import { Size } from 'cdk8s';

/**
 * A slot from which the changes of one database are read, made by the operator and there again after a failover.
 */
export interface LogicalSlot {
  /** Name of the slot: 1 to 63 lower-case letters, digits and `_` (rule CDC-002). */
  readonly name: string;

  /** Name of the database whose changes are read, one of the cluster's (rule CDC-002). */
  readonly database: string;

  /**
   * The output plugin that decodes the changes, which the image has to have.
   *
   * @default pgoutput
   */
  readonly plugin?: string;
}

/**
 * Which tables of a database are read by those who name the publication.
 */
export interface CapturePublication {
  /** Name of the publication: 1 to 63 bytes (rule CDC-006). */
  readonly name: string;

  /** Name of the database, one of the cluster's (rule CDC-006). */
  readonly database: string;

  /**
   * The tables, each `table` or `schema.table`, names as they are written in the catalogue.
   *
   * @default - all tables of `schemas`, or of the database
   */
  readonly tables?: string[];

  /**
   * Schemas whose tables are all read, those that come later included.
   *
   * @default - the `tables`, or all tables of the database
   */
  readonly schemas?: string[];
}

/**
 * What lets a program read every change of a database, in order: Debezium, or a subscription of another server.
 *
 * It sets `wal_level` to `logical`, bounds the WAL that slots keep, and has slots survive a failover as far as the operator can: on CloudNativePG
 * those that their reader makes with `failover`, on Zalando and Crunchy PGO those in `slots`. The reader logs in with a role that has
 * `attributes: { replication: true }`, directly: no pool leads to a slot.
 */
export interface ChangeCaptureOptions {
  /**
   * How much WAL a slot keeps for a reader that does not come (`max_slot_wal_keep_size`), in whole MiB. A slot that needs more is lost, and
   * its reader has to begin with a new copy of the tables. Without it, WAL is kept until the volume is full and the cluster stops, so leaving it
   * out needs a written reason (rule CDC-001). It holds for slots of replicas, too.
   *
   * @default - no bound
   */
  readonly walLimit?: Size;

  /**
   * Slots that the operator makes and keeps. One that is taken out is dropped on Crunchy PGO, and by Zalando unless its operator has restarted
   * meanwhile; see the page.
   *
   * @default - the reader makes its slot
   * @see docs/how-to/capture-changes.md
   */
  readonly slots?: LogicalSlot[];

  /**
   * Publications that the operator looks after. One that is taken out stays in the database.
   *
   * @default - the owner of the tables makes them, in a migration
   */
  readonly publications?: CapturePublication[];
}
