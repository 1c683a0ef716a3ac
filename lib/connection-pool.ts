import { Chart } from 'cdk8s';
import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { allowFrom } from './cluster-clients';
import { ConnectionPoolAttributes, IConnectionPool } from './connection-pool-ref';
import { IHaCluster } from './ha-cluster-ref';
import { ImportedConnectionPool } from './imported-connection-pool';
import { ComputeOptions } from './model/compute';
import { Endpoint } from './model/endpoint';
import { Exposure } from './model/exposure';
import { PoolAccess, PoolMode } from './model/pool-mode';
import { Admission } from './network/admission';
import { bindPoolNetwork } from './network/cluster-network';
import { externalPoolService, externalService } from './network/services';
import { Attachments } from './private/attachments';
import { POOL_ASKS, refusals } from './checks/capability-rules';
import { Checks } from './private/checks';
import { poolModel } from './pool-model';
import { claim, rivals } from './private/identities';
import { POOL_EXPOSURE_RULES } from './checks/access-rules';
import { POOL_RULES } from './checks/pool-rules';
import { CONNECTION_POOL_SHAPE } from './checks/prop-shapes';
import { runRules } from './private/rules';
import { requireShape } from './private/shape';

/**
 * Properties of `ConnectionPool`.
 */
export interface ConnectionPoolProps {
  /** The cluster that the pool leads to, in the same namespace. */
  readonly cluster: IHaCluster;

  /**
   * When a server connection is taken back from its client.
   *
   * @default PoolMode.SESSION
   */
  readonly mode?: PoolMode;

  /**
   * Which instances the pool leads to.
   *
   * @default PoolAccess.READ_WRITE
   */
  readonly access?: PoolAccess;

  /**
   * Pooler pods.
   *
   * @default 2
   */
  readonly instances?: number;

  /**
   * Server connections that each pod may hold for each pair of user and database (`default_pool_size` of pgbouncer).
   *
   * @default - the operator's default
   * @see https://www.pgbouncer.org/config.html#default_pool_size
   */
  readonly poolSize?: number;

  /**
   * Client connections that each pod accepts (`max_client_conn` of pgbouncer).
   *
   * @default - the operator's default
   * @see https://www.pgbouncer.org/config.html#max_client_conn
   */
  readonly maxClientConnections?: number;

  /**
   * Server connections that each pod may hold to one database, all users together (`max_db_connections` of pgbouncer).
   *
   * @default - the operator's default
   * @see https://www.pgbouncer.org/config.html#max_db_connections
   */
  readonly maxDatabaseConnections?: number;

  /**
   * Further pgbouncer settings, all values as text.
   *
   * @default - none
   * @see https://www.pgbouncer.org/config.html
   */
  readonly parameters?: { [name: string]: string };

  /**
   * CPU and memory of each pooler pod.
   *
   * @default - 100m CPU with a limit of 1, 128Mi memory with a limit of 128Mi
   */
  readonly compute?: ComputeOptions;

  /**
   * Name of the pool and of its service, on operators whose pools are objects of their own.
   *
   * @default - `<clusterName>-pool-rw` or `<clusterName>-pool-ro`, or the operator's fixed name
   */
  readonly poolName?: string;

  /**
   * How the pool is reached from outside of the Kubernetes cluster, as the Service `<service of the pool>-external`.
   *
   * @default - it is not
   */
  readonly exposure?: Exposure;
}

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
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what the pool shall be
   */
  public constructor(scope: Construct, id: string, props: ConnectionPoolProps) {
    super(scope, id);
    requireShape(this, CONNECTION_POOL_SHAPE, props, new.target);
    const { cluster } = props;
    this.cluster = cluster;
    const { facts, capabilities } = cluster.operator;
    const attachments = Attachments.within(this, cluster);
    const pool = poolModel(props, attachments !== undefined);
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
          }),
          ...cluster.operator.checkConnectionPool(pool, attachments?.model()),
        ],
        refusals: refused,
      };
    });
    attachments?.add('pools', pool, checks);
    const { operator, network } = cluster;
    bindPoolNetwork(this, pool, { operator, network, admission: new Admission(this, checks), host: this.endpoint.host });
  }

  /**
   * Lets somebody connect to the pool; what connects by `connect` is let in already.
   *
   * @param peer pods, namespaces or addresses of cdk8s-plus
   */
  public allowFrom(peer: INetworkPolicyPeer): void {
    allowFrom(this, peer);
  }
}
