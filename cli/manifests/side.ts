import { ClusterView } from './operators/view';
import { STATEFUL, kindOf } from './operators';
import { keyOf, KubeObject } from './object';
import { Rendering } from './read/rendering';

/** A rendering with what is asked of it. */
export interface Side extends Rendering {
  /** The clusters of the three operators. */
  readonly clusters: readonly ClusterView[];
  readonly clusterByKey: ReadonlyMap<string, ClusterView>;
  /** What is in one namespace. */
  readonly objectsIn: (namespace: string) => readonly KubeObject[];
  readonly clustersIn: (namespace: string) => readonly ClusterView[];
}

function byNamespace<T>(items: readonly T[], namespaceOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(namespaceOf(item));
    if (group) {
      group.push(item);
    } else {
      groups.set(namespaceOf(item), [item]);
    }
  }
  return groups;
}

/** A rendering and its clusters. */
export function sideOf(rendering: Rendering): Side {
  const lookup = (group: string, kind: string, namespace: string, name: string) => rendering.byKey.get(keyOf(group, kind, namespace, name));
  const clusters = [...rendering.byKey.values()].flatMap((object): ClusterView[] => {
    const stateful = STATEFUL[kindOf(object)];
    return stateful ? [stateful.view(object, lookup)] : [];
  });
  const objects = byNamespace([...rendering.byKey.values()], ({ namespace }) => namespace);
  const views = byNamespace(clusters, ({ object }) => object.namespace);
  return {
    ...rendering,
    clusters,
    clusterByKey: new Map(clusters.map((cluster) => [cluster.object.key, cluster])),
    objectsIn: (namespace) => objects.get(namespace) ?? [],
    clustersIn: (namespace) => views.get(namespace) ?? [],
  };
}
