import { ClusterModel } from '../model/cluster-model';
import { Finding } from '../model/finding';
import { UpgradeModel } from '../model/upgrade-model';
import { writes } from '../model/standing';
import { Rule } from '../private/rules';
import { defined, isCount, placeProblem } from '../private/value-problems';
import { ClusterIdentity } from '../model/identity';

/** An upgrade and what the rules need to know around it. */
export interface UpgradeContext {
  readonly upgrade: UpgradeModel;
  readonly cluster: ClusterIdentity;
  /** The cluster as it is printed at the step; undefined where another app owns it. */
  readonly model?: ClusterModel;
  /** Generation of its archive as its policy says it. */
  readonly generation?: number;
  /** Folder of its archive as its policy says it, where somebody else chose it; and that of the new version. */
  readonly folders?: readonly [said: string, next: string];
  /** Image of the cluster as its props say it, where it is pinned. */
  readonly pinnedImage?: string;
  /** Whether an image holds one version only. */
  readonly imageHoldsOneMajor: boolean;
  /** Whether another upgrade was attached to the cluster before. */
  readonly second: boolean;
  /** Namespace that the upgrade stands in. */
  readonly namespace?: string;
  /** Names of clusters of the app that follow this one. */
  readonly followers: readonly string[];
  /** What would be wrong with the cluster in the new version, and is not in the old one. */
  readonly target: readonly Finding[];
}

const STOPS: readonly string[] = ['run', 'finish'];

const before = ({ upgrade }: UpgradeContext): boolean => upgrade.step._kind !== 'tidy';

/** What holds for a major upgrade on every operator. */
export const UPGRADE_RULES: readonly Rule<UpgradeContext>[] = [
  {
    id: 'UPG-001',
    summary: 'a major upgrade goes to a higher version than its cluster says',
    why: 'no data directory goes back to an older version, and there is nothing to do for the same one',
    check: (context) => {
      const { from, to } = context.upgrade;
      if (context.model === undefined || context.second || !before(context) || to.majorNumber > from.majorNumber) {
        return undefined;
      }
      return to.majorNumber === from.majorNumber
        ? `'to' must be higher than the version of the cluster, got ${to.major} for both; until the step UpgradeStep.tidy() the cluster says the old version: write it there, or step: UpgradeStep.tidy()`
        : `'to' must be higher than ${from.major}, the version of the cluster, got ${to.major}; restore a backup of the older version into a new cluster, or import into one with RecoverySource.logicalImport(...)`;
    },
  },
  {
    id: 'UPG-002',
    summary: 'at the last step of a major upgrade the cluster says the new version itself',
    why: 'the upgrade is taken out of the program next, and nothing may change by that',
    check: ({ upgrade: { step, from, to, archiveGeneration, image }, generation, pinnedImage, model, folders }) =>
      model === undefined || step._kind !== 'tidy'
        ? undefined
        : defined([
            from.major === to.major
              ? undefined
              : `the cluster must say ${to.major} at the step 'tidy', got ${from.major}; write version: PostgresVersion.V${to.major} in the cluster`,
            // A place that somebody else chose has no generation beside it.
            folders !== undefined || archiveGeneration === undefined || generation === undefined || archiveGeneration === generation
              ? undefined
              : `the BackupPolicy must say 'archiveGeneration' ${archiveGeneration} at the step 'tidy', got ${generation}; write archiveGeneration: ${archiveGeneration} there`,
            folders === undefined || folders[0] === folders[1]
              ? undefined
              : `the place of the BackupPolicy must be that of the new version at the step 'tidy', got the folder '${folders[0]}'; write serverName: '${folders[1]}' there`,
            image?.reference === undefined || image.reference === pinnedImage
              ? undefined
              : `the cluster must say the image '${image.reference}' at the step 'tidy', got ${pinnedImage === undefined ? 'none' : `'${pinnedImage}'`}; write it there`,
          ]),
  },
  {
    id: 'UPG-003',
    summary: 'a major upgrade stands in the app and in the namespace of its cluster',
    why: 'it is a part of the cluster object, and objects beside it',
    check: ({ cluster, namespace, model }) => placeProblem('MajorUpgrade', 'upgrade', { ours: model !== undefined, namespace, cluster }),
  },
  {
    id: 'UPG-004',
    summary: 'a cluster has one major upgrade',
    why: 'the cluster object has one version',
    check: ({ cluster, second }) => (second ? `the cluster '${cluster.name}' already has a MajorUpgrade; take one of them out` : undefined),
  },
  {
    id: 'UPG-005',
    summary: 'what is upgraded takes writes and is in no pair',
    why: 'no operator upgrades a cluster that is in recovery, and the two of a pair cannot have two versions',
    check: ({ cluster, model }) => {
      if (model?.pair) {
        return `the cluster '${cluster.name}' is in a ClusterPair; take the pair and its replica out first, and make a new ReplicaCluster of the upgraded cluster`;
      }
      return model && !writes(model)
        ? `the cluster '${cluster.name}' follows another one; upgrade that one, and make this one anew of it, under a new name`
        : undefined;
    },
  },
  {
    id: 'UPG-006',
    summary: 'nothing follows a cluster while it is upgraded',
    why: 'a follower cannot read what another version writes: it stops at that moment, and never goes on',
    check: ({ upgrade, cluster, followers }) =>
      STOPS.includes(upgrade.step._kind)
        ? followers.map(
            (name) =>
              `'${name}' follows '${cluster.name}', and would stop for ever; take it out before this step, and make a new ReplicaCluster of the upgraded cluster, under a new name, at the step UpgradeStep.tidy()`,
          )
        : undefined,
  },
  {
    id: 'UPG-007',
    summary: 'a cluster that is upgraded is not being recovered',
    why: 'what restores the old version and what makes the new one work on the same data, and a cluster that is made anew would look for a backup of the new version',
    check: ({ cluster, model, upgrade }) =>
      defined([
        model?.inPlaceRestore
          ? `the cluster '${cluster.name}' has an InPlaceRestore; take it out first, in a commit of its own, when it is done`
          : undefined,
        model?.recovery && upgrade.step._kind !== 'prepare'
          ? `the cluster '${cluster.name}' has 'recovery'; write '.done()' behind its RecoverySource first, in a commit of its own`
          : undefined,
      ]),
  },
  {
    id: 'UPG-008',
    summary: 'the cluster keeps all rules in the new version',
    why: 'what is refused there is found out while the cluster is down',
    check: ({ upgrade, target }) =>
      target.map(({ rule, what, why }) => `after the upgrade to ${upgrade.to.major}: [${rule}] ${what} (${why})`),
  },
  {
    id: 'UPG-009',
    summary: 'a pinned image has one of the new version beside it',
    why: 'an image holds one version, so the pods of the new version would not start',
    check: (context) => {
      const { upgrade, pinnedImage, imageHoldsOneMajor } = context;
      return before(context) && imageHoldsOneMajor && pinnedImage !== undefined && upgrade.image === undefined
        ? `'image' must be given, since that of the cluster is pinned to '${pinnedImage}'; write image: PostgresImage.pinned('...') of PostgreSQL ${upgrade.to.major}`
        : undefined;
    },
  },
  {
    id: 'UPG-010',
    summary: 'numbers of a major upgrade are whole, and the generation of the archive is a new one',
    why: 'a place that was written to before would hold two histories in one',
    check: (context) => {
      const { upgrade, generation } = context;
      const { attempt, archiveGeneration } = upgrade;
      return defined([
        isCount(attempt, 1) ? undefined : `'attempt' must be a whole number from 1, got ${attempt}`,
        archiveGeneration === undefined || (isCount(archiveGeneration, 1) && (!before(context) || archiveGeneration > (generation ?? 0)))
          ? undefined
          : `'archiveGeneration' must be a whole number above ${generation ?? 0}, that of the BackupPolicy, got ${archiveGeneration}; write ${(generation ?? 0) + 1}, or a higher one where that was used before`,
      ]);
    },
  },
];
