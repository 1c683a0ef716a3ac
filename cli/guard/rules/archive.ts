import { at, listOf, mapOf, textOf } from '../../values/json';
import { KubeObject, refOf } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { BARMAN } from '../../manifests/operators/cnpg';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';
import { clusterPairs } from './storage';

export const STORE = `${BARMAN}/ObjectStore`;

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

/** Where WAL and base backups go. */
export const ARCHIVE_RULES: readonly GuardRule[] = [
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
];
