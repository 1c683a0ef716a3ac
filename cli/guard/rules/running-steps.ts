import { at, textOf } from '../../values/json';
import { KubeObject, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { condition, demotionToken, stillReady, unfinishedUpgrade } from '../../manifests/operators/running';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule, Hit } from '../rule';
import { Comparison } from '../../manifests/compare/compare';
import { leaderOf } from './origin';
import { clusterPairs } from './storage';

const PGO = 'postgres-operator.crunchydata.com';

const succeeded = (upgrade: KubeObject): boolean => textOf(at(condition(at(upgrade.running, 'status'), 'Succeeded'), 'status')) === 'True';
const progresses = (upgrade: KubeObject): boolean =>
  textOf(at(condition(at(upgrade.running, 'status'), 'Progressing'), 'status')) === 'True';

/** Upgrades of PGO that run, and what a commit would do to them. */
function upgradesOfPgo({ base, head, removed }: Comparison): Hit[] {
  return base.objects
    .filter((upgrade) => kindOf(upgrade) === `${PGO}/PGUpgrade` && upgrade.live && !succeeded(upgrade))
    .flatMap((upgrade): Hit[] => {
      const cluster = textOf(at(upgrade.value, 'spec', 'postgresClusterName')) ?? '';
      const to = Number(textOf(at(upgrade.value, 'spec', 'toPostgresVersion')));
      const [before, after] = [base, head].map((side) =>
        side.clustersIn(upgrade.namespace).find(({ object, operator }) => operator === 'crunchy' && object.name === cluster),
      );
      if (before && after && before.major !== to && after.major === to) {
        return [
          {
            object: after.object,
            field: 'spec.postgresVersion',
            old: before.major,
            new: to,
            what: `The version becomes ${to}, but ${refOf(upgrade)} has not succeeded.`,
            does: 'Pods look for their data in a directory that is not there yet, or begin an empty one.',
            evidence: 'inferred',
            effect: 'destroys data',
          },
        ];
      }
      const ends = removed.includes(upgrade)
        ? `${refOf(upgrade)} disappears while it runs.`
        : before?.stopped && after && !after.stopped
          ? `${refOf(after.object)} starts while ${refOf(upgrade)} runs.`
          : undefined;
      return ends !== undefined && progresses(upgrade)
        ? [{ object: upgrade, what: ends, does: 'The Job of pg_upgrade is killed where it is.', evidence: 'read', effect: 'destroys data' }]
        : [];
    });
}

/** What still runs of a cluster that is told to be down. */
function running(leader: ClusterView): string | undefined {
  const up = stillReady(leader);
  return up > 0 ? `${refOf(leader.object)} still has ${up} ${up === 1 ? 'instance that is' : 'instances that are'} ready` : undefined;
}

/** What is wrong with the token by which a cluster takes the place of another. */
function tokenProblem(leader: ClusterView, after: ClusterView): string | undefined {
  const token = demotionToken(leader);
  if (token === undefined) {
    return `the status of ${refOf(leader.object)} has no demotionToken yet`;
  }
  return token === textOf(at(after.object.value, 'spec', 'replica', 'promotionToken'))
    ? undefined
    : `the status of ${refOf(leader.object)} has another demotionToken`;
}

/** Steps that are taken before the one before has ended, by the status of live objects. */
export const RUNNING_STEP_RULES: readonly GuardRule[] = [
  {
    id: 'G132',
    name: 'upgrade-unfinished',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A major upgrade has begun and not ended.',
    why: 'Half of an upgrade is neither the old version nor the new one.',
    safe: 'Wait until it has ended. Where it has failed, read its log first; the old data are good as long as nothing has started on the new ones.',
    check: (comparison) => [
      ...clusterPairs(comparison).flatMap(({ before, after }): Hit[] => {
        const unfinished = unfinishedUpgrade(before);
        const changes = comparison.pairByKey.get(after.object.key)?.changes ?? [];
        const image = changes.find(({ field, inside }) => !inside && /^spec\.(imageName|imageCatalogRef)/.test(field));
        if (unfinished === undefined || after.operator === 'crunchy') {
          return [];
        }
        if (after.operator === 'zalando') {
          return (after.major ?? 0) > (before.major ?? 0)
            ? [
                {
                  object: after.object,
                  field: after.majorField,
                  old: before.major,
                  new: after.major,
                  what: `The version goes up again, but ${unfinished}.`,
                  does: 'Every pod is rolled; the operator does not try the upgrade again while the object has the annotation last-major-upgrade-failure.',
                  evidence: 'read',
                  severity: 'confirm',
                  safe: 'Find out why it failed, take the annotation last-major-upgrade-failure from the object, and raise the version then.',
                },
              ]
            : [];
        }
        return changes.length > 0
          ? [
              {
                object: after.object,
                field: image?.field ?? changes[0]!.field,
                ...(image?.old === undefined ? {} : { old: image.old }),
                ...(image?.new === undefined ? {} : { new: image.new }),
                what: `${refOf(after.object)} changes while ${unfinished}.`,
                does: image
                  ? 'The Job of pg_upgrade is deleted where it is; killed while it links or renames, it leaves a data directory that nobody can use.'
                  : 'The change waits until the upgrade has ended.',
                evidence: 'read' as const,
                ...(image ? { effect: 'destroys data' as const } : { severity: 'warn' as const }),
              },
            ]
          : [];
      }),
      ...upgradesOfPgo(comparison),
    ],
  },
  {
    id: 'G133',
    name: 'demotion-unfinished',
    severity: 'block',
    operators: ['cnpg', 'crunchy'],
    what: 'A follower is promoted before its writer is down.',
    why: 'What the writer still had to send is lost, or both take writes.',
    safe: 'Wait until the writer is down; on CloudNativePG until its status has a demotionToken, which goes into replica.promotionToken as it is.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(({ before, after }) => before.follower && !after.follower)
        .flatMap(({ before, after }): Hit[] => {
          const leader = leaderOf(comparison.base, before);
          if (!leader?.object.live || !(leader.follower || leader.stopped)) {
            return [];
          }
          const problem = after.operator === 'cnpg' ? tokenProblem(leader, after) : running(leader);
          return problem
            ? [
                {
                  object: after.object,
                  field: after.roleField,
                  new: at(after.object.value, ...(after.operator === 'cnpg' ? ['spec', 'replica', 'promotionToken'] : ['spec', 'standby'])),
                  what: `${refOf(after.object)} is promoted, but ${problem}.`,
                  does: 'The cluster is promoted with what it has.',
                  evidence: 'read',
                  effect: 'changes who writes',
                },
              ]
            : [];
        }),
  },
];
