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
 * How changes are replicated.
 */
export interface LogicalOptions {
  /**
   * Whether the operator of the target subscribes, by objects of its own (`Subscription` on CloudNativePG), and no Job. The password stays in a
   * file then, and the certificate of the source is verified; the other operators have no such objects (ZAL-280, PGO-200). The source has to be a
   * cluster (rule MIG-020).
   *
   * @default false
   */
  readonly subscriptionObjects?: boolean;
}

/**
 * How the data of a migration get across.
 *
 * @see docs/how-to/move-to-another-operator.md
 */
export class MigrationMethod {
  /**
   * Logical replication: clients write to the source until the cut over, which takes seconds to minutes, and there is a way back.
   *
   * @param options who subscribes
   */
  public static logical(options: LogicalOptions = {}): MigrationMethod {
    return new MigrationMethod('logical', undefined, options);
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

  /** Who subscribes; undefined for the others. */
  public readonly logicalOptions?: LogicalOptions;

  private constructor(kind: MigrationWayKind, dumpOptions?: DumpOptions, logicalOptions?: LogicalOptions) {
    this.kind = kind;
    this.dumpOptions = dumpOptions;
    this.logicalOptions = logicalOptions;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MigrationWayKind {
    return this.kind as MigrationWayKind;
  }
}
