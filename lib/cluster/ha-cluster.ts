import { Chart } from 'cdk8s';
import type { Container, INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AnyContainer, AnyPeer } from '../refs/any-cdk8s-plus';
import { bindClusterAccess } from '../access/cluster-access';
import { EXTENSION_RULES } from '../access/extension-rules';
import { needsAccessJob } from '../access/role-models';
import { expectedSecrets, secretObject } from '../access/secret-objects';
import { REACH_RULES } from './reach-rules';
import { CLUSTER_ASKS } from './cluster-asks';
import { refusals } from '../operators/refusals';
import { CLUSTER_RULES, TakenAddress } from './cluster-rules';
import { TAKE_OVER_RULES } from './take-over-rules';
import { HA_CLUSTER_SHAPE } from './ha-cluster-shape';
import { SECRET_OBJECT_RULES } from '../access/secret-object-rules';
import { allowFrom, anyInstance, connect, credentialsFor } from '../connection/clients';
import { ClusterKind, baseModel } from './base-model';
import { tellLeftOff } from './left-off';
import { originFindings } from './origin-findings';
import { clusterRunbook } from '../recovery/cluster-runbook';
import type { DatabaseConnection } from '../connection/database-connection';
import type { ConnectOptions } from '../refs/connect-options';
import type { HaClusterProps, RecoveryRunbookOptions } from './ha-cluster-props';
import { HaClusterAttributes, IHaCluster } from '../refs/ha-cluster-ref';
import { Platform } from '../refs/platform';
import { ImportedHaCluster } from './imported-ha-cluster';
import { ClusterTls } from '../model/cluster-tls';
import { DatabaseOptions } from '../model/database';
import { Endpoint } from '../model/endpoint';
import { Finding } from '../model/finding';
import { bindClusterMonitoring } from '../monitoring/cluster-monitoring';
import { MonitoringDefaults } from '../monitoring/monitoring-defaults';
import { MONITORING_RULES } from '../monitoring/monitoring-rules';
import { ClusterIdentity } from '../model/identity';
import { ClusterModel } from '../model/cluster-model';
import { loginsOf } from '../model/superuser';
import { POSTGRES_PORT } from '../model/service-address';
import { RoleModel } from '../model/role-model';
import { NetworkModel } from '../model/network';
import { RoleCredentials } from '../model/role-credentials';
import { Admission } from '../network/admission';
import { bindCertificates } from '../network/certificates';
import { bindClusterNetwork, followerPeers } from '../network/cluster-network';
import { bindReplicaSets } from '../network/replica-set-services';
import { externalAddresses } from '../network/services';
import { IClusterView } from '../operators/cluster-view';
import { IPostgresOperator } from '../operators/contract';
import { Attachments } from '../private/attachments';
import { Inspection } from '../private/checks';
import { claim, clusterPlace, holders, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { fromRegistry } from '../private/platform-facts';
import { requireShape } from '../private/shape';

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
    return new ImportedHaCluster(scope, id, attributes, this.fromHaClusterAttributes);
  }

  /** What sets the clusters of this class apart. @internal */
  protected static readonly _kind: ClusterKind = { shape: HA_CLUSTER_SHAPE, replica: () => undefined };

  public readonly clusterName: string;
  public readonly identity: ClusterIdentity;
  public readonly operator: IPostgresOperator;
  public readonly primary: Endpoint;
  public readonly replicas: Endpoint;
  public readonly tls: ClusterTls;
  public readonly databases: DatabaseOptions[];
  public readonly roles: RoleModel[];
  public readonly network: NetworkModel;

  private readonly props: HaClusterProps;
  private readonly any?: Endpoint;
  private readonly takenAddresses: readonly TakenAddress[];

  /**
   * A highly available cluster: three instances on different nodes, TLS, network rules and monitoring, unless the props say otherwise.
   *
   * What is wrong with it is reported at synth, all of it at once; see docs/rules.md.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the cluster shall be
   */
  public constructor(scope: Construct, id: string, props: HaClusterProps) {
    super(scope, id);
    const { shape, replica } = new.target._kind;
    requireShape(this, shape, props, new.target);
    this.props = { ...props };
    this.clusterName = props.clusterName;
    this.identity = { name: props.clusterName, namespace: Chart.of(this).namespace };
    this.operator = props.operator;

    const surroundings = { platform: Platform._model(this, props.platform), monitoring: MonitoringDefaults._options(this) };
    const bare = baseModel(this.identity, props, surroundings, replica(props));
    ({ tls: this.tls, databases: this.databases, roles: this.roles, network: this.network } = bare);
    claim(this, clusterPlace(this.identity));
    const attachments = new Attachments(this, bare, (model) => this.inspect(model));
    const { checks, view } = attachments;
    ({ primary: this.primary, replicas: this.replicas, anyInstance: this.any } = props.operator.bindCluster(this, view));
    bindClusterNetwork(this, view, props.operator, new Admission(this, checks));
    this.bindRest(view);
    bindClusterMonitoring(this, view, {
      operator: this.operator,
      image: props.accessImage ?? fromRegistry(bare.platform.imageRegistry, `postgres:${props.version.major}`),
    });
    tellLeftOff(this, bare.leftOff, this.operator.facts);
    this.follow(view.model, attachments);
    this.takenAddresses = claimAddresses(this, [
      this.primary.hostAndPort,
      this.replicas.hostAndPort,
      ...externalAddresses(this.primary, bare),
      ...bare.replicaSets.map(({ name }) => this.replicaSetEndpoint(name).hostAndPort),
    ]);
  }

  public get anyInstance(): Endpoint {
    return anyInstance(this, this.any);
  }

  /**
   * Where the instances of a replica set answer that are no primary.
   *
   * @param name name of the set, one of `replicaSets`
   */
  public replicaSetEndpoint(name: string): Endpoint {
    return this.operator.replicaSets?.replicaSetEndpoint(this.identity, this.tls, name) ?? this.replicas;
  }

  public credentialsFor(role: string): RoleCredentials {
    return credentialsFor(this, role);
  }

  public connect(container: Container, options: ConnectOptions): DatabaseConnection;
  public connect(container: AnyContainer, options: ConnectOptions): DatabaseConnection;
  public connect(container: AnyContainer, options: ConnectOptions): DatabaseConnection {
    return connect(this, container, options);
  }

  public allowFrom(peer: INetworkPolicyPeer): void;
  public allowFrom(peer: AnyPeer): void;
  public allowFrom(peer: AnyPeer): void {
    allowFrom(this, peer);
  }

  /** What few clusters have. */
  private bindRest(view: IClusterView): void {
    const { tls } = view.model;
    if (this.operator.replicaSets) {
      bindReplicaSets(this, view.model, this.operator.replicaSets);
    }
    if (tls.issuance) {
      bindCertificates(this, view.model, () => this.operator.certificates(view.model));
    }
    const delivers = loginsOf(view.model).some(({ password }) => password.source !== undefined);
    if (delivers || needsAccessJob(view.model, this.operator.facts.createsSchemas)) {
      bindClusterAccess(this, view, { operator: this.operator, primary: this.primary, image: this.props.accessImage });
    }
  }

  /** What is wrong with the cluster as it is now. */
  private inspect(model: ClusterModel): Inspection {
    const { facts, capabilities, serverFacts: server } = this.operator;
    const others = rivals(this, clusterPlace(this.identity));
    return {
      breaches: [
        ...runRules(CLUSTER_RULES, { model, facts, server, rivals: others, takenAddresses: this.takenAddresses }),
        ...runRules(EXTENSION_RULES, { model, facts, server }),
        ...this.accessFindings(model),
        ...this.secretFindings(model),
        ...originFindings(this, model),
        ...runRules(TAKE_OVER_RULES, { takenOver: this.props.takenOver, facts }),
        ...runRules(MONITORING_RULES, model),
        ...this.operator.checkCluster(model),
      ],
      refusals: refusals(facts, capabilities, CLUSTER_ASKS, model),
    };
  }

  /** What is wrong with those who get at the cluster, and with what is made for them. */
  private accessFindings(model: ClusterModel): Finding[] {
    const { roles, accessImage, accessRules } = this.props;
    return runRules(REACH_RULES, {
      model,
      given: roles ?? [],
      createsSchemas: this.operator.facts.createsSchemas,
      accessImage,
      noAccessRules: accessRules?.length === 0,
    });
  }

  /** What is wrong with Secrets that somebody else delivers, where that is this app. */
  private secretFindings(model: ClusterModel): Finding[] {
    const secrets = expectedSecrets(model, this.operator).map((expected) => ({
      expected,
      found: secretObject(this.node.root, this.identity, expected.name),
    }));
    return runRules(SECRET_OBJECT_RULES, { secrets });
  }

  /** Lets this cluster in to the one that it copies or streams from. */
  private follow(model: ClusterModel, own: Attachments): void {
    const { primaryAddress: streaming } = model.replica?.source ?? {};
    const cloned = model.recovery?.cluster as IHaCluster | undefined;
    const sources = [cloned, ...(streaming ? (holders(this, `${streaming.host}:${streaming.port ?? POSTGRES_PORT}`) as IHaCluster[]) : [])];
    for (const source of sources.filter((one) => one !== undefined)) {
      const attachments = Attachments.within(this, source);
      // The owner of a cluster of another app lets this one in, by allowFrom.
      if (attachments !== undefined) {
        attachments.note('followers', this.identity);
        if (source === cloned) {
          own.note('cloned', () => attachments.model());
          attachments.watch(own.checks);
        }
        Admission.of(source)?.admit(() => followerPeers(model, this.operator, source.identity));
      }
    }
  }

  /**
   * How to recover this cluster when it is lost: Markdown for the person on call, with the commands and the manifest, made from what is
   * attached to the cluster now. Call it when the program is complete.
   *
   * @param options which moment, and under which name
   * @throws if the cluster has no backup policy, or the recovered cluster would be refused
   */
  public recoveryRunbook(options: RecoveryRunbookOptions = {}): string {
    return clusterRunbook(this, this.props, options);
  }
}

/** Takes the addresses of a cluster among those of the app, and tells which of them others had before. */
function claimAddresses(cluster: HaCluster, addresses: readonly string[]): TakenAddress[] {
  const distinct = [...new Set(addresses)];
  const taken = distinct.map((address) => ({ address, rivals: rivals(cluster, address) })).filter((one) => one.rivals.length > 0);
  distinct.forEach((address) => claim(cluster, address));
  return taken;
}
