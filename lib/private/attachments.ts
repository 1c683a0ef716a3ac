import { IConstruct } from 'constructs';
import { BackupModel, ClusterModel, PoolModel } from '../model/models';
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

  /**
   * @param cluster the cluster that gets the attachments
   * @param checks its checks, which change with what is attached
   * @param model the cluster as it is now
   */
  public constructor(
    cluster: IConstruct,
    private readonly checks: Checks,
    public readonly model: () => ClusterModel,
  ) {
    Object.defineProperty(cluster, ATTACHMENTS, { value: this });
  }

  public addPool(pool: PoolModel, checks: Checks): void {
    this.pools.push(pool);
    this.checks.attach(checks);
  }

  public addPolicy(policy: BackupModel, checks: Checks): void {
    this.policies.push(policy);
    this.checks.attach(checks);
  }
}
