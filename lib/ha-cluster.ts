import { Chart } from 'cdk8s';
import type { Container, INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type * as access from './access/cluster-access';
import { needsAccessJob } from './access/role-models';
import type * as secretObjects from './access/secret-objects';
import type * as accessRuleTables from './checks/access-rules';
import { CLUSTER_PROBES, refusals } from './checks/capability-rules';
import { CLUSTER_RULES } from './checks/cluster-rules';
import { HA_CLUSTER_SHAPE } from './checks/prop-shapes';
import type * as secretRules from './checks/secret-object-rules';
import { allowFrom, anyInstance, connect, credentialsFor } from './cluster-clients';
import { baseModel } from './cluster-model';
import type * as origins from './cluster-origin';
import type * as runbooks from './cluster-runbook';
import type { DatabaseConnection } from './database-connection';
import type { ConnectOptions } from './database-connection-props';
import type { HaClusterProps, RecoveryRunbookOptions } from './ha-cluster-props';
import { HaClusterAttributes, IHaCluster } from './ha-cluster-ref';
import type * as importedClusters from './imported-ha-cluster';
import { ClusterTls } from './model/cluster-tls';
import { DatabaseOptions } from './model/database';
import { Endpoint } from './model/endpoint';
import { Finding } from './model/finding';
import { ClusterIdentity, ClusterModel, ReplicaModel, RoleModel } from './model/models';
import { NetworkModel } from './model/network';
import { RoleCredentials } from './model/role-credentials';
import { Admission } from './network/admission';
import type * as certificates from './network/certificates';
import { bindClusterNetwork, followerPeers } from './network/cluster-network';
import { externalAddresses } from './network/services';
import { IClusterView, IPostgresOperator } from './operators/contract';
import { Attachments } from './private/attachments';
import { Checks } from './private/checks';
import { claim, clusterPlace, holders, rivals } from './private/identities';
import { runRules } from './private/rules';
import { Shape, requireShape } from './private/shape';

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
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { ImportedHaCluster } = require('./imported-ha-cluster') as typeof importedClusters;
    return new ImportedHaCluster(scope, id, attributes, this.fromHaClusterAttributes);
  }

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
    ({ tls: this.tls, databases: this.databases, roles: this.roles, network: this.network } = base);
    const place = clusterPlace(this.identity);
    claim(this, place);
    const { facts, capabilities } = props.operator;
    const checks = new Checks(this, () => {
      const model = attachments.model();
      return {
        breaches: [
          ...runRules(CLUSTER_RULES, { model, facts, rivals: rivals(this, place), takenAddresses }),
          ...(saysWhoGetsIn(props) ? this.accessFindings(model) : []),
          ...(hasForeignSecrets(model) ? this.secretFindings(model) : []),
          ...(model.recovery || model.replica ? this.originFindings(model) : []),
          ...props.operator.checkCluster(model),
        ],
        refusals: refusals(facts, capabilities, CLUSTER_PROBES, model),
      };
    });
    const attachments: Attachments = new Attachments(this, checks, () => ({
      ...base,
      backup: attachments.policies[0],
      pools: [...attachments.pools],
      followers: [...attachments.followers],
      onDemandBackups: [...attachments.onDemandBackups],
      inPlaceRestore: attachments.inPlaceRestores[0],
      pair: attachments.pairs[0]?.(),
    }));
    const view = {
      get model(): ClusterModel {
        return attachments.model();
      },
    };
    ({ primary: this.primary, replicas: this.replicas, anyInstance: this.any } = props.operator.bindCluster(this, view));
    bindClusterNetwork(this, view, props.operator, new Admission(this, checks));
    this.bindRest(view);
    this.follow(attachments.model());
    const addresses = [...new Set([this.primary.hostAndPort, this.replicas.hostAndPort, ...externalAddresses(this.primary, base)])];
    const takenAddresses = addresses
      .map((address) => ({ address, rivals: rivals(this, address) }))
      .filter((taken) => taken.rivals.length > 0);
    addresses.forEach((address) => claim(this, address));
  }

  public get anyInstance(): Endpoint {
    return anyInstance(this, this.any);
  }

  public credentialsFor(role: string): RoleCredentials {
    return credentialsFor(this, role);
  }

  public connect(container: Container, options: ConnectOptions): DatabaseConnection {
    return connect(this, container, options);
  }

  public allowFrom(peer: INetworkPolicyPeer): void {
    allowFrom(this, peer);
  }

  /** What few clusters have, so that its code is only loaded for those. */
  private bindRest(view: IClusterView): void {
    const { tls, roles, replica } = view.model;
    if (tls.issuance) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { bindCertificates } = require('./network/certificates') as typeof certificates;
      bindCertificates(this, view.model, () => this.operator.certificates(view.model));
    }
    const delivers = roles.some(({ password }) => password.source !== undefined);
    // A cluster that follows another one has the roles and the schemas of that one.
    if ((delivers || needsAccessJob(view.model, this.operator.facts.createsSchemas)) && (replica === undefined || replica.promoted)) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { bindClusterAccess } = require('./access/cluster-access') as typeof access;
      bindClusterAccess(this, view.model, { operator: this.operator, primary: this.primary, image: this.props.accessImage });
    }
  }

  /** What is wrong with those who get at the cluster, and with what is made for them. */
  private accessFindings(model: ClusterModel): Finding[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { ACCESS_RULES } = require('./checks/access-rules') as typeof accessRuleTables;
    const { roles, accessImage, accessRules } = this.props;
    return runRules(ACCESS_RULES, {
      model,
      given: roles ?? [],
      createsSchemas: this.operator.facts.createsSchemas,
      accessImage,
      noAccessRules: accessRules?.length === 0,
    });
  }

  /** What is wrong with what the cluster is made of or follows. */
  private originFindings(model: ClusterModel): Finding[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { originFindings } = require('./cluster-origin') as typeof origins;
    return originFindings(this, model);
  }

  /** What is wrong with Secrets that somebody else delivers, where that is this app. */
  private secretFindings(model: ClusterModel): Finding[] {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { expectedSecrets, secretObject } = require('./access/secret-objects') as typeof secretObjects;
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { SECRET_OBJECT_RULES } = require('./checks/secret-object-rules') as typeof secretRules;
    const secrets = expectedSecrets(model, this.operator).map((expected) => ({
      expected,
      found: secretObject(this.node.root, this.identity, expected.name),
    }));
    return runRules(SECRET_OBJECT_RULES, { secrets });
  }

  /** Lets this cluster in to the one that it copies or streams from. */
  private follow(model: ClusterModel): void {
    const { primaryAddress: streaming } = model.replica?.source ?? {};
    const sources = [
      this.props.recovery?.cluster as IHaCluster | undefined,
      ...(streaming ? (holders(this, `${streaming.host}:${streaming.port ?? 5432}`) as IHaCluster[]) : []),
    ];
    for (const source of sources.filter((one) => one !== undefined)) {
      const attachments = Attachments.within(this, source);
      // The owner of a cluster of another app lets this one in, by allowFrom.
      if (attachments !== undefined) {
        attachments.note(attachments.followers, this.identity);
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
    // Few programs print one.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { clusterRunbook } = require('./cluster-runbook') as typeof runbooks;
    return clusterRunbook(this, this.props, options);
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

/** Whether a program says anything of those who get at its cluster; otherwise there is nothing to be wrong. */
const saysWhoGetsIn = ({ databases = [], ...props }: HaClusterProps): boolean =>
  [props.roles, props.accessRules, props.accessImage, props.tls, props.network, props.exposure].some((prop) => prop !== undefined) ||
  databases.some((database) => Object.keys(database).length > 2);

/** Whether somebody else delivers Secrets of the cluster. */
const hasForeignSecrets = ({ roles, tls }: ClusterModel): boolean =>
  tls.secrets !== undefined || roles.some(({ password }) => password.kind === 'secret');
