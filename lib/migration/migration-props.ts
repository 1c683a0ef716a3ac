import { Size } from 'cdk8s';
import { ComputeOptions } from '../model/compute';
import { MigrationMethod } from '../model/migration-method';
import { MigrationStep } from '../model/migration-step';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MigrationSource } from './migration-source';

/**
 * A database that moves.
 */
export interface MigratedDatabase {
  /** Name of the database at the source. */
  readonly name: string;

  /**
   * Name of the database at the target.
   *
   * @default - the same name
   */
  readonly renamedTo?: string;
}

/**
 * Properties of `Migration`.
 */
export interface MigrationProps {
  /** Where the databases come from. */
  readonly from: MigrationSource;

  /** The cluster that they move to: one of this app that runs, takes writes, and has each of the databases in its `databases`, empty. */
  readonly to: IHaCluster;

  /**
   * How far the migration has come. One step is one commit; what to wait for before the next one stands in the list of the migration.
   *
   * @see docs/how-to/move-to-another-operator.md
   */
  readonly step: MigrationStep;

  /**
   * How the data get across.
   *
   * @default MigrationMethod.logical()
   */
  readonly method?: MigrationMethod;

  /**
   * The databases that move; the others stay.
   *
   * @default - all databases that the source cluster names; an external source names none (rule MIG-004)
   */
  readonly databases?: MigratedDatabase[];

  /**
   * Roles that have another name at the target, by their names at the source: `{ orders_app: 'orders-app' }`.
   *
   * @default - roles keep their names
   */
  readonly renamedRoles?: { [role: string]: string };

  /**
   * Tables whose rows stay behind, each `schema.table`; the tables come, empty.
   *
   * @default - all rows come
   */
  readonly withoutRows?: string[];

  /**
   * How much WAL a side keeps for the other one that does not read (`max_slot_wal_keep_size`), in whole MiB. Without it, WAL is kept until the
   * volume is full, so leaving it out needs a written reason (rule MIG-014).
   *
   * @default - as the clusters have it
   */
  readonly walLimit?: Size;

  /**
   * Whether the target keeps what is written to it after the cut over, so that the source can follow it at the step `reverse`. Needs
   * PostgreSQL 16 on both sides (rule MIG-009).
   *
   * A server outside has to reach host and port of the target for that, by the name that the target has in the Kubernetes cluster, and through
   * its network policies.
   *
   * @default - true where both sides can, false where the source is a server outside
   */
  readonly wayBack?: boolean;

  /**
   * Which attempt it is, from 1. After one that was given up, a higher number makes publications, slots and Jobs of other names.
   *
   * @default 1
   */
  readonly attempt?: number;

  /**
   * Which time it comes to the cut over, from 1. Whenever the step goes back to an earlier one, as to `follow`, a higher number makes Jobs of other
   * names, which run once more; steps that come after it keep the number. A Job of an earlier step or of a lower number does nothing any more.
   *
   * @default 1
   */
  readonly round?: number;

  /**
   * How many sessions copy at a time.
   *
   * @default 2
   */
  readonly workers?: number;

  /**
   * Image of the Jobs, with `bash`, `psql`, `pg_dump` and `pg_restore` of a version that is not below either side's.
   *
   * @default - `postgres` in the higher one of both versions, from the registry of the platform
   */
  readonly image?: string;

  /**
   * CPU and memory of the Jobs.
   *
   * @default - 100m up to 1 CPU, 256Mi up to 512Mi of memory
   */
  readonly compute?: ComputeOptions;
}
