import { ClusterStateKind } from './kinds';

/**
 * What stands in the way of a pause of reconciliation.
 */
export interface PausedOptions {
  /**
   * Acknowledges that nobody takes the place of a primary that fails. On CloudNativePG it has to be true (rule CNPG-165), for there the operator
   * is who does it; elsewhere Patroni goes on.
   *
   * @default false
   */
  readonly withoutFailover?: boolean;
}

/**
 * Whether a cluster runs, and who looks after it.
 */
export class ClusterState {
  /** It runs, and the operator looks after it. */
  public static running(): ClusterState {
    return new ClusterState('running');
  }

  /**
   * No instance runs; data, backups and addresses stay. Nothing is archived, backups on a schedule are not taken, and alerts are silent. Drills go
   * on, for they read the archive.
   */
  public static stopped(): ClusterState {
    return new ClusterState('stopped');
  }

  /**
   * It runs, and the operator changes nothing of it: no update, no repair, no new instance.
   *
   * @param options what is acknowledged
   */
  public static paused(options: PausedOptions = {}): ClusterState {
    return new ClusterState('paused', undefined, options?.withoutFailover);
  }

  /**
   * PostgreSQL is stopped in some instances while their pods stay, to look at their files. Nobody takes the place of a primary that is fenced.
   *
   * @param instances names of the instances, `orders-2`; all of them if absent. An operator may give a name to another instance later, so take
   * them out again soon
   */
  public static fenced(instances?: string[]): ClusterState {
    return new ClusterState('fenced', instances);
  }

  /** `running`, `stopped`, `paused` or `fenced`. */
  public readonly kind: string;

  /** Names of the instances that are fenced; undefined for all of them, and for the other states. */
  public readonly instances?: string[];

  /** Whether it is acknowledged that nobody takes the place of a primary that fails. */
  public readonly withoutFailover: boolean;

  private constructor(kind: ClusterStateKind, instances?: string[], withoutFailover = false) {
    this.kind = kind;
    // What is no list is told of when the cluster is made.
    this.instances = Array.isArray(instances) ? [...instances] : instances;
    this.withoutFailover = withoutFailover;
  }

  /** `kind`, typed. @internal */
  public get _kind(): ClusterStateKind {
    return this.kind as ClusterStateKind;
  }
}
