import { LogicalSlot } from './change-capture';

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
 * A migration as one of its clusters sees it.
 */
export interface MigrationSideModel {
  /** Name of its publications and subscriptions. */
  readonly name: string;
  /** Whether the data come from this cluster. */
  readonly isSource: boolean;
  /** `prepare`, `copy`, `follow`, `cutOver`, `reverse`, `retire` or `giveUp`. */
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
}
