import { Construct } from 'constructs';
import { PAIR_RULES } from './pair-rules';
import { IHaCluster } from '../refs/ha-cluster-ref';
import { sourceFacts } from '../backup/source-facts';
import { copyContext, copyOf, sameOperator } from '../cluster/copy-context';
import { CopyContext, CopyKind } from '../origin/copy-rules';
import { byKind } from '../model/kinds';
import { PairStep } from '../model/pair-step';
import { PairModel } from '../model/recovery-model';
import { refusals } from '../operators/refusals';
import { Attachments } from '../private/attachments';
import { Checks } from '../private/checks';
import { runRules } from '../private/rules';
import { requireShape } from '../private/shape';
import { ClusterPairProps } from './cluster-pair-props';
import { CLUSTER_PAIR_SHAPE } from './cluster-pair-shape';
import { PAIR_ASKS } from './recovery-asks';

/**
 * Two clusters with the same data in two places, of which one is the primary. One of them is a `ReplicaCluster` of the other.
 *
 * Since one construct says who is the primary, the two can never both be: what demotes the one and what promotes the other is one
 * commit.
 *
 * A pair that is taken out of the program leaves what its clusters say for themselves: after a promotion the replica needs
 * `promoted: true`, and the old primary has to go, in the same commit.
 */
export class ClusterPair extends Construct {
  /** The cluster that takes writes after the step; undefined between the two steps of a switch-over, when nobody does. */
  public readonly writer?: IHaCluster;

  /**
   * A cluster and the copy that follows it, and which of them takes writes.
   *
   * @param scope the parent construct
   * @param id the construct id; no name depends on it
   * @param props who is the primary
   */
  public constructor(scope: Construct, id: string, props: ClusterPairProps) {
    super(scope, id);
    requireShape(this, CLUSTER_PAIR_SHAPE, props, new.target);
    const { primary, replica, step = PairStep.steady() } = props;
    this.writer = byKind(step._kind, { steady: primary, demote: undefined, promote: replica });

    const members = [primary, replica].map((cluster) => ({ cluster, attachments: Attachments.within(this, cluster) }));
    const earlier = members.map(({ attachments }) => (attachments?.of('pair').length ?? 0) > 0);
    const { facts, capabilities } = primary.operator;
    const checks = new Checks(this, () => {
      const [first, second] = members.map(({ attachments }) => attachments?.model());
      return {
        breaches: runRules(PAIR_RULES, {
          primary: first,
          replica: second,
          names: [primary.clusterName, replica.clusterName],
          same: primary === replica,
          operators: [primary.operator.facts.displayName, replica.operator.facts.displayName],
          earlier: members.filter((_, i) => earlier[i]).map(({ cluster }) => cluster.clusterName),
          step,
          copies: otherWays(members),
        }),
        refusals: refusals(facts, capabilities, PAIR_ASKS, {
          step,
          swapped: first?.replica !== undefined && first.replica.source.clusterName === replica.clusterName,
        }),
      };
    });
    if (primary !== replica) {
      members.forEach(({ attachments }, i) => {
        const other = members[1 - i]!;
        attachments?.watch(checks);
        attachments?.add('pair', () => pairModel(props, step, i, other.attachments), checks);
      });
      // Each member's objects stand in its own namespace and file, below the cluster.
      members.forEach(({ cluster, attachments }, i) => {
        // One that is in a pair already has them; rule PAIR-005 says what is wrong with that.
        if (attachments && !earlier[i]) {
          const below = new Construct(cluster as IHaCluster & Construct, 'Pair');
          cluster.operator.bindPairMember(below, attachments.view);
        }
      });
    }
  }
}

/** The pair as one of its members sees it. */
function pairModel({ primary, replica }: ClusterPairProps, step: PairStep, member: number, other: Attachments | undefined): PairModel {
  const steady = step._kind === 'steady';
  const isPrimary = member === 0;
  const promoted = step._kind === 'promote';
  return {
    // Until the replica is promoted it follows the old primary, which no longer writes.
    primary: steady || (!isPrimary && !promoted) ? primary.clusterName : replica.clusterName,
    other: (isPrimary ? replica : primary).clusterName,
    otherArchive: other?.of('backup')[0],
    demoted: isPrimary && !steady,
    promotionToken: isPrimary ? undefined : step.token,
  };
}

/**
 * The members as copies of each other, as far as the rules of the members themselves do not see them: after a switch the one that began as the
 * primary follows the other.
 */
function otherWays(members: readonly { readonly cluster: IHaCluster; readonly attachments?: Attachments }[]): CopyContext[] {
  const [first, second] = members.map(({ cluster, attachments }) => ({ cluster, model: attachments?.model() }));
  return [
    [first!, second!],
    [second!, first!],
  ].flatMap(([copy, source]) =>
    copy!.model === undefined ||
    source!.model === undefined ||
    !sameOperator(copy!.cluster, source!.cluster) ||
    copyContext(copy!.cluster, copy!.model)?.sourceName === source!.cluster.clusterName
      ? []
      : copyOf(copy!.cluster, copy!.model, {
          kind: CopyKind.PAIR,
          name: source!.cluster.clusterName,
          facts: sourceFacts(source!.model, source!.cluster.operator.facts),
        }),
  );
}
