import { Construct } from 'constructs';
import { BackupPolicy } from './backup-policy';
import { IN_PLACE_ASKS, refusals } from './checks/capability-rules';
import { IN_PLACE_RESTORE_SHAPE } from './checks/recovery-shapes';
import { IN_PLACE_RULES } from './checks/in-place-rules';
import { IHaCluster } from './ha-cluster-ref';
import { InPlaceRestoreModel } from './model/models';
import { RecoveryTarget } from './model/recovery-target';
import { Attachments } from './private/attachments';
import { Checks } from './private/checks';
import { runRules } from './private/rules';
import { requireShape } from './private/shape';

/**
 * Properties of `InPlaceRestore`.
 */
export interface InPlaceRestoreProps {
  /** The policy whose backups are restored over the data of its cluster. */
  readonly policy: BackupPolicy;

  /**
   * What makes this restore another one than the last: lower-case letters, digits and `-`, at most 30 characters (rule REC-012). The
   * cluster is restored once for each id.
   */
  readonly restoreId: string;

  /**
   * The interlock: the name of the cluster whose data is overwritten, written once more (rule REC-012).
   */
  readonly overwrites: string;

  /**
   * Where the recovery ends.
   *
   * @default RecoveryTarget.latest()
   */
  readonly target?: RecoveryTarget;

  /**
   * Which repository is read: 1 is the policy's own target, 2 the first of `additionalRepositories`.
   *
   * @default 1
   */
  readonly repository?: number;
}

/**
 * A restore over the data of a running cluster, on operators that have it. What was written after the target is lost; a new cluster with
 * `recovery` loses nothing, and is what every operator can do.
 *
 * The cluster is down until the restore is done. Take the construct out of the program then.
 */
export class InPlaceRestore extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is restored over what
   */
  public constructor(scope: Construct, id: string, props: InPlaceRestoreProps) {
    super(scope, id);
    requireShape(this, IN_PLACE_RESTORE_SHAPE, props, new.target);
    const { cluster, archive } = props.policy;
    this.cluster = cluster;
    const restore: InPlaceRestoreModel = {
      id: props.restoreId,
      repository: props.repository ?? 1,
      target: props.target ?? RecoveryTarget.latest(),
    };
    const attachments = Attachments.within(this, cluster);
    const second = (attachments?.of('inPlaceRestore').length ?? 0) > 0;
    const { facts, capabilities } = cluster.operator;
    const checks = new Checks(this, () => ({
      breaches: runRules(IN_PLACE_RULES, {
        restore,
        overwrites: props.overwrites,
        cluster: cluster.identity,
        repositories: archive.repositories.length,
        recovery: attachments?.model().recovery,
        paired: attachments?.model().pair !== undefined,
        second,
        ownsCluster: attachments !== undefined,
      }),
      refusals: refusals(facts, capabilities, IN_PLACE_ASKS, restore),
    }));
    attachments?.add('inPlaceRestore', restore, checks);
  }
}
