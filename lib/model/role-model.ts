import { DatabaseAccess } from './role';
import { RoleAttributes } from './role-attributes';
import { RolePassword } from './role-password';

/**
 * A role with every default filled in.
 */
export interface RoleModel {
  /** Name of the role. */
  readonly name: string;
  /** Whether somebody can log in as the role. */
  readonly login: boolean;
  /** Where the password comes from; means nothing for a group. */
  readonly password: RolePassword;
  /** Databases that the role owns. */
  readonly owns: string[];
  /** Whether one of these is the first database of the cluster, with which some operators begin. */
  readonly ownsFirst: boolean;
  /** Roles that the role is a member of, with the owners of the databases where it has the level of the owner. */
  readonly memberOf: string[];
  /** What the role may do beside, as far as the program says. */
  readonly attributes: RoleAttributes;
  /** What the role may do beside what it owns and is a member of; the schemas are written out. */
  readonly access: DatabaseAccess[];
  /**
   * Connections that the role may have at once.
   *
   * @default - no limit of its own
   */
  readonly connectionLimit?: number;
  /**
   * The moment from which the password is not accepted any more.
   *
   * @default - for ever
   */
  readonly validUntil?: string;
}
