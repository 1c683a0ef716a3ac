import { Chart } from 'cdk8s';
import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import type { AnyPeer } from '../refs/any-cdk8s-plus';
import { POOL_RULES } from './pool-rules';
import { allowFrom } from '../connection/clients';
import { ConnectionPoolAttributes, IConnectionPool } from '../refs/connection-pool-ref';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { ImportedConnectionPool } from './imported-connection-pool';
import { Endpoint } from '../model/endpoint';
import { PoolMode } from '../model/pool-mode';
import { Admission } from '../network/admission';
import { bindPoolMonitoring } from '../monitoring/cluster-monitoring';
import { MonitoringDefaults } from '../monitoring/monitoring-defaults';
import { monitoringModel } from '../monitoring/monitoring-model';
import { bindPoolNetwork } from '../network/cluster-network';
import { POOL_EXPOSURE_RULES } from '../network/exposure-rules';
import { externalPoolService, externalService } from '../network/services';
import { refusals } from '../operators/refusals';
import { poolModel } from './pool-model';
import { ConnectionPoolProps } from './connection-pool-props';
import { CONNECTION_POOL_SHAPE } from './connection-pool-shape';
import { POOL_ASKS } from './pool-asks';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { claim, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';

/**
 * A pgbouncer between applications and a cluster.
 *
 * The pool may stand in another chart than its cluster, in the same namespace.
 */
export class ConnectionPool extends Construct implements IConnectionPool {
  /**
   * A pool that another app owns: applications may connect through it, and nothing is printed for it but who of this app is let in.
   *
   * @param scope the parent construct
   * @param id the construct id
   * @param attributes what is known of it
   */
  public static fromConnectionPoolAttributes(scope: Construct, id: string, attributes: ConnectionPoolAttributes): IConnectionPool {
    return new ImportedConnectionPool(scope, id, attributes, this.fromConnectionPoolAttributes);
  }

  /** The cluster that the pool leads to. */
  public readonly cluster: IHaCluster;

  /** Where applications connect to. */
  public readonly endpoint: Endpoint;

  /** When a server connection is taken back from its client. */
  public readonly mode: PoolMode;

  /**
   * A pool of pgbouncers before a cluster. What is wrong with it is reported at synth; see docs/rules.md.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the pool shall be
   */
  public constructor(scope: Construct, id: string, props: ConnectionPoolProps) {
    super(scope, id);
    requireShape(this, CONNECTION_POOL_SHAPE, props, new.target);
    const { cluster } = props;
    this.cluster = cluster;
    const { facts, capabilities, serverFacts: server } = cluster.operator;
    const attachments = Attachments.within(this, cluster);
    const pool = poolModel(props, attachments !== undefined, attachments?.model());
    const earlier = [...(attachments?.of('pools') ?? [])];
    this.mode = pool.mode;
    this.endpoint = cluster.operator.bindConnectionPool(this, pool).endpoint;
    const address = this.endpoint.hostAndPort;
    // Names that the operator gives for its own cluster are its rules' business, which know what they are for.
    const ofOperator = !this.endpoint.host.startsWith(externalService(cluster.clusterName));
    const taken = rivals(this, address).filter((path) => path !== cluster.node.path || !ofOperator);
    claim(this, address);

    const checks = new Checks(this, () => {
      const refused = refusals(facts, capabilities, POOL_ASKS, { pool, earlier });
      return {
        breaches: [
          ...runRules(POOL_EXPOSURE_RULES, {
            pool,
            open: attachments?.model().nonProduction?.openToAnyAddress ?? false,
            service: externalPoolService(this.endpoint.host),
          }),
          ...runRules(POOL_RULES, {
            pool,
            earlier,
            namespace: Chart.of(this).namespace,
            cluster: attachments?.model(),
            // An operator that has room for one pool only says so itself, more clearly.
            rivals: refused.length > 0 ? [] : taken,
            address,
            facts,
            server,
          }),
          ...cluster.operator.checkConnectionPool(pool, attachments?.model()),
        ],
        refusals: refused,
      };
    });
    attachments?.add('pools', pool, checks);
    const { operator, network } = cluster;
    const monitoring = attachments?.model().monitoring ?? monitoringModel(undefined, MonitoringDefaults._options(this));
    bindPoolNetwork(this, pool, { operator, network, monitoring, admission: new Admission(this, checks), host: this.endpoint.host });
    bindPoolMonitoring(this, pool, { operator, monitoring });
  }

  /**
   * Lets somebody connect to the pool; what connects by `connect` is let in already.
   *
   * @param peer pods, namespaces or addresses of cdk8s-plus
   */
  public allowFrom(peer: INetworkPolicyPeer): void;
  public allowFrom(peer: AnyPeer): void;
  public allowFrom(peer: AnyPeer): void {
    allowFrom(this, peer);
  }
}
