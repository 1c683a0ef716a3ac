import { refOf } from '../guard/object';
import { at, mapOf, textOf } from '../values/json';
import { Estate, Member, push } from './estate';
import { Exemption } from './model';

const NON_PRODUCTION = 'cdk8s-postgres/non-production';
const PREFIXES: readonly (readonly [prefix: string, kind: Exemption['kind']])[] = [
  ['suppressed.cdk8s-postgres/', 'suppressed'],
  ['excluded.cdk8s-postgres/', 'alert excluded'],
];

/** What annotations say of why something is less than it should be; one that stands on several objects of a cluster is told once. */
export function exemptions(estate: Estate): ReadonlyMap<Member, Exemption[]> {
  const found = new Map<Member, Exemption[]>();
  const seen = new Set<string>();
  for (const object of estate.side.byKey.values()) {
    for (const [key, value] of Object.entries(mapOf(at(object.raw, 'metadata', 'annotations')))) {
      const prefix = PREFIXES.find(([start]) => key.startsWith(start));
      if (key !== NON_PRODUCTION && !prefix) {
        continue;
      }
      const kind = prefix?.[1] ?? 'non-production';
      const rule = prefix ? key.slice(prefix[0].length) : '';
      const reason = textOf(value) ?? '';
      for (const member of estate.owners(object)) {
        const identity = JSON.stringify([member.id, kind, rule, reason]);
        if (!seen.has(identity)) {
          seen.add(identity);
          push(found, member, { kind, rule, reason, object: refOf(object), file: object.file, line: object.line });
        }
      }
    }
  }
  return found;
}
