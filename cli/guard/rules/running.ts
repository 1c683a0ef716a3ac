import { at, Json, textOf } from '../../values/json';
import { quantity } from '../../values/quantity';
import { Change } from '../../manifests/compare/diff';
import { Effect } from '../../effects/effect';
import { KubeObject, refOf } from '../../manifests/object';
import { ailment, grownVolumes, noWayBack } from '../../manifests/operators/running';
import { ClusterView } from '../../manifests/operators/view';
import { GuardRule, Hit } from '../rule';
import { Pair } from '../../manifests/compare/compare';
import { rowsFor } from '../../manifests/effects';
import { clusterPairs } from './storage';
import { majors } from './versions';

const PGO = 'postgres-operator.crunchydata.com';
const RESTORE = `metadata.annotations["${PGO}/pgbackrest-restore"]`;

/** Effects that need the other instances to be well. */
const LEANS_ON_OTHERS = new Set<Effect>(['rolling restart', 'primary restart', 'destroys data', 'changes who writes']);

/** The first change for which the cluster has to be well. */
function demanding({ after, changes }: Pair): Change | undefined {
  for (const change of changes.filter(({ inside }) => !inside)) {
    if (rowsFor(after, change).some(({ effect }) => LEANS_ON_OTHERS.has(effect))) {
      return change;
    }
  }
  return undefined;
}

const WAITS: { readonly [operator in ClusterView['operator']]: string } = {
  cnpg: 'The operator rolls no instance and takes none away while another one is sick: the change waits, and with it what comes after it.',
  zalando: 'Pods are made anew without waiting for the one that is sick: the cluster may be left without a primary.',
  crunchy: 'PGO takes one instance down at a time, on top of the one that is down already.',
  kubernetes: '',
};

/** Something that cannot be taken back. */
interface Step {
  readonly before: ClusterView;
  readonly how: string;
  readonly field: string;
  readonly old?: Json;
  readonly now?: Json;
}

/** Rules that read the status of live objects (`--base` as `kubectl get -o yaml`); with a base from Git they are silent. */
export const RUNNING_RULES: readonly GuardRule[] = [
  {
    id: 'G131',
    name: 'unwell-before',
    severity: 'confirm',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The cluster is not well, and the change needs it to be.',
    why: 'What is rolled, moved or taken away is then missed: there is no other instance to go to.',
    safe: 'Make it well first. If the change is the cure, confirm it.',
    check: ({ pairs, base }) =>
      pairs.flatMap((pair): Hit[] => {
        const before = base.clusterByKey.get(pair.before.key);
        const ill = before && ailment(before);
        const change = ill ? demanding(pair) : undefined;
        return before && change
          ? [
              {
                object: pair.after,
                field: change.field,
                old: change.old,
                new: change.new,
                what: `${refOf(pair.after)} is not well (${ill}), and ${change.field} changes.`,
                does: WAITS[before.operator],
                evidence: 'read',
              },
            ]
          : [];
      }),
  },
  {
    id: 'G134',
    name: 'no-way-back',
    severity: 'confirm',
    operators: ['cnpg', 'crunchy'],
    what: 'The change cannot be taken back, and there is no backup to go back to.',
    why: 'The one thing that would help afterwards is broken before.',
    safe: 'Make the backups work, take one, try it, and do this then.',
    check: (comparison) => {
      const gone = comparison.removed.flatMap((object) => comparison.base.clusterByKey.get(object.key) ?? []);
      const upgraded: Step[] = majors(comparison, 'up').map(({ before, from, to }) => ({
        before,
        how: `goes from ${from} to ${to}`,
        field: before.majorField,
        old: from,
        now: to,
      }));
      const restored = comparison.pairs.flatMap(({ before: { key }, changes }): Step[] => {
        const token = changes.find(({ field }) => field === RESTORE)?.new;
        const before = comparison.base.clusterByKey.get(key);
        return before && token !== undefined ? [{ before, how: 'is restored in place', field: RESTORE, now: token }] : [];
      });
      return [...gone.map((before): Step => ({ before, how: 'disappears', field: before.backupField })), ...upgraded, ...restored].flatMap(
        ({ before, how, field, old, now }): Hit[] => {
          const broken = noWayBack(before);
          return broken
            ? [
                {
                  object: comparison.head.byKey.get(before.object.key) ?? before.object,
                  field,
                  old,
                  new: now,
                  what: `${refOf(before.object)} ${how}, and ${broken}.`,
                  does: 'What has not reached the archive is lost.',
                  evidence: 'read',
                  effect: 'changes what can be recovered',
                },
              ]
            : [];
        },
      );
    },
  },
  {
    id: 'G135',
    name: 'grown-volume-unset',
    severity: 'confirm',
    operators: ['crunchy'],
    what: 'A volume has grown by itself, and its limit goes below that.',
    why: 'No volume shrinks: the claim is refused, and new instances get volumes that are too small for the data.',
    safe: 'Keep the limit, and raise the request to the size that the volume has.',
    check: (comparison) =>
      clusterPairs(comparison).flatMap(({ before, after }) =>
        grownVolumes(before).flatMap(({ field, claim, sizes }): Hit[] => {
          const wanted = claimOf(after.object, claim);
          const allowed = Math.max(
            ...[at(wanted, 'resources', 'limits', 'storage'), at(wanted, 'resources', 'requests', 'storage')].map(
              (value) => quantity(textOf(value) ?? '') || 0,
            ),
          );
          const grown = sizes.find((size) => quantity(size) > allowed);
          return grown !== undefined && wanted !== undefined
            ? [
                {
                  object: after.object,
                  field,
                  old: at(claimOf(before.object, claim), 'resources', 'limits', 'storage'),
                  new: at(wanted, 'resources', 'limits', 'storage'),
                  what: `A volume has grown to ${grown}, and its limit goes below that.`,
                  does: 'The volume stays as it is, with an event PersistentVolumeError; the next instance is made too small.',
                  evidence: 'read',
                },
              ]
            : [];
        }),
      ),
  },
  {
    id: 'G136',
    name: 'being-deleted',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'The object is being deleted, and Git has it still.',
    why: 'As soon as it is gone it is made anew, and empty.',
    safe: 'Take it out of the output, or stop the syncs until it is known why it is deleted; then restore under another name.',
    check: (comparison) =>
      clusterPairs(comparison).flatMap(({ before, after }): Hit[] => {
        const since = textOf(at(before.object.running, 'metadata', 'deletionTimestamp'));
        return since === undefined
          ? []
          : [
              {
                object: after.object,
                field: 'metadata.deletionTimestamp',
                old: since,
                what: `${refOf(after.object)} is being deleted, since ${since}, and Git has it still.`,
                does: 'Its volumes go with it; the next sync makes an empty cluster of the same name.',
                evidence: 'read',
                effect: 'destroys data',
              },
            ];
      }),
  },
];

/** A claim of a PGO cluster: of an instance set, or of a repository. */
function claimOf(object: KubeObject, [list, name, ...rest]: readonly string[]): Json | undefined {
  const items = list === 'instances' ? at(object.value, 'spec', 'instances') : at(object.value, 'spec', 'backups', 'pgbackrest', 'repos');
  const item = Array.isArray(items) ? items.find((one) => textOf(at(one, 'name')) === name) : undefined;
  return at(item, ...rest);
}
