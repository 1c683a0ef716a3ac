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

  /** Ends the sessions of the owner of the database, but for the one that does it. Those of other roles are left alone. */
  public static endSessions(): MaintenanceTask {
    return new MaintenanceTask('end-sessions');
  }

  /** `analyze`, `vacuum`, `reindex` or `end-sessions`. */
  public readonly kind: string;

  private constructor(kind: MaintenanceTaskKind) {
    this.kind = kind;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MaintenanceTaskKind {
    return this.kind as MaintenanceTaskKind;
  }
}
