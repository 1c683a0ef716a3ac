import { ClusterModel } from '../model/cluster-model';
import { COPY_TABLE, CopyContext } from '../origin/copy-rules';
import { PairStep } from '../model/pair-step';
import { Rule } from '../private/rules';
import { defined } from '../private/value-problems';

/** A pair and what the rules need to know around it. */
export interface PairContext {
  /** The members, where they are objects of this app. */
  readonly primary?: ClusterModel;
  readonly replica?: ClusterModel;
  /** Names of primary and replica. */
  readonly names: readonly [string, string] | readonly string[];
  /** Whether both are the same cluster. */
  readonly same: boolean;
  /** Names of their operators. */
  readonly operators: readonly string[];
  /** Members that were in a pair before. */
  readonly earlier: readonly string[];
  readonly step: PairStep;
  /** The members as copies of each other, where their own rules do not compare them. */
  readonly copies: readonly CopyContext[];
}

const TOKEN = /^[A-Za-z0-9+/]{16,}={0,2}$/;

/** What holds for a pair of clusters on every operator. */
export const PAIR_RULES: readonly Rule<PairContext>[] = [
  {
    id: 'PAIR-001',
    summary: 'a pair has two members, both objects of this app, run by the same operator',
    why: 'who is the primary is written into both cluster objects, and operators replicate by means of their own',
    check: ({ same, primary, replica, names, operators }) => {
      if (same) {
        return `'replica' must be another cluster than 'primary', got '${names[0]}' twice`;
      }
      return [
        ...[primary, replica].flatMap((member, i) =>
          member === undefined
            ? [`the cluster '${names[i]}' belongs to another app; write the ClusterPair where both are, or leave it out`]
            : [],
        ),
        ...(operators[0] === operators[1] ? [] : [`both clusters must have the same operator, got ${operators.join(' and ')}`]),
      ];
    },
  },
  {
    id: 'PAIR-002',
    summary: 'one member of a pair is a ReplicaCluster of the other',
    why: 'two clusters that both began as primaries have nothing in common, and both would take writes',
    check: ({ primary, replica, names, same }) => {
      if (same || primary === undefined || replica === undefined) {
        return undefined;
      }
      const following = [primary, replica].filter((member, i) => member.replica?.source.clusterName === names[1 - i]);
      return following.length === 1
        ? undefined
        : `one of '${names[0]}' and '${names[1]}' must be a ReplicaCluster of the other, got ${following.length === 0 ? 'none: both are primaries' : 'both: neither is a primary'}; write new ReplicaCluster(..., { source: ReplicaSource.archive(policy.archive) })`;
    },
  },
  {
    id: 'PAIR-003',
    summary: 'both members of a pair have a BackupPolicy in an object store',
    why: 'the one that becomes the primary archives from that day on, and the other follows that archive',
    check: ({ primary, replica }) =>
      defined(
        [primary, replica].map((member) =>
          member === undefined || member.backup?.repositories.some(({ target }) => target._kind !== 'volume')
            ? undefined
            : `the cluster '${member.identity.name}' must have a BackupPolicy with an object store; write new BackupPolicy(..., { cluster, target: BackupTarget.s3(...) })`,
        ),
      ),
  },
  {
    id: 'PAIR-004',
    summary: `no member of a pair says 'promoted'`,
    why: 'the pair says who is the primary; a second word on it could make two of them',
    check: ({ primary, replica }) =>
      defined(
        [primary, replica].map((member) =>
          member?.replica?.promoted
            ? `the cluster '${member.identity.name}' must not have 'promoted' in a pair, where both clusters would be primaries; write step: PairStep.promote(...) or let 'primary' and 'replica' change places`
            : undefined,
        ),
      ),
  },
  {
    id: 'PAIR-005',
    summary: 'a cluster is in one pair',
    why: 'a cluster has one primary to follow',
    check: ({ earlier }) => earlier.map((name) => `the cluster '${name}' is already in a ClusterPair; take it out of one of them`),
  },
  {
    id: 'PAIR-006',
    summary: 'a promotion token is what the operator has printed',
    why: 'the operator refuses the cluster object with another text',
    check: ({ step }) =>
      step.token === undefined || TOKEN.test(step.token)
        ? undefined
        : `'step' must have the token as the demoted cluster shows it, in base64, got ${JSON.stringify(step.token.slice(0, 20))}, ${step.token.length} characters long; write PairStep.promote('...') with the whole of it, and no line break`,
  },
  {
    id: 'PAIR-010',
    summary: 'both members of a pair have what the other one needs from its source',
    why: 'after a switch the one that began as the primary is the copy: what it lacks stops it from following, and is missing on the day that it is needed',
    check: ({ copies }) =>
      copies.flatMap((context) =>
        COPY_TABLE.flatMap(({ problems }) => problems(context)).map((text) => `the cluster '${context.copyName}': ${text}`),
      ),
  },
];
