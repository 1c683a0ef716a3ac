import { at, isMap, listOf, mapOf, textOf } from '../../values/json';
import { annotation, KubeObject, keyOf, refOf } from '../object';
import { kindOf } from '../operators';
import { archiverOf, BARMAN, CNPG } from '../operators/cnpg';
import { cloudOf, PGO_PREFIX } from '../operators/crunchy';
import { environment } from '../operators/zalando';
import { ClusterView } from '../operators/view';
import { GuardRule, Hit, Side } from '../rule';
import { isProtected } from './protection';
import { clusterPairs } from './storage';

const SCHEDULED = `${CNPG}/ScheduledBackup`;
const STORE = `${BARMAN}/ObjectStore`;

/** Clusters that name an ObjectStore, to write to it or to read from it. */
function usersOf({ clustersIn }: Side, store: KubeObject): KubeObject[] {
  const names = (plugin: unknown): boolean => textOf(at(plugin as never, 'parameters', 'barmanObjectName')) === store.name;
  return clustersIn(store.namespace)
    .map(({ object }) => object)
    .filter(({ value }) =>
      [
        ...listOf(at(value, 'spec', 'plugins')),
        ...listOf(at(value, 'spec', 'externalClusters')).map((cluster) => at(cluster, 'plugin') ?? null),
      ].some(names),
    );
}

/** Cron fields by operator: with seconds first on one, without on the others. */
function schedules(side: Side): { object: KubeObject; field: string; cron: string; fields: readonly number[] }[] {
  return [
    ...side.objects
      .filter((object) => kindOf(object) === SCHEDULED)
      .map((object) => ({ object, field: 'spec.schedule', cron: textOf(at(object.value, 'spec', 'schedule')) ?? '', fields: [6] })),
    ...side.clusters.flatMap(({ operator, object }) => {
      const spec = object.value.spec;
      const found: [string, string | undefined][] =
        operator === 'zalando'
          ? [
              ['spec.logicalBackupSchedule', textOf(at(spec, 'logicalBackupSchedule'))],
              ['spec.env[BACKUP_SCHEDULE].value', environment(spec).get('BACKUP_SCHEDULE')],
            ]
          : operator === 'crunchy'
            ? listOf(at(spec, 'backups', 'pgbackrest', 'repos')).flatMap((repo) =>
                Object.entries(mapOf(at(repo, 'schedules'))).map(([type, cron]): [string, string | undefined] => [
                  `spec.backups.pgbackrest.repos[${textOf(at(repo, 'name'))}].schedules.${type}`,
                  textOf(cron),
                ]),
              )
            : [];
      return found.flatMap(([field, cron]) => (cron === undefined ? [] : [{ object, field, cron, fields: [5] }]));
    }),
  ];
}

const isPluginArchived = (object: KubeObject): boolean => archiverOf(object.value.spec) !== undefined;

const repos = ({ object }: ClusterView) => listOf(at(object.value, 'spec', 'backups', 'pgbackrest', 'repos'));

export const BACKUP_RULES: readonly GuardRule[] = [
  {
    id: 'G062',
    name: 'backups-removed',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster is backed up no longer.',
    why: 'From now on a loss of the volumes is a loss of the data.',
    safe: 'Keep the backups as long as the data matter. Old backups stay in an object store; nobody deletes them.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(({ before, after }) => before.backedUp && !after.backedUp)
        .map(({ before, after }) => ({
          object: after.object,
          field: after.backupField,
          old: before.archives.map(({ shown }) => shown),
          does:
            after.operator === 'crunchy'
              ? 'With a repository on a volume PGO stops reconciling the cluster until the removal is authorised by annotation, and then deletes the volume; without one archiving stops at once.'
              : 'Archiving stops after a rolling restart; what is in the object store stays.',
          evidence: 'seen',
          effect: 'changes what can be recovered',
        })),
  },
  {
    id: 'G063',
    name: 'backup-removal-authorised',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The removal of backups is authorised for good.',
    why: 'It is the second key that PGO asks for before it deletes a repository: in Git it is always turned.',
    safe: 'Set it by hand for the one time, or take it out right after.',
    state: ({ clusters }) =>
      clusters
        .filter(({ object }) => annotation(object, `${PGO_PREFIX}authorizeBackupRemoval`) === 'true')
        .map(({ object }) => ({
          object,
          field: `metadata.annotations["${PGO_PREFIX}authorizeBackupRemoval"]`,
          new: 'true',
          does: 'When the backups leave the spec, repositories on volumes are deleted without a question.',
          evidence: 'read',
        })),
  },
  {
    id: 'G064',
    name: 'cloud-repository-removed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The last repository in an object store is taken out, and there was none on a volume.',
    why: 'PGO asks for a second key only where a volume is deleted: this goes without a question.',
    safe: 'Add the new repository first, take a full backup there, and remove the old one later.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(
          ({ before, after }) =>
            after.operator === 'crunchy' &&
            repos(before).some((repo) => cloudOf(repo)) &&
            !repos(before).some((repo) => isMap(at(repo, 'volume'))) &&
            !repos(after).some((repo) => cloudOf(repo)),
        )
        .map(({ before, after }) => ({
          object: after.object,
          field: 'spec.backups.pgbackrest.repos',
          old: before.archives.map(({ shown }) => shown),
          does: 'Archiving to it stops at once; its backups stay in the bucket, and nobody deletes them.',
          evidence: 'seen',
          effect: 'changes what can be recovered',
        })),
  },
  {
    id: 'G065',
    name: 'repository-volume-removed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A repository on a volume is taken out.',
    why: 'Its volume is deleted with every backup in it.',
    safe: 'Add the other repository first, let its own full backup get as old as you need backups to be, then remove this one.',
  },
  {
    id: 'G066',
    name: 'archiver-off',
    severity: 'block',
    operators: ['cnpg', 'zalando'],
    what: 'WAL is archived no longer.',
    why: 'The base backups that go on cannot be restored to any later moment, or not at all.',
    safe: 'Keep the archiver on.',
  },
  {
    id: 'G067',
    name: 'archive-moved',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The archive moves to another place.',
    why: 'The new place has no base backup, and what is at the old one goes out of sight: until the next backup nothing can be restored to now.',
    safe: 'Take a base backup right after (OnDemandBackup), try it, and delete the old place when its retention has passed.',
    check: (comparison) =>
      clusterPairs(comparison).flatMap(({ before, after }): Hit[] => {
        const moved = after.archives.find(({ place }) => !before.archives.some((old) => old.place === place));
        return after.operator === 'zalando' && before.archives.length > 0 && moved
          ? [
              {
                object: after.object,
                field: moved.field,
                old: before.archives[0]!.shown,
                new: moved.shown,
                does: 'Every pod is rolled. Then WAL goes to the new place, which has no base backup until the next schedule.',
                evidence: 'seen',
                effect: 'changes what can be recovered',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G068',
    name: 'archive-shared',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Two clusters archive to one place.',
    why: 'Each damages the archive of the other, and neither can be restored.',
    safe: 'Give each cluster a place of its own.',
    state: ({ clusters }) => {
      const first = new Map<string, KubeObject>();
      return clusters.flatMap(({ object, archives }) =>
        archives.flatMap(({ place, field, shown }): Hit[] => {
          const other = first.get(place);
          if (other && other.key !== object.key) {
            return [
              {
                object,
                field,
                new: shown,
                what: `${refOf(object)} archives to ${shown}, as ${refOf(other)} does.`,
                does: 'Both write.',
                evidence: 'read',
                effect: 'changes what can be recovered',
              },
            ];
          }
          first.set(place, object);
          return [];
        }),
      );
    },
  },
  {
    id: 'G069',
    name: 'archive-reused',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A new cluster archives to the place of one that is gone.',
    why: 'The archive is not empty: the new cluster is refused, or mixes its history with the old one.',
    safe: 'Give the new cluster another generation of the archive.',
    check: ({ base, head }) => {
      const old = new Map(
        base.clusters.flatMap(({ object, archives }) => archives.map(({ place }): [string, KubeObject] => [place, object])),
      );
      return head.clusters
        .filter(({ object }) => !base.clusterByKey.has(object.key))
        .flatMap(({ operator, object, archives }) =>
          archives.flatMap(({ place, field, shown }): Hit[] => {
            const owner = old.get(place);
            return owner && !head.byKey.has(owner.key)
              ? [
                  {
                    object,
                    field,
                    new: shown,
                    what: `${refOf(object)} archives to ${shown}, where ${refOf(owner)} has left its archive.`,
                    does:
                      operator === 'cnpg'
                        ? 'The new cluster looks whether the archive is empty, and does not start.'
                        : 'The new cluster writes into the old archive.',
                    evidence: 'read',
                    effect: 'changes what can be recovered',
                  },
                ]
              : [];
          }),
        );
    },
  },
  {
    id: 'G070',
    name: 'repository-path-default',
    severity: 'warn',
    operators: ['crunchy'],
    what: 'A repository in an object store has no path of its own.',
    why: 'Every cluster in the bucket without one writes to the same place.',
    safe: 'Set repoN-path to a path with namespace and name of the cluster.',
    state: ({ clusters }) =>
      clusters
        .filter(({ operator }) => operator === 'crunchy')
        .flatMap(({ object }) =>
          listOf(at(object.raw, 'spec', 'backups', 'pgbackrest', 'repos'))
            .filter(
              (repo) =>
                cloudOf(repo) &&
                at(object.raw, 'spec', 'backups', 'pgbackrest', 'global', `${textOf(at(repo, 'name'))}-path`) === undefined,
            )
            .map((repo) => ({
              object,
              field: `spec.backups.pgbackrest.global.${textOf(at(repo, 'name'))}-path`,
              does: `pgBackRest writes to /pgbackrest/${textOf(at(repo, 'name'))}.`,
              evidence: 'read' as const,
            })),
        ),
  },
  {
    id: 'G071',
    name: 'object-store-lost',
    severity: 'block',
    operators: ['cnpg'],
    what: 'The object store of a cluster goes, or gets other credentials.',
    why: 'The cluster loses its archive: WAL is not shipped, and fills the volume.',
    safe: 'Take the store out of every cluster first. For new credentials let both work for a while.',
    check: ({ removed, head }) =>
      removed
        .filter((object) => kindOf(object) === STORE)
        .flatMap((object): Hit[] => {
          const [user] = usersOf(head, object);
          return user
            ? [
                {
                  object,
                  what: `${refOf(object)} disappears, and ${refOf(user)} uses it.`,
                  does: 'Archiving and restores fail at once.',
                  evidence: 'read',
                  effect: 'changes what can be recovered',
                },
              ]
            : [];
        }),
  },
  {
    id: 'G072',
    name: 'server-name-in-store',
    severity: 'block',
    operators: ['cnpg'],
    what: 'The object store names a server.',
    why: 'The plugin refuses it: the name belongs to the parameters of each cluster.',
    safe: 'Set serverName in the parameters of the plugin.',
    state: ({ objects }) =>
      objects
        .filter((object) => kindOf(object) === STORE && at(object.raw, 'spec', 'configuration', 'serverName') !== undefined)
        .map((object) => ({
          object,
          field: 'spec.configuration.serverName',
          new: at(object.raw, 'spec', 'configuration', 'serverName'),
          does: 'The API refuses the object.',
          evidence: 'read',
        })),
  },
  {
    id: 'G073',
    name: 'schedule-removed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A schedule of backups goes, or is suspended.',
    why: 'No new base backup is taken: a restore takes longer with each day, and fails when the retention has deleted the last one.',
    safe: 'Add the new schedule first.',
    check: ({ removed, head }) =>
      removed
        .filter((object) => kindOf(object) === SCHEDULED)
        .filter((object) => {
          const cluster = textOf(at(object.value, 'spec', 'cluster', 'name'));
          return (
            !head
              .objectsIn(object.namespace)
              .some((other) => kindOf(other) === SCHEDULED && textOf(at(other.value, 'spec', 'cluster', 'name')) === cluster) &&
            head.byKey.has(keyOf(CNPG, 'Cluster', object.namespace, cluster ?? ''))
          );
        })
        .map((object) => ({
          object,
          what: `${refOf(object)} disappears, and the cluster has no other schedule.`,
          does: 'No base backup is taken any more; WAL is still shipped.',
          evidence: 'seen',
          effect: 'changes what can be recovered',
        })),
  },
  {
    id: 'G074',
    name: 'schedule-cascade',
    severity: 'block',
    operators: ['cnpg'],
    what: 'Backups or snapshots belong to an object that may be deleted.',
    why: 'Deleting the schedule deletes its Backup objects; deleting the Backup or the Cluster deletes the snapshots.',
    safe: 'backupOwnerReference: none, snapshotOwnerReference: none; or protect the object by Prune=false,Delete=false.',
    state: ({ objects, clusters }) => [
      ...objects
        .filter(
          (object) =>
            kindOf(object) === SCHEDULED && textOf(at(object.value, 'spec', 'backupOwnerReference')) === 'self' && !isProtected(object),
        )
        .map((object) => ({
          object,
          field: 'spec.backupOwnerReference',
          new: 'self',
          does: 'Removing the schedule deletes its backups.',
          evidence: 'read' as const,
        })),
      ...clusters
        .filter(
          ({ object }) =>
            ['backup', 'cluster'].includes(textOf(at(object.value, 'spec', 'backup', 'volumeSnapshot', 'snapshotOwnerReference')) ?? '') &&
            !isProtected(object),
        )
        .map(({ object }) => ({
          object,
          field: 'spec.backup.volumeSnapshot.snapshotOwnerReference',
          new: at(object.value, 'spec', 'backup', 'volumeSnapshot', 'snapshotOwnerReference'),
          does: 'Removing the owner deletes the snapshots.',
          evidence: 'read' as const,
        })),
    ],
  },
  {
    id: 'G075',
    name: 'cron-fields',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The schedule has the wrong number of fields for this operator.',
    why: 'CloudNativePG reads six, seconds first; the others five. A schedule that is not read, or read wrongly, is no backup.',
    safe: "CloudNativePG: '0 0 2 * * *'; Zalando and PGO: '0 2 * * *'.",
    state: (side) =>
      schedules(side)
        .filter(({ cron, fields }) => !cron.startsWith('@') && !fields.includes(cron.trim().split(/\s+/).length))
        .map(({ object, field, cron, fields }) => ({
          object,
          field,
          new: cron,
          what: `The schedule '${cron}' has ${cron.trim() === '' ? 0 : cron.trim().split(/\s+/).length} fields, and the operator reads ${fields[0]}.`,
          does: 'The API or the operator refuses it.',
          evidence: 'read',
        })),
  },
  {
    id: 'G076',
    name: 'schedule-method',
    severity: 'block',
    operators: ['cnpg'],
    what: 'The schedule does not say that backups go through the plugin.',
    why: 'The default is the method inside of the operator, for which the cluster has no store: each backup fails.',
    safe: 'Set method: plugin and pluginConfiguration.name.',
    state: ({ objects, byKey }) =>
      objects
        .filter((object) => {
          const cluster = byKey.get(keyOf(CNPG, 'Cluster', object.namespace, textOf(at(object.value, 'spec', 'cluster', 'name')) ?? ''));
          return (
            kindOf(object) === SCHEDULED &&
            at(object.raw, 'spec', 'method') === undefined &&
            cluster !== undefined &&
            isPluginArchived(cluster) &&
            !isMap(at(cluster.value, 'spec', 'backup', 'barmanObjectStore'))
          );
        })
        .map((object) => ({ object, field: 'spec.method', does: 'Backups of the schedule fail.', evidence: 'read' })),
  },
  {
    id: 'G077',
    name: 'retention-reduced',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Backups are kept for a shorter time.',
    why: 'Those beyond the limit are deleted, and do not come back.',
    safe: 'Confirm it if nobody needs them: laws and contracts often name a time.',
  },
  {
    id: 'G078',
    name: 'retention-unset',
    severity: 'warn',
    operators: ['cnpg', 'crunchy'],
    what: 'Nothing says how long backups are kept.',
    why: 'They are kept for ever, and so is what should have been deleted.',
    safe: 'Set a retention.',
    state: ({ objects, clusters, clustersIn }) => [
      ...objects
        .filter(
          (object) =>
            kindOf(object) === STORE &&
            at(object.raw, 'spec', 'retentionPolicy') === undefined &&
            clustersIn(object.namespace).some(({ object: cluster }) =>
              listOf(at(cluster.value, 'spec', 'plugins')).some(
                (plugin) => textOf(at(plugin, 'parameters', 'barmanObjectName')) === object.name,
              ),
            ),
        )
        .map((object) => ({ object, field: 'spec.retentionPolicy', does: 'Nothing is deleted.', evidence: 'read' as const })),
      ...clusters
        .filter(({ operator }) => operator === 'crunchy')
        .flatMap(({ object, follower }) =>
          listOf(at(object.raw, 'spec', 'backups', 'pgbackrest', 'repos'))
            .filter(
              (repo) =>
                !follower &&
                at(object.raw, 'spec', 'backups', 'pgbackrest', 'global', `${textOf(at(repo, 'name'))}-retention-full`) === undefined,
            )
            .map((repo) => ({
              object,
              field: `spec.backups.pgbackrest.global.${textOf(at(repo, 'name'))}-retention-full`,
              does: 'Nothing is deleted; pgBackRest warns at each backup.',
              evidence: 'read' as const,
            })),
        ),
    ],
  },
  {
    id: 'G079',
    name: 'first-backup-missing',
    severity: 'warn',
    operators: ['cnpg'],
    what: 'A new cluster has no base backup until its first schedule.',
    why: 'Until then nothing can be restored.',
    safe: 'Set immediate: true on a schedule, or print a Backup.',
    check: ({ base, head }) =>
      head.clusters
        .filter(
          ({ operator, object, backedUp, follower }) => operator === 'cnpg' && backedUp && !follower && !base.clusterByKey.has(object.key),
        )
        .filter(
          ({ object }) =>
            !head
              .objectsIn(object.namespace)
              .some(
                (other) =>
                  textOf(at(other.value, 'spec', 'cluster', 'name')) === object.name &&
                  (kindOf(other) === `${CNPG}/Backup` || (kindOf(other) === SCHEDULED && at(other.value, 'spec', 'immediate') === true)),
              ),
        )
        .map(({ object }) => ({
          object,
          field: 'spec.plugins',
          does: 'The first base backup is taken when the schedule says so.',
          evidence: 'read',
        })),
  },
  {
    id: 'G080',
    name: 'encryption-changed',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'The encryption of backups changes.',
    why: 'What is there was written with the old one, or can no longer be read.',
    safe: 'Use a new repository or a new place for the new encryption.',
  },
  {
    id: 'G081',
    name: 'backup-connection-unchecked',
    severity: 'warn',
    operators: ['cnpg', 'crunchy'],
    what: 'Backups travel to a server that nobody checks.',
    why: 'Whoever stands between can read, change and drop them.',
    safe: 'Use https, and name the CA where it is none of the public ones.',
    state: ({ objects, clusters }) => [
      ...objects
        .filter(
          (object) =>
            kindOf(object) === STORE && (textOf(at(object.value, 'spec', 'configuration', 'endpointURL')) ?? '').startsWith('http://'),
        )
        .map((object) => ({
          object,
          field: 'spec.configuration.endpointURL',
          new: at(object.value, 'spec', 'configuration', 'endpointURL'),
          does: 'WAL and backups are sent without TLS.',
          evidence: 'read' as const,
        })),
      ...clusters.flatMap(({ object }) =>
        Object.entries(mapOf(at(object.value, 'spec', 'backups', 'pgbackrest', 'global')))
          .filter(([key, value]) => /^repo\d+-storage-verify-tls$/.test(key) && ['n', 'false'].includes(String(value)))
          .map(([key, value]) => ({
            object,
            field: `spec.backups.pgbackrest.global.${key}`,
            new: value,
            does: 'Any certificate is taken.',
            evidence: 'read' as const,
          })),
      ),
    ],
  },
  {
    id: 'G118',
    name: 'schedule-changed',
    severity: 'info',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Base backups are taken at other times.',
    why: 'On Zalando the schedule is a variable of the pods, and every one of them restarts.',
    safe: 'Change all backup settings of a Zalando cluster in one commit.',
  },
  {
    id: 'G130',
    name: 'repository-removed',
    severity: 'confirm',
    operators: ['crunchy'],
    what: 'A repository is taken out.',
    why: 'Its backups can no longer be restored from, and no other repository may reach back as far.',
    safe: 'Keep it until another repository has backups as old as you need them.',
  },
  {
    id: 'G123',
    name: 'path-without-stanza',
    severity: 'block',
    operators: ['crunchy'],
    what: 'The path of a repository changes, and its bucket does not.',
    why: 'PGO does not notice: no stanza and no backup is made at the new path, and the conditions go on saying that all is well.',
    safe: 'Move to another bucket, endpoint or repository, which PGO notices. Or run `pgbackrest stanza-create --stanza=db` in the primary right after, take a backup on demand, and acknowledge this.',
  },
];
