import { Construct, IConstruct } from 'constructs';
import { BackupModel, OnDemandBackupModel } from '../model/backup-model';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { LogicalBackupModel } from '../model/logical-backup-model';
import { withMigrations } from '../model/migrated';
import { MigrationSideModel } from '../model/migration-model';
import { InPlaceRestoreModel, PairModel } from '../model/recovery-model';
import { PoolModel } from '../model/pool-model';
import { SleepModel } from '../model/sleep-model';
import { UpgradeModel } from '../model/upgrade-model';
import { atItsStep } from '../model/upgraded';
import { Checks, Inspection } from './checks';

const ATTACHMENTS = Symbol.for('cdk8s-postgres.attachments');

/** What may hang on a cluster, under the fields of its model. */
interface Attachable {
  readonly backup: BackupModel;
  readonly pools: PoolModel;
  readonly onDemandBackups: OnDemandBackupModel;
  readonly logicalBackup: LogicalBackupModel;
  readonly inPlaceRestore: InPlaceRestoreModel;
  readonly sleep: SleepModel;
  readonly upgrade: UpgradeModel;
  readonly migrations: MigrationSideModel;
  /** Made anew at each rendering: what the other member archives may be attached later. */
  readonly pair: () => PairModel;
  /** The cluster of this app that this one is a clone of; what is attached to it may come later. */
  readonly cloned: () => ClusterModel;
  /** Clusters that copy this one or stream from it. */
  readonly followers: ClusterIdentity;
}

type Field = keyof Attachable;
type AttachedFields = Pick<ClusterModel, Field>;

/** What of each is in the model; of a second one where there may be only one, its own rules speak. */
const FIELDS: { readonly [F in Field]: (attached: readonly Attachable[F][]) => ClusterModel[F] } = {
  backup: ([first]) => first,
  pools: (all) => [...all],
  onDemandBackups: (all) => [...all],
  logicalBackup: ([first]) => first,
  inPlaceRestore: ([first]) => first,
  sleep: ([first]) => first,
  upgrade: ([first]) => first,
  migrations: (all) => [...all],
  pair: ([first]) => first?.(),
  cloned: ([first]) => first?.(),
  followers: (all) => [...all],
};

/** A cluster without what is attached to it. */
export type BareCluster = Omit<ClusterModel, Field>;

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

  /** The checks of the cluster, which change with what is attached. */
  public readonly checks: Checks;

  /** The cluster as it is now, for those who render it later. */
  public readonly view: { readonly model: ClusterModel };

  private readonly attached: { [F in Field]?: Attachable[F][] } = {};
  private made?: { readonly revision: number; readonly model: ClusterModel };

  /** Checks elsewhere that look at what is attached here. */
  private readonly watchers: Checks[] = [];

  /**
   * @param cluster the cluster that gets the attachments
   * @param bare what it is without them
   * @param inspect runs the rules of the cluster as it is now; pure
   */
  public constructor(
    cluster: Construct,
    private readonly bare: BareCluster,
    inspect: (model: ClusterModel) => Inspection,
  ) {
    const model = () => this.model();
    this.checks = new Checks(cluster, () => inspect(model()));
    this.view = {
      get model() {
        return model();
      },
    };
    Object.defineProperty(cluster, ATTACHMENTS, { value: this });
  }

  /** The cluster as it is now; made once for each state, since every rule and every rendering asks for it. */
  public model(): ClusterModel {
    const { revision } = this.checks;
    if (this.made?.revision !== revision) {
      this.made = { revision, model: withMigrations(atItsStep({ ...this.bare, ...this.fields() })) };
    }
    return this.made.model;
  }

  /** What is attached to one field, in the order in which it was. */
  public of<F extends Field>(field: F): readonly Attachable[F][] {
    return this.attached[field] ?? [];
  }

  /** Hangs something on the cluster, whose checks become a part of those of the cluster. */
  public add<F extends Field>(field: F, attached: Attachable[F], checks: Checks): void {
    this.push(field, attached);
    this.checks.attach(checks);
    this.watchers.forEach((watcher) => watcher.touch());
  }

  /** Notes something that changes what is rendered, and has no checks of its own. */
  public note<F extends Field>(field: F, noted: Attachable[F]): void {
    this.push(field, noted);
    this.checks.touch();
  }

  /** Makes checks elsewhere, which may not be attached here because they would go in circles, see what is attached later. */
  public watch(watcher: Checks): void {
    this.watchers.push(watcher);
  }

  private push<F extends Field>(field: F, attached: Attachable[F]): void {
    const list: Attachable[F][] = (this.attached[field] ??= []);
    list.push(attached);
  }

  private fields(): AttachedFields {
    const fields: { -readonly [F in Field]?: ClusterModel[F] } = {};
    const set = <F extends Field>(field: F): void => {
      fields[field] = FIELDS[field](this.of(field));
    };
    (Object.keys(FIELDS) as Field[]).forEach(set);
    return fields as AttachedFields;
  }
}
