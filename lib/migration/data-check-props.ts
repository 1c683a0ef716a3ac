import { ComputeOptions } from '../model/compute';
import { onlyMembers } from '../model/members';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { MigratedDatabase } from './migration-props';
import { MigrationSource } from './migration-source';

/**
 * How closely rows are compared. Everything else is compared in the same way.
 */
export enum CheckLevel {
  /** How many there are in each table. */
  COUNTS = 'counts',
  /** What is in them: each is read on both sides. */
  CHECKSUMS = 'checksums',
}
onlyMembers(CheckLevel, 'CheckLevel');

/**
 * Properties of `DataCheck`.
 */
export interface DataCheckProps {
  /** The side that is as it should be. */
  readonly from: MigrationSource;

  /** The cluster that should be like it. */
  readonly to: IHaCluster;

  /**
   * What makes this check another one than the last: lower-case letters, digits and `-`, at most 30 characters, and no date (rule MIG-034). Both
   * sides are compared once for each token.
   */
  readonly token: string;

  /**
   * The databases.
   *
   * @default - all that the source cluster names; an external source names none (rule MIG-033)
   */
  readonly databases?: MigratedDatabase[];

  /**
   * Roles that have another name at the target, by their names at the source: `{ orders_app: 'orders-app' }`.
   *
   * @default - roles keep their names
   */
  readonly renamedRoles?: { [role: string]: string };

  /**
   * How closely rows are compared.
   *
   * @default CheckLevel.CHECKSUMS
   */
  readonly level?: CheckLevel;

  /**
   * About how many rows of a table are compared at a time, from 1000 to 10000000 (rule MIG-035). Where they differ, so many are listed, which is
   * what the Job needs room for.
   *
   * @default 50000
   */
  readonly chunkRows?: number;

  /**
   * Tables whose rows are not compared, each `schema.table`, in which a star stands for anything. `pg_catalog.pg_largeobject` stands for large
   * objects.
   *
   * @default - all rows are compared
   */
  readonly excludeTables?: string[];

  /**
   * Whether the source takes writes while it is read, and the target follows it. Rows that differ are read again before they are called
   * different, those that are written all the time are named in a warning, and where sequences stand is not compared.
   *
   * @default false
   */
  readonly tolerant?: boolean;

  /**
   * Role that reads both clusters, one of each that logs in, in `pg_read_all_data` and past the policies of rows (rule MIG-032).
   *
   * @default - the superuser, where both clusters let it in
   */
  readonly role?: string;

  /**
   * The code that this check has printed when it passed, copied from its last line. What it says is `isPassed`; the code of another check is
   * refused (rule MIG-038).
   *
   * @default - it has not passed yet
   */
  readonly passed?: string;

  /**
   * Image with `bash`, `psql`, `awk` and `sha256sum`.
   *
   * @default - `postgres` in the version of the target, from the registry of the platform
   */
  readonly image?: string;

  /**
   * CPU and memory of the Job.
   *
   * @default - 100m up to 1 CPU, 256Mi up to 512Mi of memory
   */
  readonly compute?: ComputeOptions;
}
