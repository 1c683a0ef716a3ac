import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { BACKUP_ASKS } from './backup-asks';
import { BackupPolicyProps } from './backup-policy-props';
import { BACKUP_POLICY_SHAPE } from './backup-policy-shape';
import { BACKUP_RULES } from './backup-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { BackupArchive } from '../model/backup-archive';
import { BackupModel, BackupRepositoryModel } from '../model/backup-model';
import { refusals } from '../operators/refusals';
import { archivedDatabases } from '../operators/shared/archive-places';
import { Attachments } from '../private/attachments';
import { ClusterModel } from '../model/cluster-model';
import { ClusterDefault } from '../model/take-over';
import { backupCompute } from '../private/compute-defaults';
import { Checks } from '../private/checks';
import { claim, everywhere, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { sourceFacts } from './source-facts';

/**
 * How a cluster is backed up: continuous WAL archiving and scheduled base backups.
 *
 * The policy may stand in another chart than its cluster, in the same namespace.
 */
export class BackupPolicy extends Construct {
  /** The cluster that is backed up. */
  public readonly cluster: IHaCluster;

  /** What a new cluster can be restored from, and a replica cluster can follow. */
  public readonly archive: BackupArchive;

  /**
   * Backups of a cluster: where to, when, and for how long. What is wrong with them is reported at synth; see docs/rules.md.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is backed up, where to, when, and for how long
   */
  public constructor(scope: Construct, id: string, props: BackupPolicyProps) {
    super(scope, id);
    requireShape(this, BACKUP_POLICY_SHAPE, props, new.target);
    const { cluster } = props;
    this.cluster = cluster;
    const { facts, capabilities } = cluster.operator;
    const attachments = Attachments.within(this, cluster);
    const model = backupModel(props, attachments?.model());
    const second = (attachments?.of('backup').length ?? 0) > 0;
    const owned = attachments?.model();
    this.archive = new BackupArchive({
      ...model,
      version: owned?.version,
      databases: owned && archivedDatabases(owned),
      operatorName: facts.displayName,
    });
    this.archive._source = owned && sourceFacts(owned, facts);
    cluster.operator.bindBackupPolicy(this, model);
    const places = cluster.operator.archivePlaces(model);
    if (!second) {
      places.forEach((archive) => claim(this, everywhere(archive)));
    }

    const checks = new Checks(this, () => ({
      breaches: [
        ...runRules(BACKUP_RULES, {
          model,
          places,
          namespace: Chart.of(this).namespace,
          ownsCluster: attachments !== undefined,
          second,
          shared: (second ? [] : places)
            .map((archive) => ({ archive, rivals: rivals(this, everywhere(archive)) }))
            .filter((place) => place.rivals.length > 0),
        }),
        ...(attachments ? cluster.operator.checkBackupPolicy(model, attachments.model()) : []),
      ],
      refusals: refusals(facts, capabilities, BACKUP_ASKS, model),
    }));
    attachments?.add('backup', model, checks);
  }
}

function backupModel(props: BackupPolicyProps, owned?: ClusterModel): BackupModel {
  const takenOver = owned?.takenOver;
  const leftOff = Object.values(ClusterDefault).filter((one) => takenOver && !takenOver.but.includes(one));
  const repositories = [props, ...(props.additionalRepositories ?? [])];
  return {
    cluster: props.cluster.identity,
    repositories: repositories.map(({ target, schedules, retention, encryption, place }, i): BackupRepositoryModel => ({
      index: i + 1,
      target,
      schedules: [...schedules],
      retention,
      encryption,
      place,
    })),
    generation: props.archiveGeneration ?? 1,
    suspended: props.suspended ?? false,
    asleep: owned?.state._kind === 'stopped',
    transfer: { ...props.transfer },
    leftOff,
    compute: backupCompute(props.compute, props.transfer?.parallelism, leftOff.includes(ClusterDefault.COMPUTE)),
    computeOptions: props.compute && { ...props.compute },
    snapshots: props.snapshots && { ...props.snapshots },
  };
}
