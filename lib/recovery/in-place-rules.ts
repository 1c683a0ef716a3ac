import { ClusterIdentity } from '../model/identity';
import { InPlaceRestoreModel } from '../model/recovery-model';
import { RecoverySource } from '../model/recovery-source';
import { Rule } from '../private/rules';
import { idProblem, repositoryProblem } from '../backup/on-demand-rules';
import { targetProblems, timeProblem } from '../origin/recovery-target-problems';
import { defined, otherAppProblem } from '../private/value-problems';

/** A restore in place and what the rules need to know around it. */
export interface InPlaceContext {
  readonly restore: InPlaceRestoreModel;
  /** What the user has written as the name of the cluster that is overwritten. */
  readonly overwrites: string;
  readonly cluster: ClusterIdentity;
  /** How many repositories the policy has. */
  readonly repositories: number;
  /** What the cluster was made of. */
  readonly recovery?: RecoverySource;
  /** Whether the cluster is in a pair. */
  readonly paired: boolean;
  /** Whether another restore was attached to the cluster before. */
  readonly second: boolean;
  /** Whether the cluster is an object of this app. */
  readonly ownsCluster: boolean;
}

/** What holds for a restore in place on every operator that has it. */
export const IN_PLACE_RULES: readonly Rule<InPlaceContext>[] = [
  {
    id: 'REC-012',
    summary: 'a restore in place has an id, and names the cluster that it overwrites',
    why: 'it destroys what the cluster holds; the name is the interlock, the id keeps it from happening twice',
    check: ({ restore, overwrites, cluster }) =>
      defined([
        idProblem('restoreId', restore.id),
        overwrites === cluster.name
          ? undefined
          : `'overwrites' must be the name of the cluster whose data is lost, '${cluster.name}', got '${overwrites}'`,
      ]),
  },
  {
    id: 'REC-013',
    summary: 'a restore in place ends at a target that can be read, from a repository of the policy',
    why: 'the cluster is stopped before the tool finds that it cannot restore',
    check: ({ restore: { target, repository }, repositories }) =>
      defined([timeProblem(target, 'target'), repositoryProblem(repository, repositories), ...targetProblems(target, 'target')]),
  },
  {
    id: 'REC-014',
    summary: 'a cluster has one restore in place, and none beside a recovery or in a pair',
    why: 'the operator takes one of the two for the other, and restores once more when one of them goes; a replica cannot follow into the past',
    check: ({ cluster, second, recovery, paired }) =>
      defined([
        second ? `the cluster '${cluster.name}' already has an InPlaceRestore; keep one of them` : undefined,
        recovery
          ? `the cluster '${cluster.name}' has 'recovery', which must not stand beside an InPlaceRestore; write '.done()' behind its RecoverySource first, in a commit of its own`
          : undefined,
        paired
          ? `the cluster '${cluster.name}' is in a ClusterPair, which must not stand beside an InPlaceRestore; take the pair and its replica out first`
          : undefined,
      ]),
  },
  {
    id: 'REC-015',
    summary: 'the cluster of a restore in place is an object of the same app',
    why: 'the restore is a field of the cluster object, which another app prints',
    check: ({ cluster, ownsCluster }) => (ownsCluster ? undefined : otherAppProblem('InPlaceRestore', cluster)),
  },
];
