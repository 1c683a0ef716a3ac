import { IConstruct } from 'constructs';
import { RuleFacts } from './rules';

const WHY = 'an exemption has to be found and judged by the next reader';

export const UNKNOWN_RULE: RuleFacts = { id: 'RULE-001', summary: 'what is suppressed is a rule that can be suppressed', why: WHY };
export const STALE: RuleFacts = { id: 'RULE-002', summary: 'a suppression is needed', why: 'it would hide the next mistake' };
export const UNEXPLAINED: RuleFacts = { id: 'RULE-003', summary: 'a suppression has a reason', why: WHY };

/** The rules about suppressions, for the catalogue. */
export const SUPPRESSION_RULES: readonly RuleFacts[] = [UNKNOWN_RULE, STALE, UNEXPLAINED];

/** A rule that does not apply to a construct and what is below it. */
export interface Suppression {
  readonly rule: string;
  readonly reason: string;
  /** Only findings about this JSON pointer; all of them where it is absent. */
  readonly pointer?: string;
  /** Whether it may stand there without a finding. */
  readonly mayBeUnused?: boolean;
}

const SUPPRESSIONS = new WeakMap<IConstruct, Suppression[]>();
const NEEDED = new WeakSet<Suppression>();

/** Keeps a suppression. */
export function addSuppression(construct: IConstruct, suppression: Suppression): void {
  SUPPRESSIONS.set(construct, [...suppressionsAt(construct), suppression]);
}

/** Suppressions given on this very construct. */
export function suppressionsAt(construct: IConstruct): readonly Suppression[] {
  return SUPPRESSIONS.get(construct) ?? [];
}

/** Makes what does not apply to a construct not apply to one that stands for it elsewhere. */
export function copySuppressions(from: IConstruct, to: IConstruct): void {
  from.node.scopes.flatMap(suppressionsAt).forEach((suppression) => addSuppression(to, suppression));
}

/** Whether a finding of a construct is suppressed, on itself or above it. */
export function isSuppressed(construct: IConstruct, finding: { readonly rule: string; readonly pointer?: string }): boolean {
  return construct.node.scopes.some((scope) => suppressionsAt(scope).some((suppression) => matches(suppression, finding)));
}

/** Notes that a suppression is needed by something that will not be there when its need is asked for. */
export function noteNeed(suppression: Suppression): void {
  NEEDED.add(suppression);
}

/** Whether a suppression was needed by something that is gone. */
export function wasNeeded(suppression: Suppression): boolean {
  return NEEDED.has(suppression);
}

/** Whether a suppression is about a finding. */
export function matches({ rule, pointer }: Suppression, finding: { readonly rule: string; readonly pointer?: string }): boolean {
  return rule === finding.rule && (pointer === undefined || finding.pointer === pointer || !!finding.pointer?.startsWith(`${pointer}/`));
}
