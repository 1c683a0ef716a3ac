import { STATEFUL, kindOf } from '../operators';
import { ClusterView } from '../operators/view';
import { keyOf } from '../object';
import { Rendering } from '../read/rendering';
import { Comparison, Pair, Side } from '../rule';
import { diff } from './diff';

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

/** Which objects came, went and changed. */
export function compare(base: Side, head: Side, progress: (objects: number) => void): Comparison {
  const pairs: Pair[] = [];
  let seen = 0;
  for (const after of head.byKey.values()) {
    const before = base.byKey.get(after.key);
    if (before && before.raw !== after.raw) {
      const changes = diff(before.value, after.value).filter(({ field }) => field !== 'apiVersion' && field !== 'metadata.namespace');
      if (changes.length > 0 || before.version !== after.version) {
        pairs.push({ before, after, changes });
      }
    }
    seen += 1;
    progress(seen);
  }
  return {
    base,
    head,
    pairs,
    pairByKey: new Map(pairs.map((pair) => [pair.after.key, pair])),
    removed: [...base.byKey.values()].filter(({ key }) => !head.byKey.has(key)),
    added: [...head.byKey.values()].filter(({ key }) => !base.byKey.has(key)),
  };
}
