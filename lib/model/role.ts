import { RoleAttributes } from './role-attributes';
import { RolePassword } from './role-password';
import { onlyMembers } from './members';

/**
 * What a role may do in a database.
 */
export enum AccessLevel {
  /** Nothing: takes away what an earlier level has given. Leaving an access out changes nothing in the database. */
  NONE = 'none',
  /** Read every table, view and sequence, those that the owner creates later included. */
  READ_ONLY = 'read-only',
  /** Read and change every row, and use every sequence; create, alter, truncate and drop nothing. */
  READ_WRITE = 'read-write',
  /** Everything that the owner of the database may do, as a member of the owner. */
  OWNER = 'owner',
}
onlyMembers(AccessLevel, 'AccessLevel');

/**
 * What a role may do in one database.
 */
export interface DatabaseAccess {
  /** Name of the database, one of the cluster's (rule ROLE-005). */
  readonly database: string;

  /** What the role may do. */
  readonly level: AccessLevel;

  /**
   * The schemas that the role gets at; the level OWNER has all of them.
   *
   * @default - `public` and the schemas that the database declares
   */
  readonly schemas?: string[];
}

/**
 * A role of PostgreSQL beside the owners of the databases, or what is to be said of an owner.
 *
 * @see https://www.postgresql.org/docs/current/user-manag.html
 */
export interface RoleOptions {
  /** Name of the role: 1 to 63 bytes, not `postgres` and not `pg_...` (rule ROLE-001). Operators allow less. */
  readonly name: string;

  /**
   * Whether somebody can log in as the role. One that cannot is a group of others.
   *
   * @default true
   */
  readonly login?: boolean;

  /**
   * Where the password comes from; not for a group (rule ROLE-004).
   *
   * @default RolePassword.generated()
   */
  readonly password?: RolePassword;

  /**
   * Roles that the role is a member of: groups of this cluster, owners, or those that PostgreSQL brings along (`pg_monitor`).
   *
   * @default - none
   * @see https://www.postgresql.org/docs/current/predefined-roles.html
   */
  readonly memberOf?: string[];

  /**
   * What the role may do, and where. A role without access may connect to every database, as PostgreSQL has it, and read nothing there.
   *
   * @default - what it owns, and what it is a member of
   */
  readonly access?: DatabaseAccess[];

  /**
   * What the role may do beside: create databases or roles, read WAL, be a superuser. The dangerous ones need a written reason (rules ROLE-020
   * to ROLE-023).
   *
   * @default - none, and what it is a member of counts at once
   * @see docs/how-to/roles-and-access.md
   */
  readonly attributes?: RoleAttributes;

  /**
   * Connections that the role may have at once, from 0 (rule ROLE-006).
   *
   * @default - no limit of its own
   */
  readonly connectionLimit?: number;

  /**
   * The moment from which the password is not accepted any more, RFC 3339 with a zone: `2027-01-01T00:00:00Z` (rule ROLE-007).
   *
   * @default - for ever
   */
  readonly validUntil?: string;
}
