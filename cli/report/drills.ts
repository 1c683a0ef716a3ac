import { STATEFUL } from '../manifests/operators';
import { keyOf, KubeObject } from '../manifests/object';
import { rendering } from '../manifests/read/rendering';
import { at, mapOf, textOf } from '../values/json';
import { Estate, push } from './estate';

/** Marks everything that belongs to a drill of this library. */
const DRILL_LABEL = 'cdk8s-postgres/restore-drill';

/** A restore that is tried by schedule. */
export interface Drill {
  readonly name: string;
  readonly when: string;
  /** The archives that it restores from. */
  readonly places: readonly string[];
}

/** Namespace and name of the drill that an object belongs to. */
function drillOf(object: KubeObject): string | undefined {
  const name = textOf(at(object.value, 'metadata', 'labels', DRILL_LABEL));
  return name === undefined ? undefined : `${object.namespace}/${name}`;
}

/** The cluster of a drill is no object of the output: it stands in a ConfigMap, from which the drill makes it. */
function inner(object: KubeObject): readonly KubeObject[] {
  return Object.values(mapOf(object.value.data)).flatMap((text) => {
    const written = textOf(text) ?? '';
    return /^kind: (Cluster|postgresql|PostgresCluster)$/m.test(written)
      ? rendering([{ file: object.file, text: written }], new Map(), { namespace: object.namespace, progress: () => undefined }).objects
      : [];
  });
}

/** The drills of the output. */
export function drills({ side }: Estate): Drill[] {
  const marked = [...side.byKey.values()].filter((object) => drillOf(object) !== undefined);
  const places = new Map<string, string[]>();
  for (const object of marked.filter(({ type }) => type === 'core/ConfigMap')) {
    for (const cluster of inner(object)) {
      const view = STATEFUL[cluster.type]?.view(cluster, (group, kind, namespace, name) =>
        side.byKey.get(keyOf(group, kind, namespace, name)),
      );
      (view?.sources ?? []).forEach(({ place }) => push(places, drillOf(object)!, place));
    }
  }
  return marked
    .filter(({ type, namespace, name }) => type === 'batch/CronJob' && places.has(`${namespace}/${name}`))
    .map((object) => ({
      name: object.name,
      when: textOf(at(object.value, 'spec', 'schedule')) ?? '?',
      places: places.get(`${object.namespace}/${object.name}`)!,
    }));
}
