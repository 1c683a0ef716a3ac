import { Construct } from 'constructs';
import { IN_PLACE_RULES } from './in-place-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { InPlaceRestoreModel } from '../model/recovery-model';
import { RecoveryTarget } from '../model/recovery-target';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { InPlaceRestoreProps } from './in-place-restore-props';
import { IN_PLACE_RESTORE_SHAPE } from './in-place-restore-shape';
import { IN_PLACE_ASKS } from './recovery-asks';

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
   * Puts a cluster back to an earlier moment, under its own name. What came after that moment is lost.
   *
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
