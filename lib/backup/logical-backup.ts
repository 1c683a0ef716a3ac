import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { LOGICAL_BACKUP_ASKS } from './backup-asks';
import { LogicalBackupProps } from './logical-backup-props';
import { LOGICAL_BACKUP_RULES } from './logical-backup-rules';
import { LOGICAL_BACKUP_SHAPE } from './logical-backup-shape';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { LogicalBackupModel } from '../model/logical-backup-model';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

/**
 * Dumps of a cluster on a schedule, as SQL: to look something up, to move to another major version or another operator, to keep what an
 * auditor wants. They are beside a `BackupPolicy` and no substitute for it: what was written after the last dump is not in it, and loading it
 * takes as long as all indexes take to be built.
 *
 * The Zalando operator runs `pg_dumpall` as the superuser, into the bucket of `logical_backup` in its own configuration, below
 * `<cluster>/<uid>/logical_backups`. The other operators dump nothing by themselves.
 */
export class LogicalBackup extends Construct {
  /** The cluster that is dumped. */
  public readonly cluster: IHaCluster;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is dumped, and when
   */
  public constructor(scope: Construct, id: string, props: LogicalBackupProps) {
    super(scope, id);
    requireShape(this, LOGICAL_BACKUP_SHAPE, props, new.target);
    const { cluster, schedule, retentionDays } = props;
    this.cluster = cluster;
    const model: LogicalBackupModel = { cluster: cluster.identity, schedule, retentionDays };
    const attachments = Attachments.within(this, cluster);
    const second = (attachments?.of('logicalBackup').length ?? 0) > 0;
    const { facts, capabilities } = cluster.operator;
    const checks = new Checks(this, () => ({
      breaches: runRules(LOGICAL_BACKUP_RULES, {
        model,
        namespace: Chart.of(this).namespace,
        ownsCluster: attachments !== undefined,
        second,
      }),
      refusals: refusals(facts, capabilities, LOGICAL_BACKUP_ASKS, model),
    }));
    attachments?.add('logicalBackup', model, checks);
  }
}
