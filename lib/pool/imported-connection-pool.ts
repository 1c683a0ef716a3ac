import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AnyPeer } from '../refs/any-cdk8s-plus';
import { IDENTITY_RULES } from '../cluster/cluster-rules';
import { CONNECTION_POOL_ATTRIBUTES_SHAPE } from './connection-pool-shape';
import { CLIENT_RULES } from '../network/network-rules';
import { allowFrom } from '../connection/clients';
import { ConnectionPoolAttributes, IConnectionPool } from '../refs/connection-pool-ref';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { Endpoint } from '../model/endpoint';
import { PoolMode } from '../model/pool-mode';
import { Admission } from '../network/admission';
import { bindGuestPolicy } from '../network/cluster-network';
import { poolModel } from './pool-model';
import { Checks } from '../private/checks';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

/** A pool that another app owns. */
export class ImportedConnectionPool extends Construct implements IConnectionPool {
  public readonly cluster: IHaCluster;
  public readonly endpoint: Endpoint;
  public readonly mode: PoolMode;

  private readonly admission: Admission;

  public constructor(scope: Construct, id: string, attributes: ConnectionPoolAttributes, caller: unknown) {
    super(scope, id);
    requireShape(this, CONNECTION_POOL_ATTRIBUTES_SHAPE, attributes, caller);
    const { cluster } = attributes;
    const { operator, network, identity } = cluster;
    // The owner of the cluster has made it, so that its name stands in the certificate.
    const pool = poolModel(attributes, true);
    this.cluster = cluster;
    this.mode = pool.mode;
    this.endpoint = operator.importConnectionPool(pool).endpoint;
    const checks = new Checks(this, () => ({
      breaches: [
        ...runRules(IDENTITY_RULES, cluster),
        ...runRules(CLIENT_RULES, { ...network, isUsed: this.admission.isUsed, clusterName: cluster.clusterName }),
      ],
      refusals: [],
    }));
    this.admission = new Admission(this, checks, () => {
      if (!network.managedElsewhere) {
        const pods = operator.poolPods(pool, network);
        bindGuestPolicy(this, {
          name: `${pods.name}-clients-${network.clientName}`,
          identity,
          pods,
          clients: () => this.admission.clients,
        });
      }
    });
  }

  public allowFrom(peer: INetworkPolicyPeer): void;
  public allowFrom(peer: AnyPeer): void;
  public allowFrom(peer: AnyPeer): void {
    allowFrom(this, peer);
  }
}
