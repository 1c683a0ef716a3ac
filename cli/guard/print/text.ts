import { canBeAcknowledged, stanza } from '../acks';
import { Finding } from '../finding';
import { EVIDENCE, grouped, Report, summary, VERDICT } from '../report';
import { shown } from './value';

const label = (name: string): string => `    ${name.padEnd(13)}`;

function block(finding: Finding, { expires, acksFile }: Report): string[] {
  const { rule, name, severity, ref, field, old, new: now } = finding;
  return [
    `  ${VERDICT[severity]}  ${rule} ${name}  ${ref}  ${finding.file}:${finding.line}`,
    ...(field === undefined ? [] : [`    ${field}${old === undefined && now === undefined ? '' : `: ${shown(old)} -> ${shown(now)}`}`]),
    `${label('what')}${finding.what}`,
    `${label('why')}${finding.why}`,
    `${label('operator')}${finding.does} (${EVIDENCE[finding.evidence]})`,
    `${label('safely')}${finding.safe}`,
    ...(canBeAcknowledged(finding)
      ? [`${label('to confirm')}add to 'acknowledgements' in ${acksFile}:`, ...stanza(finding, expires).map((line) => `      ${line}`)]
      : []),
    '',
  ];
}

/** For people at a terminal. */
export function text(report: Report): string {
  const blocks = grouped(report.findings).flatMap(([cluster, findings]) => [
    cluster,
    '',
    ...findings.flatMap((finding) => block(finding, report)),
  ]);
  const acknowledged = report.acknowledged.map(({ rule, ref, reason }) => `  acknowledged  ${rule}  ${ref}: ${reason}`);
  return [...blocks, ...acknowledged, ...(acknowledged.length > 0 ? [''] : []), summary(report), ''].join('\n');
}
