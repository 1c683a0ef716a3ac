import { ApiObject, Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { DRILL_RULES } from './drill-rules';
import { HaCluster } from '../cluster/ha-cluster';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { BackupArchive } from '../model/backup-archive';
import { fullyGrown } from '../model/volume-reach';
import { ClusterModel } from '../model/cluster-model';
import { DatabaseOptions } from '../model/database';
import { RecoverySource } from '../model/recovery-source';
import { bindDrillAlerts } from '../monitoring/drill-alerts';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { Manifest } from '../private/manifest';
import { runRules } from '../private/rules';
import { placementModel } from '../private/placement-defaults';
import { requireShape } from '../private/shape';
import { DRILL_LABEL } from './drill-label';
import { MAX_AGE_DAYS, bindDrill } from './drill-objects';
import { DRILL_ASKS } from './recovery-asks';
import { RestoreDrillProps } from './restore-drill-props';
import { RESTORE_DRILL_SHAPE } from './restore-drill-shape';

const SECONDS_OF_A_DAY = 24 * 3600;

/** Steps of a major upgrade at which the archive does not fit the version of the cluster. */
const UPGRADING: readonly string[] = ['run', 'finish'];

/**
 * Proves on a schedule that backups restore: a cluster with one instance is restored from the archive, asked whether it is what it should
 * be, and removed. It reads the archive of the policy and writes to none.
 *
 * The ConfigMap `<drillName>-result` keeps the outcome (`outcome`, `finishedAt`, `succeededAt`, `seconds`; times in seconds since 1970). A
 * drill that fails leaves a failed Job; one that has not succeeded for `maxAgeDays` days lets a second Job fail every day.
 *
 * It waits while a `MajorUpgrade` of the cluster is at the steps `run` and `finish`, for no backup of the new version is there yet.
 */
export class RestoreDrill extends Construct {
  /** The cluster whose backups are proven. */
  public readonly cluster: IHaCluster;

  /** Name of the ConfigMap that keeps the outcome. */
  public readonly resultName: string;

  /**
   * Restores a copy of the cluster on a schedule, checks its data and removes it again.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what is restored, and what has to be true of it
   */
  public constructor(scope: Construct, id: string, props: RestoreDrillProps) {
    super(scope, id);
    requireShape(this, RESTORE_DRILL_SHAPE, props, new.target);
    const { policy, drillName } = props;
    this.cluster = policy.cluster;
    const { operator } = policy.cluster;
    this.resultName = `${drillName}-result`;

    const attachments = Attachments.within(this, policy.cluster);
    const source = attachments?.model();
    const database = source?.databases.find(({ name }) => props.database === undefined || name === props.database);
    const checks: Checks = new Checks(this, () => ({
      breaches: runRules(DRILL_RULES, { props, source, database, namespace: Chart.of(this).namespace, cluster: policy.cluster.identity }),
      refusals: source ? refusals(operator.facts, operator.capabilities, DRILL_ASKS, source) : [],
    }));
    attachments?.watch(checks);
    const repository = policy.archive.repositories.find(({ index }) => index === (props.repository ?? 1));
    if (source === undefined || database === undefined || repository === undefined) {
      return; // The rules say why.
    }

    const settings = { ...source, placement: placementModel(props.placement, source.placement) };
    const cluster = new HaCluster(this, 'Cluster', drillCluster(props, { ...source, ...settings }, database));
    bindDrill(this, {
      props,
      database,
      resultName: this.resultName,
      major: source.version.majorNumber,
      host: cluster.primary.host,
      repository: repository.target,
      settings,
      access: operator.accessFacts(cluster.identity, database.owner),
      waits: () => UPGRADING.includes(attachments?.model().upgrade?.step.kind ?? ''),
      manifest: takeOut(cluster, drillName, checks),
    });
    const maxAge = (props.maxAgeDays ?? MAX_AGE_DAYS) * SECONDS_OF_A_DAY;
    const { namespace } = Chart.of(this);
    const labels = { [DRILL_LABEL]: drillName };
    const drill = { name: drillName, namespace, maxAge, labels, cluster: source.identity };
    bindDrillAlerts(this, drill, source.monitoring, operator.monitoring?.commands(source));
  }
}

/** The cluster that is restored: as much of the source as a restore needs, and nothing that outlives the drill. */
function drillCluster(props: RestoreDrillProps, source: ClusterModel, database: DatabaseOptions) {
  const { policy, drillName, target, repository, storage, compute } = props;
  // Only one owner has to log in, and for the operator the first database is the one whose owner does. What is in it comes with the data.
  const databases = [{ name: database.name, owner: database.owner }];
  const archive = new BackupArchive({ ...policy.archive, databases });
  const { version = source.version } = archive;
  return {
    clusterName: drillName,
    operator: policy.cluster.operator,
    version,
    // That of an upgrade holds the other version.
    image: version.major === source.version.major ? source.image : undefined,
    // Nothing grows while it is restored.
    storage: storage ?? fullyGrown(source.storage),
    walStorage: source.walStorage && fullyGrown(source.walStorage),
    // Owned by the only role that the operator is told of; in the data they belong to whom they did.
    tablespaces: source.tablespaces.map(({ name, storage: volume, temporary }) => ({ name, storage: volume, temporary })),
    compute,
    instances: 1,
    databases,
    parameters: source.parameters,
    preloadLibraries: source.preloadLibraries,
    placement: source.placement,
    labels: source.labels,
    annotations: source.annotations,
    imagePullSecrets: source.imagePullSecrets,
    platform: source.platform,
    recovery: RecoverySource.fromArchive(archive, { target, repository }),
    // Nobody has to know how a cluster is that lives for an hour.
    monitoring: { enabled: false },
    // The drill prints its own policies, which are narrower.
    network: { managedElsewhere: true },
    nonProduction: {
      reason: `restore drill of ${source.identity.name}`,
      withoutBackups: true,
      singleInstance: true,
      withoutDeletionProtection: true,
    },
  };
}

/**
 * Takes the cluster object out of the output: it is the drill that creates it, and the rest of what the operator needs stays. What is
 * wrong with it is still found, through the drill.
 */
function takeOut(cluster: HaCluster, drillName: string, checks: Checks): () => string {
  const object = cluster.node.findChild('Resource') as ApiObject;
  object.metadata.addLabel(DRILL_LABEL, drillName);
  cluster.node.tryRemoveChild('Resource');
  // Patches and reasons of suppressions still find it.
  cluster.node.defaultChild = object;
  cluster.node.addValidation({ validate: () => Manifest.from(object)?.problems() ?? [] });
  return () => (checks.blocked || Checks.of(cluster)!.blocked ? '' : Yaml.stringify(object.toJson()));
}
