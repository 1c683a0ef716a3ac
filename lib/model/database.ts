/**
 * A database and the role that owns it.
 */
export interface DatabaseOptions {
  /** Name of the database. Not `postgres`, `template0` or `template1` (rule HA-012). */
  readonly name: string;

  /**
   * The role that owns the database; it is created with a password that the operator generates.
   *
   * The owner may do everything inside its database, creating tables in the schema `public` included, and nothing outside of it.
   */
  readonly owner: string;
}
