import { refOf } from '../manifests/object';
import { at, hasOwn, mapOf, textOf } from '../values/json';
import { Estate, Member, push } from './estate';
import { Exemption } from './model';

/** Annotations that say all by themselves. */
const WHOLE: { readonly [annotation: string]: readonly [kind: Exemption['kind'], rule: string] } = {
  'cdk8s-postgres/non-production': ['non-production', ''],
  'cdk8s-postgres/silence': ['alert excluded', 'all alerts'],
};
/** Beginnings of annotations that end with a rule or an alert. */
const PREFIXES: readonly (readonly [prefix: string, kind: Exemption['kind']])[] = [
  ['suppressed.cdk8s-postgres/', 'suppressed'],
  ['excluded.cdk8s-postgres/', 'alert excluded'],
];

/** What an annotation is about. */
function exemptionOf(annotation: string): readonly [kind: Exemption['kind'], rule: string] | undefined {
  if (hasOwn(WHOLE, annotation)) {
    return WHOLE[annotation];
  }
  const prefix = PREFIXES.find(([start]) => annotation.startsWith(start));
  return prefix && [prefix[1], annotation.slice(prefix[0].length)];
}

/** What annotations say of why something is less than it should be; one that stands on several objects of a cluster is told once. */
export function exemptions(estate: Estate): ReadonlyMap<Member, Exemption[]> {
  const all = new Map<Member, Exemption[]>();
  const seen = new Set<string>();
  for (const object of estate.side.byKey.values()) {
    for (const [key, value] of Object.entries(mapOf(at(object.raw, 'metadata', 'annotations')))) {
      const found = exemptionOf(key);
      if (!found) {
        continue;
      }
      const [kind, rule] = found;
      const reason = textOf(value) ?? '';
      for (const member of estate.owners(object)) {
        const identity = JSON.stringify([member.id, kind, rule, reason]);
        if (!seen.has(identity)) {
          seen.add(identity);
          push(all, member, { kind, rule, reason, object: refOf(object), file: object.file, line: object.line });
        }
      }
    }
  }
  return all;
}
