import { MigrationStepKind } from './kinds';

/**
 * How a migration is given up.
 */
export interface GiveUpOptions {
  /**
   * Whether the commit before was `promote`, of a physical migration only (rule MIG-008): the target, which takes writes by then, stays as it is
   * and is not printed as a follower again. `guard` asks for it there, and nowhere else (G138).
   *
   * @default false
   */
  readonly afterPromote?: boolean;
}

/**
 * How far a migration has come. Each step is a commit of its own, and the list of the migration says what to wait for before the next one.
 */
export class MigrationStep {
  /**
   * First step: nothing moves. Both sides get what they need, the source is read for what stands in the way or stays behind, roles and the schema
   * come to the target. Of a physical migration the target is made, as a follower of the source, and copies its files.
   */
  public static prepare(): MigrationStep {
    return new MigrationStep('prepare');
  }

  /** Second step: the data are copied, while clients go on writing to the source; with a dump the source refuses writers from here on. */
  public static copy(): MigrationStep {
    return new MigrationStep('copy');
  }

  /** Third step, not of a dump: the target follows, and a first check compares both sides. */
  public static follow(): MigrationStep {
    return new MigrationStep('follow');
  }

  /**
   * Fourth step: the source refuses writers, the last changes and the sequences come across, a second check compares both sides, and the target
   * lets clients in. `migration.current` is the target. Of a physical migration it ends when the target has all WAL; `promote` opens the target.
   *
   * @param check the code that the check of the step before has printed (rule MIG-006)
   */
  public static cutOver(check: string): MigrationStep {
    return new MigrationStep('cutOver', check);
  }

  /**
   * Fifth step, of a physical migration only: the target stops to follow and becomes a primary of its own, is repaired where it sorts otherwise,
   * compared with the source, and opened. `migration.current` is the target.
   *
   * @param check the code that the check of the cut over has printed (rule MIG-006)
   */
  public static promote(check: string): MigrationStep {
    return new MigrationStep('promote', check);
  }

  /**
   * The way back, of a logical migration only: the source follows the target. `follow` after it, with a higher `round`, gives the applications
   * back to the source with all that was written to the target.
   *
   * @param check the code that the check of the cut over has printed (rule MIG-006)
   */
  public static reverse(check: string): MigrationStep {
    return new MigrationStep('reverse', check);
  }

  /**
   * Last step: what the migration has made on both sides goes. The old cluster stays; stop it by its `state` when nobody needs to look anything up.
   *
   * @param check the code that the last check has printed: that of the cut over, or of `promote` (rule MIG-006)
   */
  public static retire(check: string): MigrationStep {
    return new MigrationStep('retire', check);
  }

  /**
   * Gives up before clients have written to the target: the source takes writers again, and what the migration has made at both sides goes. The
   * target keeps what has come across; another attempt takes another target. Where the target does not answer for ten minutes the source is opened
   * without it, by what the source itself has kept. The target of a physical migration is of no use then.
   *
   * @param options what was done before
   */
  public static giveUp(options: GiveUpOptions = {}): MigrationStep {
    return new MigrationStep('giveUp', undefined, options);
  }

  /** `prepare`, `copy`, `follow`, `cutOver`, `promote`, `reverse`, `retire` or `giveUp`. */
  public readonly kind: string;

  /** The code of the check; undefined at the steps that need none. */
  public readonly check?: string;

  /** How it is given up; undefined at the other steps. */
  public readonly giveUpOptions?: GiveUpOptions;

  private constructor(kind: MigrationStepKind, check?: string, giveUpOptions?: GiveUpOptions) {
    this.kind = kind;
    this.check = check;
    this.giveUpOptions = giveUpOptions;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MigrationStepKind {
    return this.kind as MigrationStepKind;
  }
}
