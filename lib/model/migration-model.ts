import { SecretKeyRef } from './backup-target';
import { LogicalSlot } from './change-capture';
import { ReplicaModel } from './recovery-model';

/**
 * Pods of the other side of a migration, as a cluster needs to know them.
 */
export interface MigrationPeer {
  /** Labels of the instances. */
  readonly podLabels: { [key: string]: string };
  /**
   * Their namespace.
   *
   * @default - that of the cluster
   */
  readonly namespace?: string;
  /** TCP port that they answer on. */
  readonly port: number;
}

/**
 * A subscription that the operator of the target makes.
 */
export interface MigrationSubscription {
  /** Database that reads. */
  readonly database: string;
  /** Database that is read from. */
  readonly publishedIn: string;
  /** Slot at the source. */
  readonly slot: string;
}

/**
 * How the target of a migration reads from its source, where its operator sees to that.
 */
export interface MigrationReading {
  /** Host of the source. */
  readonly host: string;
  /** TCP port of the source. */
  readonly port: number;
  /** Role that reads. */
  readonly user: string;
  /** Its password. */
  readonly password: SecretKeyRef;
  /** What is asked of TLS, as libpq calls it. */
  readonly sslMode: string;
  /**
   * The CA of the source's certificate.
   *
   * @default - the certificate is not verified
   */
  readonly ca?: SecretKeyRef;
  /** Whether the operator of the source makes the slots; the subscription makes them otherwise. */
  readonly slotsAreThere: boolean;
  /** Whether replicas of the source keep a slot that the subscription makes. */
  readonly failover: boolean;
  /** The subscriptions, at the steps that have them. */
  readonly subscriptions: MigrationSubscription[];
}

/**
 * A role as which replicas log in to their primary.
 */
export interface StreamingRole {
  /** Its name. */
  readonly name: string;
  /** Whether it comes with a client certificate of its name, and no password. */
  readonly byCertificate: boolean;
}

/**
 * Where a server has its files.
 */
export interface ServerFiles {
  /** Path of pg_hba.conf. */
  readonly hbaFile: string;
  /** Path of pg_ident.conf. */
  readonly identFile: string;
}

/**
 * A migration as one of its clusters sees it.
 */
export interface MigrationSideModel {
  /** Name of its publications and subscriptions. */
  readonly name: string;
  /** Whether the data come from this cluster. */
  readonly isSource: boolean;
  /** `prepare`, `copy`, `follow`, `cutOver`, `promote`, `reverse`, `retire` or `giveUp`. */
  readonly step: string;
  /** Whether changes are read from this cluster at some step. */
  readonly decodes: boolean;
  /** What the server has to be told; what the program says itself counts more. */
  readonly parameters: { [name: string]: string };
  /** Slots that the operator makes at this step, where it makes any. */
  readonly slots: LogicalSlot[];
  /**
   * The instances of the other side.
   *
   * @default - it is no cluster of the app
   */
  readonly peer?: MigrationPeer;
  /**
   * TCP port of the source, where that is a server outside.
   *
   * @default - the other side is a cluster of the app
   */
  readonly outsidePort?: number;
  /**
   * What it follows, where its files are those of the source, and whether it still does.
   *
   * @default - it takes writes
   */
  readonly replica?: ReplicaModel;
  /**
   * Where its files are, where its configuration, which came with the data, has other places.
   *
   * @default - its configuration is its own
   */
  readonly ownFiles?: ServerFiles;
  /**
   * A role as which the target streams from here, and which the operator of this cluster does not make by itself.
   *
   * @default - nobody streams from here who is not let in anyway
   */
  readonly admits?: StreamingRole;
  /**
   * How it reads from the source.
   *
   * @default - a Job sees to that, or it is the source
   */
  readonly reading?: MigrationReading;
}
