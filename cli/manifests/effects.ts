import { EFFECTS } from '../effects';
import { ChangeEffect } from '../effects/effect';
import { Change } from './compare/diff';
import { fits } from './compare/path';
import { KubeObject } from './object';
import { kindOf } from './operators';

const byKind = new Map<string, ChangeEffect[]>();
for (const row of Object.values(EFFECTS).flat()) {
  byKind.set(row.kind, [...(byKind.get(row.kind) ?? []), row]);
}

/** Rows that say something of a change: all that name a rule, and the first of those that do not. */
export function rowsFor(object: KubeObject, change: Change): ChangeEffect[] {
  const fitting = (byKind.get(kindOf(object)) ?? []).filter(
    ({ path, when }) => fits(path, change.field) && when.holds(change.old, change.new),
  );
  const plain = fitting.find(({ rule }) => rule === undefined);
  return [...fitting.filter(({ rule }) => rule !== undefined), ...(plain ? [plain] : [])];
}
