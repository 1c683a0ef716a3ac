import { parseInstant } from '../model/instant';
import { RecoveryTarget, RecoveryTargetKind } from '../model/recovery-target';

/** What can be wrong with the end of a recovery, for new clusters and for restores in place. */

/** Forms of the values that recovery ends at. */
const FORMS: readonly (readonly [RecoveryTargetKind, RegExp, string])[] = [
  // PostgreSQL reads a number with a zero in front as an octal one.
  [RecoveryTargetKind.TRANSACTION, /^[1-9]\d{0,19}$/, `the number of a transaction with no zero in front, such as '742'`],
  [RecoveryTargetKind.LSN, /^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/, `two hexadecimal numbers, such as '0/3000060'`],
  // Through a shell on one operator, so nothing that a shell or an INI file reads otherwise.
  [RecoveryTargetKind.RESTORE_POINT, /^[A-Za-z0-9_.:@-][A-Za-z0-9_.:@ -]{0,62}$/, `1 to 63 letters, digits, blanks and '_.:@-'`],
];

/** Targets that a recovery can stop before. */
const EXCLUDABLE = [RecoveryTargetKind.TIME, RecoveryTargetKind.TRANSACTION, RecoveryTargetKind.LSN];

const LABEL = /^[0-9A-Za-z]([0-9A-Za-z_-]{0,62})$/;
const TIMELINE = /^(latest|[1-9]\d{0,9})$/;

/** The largest number that a transaction can have, its epoch included. */
const MAX_TRANSACTION = 2n ** 64n - 1n;

/** What is wrong with the place where a recovery ends. */
export function targetProblems(target: RecoveryTarget, prop: string): string[] {
  const form = FORMS.find(([kind]) => kind === target.kind);
  const value = target.value ?? '';
  const { backup, timeline } = target.options;
  return [
    ...(form && !(form[1].test(value) && !(target.kind === RecoveryTargetKind.TRANSACTION && BigInt(value) > MAX_TRANSACTION))
      ? [`'${prop}' must be ${form[2]}, got '${value}'`]
      : []),
    ...(backup === undefined || LABEL.test(backup)
      ? []
      : [`'${prop}' must name a backup by its label, such as '20260801T020000' or '20260801-020000F', got '${backup}'`]),
    ...(target.options.exclusive && !EXCLUDABLE.includes(target.kind)
      ? [`'${prop}.exclusive' must not be given for the target '${target.kind}', where PostgreSQL ignores it; leave it out`]
      : []),
    ...(timeline === undefined || TIMELINE.test(timeline)
      ? []
      : [`'${prop}.timeline' must be 'latest' or the number of a timeline, got '${timeline}'`]),
  ];
}

/** What is wrong with the moment where a recovery ends. */
export function timeProblem({ kind, value }: RecoveryTarget, prop: string): string | undefined {
  const parsed = kind === RecoveryTargetKind.TIME ? parseInstant(value ?? '') : undefined;
  return typeof parsed === 'string' ? `'${prop}': ${parsed}` : undefined;
}
