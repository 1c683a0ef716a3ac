import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { HaClusterAttributes, IHaCluster } from './ha-cluster-ref';
import { ComputeOptions } from './model/compute';
import { DatabaseOptions } from './model/database';
import { Endpoint } from './model/endpoint';
import { PostgresImage } from './model/image';
import { ClusterIdentity, ClusterModel } from './model/models';
import { NonProductionOptions } from './model/non-production';
import { PlacementOptions, SpreadRule } from './model/placement';
import { PostgresVersion } from './model/postgres-version';
import { Replication } from './model/replication';
import { StorageOptions } from './model/storage';
import { IPostgresOperator } from './operators/contract';
import { Attachments } from './private/attachments';
import { CLUSTER_PROBES, refusals } from './checks/capability-rules';
import { Checks } from './private/checks';
import { CLUSTER_RULES, IDENTITY_RULES } from './checks/cluster-rules';
import { computeModel } from './private/compute-defaults';
import { claim, rivals } from './private/identities';
import { HA_CLUSTER_ATTRIBUTES_SHAPE, HA_CLUSTER_SHAPE } from './checks/prop-shapes';
import { runRules } from './private/rules';
import { requireShape } from './private/shape';

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
   * Why this cluster may be less safe than a production cluster, and in what.
   *
   * @default - it is a production cluster
   */
  readonly nonProduction?: NonProductionOptions;
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

  /**
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the cluster shall be
   */
  public constructor(scope: Construct, id: string, props: HaClusterProps) {
    super(scope, id);
    requireShape(this, HA_CLUSTER_SHAPE, props, new.target);
    this.clusterName = props.clusterName;
    this.identity = { name: props.clusterName, namespace: Chart.of(this).namespace };
    this.operator = props.operator;

    const base = baseModel(this.identity, props);
    const place = `cluster ${this.identity.namespace ?? ''}/${this.identity.name}`;
    claim(this, place);
    const { facts, capabilities } = props.operator;
    const checks = new Checks(this, () => {
      const model = attachments.model();
      return {
        breaches: [
          ...runRules(CLUSTER_RULES, { model, facts, rivals: rivals(this, place), takenAddresses }),
          ...props.operator.checkCluster(model),
        ],
        refusals: refusals(facts, capabilities, CLUSTER_PROBES, model),
      };
    });
    const attachments: Attachments = new Attachments(this, checks, () => ({
      ...base,
      backup: attachments.policies[0],
      pools: [...attachments.pools],
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
}

/** The cluster without what is attached to it, and with every default filled in. Copied, so that later changes of the props do nothing. */
function baseModel(identity: ClusterIdentity, props: HaClusterProps): Omit<ClusterModel, 'pools' | 'backup'> {
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
