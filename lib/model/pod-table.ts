/** What of a cluster reaches which of the pods that are made for it. One table an operator, docs/pods.md and a test for each cell. */

/** Pods, and containers that have sizes of their own. */
export const POD_KINDS = [
  'instances',
  'helpers of instances',
  'pools',
  'helpers of pools',
  'repository host',
  'backups',
  'restores',
  'restores in place',
] as const;

export type PodKind = (typeof POD_KINDS)[number];

/** Pods that the library prints itself, the same on every operator. */
export const OWN_POD_KINDS = ['Jobs that give access', 'programs of drills', 'instances of drills'] as const;

export type OwnPodKind = (typeof OWN_POD_KINDS)[number];

export const POD_PROPERTIES = [
  'node labels',
  'node affinity',
  'tolerations',
  'priority',
  'spread',
  'labels',
  'annotations',
  'pull secrets',
  'CPU and memory',
  'users',
] as const;

export type PodProperty = (typeof POD_PROPERTIES)[number];

/** Kind and JSON pointer where the property is found, or why there is none, as a text that begins with a small letter. */
export type PodCell = { readonly at: string } | { readonly why: string };

/** A kind of pods that an operator does not make has a reason in place of its cells. */
export type PodRow = { readonly [property in PodProperty]: PodCell } | { readonly none: string };

export type PodTable = { readonly [kind in PodKind]: PodRow };

export type OwnPodTable = { readonly [kind in OwnPodKind]: PodRow };

/** Cells of one object, by pointers below a place of it. */
export const cellsOf =
  (kind: string, place: string) =>
  (pointer: string): PodCell => ({ at: `${kind} ${place}${pointer}` });

export const lacks = (why: string): PodCell => ({ why });

/** Every property that a container has together with its pod. */
export const withPod = (why: string, sizes: PodCell): PodRow => ({
  'node labels': lacks(why),
  'node affinity': lacks(why),
  tolerations: lacks(why),
  priority: lacks(why),
  spread: lacks(why),
  labels: lacks(why),
  annotations: lacks(why),
  'pull secrets': lacks(why),
  'CPU and memory': sizes,
  users: lacks(why),
});
