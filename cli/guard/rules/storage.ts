import { at, isMap, Json, listOf, textOf } from '../../values/json';
import { KubeObject } from '../../manifests/object';
import { kindOf } from '../../manifests/operators';
import { GuardRule, Hit } from '../rule';
import { Comparison } from '../../manifests/compare/compare';
import { ClusterView } from '../../manifests/operators/view';

/** Clusters of both sides, side by side. */
export const clusterPairs = ({ base, head }: Comparison): { before: ClusterView; after: ClusterView }[] =>
  head.clusters.flatMap((after) => {
    const before = base.clusterByKey.get(after.object.key);
    return before ? [{ before, after }] : [];
  });

const setNames = (object: KubeObject): string[] =>
  listOf(at(object.value, 'spec', 'instances')).map((set) => textOf(at(set, 'name')) ?? '');

/** Volumes of a cluster, as they were written: a size, and a class or none. */
function volumes(object: KubeObject): { field: string; size?: Json; storageClass?: Json }[] {
  const spec = object.raw.spec;
  switch (kindOf(object)) {
    case 'postgresql.cnpg.io/Cluster':
      return [
        ['spec.storage', at(spec, 'storage')],
        ['spec.walStorage', at(spec, 'walStorage')],
      ].flatMap(([field, claim]) =>
        isMap(claim as Json)
          ? [
              {
                field: field as string,
                size: at(claim as Json, 'size') ?? at(claim as Json, 'pvcTemplate', 'resources', 'requests', 'storage'),
                storageClass: at(claim as Json, 'storageClass') ?? at(claim as Json, 'pvcTemplate', 'storageClassName'),
              },
            ]
          : [],
      );
    case 'acid.zalan.do/postgresql':
      return [{ field: 'spec.volume', size: at(spec, 'volume', 'size'), storageClass: at(spec, 'volume', 'storageClass') }];
    default:
      return listOf(at(spec, 'instances')).map((set) => ({
        field: `spec.instances[${textOf(at(set, 'name')) ?? ''}].dataVolumeClaimSpec`,
        size: at(set, 'dataVolumeClaimSpec', 'resources', 'requests', 'storage'),
        storageClass: at(set, 'dataVolumeClaimSpec', 'storageClassName'),
      }));
  }
}

export const STORAGE_RULES: readonly GuardRule[] = [
  {
    id: 'G025',
    name: 'storage-shrunk',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'A volume is to become smaller.',
    why: 'No volume shrinks: the change is refused, or the next instance is too small for the data.',
    safe: 'Keep the size. For smaller volumes make a new cluster (or, on Crunchy PGO, a new instance set) and move the data.',
  },
  {
    id: 'G026',
    name: 'storage-class-changed',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The storage class changes.',
    why: 'Volumes that exist keep theirs, so that instances of one cluster stand on different storage.',
    safe: 'Confirm it if that is meant, and replace the instances one by one; or make a new cluster by recovery.',
  },
  {
    id: 'G027',
    name: 'storage-unset',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The storage class or the size is left to the Kubernetes cluster.',
    why: 'When its default class changes, instances of one cluster stand on different storage.',
    safe: 'Name the class and the size.',
    state: ({ clusters }) =>
      clusters.flatMap(({ object }) =>
        volumes(object)
          .filter(({ size, storageClass }) => size === undefined || storageClass === undefined)
          .map(({ field, size }) => ({
            object,
            field,
            does: 'New volumes get the class that is the default when they are made.',
            evidence: 'read' as const,
            what: size === undefined ? `${field} has no size.` : `${field} names no storage class.`,
          })),
      ),
  },
  {
    id: 'G028',
    name: 'wal-volume-removed',
    severity: 'block',
    operators: ['cnpg', 'crunchy'],
    what: 'The volume for WAL is taken away.',
    why: 'It cannot be undone in place, or its removal restarts every instance and deletes the volume.',
    safe: 'Keep it; without it, make a new cluster (or, on Crunchy PGO, a new instance set).',
  },
  {
    id: 'G029',
    name: 'tablespace-removed',
    severity: 'block',
    operators: ['cnpg', 'crunchy'],
    what: 'A tablespace is taken away.',
    why: 'Tables and indexes lie in it.',
    safe: 'Move everything out of it (ALTER TABLE ... SET TABLESPACE) and leave the tablespace declared.',
  },
  {
    id: 'G030',
    name: 'replicas-lowered',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster gets fewer instances.',
    why: 'Volumes of the instances that go are deleted, or stay behind and are used again later.',
    safe: 'Do it in a commit of its own, with every instance healthy. On Zalando delete the volumes that are left, or a later scale-up starts from old data.',
  },
  {
    id: 'G031',
    name: 'replicas-omitted',
    severity: 'block',
    operators: ['cnpg', 'crunchy'],
    what: 'The number of instances is not written.',
    why: 'The default is 1: a cluster of three shrinks to one.',
    safe: 'Write the number.',
    state: ({ clusters }) =>
      clusters.flatMap(({ operator, object }): Hit[] => {
        const spec = object.raw.spec;
        const missing =
          operator === 'cnpg' && at(spec, 'instances') === undefined
            ? ['spec.instances']
            : operator === 'crunchy'
              ? listOf(at(spec, 'instances')).flatMap((set) =>
                  at(set, 'replicas') === undefined ? [`spec.instances[${textOf(at(set, 'name')) ?? ''}].replicas`] : [],
                )
              : [];
        return missing.map((field) => ({
          object,
          field,
          what: `${field} is not written.`,
          does: 'One instance is run.',
          evidence: 'read',
        }));
      }),
  },
  {
    id: 'G032',
    name: 'single-instance',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'One instance, or none, is left.',
    why: 'Nobody takes over when it fails, and each restart is an outage.',
    safe: 'Keep two or more. Confirm it where an outage of minutes does no harm.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(({ before, after }) => before.instances > 1 && after.instances === 1)
        .map(({ before, after }) => ({
          object: after.object,
          field: after.instancesField,
          old: before.instances,
          new: after.instances,
          does: 'The other instances are removed; the one that is left has no standby.',
          evidence: 'seen',
        })),
  },
  {
    id: 'G033',
    name: 'stopped',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster, or a part of it, is stopped.',
    why: 'No application reaches it, and no backup is taken.',
    safe: 'Confirm it if that is meant: the volumes stay.',
  },
  {
    id: 'G034',
    name: 'instance-set-removed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A set of instances is taken away.',
    why: 'All of it is deleted in one pass, the primary included, whether or not another set has caught up.',
    safe: 'Add the new set first, wait until its instances stream, and remove the old one in a later commit. A set cannot be renamed.',
  },
  {
    id: 'G035',
    name: 'instance-set-swapped',
    severity: 'block',
    operators: ['crunchy'],
    what: 'Every set of instances is replaced by another.',
    why: 'Every volume with data is deleted in one step.',
    safe: 'Keep one of the old sets until the new ones have caught up.',
    check: (comparison) =>
      clusterPairs(comparison)
        .filter(
          ({ before, after }) =>
            after.operator === 'crunchy' &&
            setNames(before.object).length > 0 &&
            !setNames(before.object).some((name) => setNames(after.object).includes(name)),
        )
        .map(({ before, after }) => ({
          object: after.object,
          field: 'spec.instances',
          old: setNames(before.object),
          new: setNames(after.object),
          does: 'No instance of the old sets is kept: the cluster is made anew, from its repository at best.',
          evidence: 'read',
          effect: 'destroys data',
        })),
  },
  {
    id: 'G036',
    name: 'instance-set-unnamed',
    severity: 'block',
    operators: ['crunchy'],
    what: 'A set of instances has no name.',
    why: 'It is called after its place in the list: putting another one before it renames it, and a renamed set is deleted.',
    safe: 'Give each set a name. A set that runs without one has the name of its place: 00, 01 and so on.',
    state: ({ clusters }) =>
      clusters
        .filter(({ operator }) => operator === 'crunchy')
        .flatMap(({ object }) =>
          listOf(at(object.raw, 'spec', 'instances')).flatMap((set, i): Hit[] =>
            textOf(at(set, 'name'))
              ? []
              : [
                  {
                    object,
                    field: `spec.instances[${String(i).padStart(2, '0')}].name`,
                    does: `The set is called ${String(i).padStart(2, '0')}.`,
                    evidence: 'read',
                  },
                ],
          ),
        ),
  },
  {
    id: 'G037',
    name: 'sync-exceeds-replicas',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'More synchronous standbys are asked for than there are.',
    why: 'Writes hang, or the operator changes the number of instances by itself.',
    safe: 'Ask for fewer standbys than there are replicas.',
    state: ({ clusters }) =>
      clusters
        .filter(
          ({ synchronous, instances, stopped, follower }) =>
            !stopped && !follower && synchronous.on && (synchronous.number >= instances || (synchronous.strict && instances < 2)),
        )
        .map(({ object, synchronous, instances }) => ({
          object,
          field: synchronous.field,
          new: synchronous.number,
          what: `${synchronous.number} synchronous standbys are asked for, and there are ${Math.max(instances - 1, 0)} replicas.`,
          does: 'Commits wait for a standby that does not come.',
          evidence: 'read',
        })),
  },
  {
    id: 'G038',
    name: 'durability-weakened',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'Less is kept of what was confirmed to an application.',
    why: 'Transactions that an application takes for done may be lost when an instance fails.',
    safe: 'Confirm it if applications can live with it.',
  },
  {
    id: 'G039',
    name: 'spread-loosened',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'What keeps instances apart changes.',
    why: 'Instances that share a node or a zone fail together.',
    safe: 'Look where the instances stand after the rollout.',
  },
];
