import { KubeObject } from '../object';
import { Side } from '../side';
import { Change, diff } from './diff';

/** An object that both sides have. */
export interface Pair {
  readonly before: KubeObject;
  readonly after: KubeObject;
  readonly changes: readonly Change[];
}

export interface Comparison {
  readonly base: Side;
  readonly head: Side;
  /** Objects of both sides that differ. */
  readonly pairs: readonly Pair[];
  readonly pairByKey: ReadonlyMap<string, Pair>;
  readonly removed: readonly KubeObject[];
  readonly added: readonly KubeObject[];
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
