import { at, listOf } from '../../values/json';
import { annotation, KubeObject, refOf } from '../../manifests/object';
import { isStateful, kindOf, operatorOf } from '../../manifests/operators';
import { GuardRule, Hit } from '../rule';
import { Side } from '../../manifests/side';
import { FLUX_PRUNE, isPrecious, isProtected, needsProtection, SYNC_OPTIONS, syncOptions } from './protection';

const ANNOTATION = (key: string): string => `metadata.annotations["${key}"]`;

const HOOKS = ['argocd.argoproj.io/hook', 'helm.sh/hook'];

const WAVE = 'argocd.argoproj.io/sync-wave';

const TRACKING = ['app.kubernetes.io/instance', 'argocd.argoproj.io/instance', 'argocd.argoproj.io/tracking-id'];

export const isApplication = (object: KubeObject): boolean => kindOf(object) === 'argoproj.io/Application';

const wave = (object: KubeObject): number => Number(annotation(object, WAVE) ?? 0) || 0;

/** Sync options of an Application, and those that an object carries. */
export function optionsOf(object: KubeObject): { field: string; options: string[] } {
  return isApplication(object)
    ? { field: 'spec.syncPolicy.syncOptions', options: listOf(at(object.raw, 'spec', 'syncPolicy', 'syncOptions')).map(String) }
    : { field: ANNOTATION(SYNC_OPTIONS), options: syncOptions(object) };
}

const databasesIn = ({ clustersIn }: Side, namespace: string): string[] => clustersIn(namespace).map(({ object }) => refOf(object));

/** Maps of labels or annotations that the operator hands on to what it makes. */
const HANDED_ON: readonly (readonly string[])[] = [
  ['metadata', 'labels'],
  ['metadata', 'annotations'],
  ['spec', 'inheritedMetadata', 'labels'],
  ['spec', 'inheritedMetadata', 'annotations'],
  ['spec', 'metadata', 'labels'],
  ['spec', 'metadata', 'annotations'],
  ['spec', 'podAnnotations'],
  ['spec', 'template', 'metadata', 'labels'],
];

/** Kinds that may follow a cluster: they wait for nothing that others wait for. */
const MAY_FOLLOW = new Set([
  'Pooler',
  'ScheduledBackup',
  'Database',
  'DatabaseRole',
  'PGAdmin',
  'PodMonitor',
  'ServiceMonitor',
  'PrometheusRule',
]);

const BEFORE = new Set(['ExternalSecret', 'SealedSecret', 'ObjectStore', 'NetworkPolicy']);

function clusterWaves({ clusters }: Side): Map<string, number> {
  const waves = new Map<string, number>();
  for (const { object } of clusters) {
    waves.set(object.namespace, Math.max(wave(object), waves.get(object.namespace) ?? -Infinity));
  }
  return waves;
}

/** An object whose wave comes after that of a cluster. */
const waits = (object: KubeObject): Hit => ({
  object,
  field: ANNOTATION(WAVE),
  new: annotation(object, WAVE),
  does: 'Argo CD waits for the health of the cluster before it applies the object.',
  evidence: 'read',
});

/** What an object says to Argo CD: protection, hooks, force, waves, and the namespace around it. */
export const SYNC_RULES: readonly GuardRule[] = [
  {
    id: 'G005',
    name: 'protection-missing',
    severity: 'warn',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'The object has no protection from being deleted.',
    why: 'A wrong merge, a renamed folder or a deleted Application takes it away, and with it what hangs on it.',
    safe: `Annotate it with ${SYNC_OPTIONS}: Prune=false,Delete=false (Flux: ${FLUX_PRUNE}: disabled).`,
    state: ({ objects }) =>
      objects
        .filter((object) => needsProtection(object) && !isProtected(object))
        .map((object) => ({
          object,
          field: ANNOTATION(SYNC_OPTIONS),
          new: annotation(object, SYNC_OPTIONS),
          what: `${refOf(object)} has no protection from being deleted.`,
          does: 'Nothing now.',
          evidence: 'read',
        })),
  },
  {
    id: 'G006',
    name: 'protection-dropped',
    severity: 'confirm',
    operators: ['kubernetes'],
    what: 'The protection from being deleted is taken away.',
    why: 'The next removal really deletes the object.',
    safe: 'Meant as the first of two steps that remove a database: let this be synced, look, and remove the object in another commit.',
    check: ({ pairs }) =>
      pairs
        .filter(({ before, after }) => isProtected(before) && !isProtected(after))
        .map(({ before, after }) => ({
          object: after,
          field: ANNOTATION(SYNC_OPTIONS),
          old: annotation(before, SYNC_OPTIONS) ?? annotation(before, FLUX_PRUNE),
          new: annotation(after, SYNC_OPTIONS),
          severity: needsProtection(after) ? undefined : 'warn',
          does: 'Nothing now: only the annotation changes.',
          evidence: 'seen',
        })),
  },
  {
    id: 'G008',
    name: 'hook-on-stateful',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'A database is a hook.',
    why: 'Hooks are deleted and made anew at each sync, and the volumes go with the object.',
    safe: 'Take the annotation away.',
    state: ({ objects }) =>
      objects.filter(isPrecious).flatMap((object) =>
        HOOKS.flatMap((hook): Hit[] => {
          const value = annotation(object, hook);
          return value === undefined
            ? []
            : [
                {
                  object,
                  field: ANNOTATION(hook),
                  new: value,
                  does: 'Argo CD deletes it before each sync and makes it anew.',
                  evidence: 'read',
                  effect: 'destroys data',
                },
              ];
        }),
      ),
  },
  {
    id: 'G009',
    name: 'force-replace',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy', 'kubernetes'],
    what: 'The object is synced by force.',
    why: 'Where a patch fails, force deletes the object and makes it anew, and the volumes go with it.',
    safe: 'Take Force=true and Replace=true away; apply on the server side instead (ServerSideApply=true).',
    state: ({ objects }) =>
      objects
        .filter((object) => isPrecious(object) || isApplication(object))
        .flatMap((object) => {
          const { field, options } = optionsOf(object);
          return ['Force=true', 'Replace=true']
            .filter((option) => options.includes(option))
            .map((option): Hit => ({
              object,
              field,
              new: option,
              severity: option === 'Force=true' ? undefined : 'confirm',
              does:
                option === 'Force=true'
                  ? 'Argo CD deletes the object and makes it anew where it cannot be patched.'
                  : 'Argo CD replaces the whole object: what others have written into it is lost.',
              evidence: 'read',
            }));
        }),
  },
  {
    id: 'G010',
    name: 'namespace-removed',
    severity: 'block',
    operators: ['kubernetes'],
    what: 'A namespace with databases goes, or loses its protection.',
    why: 'Deleting a namespace deletes every volume in it, whatever protects the clusters.',
    safe: 'Keep the namespace and its protection until the last database in it is gone.',
    check: ({ base, removed, pairs }) => [
      ...removed
        .filter((object) => kindOf(object) === 'core/Namespace' && databasesIn(base, object.name).length > 0)
        .map((object) => ({
          object,
          what: `Namespace ${object.name} disappears, and ${databasesIn(base, object.name).join(', ')} lives in it.`,
          does: 'With pruning on, the namespace and everything in it is deleted.',
          evidence: 'read' as const,
          effect: 'destroys data' as const,
        })),
      ...pairs
        .filter(
          ({ before, after }) =>
            kindOf(after) === 'core/Namespace' && databasesIn(base, after.name).length > 0 && isProtected(before) && !isProtected(after),
        )
        .map(({ before, after }) => ({
          object: after,
          field: ANNOTATION(SYNC_OPTIONS),
          old: annotation(before, SYNC_OPTIONS),
          new: annotation(after, SYNC_OPTIONS),
          what: `Namespace ${after.name} loses its protection, and ${databasesIn(base, after.name).join(', ')} lives in it.`,
          does: 'Nothing now.',
          evidence: 'read' as const,
        })),
    ],
  },
  {
    id: 'G011',
    name: 'namespace-in-output',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'The namespace of a database is printed beside it without protection.',
    why: 'Deleting the Application deletes the namespace, and with it every volume.',
    safe: 'Let CreateNamespace=true make it, print it elsewhere, or protect it as the cluster is protected.',
    state: (side) =>
      side.objects
        .filter((object) => kindOf(object) === 'core/Namespace' && databasesIn(side, object.name).length > 0 && !isProtected(object))
        .map((object) => ({
          object,
          field: ANNOTATION(SYNC_OPTIONS),
          new: annotation(object, SYNC_OPTIONS),
          does: 'Nothing now.',
          evidence: 'read',
        })),
  },
  {
    id: 'G018',
    name: 'tracking-key',
    severity: 'block',
    operators: ['cnpg', 'zalando', 'crunchy'],
    what: 'A key by which Argo CD tells its objects is set by hand.',
    why: 'Operators hand labels on to what they make: Argo CD takes those objects for its own, and prunes what Git does not have.',
    safe: 'Use a key of your own.',
    state: ({ objects }) =>
      objects
        .filter((object) => operatorOf(object) !== 'kubernetes')
        .flatMap((object) =>
          HANDED_ON.flatMap((way) =>
            TRACKING.flatMap((key): Hit[] => {
              const value = at(object.raw, ...way, key);
              return value === undefined
                ? []
                : [
                    {
                      object,
                      field: `${way.join('.')}["${key}"]`,
                      new: value,
                      does: 'The operator hands the key on to pods, Services or Secrets, as it is set up.',
                      evidence: 'read',
                    },
                  ];
            }),
          ),
        ),
  },
  {
    id: 'G020',
    name: 'wave-after-cluster',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'The object is synced in a wave after a cluster.',
    why: 'It waits, or the sync fails, whenever the cluster is not "Healthy": during a switchover, a rolling restart, hibernation.',
    safe: 'Put the cluster into the last wave, or use no waves: operators take objects in any order.',
    state: (side) => {
      const waves = clusterWaves(side);
      return side.objects
        .filter(
          (object) =>
            !isStateful(object) &&
            !MAY_FOLLOW.has(object.kind) &&
            !BEFORE.has(object.kind) &&
            wave(object) > (waves.get(object.namespace) ?? Infinity),
        )
        .map(waits);
    },
  },
  {
    id: 'G021',
    name: 'prerequisite-after-cluster',
    severity: 'warn',
    operators: ['kubernetes'],
    what: 'Something that a cluster needs is synced after it.',
    why: 'The cluster does not become healthy without it, and the later wave waits for its health.',
    safe: 'Put it into a wave before the cluster, or use no waves.',
    state: (side) => {
      const waves = clusterWaves(side);
      return side.objects
        .filter((object) => BEFORE.has(object.kind) && wave(object) > (waves.get(object.namespace) ?? Infinity))
        .map(waits);
    },
  },
];
