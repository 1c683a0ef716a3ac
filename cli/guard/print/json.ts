import { Report, statusOf, worstFirst } from '../report';

/** For programs. */
export function json(report: Report): string {
  const { base, head, objects, findings, acknowledged, known } = report;
  return `${JSON.stringify({ version: 1, base, head, status: statusOf(report), objects, known, findings: worstFirst(findings), acknowledged: worstFirst(acknowledged) }, undefined, 2)}\n`;
}
