import { Chart } from 'cdk8s';
import type { INetworkPolicyPeer } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { PG_ADMIN_ASKS } from './pg-admin-asks';
import { pgAdminModel } from './pg-admin-model';
import { PgAdminProps } from './pg-admin-props';
import { PG_ADMIN_RULES } from './pg-admin-rules';
import { PG_ADMIN_SHAPE } from './pg-admin-shape';
import { closedClusters } from './selected-clusters';
import { PgAdminModel } from '../model/pg-admin';
import { Admission } from '../network/admission';
import { peerSpec, peerSpecs } from '../network/peer';
import { PolicyRule, printPolicy, tcp } from '../network/policy-manifest';
import { PgAdminConfig } from '../operators/pg-admin-contract';
import { refusals } from '../operators/refusals';
import { Checks } from '../private/checks';
import { claim, rivals } from '../private/identities';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import type { AnyPeer } from '../refs/any-cdk8s-plus';
import type { IHaCluster } from '../refs/ha-cluster-ref';

/**
 * pgAdmin, the administration of PostgreSQL in a browser, as an operator runs it: one pod with a volume, which shows clusters of its namespace.
 *
 * @see docs/how-to/look-into-databases.md
 */
export class PgAdmin extends Construct {
  /** Name of its Service; undefined where it has none. */
  public readonly serviceName?: string;

  /** TCP port that its pod and its Service answer on; undefined on an operator that has no pgAdmin. */
  public readonly port?: number;

  private readonly namespace?: string;
  private readonly config?: PgAdminConfig;
  private readonly visitors: (() => PolicyRule['from'])[] = [];
  private readonly connected = new Set<IHaCluster>();
  private readonly checks: Checks;

  /**
   * A pgAdmin. What is wrong with it is reported at synth.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props what it is
   */
  public constructor(scope: Construct, id: string, props: PgAdminProps) {
    super(scope, id);
    requireShape(this, PG_ADMIN_SHAPE, props, new.target);
    const { facts, capabilities, pgAdmins } = props.operator;
    this.namespace = Chart.of(this).namespace;
    const pgAdmin = pgAdminModel(props, this.namespace);
    const servers = [...(props.servers ?? [])];
    const named = servers.flatMap(({ cluster }) => cluster ?? []);
    const place = `pgadmin ${this.namespace ?? 'default'}/${pgAdmin.name}`;
    claim(this, place);
    this.checks = new Checks(this, () => ({
      breaches: [
        ...runRules(PG_ADMIN_RULES, {
          pgAdmin,
          rivals: rivals(this, place),
          clusters: named.map(({ identity, operator }) => ({
            ...identity,
            sameOperator: operator.facts.displayName === facts.displayName,
          })),
          closed: closedClusters(this, pgAdmin, props.operator, this.connected),
        }),
        ...(pgAdmins?.checkPgAdmin(pgAdmin) ?? []),
      ],
      refusals: refusals(facts, capabilities, PG_ADMIN_ASKS, pgAdmin),
    }));
    this.config = pgAdmins?.bindPgAdmin(this, pgAdmin);
    this.serviceName = pgAdmin.serviceName;
    this.port = this.config?.port;
    named.forEach((cluster) => this.connectTo(cluster));
    if (this.config && !(props.policyManagedElsewhere ?? props.takenOver ?? false)) {
      this.bindPolicy(pgAdmin, this.config);
    }
  }

  /**
   * Lets pgAdmin in to a cluster. Those of `PgAdminServers.ofCluster(...)` let it in already.
   *
   * @param cluster the cluster
   */
  public connectTo(cluster: IHaCluster): void {
    if (this.config && !this.connected.has(cluster)) {
      const { podLabels } = this.config;
      const { namespace } = cluster.identity;
      this.connected.add(cluster);
      Admission.of(cluster)?.admit(() => [peerSpec({ podLabels, namespace: namespace === this.namespace ? undefined : this.namespace })]);
      this.checks.touch();
    }
  }

  /**
   * Lets somebody open pgAdmin, such as the pods of an ingress controller.
   *
   * @param peer pods, namespaces or addresses of cdk8s-plus
   */
  public allowFrom(peer: INetworkPolicyPeer): void;
  public allowFrom(peer: AnyPeer): void;
  public allowFrom(peer: AnyPeer): void {
    this.visitors.push(() => peerSpecs(peer as INetworkPolicyPeer, this.namespace));
    this.checks.touch();
  }

  private bindPolicy({ name, namespace }: PgAdminModel, { podLabels, port }: PgAdminConfig): void {
    printPolicy(this, 'Policy', { name: `${name}-pgadmin`, namespace }, () => {
      const from = this.visitors.flatMap((visitors) => visitors() ?? []);
      return {
        podSelector: { matchLabels: podLabels },
        policyTypes: ['Ingress'],
        // A rule without peers would let in everybody.
        ingress: from.length > 0 ? [{ from, ports: tcp(port) }] : undefined,
      };
    });
  }
}
