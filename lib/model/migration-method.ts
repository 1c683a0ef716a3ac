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
 * How files are copied and followed.
 */
export interface PhysicalOptions {
  /**
   * Why no other way will do, for whoever reads the program and the list of the migration. Not empty (rule MIG-039): the operators do not
   * test it, and no server sorts quite as that of another image.
   */
  readonly reason: string;

  /**
   * A copy of the Secret with which the source lets its replicas in, in the namespace of the target: the password of its replication role, or the
   * certificate of it. Only CloudNativePG as the target reads it; the others have what they log in with in their own Secrets. From a server outside
   * it is one with a `password` of your own, which the first Job gives to the role as which the target streams (rule MIG-043).
   *
   * @default - the Secret that the operator of the source makes, which is in the namespace of the source
   */
  readonly replicationSecret?: string;
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

  /**
   * Streaming of the files themselves, of the whole cluster, to one of the same version: roles with their passwords, large objects and sequences
   * come as they are, and nobody has to look after tables. There is no way back after the promotion, indexes are made anew where the target sorts
   * otherwise, and not every operator follows every other one (rule MIG-005).
   *
   * @param options why it has to be this way
   */
  public static physical(options: PhysicalOptions): MigrationMethod {
    return new MigrationMethod('physical', undefined, undefined, options);
  }

  /** `logical`, `dump` or `physical`. */
  public readonly kind: string;

  /** Where a dump lies; undefined for the others. */
  public readonly dumpOptions?: DumpOptions;

  /** Who subscribes; undefined for the others. */
  public readonly logicalOptions?: LogicalOptions;

  /** Why files are copied; undefined for the others. */
  public readonly physicalOptions?: PhysicalOptions;

  private constructor(
    kind: MigrationWayKind,
    dumpOptions?: DumpOptions,
    logicalOptions?: LogicalOptions,
    physicalOptions?: PhysicalOptions,
  ) {
    this.kind = kind;
    this.dumpOptions = dumpOptions;
    this.logicalOptions = logicalOptions;
    this.physicalOptions = physicalOptions;
  }

  /** `kind`, typed. @internal */
  public get _kind(): MigrationWayKind {
    return this.kind as MigrationWayKind;
  }
}
