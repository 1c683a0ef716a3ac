import { App, Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { BackupPolicy } from './backup-policy';
import { HaClusterAttributes, IHaCluster } from './ha-cluster-ref';
import { BackupArchive } from './model/backup-archive';
import { ComputeOptions } from './model/compute';
import { DatabaseOptions } from './model/database';
import { Endpoint } from './model/endpoint';
import { PostgresImage } from './model/image';
import { BackupModel, ClusterIdentity, ClusterModel, ReplicaModel } from './model/models';
import { NonProductionOptions } from './model/non-production';
import { PlacementOptions, SpreadRule } from './model/placement';
import { PostgresVersion } from './model/postgres-version';
import { RecoverySource } from './model/recovery-source';
import { RecoveryTarget } from './model/recovery-target';
import { Replication } from './model/replication';
import { StorageOptions } from './model/storage';
import { IPostgresOperator } from './operators/contract';
import { archivedDatabases } from './private/archive';
import { Attachments } from './private/attachments';
import { CLUSTER_PROBES, refusals } from './checks/capability-rules';
import { Checks } from './private/checks';
import { CLUSTER_RULES, IDENTITY_RULES, NAME_USED_ONCE } from './checks/cluster-rules';
import { computeModel } from './private/compute-defaults';
import { claim, rivals } from './private/identities';
import { HA_CLUSTER_ATTRIBUTES_SHAPE, HA_CLUSTER_SHAPE, RECOVERY_RUNBOOK_SHAPE } from './checks/prop-shapes';
import { OriginContext } from './checks/origin';
import { NO_RUNBOOK, RECOVERY_RULES } from './checks/recovery-rules';
import { REPLICA_RULES } from './checks/replica-rules';
import { breach, runRules } from './private/rules';
import { refuse } from './private/errors';
import { Shape, requireShape, shapeProblems } from './private/shape';
import { copySuppressions } from './private/suppressions';
import type * as runbooks from './recovery/runbook';

/**
 * Properties of `HaCluster`.
 */
export interface HaClusterProps {
  /**
   * `metadata.name` of the cluster object, written out because the data lives and dies with this name: lower-case letters, digits and
   * `-`, with a letter first. How long it may be depends on the operator; 37 characters fit all of them.
   */
  readonly clusterName: string;

  /** The operator that runs the cluster, with the options that only it has. */
  readonly operator: IPostgresOperator;

  /**
   * PostgreSQL major version. Operators refuse, ignore or fail on a lower one later, and need steps of their own for a higher one.
   *
   * @see https://www.postgresql.org/support/versioning/
   */
  readonly version: PostgresVersion;

  /** Data volume of each instance. */
  readonly storage: StorageOptions;

  /**
   * PostgreSQL instances, the primary included.
   *
   * @default 3
   */
  readonly instances?: number;

  /**
   * A volume of its own for WAL in each instance, so that a full WAL does not fill the data volume. It can be added later and never
   * be removed.
   *
   * @default - WAL stands on the data volume
   */
  readonly walStorage?: StorageOptions;

  /**
   * CPU and memory of each instance.
   *
   * @default - 500m CPU with a limit of 2, 1Gi memory with a limit of 1Gi
   */
  readonly compute?: ComputeOptions;

  /**
   * How transactions reach the replicas.
   *
   * @default Replication.asynchronous()
   */
  readonly replication?: Replication;

  /**
   * Where instances may run.
   *
   * @default - spread over nodes (required) and zones (preferred), any node
   */
  readonly placement?: PlacementOptions;

  /**
   * PostgreSQL parameters, all values as text: `{ max_connections: '200' }`. Names and values are checked against what the PostgreSQL
   * version accepts (rule HA-010) and against what the operator keeps for itself.
   *
   * @default - PostgreSQL's and the operator's own
   * @see https://www.postgresql.org/docs/current/runtime-config.html
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Libraries that are loaded at server start, in order; merged with those that the operator needs.
   *
   * @default - those that the operator needs
   * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-SHARED-PRELOAD-LIBRARIES
   */
  readonly preloadLibraries?: string[];

  /**
   * Lines of pg_hba.conf, in order. They stand behind the lines that the operator needs for itself and before the last lines, which are
   * the same on every operator: without TLS nobody is let in, and with TLS everybody who has a password. So a line that lets somebody in
   * does not keep others out: to restrict, end with `host all all all reject`.
   *
   * @default - none
   * @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html
   */
  readonly hbaRules?: string[];

  /**
   * Databases with their owners, created with the cluster.
   *
   * @default - the operator creates what it always creates: none, or one named after itself
   */
  readonly databases?: DatabaseOptions[];

  /**
   * Labels of the pods (and of what the operator creates around them), never used for selection.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations of the pods (and of what the operator creates around them).
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Container image of the instances.
   *
   * @default - the image that the operator recommends for the major version
   */
  readonly image?: PostgresImage;

  /**
   * Where the first data comes from. It counts when the cluster is created: a change on a running cluster does nothing, and the prop stays
   * as long as the cluster does, for it says what the cluster was made of.
   *
   * @default - the cluster begins empty
   */
  readonly recovery?: RecoverySource;

  /**
   * Why this cluster may be less safe than a production cluster, and in what.
   *
   * @default - it is a production cluster
   */
  readonly nonProduction?: NonProductionOptions;
}

/**
 * What a runbook is written for.
 */
export interface RecoveryRunbookOptions {
  /**
   * The moment that is restored, RFC 3339 with a zone: `2026-08-01T10:30:00Z` (rule REC-001).
   *
   * @default - everything that was archived
   */
  readonly targetTime?: string;

  /**
   * Name of the cluster that takes the place of the lost one.
   *
   * @default - `<clusterName>-restored`
   */
  readonly recoveredName?: string;
}

const DEFAULT_COMPUTE = { cpu: '500m', cpuLimit: '2', memory: '1Gi' };

/**
 * A highly available PostgreSQL cluster.
 *
 * What is wrong with it is reported at synth, all of it at once; see docs/rules.md.
 */
export class HaCluster extends Construct implements IHaCluster {
  /**
   * A cluster that another app owns: pools and applications may refer to it, and nothing is printed for it.
   *
   * @param scope the parent construct
   * @param id the construct id
   * @param attributes what is known of it
   */
  public static fromHaClusterAttributes(scope: Construct, id: string, attributes: HaClusterAttributes): IHaCluster {
    return new ImportedHaCluster(scope, id, attributes);
  }

  public readonly clusterName: string;
  public readonly identity: ClusterIdentity;
  public readonly operator: IPostgresOperator;
  public readonly primary: Endpoint;
  public readonly replicas: Endpoint;

  private readonly props: HaClusterProps;

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the cluster shall be
   */
  public constructor(scope: Construct, id: string, props: HaClusterProps) {
    super(scope, id);
    requireShape(this, this._shape(), props, new.target);
    this.props = { ...props };
    this.clusterName = props.clusterName;
    this.identity = { name: props.clusterName, namespace: Chart.of(this).namespace };
    this.operator = props.operator;

    const base = { ...baseModel(this.identity, props), replica: this._replica(props) };
    const place = clusterPlace(this.identity);
    claim(this, place);
    const { facts, capabilities } = props.operator;
    const checks = new Checks(this, () => {
      const model = attachments.model();
      return {
        breaches: [
          ...runRules(CLUSTER_RULES, { model, facts, rivals: rivals(this, place), takenAddresses }),
          ...(model.recovery || model.replica ? runRules([...RECOVERY_RULES, ...REPLICA_RULES], this.originContext(model)) : []),
          ...props.operator.checkCluster(model),
        ],
        refusals: refusals(facts, capabilities, CLUSTER_PROBES, model),
      };
    });
    const attachments: Attachments = new Attachments(this, checks, () => ({
      ...base,
      backup: attachments.policies[0],
      pools: [...attachments.pools],
      onDemandBackups: [...attachments.onDemandBackups],
      inPlaceRestore: attachments.inPlaceRestores[0],
      pair: attachments.pairs[0]?.(),
    }));
    const view = {
      get model(): ClusterModel {
        return attachments.model();
      },
    };
    ({ primary: this.primary, replicas: this.replicas } = props.operator.bindCluster(this, view));
    const addresses = [...new Set([this.primary.hostAndPort, this.replicas.hostAndPort])];
    const takenAddresses = addresses
      .map((address) => ({ address, rivals: rivals(this, address) }))
      .filter((taken) => taken.rivals.length > 0);
    addresses.forEach((address) => claim(this, address));
  }

  /**
   * How to recover this cluster when it is lost: Markdown for the person on call, with the commands and the manifest, made from what is
   * attached to the cluster now. Call it when the program is complete.
   *
   * @param options which moment, and under which name
   * @throws if the cluster has no backup policy, or the recovered cluster would be refused
   */
  public recoveryRunbook(options: RecoveryRunbookOptions = {}): string {
    const problems = shapeProblems(RECOVERY_RUNBOOK_SHAPE, options, 'options');
    if (problems.length === 0 && options.recoveredName === this.clusterName) {
      problems.push(
        breach(
          NAME_USED_ONCE,
          `'options.recoveredName' must be another name than '${this.clusterName}'; write '${this.clusterName}-restored'`,
        ),
      );
    }
    if (problems.length > 0) {
      refuse(this.node.path, problems, this.recoveryRunbook);
    }
    const model = Attachments.within(this, this)!.model();
    const { backup } = model;
    if (backup === undefined) {
      refuse(this.node.path, [breach(NO_RUNBOOK, `the cluster '${this.clusterName}' has no BackupPolicy; add one`)], this.recoveryRunbook);
    }
    const recovered = { name: options.recoveredName ?? `${this.clusterName}-restored`, namespace: this.identity.namespace };
    const { cluster, manifest } = this.recovered(recovered.name, model, backup, options.targetTime);
    // Few programs print one.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { runbook } = require('./recovery/runbook') as typeof runbooks;
    return runbook({
      model,
      backup,
      operator: this.operator.facts,
      facts: this.operator.runbookFacts(model, recovered),
      places: this.operator.archivePlaces(backup),
      recovered,
      targetTime: options.targetTime,
      manifest,
      hosts: [this.primary.host, cluster.primary.host],
    });
  }

  /** The cluster that takes the place of this one, in an app of its own, with a policy like that of this one. */
  private recovered(
    clusterName: string,
    model: ClusterModel,
    backup: BackupModel,
    targetTime: string | undefined,
  ): { cluster: HaCluster; manifest: string } {
    const chart = new Chart(new App(), 'recovered', { namespace: this.identity.namespace });
    const readable = backup.repositories.find(({ target }) => target.kind !== 'volume') ?? backup.repositories[0]!;
    const databases = archivedDatabases(model);
    const archive = new BackupArchive({
      ...backup,
      operatorName: this.operator.facts.displayName,
      version: this.props.version,
      databases,
    });
    const target = targetTime === undefined ? undefined : RecoveryTarget.time(targetTime);
    const cluster = new HaCluster(chart, 'db', {
      ...ownProps(this.props),
      clusterName,
      databases,
      recovery: RecoverySource.fromArchive(archive, { target, repository: readable.index }),
    });
    const [first, ...additionalRepositories] = backup.repositories.map(({ index: _, ...repository }) => repository);
    const { transfer, snapshots } = backup;
    const policy = new BackupPolicy(chart, 'backups', { ...first!, cluster, additionalRepositories, transfer, snapshots });
    // A rule that does not apply to the lost cluster or its policy does not apply to what takes its place.
    copySuppressions(this, cluster);
    this.node.root.node
      .findAll()
      .filter((construct) => construct instanceof BackupPolicy && construct.cluster === this)
      .forEach((lost) => copySuppressions(lost, policy));
    const findings = [cluster, policy].flatMap((construct) => Checks.of(construct)!.findings);
    if (findings.length > 0) {
      refuse(this.node.path, findings, this.recoveryRunbook);
    }
    return { cluster, manifest: Yaml.stringify(...chart.toJson()) };
  }

  private originContext(model: ClusterModel): OriginContext {
    const { recovery, replica, backup } = model;
    const archive = recovery?.archive ?? replica?.source.sourceArchive;
    const source = recovery?.cluster as IHaCluster | undefined;
    return {
      model,
      operatorName: this.operator.facts.displayName,
      reads: archive ? this.operator.archivePlaces(archive) : [],
      writes: backup ? this.operator.archivePlaces(backup) : [],
      followed: replica?.source.sourceArchive ? rivals(this, clusterPlace(replica.source.sourceArchive.cluster)) : [],
      cloned: source && Attachments.within(this, source)?.model(),
      operators: source && [source.operator.facts.displayName, this.operator.facts.displayName],
    };
  }

  /** What the props may hold. @internal */
  protected _shape(): Shape<HaClusterProps> {
    return HA_CLUSTER_SHAPE;
  }

  /** What the cluster follows; a cluster of this class nothing. @internal */
  protected _replica(_props: HaClusterProps): ReplicaModel | undefined {
    return undefined;
  }
}

/** The place that a cluster takes among those of the app. */
const clusterPlace = ({ name, namespace }: ClusterIdentity): string => `cluster ${namespace ?? ''}/${name}`;

/** The props of a cluster without those that a subclass adds: what a replica follows is not what a recovered cluster is made of. */
function ownProps(props: HaClusterProps): HaClusterProps {
  const known = Object.keys(HA_CLUSTER_SHAPE) as (keyof HaClusterProps)[];
  return Object.fromEntries(known.map((name) => [name, props[name]])) as unknown as HaClusterProps;
}

/** The cluster without what is attached to it, and with every default filled in. Copied, so that later changes of the props do nothing. */
function baseModel(identity: ClusterIdentity, props: HaClusterProps): Omit<ClusterModel, 'pools' | 'onDemandBackups'> {
  return {
    identity,
    version: props.version,
    instances: props.instances ?? 3,
    storage: { ...props.storage },
    walStorage: props.walStorage && { ...props.walStorage },
    compute: computeModel(props.compute, DEFAULT_COMPUTE),
    replication: props.replication ?? Replication.asynchronous(),
    placement: {
      nodes: props.placement?.nodes ?? SpreadRule.REQUIRED,
      zones: props.placement?.zones ?? SpreadRule.PREFERRED,
      nodeSelector: { ...props.placement?.nodeSelector },
      tolerations: [...(props.placement?.tolerations ?? [])],
      priorityClassName: props.placement?.priorityClassName,
    },
    parameters: { ...props.parameters },
    preloadLibraries: [...(props.preloadLibraries ?? [])],
    hbaRules: [...(props.hbaRules ?? [])],
    databases: (props.databases ?? []).map((database) => ({ ...database })),
    labels: { ...props.labels },
    annotations: { ...props.annotations },
    image: props.image,
    recovery: props.recovery,
    nonProduction: props.nonProduction && { ...props.nonProduction },
  };
}

class ImportedHaCluster extends Construct implements IHaCluster {
  public readonly clusterName: string;
  public readonly identity: ClusterIdentity;
  public readonly operator: IPostgresOperator;
  public readonly primary: Endpoint;
  public readonly replicas: Endpoint;

  public constructor(scope: Construct, id: string, attributes: HaClusterAttributes) {
    super(scope, id);
    requireShape(this, HA_CLUSTER_ATTRIBUTES_SHAPE, attributes, HaCluster.fromHaClusterAttributes);
    this.clusterName = attributes.clusterName;
    this.identity = { name: attributes.clusterName, namespace: attributes.namespace ?? Chart.of(this).namespace };
    this.operator = attributes.operator;
    ({ primary: this.primary, replicas: this.replicas } = attributes.operator.importCluster(this.identity));
    new Checks(this, () => ({ breaches: runRules(IDENTITY_RULES, this), refusals: [] }));
  }
}
