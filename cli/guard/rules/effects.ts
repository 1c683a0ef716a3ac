import { ChangeEffect, Effect } from '../../effects/effect';
import { Comparison } from '../../manifests/compare/compare';
import { Change } from '../../manifests/compare/diff';
import { rowsFor } from '../../manifests/effects';
import { KubeObject } from '../../manifests/object';
import { isStateful, kindOf } from '../../manifests/operators';
import { cnpgFollower } from '../../manifests/operators/cnpg';
import { Hit } from '../rule';
import { isOwnFromNow, promotedByMigration } from './migrations';
import { isOperatorBump } from './versions';
import { textOf } from '../../values/json';

/** The rule that tells an effect which no row gives a rule of its own. */
const RULE_OF_EFFECT: { readonly [effect in Effect]?: string } = {
  'rolling restart': 'G060',
  'primary restart': 'G060',
  ignored: 'G117',
};

export interface RuledHit extends Hit {
  readonly rule: string;
}

const hit = (object: KubeObject, { field, old, new: now }: Change, { does, evidence, effect, severity }: ChangeEffect): Hit => ({
  object,
  field,
  ...(old === undefined ? {} : { old }),
  ...(now === undefined ? {} : { new: now }),
  does,
  evidence,
  effect,
  ...(severity ? { severity } : {}),
});

/** Rules that the rows of the tables find. */
export function effectHits(comparison: Comparison): RuledHit[] {
  return comparison.pairs.flatMap(({ before, after, changes }) => {
    const found: RuledHit[] = [];
    // What a rule has said of a part it does not say again of what is inside of it.
    const told = (rule: string, field: string): boolean =>
      found.some((other) => other.rule === rule && other.field !== undefined && isBelow(field, other.field));
    for (const change of changes) {
      const rows = rowsFor(after, change);
      const ruled = rows.filter(({ rule }) => rule !== undefined);
      for (const row of ruled) {
        if (!told(row.rule!, change.field) && applies(row, before, after, change, changes) && !isMigrated(row, after, comparison)) {
          found.push({ rule: row.rule!, ...hit(after, change, row) });
        }
      }
      if (ruled.length === 0 && !change.inside) {
        const { plain, of } = plainRow(after, change, rows, changes);
        const rule = plain ? RULE_OF_EFFECT[plain.effect] : isStateful(after) ? 'G129' : undefined;
        if (rule !== undefined) {
          found.push({
            rule,
            ...(plain
              ? hit(after, of, { ...plain, severity: plain.effect === 'ignored' ? 'warn' : undefined })
              : { object: after, field: change.field, old: change.old, new: change.new, does: 'Unknown.', evidence: 'inferred' as const }),
          });
        }
      }
    }
    return found;
  });
}

/** What a change does where no rule says it: of a part that came or went as a whole, something inside may restart more than the part itself. */
function plainRow(
  after: KubeObject,
  change: Change,
  [own]: readonly ChangeEffect[],
  changes: readonly Change[],
): { readonly plain: ChangeEffect | undefined; readonly of: Change } {
  if (own && RULE_OF_EFFECT[own.effect] !== undefined) {
    return { plain: own, of: change };
  }
  for (const of of changes.filter(({ inside, field }) => inside && isBelow(field, change.field))) {
    const [row] = rowsFor(after, of).filter(({ rule }) => rule === undefined);
    if (row && RULE_OF_EFFECT[row.effect] === 'G060') {
      return { plain: row, of };
    }
  }
  return { plain: own, of: change };
}

const isBelow = (field: string, other: string): boolean =>
  field === other || field.startsWith(`${other}.`) || field.startsWith(`${other}[`);

/** What a migration has seen to: who writes when it promotes, and what the cluster begins with when it is over. */
const isMigrated = ({ rule }: ChangeEffect, after: KubeObject, comparison: Comparison): boolean =>
  (rule === 'G047' && promotedByMigration(comparison, after)) || (rule === 'G040' && isOwnFromNow(comparison, after));

/** Rows that need to know more of the object than the field. */
function applies({ rule, path }: ChangeEffect, before: KubeObject, after: KubeObject, change: Change, changes: readonly Change[]): boolean {
  if (rule === 'G067' && change.inside) {
    // An archive that goes with all around it has not moved: the rules about backups that go tell that.
    const outer = changes.find(({ inside, field }) => !inside && isBelow(change.field, field));
    return outer === undefined || outer.new !== undefined || outer.field.endsWith('.parameters');
  }
  if (rule === 'G047' && kindOf(after) === 'postgresql.cnpg.io/Cluster') {
    // A writer that learns of its follower goes on writing.
    return cnpgFollower(before) || cnpgFollower(after);
  }
  if (rule === 'G059' && path === 'spec.source.targetRevision') {
    return isOperatorBump(after, textOf(change.old), textOf(change.new)) && before.key === after.key;
  }
  return true;
}
