import { MigrationWayKind } from './kinds';
import { StorageOptions } from './storage';

/**
 * How data are dumped and loaded.
 */
export interface DumpOptions {
  /** Volume for the dump while it is made and loaded, thrown away with the pod. A dump is compressed; half of the databases is a beginning. */
  readonly storage: StorageOptions;
}

/**
 * How the data of a migration get across.
 *
 * @see docs/how-to/migrate.md
 */
export class MigrationMethod {
  /** Logical replication: clients write to the source until the cut over, which takes seconds to minutes, and there is a way back. */
  public static logical(): MigrationMethod {
    return new MigrationMethod('logical');
  }

  /**
   * A dump that is loaded: simple, and the source refuses writers from its beginning. There is no way back with what is written later.
   *
   * @param options where the dump lies meanwhile
   */
  public static dump(options: DumpOptions): MigrationMethod {
    return new MigrationMethod('dump', options);
  }

  /** Streaming of the files themselves. No operator takes it from another one (rule MIG-005). */
  public static physical(): MigrationMethod {
    return new MigrationMethod('physical');
  }

  /** `logical`, `dump` or `physical`. */
  public readonly kind: string;

  /** Where a dump lies; undefined for the others. */
  public readonly dumpOptions?: DumpOptions;

  private constructor(kind: MigrationWayKind, dumpOptions?: DumpOptions) {
    this.kind = kind;
    this.dumpOptions = dumpOptions;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MigrationWayKind {
    return this.kind as MigrationWayKind;
  }
}
