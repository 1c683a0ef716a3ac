import { KubeObject } from '../../manifests/object';
import { at, isMap, JsonMap, mapOf } from '../../values/json';
import { CarriedOver } from './to-plugin';

const WHY =
  'carried over to postgresql.synchronous with the durability that gives way: as before, a commit waits for so many standbys as are ready, ' +
  'at most for these; PostgreSQL reloads, and nothing restarts';

/**
 * A cluster of CloudNativePG that asks for standbys of a commit by the two old fields, by the new one. The operator took less than the lower
 * bound, too, where fewer were ready. Anything else, and a cluster that chooses among its standbys by labels of nodes, is as it was.
 */
export function toSynchronous(objects: readonly KubeObject[]): CarriedOver {
  const [cluster, ...others] = objects as readonly [KubeObject, ...KubeObject[]];
  const spec = mapOf(cluster.raw.spec);
  const { minSyncReplicas: least, maxSyncReplicas: most, ...rest } = spec;
  const isAsked = typeof least === 'number' && typeof most === 'number' && least > 0 && most >= least;
  const postgresql = mapOf(spec.postgresql);
  const chooses = at(postgresql, 'syncReplicaElectionConstraint', 'enabled') === true;
  if (cluster.kind !== 'Cluster' || !isAsked || chooses || isMap(postgresql.synchronous)) {
    return { objects, deliberate: [] };
  }
  const raw: JsonMap = {
    ...cluster.raw,
    spec: {
      ...rest,
      postgresql: { ...postgresql, synchronous: { method: 'any', number: most, dataDurability: 'preferred' } },
    },
  };
  return {
    objects: [{ ...cluster, raw }, ...others],
    deliberate: ['spec.minSyncReplicas', 'spec.maxSyncReplicas'].map((field) => ({ key: cluster.key, field, why: WHY })),
  };
}
