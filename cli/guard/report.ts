import { Finding } from './finding';
import { SEVERITIES, Severity } from './rule';
import { STATUS } from '../status';

/** Everything that the formats print. */
export interface Report {
  readonly base: string;
  readonly head: string;
  /** Objects of each side. */
  readonly objects: {
    readonly base: number;
    readonly head: number;
    readonly added: number;
    readonly removed: number;
    readonly changed: number;
  };
  readonly findings: readonly Finding[];
  readonly acknowledged: readonly Finding[];
  /** Findings that the base has, too, and that are not told. */
  readonly known: number;
  readonly strict: boolean;
  readonly acksFile: string;
  /** Day that is proposed as the end of an acknowledgement. */
  readonly expires: string;
}

export const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity);

/** Worst first, then in the order of rules and objects. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort(
    (a, b) =>
      rank(a) - rank(b) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0) || (a.object < b.object ? -1 : a.object > b.object ? 1 : 0),
  );

/** Findings by cluster; the cluster with the worst finding first. */
export function grouped(findings: readonly Finding[]): [string, Finding[]][] {
  const groups = new Map<string, Finding[]>();
  for (const finding of worstFirst(findings)) {
    groups.set(finding.cluster, [...(groups.get(finding.cluster) ?? []), finding]);
  }
  return [...groups].sort(([, a], [, b]) => rank(a[0]!) - rank(b[0]!));
}

export const count = (findings: readonly Finding[], severity: Severity): number =>
  findings.filter((finding) => finding.severity === severity).length;

export function statusOf({ findings, strict }: Pick<Report, 'findings' | 'strict'>): number {
  if (count(findings, 'block') > 0) {
    return STATUS.blocked;
  }
  if (count(findings, 'confirm') > 0) {
    return STATUS.unconfirmed;
  }
  return strict && count(findings, 'warn') > 0 ? STATUS.warned : STATUS.clean;
}

export const VERDICT: { readonly [severity in Severity]: string } = { block: 'BLOCKED', confirm: 'CONFIRM', warn: 'WARNING', info: 'NOTE' };

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/** One line that says it all. */
export function summary({ findings, acknowledged, known, objects }: Report): string {
  const parts = [
    plural(count(findings, 'block'), 'blocked', 'blocked'),
    `${count(findings, 'confirm')} to confirm`,
    plural(count(findings, 'warn'), 'warning', 'warnings'),
    plural(count(findings, 'info'), 'note', 'notes'),
    ...(acknowledged.length > 0 ? [`${acknowledged.length} acknowledged`] : []),
    ...(known > 0 ? [`${known} that the base has, too (--all shows them)`] : []),
  ];
  return `${parts.join(', ')}; ${objects.head} objects, ${objects.added} new, ${objects.changed} changed, ${objects.removed} gone`;
}

/** How a finding knows what it says. */
export const EVIDENCE = {
  seen: 'seen on a real operator',
  read: 'read in the operator',
  inferred: 'inferred, never run',
} as const;
