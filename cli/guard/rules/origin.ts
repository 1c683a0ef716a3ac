import { at, isMap, textOf } from '../../values/json';
import { annotation, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';
import { promotedByMigration } from './migrations';
import { isProtected } from './protection';
import { clusterPairs } from './storage';

const RESTORE = 'postgres-operator.crunchydata.com/pgbackrest-restore';

/** The cluster of the same rendering that a follower follows: the one that writes to where it reads, or that it names. */
export function leaderOf({ clusters }: Side, follower: ClusterView): ClusterView | undefined {
  const spec = follower.object.value.spec;
  const names = [at(spec, 'replica', 'source'), at(spec, 'replica', 'primary'), at(spec, 'clone', 'cluster')].map(textOf);
  return clusters.find(
    (candidate) =>
      candidate.object.key !== follower.object.key &&
      candidate.operator === follower.operator &&
      (candidate.archives.some(({ place }) => follower.sources.some((source) => source.place === place)) ||
        (candidate.object.namespace === follower.object.namespace && names.includes(candidate.object.name))),
  );
}

export const ORIGIN_RULES: readonly GuardRule[] = [
  {
    id: 'G040',
    name: 'origin-edited',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'What the cluster was made of changes.',
    why: 'It does nothing to the cluster that runs, and another thing to one that is made anew under the name.',
    safe: 'Leave it as it was when the cluster was made. For other data make a new cluster.',
  },
  {
    id: 'G041',
    name: 'data-source-added',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A source to restore from is added to a cluster that runs.',
    why: 'It looks like a restore that has not been done yet, and is done: over the data.',
    safe: 'Restore into a new cluster, or use the restore in place with its own annotation.',
  },
  {
    id: 'G042',
    name: 'data-source-again',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A restore in place is taken out while the source that the cluster was made of is still there.',
    why: 'The id of the restore falls back to that of the first one, which looks like another restore.',
    safe: 'Take spec.dataSource out first, in a commit of its own, and the restore later.',
    check: ({ pairs }) =>
      pairs
        .filter(
          ({ after }) =>
            kindOf(after) === 'postgres-operator.crunchydata.com/PostgresCluster' && isMap(at(after.value, 'spec', 'dataSource')),
        )
        .flatMap(({ before, after }): Hit[] => {
          const enabled = (side: typeof before): boolean => at(side.value, 'spec', 'backups', 'pgbackrest', 'restore', 'enabled') === true;
          const tokenGone = annotation(before, RESTORE) !== undefined && annotation(after, RESTORE) === undefined;
          return (enabled(before) && !enabled(after)) || tokenGone
            ? [
                {
                  object: after,
                  field: 'spec.backups.pgbackrest.restore',
                  old: at(before.value, 'spec', 'backups', 'pgbackrest', 'restore'),
                  new: at(after.value, 'spec', 'backups', 'pgbackrest', 'restore'),
                  does: 'PGO stops the instances and restores over the data directory.',
                  evidence: 'inferred',
                  effect: 'destroys data',
                },
              ]
            : [];
        }),
  },
  {
    id: 'G043',
    name: 'restore-armed',
    severity: 'confirm',
    operators: ['crunchy'],
    what: 'A restore in place is asked for.',
    why: 'The database is replaced by its backup: what was written since is gone.',
    safe: 'Confirm it if that is meant. Stop the applications, and take a backup first.',
  },
  {
    id: 'G044',
    name: 'recovery-left-unprotected',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster was restored from a backup, and nothing protects its object.',
    why: 'When the object is made anew, the cluster rolls back to that backup without a word.',
    safe: 'Protect the object by Prune=false,Delete=false.',
    state: ({ clusters }) =>
      clusters.flatMap(({ object }): Hit[] => {
        const ways = [
          ['spec.bootstrap.recovery', at(object.raw, 'spec', 'bootstrap', 'recovery')],
          ['spec.clone', at(object.raw, 'spec', 'clone')],
          ['spec.dataSource', at(object.raw, 'spec', 'dataSource')],
        ] as const;
        const found = ways.find(([, value]) => isMap(value));
        return found && !isProtected(object) ? [{ object, field: found[0], new: found[1], does: 'Nothing now.', evidence: 'read' }] : [];
      }),
  },
  {
    id: 'G045',
    name: 'bootstrap-method-added',
    severity: 'block',
    operators: ['cnpg'],
    what: 'A running cluster gets another way of being made.',
    why: 'The object in the Kubernetes cluster has one already, and two are refused.',
    safe: 'Use a new name for the cluster that is restored.',
  },
  {
    id: 'G046',
    name: 'source-equals-target',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster archives to the place that it is restored from.',
    why: 'Two histories in one place: neither can be restored for sure.',
    safe: 'Give the cluster an archive of its own: another prefix, server name or generation.',
    state: ({ clusters }) =>
      clusters.flatMap(({ object, archives, sources }) =>
        archives
          .filter(({ place }) => sources.some((source) => source.place === place))
          .map(({ field, shown }) => ({
            object,
            field,
            new: shown,
            what: `The cluster archives to ${shown}, which it is restored from.`,
            does: 'WAL of two histories gets into one archive.',
            evidence: 'read' as const,
          })),
      ),
  },
  {
    id: 'G047',
    name: 'replication-role-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A cluster is promoted or demoted, or follows another one.',
    why: 'Who writes changes: applications, pools and the other cluster have to change with it.',
    safe: 'Change places in steps: demote the writer, wait until the follower has everything, promote, and let the old writer follow.',
  },
  {
    id: 'G048',
    name: 'promotion-without-token',
    severity: 'block',
    operators: ['cnpg'],
    what: 'A replica cluster is promoted without the token of the demoted one.',
    why: 'Nobody knows whether it has everything, and the former writer has to be made anew.',
    safe: 'Demote the writer first, and put the token of its status into replica.promotionToken. After the loss of a region there is no token: confirm it.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(({ before, after }) => after.operator === 'cnpg' && before.follower && !after.follower)
        .filter(({ after }) => !promotedByMigration(comparison, after.object))
        .filter(({ before, after }) => {
          const token = (view: ClusterView) => textOf(at(view.object.value, 'spec', 'replica', 'promotionToken'));
          return token(after) === undefined || token(after) === token(before);
        })
        .map(({ before, after }) => ({
          object: after.object,
          field: 'spec.replica',
          old: at(before.object.value, 'spec', 'replica'),
          new: at(after.object.value, 'spec', 'replica'),
          does: 'The cluster is promoted with what it has.',
          evidence: 'read',
        })),
  },
  {
    id: 'G049',
    name: 'two-writers',
    severity: 'block',
    operators: ['cnpg'],
    what: 'Two clusters that follow each other are both told to write.',
    why: 'Both take writes, and one of them has to be thrown away.',
    safe: 'Let replica.primary name one of them, in both.',
    state: ({ clusters }) => {
      const pairs = clusters.filter(({ operator, object }) => operator === 'cnpg' && isMap(at(object.value, 'spec', 'replica')));
      return pairs.flatMap((view): Hit[] => {
        const self = textOf(at(view.object.value, 'spec', 'replica', 'self')) ?? view.object.name;
        const source = textOf(at(view.object.value, 'spec', 'replica', 'source'));
        const other = pairs.find(
          (candidate) =>
            candidate !== view &&
            (textOf(at(candidate.object.value, 'spec', 'replica', 'self')) ?? candidate.object.name) === source &&
            textOf(at(candidate.object.value, 'spec', 'replica', 'source')) === self,
        );
        return other && !view.follower && !other.follower && textOf(at(view.object.value, 'spec', 'replica', 'primary')) === self
          ? [
              {
                object: view.object,
                field: 'spec.replica.primary',
                new: self,
                what: `${refOf(view.object)} and ${refOf(other.object)} are both told to write.`,
                does: 'Both promote themselves.',
                evidence: 'read',
              },
            ]
          : [];
      });
    },
  },
  {
    id: 'G050',
    name: 'standby-default',
    severity: 'block',
    operators: ['crunchy'],
    what: 'spec.standby is there without `enabled`.',
    why: 'It is true where it is left out: the cluster takes no writes.',
    safe: 'Write enabled: true or enabled: false.',
    state: ({ clusters }) =>
      clusters
        .filter(
          ({ operator, object }) =>
            operator === 'crunchy' &&
            isMap(at(object.raw, 'spec', 'standby')) &&
            at(object.raw, 'spec', 'standby', 'enabled') === undefined,
        )
        .map(({ object }) => ({ object, field: 'spec.standby.enabled', does: 'The cluster is a standby.', evidence: 'read' })),
  },
  {
    id: 'G120',
    name: 'writer-becomes-follower',
    severity: 'block',
    operators: ['zalando', 'crunchy'],
    what: 'A cluster that has taken writes becomes a standby of another one.',
    why: 'It does not go back to the history of the other: it fails, or goes on as a primary of its own.',
    safe: 'Make the follower anew under a new name, and remove the old cluster later.',
  },
  {
    id: 'G128',
    name: 'phase-skipped',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A follower is promoted while its writer runs.',
    why: 'The step between is missing: for a time both take writes, and what the follower had not yet received is lost.',
    safe: 'Demote or stop the writer in one commit, wait until it is down and the follower has everything, and promote in the next.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(({ before, after }) => before.follower && !after.follower)
        .flatMap(({ before, after }): Hit[] => {
          const leader = leaderOf(comparison.base, before);
          return leader && !leader.follower && !leader.stopped
            ? [
                {
                  object: after.object,
                  field: after.roleField,
                  old: at(before.object.value, 'spec', after.roleField.split('.')[1]!),
                  new: at(after.object.value, 'spec', after.roleField.split('.')[1]!),
                  what: `${refOf(after.object)} is promoted, and ${refOf(leader.object)} still writes in the release before.`,
                  does: 'Both write, until the other one is stopped.',
                  evidence: 'seen',
                },
              ]
            : [];
        }),
  },
];
