import { at, isMap, listOf, mapOf, textOf } from '../../values/json';
import { KubeObject, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { archiverOf, CNPG, itsCluster } from '../../manifests/operators/cnpg';
import { environment } from '../../manifests/operators/zalando';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';
import { STORE } from './archive';
import { isProtected } from './protection';

/** Of what lets a cluster sleep, with the name of the cluster. */
const SLEEP_LABEL = 'cdk8s-postgres/sleep';

const SCHEDULED = `${CNPG}/ScheduledBackup`;

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

/** When base backups are taken, and how long they are kept. */
export const SCHEDULE_RULES: readonly GuardRule[] = [
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
            itsCluster(object, head.byKey) !== undefined
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
    id: 'G139',
    name: 'nobody-wakes-it',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'What wakes a cluster goes, and the cluster stays.',
    why: 'What keeps it asleep stands in the cluster object and in no manifest: if it sleeps at that moment, it sleeps for ever.',
    safe: 'Take the schedule out while the cluster is awake, or write state: ClusterState.stopped() if it shall sleep.',
    check: ({ removed, head }) =>
      removed.flatMap((object): Hit[] => {
        const cluster = textOf(at(object.value, 'metadata', 'labels', SLEEP_LABEL));
        const stays = head.clusters.some(({ object: { name, namespace } }) => name === cluster && namespace === object.namespace);
        return kindOf(object) === 'batch/CronJob' && object.name.endsWith('-wake') && stays
          ? [
              {
                object,
                what: `${refOf(object)} disappears, and the cluster ${cluster} stays.`,
                does: 'A cluster that sleeps is not woken any more.',
                evidence: 'read',
              },
            ]
          : [];
      }),
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
    what: 'The schedule does not say through which plugin backups go.',
    why: 'The default is the method inside of the operator, for which the cluster has no store, and no plugin: each backup fails.',
    safe: 'Set method: plugin and pluginConfiguration.name.',
    state: ({ objects, byKey }) =>
      objects
        .filter((object) => {
          const cluster = itsCluster(object, byKey);
          const unsaid =
            at(object.raw, 'spec', 'method') === undefined
              ? cluster !== undefined && isPluginArchived(cluster) && !isMap(at(cluster.value, 'spec', 'backup', 'barmanObjectStore'))
              : at(object.raw, 'spec', 'method') === 'plugin' &&
                textOf(at(object.raw, 'spec', 'pluginConfiguration', 'name')) === undefined;
          return kindOf(object) === SCHEDULED && unsaid;
        })
        .map((object) => ({
          object,
          field: at(object.raw, 'spec', 'method') === undefined ? 'spec.method' : 'spec.pluginConfiguration.name',
          does: 'Backups of the schedule fail.',
          evidence: 'read',
        })),
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
    id: 'G118',
    name: 'schedule-changed',
    severity: 'info',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Base backups are taken at other times.',
    why: 'The next one is earlier or later than before; on Zalando the schedule is a variable of the pods, and every one of them restarts.',
    safe: 'Nothing to do on CloudNativePG and PGO. On Zalando, change all backup settings in one commit.',
  },
];
