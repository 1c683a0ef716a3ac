import { IConstruct } from 'constructs';
import {
  BackupModel,
  ClusterIdentity,
  ClusterModel,
  InPlaceRestoreModel,
  OnDemandBackupModel,
  PairModel,
  PoolModel,
} from '../model/models';
import { Checks } from './checks';

const ATTACHMENTS = Symbol.for('cdk8s-postgres.attachments');

/**
 * What pools and policies hang on a cluster, seen from both sides.
 *
 * A pool is a field of the cluster on some operators and an object of its own on others, so the cluster has to know its pools, and may
 * learn of them after it was constructed.
 */
export class Attachments {
  /** The attachments of a cluster, where it is an object of the same app as what is to be attached. */
  public static within(attached: IConstruct, cluster: IConstruct): Attachments | undefined {
    return cluster.node.root === attached.node.root ? (cluster as { [ATTACHMENTS]?: Attachments })[ATTACHMENTS] : undefined;
  }

  public readonly pools: PoolModel[] = [];
  public readonly policies: BackupModel[] = [];
  public readonly onDemandBackups: OnDemandBackupModel[] = [];
  public readonly inPlaceRestores: InPlaceRestoreModel[] = [];
  /** Made anew at each rendering: what the other member archives may be attached later. */
  public readonly pairs: (() => PairModel)[] = [];

  /** Clusters that copy this one or stream from it. */
  public readonly followers: ClusterIdentity[] = [];

  private made?: { readonly revision: number; readonly model: ClusterModel };

  /** Checks elsewhere that look at what is attached here. */
  private readonly watchers: Checks[] = [];

  /**
   * @param cluster the cluster that gets the attachments
   * @param checks its checks, which change with what is attached
   * @param make makes the model of the cluster as it is now
   */
  public constructor(
    cluster: IConstruct,
    private readonly checks: Checks,
    private readonly make: () => ClusterModel,
  ) {
    Object.defineProperty(cluster, ATTACHMENTS, { value: this });
  }

  /** The cluster as it is now; made once for each state, since every rule and every rendering asks for it. */
  public model(): ClusterModel {
    const { revision } = this.checks;
    if (this.made?.revision !== revision) {
      this.made = { revision, model: this.make() };
    }
    return this.made.model;
  }

  /** Hangs something on the cluster: it goes into one of the lists above, and its checks become a part of those of the cluster. */
  public add<T>(list: T[], attached: T, checks: Checks): void {
    list.push(attached);
    this.checks.attach(checks);
    this.watchers.forEach((watcher) => watcher.touch());
  }

  /** Notes something that changes what is rendered, and has no checks of its own. */
  public note<T>(list: T[], noted: T): void {
    list.push(noted);
    this.checks.touch();
  }

  /** Makes checks elsewhere, which may not be attached here because they would go in circles, see what is attached later. */
  public watch(watcher: Checks): void {
    this.watchers.push(watcher);
  }
}
