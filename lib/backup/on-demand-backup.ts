import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { ON_DEMAND_ASKS } from './backup-asks';
import { OnDemandBackupProps } from './on-demand-backup-props';
import { ON_DEMAND_BACKUP_SHAPE } from './on-demand-backup-shape';
import { ON_DEMAND_RULES } from './on-demand-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { OnDemandBackupModel } from '../model/backup-model';
import { BackupType } from '../model/backup-schedule';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { claim, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

/**
 * One backup that is taken once, as soon as the manifest is applied: before a migration, an upgrade, a risky release.
 *
 * The same id takes one backup. Take the construct out before the retention of the policy ends: on CloudNativePG the object goes with the
 * backup that expires, and a GitOps controller that puts it back would take another one.
 */
export class OnDemandBackup extends Construct {
  /** The cluster that it is about. */
  public readonly cluster: IHaCluster;

  /**
   * One backup, taken when it is first applied, and again for each new token.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props which backup
   */
  public constructor(scope: Construct, id: string, props: OnDemandBackupProps) {
    super(scope, id);
    requireShape(this, ON_DEMAND_BACKUP_SHAPE, props, new.target);
    const { cluster, archive } = props.policy;
    this.cluster = cluster;
    const backup: OnDemandBackupModel = {
      id: props.backupId,
      cluster: cluster.identity,
      type: props.type ?? BackupType.FULL,
      repository: props.repository ?? 1,
    };
    const attachments = Attachments.within(this, cluster);
    cluster.operator.bindOnDemandBackup(this, backup);
    const place = `backup ${cluster.identity.namespace ?? ''}/${cluster.identity.name}/${backup.id}`;
    claim(this, place);
    const { facts, capabilities } = cluster.operator;
    const checks = new Checks(this, () => ({
      breaches: runRules(ON_DEMAND_RULES, {
        backup,
        repositories: archive.repositories.length,
        snapshots: attachments?.model().backup?.snapshots !== undefined,
        rivals: rivals(this, place),
        namespace: Chart.of(this).namespace,
        ownsCluster: attachments !== undefined,
      }),
      refusals: refusals(facts, capabilities, ON_DEMAND_ASKS, backup),
    }));
    attachments?.add('onDemandBackups', backup, checks);
  }
}
