import { Chart } from 'cdk8s';
import type { Container, INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AnyContainer, AnyPeer } from '../refs/any-cdk8s-plus';
import { roleModels } from '../access/role-models';
import { allowFrom, anyInstance, connect, credentialsFor } from '../connection/clients';
import { GUEST_RULES, NETWORK_RULES } from '../network/network-rules';
import { IDENTITY_RULES } from './cluster-rules';
import { HA_CLUSTER_ATTRIBUTES_SHAPE } from './ha-cluster-shape';
import { TLS_RULES } from '../network/tls-rules';
import type { DatabaseConnection } from '../connection/database-connection';
import type { ConnectOptions } from '../refs/connect-options';
import { Platform } from '../refs/platform';
import { HaClusterAttributes, IHaCluster } from '../refs/ha-cluster-ref';
import { ClusterTls } from '../model/cluster-tls';
import { DatabaseOptions } from '../model/database';
import { Endpoint } from '../model/endpoint';
import { ClusterIdentity } from '../model/identity';
import { RoleModel } from '../model/role-model';
import { NetworkModel } from '../model/network';
import { RoleCredentials } from '../model/role-credentials';
import { Admission } from '../network/admission';
import { bindGuestPolicy } from '../network/cluster-network';
import { networkModel } from '../network/network-model';
import { IPostgresOperator } from '../operators/contract';
import { Checks } from '../private/checks';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

/** A cluster that another app owns. */
export class ImportedHaCluster extends Construct implements IHaCluster {
  public readonly clusterName: string;
  public readonly identity: ClusterIdentity;
  public readonly operator: IPostgresOperator;
  public readonly primary: Endpoint;
  public readonly replicas: Endpoint;
  public readonly tls: ClusterTls;
  public readonly databases: DatabaseOptions[];
  public readonly roles: RoleModel[];
  public readonly network: NetworkModel;

  private readonly any?: Endpoint;
  private readonly admission: Admission;

  public constructor(scope: Construct, id: string, attributes: HaClusterAttributes, caller: unknown) {
    super(scope, id);
    requireShape(this, HA_CLUSTER_ATTRIBUTES_SHAPE, attributes, caller);
    const { clusterName, namespace, operator, databases = [], roles = [], tls, network, clientName } = attributes;
    this.clusterName = clusterName;
    this.identity = { name: clusterName, namespace: namespace ?? Chart.of(this).namespace };
    this.operator = operator;
    this.tls = tls ?? ClusterTls.operatorGenerated();
    this.databases = databases.map((database) => ({ ...database }));
    this.roles = roleModels(this.databases, roles);
    this.network = { ...networkModel(network, Platform._model(this, undefined)), clientName };
    ({ primary: this.primary, replicas: this.replicas, anyInstance: this.any } = operator.importCluster(this.identity, this.tls));
    const checks = new Checks(this, () => ({
      breaches: [
        ...runRules(IDENTITY_RULES, this),
        ...runRules([...TLS_RULES, ...NETWORK_RULES], { model: this }),
        ...runRules(GUEST_RULES, { clusterName, network, clientName, isUsed: this.admission.isUsed }),
      ],
      refusals: [],
    }));
    this.admission = new Admission(this, checks, () => {
      if (!this.network.managedElsewhere) {
        const pods = { podLabels: operator.podSelectors(this.identity).instances };
        bindGuestPolicy(this, { name: `clients-${clientName}`, identity: this.identity, pods, clients: () => this.admission.clients });
      }
    });
  }

  public get anyInstance(): Endpoint {
    return anyInstance(this, this.any);
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
}
