import { canonical, Json, isMap } from '../../values/json';
import { KubeObject, refOf, wasApplied } from '../../manifests/object';
import { isStateful, kindOf, operatorOf, STATEFUL } from '../../manifests/operators';
import { DISPLAY, Operator } from '../../effects/effect';
import { GuardRule, Hit } from '../rule';
import { Comparison } from '../../manifests/compare/compare';
import { isKeptFromPruning, needsProtection } from './protection';

/** What the operator deletes with the object. */
const DELETES: { readonly [operator in Operator]: string } = {
  cnpg: 'The volumes belong to the Cluster and are deleted with it. What is in the object store stays.',
  zalando:
    'The StatefulSet, the Secrets and, unless the operator is told otherwise, the volumes are deleted. What is in the object store stays.',
  crunchy: 'The volumes are deleted, those with backups included. Repositories in an object store stay.',
  kubernetes: 'The volume is released, and deleted where its class says so.',
};

/** The spec with every name that comes from the object's own replaced, so that a renamed object is the same. */
function fingerprint({ value, name, namespace }: KubeObject): string {
  const neutral = (item: Json): Json => {
    if (typeof item === 'string') {
      return item
        .split(name)
        .join('\u0000')
        .split(namespace || '\u0001')
        .join('\u0001');
    }
    if (Array.isArray(item)) {
      return item.map(neutral);
    }
    return isMap(item)
      ? Object.fromEntries(Object.entries(item).map(([key, below]) => [key.split(name).join('\u0000'), neutral(below)]))
      : item;
  };
  return canonical(neutral(value.spec ?? null));
}

type Fate = { readonly to: KubeObject; readonly how: 'moved' | 'renamed' | 'switched' };

/** What has become of the stateful objects that are gone. */
function fates({ removed, added, head }: Comparison): Map<KubeObject, Fate | undefined> {
  const departures = removed.filter(isStateful);
  const arrivals = added.filter(isStateful);
  const by = (objects: readonly KubeObject[], key: (object: KubeObject) => string): Map<string, KubeObject[]> => {
    const groups = new Map<string, KubeObject[]>();
    objects.forEach((object) => groups.set(key(object), [...(groups.get(key(object)) ?? []), object]));
    return groups;
  };
  const print = (object: KubeObject): string => `${kindOf(object)} ${fingerprint(object)}`;
  const place = (object: KubeObject): string => `${kindOf(object)} ${object.namespace}`;
  const byName = by(arrivals, (object) => `${kindOf(object)} ${object.name}`);
  const byPrint = departures.length > 0 ? by(arrivals, print) : new Map<string, KubeObject[]>();
  const [goneFrom, newIn] = [by(departures, place), by(arrivals, place)];
  return new Map(
    departures.map((gone): [KubeObject, Fate | undefined] => {
      const switched = Object.keys(STATEFUL)
        .filter((kind) => kind !== kindOf(gone))
        .map((kind) => head.byKey.get(`${kind}/${gone.namespace || '-'}/${gone.name}`))
        .find((object) => object !== undefined);
      const moved = byName.get(`${kindOf(gone)} ${gone.name}`)?.[0];
      // One went and one came: with other changes beside the name it is a new name all the same.
      const sole = goneFrom.get(place(gone))?.length === 1 && newIn.get(place(gone))?.length === 1 ? newIn.get(place(gone))![0] : undefined;
      const renamed = byPrint.get(print(gone))?.[0] ?? sole;
      return [
        gone,
        switched
          ? { to: switched, how: 'switched' }
          : moved
            ? { to: moved, how: 'moved' }
            : renamed
              ? { to: renamed, how: 'renamed' }
              : undefined,
      ];
    }),
  );
}

const gone = (
  comparison: Comparison,
  how: Fate['how'] | undefined,
  hit: (object: KubeObject, to: KubeObject | undefined) => Partial<Hit>,
): Hit[] =>
  [...fates(comparison)]
    .filter(([, fate]) => fate?.how === how)
    .map(([object, fate]) => ({
      object,
      does: DELETES[operatorOf(object)],
      evidence: 'read' as const,
      effect: 'destroys data' as const,
      ...hit(object, fate?.to),
    }));

/** Versions of the kinds that the rules know. */
const VERSIONS: { readonly [group: string]: readonly string[] } = {
  'postgresql.cnpg.io': ['v1'],
  'barmancloud.cnpg.io': ['v1'],
  'acid.zalan.do': ['v1'],
  'postgres-operator.crunchydata.com': ['v1', 'v1beta1'],
};

/** Fewer objects than this are no mass. */
const FEW = 4;

export const IDENTITY_RULES: readonly GuardRule[] = [
  {
    id: 'G001',
    name: 'stateful-removed',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'A database disappears from the output.',
    why: 'Whatever prunes deletes the object, and the operator deletes its volumes.',
    safe: 'Take a last backup and try it. Remove the protection in one release, and the object in the next.',
    check: (comparison) => [
      ...gone(comparison, undefined, (object) => ({ what: `${refOf(object)} disappears from the output.` })),
      ...comparison.removed
        .filter((object) => kindOf(object) === 'core/PersistentVolumeClaim')
        .map((object) => ({
          object,
          does: DELETES.kubernetes,
          evidence: 'read' as const,
          effect: 'destroys data' as const,
          what: `${refOf(object)} disappears from the output.`,
        })),
    ],
  },
  {
    id: 'G002',
    name: 'stateful-renamed',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A database gets another name.',
    why: 'No operator renames: the new one begins empty, and the old one is deleted.',
    safe: 'Keep metadata.name. To get another name, restore or replicate into a cluster of the new name, move the applications, and remove the old one later.',
    check: (comparison) =>
      gone(comparison, 'renamed', (object, to) => ({
        what: `${refOf(object)} looks renamed to ${to!.name}.`,
        field: 'metadata.name',
        old: object.name,
        new: to!.name,
        does: `${to!.name} begins as a new, empty cluster. ${DELETES[operatorOf(object)]}`,
      })),
  },
  {
    id: 'G003',
    name: 'stateful-moved',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A database moves to another namespace.',
    why: 'It begins there as a new, empty one, and the old one is deleted.',
    safe: 'Keep metadata.namespace, or restore into the new namespace first. If only one side names the namespace, give --namespace.',
    check: (comparison) =>
      gone(comparison, 'moved', (object, to) => ({
        what: `${refOf(object)} moves to namespace '${to!.namespace}'.`,
        field: 'metadata.namespace',
        old: object.namespace,
        new: to!.namespace,
        does: `A new, empty cluster begins in '${to!.namespace}'. ${DELETES[operatorOf(object)]}`,
      })),
  },
  {
    id: 'G004',
    name: 'operator-switched',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A database of one name goes from one operator to another.',
    why: 'No operator takes over the volumes, or reads the archive, of another.',
    safe: 'Run both under two names and move the data by dump and restore or logical replication.',
    check: (comparison) =>
      gone(comparison, 'switched', (object, to) => ({
        what: `${object.name} goes from ${DISPLAY[operatorOf(object)]} to ${DISPLAY[operatorOf(to!)]}.`,
        field: 'kind',
        old: kindOf(object),
        new: kindOf(to!),
        does: `A new, empty ${to!.kind} begins under the name. ${DELETES[operatorOf(object)]}`,
      })),
  },
  {
    id: 'G007',
    name: 'protection-too-late',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'An object disappears that was not protected in the release before.',
    why: 'Argo CD reads the options of the object that runs: what this commit adds cannot protect what it removes.',
    safe: 'Put the object back with Prune=false, let that be synced, and remove it in a later commit.',
    check: ({ removed }) =>
      removed
        .filter((object) => needsProtection(object) && !isKeptFromPruning(object))
        .map((object) => ({
          object,
          does: 'With pruning on, Argo CD deletes it in this sync.',
          evidence: 'read',
          effect: 'destroys data',
          what: `${refOf(object)} disappears, and nothing keeps it from being pruned.`,
        })),
  },
  {
    id: 'G019',
    name: 'duplicate-identity',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'Two documents are the same object.',
    why: 'They are applied in turn, and the last one wins: which one that is hangs on the order of files.',
    safe: 'Print the object once.',
    state: ({ duplicates, byKey }) =>
      duplicates.map((object) => ({
        object,
        what: `${refOf(object)} stands here and at ${byKey.get(object.key)!.file}:${byKey.get(object.key)!.line}.`,
        does: 'Argo CD applies both, in turn, at every sync.',
        evidence: 'read',
      })),
  },
  {
    id: 'G023',
    name: 'mass-removal',
    severity: 'confirm',
    operators: ['kubernetes'],
    what: 'Many objects disappear at once.',
    why: 'That is what a program that has printed only half of its output looks like.',
    safe: 'Look whether the output is complete.',
    check: ({ removed: vanished, base }) => {
      // A namespace that was dumped whole holds much that nobody has ever applied.
      const removed = vanished.filter((object) => !object.live || wasApplied(object));
      const share = removed.length / Math.max(base.byKey.size, 1);
      return removed.length >= FEW && share > 0.25
        ? [
            {
              object: removed[0]!,
              old: base.byKey.size,
              new: base.byKey.size - removed.length,
              what: `${removed.length} of ${base.byKey.size} objects disappear, ${refOf(removed[0]!)} first.`,
              does: 'With pruning on, Argo CD deletes them all in this sync.',
              evidence: 'read',
            },
          ]
        : [];
    },
  },
  {
    id: 'G024',
    name: 'version-changed',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'The object is printed in another version of its API.',
    why: 'Defaults and names of fields may differ between versions.',
    safe: 'Change the version in a commit of its own, and compare what the API server makes of it (`kubectl diff`).',
    check: ({ pairs }) =>
      pairs
        .filter(({ before, after }) => before.version !== after.version)
        .map(({ before, after }) => ({
          object: after,
          field: 'apiVersion',
          old: before.version,
          new: after.version,
          does: 'The API server converts the object; nothing else happens where both versions have the same fields.',
          evidence: 'inferred',
        })),
  },
  {
    id: 'G127',
    name: 'unknown-version',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The object has a version of the API that this guard does not know.',
    why: 'Fields may have other names there, so that rules about them find nothing.',
    safe: 'Take a newer cdk8s-postgres, or read the change by hand.',
    state: ({ objects }) =>
      objects
        .filter(({ group, version }) => VERSIONS[group] !== undefined && !VERSIONS[group]!.includes(version))
        .map((object) => ({
          object,
          field: 'apiVersion',
          new: object.version,
          does: 'Unknown.',
          evidence: 'inferred',
          safe: `Known are ${VERSIONS[object.group]!.join(', ')} of ${object.group}. Take a newer cdk8s-postgres, or read the change by hand.`,
        })),
  },
];
