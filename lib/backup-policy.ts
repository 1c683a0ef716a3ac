import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { IHaCluster } from './ha-cluster-ref';
import { BackupArchive } from './model/backup-archive';
import { BackupEncryption } from './model/backup-encryption';
import { BackupRetention } from './model/backup-retention';
import { BackupSchedule } from './model/backup-schedule';
import { BackupTarget } from './model/backup-target';
import { BackupTransferOptions } from './model/backup-transfer';
import { BackupModel, BackupRepositoryModel } from './model/models';
import { VolumeSnapshotOptions } from './model/volume-snapshots';
import { archivedDatabases } from './private/archive';
import { Attachments } from './private/attachments';
import { BACKUP_RULES } from './checks/backup-rules';
import { BACKUP_PROBES, refusals } from './checks/capability-rules';
import { Checks } from './private/checks';
import { claim, everywhere, rivals } from './private/identities';
import { BACKUP_POLICY_SHAPE } from './checks/prop-shapes';
import { runRules } from './private/rules';
import { requireShape } from './private/shape';

/**
 * One place that backups go to.
 */
export interface BackupRepositoryOptions {
  /** Where backups and archived WAL go. */
  readonly target: BackupTarget;

  /** When backups are taken; one of them a full backup (rule BAK-004). WAL is archived continuously besides. */
  readonly schedules: BackupSchedule[];

  /** How long backups are kept. */
  readonly retention: BackupRetention;

  /**
   * How backups and WAL are encrypted at rest. It cannot be changed in the life of an archive: give a new cluster another one.
   *
   * @default - as the store does it by itself
   */
  readonly encryption?: BackupEncryption;
}

/**
 * Properties of `BackupPolicy`.
 */
export interface BackupPolicyProps extends BackupRepositoryOptions {
  /** The cluster that is backed up; an object of this app, in the same namespace. */
  readonly cluster: IHaCluster;

  /**
   * Further places that backups go to, each with its own schedules and retention.
   *
   * @default - none
   */
  readonly additionalRepositories?: BackupRepositoryOptions[];

  /**
   * Which life of the cluster the archive belongs to; a part of the archive's path. Raise it when the cluster is created anew under the
   * same name, so that it does not write into its ancestor's archive.
   *
   * Not on a cluster that runs: CloudNativePG and Zalando have no full backup in the new place until the next schedule, and PGO archives
   * nothing there until somebody has run `pgbackrest stanza-create` by hand.
   *
   * @default 1
   */
  readonly archiveGeneration?: number;

  /**
   * How backups and WAL are compressed and sent.
   *
   * @default - as the operator's tool does it by itself
   */
  readonly transfer?: BackupTransferOptions;

  /**
   * Volume snapshots besides the backups; `BackupSchedule.snapshot(...)` says when.
   *
   * @default - none
   */
  readonly snapshots?: VolumeSnapshotOptions;

  /**
   * Whether no backup is taken by schedule for now. WAL is archived all the same, and what has been backed up can be restored.
   *
   * @default false
   */
  readonly suspended?: boolean;
}

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
    const model = backupModel(props);
    const attachments = Attachments.within(this, cluster);
    const second = (attachments?.policies.length ?? 0) > 0;
    const owned = attachments?.model();
    this.archive = new BackupArchive({
      ...model,
      version: owned?.version,
      databases: owned && archivedDatabases(owned),
      operatorName: facts.displayName,
    });
    cluster.operator.bindBackupPolicy(this, model);
    const places = cluster.operator.archivePlaces(model);
    if (!second) {
      places.forEach((archive) => claim(this, everywhere(archive)));
    }

    const checks = new Checks(this, () => ({
      breaches: [
        ...runRules(BACKUP_RULES, {
          model,
          namespace: Chart.of(this).namespace,
          ownsCluster: attachments !== undefined,
          second,
          shared: (second ? [] : places)
            .map((archive) => ({ archive, rivals: rivals(this, everywhere(archive)) }))
            .filter((place) => place.rivals.length > 0),
        }),
        ...(attachments ? cluster.operator.checkBackupPolicy(model, attachments.model()) : []),
      ],
      refusals: refusals(facts, capabilities, BACKUP_PROBES, model),
    }));
    attachments?.add(attachments.policies, model, checks);
  }
}

function backupModel(props: BackupPolicyProps): BackupModel {
  const repositories = [props, ...(props.additionalRepositories ?? [])];
  return {
    cluster: props.cluster.identity,
    repositories: repositories.map(({ target, schedules, retention, encryption }, i): BackupRepositoryModel => ({
      index: i + 1,
      target,
      schedules: [...schedules],
      retention,
      encryption,
    })),
    generation: props.archiveGeneration ?? 1,
    suspended: props.suspended ?? false,
    transfer: { ...props.transfer },
    snapshots: props.snapshots && { ...props.snapshots },
  };
}
