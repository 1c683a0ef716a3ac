import { StorageOptions } from './storage';

/**
 * A tablespace: a volume of its own in each instance, for tables and indexes that are put there.
 *
 * @see https://www.postgresql.org/docs/current/manage-ag-tablespaces.html
 */
export interface TablespaceOptions {
  /**
   * Name of the tablespace (rule TBS-001); on Crunchy PGO lower-case letters and digits (rule PGO-138). It becomes a part of the names of the
   * volumes.
   */
  readonly name: string;

  /** Volume of each instance. It can grow, and never shrink. */
  readonly storage: StorageOptions;

  /**
   * Role that owns it: an owner of a database, or one of `roles` (rule TBS-003). Others need `GRANT CREATE ON TABLESPACE`.
   *
   * @default - the owner of the first database
   */
  readonly owner?: string;

  /**
   * Whether temporary tables and the files of large sorts go there: it is one of `temp_tablespaces`.
   *
   * @default false
   */
  readonly temporary?: boolean;
}
