import { MaintenanceTaskKind } from './kinds';

/**
 * What a MaintenanceJob does in a database.
 */
export class MaintenanceTask {
  /** Makes the statistics of every table anew. */
  public static analyze(): MaintenanceTask {
    return new MaintenanceTask('analyze');
  }

  /** Frees what deleted and changed rows have left in every table, for other rows of the same table. Writes go on. */
  public static vacuum(): MaintenanceTask {
    return new MaintenanceTask('vacuum');
  }

  /**
   * Makes every index anew while writes go on: after a change of the C library, or of ICU, under the server. Needs room for the largest index once
   * more.
   */
  public static reindex(): MaintenanceTask {
    return new MaintenanceTask('reindex');
  }

  /**
   * Ends the sessions of roles in the database, on the primary. Each role ends its own, so it has to be one that can log in now: sessions of a role
   * that is kept out are for a superuser.
   *
   * @param roles names of roles of the cluster (rule VERB-006); the owner of the database if absent. Those of other roles are left alone
   */
  public static endSessions(roles?: string[]): MaintenanceTask {
    return new MaintenanceTask('end-sessions', roles);
  }

  /** `analyze`, `vacuum`, `reindex` or `end-sessions`. */
  public readonly kind: string;

  /** Names of the roles whose sessions end; undefined for the owner, and for the other tasks. */
  public readonly roles?: string[];

  private constructor(kind: MaintenanceTaskKind, roles?: string[]) {
    this.kind = kind;
    // What is no list is told of when the construct is made.
    this.roles = Array.isArray(roles) ? [...roles] : roles;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MaintenanceTaskKind {
    return this.kind as MaintenanceTaskKind;
  }
}
